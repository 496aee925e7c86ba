//! Search: the order of what is found, held by a golden file that the browser's reader is held to as well.
//!
//! `UPDATE=1 cargo test search_golden` rewrites `tests/golden/search.txt`; its diff is read query by query. Each
//! query stands behind `> `, its answer under it: how it was answered, how many notes, then the first ten with
//! score and page.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use candor::hashed::digest;
use candor::pipeline::{self, Memo};
use candor::search::catalogue::Catalogue;
use candor::search::rank::{Answer, Hit, Tier};

use crate::site::{Site, texts};

/// What is asked of this repository's own wiki.
const QUERIES: &[&str] = &[
    // Words: in titles, in texts, common and rare, and all of them.
    "labels",
    "label printer",
    "restore rehearsal",
    "nobody knew",
    "the night without labels",
    "who may silence an alarm",
    "how does the export work",
    "fourteen",
    "belt",
    "handover at dawn ",
    "what is a near miss",
    "a",
    "the of and",
    // Being typed.
    "lab",
    "rehe",
    "on c",
    "near mi",
    "silenc",
    "re",
    "template ov",
    // Inflected, also in forms that no note has.
    "rehearsals",
    "silencing alarms",
    "exported",
    "printing label",
    "publishes",
    "reviewings",
    // Phrases, and what is not to be there.
    "\"on call\"",
    "\"near miss\"",
    "\"what caught it\"",
    "\"caught what\"",
    "label -printer",
    "review -\"near miss\" ",
    "label -\"the label printer\"",
    "review -near-miss ",
    "label -\"label-printer at dawn\"",
    "-printer",
    "“on call” belt",
    "\"oncall\" xyzzyq belt",
    "\"label printer\" kind:system",
    // Slips: one edit, two, the first letter, neighbours, several words, an open word.
    "lable",
    "pritner",
    "rehersal",
    "ehearsal",
    "qehearsal",
    "anonymuos",
    "anonimus",
    "restroe rehaersal",
    "lebel prnter",
    "wrog",
    "publsing",
    "templaet",
    "configuraton ",
    // Written apart and together.
    "oncall",
    "on-call",
    "on call",
    "nearmiss",
    "near-miss",
    "front matter",
    "frontmatter",
    "write up",
    "hand over",
    // Identifiers whole and by part.
    "site.toml",
    "2.4.1",
    "v2.4.1",
    "v12",
    "front_matter",
    "candor.ready",
    "feed.json",
    "notes.json",
    "--keep-going",
    "-32601",
    "git commit --amend",
    "2026-11-24",
    // Filters.
    "kind:review",
    "kind:reviews belt",
    "kind:reveiw",
    "year:..0",
    "year:+2026",
    "kind:Review label",
    "kind:lesson kind:review belt",
    "-kind:guide label",
    "year:2026 label",
    "year:..2025",
    "team:nobody label",
    "topic:on-call",
    "kind:",
    "system:\"label printer\"",
    // Words that no note has all of, or any.
    "label xylophone",
    "xylophone",
    "how do we use kubernetes",
    "the the xq the",
    "What should I do when an alarm rings at night and nobody knows who may silence it",
    "quantum xylophone zeppelin",
    "restore xylophone zeppelin rehearsal",
    // Few have all of it: those with most of it come after them.
    "printer label roll template",
    "gateway invoice twice kind:review",
    "alarm silence -november handover ",
    "causewya tide route late",
    "\"on call\" alarm silence handover",
    "tide causeway",
    // What nobody types, but everybody pastes.
    "",
    "   ",
    "-",
    "\"",
    "(.*)+[",
    "<script>alert(1)</script>",
    "\u{202e}labels",
    "größe",
    "naïve",
    "検索",
    "C++",
    "🚲",
];

fn wiki() -> Site {
    let mut site = Site::default();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    read(root, "site.toml", &mut site);
    read(root, "content", &mut site);
    site
}

fn read(root: &Path, path: &str, site: &mut Site) {
    let place = root.join(path);
    if place.is_dir() {
        for entry in fs::read_dir(place).expect("a folder can be read") {
            let name = entry.expect("an entry").file_name().into_string().expect("a name in UTF-8");
            read(root, &format!("{path}/{name}"), site);
        }
    } else if let Ok(text) = fs::read_to_string(place) {
        site.files.insert(path.to_string(), text);
    }
}

/// Reads a site as `candor search` does.
fn catalogue(site: &Site) -> (Catalogue, BTreeMap<String, [String; 2]>) {
    let input = site.input();
    let kinds =
        input.theme.kinds.iter().map(|kind| (kind.name.clone(), [kind.label.clone(), kind.plural.clone()])).collect();
    (pipeline::search(&input).catalogue, kinds)
}

