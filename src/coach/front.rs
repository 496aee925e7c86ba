//! The sentences of a note's front matter: its title, its summary, and what its actions say.
//!
//! A text that stands there as it is has its exact place. One that YAML writes in other letters (escaped, folded over
//! lines) is shown at its key, and nothing is offered to be put there.

use crate::note::Note;
use crate::note::front_matter::{Item, Value};
use crate::note::markdown::prose::Block;

/// A sentence of the front matter, and whether it says what is to be done.
pub(super) struct Said {
    pub block: Block,
    pub action: bool,
}

/// Returns what the front matter of a note says in sentences.
pub(super) fn said(note: &Note) -> Vec<Said> {
    let mut said = Vec::new();
    for (key, text) in [("title", &note.front.title), ("summary", &note.front.summary)] {
        let Some(text) = text.as_deref().filter(|text| !text.trim().is_empty()) else { continue };
        let Some(mut block) = after_key(&note.text[..note.begins], key, text) else { continue };
        block.heading = key == "title";
        said.push(Said { block, action: false });
    }
    let actions = note.front.extra.iter().filter(|field| field.key == "actions");
    for action in actions.flat_map(|field| each(&field.item)) {
        let Value::Map(pairs) = &action.value else { continue };
        for (_, what) in pairs.iter().filter(|(key, _)| key == "what") {
            let Value::Text(text) = &what.value else { continue };
            let exact = note.text.get(what.span.clone()) == Some(text);
            let block = if exact { Block::at(text, what.span.start) } else { Block::shown_at(text, what.span.clone()) };
            said.push(Said { block, action: true });
        }
    }
    said
}

/// One action may stand without a list.
fn each(item: &Item) -> &[Item] {
    match &item.value {
        Value::List(list) => list,
        _ => std::slice::from_ref(item),
    }
}

/// Returns the block of a field's text; nothing where its key begins no line.
fn after_key(front: &str, key: &str, text: &str) -> Option<Block> {
    let mut at = 0;
    for line in front.split_inclusive('\n') {
        if let Some(rest) = line.strip_prefix(key).and_then(|rest| rest.trim_start().strip_prefix(':')) {
            let begins = at + line.len() - rest.len();
            return Some(match rest.find(text) {
                Some(found) => Block::at(text, begins + found),
                None => Block::shown_at(text, at..at + key.len()),
            });
        }
        at += line.len();
    }
    None
}
