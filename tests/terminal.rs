//! `candor search` in the terminal and for other programs, on the real binary.

use std::path::Path;

use serde_json::Value;

use crate::export::{candor, wiki};

const EXPENSES: &str = "---\ntitle: Money back\nsummary: What the firm pays for.\n---\nWhat to do with a bill, and how to do it: ask a friend.\n\n## Things\n\nWrite it up.\n\nA laptop is an expense of the team, and a screen is too.\n";

/// Asks for JSON. Returns the answer.
fn json(wiki: &Path, arguments: &[&str]) -> Value {
    let (_, told, why) = candor(wiki, &[&["search", "--json"], arguments].concat());
    serde_json::from_str(&told).unwrap_or_else(|error| panic!("{error}: {told}{why}"))
}

/// Returns the line of the first note and what is marked in its excerpt.
fn marked(answer: &Value) -> (u64, Vec<String>) {
    let hit = &answer["hits"][0];
    let text = hit["excerpt"].as_str().expect("there is a note");
    let mark = |mark: &Value| {
        let [start, end] = [0, 1].map(|at| mark[at].as_u64().expect("a number") as usize);
        text[start..end].to_string()
    };
    let marks = hit["marks"].as_array().expect("a list").iter().map(mark).collect();
    (hit["line"].as_u64().expect("a number"), marks)
}

#[test]
fn only_what_matched_is_marked() {
    let notes = [
        ("pairs.md", "# 一\n\n印刷機は止まった。夜中に再起動して、もう一度印刷した。\n"),
        ("link.md", "# Channels\n\nAll of them are at https://slack.com/intl/en-gb and in HttpClient.\n"),
        ("accent.md", "# Cups\n\nThe ﬁlter of the café is oﬀ, and so\u{AD}ft.\n"),
        ("version.md", "# Gate\n\nThe gate is v2.4.1 now.\n"),
        ("number.md", "# Lock\n\nThe lock is 3.4.1 now.\n"),
        ("apart.md", "# Nights\n\nWho takes call outs? Being on-call is work.\n"),
    ];
    let wiki = wiki(&notes);
    for (query, marks) in [
        ("再起動", &["再起動"][..]),
        ("印刷", &["印刷", "印刷"]),
        ("slack", &["slack"]),
        ("htt", &["https", "Http"]),
        ("cafe filter", &["ﬁlter", "café"]),
        ("soft ", &["so\u{AD}ft"]),
        ("callouts", &["call outs"]),
        ("oncall ", &["on-call"]),
        ("on-call ", &["on-call"]),
        ("slakc ", &["slack"]),
        ("2.4 ", &["2.4"]),
        ("v2.4.1 ", &["v2.4.1"]),
        ("v2 ", &["v2"]),
        ("2.4.1 ", &["2.4.1"]),
        ("v3.4.1 ", &["3.4.1"]),
    ] {
        assert_eq!(marked(&json(wiki.path(), &[query])).1, marks, "{query}");
    }
}

#[test]
fn an_excerpt_is_chosen_by_the_words_that_tell() {
    let wiki = wiki(&[("money.md", EXPENSES)]);
    let answer = json(wiki.path(), &["how do i expense a laptop"]);
    assert_eq!(marked(&answer), (11, vec!["laptop".into(), "expense".into()]));
    assert_eq!(answer["hits"][0]["url"], "money.html#things");
    // Small words count where nothing else is asked for.
    assert_eq!(
        marked(&json(wiki.path(), &["how to do"])),
        (5, ["to", "do", "how", "to", "do"].map(String::from).into())
    );
    // What the title has is worth less than what it has not.
    assert_eq!(marked(&json(wiki.path(), &["money screen"])), (11, vec!["screen".into()]));
    // What stands before the first heading is shown where it tells more than the summary and the title.
    assert_eq!(marked(&json(wiki.path(), &["money bill"])), (5, vec!["bill".into()]));
    let answer = json(wiki.path(), &["money friend firm"]);
    assert_eq!((&answer["hits"][0]["excerpt"], marked(&answer).0), (&"What the firm pays for.".into(), 3));
    // Nothing but the title has it: the summary is shown, and the title's line is where to look.
    let answer = json(wiki.path(), &["money"]);
    assert_eq!((&answer["hits"][0]["excerpt"], marked(&answer)), (&"What the firm pays for.".into(), (2, vec![])));
    // A summary has a line, too.
    assert_eq!(marked(&json(wiki.path(), &["firm"])), (3, vec!["firm".into()]));
}

