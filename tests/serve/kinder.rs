//! The coach's panel: what it is told, whom, and that it writes only what a hint says, into what the hint is about.

use std::net::Ipv4Addr;

use candor::serve::gate::Limits;
use serde_json::{Value, json};

use super::{Shown, TOKEN, ask};

const REVIEW: &str = "---\ntitle: A\nkind: review\n---\n## What happened\n\nThe team should have caught this in review. It rained.\n\nI should have known.\n";

fn site() -> Shown {
    Shown::of(&[("content/reviews/a.md", REVIEW), ("content/b.md", "# B\n\nThe belt stopped.\n")])
}

fn coach(shown: &Shown, page: &str) -> Value {
    let state = shown.get(&format!("/.candor/state?page={page}")).json();
    state["note"]["coach"].clone()
}

fn take(shown: &Shown, body: &Value) -> (u16, String) {
    let (host, origin) = (shown.host(), format!("http://{}", shown.host()));
    let headers = [("Host", &*host), ("Origin", &*origin), ("Content-Type", "application/json")];
    let reply = ask(shown.address(), "POST", "/.candor/kinder", &headers, &body.to_string());
    (reply.status, reply.text())
}

#[test]
fn the_author_is_told_what_the_words_do_why_and_how_else_they_could_be_put() {
    let shown = site();
    let told = coach(&shown, "/reviews/a.html");
    let hints = told["hints"].as_array().expect("a list");
    let first = hints.iter().find(|hint| hint["code"] == "coach/counterfactual").expect("it is told");
    assert_eq!(first["phrase"], json!(["The team ", "should have caught", " this in review."]));
    assert_eq!(first["kinder"], json!(["", "This was not caught", " in review."]));
    assert_eq!(first["line"], 7);
    assert!(first["why"].as_str().is_some_and(|why| why.contains("explains nothing")), "{first}");
    assert_eq!(first["ask"], Value::Null, "one way forward at a time");
    // Who judges their own deed is spoken to gently.
    let own = hints.iter().find(|hint| hint["code"] == "coach/hindsight").expect("it is told");
    assert!(own["why"].as_str().is_some_and(|why| why.starts_with("You knew less then")), "{own}");
    assert_eq!(coach(&shown, "/b.html")["count"], 0);
}

#[test]
fn a_hint_is_known_by_its_sentence_wherever_it_stands() {
    let mut shown = site();
    let ids = |shown: &Shown| -> Vec<Value> {
        let told = coach(shown, "/reviews/a.html");
        told["hints"].as_array().expect("a list").iter().map(|hint| hint["id"].clone()).collect()
    };
    let before = ids(&shown);
    shown.edit("content/reviews/a.md", &REVIEW.replace("It rained.", "It rained all day.\n\nAnd so on."));
    assert_eq!(ids(&shown), before);
    let twice = "The team should have caught this in review.";
    shown.edit("content/reviews/a.md", &REVIEW.replace(twice, &format!("{twice} {twice}")));
    let after = ids(&shown);
    assert_eq!(after.iter().collect::<std::collections::HashSet<_>>().len(), after.len(), "{after:?}");
}

#[test]
fn the_rewrite_is_the_hints_own_and_goes_into_the_text_that_it_is_about() {
    let shown = site();
    let told = coach(&shown, "/reviews/a.html");
    let hints = told["hints"].as_array().expect("a list");
    let id = hints.iter().find(|hint| hint["kinder"].is_array()).expect("one has a rewrite")["id"].clone();
    let mute = hints.iter().find(|hint| hint["kinder"].is_null()).expect("one has none")["id"].clone();
    let wanted = |id: &Value| json!({ "token": TOKEN, "page": "/reviews/a.html", "hint": id, "text": "anything" });
    assert_eq!(take(&shown, &wanted(&id)).0, 200);
    let kinder = REVIEW.replace("The team should have caught this", "This was not caught");
    let made = shown.made.lock().expect("no writer panics").clone();
    assert_eq!(made, [("content/reviews/a.md".to_string(), format!("{REVIEW} -> {kinder}"))]);

    for (body, status) in [
        (wanted(&mute), 409),
        (wanted(&json!("no such hint")), 409),
        (json!({ "token": TOKEN, "page": "/b.html", "hint": id }), 409),
        (json!({ "token": TOKEN, "page": "/../site.toml", "hint": id }), 409),
        (json!({ "token": "wrong", "page": "/reviews/a.html", "hint": id }), 403),
        (json!({ "page": "/reviews/a.html", "hint": id }), 400),
    ] {
        assert_eq!(take(&shown, &body).0, status, "{body}");
    }
    assert_eq!(shown.made.lock().expect("no writer panics").len(), 1, "nothing more was written");
}

#[test]
fn another_site_a_form_or_another_machine_writes_nothing() {
    let shown = site();
    let told = coach(&shown, "/reviews/a.html");
    let id = told["hints"][0]["id"].clone();
    let body = json!({ "token": TOKEN, "page": "/reviews/a.html", "hint": id }).to_string();
    let (host, origin) = (shown.host(), format!("http://{}", shown.host()));
    let json_type = ("Content-Type", "application/json");
    for headers in [
        vec![("Host", &*host), ("Origin", "http://elsewhere.example"), json_type],
        vec![("Host", &*host), json_type],
        vec![("Host", &*host), ("Origin", &*origin), ("Content-Type", "text/plain")],
        vec![("Host", &*host), ("Origin", &*origin), ("Sec-Fetch-Site", "cross-site"), json_type],
    ] {
        assert_eq!(ask(shown.address(), "POST", "/.candor/kinder", &headers, &body).status, 403, "{headers:?}");
    }
    assert_eq!(shown.get("/.candor/kinder").status, 405);
    assert!(shown.made.lock().expect("no writer panics").is_empty());

    let open = Shown::with(&[("content/reviews/a.md", REVIEW)], Limits::default(), Ipv4Addr::UNSPECIFIED);
    let cookie = format!("candor-{}={TOKEN}", open.address().port());
    let state = open.ask("GET", "/.candor/state?page=/reviews/a.html", &[("Cookie", &cookie)]).json();
    assert_eq!(state["note"]["file"], "content/reviews/a.md");
    assert_eq!(state["note"]["coach"], Value::Null, "what it finds is the author's alone");
}

#[test]
fn no_page_that_is_served_has_a_word_of_it() {
    let shown = site();
    let told = coach(&shown, "/reviews/a.html");
    let page = shown.get("/reviews/a.html").text();
    for hint in told["hints"].as_array().expect("a list") {
        for key in ["why", "ask", "code", "id", "message"] {
            let Some(words) = hint[key].as_str() else { continue };
            assert!(!page.contains(words), "{words}");
        }
    }
    assert!(page.contains("should have caught"), "the author's own words stay");
}
