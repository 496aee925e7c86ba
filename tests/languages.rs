//! The interface in several languages: nothing is missing, nothing is left over, and no page says a word of its own.
//!
//! How the words sound is for readers to judge. How numbers choose their words is tested beside `language.rs` and
//! `page/words.rs`.

use std::collections::{BTreeMap, BTreeSet};

use candor::kind::{FieldType, Kind, Said, headings};
use candor::language::{CATEGORIES, Plurals};
use candor::source::Span;
use candor::theme::{self, Theme};

use crate::repository::Repository;
use crate::site::{Site, codes, page, paths};

mod literal;
mod used;

/// The languages that come with the program, besides English.
const LANGUAGES: [&str; 2] = ["de", "cy"];

/// Words that are the same as in English and right all the same.
const SAME: [(&str, &[&str]); 2] = [
    (
        "de",
        &[
            "find_facet_system",
            "find_facet_team",
            "find_key_escape",
            "code",
            "fact_system",
            "fact_team",
            "fact_teams",
            "feed",
            "key_find_mac",
            "kind_person",
            "kind_team",
            "kind_team_plural",
            "month_4",
            "month_8",
            "month_9",
            "month_11",
            "sort_person",
            "sort_system",
            "sort_team",
            "teams_title",
        ],
    ),
    (
        "cy",
        &[
            "find_facet_system",
            "find_key_enter",
            "find_key_escape",
            "fact_system",
            "key_find",
            "key_find_mac",
            "kind_person",
            "people_one",
            "sort_person",
            "sort_system",
            "systems_one",
        ],
    ),
];

fn built_in() -> Theme {
    let (theme, found) = theme::load(None, "default", &Span::new(&"site.toml".into(), 0..0));
    assert!(found.is_empty(), "{found:?}");
    theme
}

/// English words, with what the kinds say for themselves under the keys that a translation has.
fn english(theme: &Theme) -> BTreeMap<String, String> {
    let mut words = theme.words["en"].clone();
    let mut say = |key: String, text: &str| {
        words.entry(key).or_insert_with(|| text.to_string());
    };
    for kind in theme.kinds.iter() {
        let keys: BTreeSet<String> = kind.keys().into_iter().collect();
        say(kind.key(Said::Label), &kind.label);
        say(kind.key(Said::Plural), &kind.plural);
        say(kind.key(Said::Summary), &kind.summary);
        for section in &kind.sections {
            say(kind.key(Said::Section(section)), &section.names.join(" | "));
        }
        for field in kind.fields.iter().filter(|field| keys.contains(&kind.key(Said::Field(&field.name)))) {
            say(kind.key(Said::Field(&field.name)), &field.label);
            if let FieldType::Choice(values) = &field.ty {
                values.iter().for_each(|value| say(kind.key(Said::Choice(&field.name, value)), value));
            }
        }
    }
    words
}

/// The form that a key stands for, `few` of `notes_few`, and the word that is counted.
fn counted<'a>(key: &'a str, english: &BTreeMap<String, String>) -> Option<(&'a str, &'static str)> {
    CATEGORIES.into_iter().find_map(|form| {
        let word = key.strip_suffix(form)?.strip_suffix('_')?;
        let has = |form: &str| english.contains_key(&format!("{word}_{form}"));
        (has("one") && has("other")).then_some((word, form))
    })
}

fn gaps(text: &str) -> BTreeSet<&str> {
    let gaps = text.split('{').skip(1).filter_map(|rest| rest.split_once('}'));
    gaps.map(|(name, _)| name).collect()
}

/// What is wrong with a language's words beside the English ones.
fn faults(language: &str, words: &BTreeMap<String, String>, english: &BTreeMap<String, String>) -> Vec<String> {
    let forms = Plurals::of(language).forms();
    let mut wanted: BTreeSet<String> = BTreeSet::new();
    for key in english.keys() {
        match counted(key, english) {
            Some((word, _)) => wanted.extend(forms.iter().map(|form| format!("{word}_{form}"))),
            None => {
                wanted.insert(key.clone());
            }
        }
    }
    let same = SAME.iter().find(|(known, _)| *known == language).map_or(&[][..], |(_, same)| same);
    let mut faults: Vec<String> = Vec::new();
    faults.extend(wanted.iter().filter(|key| !words.contains_key(*key)).map(|key| format!("{key} is missing")));
    for (key, text) in words {
        if !wanted.contains(key) {
            faults.push(format!("{key} is one too many"));
            continue;
        }
        let base = counted(key, english);
        let original = match base {
            Some((word, _)) => &english[&format!("{word}_other")],
            None => &english[key],
        };
        let (has, should) = (gaps(text), gaps(original));
        // A form that fits one number alone may say it in words.
        let fits = if base.is_none_or(|(_, form)| form == "other") { has == should } else { has.is_subset(&should) };
        if !fits {
            faults.push(format!("{key} has the gaps {has:?} and should have {should:?}"));
        }
        if text.is_empty() != original.is_empty() {
            faults.push(format!("{key} says nothing"));
        }
        let mut plain = text.clone();
        has.iter().for_each(|gap| plain = plain.replace(&format!("{{{gap}}}"), ""));
        let left = english.get(key).is_some_and(|original| original == text) && plain.contains(char::is_alphabetic);
        if left != same.contains(&key.as_str()) {
            faults.push(format!("{key} is {}English: {text}", if left { "" } else { "said to be and is not " }));
        }
        if key.starts_with("section_") {
            let (ours, theirs) = (headings(text), headings(original));
            faults.extend(ours.iter().filter(|name| theirs.contains(name)).map(|name| format!("{key}: {name}")));
        }
    }
    faults
}

