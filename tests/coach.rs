//! How well the coach does on sentences of our own about a company that does not exist.
//!
//! Labelled before the first rule ran. Rules were tried on `tuned.jsonl`; `measured.jsonl` was only ever
//! measured, its misses never looked at, though one hand wrote both sentences and rules. Larger sets are for `tests/bench/coach.rs`, by hand.

use std::fs;
use std::path::Path;

use candor::coach::language::LANGUAGES;
use candor::coach::{Coach, Setting};
use candor::pipeline::Hints;
use serde_json::Value;

use crate::site::{Site, texts, written};

/// Returns precision and recall on a file, and the sentences that went wrong.
fn measure(name: &str) -> (f64, f64, Vec<String>) {
    measure_in("en", name)
}

fn measure_in(language: &str, name: &str) -> (f64, f64, Vec<String>) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/coach").join(name);
    let text = fs::read_to_string(path).expect("the sentences are there");
    let coach = candor::coach::language::coach(language).expect("it is one that we ship");
    let (mut right, mut wrong, mut missed, mut list) = (0.0, 0.0, 0.0, Vec::new());
    for line in text.lines() {
        let case: Value = serde_json::from_str(line).expect("each line is JSON");
        let sentence = case["text"].as_str().expect("a text");
        let found = !coach.read(sentence, Setting { told: true, actions: false }).is_empty();
        match (case["blame"] == true, found) {
            (true, true) => right += 1.0,
            (false, true) => wrong += 1.0,
            (true, false) => missed += 1.0,
            (false, false) => continue,
        }
        if (case["blame"] == true) != found {
            list.push(sentence.to_string());
        }
    }
    (right / (right + wrong), right / (right + missed), list)
}

#[test]
fn the_sentences_that_rules_were_tried_on_are_told_apart() {
    let (precision, recall, wrong) = measure("tuned.jsonl");
    assert!(precision >= 0.97 && recall >= 0.97, "precision {precision:.2}, recall {recall:.2}: {wrong:#?}");
}

/// Written to be many ways of speaking in the manner of several trades, and labelled before they were first read by
/// the coach, which then found 0.70 of them; rules were widened on what it missed.
#[test]
fn the_wider_set_of_sentences_is_told_apart() {
    let (precision, recall, wrong) = measure("wider.jsonl");
    assert!(precision >= 0.97 && recall >= 0.85, "precision {precision:.2}, recall {recall:.2}: {wrong:#?}");
}

#[test]
fn german_is_told_apart_with_the_start_that_there_is() {
    let (precision, recall, wrong) = measure_in("de", "german.jsonl");
    assert!(precision >= 0.95 && recall >= 0.9, "precision {precision:.2}, recall {recall:.2}: {wrong:#?}");
}

#[test]
fn sentences_that_no_rule_has_seen_are_told_apart_nearly_as_well() {
    let (precision, recall, _) = measure("measured.jsonl");
    assert!(precision >= 0.92 && recall >= 0.80, "precision {precision:.2}, recall {recall:.2}");
}

#[test]
fn most_sentences_of_a_plain_note_are_left_alone() {
    let plain = "The belt stopped at six. The sensor was wet, so the gate stayed open. At 06:10 the on-call engineer \
        looked at the board and saw two green lamps. The second lamp failed to turn red because its relay was stuck. \
        We moved the cages by hand until the relay was replaced. A cover now keeps the sensor dry.";
    assert_eq!(Coach::english().read(plain, Setting { told: true, actions: false }), []);
}

/// The coach's codes, why they matter and what is asked instead, in each language.
fn secrets() -> Vec<String> {
    let mut secrets: Vec<String> = vec!["coach/".to_string()];
    for files in &LANGUAGES {
        let coach = candor::coach::language::coach(files.tag).expect("it is one that we ship");
        for category in &coach.categories {
            let texts = [&category.says, &category.why, &category.ask, &category.own];
            secrets.extend(texts.into_iter().filter(|text| !text.is_empty()).cloned());
        }
        secrets.extend(coach.whole.says.values().flat_map(|(says, ask)| [says.clone(), ask.clone()]));
    }
    secrets
}

