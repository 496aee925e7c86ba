//! Plants dead links and false reports, and shows that each is found: a crawler
//! that cannot fail is worth nothing.
//!
//! Never builds: the pages are written here.

use std::collections::BTreeMap;

use super::compare::{Reported, without_partner};
use super::fixture::written;
use super::folder::{Crawl, crawl};

const FINE: &str = "<!doctype html><link rel=stylesheet href=a.css><nav><a href=b.html>B</a> <a href=b.html#part-main>B</a></nav>\
    <div class=prose><a href='b.html#there'>B</a></div>";

/// Crawls a folder with these lines in the text of its first page.
fn planted(html: &str) -> Crawl {
    let site = written(&[
        ("a.html", &format!("{FINE}<div class=prose>{html}</div>")),
        (
            "b.html",
            "<main id=part-main><div class=prose><h2 id=there>There</h2><p id='größe'></p><a name=old></a></div></main>",
        ),
        ("a.css", ""),
        ("folder/x.txt", ""),
        ("with space.html", ""),
        ("mine.html", "<a href=nowhere.html>mine</a>"),
    ]);
    crawl(site.path(), &|path| path == "mine.html", "")
}

#[test]
fn a_link_to_what_is_there_is_alive() {
    for html in [
        "<a href=b.html>",
        "<a href=./b.html?x=1#there>",
        "<a href='b.html#gr%C3%B6%C3%9Fe'>",
        "<a href='b.html#größe'>",
        "<a href='b.html#old'>",
        "<a href='with%20space.html'>",
        "<a href='#top'>",
        "<a href='#'>",
        "<a href='b.html#:~:text=x'>",
        "<a href=folder/../b.html>",
        "<a href=mine.html#any>",
        "<a href=https://elsewhere.example/gone.html>",
        "<a href=//elsewhere.example/gone.html>",
        "<a href=mailto:a@brindlemoor.example>",
        "<img src=folder/x.txt srcset='a.css 1x, b.html 2x'>",
    ] {
        let crawl = planted(html);
        assert!(crawl.dead.is_empty(), "{html}: {:?}", crawl.dead);
    }
}

#[test]
fn every_sort_of_dead_link_is_seen() {
    for html in [
        "<a href=gone.html>",
        "<a href=b.htm>",
        "<a href=folder/>",
        "<a href=folder>",
        "<a href=../gone.html>",
        "<a href=/b.html>",
        "<a href=''>",
        "<a href=b.html#gone>",
        "<a href=#gone>",
        "<a href=b.html#part-main>",
        "<a href=b.html#There>",
        "<img src=gone.png>",
        "<img srcset='a.css 1x, gone.png 2x'>",
        "<video poster=gone.png>",
        "<audio><source src=gone.mp3></audio>",
        "<script src=gone.js></script>",
        "<link rel=icon href=gone.svg>",
        "<meta http-equiv=refresh content='0; url=gone.html'>",
        "<object data=gone.bin></object>",
        "<blockquote cite=gone.html></blockquote>",
        "<svg><use href=gone.svg></use></svg>",
        "<span class='wl missing'>Gone<span class=note-missing> (not written yet)</span></span>",
    ] {
        assert_eq!(planted(html).dead.len(), 1, "{html}");
    }
}

#[test]
fn a_dead_link_and_a_report_without_a_partner_are_both_told() {
    let report = |source: &str, anchor: Option<&str>| Reported {
        note: "content/a.md".to_string(),
        line: 1,
        message: String::new(),
        source: source.to_string(),
        anchor: anchor.map(String::from),
    };
    let notes = BTreeMap::from([("a.html".to_string(), "content/a.md".to_string())]);
    let own = |html: &str| {
        let site = written(&[("a.html", &format!("<div class=prose>{html}</div>")), ("b.html", "<p>b</p>")]);
        crawl(site.path(), &|_| false, "")
    };
    let problems = |html: &str, reported: &[Reported]| without_partner(&own(html), reported, &notes).len();
    let gone = "<span class=missing>Gone<i class=note-missing> (not here)</i></span>";
    assert_eq!(problems(gone, &[report("[*Gone*](x.md)", None)]), 0);
    assert_eq!(problems(gone, &[]), 1);
    assert_eq!(problems(gone, &[report("[Other](x.md)", None)]), 2);
    assert_eq!(problems(&gone.repeat(2), &[report("[Gone](x.md)", None)]), 1);
    assert_eq!(problems("", &[report("[Gone](x.md)", None)]), 1);
    assert_eq!(problems("<a href=b.html#x>", &[report("[B](b.md#x)", Some("x"))]), 0);
    assert_eq!(problems("<a href=b.html#x>", &[report("[B](b.md#y)", Some("y"))]), 2);
    assert_eq!(problems("<a href=b.html>", &[report("[B](b.md#x)", Some("x"))]), 1);
    // A file that is not there may never be linked to, reported or not.
    assert_eq!(problems("<a href=c.html>", &[report("[C](c.md)", None)]), 2);
}

#[test]
fn an_embed_shows_what_its_note_has_and_a_part_of_it_some() {
    let site = |html: &str| {
        let embed =
            |from: &str| format!("<aside class=embed><p class=embed-from><a href={from}>B</a></p>{html}</aside>");
        written(&[
            ("a.html", &format!("<div class=prose>{}</div>", embed("b.html"))),
            ("c.html", &format!("<div class=prose>{}</div>", embed("b.html#part"))),
            ("b.html", "<div class=prose><p id=part><a href=#gone>x</a></div>"),
        ])
    };
    let notes = ["a", "b", "c"].map(|name| (format!("{name}.html"), format!("content/{name}.md"))).into();
    let reported = [Reported {
        note: "content/b.md".to_string(),
        line: 1,
        message: String::new(),
        source: "[x](#gone)".to_string(),
        anchor: Some("gone".to_string()),
    }];
    let problems = |html| without_partner(&crawl(site(html).path(), &|_| false, ""), &reported, &notes);
    assert_eq!(problems("<a href=#gone>x</a>"), Vec::<String>::new());
    assert_eq!(problems("").len(), 1, "the whole must show it, a part need not");
    assert_eq!(problems("<a href=#gone>x</a><a href=#lost>y</a>").len(), 2);
}