#[test]
fn every_language_says_everything_that_english_says() {
    let theme = built_in();
    let english = english(&theme);
    for language in LANGUAGES {
        let faults = faults(language, &theme.words[language], &english);
        assert!(faults.is_empty(), "words/{language}.toml:\n  {}", faults.join("\n  "));
    }
    let known: Vec<&str> = theme.words.keys().map(String::as_str).filter(|language| *language != "en").collect();
    assert_eq!(known.len(), LANGUAGES.len(), "a language is not tested: {known:?}");
}

#[test]
fn each_fault_of_a_language_is_found() {
    let theme = built_in();
    let english = english(&theme);
    let with = |key: &str, text: Option<&str>| {
        let mut words = theme.words["cy"].clone();
        match text {
            Some(text) => words.insert(key.to_string(), text.to_string()),
            None => words.remove(key),
        };
        faults("cy", &words, &english).join(" / ")
    };
    assert_eq!(with("home", None), "home is missing");
    assert_eq!(with("notes_two", None), "notes_two is missing");
    assert_eq!(with("kind_review", None), "kind_review is missing");
    assert_eq!(with("field_review_severity", Some("Reach")), "field_review_severity is English: Reach");
    assert_eq!(with("hoem", Some("Hafan")), "hoem is one too many");
    assert_eq!(with("notes_other", Some("nodyn")), "notes_other has the gaps {} and should have {\"n\"}");
    assert_eq!(with("fact_system", Some("Cyfundrefn")), "fact_system is said to be and is not English: Cyfundrefn");
    assert_eq!(with("skip", Some("")), "skip says nothing");
    assert_eq!(
        with("section_win_what_went_well", Some("Da | What happened")),
        "section_win_what_went_well: What happened"
    );
}

/// The lines of a template's front matter without remarks, and its headings.
fn shape(template: &str) -> (Vec<&str>, Vec<&str>) {
    let (front, body) =
        template.strip_prefix("---\n").and_then(|text| text.split_once("\n---\n")).expect("front matter");
    let heading = |line: &'_ str| line.starts_with("## ");
    (
        front.lines().filter(|line| !line.starts_with('#')).collect(),
        body.lines().filter(|line| heading(line)).map(|line| &line[3..]).collect(),
    )
}

fn template_faults(kind: &Kind, language: &str) -> Vec<String> {
    let Some(template) = kind.templates.get(language) else { return vec![format!("{} has none", kind.name)] };
    let mut faults = Vec::new();
    let ((front, heads), (ours, our_heads)) = (shape(&kind.template), shape(template));
    if front != ours {
        faults.push(format!("{}: other fields: {ours:?}", kind.name));
    }
    if heads.len() != our_heads.len() {
        faults.push(format!("{}: {} headings instead of {}", kind.name, our_heads.len(), heads.len()));
    }
    for section in &kind.sections {
        let names = section.elsewhere.get(language).map_or(&[][..], Vec::as_slice);
        match names.first() {
            Some(name) if our_heads.contains(&name.as_str()) => {}
            _ => faults.push(format!("{}: no heading {names:?}", kind.name)),
        }
    }
    if template.matches("<!--").count() != kind.template.matches("<!--").count() {
        faults.push(format!("{}: another number of remarks", kind.name));
    }
    faults
}

#[test]
fn every_kind_has_a_template_in_every_language_with_the_sections_that_are_expected() {
    for language in LANGUAGES {
        let faults: Vec<String> = built_in().kinds.iter().flat_map(|kind| template_faults(kind, language)).collect();
        assert!(faults.is_empty(), "{language}:\n  {}", faults.join("\n  "));
    }
}

#[test]
fn a_template_that_differs_is_found() {
    let theme = built_in();
    let mut kind = Kind::clone(theme.kinds.named("win").expect("it is there"));
    let german = kind.templates["de"].replace("topics:", "topic:").replace("## Was gut ging", "### Gut") + "<!-- x -->";
    kind.templates.insert("de".to_string(), german.into());
    assert_eq!(template_faults(&kind, "de").len(), 4);
    assert_eq!(template_faults(&kind, "fr"), ["win has none"]);
}

