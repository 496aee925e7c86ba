//! Golden texts: what a terminal shows of diagnostics.

use super::*;
use crate::source::{FilePath, Span};

/// Draws one diagnostic of some files, without colour, 80 columns wide.
fn drawn(diagnostic: &Diagnostic, files: &[(&str, &str)]) -> String {
    drawn_at(diagnostic, files, 80)
}

fn drawn_at(diagnostic: &Diagnostic, files: &[(&str, &str)], width: usize) -> String {
    let text = |path: &str| files.iter().find(|(name, _)| *name == path).map(|(_, text)| Arc::from(*text));
    draw(std::slice::from_ref(diagnostic), &text, false, width)
}

/// The place of the words in the text.
fn at(file: &str, text: &str, words: &str) -> Span {
    let start = text.find(words).expect("a test's own words are in its text");
    Span::new(&FilePath::from(file), start..start + words.len())
}

/// Compares and shows both whole when they differ.
fn same(left: &str, right: &str) {
    assert!(left == right, "drawn:\n{left}\nexpected:\n{right}");
}

#[test]
fn one_label_is_a_frame_a_caret_and_help() {
    let text = format!("{}The deploy failed because of a careless edit.\n", "\n".repeat(13));
    let mut found = Diagnostic::new(
        "section/missing",
        at("content/lessons/friday-deploy.md", &text, "careless"),
        "`careless` judges a person",
    )
    .help("say what made the slip easy: a missing check, an unclear screen");
    found.code = crate::diagnostic::Code("coach/judgement");
    same(
        &drawn(&found, &[("content/lessons/friday-deploy.md", &text)]),
        "\
suggestion[coach/judgement]: `careless` judges a person
  --> content/lessons/friday-deploy.md:14:32
   |
14 | The deploy failed because of a careless edit.
   |                                ^^^^^^^^
   = help: say what made the slip easy: a missing check, an unclear screen
",
    );
}

#[test]
fn two_files_are_shown_under_each_other() {
    let (a, b) = ("aliases: [/old]\n", "one\ntwo\naliases: /old");
    let found = Diagnostic::new("alias/duplicate", at("content/a.md", a, "/old"), "two notes want the URL `/old`")
        .label("here")
        .other(at("content/b.md", b, "/old"), "and here")
        .help("take it away from one of them");
    same(
        &drawn(&found, &[("content/a.md", a), ("content/b.md", b)]),
        "\
error[alias/duplicate]: two notes want the URL `/old`
 --> content/a.md:1:11
  |
1 | aliases: [/old]
  |           ^^^^ here
  |
 ::: content/b.md:3:10
  |
3 | aliases: /old
  |          ---- and here
  = help: take it away from one of them
",
    );
}

#[test]
fn two_places_of_one_file_share_a_frame_whatever_their_order() {
    let text = "title: one\ntopics: x\ntitle: two\n";
    let second = at("a.md", text, "title: two");
    let found = Diagnostic::new("field/duplicate", second, "`title` is there twice")
        .other(at("a.md", text, "title: one"), "first here");
    same(
        &drawn(&found, &[("a.md", text)]),
        "\
error[field/duplicate]: `title` is there twice
 --> a.md:3:1
  |
1 | title: one
  | ---------- first here
2 | topics: x
3 | title: two
  | ^^^^^^^^^^
",
    );
}

#[test]
fn the_end_of_a_file_is_the_end_of_its_last_line() {
    for (text, starts) in [("one\ntwo\n", [7, 8, 50]), ("one\r\ntwo\r\n", [8, 9, 10]), ("one\ntwo", [7, 8, 9])] {
        for start in starts {
            let found =
                Diagnostic::new("front-matter/unclosed", Span::new(&"a.md".into(), start..start + 1), "not closed");
            same(
                &drawn(&found, &[("a.md", text)]),
                "\
error[front-matter/unclosed]: not closed
 --> a.md:2:4
  |
2 | two
  |    ^
",
            );
        }
    }
}

#[test]
fn a_long_line_is_cut_around_the_place() {
    let text = format!("{}HERE {}", "word ".repeat(20_000), "other ".repeat(20_000));
    let found = Diagnostic::new("link/broken", at("a.md", &text, "HERE"), "no such note").label("this one");
    same(
        &drawn_at(&found, &[("a.md", &text)], 60),
        "\
warning[link/broken]: no such note
 --> a.md:1:100001
  |
1 | ...rd word word word HERE other other other other oth...
  |                      ^^^^ this one
",
    );
    // The place itself longer than the screen: its two ends.
    let found = Diagnostic::new("link/broken", Span::new(&"a.md".into(), 10..100_000), "long");
    let lines = drawn_at(&found, &[("a.md", &text)], 60);
    assert!(lines.lines().all(|line| line.chars().count() < 90), "{lines}");
}

