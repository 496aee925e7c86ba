//! Feeds as a feed reader takes them: both forms say the same, and no more than the pages.

use std::collections::BTreeSet;

use candor::pipeline::Build;
use feed_rs::model::{Entry, Feed};
use feed_rs::parser;

use super::{BASE, by_hand, is_there, own_wiki, site_with, texts};
use crate::site::{Site, codes, page};

/// Returns the Atom feeds of a build by their path.
fn atoms(build: &Build) -> Vec<String> {
    texts(build).map(|(path, _)| path).filter(|path| path.ends_with("feed.xml")).collect()
}

fn read(build: &Build, path: &str) -> Feed {
    let bytes = page(build, path);
    parser::parse(bytes.as_bytes()).unwrap_or_else(|error| panic!("{path}: {error}\n{bytes}"))
}

/// What a reader is told of one entry.
fn told(entry: &Entry) -> [String; 8] {
    let text = |text: &Option<feed_rs::model::Text>| text.as_ref().map_or(String::new(), |text| text.content.clone());
    let authors =
        entry.authors.iter().map(|author| format!("{} {:?}", author.name.as_deref().unwrap_or_default(), author.uri));
    [
        entry.id.clone(),
        text(&entry.title),
        text(&entry.summary),
        entry.content.as_ref().and_then(|content| content.body.clone()).unwrap_or_default(),
        entry.links.iter().map(|link| link.href.clone()).collect::<Vec<_>>().join(" "),
        format!("{:?} {:?}", entry.published, entry.updated),
        authors.collect::<Vec<_>>().join(", "),
        entry.categories.iter().map(|category| category.term.clone()).collect::<Vec<_>>().join(", "),
    ]
}

fn author(feed: &Feed) -> String {
    feed.authors
        .iter()
        .map(|author| format!("{} {:?}", author.name.as_deref().unwrap_or_default(), author.uri))
        .collect()
}

#[track_caller]
fn judge(build: &Build, at_least: usize) {
    let atoms = atoms(build);
    assert!(atoms.len() >= at_least, "{} feeds", atoms.len());
    for path in atoms {
        let (atom, json) = (read(build, &path), read(build, &path.replace(".xml", ".json")));
        assert!(!atom.entries.is_empty() && atom.entries.len() <= 30, "{path}: {} entries", atom.entries.len());
        assert_eq!(atom.entries.len(), json.entries.len(), "{path}");
        assert_eq!(atom.title.as_ref().map(|t| &t.content), json.title.as_ref().map(|t| &t.content), "{path}");
        assert_eq!(atom.updated, atom.entries.iter().filter_map(|entry| entry.updated).max(), "{path}");
        let dates: Vec<_> = atom.entries.iter().map(|entry| entry.published.expect("each is dated")).collect();
        assert!(dates.is_sorted_by(|a, b| a >= b), "{path}: the newest first");
        for (one, other) in atom.entries.iter().zip(&json.entries) {
            let one = told(one);
            // A JSON item must have a text, and has its summary where it has nothing else.
            let mut other = told(other);
            if one[3].is_empty() {
                assert!(!other[3].is_empty(), "{path}: {}", other[0]);
                other[3].clear();
            }
            // As JSON, an item that names nobody is by whom the feed is by; as Atom it says nothing.
            if one[6].is_empty() {
                assert_eq!(other[6], author(&json), "{path}: {}", other[0]);
                other[6].clear();
            }
            assert_eq!(one, other, "{path}");
            // The reader makes an id of its own where one is missing.
            assert_eq!(one[0], one[4], "{path}");
            let whole = [&one[3], "href=\"", "src=\""];
            for attribute in &whole[1..] {
                for rest in whole[0].split(attribute).skip(1) {
                    let url = rest.split('"').next().unwrap_or_default();
                    let is_whole =
                        ["https://", "http://", "mailto:", "tel:"].iter().any(|start| url.starts_with(start));
                    assert!(is_whole, "{path}: {}: `{url}` is not whole", one[0]);
                }
            }
            assert!(!one[3].contains("<script") && !one[3].contains("<svg") && !one[3].contains('\u{FDD0}'), "{path}");
        }
        for link in atom.links.iter().filter(|link| link.rel.as_deref() == Some("self")) {
            assert!(link.href.ends_with(&*path), "{path}: calls itself {}", link.href);
        }
    }
}

