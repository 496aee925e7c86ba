//! The loop: what is built is served, and what goes wrong is shown over what was good.

use candor::pipeline;
use candor::serve::turn::{Loop, Source, Stage};
use candor::source::read::Changes;

use super::{InMemory, Shown};
use crate::site::Site;

const GOOD: &str = "---\ntitle: A\n---\nGood words.";
const BAD: &str = "---\ntitle: [A\n---\nBad words.";

#[test]
fn an_error_is_told_and_the_last_good_version_stays() {
    let mut shown = Shown::of(&[("content/a.md", GOOD), ("content/b.md", "B.")]);
    shown.edit("content/a.md", BAD);
    assert!(shown.get("/a.html").text().contains("Good words."));
    let state = shown.get("/.candor/state?page=/a.html").json();
    assert_eq!((&state["good"], &state["kept"], &state["errorCount"]), (&false.into(), &true.into(), &1.into()));
    let error = &state["errors"][0];
    assert_eq!(error["file"], "content/a.md");
    assert!(error["line"].is_u64() && error["column"].is_u64() && error["help"].is_string(), "{error}");
    assert!(error["frame"].as_array().is_some_and(|lines| !lines.is_empty()), "{error}");

    shown.edit("content/a.md", &GOOD.replace("Good", "Better"));
    assert!(shown.get("/a.html").text().contains("Better words."));
    let state = shown.get("/.candor/state").json();
    assert_eq!((&state["good"], &state["errorCount"]), (&true.into(), &0.into()));
}

#[test]
fn errors_in_site_toml_and_in_a_template_are_told_as_well() {
    let mut shown = Shown::of(&[("site.toml", "title = \"Wiki\""), ("content/a.md", GOOD)]);
    shown.edit("site.toml", "title = \"Wiki");
    let state = shown.get("/.candor/state").json();
    assert_eq!((&state["errors"][0]["file"], &state["errors"][0]["line"]), (&"site.toml".into(), &1.into()));
    shown.edit("site.toml", "title = \"Wiki\"");
    assert_eq!(shown.get("/.candor/state").json()["good"], true);
    shown.edit("themes/own/templates/note.html", "{% if %}");
    let state = shown.get("/.candor/state").json();
    assert_eq!(state["good"], false);
    assert_eq!(state["errors"][0]["file"], "themes/own/templates/note.html", "{state}");
    assert!(shown.get("/a.html").text().contains("Good words."));
}

#[test]
fn a_template_that_cannot_write_its_pages_is_told_until_it_can() {
    let template =
        "{% extends \"base.html\" %}{% block main %}<article>{{ note.body }}WORDS</article>{% endblock main %}";
    let mut shown = Shown::of(&[("content/a.md", GOOD), ("content/b.md", "B.")]);
    let told = |shown: &Shown| {
        let state = shown.get("/.candor/state").json();
        (state["good"] == true, state["errors"][0]["file"].as_str().unwrap_or_default().to_string())
    };
    let broken = (false, "themes/own/templates/note.html".to_string());
    shown.edit("themes/own/templates/note.html", &template.replace("WORDS", "{{ note.nope }}"));
    assert_eq!(told(&shown), broken);
    // An edit of something else mends nothing.
    shown.edit("content/b.md", "More.");
    assert_eq!(told(&shown), broken);
    assert!(shown.get("/a.html").text().contains("Good words."));

    // Nor may a note that the template stumbles over alone be passed by.
    let stumbles = "{% if note.title == \"Trip\" %}{{ note.nope }}{% endif %}";
    shown.edit("themes/own/templates/note.html", &template.replace("WORDS", stumbles));
    assert!(told(&shown).0, "{}", shown.get("/.candor/state").text());
    shown.edit("content/b.md", "---\ntitle: Trip\n---\nB.");
    assert_eq!(told(&shown), broken);
    shown.edit("content/a.md", &GOOD.replace("Good", "Better"));
    assert_eq!(told(&shown), broken);
    assert_eq!(shown.get("/b.html").status, 200, "the last good version stays");
    shown.edit("content/b.md", "---\ntitle: Walk\n---\nB.");
    assert!(told(&shown).0);
    assert!(shown.get("/a.html").text().contains("Better words."));
}

#[test]
fn where_none_was_good_yet_what_there_is_is_served() {
    let mut shown = Shown::of(&[("content/a.md", BAD), ("content/b.md", "First.")]);
    assert!(shown.get("/b.html").text().contains("First."));
    shown.edit("content/b.md", "Second.");
    assert!(shown.get("/b.html").text().contains("Second."));
    let state = shown.get("/.candor/state").json();
    assert_eq!((&state["good"], &state["kept"]), (&false.into(), &false.into()));
}

#[test]
fn a_panic_is_shown_and_the_preview_goes_on() {
    let stage = Stage::default();
    let mut state = Loop::default();
    let mut site = Site::of(&[("content/a.md", GOOD)]);
    state.turn(&mut InMemory(site.clone(), Vec::new()), &Changes::Any, &stage);
    site.files.insert("content/a.md".to_string(), "New words.".to_string());
    let mut source = InMemory(site, Vec::new());
    let turn = state.turn_with(&mut source, &Changes::Any, &stage, &mut |_, _| panic!("the printer is out of ink"));
    let moment = turn.expect("it is told").moment;
    assert!(moment.trouble.as_ref().is_some_and(|words| words.contains("out of ink")), "{:?}", moment.trouble);
    assert!(!moment.is_good() && moment.served.has("a.html") && moment.number == 2);
    let moment = state.turn_with(&mut source, &Changes::Any, &stage, &mut pipeline::build).expect("it builds").moment;
    assert!(moment.is_good() && moment.number == 3);
}

#[test]
fn a_disk_that_cannot_be_read_is_told_once() {
    struct Gone;
    impl Source for Gone {
        fn folders(&self) -> Vec<candor::serve::watch::Folder> {
            Vec::new()
        }
        fn ignored(&self) -> Vec<std::path::PathBuf> {
            Vec::new()
        }
        fn read(&mut self, _: &Changes) -> Result<Option<candor::serve::turn::Reading>, String> {
            Err("there is no folder `content`".to_string())
        }
    }
    let mut shown = Shown::of(&[("content/a.md", GOOD)]);
    assert!(shown.state.turn(&mut Gone, &Changes::Any, &shown.stage).is_some());
    assert!(shown.state.turn(&mut Gone, &Changes::Any, &shown.stage).is_none(), "it is told once");
    assert_eq!(shown.get("/a.html").status, 200);
    let state = shown.get("/.candor/state").json();
    assert_eq!((&state["good"], &state["trouble"]), (&false.into(), &"there is no folder `content`".into()));
    shown.turn();
    assert_eq!(shown.get("/.candor/state").json()["good"], true);
}