#[test]
fn control_characters_are_pictures_wherever_they_come_from() {
    let (path, text) = ("c\u{1b}.md", "a\u{1b}[31mred\u{9b}31m\u{7}\u{202e} HERE\n");
    let found = Diagnostic::new("link/broken", at(path, text, "HERE"), "to\u{1b}[0m\n\u{9b}0m\u{202e}")
        .label("\u{1b}]0;x\u{7}")
        .help("no\r\u{1b}c");
    same(
        &drawn(&found, &[(path, text)]),
        "\
warning[link/broken]: to␛[0m ¿0m\u{fffd}
 --> c␛.md:1:17
  |
1 | a␛[31mred¿31m␇\u{fffd} HERE
  |                 ^^^^ ␛]0;x␇
  = help: no ␛c
",
    );
}

#[test]
fn tabs_and_wide_letters_keep_the_caret_in_place() {
    let text = "a\t漢字 word\r\n";
    for (words, caret) in [("漢", "  |      ^^"), ("字", "  |        ^^"), ("word", "  |           ^^^^")] {
        let found = Diagnostic::new("link/broken", at("a.md", text, words), "x");
        let lines = drawn(&found, &[("a.md", text)]);
        assert_eq!(lines.lines().skip(3).collect::<Vec<_>>(), ["1 | a    漢字 word", caret], "{lines}");
    }
}

#[test]
fn a_place_inside_a_letter_or_of_no_length_is_still_shown() {
    for range in [4..4, 5..5, 5..6] {
        let found = Diagnostic::new("link/broken", Span::new(&"a.md".into(), range.clone()), "x");
        let lines = drawn(&found, &[("a.md", "1 漢é\n")]);
        assert!(lines.contains("a.md:1:"), "{range:?}: {lines}");
        assert!(lines.contains('^'), "{range:?}: {lines}");
    }
}

#[test]
fn several_lines_are_framed_without_the_break_at_their_end() {
    let text = "---\ntitle: x\ndate: y\n";
    let found = Diagnostic::new("front-matter/unclosed", Span::new(&"a.md".into(), 0..text.len()), "not closed");
    same(
        &drawn(&found, &[("a.md", text)]),
        "\
error[front-matter/unclosed]: not closed
 --> a.md:1:1
  |
1 | / ---
2 | | title: x
3 | | date: y
  | |_______^
",
    );
}

#[test]
fn a_file_without_text_is_named_with_the_message() {
    let found =
        Diagnostic::new("file/encoding", Span::new(&"content/a.md".into(), 0..0), "not UTF-8").help("save it anew");
    let expected = "error[file/encoding]: not UTF-8\n--> content/a.md\n = help: save it anew\n";
    same(&drawn(&found, &[]), expected);
    same(&drawn(&found, &[("content/a.md", "")]), expected);
}

#[test]
fn several_are_drawn_in_the_order_given_and_colour_changes_no_word() {
    let place = |start| Span::new(&"a.md".into(), start..start + 1);
    let found = [
        Diagnostic::new("link/broken", place(4), "second").help("h"),
        Diagnostic::new("link/broken", place(0), "first"),
    ];
    let text = |_: &str| Some(Arc::from("one two"));
    let plain = draw(&found, &text, false, 80);
    assert!(plain.find("second") < plain.find("first"), "{plain}");
    assert!(plain.contains("h\n\nwarning"), "{plain}");
    let coloured = draw(&found, &text, true, 80);
    assert!(coloured.contains('\u{1b}'));
    let mut stripped = String::new();
    for (index, part) in coloured.split("\u{1b}[").enumerate() {
        stripped.push_str(if index == 0 { part } else { part.split_once('m').expect("a colour ends with m").1 });
    }
    same(&stripped, &plain);
    assert_eq!(draw(&[], &text, true, 80), "");
}

#[test]
fn the_summary_counts_in_words() {
    let of = |code| Diagnostic::new(code, Span::new(&"a.md".into(), 0..0), "x");
    assert_eq!(summary(&[]), "no problems");
    assert_eq!(
        summary(&[of("link/broken"), of("page/conflict"), of("html/removed"), of("page/conflict")]),
        "2 errors, 1 warning, 1 suggestion"
    );
}

#[test]
fn of_a_flood_of_suggestions_none_is_drawn_and_every_warning_is() {
    let suggestion = Diagnostic::new("section/missing", at("a.md", "text", "text"), "a section");
    let warning = Diagnostic::new("link/broken", at("a.md", "text", "text"), "a link");
    let with = |count: usize| {
        let mut all = vec![suggestion.clone(); count];
        all.push(warning.clone());
        all
    };
    assert_eq!(few(&with(SUGGESTIONS)), (with(SUGGESTIONS), false));
    assert_eq!(few(&with(SUGGESTIONS + 1)), (vec![warning.clone()], true));
}
