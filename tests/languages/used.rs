//! Every word of the interface has a use: one that no page says is work for every translator, and for nobody.
//!
//! Reads the sources and the theme as text. Keys that are put together from parts are in the one table here.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::{built_in, counted, english};

/// How keys begin that are put together: from a month, a sort of page, a callout, a value; and those of the search,
/// which `data/find.js` hands to its script by the rest of the key.
const BEGINNINGS: [&str; 6] = ["month_", "sort_", "callout_", "form_", "choice_", "find_"];

/// How keys end that are put together from a taxonomy or a sort of index, or from a relation.
const ENDS: [(&str, &[&str]); 3] = [
    ("_title", &["topics", "systems", "teams", "people"]),
    ("_lead", &["topics", "systems", "teams", "people"]),
    ("_back", &["builds_on", "event", "supersedes", "applied_in", "seen_again", "related"]),
];

fn texts(folder: &Path, all: &mut String) {
    for entry in fs::read_dir(folder).expect("a folder can be read") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            texts(&path, all);
        } else if path.extension().is_some_and(|ending| ending == "rs" || ending == "html" || ending == "js") {
            all.push_str(&fs::read_to_string(&path).expect("it is text"));
        }
    }
}

/// The words of a text that keys could be: letters, digits and `_`.
fn said(text: &str) -> BTreeSet<&str> {
    text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').collect()
}

fn unused(keys: &BTreeSet<String>, said: &BTreeSet<&str>) -> Vec<String> {
    let made = |key: &str| {
        BEGINNINGS.iter().any(|start| key.starts_with(start))
            || ENDS.iter().any(|(end, firsts)| key.strip_suffix(end).is_some_and(|first| firsts.contains(&first)))
    };
    keys.iter().filter(|key| !made(key) && !said.contains(key.as_str())).cloned().collect()
}

#[test]
fn every_word_of_the_interface_is_said_somewhere() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut text = String::new();
    ["src", "themes/default/templates", "themes/default/components", "themes/default/assets"]
        .iter()
        .for_each(|folder| texts(&root.join(folder), &mut text));
    let said = said(&text);
    let theme = built_in();
    let english = english(&theme);
    let words = theme.words["en"].keys();
    let keys: BTreeSet<String> =
        words.map(|key| counted(key, &english).map_or_else(|| key.clone(), |(word, _)| word.to_string())).collect();
    assert_eq!(unused(&keys, &said), Vec::<String>::new(), "nothing says these");
    let with = BTreeSet::from(["fact_happened".to_string(), "home".to_string(), "month_3".to_string()]);
    assert_eq!(unused(&with, &said), ["fact_happened"]);
}