const REVIEW: &str = "---
title: Der Drucker
kind: review
date: 2026-09-03
updated: 2026-10-01
started: 2026-09-03 02:10 UTC
detected: 2025-12-01 08:30
severity: high
agreed: true
authors: [asta, bo, cleo]
team: [druck, lager]
review_by: 2026-11-01
status: superseded
---

## Kurz gesagt

Text.

## Was geschah

> [!NOTE]
> Text.
";

fn site(language: &str) -> Site {
    Site::of(&[
        ("site.toml", &format!("language = \"{language}\"\n")),
        ("content/reviews/a.md", REVIEW),
        (
            "content/learned/b.md",
            "---\ntitle: B\nkind: learned\nhours: 1.5\nform: self-directed\n---\n\n[[reviews/a]]\n",
        ),
    ])
}

/// What stands under a label in the margin, without its tags.
fn fact(html: &str, label: &str) -> String {
    let start = html.find(&format!("<dt>{label}</dt>")).unwrap_or_else(|| panic!("no fact `{label}`"));
    let value = html[start..].split_once("<dd>").and_then(|(_, rest)| rest.split_once("</dd>")).expect("a value").0;
    let mut text = String::new();
    for part in value.split('<') {
        text.push_str(part.split_once('>').map_or(part, |(_, text)| text));
    }
    text
}

#[test]
fn a_german_page_is_german_from_end_to_end() {
    let build = site("de").build();
    let html = page(&build, "reviews/a.html");
    assert!(html.contains("<html lang=\"de\" dir=\"ltr\">"));
    let facts =
        ["Geschrieben", "Geändert", "Beginn", "Bemerkt", "Reichweite", "Von Beteiligten gelesen", "Zu prüfen bis"];
    assert_eq!(
        facts.map(|label| fact(&html, label)),
        [
            "3. September 2026",
            "1. Oktober 2026",
            "3. September 2026, 02:10 Uhr (UTC)",
            "1. Dezember 2025, 08:30 Uhr",
            "hoch",
            "ja",
            "1. November 2026"
        ]
    );
    assert!(html.contains("<time datetime=\"2026-09-03T02:10\">"), "what machines read is the same in every language");
    assert!(html.contains("Diese Notiz war bis zum 1. November 2026 zu prüfen."));
    assert!(html.contains("Dies gilt nicht mehr."), "no newer note is promised where there is none");
    assert!(html.contains("In 1 Notiz erwähnt") && html.contains("Hinweis") && html.contains(">Rückblick<"));
    let other = page(&build, "learned/b.html");
    assert_eq!([fact(&other, "Zeitaufwand"), fact(&other, "Auf welchem Weg")], ["1,5 Stunden", "im Selbststudium"]);
    let list = page(&build, "kinds/reviews.html");
    assert!(list.contains("<h1>Rückblicke</h1>") && list.contains("Was geschah, wie es in dem Moment aussah"));
    assert!(list.contains("druck und lager"), "teams are joined as the language does it");
}

#[test]
fn a_kind_has_one_address_in_every_language() {
    let lists = |language: &str| -> Vec<String> {
        let build = site(language).build();
        paths(&build).into_iter().filter(|path| path.starts_with("kinds/")).collect()
    };
    assert_eq!(lists("en"), ["kinds/index.html", "kinds/learned.html", "kinds/reviews.html"]);
    assert_eq!(lists("de"), lists("en"));
    assert_eq!(lists("cy"), lists("en"));
}

#[test]
fn a_welsh_page_counts_as_welsh_does() {
    let mut site = site("cy");
    for n in 0..3 {
        let text = format!("---\ntitle: N{n}\ntopics: [un, dau{n}]\n---\n\n[[reviews/a]]\n");
        site.files.insert(format!("content/n{n}.md"), text);
    }
    let build = site.build();
    assert!(page(&build, "reviews/a.html").contains("Crybwyllir mewn 4 nodyn"));
    assert_eq!(fact(&page(&build, "reviews/a.html"), "Dechreuodd"), "3 Medi 2026, 02:10 UTC");
    assert!(page(&build, "topics/index.html").contains("4 pwnc"));
    assert!(page(&build, "topics/un.html").contains("3 nodyn, diweddaraf yn gyntaf"));
    site.files.retain(|path, _| path != "content/n1.md" && path != "content/n2.md");
    assert!(page(&site.build(), "topics/index.html").contains("2 bwnc"));
}

#[test]
fn a_site_in_a_language_without_words_is_in_english_and_runs_its_own_way() {
    let html = page(&site("ur").build(), "reviews/a.html");
    assert!(html.contains("<html lang=\"ur\" dir=\"rtl\">") && html.contains("Mentioned in 1 note"));
    assert_eq!(fact(&html, "Reach"), "high");
}