fn ask(site: &(Catalogue, BTreeMap<String, [String; 2]>), query: &str) -> Answer {
    site.0.search(&site.0.query(query, Vec::new()), &site.1)
}

/// Returns the pages found, the best first.
fn found(site: &Site, query: &str) -> Vec<String> {
    let site = catalogue(site);
    let url = |note: u32| site.0.notes[note as usize].url.to_string();
    ask(&site, query).hits.iter().map(|hit| url(hit.note)).collect()
}

fn tier(tier: Tier) -> &'static str {
    match tier {
        Tier::Exact => "exact",
        Tier::Spelling => "spelling",
        Tier::Some => "some",
    }
}

#[test]
fn search_golden() {
    let site = catalogue(&wiki());
    let mut now = String::new();
    for query in QUERIES {
        let answer = ask(&site, query);
        writeln!(now, "> {query}\n{} {}", tier(answer.tier), answer.hits.len()).expect("a string takes all");
        let hits = answer.hits.iter().take(10).map(|hit| (hit, ""));
        // Those with most of the words have a plus.
        for (hit, plus) in hits.chain(answer.partial.iter().map(|hit| (hit, "+"))) {
            let document = &site.0.notes[hit.note as usize];
            writeln!(now, "{:>7} {}", format!("{plus}{}", hit.score), document.url).expect("a string takes all");
        }
    }
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/search.txt");
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&golden, &now).expect("the golden file can be written");
    }
    let known = fs::read_to_string(&golden).unwrap_or_default();
    for (number, (now, known)) in now.lines().zip(known.lines()).enumerate() {
        assert_eq!(now, known, "line {} of tests/golden/search.txt; UPDATE=1 rewrites it", number + 1);
    }
    assert_eq!(now.len(), known.len());
}

fn notes(texts: &[(&str, &str)]) -> Site {
    let files = texts.iter().map(|(name, text)| (format!("content/{name}.md"), (*text).to_string()));
    Site { files: files.collect(), ..Site::default() }
}

#[test]
fn a_title_comes_before_a_heading_and_a_heading_before_a_text() {
    let site = notes(&[
        ("text", "# One\n\nSome words on the gantry.\n"),
        ("heading", "# Two\n\n## The gantry\n\nOther words.\n"),
        ("title", "# Gantry\n\nOther words.\n"),
        ("alias", "---\ntitle: Three\naliases: [gantry]\n---\nOther words.\n"),
    ]);
    assert_eq!(found(&site, "gantry "), ["title.html", "alias.html", "heading.html", "text.html"]);
}

#[test]
fn neighbours_in_order_come_first() {
    let site = notes(&[
        ("apart", "# A\n\nA belt is a belt. Much is said of it here and there. The motor is another thing.\n"),
        ("near", "# B\n\nStop the belt or motor. Much is said of it here and there, and a belt is a belt.\n"),
        ("adjacent", "# C\n\nThe belt motor hums. Much is said of it here and there, and so on and on it goes.\n"),
    ]);
    assert_eq!(found(&site, "belt motor "), ["adjacent.html", "near.html", "apart.html"]);
}

/// Returns a site of these notes and so many others that no word of theirs is common.
fn among_others(texts: &[(&str, &str)]) -> Site {
    let mut site = notes(texts);
    let others = (0..2 * texts.len()).map(|number| (format!("content/z{number}.md"), "# Z\n\nOf nothing.\n".into()));
    site.files.extend(others);
    site
}

#[test]
fn where_few_have_all_of_it_those_with_most_of_it_come_after_them() {
    let site = among_others(&[
        ("all", "# One\n\nThe gantry, the motor and, a long way down, the sensor.\n"),
        ("titled", "# The gantry motor\n\nIt hums.\n"),
        ("two", "# Two\n\nA sensor on the motor.\n"),
        ("one", "# The gantry\n\nIt stands.\n"),
    ]);
    let site = catalogue(&site);
    let urls = |hits: &[Hit]| -> Vec<String> {
        hits.iter().map(|hit| site.0.notes[hit.note as usize].url.to_string()).collect()
    };
    let answer = ask(&site, "gantry motor sensor ");
    assert_eq!((answer.tier, urls(&answer.hits)), (Tier::Exact, vec!["all.html".to_string()]));
    assert_eq!(urls(&answer.partial), ["titled.html", "two.html"]);
    let lacks: Vec<&[usize]> = answer.partial.iter().map(|hit| &*answer.lacks[&hit.note]).collect();
    assert_eq!(lacks, [[2], [0]]);
    // Who asks for two words, or for words as they stand, means all of it.
    for query in ["gantry sensor ", "gantry \"the motor\" sensor "] {
        let answer = ask(&site, query);
        assert_eq!((answer.hits.len(), answer.partial.len()), (1, 0), "{query}");
    }
    assert_eq!(urls(&ask(&site, "gantry motor sensor -hums ").partial), ["two.html"]);
    // The same with one word misspelt; and none are only some of it where nothing has all.
    let answer = ask(&site, "gantry motro sensor ");
    assert_eq!((answer.tier, urls(&answer.partial)), (Tier::Spelling, vec!["titled.html".into(), "two.html".into()]));
    let answer = ask(&site, "gantry motor xylophone ");
    assert_eq!((answer.tier, answer.hits.len(), answer.partial.len()), (Tier::Some, 2, 0));
}

