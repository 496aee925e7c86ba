//! What the preview answers to those who mean well.

use std::io::Write;

use super::{Reply, Shown, ask};
use crate::site::page;

const NOTES: &[(&str, &str)] = &[
    ("site.toml", "title = \"Wiki\""),
    ("content/_index.md", "---\ntitle: Wiki\n---\nHello."),
    ("content/lessons/a.md", "---\ntitle: A\n---\nSee [[nobody]] and [[Nothing|words]]."),
    ("content/lessons/table.csv", "0123456789"),
    ("content/lessons/with space é.txt", "odd"),
];

#[test]
fn a_page_is_what_was_built_with_the_preview_in_its_head() {
    let shown = Shown::of(NOTES);
    let reply = shown.get("/lessons/a.html");
    assert_eq!((reply.status, reply.header("content-type")), (200, Some("text/html; charset=utf-8")));
    assert_eq!(reply.built(), page(&shown.site.build(), "lessons/a.html"));
    let text = reply.text();
    let ours = text.find("/.candor/preview.js").expect("the script is there");
    assert!(ours < text.find("assets/app").expect("the theme's script is there"), "it sees the page before the others");
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("cross-origin-resource-policy", "same-origin"),
        ("cache-control", "no-cache"),
    ] {
        assert_eq!(reply.header(name), Some(value), "{name}");
    }
    let policy = reply.header("content-security-policy").expect("there is a policy");
    assert!(policy.starts_with("default-src 'none'; script-src 'self'; style-src 'self'"), "{policy}");
    assert!(!policy.contains("unsafe"), "{policy}");
}

#[test]
fn nothing_is_added_to_what_is_no_page() {
    let shown = Shown::of(NOTES);
    let reply = shown.get("/lessons/table.csv");
    assert_eq!((reply.status, reply.text().as_str()), (200, "0123456789"));
    assert_eq!(reply.header("content-type"), Some("text/csv; charset=utf-8"));
    assert_eq!(shown.get("/lessons/with%20space%20%C3%A9.txt").text(), "odd");
    let note = shown.get("/lessons/a.md");
    assert_eq!((note.status, note.header("content-type")), (200, Some("text/markdown; charset=utf-8")));
    assert!(!note.text().contains(".candor"));
}

#[test]
fn a_folder_is_its_index_behind_a_slash() {
    let shown = Shown::of(NOTES);
    assert_eq!(shown.get("/").status, 200);
    assert_eq!(shown.get("/lessons/").status, 200);
    let reply = shown.get("/lessons?q=1");
    assert_eq!((reply.status, reply.header("location")), (302, Some("/lessons/?q=1")));
}

#[test]
fn what_is_not_there_is_told_with_links_that_work_at_any_depth() {
    let shown = Shown::of(NOTES);
    let reply = shown.get("/no/such/page.html");
    assert_eq!(reply.status, 404);
    let text = reply.text();
    assert!(text.contains("href=\"/assets/theme."), "{text}");
    assert!(text.contains("/.candor/preview.js"), "it comes back when the note does");
    assert_eq!(shown.get("/lessons/a.html/").status, 404);
}

#[test]
fn the_page_for_what_is_not_there_works_where_the_site_will_be_below_a_path() {
    let mut shown = Shown::of(NOTES);
    for url in ["https://wiki.example.org/team/wiki", "https://wiki.example.org/", "https://wiki.example.org/lessons/"]
    {
        shown.edit("site.toml", &format!("title = \"Wiki\"\nurl = \"{url}\""));
        let reply = shown.get("/no/such/page.html");
        assert_eq!(reply.status, 404);
        let text = reply.text();
        let mut checked = 0;
        for attribute in [" href=\"", " src=\"", " data-root=\"", " data-tree-script=\"", " data-find-script=\""] {
            for (at, _) in text.match_indices(attribute) {
                let value = text[at + attribute.len()..].split('"').next().unwrap_or_default();
                let target = value.split(['#', '?']).next().unwrap_or_default();
                if target.is_empty() || target.contains("://") {
                    continue;
                }
                assert_eq!(shown.get(target).status, 200, "{attribute}{value} where the url is {url}");
                checked += 1;
            }
        }
        assert!(checked > 10, "{checked} links in {text}");
    }
}

#[test]
fn a_page_that_did_not_change_is_not_sent_again() {
    let mut shown = Shown::of(NOTES);
    let first = shown.get("/lessons/a.html");
    let tag = first.header("etag").expect("it has a tag").to_string();
    let again = shown.ask("GET", "/lessons/a.html", &[("If-None-Match", &format!("\"x\", {tag}"))]);
    assert_eq!((again.status, again.header("etag")), (304, Some(&*tag)));
    shown.edit("content/lessons/a.md", "---\ntitle: A\n---\nOther words.");
    let changed = shown.ask("GET", "/lessons/a.html", &[("If-None-Match", &tag)]);
    assert_eq!(changed.status, 200);
    assert!(changed.text().contains("Other words."));
    let home = shown.get("/assets/theme.css");
    assert_eq!(home.status, 404, "assets have a digest in their names");
}