/// The promise, for every file of a site, its feeds, its search and its data, whatever the coach is told to do.
#[test]
fn no_word_no_code_and_no_count_of_the_coach_gets_into_any_file() {
    let blame = "---\ntitle: The gate\nkind: review\n---\n## What happened\n\nThe team should have caught this. It was careless.\n\nWhy did you open the gate? I should have known.\n\n## Actions\n\n- Be more careful.\n";
    let base = [
        ("site.toml", "url = \"https://wiki.example\"\n"),
        ("content/gate.md", blame),
        ("content/b.md", "# B\n\nThe belt stopped at six.\n"),
    ];
    let all_codes = |level: &str| {
        let coach = candor::diagnostic::CODES.iter().filter(|known| known.code.starts_with("coach/"));
        let lines = coach.map(|known| format!("\"{}\" = \"{level}\"\n", known.code)).collect::<String>();
        format!("url = \"https://wiki.example\"\n[check]\n{lines}")
    };
    let rules = "[words]\nrole = \"gate\"\n[[rule]]\ncode = \"coach/judgement\"\nname = \"belt\"\nfind = [\"{belt}\"]\nwhere = \"everywhere\"\nsays = \"is a word of ours\"\nmatch = [\"The belt.\"]\nspare = [\"The gate.\"]\n";
    let plain = Site::of(&base).build();
    let said = candor::pipeline::coach(&plain, &mut Hints::forgetful());
    assert!(said.iter().filter(|hint| hint.code.0.starts_with("coach/")).count() >= 5, "{said:?}");
    let files = written(&plain);
    let secrets = secrets();
    assert!(secrets.len() > 60 && files.len() > 20);
    let leaks = |build: &candor::pipeline::Build| -> Vec<String> {
        let has = |text: &str| secrets.iter().any(|secret| text.contains(secret.as_str()));
        texts(build).into_iter().filter(|(_, text)| has(text)).map(|(path, _)| path).collect()
    };
    assert_eq!(leaks(&plain), Vec::<String>::new());
    // It would be seen in a page, in the Markdown beside it, in a feed and in the search.
    let told = "---\ntitle: B\ndate: 2026-11-01\n---\n\nNobody means to be careless, so a wish for more care changes nothing by itself.\n";
    let seen = leaks(&Site::of(&[base[0], base[1], ("content/b.md", told)]).build());
    for path in ["b.html", "b.md", "feed.xml", "feed.json", "notes.json", "data/search/t-"] {
        assert!(seen.iter().any(|leak| leak.starts_with(path)), "{path} is not among {seen:?}");
    }
    // What it would say can change nothing, so no count of it is anywhere: found or not, loud or silent.
    for (name, text) in [("site.toml", &*all_codes("off")), ("site.toml", &*all_codes("error")), ("coach.toml", rules)]
    {
        let mut site = Site::of(&base);
        site.files.insert(name.to_string(), text.to_string());
        let build = site.build();
        let heard = candor::pipeline::coach(&build, &mut Hints::forgetful());
        assert_ne!(heard, said, "{text}");
        assert!(!build.failed(), "the coach stops no build");
        assert_eq!(written(&build), files, "{text}");
    }
}

#[test]
fn a_note_is_read_by_the_coach_of_its_language() {
    let german = "---\ntitle: Das Tor\nkind: review\n---\n## Hergang\n\nDer Fahrer hätte im Lager fragen müssen. Das Tor war offen.\n";
    let english =
        "---\ntitle: The gate\nkind: review\n---\n## What happened\n\nThe driver should have asked the depot.\n";
    let said = |language: &str, text: &str| -> Vec<String> {
        let site = Site::of(&[("site.toml", &format!("language = \"{language}\"\n")), ("content/a.md", text)]);
        let said = candor::pipeline::coach(&site.build(), &mut Hints::forgetful());
        said.into_iter().map(|hint| hint.message).collect()
    };
    assert_eq!(said("de", german), ["`hätte im Lager fragen müssen` erzählt von etwas, das nicht geschah"]);
    assert_eq!(said("de-AT", english), ["`should have asked` tells of something that did not happen"]);
    assert_eq!(said("en", german), Vec::<String>::new());
    assert_eq!(said("cy", english).len(), 1);
}

#[test]
fn a_heading_is_read_where_it_tells_what_happened() {
    let said = |kind: &str| {
        let note = format!("---\ntitle: A\nkind: {kind}\n---\n## Human error\n\nThe belt stopped.\n");
        candor::pipeline::coach(&Site::of(&[("content/a.md", &note)]).build(), &mut Hints::forgetful()).len()
    };
    assert_eq!((said("review"), said("guide")), (1, 0));
}

#[test]
fn the_front_matter_is_read_where_it_has_sentences() {
    let note = "---\ntitle: The careless edit\nsummary: 'The driver''s careless edit.'\nkind: review\nactions:\n  - what: Be more careful.\n    owner: platform\n  - {what: \"Remind the drivers to look.\", owner: platform}\n  - what: >-\n      Pay attention\n      to the board.\n---\n## What happened\n\nThe belt stopped at six.\n";
    let said = candor::pipeline::coach(&Site::of(&[("content/a.md", note)]).build(), &mut Hints::forgetful());
    let shown: Vec<(&str, &str, Option<&str>)> = said
        .iter()
        .filter(|hint| hint.code.0.starts_with("coach/"))
        .map(|hint| {
            let span = &hint.primary.span;
            (hint.code.0, &note[span.start..span.end], hint.fix.as_ref().map(|fix| &*fix.text))
        })
        .collect();
    assert_eq!(
        shown,
        [
            ("coach/only-vigilance", "", None),
            ("coach/judgement", "careless", Some("edit")),
            // What stands there in other letters is shown at its key, with nothing to put there.
            ("coach/judgement", "summary", None),
            ("coach/vigilance", "more careful", None),
            ("coach/vigilance", "Remind the drivers", None),
            ("coach/vigilance", "what", None),
        ]
    );
    let guide = "---\ntitle: Human error\nkind: guide\n---\n\nText.\n";
    assert_eq!(candor::pipeline::coach(&Site::of(&[("content/a.md", guide)]).build(), &mut Hints::forgetful()), []);
}

