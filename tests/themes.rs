//! The second theme, `themes/ledger`, over the repository's own wiki: what it overrides shows, and all else is the
//! built-in theme's. And the examples of the guide, which must work as they stand.
//!
//! Never judges looks: `tests/browser/themes.test.mjs` asks a browser whether people can read it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use candor::audience::Audience;
use candor::cli::site::{self, Request};
use candor::date::Date;
use candor::pipeline::{self, Memo};
use candor::source::Span;
use candor::theme;

use crate::site::{page, texts};

/// Files of a build by their path, those that are text.
type Built = BTreeMap<String, String>;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn built(name: &str) -> Built {
    let request = Request {
        audience: Audience::default(),
        today: Date::parse("2026-11-24").expect("it is a date"),
        strict: false,
    };
    let mut opened = site::open(root(), request).expect("the site can be read");
    let (theme, found) = theme::load(Some(root()), name, &Span::new(&"site.toml".into(), 0..0));
    assert!(found.is_empty(), "{found:?}");
    opened.site.theme = Arc::new(theme);
    let build = pipeline::build(&opened.site, &mut Memo::forgetful());
    let wrong: Vec<_> = build.diagnostics.iter().filter(|found| found.code.0.starts_with("theme/")).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
    texts(&build).into_iter().collect()
}

fn ledger() -> &'static Built {
    static BUILT: OnceLock<Built> = OnceLock::new();
    BUILT.get_or_init(|| built("ledger"))
}

fn plain() -> &'static Built {
    static BUILT: OnceLock<Built> = OnceLock::new();
    BUILT.get_or_init(|| built("default"))
}

/// The text of the asset that is published from a name: `theme.css`.
fn asset<'a>(built: &'a Built, name: &str) -> &'a str {
    let (stem, ending) = name.rsplit_once('.').expect("it has an ending");
    let is_it = |path: &&String| path.starts_with(&format!("assets/{stem}.")) && path.ends_with(&format!(".{ending}"));
    &built[built.keys().find(is_it).unwrap_or_else(|| panic!("no {name} among the assets"))]
}

/// Says whether one page has something and the other has not.
fn only_in_ledger(page: &str, part: &str) {
    assert!(ledger()[page].contains(part), "{page} in ledger has no {part}");
    assert!(!plain()[page].contains(part), "{page} has {part} without ledger, too");
}

#[test]
fn a_theme_overrides_by_file_by_block_by_word_and_by_icon() {
    // By file: a component, an asset, and a picture of the brand.
    only_in_ledger("kinds/lessons.html", "class=\"entry-date\"");
    only_in_ledger("index.html", "M4 3.5h16v17H4z");
    assert!(asset(ledger(), "mark.svg").contains("#21509c"));
    // By block, of a template that it replaces: what is around it is the built-in one's.
    only_in_ledger("index.html", "<ul class=\"totals\" role=\"list\" aria-label=\"How much is in the book\">");
    assert!(ledger()["index.html"].contains("<div class=\"opening\">"), "what was in the block stands in it");
    assert!(ledger()["index.html"].contains("id=\"part-browse\""), "what is below the block is the built-in theme's");
    // By word, and all others are as they were.
    only_in_ledger("index.html", "Latest entries");
    assert!(ledger()["index.html"].contains("Waiting for an answer"));
    // By icon, and all others are as they were.
    let shape = |name: &str| {
        let text = fs::read_to_string(root().join(name)).expect("icons are text");
        let line = text.lines().find(|line| line.starts_with("topic = ")).expect("it is there").to_owned();
        line.split('\'').nth(1).expect("it is quoted").to_owned()
    };
    only_in_ledger("topics/on-call.html", &shape("themes/ledger/icons.toml"));
    assert!(!ledger()["topics/on-call.html"].contains(&shape("themes/default/icons.toml")));
}

#[test]
fn one_kind_of_note_has_a_look_of_its_own_and_the_others_do_not() {
    let review = &ledger()["reviews/labels-at-dawn.html"];
    assert!(review.contains("<div class=\"strip\"><dl class=\"facts\">") && !review.contains("class=\"rail\""));
    let lesson = &ledger()["lessons/scan-what-you-print.html"];
    assert!(!lesson.contains("class=\"strip\"") && lesson.contains("<div class=\"rail\"><dl class=\"facts\">"));
}

#[test]
fn its_style_sheets_stand_beside_the_built_in_ones_and_win() {
    let (own, built_in) = (asset(ledger(), "theme.css"), asset(plain(), "theme.css"));
    let at = |part: &str| own.find(part).unwrap_or_else(|| panic!("{part} is not in theme.css"));
    assert!(
        at("--paper:light-dark(#f8f6f1") < at("--paper:light-dark(#f5f7f9"),
        "the later of two tokens is the theme's"
    );
    assert!(!built_in.contains("#f5f7f9") && !built_in.contains(".totals"));
    assert!(
        own.contains("@layer reset,tokens,base,prose,components,theme,print"),
        "the layer of a theme is over all but paper"
    );
    assert!(asset(ledger(), "pages.css") == asset(plain(), "pages.css"));
    assert!(asset(ledger(), "app.js") == asset(plain(), "app.js"));
}

#[test]
fn a_page_that_it_says_nothing_of_is_the_built_in_themes() {
    // What differs on every page: addresses with a digest, the brand's picture, and the words of the search.
    let main = |built: &Built, page: &str| {
        let html = &built[page];
        html[html.find("<main").expect("it has a main part")..html.find("</main>").expect("it ends")].to_owned()
    };
    assert_eq!(
        ledger().keys().filter(|path| path.ends_with(".html")).count(),
        plain().keys().filter(|path| path.ends_with(".html")).count()
    );
    for page in ["contents.html", "a-z.html", "topics/index.html", "systems/index.html", "kinds/index.html"] {
        assert!(main(ledger(), page) == main(plain(), page), "{page} is another page in ledger");
    }
}

#[test]
fn the_examples_of_the_guide_work_as_they_stand() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let mut found = 0;
    for page in ["themes.md", "theme-reference.md"] {
        let text = fs::read_to_string(root().join("content/guide").join(page)).expect("the page is there");
        for example in text.split("title=\"themes/moor/").skip(1) {
            let (name, rest) = example.split_once("\"\n").expect("the title ends the line");
            let code = &rest[..rest.find("```").expect("the example ends")];
            let path = folder.path().join("themes/moor").join(name);
            fs::create_dir_all(path.parent().expect("it is in a folder")).expect("a folder of the test");
            fs::write(path, code).expect("a file of the test");
            found += 1;
        }
    }
    assert!(found >= 5, "only {found} examples of the theme `moor`");
    fs::create_dir_all(folder.path().join("content")).expect("a folder of the test");
    fs::write(folder.path().join("content/a.md"), "---\ntitle: A\nkind: review\nthanks: [{to: all, for: it}]\n---\n")
        .expect("a note");
    fs::write(folder.path().join("site.toml"), "theme = \"moor\"\n").expect("the site's file");
    let request = Request {
        audience: Audience::default(),
        today: Date::parse("2026-11-24").expect("it is a date"),
        strict: false,
    };
    let opened = site::open(folder.path(), request).expect("the site can be read");
    let build = pipeline::build(&opened.site, &mut Memo::forgetful());
    let wrong: Vec<_> = build.diagnostics.iter().filter(|found| found.code.0.starts_with("theme/")).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
    assert!(page(&build, "a.html").contains("<h1"));
}