#[test]
fn a_part_of_a_file_is_sent_where_it_is_asked_for() {
    let shown = Shown::of(NOTES);
    let part = |range: &str| shown.ask("GET", "/lessons/table.csv", &[("Range", range)]);
    let reply = part("bytes=2-4");
    assert_eq!(
        (reply.status, reply.text().as_str(), reply.header("content-range")),
        (206, "234", Some("bytes 2-4/10"))
    );
    assert_eq!(part("bytes=-2").text(), "89");
    assert_eq!((part("bytes=20-").status, part("bytes=20-").header("content-range")), (416, Some("bytes */10")));
    assert_eq!(part("bytes=0-1,4-5").status, 200, "one part at a time");
    let other = shown.ask("GET", "/lessons/table.csv", &[("Range", "bytes=2-4"), ("If-Range", "\"other\"")]);
    assert_eq!((other.status, other.text().as_str()), (200, "0123456789"));
}

#[test]
fn head_is_get_without_the_body() {
    let shown = Shown::of(NOTES);
    let head = shown.ask("HEAD", "/lessons/a.html", &[]);
    let get = shown.get("/lessons/a.html");
    assert_eq!(head.status, 200);
    assert_eq!(head.header("content-length"), get.header("content-length"));
    assert_eq!(head.header("etag"), get.header("etag"));
}

#[test]
fn one_connection_carries_many_requests() {
    let shown = Shown::of(NOTES);
    let mut stream = shown.connect();
    for target in ["/", "/lessons/a.html", "/nothing", "/lessons/table.csv"] {
        write!(stream, "GET {target} HTTP/1.1\r\nHost: {}\r\n\r\n", shown.host()).expect("it can be asked");
        assert!(Reply::read(&mut stream, false).is_some(), "{target}");
    }
}

#[test]
fn the_bar_is_told_what_was_found_in_the_note_that_asks() {
    let shown = Shown::of(NOTES);
    let state = shown.get("/.candor/state?page=%2Flessons%2Fa.html").json();
    assert_eq!(state["good"], true);
    assert_eq!(state["note"]["file"], "content/lessons/a.md");
    let found = &state["note"]["findings"][0];
    assert_eq!((found["code"].as_str(), found["line"].as_u64()), (Some("link/broken"), Some(4)));
    assert_eq!(found["frame"][2]["parts"][1], "[[nobody]]", "{found}");
    assert_eq!(found["editor"], "editor://content/lessons/a.md:4:5");
    assert_eq!(state["note"]["findings"][1]["frame"][2]["parts"][1], "[[Nothing|words]]");
    assert!(shown.get("/.candor/state?page=/nowhere.html").json()["note"].is_null());
}

#[test]
fn events_tell_of_each_build() {
    let mut shown = Shown::of(NOTES);
    let mut stream = shown.connect();
    write!(stream, "GET /.candor/events HTTP/1.1\r\nHost: {}\r\n\r\n", shown.host()).expect("it can be asked");
    let head = Reply::read(&mut stream, true).expect("it is answered");
    assert_eq!((head.status, head.header("content-type")), (200, Some("text/event-stream")));
    let mut heard = String::new();
    let mut hear = |words: &str| {
        let mut byte = [0];
        while !heard.contains(words) {
            let read = std::io::Read::read(&mut stream, &mut byte).expect("events come");
            assert_eq!(read, 1, "the stream ended after {heard}");
            heard.push(char::from(byte[0]));
        }
    };
    hear("data: 1\n\n");
    shown.edit("content/lessons/a.md", "Other words.");
    hear("data: 2\n\n");
}

#[test]
fn a_note_is_made_only_from_our_own_page() {
    let shown = Shown::of(NOTES);
    let token = shown.get("/.candor/state").json()["new"]["token"].as_str().expect("there is a token").to_string();
    let origin = format!("http://{}", shown.host());
    let body = |token: &str| format!("{{\"token\":\"{token}\",\"kind\":\"note\",\"title\":\"nobody\"}}");
    let post = |headers: &[(&str, &str)], token: &str| {
        ask(shown.address(), "POST", "/.candor/new", headers, &body(token)).status
    };
    let json = ("Content-Type", "application/json");
    assert_eq!(post(&[json, ("Origin", "http://evil.example")], &token), 403, "another site");
    assert_eq!(post(&[json], &token), 403, "no page at all");
    assert_eq!(post(&[("Content-Type", "text/plain"), ("Origin", &origin)], &token), 403, "a form");
    assert_eq!(post(&[json, ("Origin", &origin)], "00000000000000000000000000000000"), 403, "a guess");
    assert_eq!(post(&[json, ("Origin", &origin), ("Sec-Fetch-Site", "cross-site")], &token), 403);
    assert!(shown.made.lock().expect("no writer panics").is_empty());
    assert_eq!(post(&[json, ("Origin", &origin), ("Sec-Fetch-Site", "same-origin")], &token), 201);
    assert_eq!(*shown.made.lock().expect("no writer panics"), [("note".to_string(), "nobody".to_string())]);
    assert_eq!(shown.get("/.candor/new").status, 405);
    assert_eq!(shown.ask("POST", "/lessons/a.html", &[]).status, 405);
}