#[test]
fn both_forms_of_every_feed_are_read_alike() {
    judge(&own_wiki(), 20);
    if let Some(build) = by_hand() {
        judge(&build, 1);
    }
}

fn small() -> Site {
    site_with(
        "[git]\nauthors = false\n",
        &[
            (
                "content/lessons/new.md",
                "---\ntitle: New & <b>bold</b>\nkind: lesson\ndate: 2026-05-03\nupdated: 2026-05-09\nreview_by: 2026-12-31\nauthors: [ida, Otto]\nteam: vans\ntopics: [Night work]\nsummary: In short.\n---\n\n## Part\n\n[Old](old.md#x) [own](#part) ![p](p.png)[^n] ![[old]]\n\n![[old]]\n\n> [!TIP]\n> Look.\n\n[^n]: Note.\n",
            ),
            (
                "content/lessons/old.md",
                "---\nkind: lesson\ndate: 2026-04-01\nteam: vans\n---\n# Old\n\n## X\n\n<a href=\"new.md\">new</a>\n",
            ),
            ("content/lessons/p.png", "x"),
            ("content/quiet.md", "---\nauthors: anonymous\ndate: 2026-05-05\n---\n# Quiet\n"),
            ("content/undated.md", "# Undated\n"),
            ("content/people/ida.md", "---\ntitle: Ida Fenwright\nkind: person\nprofile: public\n---\n"),
        ],
    )
}

#[test]
fn a_feed_says_what_its_notes_say() {
    let build = small().build();
    assert!(codes(&build).is_empty(), "{:?}", build.diagnostics);
    let paths: BTreeSet<String> = atoms(&build).into_iter().collect();
    let expected = [
        "feed.xml",
        "kinds/lessons.feed.xml",
        "kinds/notes.feed.xml",
        "teams/vans.feed.xml",
        "topics/night-work.feed.xml",
    ];
    assert_eq!(paths, BTreeSet::from(expected.map(String::from)));
    judge(&build, 5);
    let feed = read(&build, "feed.xml");
    assert_eq!(feed.title.as_ref().map(|title| title.content.as_str()), Some("Tiny & <true>"));
    let titles: Vec<String> = feed.entries.iter().map(|entry| told(entry)[1].clone()).collect();
    assert_eq!(titles, ["Quiet", "New & <b>bold</b>", "Old"]);
    let [id, _, summary, html, link, dates, authors, topics] = told(&feed.entries[1]);
    assert_eq!((id.as_str(), id.as_str()), (link.as_str(), "https://wiki.brindlemoor.example/notes/lessons/new.html"));
    assert_eq!((summary.as_str(), topics.as_str()), ("In short.", "Night work"));
    assert!(dates.contains("2026-05-03T00:00:00Z") && dates.contains("2026-05-09T00:00:00Z"), "{dates}");
    assert_eq!(authors, format!("Ida Fenwright Some(\"{BASE}people/ida.html\"), Otto None"));
    for part in [
        format!("href=\"{BASE}lessons/old.html#x\""),
        format!("href=\"{BASE}lessons/new.html#part\""),
        format!("src=\"{BASE}lessons/p.png\""),
        format!("href=\"{BASE}lessons/new.html#fn-1\""),
        "Look.".to_string(),
    ] {
        assert!(html.contains(&part), "no {part} in {html}");
    }
    // Without a page around it, a heading needs no link to itself.
    assert!(!html.contains(">#</a>"), "{html}");
    let quiet = &feed.entries[0];
    assert!(quiet.authors.is_empty(), "{:?}", quiet.authors);
    assert_eq!(feed.authors[0].name.as_deref(), Some("Tiny & <true>"));
}