#[test]
fn with_five_there_is_no_room_for_others() {
    for (all, partial) in [(4, 1), (5, 0)] {
        let texts = (0..14).map(|number| {
            let rest = if number < all { ", the sensor" } else { "" };
            (format!("n{number}"), format!("# One\n\nThe gantry, the motor{rest}.\n"))
        });
        let texts: Vec<(String, String)> = texts.collect();
        let texts: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (&**name, &**text)).collect();
        let answer = ask(&catalogue(&among_others(&texts)), "gantry motor sensor ");
        assert_eq!((answer.hits.len(), answer.partial.len()), (all, partial));
    }
}

#[test]
fn a_slip_never_comes_before_what_is_spelt_so() {
    let site = notes(&[
        ("right", "# One\n\nA word about the gantrol.\n"),
        ("other", "# The gantron\n\nGantron, gantron, gantron.\n"),
    ]);
    assert_eq!(found(&site, "gantrol "), ["right.html"]);
    assert_eq!(found(&site, "gantrox "), ["other.html", "right.html"]);
}

#[test]
fn each_slip_of_a_word_finds_it() {
    let site = notes(&[("a", "# Conveyor calibration\n"), ("b", "# Something else\n")]);
    for slip in
        ["cnoveyor", "onveyor", "xonveyor", "conveyorr", "calibartion", "calbratoin", "kalibracion", "conveiyor"]
    {
        assert_eq!(found(&site, &format!("{slip} ")), ["a.html"], "{slip}");
    }
}

#[test]
fn words_written_apart_and_together_find_each_other() {
    let site = notes(&[
        ("apart", "# One\n\nWho takes call outs at night?\n"),
        ("one", "# Two\n\nThe callouts of May.\n"),
        ("hyphen", "# Three\n\nBeing on-call is work.\n"),
    ]);
    assert_eq!(found(&site, "callouts "), ["one.html", "apart.html"]);
    assert_eq!(found(&site, "call outs "), ["apart.html", "one.html"]);
    for query in ["oncall ", "on-call "] {
        assert_eq!(found(&site, query), ["hyphen.html"], "{query}");
    }
    // A small word need not be there, and counts by its neighbour.
    assert_eq!(found(&site, "on call "), ["hyphen.html", "apart.html"]);
}

#[test]
fn a_word_that_no_note_has_is_found_in_another_form() {
    let site = notes(&[("dice", "# Estimates with dice\n"), ("copy", "# Two\n\nIt duplicates a row.\n")]);
    assert_eq!(found(&site, "estimating "), ["dice.html"]);
    assert_eq!(found(&site, "duplicating "), ["copy.html"]);
}

#[test]
fn a_file_is_found_by_its_name() {
    let site = notes(&[("2018-03-13-PVC-hub-locked", "# An outage\n"), ("PM2021-006", "# Another\n")]);
    for name in ["pvc-hub-locked ", "2018-03-13-PVC-hub-locked", "hub-locked", "pvchub "] {
        assert_eq!(found(&site, name), ["2018-03-13-pvc-hub-locked.html"], "{name}");
    }
    for name in ["PM2021-006", "pm2021 006 "] {
        assert_eq!(found(&site, name), ["pm2021-006.html"], "{name}");
    }
}

#[test]
fn words_of_other_scripts_make_no_file_names_that_are_too_long() {
    let place = "документация/инфраструктура/базыданных/резервноекопирование";
    // So many that begin alike that they have shards of their own.
    let names: Vec<(String, String)> =
        (0..600).map(|n| (format!("{place}-{n}"), format!("# Note {n}\n\n{place}-{n} here.\n"))).collect();
    let site = notes(&names.iter().map(|(name, text)| (&**name, &**text)).collect::<Vec<_>>());
    let files = texts(&site.build());
    let longest = files.iter().filter_map(|(path, _)| path.strip_prefix("data/search/")).map(str::len).max();
    assert!(longest.is_some_and(|length| (60..=160).contains(&length)), "{longest:?}");
}