#[test]
fn whoever_a_site_names_is_known_to_the_coach() {
    let told = "---\nkind: review\n---\n# A\n\n## What happened\n\nOluwaseun deleted the production database.\n\nÜnal took the belt down.\n";
    let said = |others: &[(&str, &str)]| {
        let mut files = vec![("content/a.md", told)];
        files.extend(others);
        let said = candor::pipeline::coach(&Site::of(&files).build(), &mut Hints::forgetful());
        said.iter().filter(|hint| hint.code.0 == "coach/named-agent").count()
    };
    assert_eq!(said(&[]), 0);
    let by = "---\ntitle: B\nauthors: [oluwaseun.adeyemi]\nthanks:\n  - {to: Ünal Ekinci, for: the cover}\n---\n";
    assert_eq!(said(&[("content/b.md", by)]), 2);
    let system = "---\ntitle: C\nsystems: [Oluwaseun]\n---\n";
    assert_eq!(said(&[("content/b.md", by), ("content/c.md", system)]), 1, "a system of that name is nobody");
}

#[test]
fn what_a_table_shows_as_what_not_to_write_is_an_example() {
    let said = |head: &str| {
        let note = format!(
            "---\ntitle: A\nkind: review\n---\n## What happened\n\n| {head} | write |\n|---|---|\n| The driver forgot the keys. | The board was blank. |\n"
        );
        candor::pipeline::coach(&Site::of(&[("content/a.md", &note)]).build(), &mut Hints::forgetful()).len()
    };
    assert_eq!((said("Instead of"), said("not"), said("what")), (0, 0, 1));
}

#[test]
fn the_notes_that_a_new_site_begins_with_are_found_fault_with_in_no_language() {
    for files in &LANGUAGES {
        let mut site = Site::of(&[("site.toml", &format!("language = \"{}\"\n", files.tag))]);
        for (path, bytes) in candor::theme::starter().into_iter().filter(|(path, _)| path.ends_with(".md")) {
            let text = String::from_utf8(bytes.to_vec()).expect("notes are text");
            site.files.insert(path.to_string(), text);
        }
        let said = candor::pipeline::coach(&site.build(), &mut Hints::forgetful());
        let said: Vec<_> = said.iter().filter(|hint| hint.code.0.starts_with("coach/")).collect();
        assert!(said.is_empty(), "{}: {said:#?}", files.tag);
    }
}

#[test]
fn a_category_that_is_off_hides_nothing_else_in_its_sentence() {
    let said = |check: &str| -> Vec<&'static str> {
        let note = "---\ntitle: A\nkind: review\n---\n## What happened\n\nIn hindsight the careless trainee should have asked.\n";
        let site = Site::of(&[("site.toml", &format!("[check]\n{check}")), ("content/a.md", note)]);
        let said = candor::pipeline::coach(&site.build(), &mut Hints::forgetful());
        said.into_iter().map(|hint| hint.code.0).collect()
    };
    assert_eq!(said(""), ["coach/hindsight"]);
    assert_eq!(said("\"coach/hindsight\" = \"off\""), ["coach/counterfactual"]);
    assert_eq!(said("\"coach/hindsight\" = \"off\"\n\"coach/counterfactual\" = \"off\""), ["coach/judgement"]);
}

#[test]
fn the_coach_of_a_warm_preview_says_what_a_fresh_one_says() {
    let note = |words: &str| format!("---\ntitle: A\nkind: review\n---\n## What happened\n\n{words}\n");
    let (mut site, mut memo, mut hints) =
        (Site::of(&[("content/a.md", &note("It was careless."))]), Default::default(), Hints::default());
    let rules = "[[rule]]\ncode = \"coach/judgement\"\nname = \"x\"\nfind = [\"{pants}\"]\nmatch = [\"It was pants.\"]\nspare = [\"It ran.\"]\n";
    let edits = [
        ("content/a.md", note("It was pants.")),
        ("coach.toml", rules.to_string()),
        ("coach.toml", rules.replace("pants", "rubbish")),
        ("site.toml", "language = \"de\"\n".to_string()),
        ("content/people/odile.md", "---\ntitle: Odile\nkind: person\n---\n".to_string()),
        ("coach.toml", String::new()),
    ];
    for (path, text) in edits {
        site.files.insert(path.to_string(), text);
        let warm = candor::pipeline::coach(&site.build_with(&mut memo), &mut hints);
        assert_eq!(warm, candor::pipeline::coach(&site.build(), &mut Hints::forgetful()), "{path}");
    }
}