#[test]
fn topics_and_systems_have_summaries_and_the_site_may_have_nothing_else() {
    let mut site = small();
    let has_text =
        |site: &Site, path: &str| read(&site.build(), path).entries.iter().any(|entry| entry.content.is_some());
    assert!(has_text(&site, "feed.xml") && has_text(&site, "teams/vans.feed.xml"));
    assert!(!has_text(&site, "topics/night-work.feed.xml"));
    let toml = site.files["site.toml"].clone();
    site.files.insert("site.toml".to_string(), format!("{toml}[feeds]\ncontent = \"summary\"\nlimit = 2\n"));
    assert!(!has_text(&site, "feed.xml"));
    assert_eq!(read(&site.build(), "feed.json").entries.len(), 2);
    site.files.insert("site.toml".to_string(), format!("{toml}[feeds]\nenabled = false\n"));
    let build = site.build();
    assert_eq!(atoms(&build), Vec::<&str>::new());
    assert!(!page(&build, "index.html").contains("application/atom+xml"));
}

#[test]
fn pages_name_the_feed_of_the_site_and_their_own() {
    let build = small().build();
    let lessons = page(&build, "kinds/lessons.html");
    let link = |title: &str, url: &str| {
        format!("<link rel=\"alternate\" type=\"application/atom+xml\" title=\"{title}\" href=\"../{url}\">")
    };
    assert!(lessons.contains(&link("Tiny &amp; &lt;true&gt;", "feed.xml")), "{lessons}");
    assert!(lessons.contains(&link("Lessons · Tiny &amp; &lt;true&gt;", "kinds/lessons.feed.xml")), "{lessons}");
    assert!(lessons.contains("<a href=\"../kinds/lessons.feed.xml\">"), "a reader sees no feed: {lessons}");
    let note = page(&build, "lessons/old.html");
    assert_eq!(note.matches("application/atom+xml").count(), 1, "{note}");
    assert!(page(&build, "recent.html").contains("<a href=\"feed.xml\">"));
}

#[test]
fn without_a_url_there_is_no_feed_and_nothing_names_one() {
    let build = Site::of(&[("content/a.md", "---\ndate: 2026-05-03\n---\n# A\n")]).build();
    assert!(!is_there(&build, "feed.xml") && !is_there(&build, "feed.json"));
    assert!(texts(&build).all(|(_, text)| !text.contains("feed.xml")));
}

#[test]
fn a_feed_does_not_change_with_the_day() {
    let mut site = small();
    let before = site.build();
    site.today = Some("2027-01-31");
    let after = site.build();
    let stale = |build: &Build| page(build, "lessons/new.html").contains("It may no longer hold.");
    assert!(!stale(&before) && stale(&after), "the day must show somewhere");
    for path in ["feed.xml", "feed.json", "kinds/lessons.feed.xml", "notes.json", "sitemap.xml", "llms.txt"] {
        assert_eq!(page(&before, path), page(&after, path), "{path}");
    }
}

#[test]
fn letters_that_xml_cannot_hold_break_no_feed() {
    let build = site_with(
        "",
        &[("content/a.md", "---\ntitle: \"A\\u0008\\u000B\"\ndate: 2026-05-03\ntopics: [\"x\\u0001y\"]\n---\n\nb\u{8}\u{1b} c\u{FFFF}]]> &lt;\n")],
    )
    .build();
    // This reader is lenient; others refuse the whole feed for one such letter.
    for (path, xml) in texts(&build).filter(|(path, _)| path.ends_with(".xml")) {
        let forbidden = |c: char| c < ' ' && !"\t\r\n".contains(c) || matches!(c, '\u{FFFE}' | '\u{FFFF}');
        assert!(!xml.contains(forbidden), "{path}: {xml:?}");
    }
    let feed = read(&build, "feed.xml");
    assert!(told(&feed.entries[0])[3].contains("]]&gt; &lt;"), "{:?}", told(&feed.entries[0]));
}