#[test]
fn an_english_page_says_choices_in_words_too() {
    let mut site = site("en");
    let text = "---\ntitle: L\nkind: lesson\nconfidence: seen-often\nauthors: [asta, bo, cleo]\n---\n";
    site.files.insert("content/l.md".to_string(), text.to_string());
    let build = site.build();
    assert_eq!(fact(&page(&build, "l.html"), "How sure we are"), "seen often");
    let other = page(&build, "learned/b.html");
    assert_eq!([fact(&other, "Time spent"), fact(&other, "How")], ["1.5 hours", "by oneself"]);
}

#[test]
fn headings_in_any_language_are_sections_and_what_is_missing_is_named_in_that_of_the_note() {
    let told = |body: &str| -> Vec<String> {
        let text = format!("---\ntitle: A\nkind: win\n---\n\n{body}");
        let build = Site::of(&[("content/a.md", &text)]).build();
        let missing = build.diagnostics.iter().filter(|found| found.code.0 == "section/missing");
        missing.map(|found| found.message.clone()).collect()
    };
    assert!(told("## Was gut ging\n\n## Was es möglich machte\n").is_empty());
    assert!(told("## Beth aeth yn dda\n\n## Beth a'i gwnaeth yn bosibl\n").is_empty());
    assert!(told("## Was gut ging\n\n## What helped\n").is_empty(), "one note may have two languages");
    assert_eq!(told("## Was gut ging\n"), ["a win usually has a section “Was es möglich machte” too"]);
    assert_eq!(told("## Beth aeth yn dda\n"), ["a win usually has a section “Beth a’i gwnaeth yn bosibl” too"]);
    assert_eq!(told("## What went well\n"), ["a win usually has a section “What made it possible” too"]);
}

#[test]
fn a_note_of_another_language_is_no_stranger() {
    let build = site("de").build();
    assert_eq!(codes(&build), ["review/overdue", "section/missing"]);
    let missing = build.diagnostics.iter().find(|found| found.code.0 == "section/missing").expect("it was told");
    assert!(missing.message.contains("“Wie es in dem Moment aussah”"), "{}", missing.message);
}

#[test]
fn a_new_note_is_in_the_language_of_the_site() {
    for (language, heading) in [("de", "## Was geschah"), ("de-AT", "## Was geschah"), ("cy", "## Beth ddigwyddodd")] {
        let place = Repository::folder();
        place.write("site.toml", &format!("language = \"{language}\"\n"));
        let said = place.candor(&["new", "lesson", "Etiketten"]);
        assert_eq!((said.code, said.out.trim()), (0, "content/lessons/etiketten.md"), "{}", said.err);
        assert!(place.read("content/lessons/etiketten.md").contains(heading));
        // A note that says nothing yet is published, and a hint says so.
        let built = place.candor(&["build", "--strict"]);
        assert_eq!((built.code, built.err.matches("section/empty").count()), (0, 1), "{}", built.err);
        assert_eq!(built.err.matches("content/lessons/etiketten.md").count(), 1, "{}", built.err);
    }
}

#[test]
fn letters_with_marks_stand_with_their_plain_ones() {
    let titles = ["Zeit", "Ärger", "Anfang", "Öl", "Âge", "Ort"];
    let notes: Vec<(String, String)> =
        titles.iter().enumerate().map(|(n, title)| (format!("content/n{n}.md"), format!("# {title}\n"))).collect();
    let notes: Vec<(&str, &str)> = notes.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let html = page(&Site::of(&notes).build(), "a-z.html");
    let at = |title: &str| html.find(&format!("</span>{title}</span>")).unwrap_or_else(|| panic!("no {title}"));
    let order = ["Âge", "Anfang", "Ärger", "Öl", "Ort", "Zeit"].map(at);
    assert!(order.is_sorted(), "{order:?}");
}

#[test]
fn a_language_that_the_theme_cannot_speak_is_told_with_the_nearest_that_it_can() {
    let told = |language: &str| {
        let build =
            Site::of(&[("site.toml", &format!("language = \"{language}\"\n")), ("content/a.md", "# A\n")]).build();
        let found = build.diagnostics.into_iter().map(|found| (found.code.0, found.help.unwrap_or_default()));
        found.collect::<Vec<_>>()
    };
    assert_eq!(told("dee"), [("language/unknown", "did you mean `de`?".to_string())]);
    let add = "add its words as `words/pl.toml` to a theme of the site's own";
    assert_eq!(told("pl"), [("language/unknown", add.to_string())]);
    for language in ["en", "en-GB", "de-AT", "cy"] {
        assert_eq!(told(language), [], "{language}");
    }
}
