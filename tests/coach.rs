//! How well the coach does on sentences of our own about a company that does not exist.
//!
//! Labelled before the first rule ran. Rules were tried on `tuned.jsonl`; `measured.jsonl` was only ever
//! measured, its misses never looked at, though one hand wrote both sentences and rules. Larger sets are for `tests/bench/coach.rs`, by hand.

use std::fs;
use std::path::Path;

use candor::coach::{Coach, Setting};
use serde_json::Value;

/// Returns precision and recall on a file, and the sentences that went wrong.
fn measure(name: &str) -> (f64, f64, Vec<String>) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/coach").join(name);
    let text = fs::read_to_string(path).expect("the sentences are there");
    let coach = Coach::english();
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