#[test]
fn a_small_word_is_no_form_of_another() {
    let site = notes(&[("small", "# One\n\nOn and on.\n"), ("word", "# Two\n\nOnsite on Monday.\n")]);
    assert_eq!(found(&site, "ons"), ["word.html"]);
}

#[test]
fn marks_count_where_they_are_typed() {
    let site = notes(&[("bare", "# One\n\nA cafe.\n"), ("marked", "# Two\n\nA café.\n")]);
    assert_eq!(found(&site, "café "), ["marked.html", "bare.html"]);
    assert_eq!(found(&site, "cafe ").len(), 2);
}

#[test]
fn a_phrase_is_held_by_one_block_alone() {
    let site = notes(&[("two", "# One\n\nThe row\n\ncount it.\n"), ("one", "# Two\n\nA row-count of nine.\n")]);
    assert_eq!(found(&site, "\"row count\""), ["one.html"]);
}

#[test]
fn what_is_left_out_is_what_would_be_found() {
    let site = notes(&[
        ("apart", "# One\n\nRota for on call, and on call rota.\n"),
        ("hyphen", "# Two\n\nThe on-call rota.\n"),
        ("joined", "# Three\n\nThe oncall rota.\n"),
        ("other", "# Four\n\nA rota, on top of a call.\n"),
    ]);
    for query in ["rota -on-call ", "rota -\"on-call\" ", "rota -\"on-call rota\" "] {
        assert_eq!(found(&site, query), ["other.html"], "{query}");
    }
    // As two words it is not found as one either.
    assert_eq!(found(&site, "rota \"on call\" "), ["apart.html", "hyphen.html"]);
    assert_eq!(found(&site, "rota -\"on call\" "), ["other.html", "joined.html"]);
    assert_eq!(found(&site, "rota -\"for on-call\" "), ["other.html", "joined.html", "hyphen.html"]);
}

#[test]
fn what_the_audience_may_not_see_is_in_no_file_of_the_index() {
    let mut site = notes(&[
        ("open", "# Open\n\nNothing.\n"),
        ("closed", "---\ntitle: Closed\naudience: [crew]\n---\nA zeppelin called Ottoline.\n"),
    ]);
    site.files.insert("site.toml".into(), "[audiences]\ncrew = \"Crew\"\n".into());
    let build = site.build();
    for (path, text) in texts(&build).into_iter().filter(|(path, _)| path.starts_with("data/")) {
        let text = text.to_lowercase();
        assert!(!text.contains("ottolin") && !text.contains("zeppelin") && !text.contains("nilotto"), "{path}");
    }
    assert!(found(&site, "zeppelin").is_empty());
}

#[test]
fn hostile_notes_and_queries_end() {
    let long = "x".repeat(1_000_000);
    let script = "# <script>alert(1)</script>\n\n<script>alert(2)</script> \u{202e}turned\n";
    let site = notes(&[("long", &long), ("script", script), ("pairs", &"語".repeat(20_000))]);
    assert_eq!(found(&site, "alert"), ["script.html"]);
    let site = catalogue(&site);
    for query in [
        &"y".repeat(10_000),
        &"a b ".repeat(5_000),
        &"\"".repeat(10_000),
        &"-kind:x ".repeat(2_000),
        &"語".repeat(10_000),
    ] {
        ask(&site, query);
    }
}

#[test]
fn an_edit_changes_few_files_of_the_index() {
    let mut site = wiki();
    let mut memo = Memo::default();
    let sum = |site: &Site, memo: &mut Memo| -> BTreeMap<String, _> {
        let build = site.build_with(memo);
        let index = texts(&build).into_iter().filter(|(path, _)| path.starts_with("data/search/"));
        index.map(|(path, text)| (path, digest(text.as_bytes()))).collect()
    };
    let before = sum(&site, &mut memo);
    let note = site.files.keys().find(|path| path.starts_with("content/lessons/")).expect("there is a lesson").clone();
    site.files.get_mut(&note).expect("it is there").push_str("\nAnd one zeppelin more.\n");
    let after = sum(&site, &mut memo);
    assert_eq!(before.keys().collect::<Vec<_>>(), after.keys().collect::<Vec<_>>());
    let changed = |sort: &str| {
        let all: Vec<_> = before.iter().filter(|(path, _)| path.starts_with(&format!("data/search/{sort}-"))).collect();
        (all.iter().filter(|(path, sum)| after[*path] != **sum).count(), all.len())
    };
    // Its own text, and no other; the shards of its four new words and five new pairs.
    assert_eq!(changed("t").0, 1);
    let (words, pairs) = (changed("w"), changed("p"));
    assert!(words.0 <= 4 && words.1 > 12, "{words:?}");
    assert!(pairs.0 <= 6 && pairs.1 > 12, "{pairs:?}");
}