#[test]
fn a_long_block_is_cut_around_what_tells_the_most() {
    let far = "Nothing of note here. ".repeat(20);
    let wiki = wiki(&[("long.md", &format!("# One\n\nA belt. {far}The belt hums near the motor. {far}\n"))]);
    let answer = json(wiki.path(), &["belt motor"]);
    assert_eq!(marked(&answer).1, ["belt", "motor"]);
    let excerpt = answer["hits"][0]["excerpt"].as_str().expect("there is one").to_string();
    assert!(excerpt.starts_with("… ") && excerpt.ends_with(" …") && excerpt.chars().count() <= 164, "{excerpt}");
}

#[test]
fn options_count_as_part_of_what_is_asked() {
    let note = |kind: &str, text: &str| format!("---\nkind: {kind}\n---\n# {text}\n");
    let wiki = wiki(&[
        ("label.md", &note("lesson", "A label")),
        ("belt.md", &note("lesson", "A belt")),
        ("review.md", &note("review", "A review")),
    ]);
    let found = |arguments: &[&str]| -> Vec<String> {
        let answer = json(wiki.path(), arguments);
        let hits = answer["hits"].as_array().expect("a list").iter();
        hits.map(|hit| hit["path"].as_str().expect("a path").to_string()).collect()
    };
    assert_eq!(found(&["--kind", "lesson", "--", "-label"]), ["content/belt.md"]);
    assert_eq!(found(&["kind:lesson", "--", "-label"]), ["content/belt.md"]);
    assert_eq!(found(&["--kind", "review", "--kind", "lesson"]).len(), 3);
    assert!(found(&["--kind", "review", "kind:lesson"]).is_empty());
    assert_eq!(found(&["--kind", "review", "--kind", "lesson", "kind:lesson"]).len(), 2);
}

/// Returns what the terminal is told beside the notes.
fn told(wiki: &Path, arguments: &[&str]) -> String {
    candor(wiki, &[&["search"], arguments].concat()).2
}

#[test]
fn the_terminal_says_how_an_answer_came_about() {
    let wiki = wiki(&[
        ("label.md", "---\ntitle: A label\ndate: 2024-05-06\n---\nIt fell off the parcel.\n"),
        ("belt.md", "---\nkind: lesson\n---\n# A belt\n\nIt hummed by the parcel.\n"),
    ]);
    for (arguments, wanted) in [
        (&["label"][..], ""),
        // A word alone has no rest; one with others, a filter or a word left out has.
        (&["labl"], "no note has `labl`; showing notes with label\n"),
        (&["the labl"], "no note has `labl`; showing notes with label\n"),
        (&["labl parcel"], "no note has `labl` with the rest; showing notes with label\n"),
        (&["labl -belt"], "no note has `labl` with the rest; showing notes with label\n"),
        (&["--", "-label"], "nothing else is asked for, so these are the notes with `label`\n"),
        (
            &["--", "-label", "-\"the parcel\""],
            "nothing else is asked for, so these are the notes with `label`, `the parcel`\n",
        ),
        (&["year:20x label"], "`20x` is no year\n  a year is `2024`; several are `2024..`, `..2024` or `2023..2024`\n"),
        (&["year:2099"], "no note has the year `2099`\n"),
        (&["--", "-labl"], "no note has `labl`; showing notes with label\n"),
        (&["year:2024"], ""),
        (&["kind:leson"], "no note has the kind `leson`\n  did you mean `Lesson`?\n"),
        (
            &["Zeppelin's \"over $HOME\" -belt"],
            "no note has these words: Zeppelin's \"over $HOME\" -belt\n  try fewer or other words, or ask it: candor new question \"Zeppelin's over HOME\"\n",
        ),
        (
            &["labl kind:lesson"],
            "no note that passes the filters has these words: labl\n  nearly `labl`: label\n  try fewer or other words, or ask it: candor new question \"labl\"\n",
        ),
        (
            &["zeppelin -kind:nothing"],
            "no note has the kind `nothing`\nno note that passes the filters has these words: zeppelin\n  try fewer or other words, or ask it: candor new question \"zeppelin\"\n",
        ),
        (
            &["tag:printer"],
            "no note has these words: tag:printer\n  `tag:` is not a filter; these are: `kind:`, `team:`, `topic:`, `system:`, `year:`\n  try fewer or other words, or ask it: candor new question \"tag:printer\"\n",
        ),
        (
            &["my-tag:\"red tape\""],
            "no note has these words: my-tag: \"red tape\"\n  `my-tag:` is not a filter; these are: `kind:`, `team:`, `topic:`, `system:`, `year:`\n  try fewer or other words, or ask it: candor new question \"my-tag: red tape\"\n",
        ),
        (
            &["std::fmt C:/x 12:30 localhost:8080 https://nowhere.example"],
            "no note has these words: std::fmt C:/x 12:30 localhost:8080 https://nowhere.example\n  try fewer or other words, or ask it: candor new question \"std::fmt C:/x 12:30 localhost:8080 https://nowhere.example\"\n",
        ),
        (&["kind:lesson year:2024"], "no note passes all of these filters\n"),
        (&["(.*)"], "nothing is asked for: there is no word in it\n"),
    ] {
        assert_eq!(told(wiki.path(), arguments), wanted, "{arguments:?}");
    }
}

#[test]
fn json_tells_the_words_taken_and_the_filters_that_no_note_has() {
    let wiki = wiki(&[("label.md", "---\nkind: lesson\n---\n# A label\n")]);
    let answer = json(wiki.path(), &["labl", "--kind", "leson", "year:2099"]);
    assert_eq!(answer["near"], serde_json::json!([{ "word": "labl", "taken": ["label"] }]));
    assert_eq!(
        answer["unknown"],
        serde_json::json!([
            { "filter": "kind", "value": "leson", "meant": "Lesson" },
            { "filter": "year", "value": "2099", "meant": null },
        ])
    );
    let answer = json(wiki.path(), &["label"]);
    assert_eq!((&answer["near"], &answer["unknown"]), (&serde_json::json!([]), &serde_json::json!([])));
}

#[test]
fn what_looks_like_a_filter_is_told_unless_it_stands_somewhere() {
    let wiki = wiki(&[("tag.md", "# One\n\nThe tag printer hums, and wg-onboarding.\n")]);
    let (status, _, why) = candor(wiki.path(), &["search", "tag:printer"]);
    assert_eq!((status, &*why), (Some(0), ""));
    let (status, _, why) = candor(wiki.path(), &["search", "tag:onboarding"]);
    assert_eq!(status, Some(0));
    assert!(why.starts_with("`tag:` is not a filter; these are: "), "{why}");
}

#[test]
fn where_few_notes_have_all_of_the_words_those_with_most_follow() {
    let mut notes: Vec<(String, &str)> = (0..9).map(|at| (format!("z{at}.md"), "# Z\n\nNothing.\n")).collect();
    notes.push(("all.md".into(), "# All\n\nThe gantry, the motor, the sensor.\n"));
    notes.push(("most.md".into(), "# Most\n\nThe gantry and its motor.\n"));
    let notes: Vec<(&str, &str)> = notes.iter().map(|(name, text)| (&**name, *text)).collect();
    let wiki = wiki(&notes);
    let (status, told, why) = candor(wiki.path(), &["search", "gantry motor Sensor"]);
    assert_eq!(
        (status, &*told, &*why),
        (
            Some(0),
            "All  note\n  content/all.md:3\n  The gantry, the motor, the sensor.\n\nMost of the words:\n\nMost  note\n  content/most.md:3\n  The gantry and its motor.\n  without: Sensor\n\n",
            ""
        )
    );
    let answer = json(wiki.path(), &["gantry motor sensor"]);
    assert_eq!((&answer["total"], &answer["hits"][0]["lacks"]), (&serde_json::json!(1), &serde_json::json!([])));
    assert_eq!(answer["partial"][0]["lacks"], serde_json::json!(["sensor"]));
    let answer = json(wiki.path(), &["gantry motor sensor", "--limit", "1"]);
    assert_eq!((answer["hits"].as_array().map(Vec::len), &answer["partial"]), (Some(1), &serde_json::json!([])));
}
