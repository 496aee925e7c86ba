//! Callouts: quotations whose first line names what they are for.
//!
//! The parser knows GitHub's five with nothing behind them. Here the rest of what Obsidian's
//! and Material's users write is found in its events: other names, a title of one's own, and a sign
//! that folds. Nothing is written here, and a quotation that only looks like one stays a quotation.

use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

/// The sorts that have a look of their own, each with its word and its icon: GitHub's five.
const SORTS: [Sort; 5] = [
    Sort { name: "note", word: "callout_note", icon: "info" },
    Sort { name: "tip", word: "callout_tip", icon: "tip" },
    Sort { name: "important", word: "callout_important", icon: "important" },
    Sort { name: "warning", word: "callout_warning", icon: "warning" },
    Sort { name: "caution", word: "callout_caution", icon: "caution" },
];

/// What other programs name their callouts, and which of ours looks nearest: Obsidian's list of supported
/// types, of which Material for MkDocs has a part. Ours of the same name come first (`important`, `caution`).
#[rustfmt::skip]
const ALIASES: [(&str, &[&str]); 4] = [
    ("note", &["abstract", "cite", "example", "faq", "help", "info", "question", "quote", "summary", "tldr", "todo"]),
    ("tip", &["check", "done", "hint", "success"]),
    ("warning", &["attention", "bug", "fail", "failure", "missing"]),
    ("caution", &["danger", "error"]),
];

/// A sort of callout.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sort {
    /// What the style sheet knows it by.
    pub(super) name: &'static str,
    /// The interface's word for it.
    pub(super) word: &'static str,
    /// Its icon.
    pub(super) icon: &'static str,
}

/// A callout, by the event that begins it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Callout {
    /// What it looks like.
    pub(super) sort: Sort,
    /// The name that was written, where it is none of the five: `Question`.
    pub(super) named: Option<String>,
    /// Its title as plain text, where it has one of its own.
    pub(super) title: Option<String>,
    /// The title's events, in a paragraph of its own right behind the beginning.
    pub(super) title_events: Range<usize>,
    /// Whether it folds, and then whether it is open at first.
    pub(super) folds: Option<bool>,
}

/// What was found in a note.
pub(super) struct Found<'a> {
    /// The events, without the marks, and with each title in a paragraph of its own.
    pub(super) events: Vec<(Event<'a>, Range<usize>)>,
    /// The callouts, by the number of the event that begins them.
    pub(super) callouts: HashMap<usize, Callout>,
    /// Names that nothing is known by, with their places.
    pub(super) unknown: Vec<(String, Range<usize>)>,
}

/// Finds callouts in the events of a note.
pub(super) fn find(events: Vec<(Event<'_>, Range<usize>)>) -> Found<'_> {
    let mut found = Found { events: Vec::with_capacity(events.len()), callouts: HashMap::new(), unknown: Vec::new() };
    let mut events = events.into_iter().peekable();
    while let Some((event, range)) = events.next() {
        let start = found.events.len();
        let kind = match event {
            Event::Start(Tag::BlockQuote(kind)) => kind,
            _ => {
                found.events.push((event, range));
                continue;
            }
        };
        found.events.push((event, range));
        if let Some(kind) = kind {
            let sort = SORTS[kind as usize];
            let title_events = start + 1..start + 1;
            found.callouts.insert(start, Callout { sort, named: None, title: None, title_events, folds: None });
            continue;
        }
        let Some(paragraph) = events.next_if(|(event, _)| matches!(event, Event::Start(Tag::Paragraph))) else {
            continue;
        };
        let mark = events.next_if(|(event, _)| matches!(event, Event::Text(text) if Mark::read(text).is_some()));
        let Some((Event::Text(text), place)) = mark else {
            found.events.push(paragraph);
            continue;
        };
        let mark = Mark::read(&text).expect("it was asked for just above");
        let name = mark.name.to_lowercase();
        let known = sort(&name);
        if known.is_none() {
            found.unknown.push((mark.name.to_string(), place.start + 2..place.start + 2 + mark.name.len()));
        }
        // The title is the rest of the line, and the paragraph goes on behind it.
        let rest = text[mark.length..].trim_start();
        let mut title = Vec::new();
        if !rest.is_empty() {
            let begins = place.start + text.len() - rest.len();
            title.push((Event::Text(CowStr::from(rest.to_string())), begins.min(place.end)..place.end));
        }
        let mut depth = 0_usize;
        let mut goes_on = false;
        for (event, range) in events.by_ref() {
            match &event {
                Event::SoftBreak | Event::HardBreak if depth == 0 => {
                    goes_on = true;
                    break;
                }
                Event::End(TagEnd::Paragraph) => break,
                Event::Start(_) => depth += 1,
                Event::End(_) => depth -= 1,
                _ => {}
            }
            title.push((event, range));
        }
        let plain = plain(&title);
        let title_events = start + 1..start + 1 + title.len();
        found.events.extend(title);
        let is_empty = !goes_on && matches!(events.peek(), Some((Event::End(TagEnd::BlockQuote(_)), _)));
        let sort = known.unwrap_or(SORTS[0]);
        found.callouts.insert(
            start,
            Callout {
                sort,
                named: (sort.name != name).then(|| capital(&name)),
                title: (!title_events.is_empty()).then_some(plain),
                title_events,
                // There is nothing to fold where there is no text.
                folds: mark.open.filter(|_| !is_empty),
            },
        );
        if goes_on {
            found.events.push(paragraph);
        }
    }
    found
}

/// Returns every name that is known, for suggestions.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    let own = SORTS.iter().map(|sort| sort.name);
    own.chain(ALIASES.iter().flat_map(|(_, aliases)| aliases.iter().copied()))
}

fn sort(name: &str) -> Option<Sort> {
    let own = ALIASES.iter().find(|(_, aliases)| aliases.contains(&name)).map_or(name, |(own, _)| own);
    SORTS.into_iter().find(|sort| sort.name == own)
}

fn capital(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn plain(events: &[(Event<'_>, Range<usize>)]) -> String {
    let words = events.iter().filter_map(|(event, _)| match event {
        Event::Text(text) | Event::Code(text) | Event::InlineMath(text) => Some(&**text),
        _ => None,
    });
    words.collect::<String>().trim().to_string()
}

/// `[!NAME]` with the sign behind it, as a line begins.
struct Mark<'t> {
    name: &'t str,
    /// `+` is open, `-` is folded.
    open: Option<bool>,
    length: usize,
}

impl<'t> Mark<'t> {
    fn read(text: &'t str) -> Option<Mark<'t>> {
        let (inside, behind) = text.strip_prefix("[!")?.split_once(']')?;
        // Obsidian lets a bar and words for the style sheet follow the name.
        let name = inside.split('|').next().unwrap_or_default().trim();
        let named = name.starts_with(char::is_alphabetic)
            && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ' '));
        let open = match behind.as_bytes().first() {
            Some(b'+') => Some(true),
            Some(b'-') => Some(false),
            _ => None,
        };
        let behind = &behind[usize::from(open.is_some())..];
        let ends = behind.is_empty() || behind.starts_with(char::is_whitespace);
        (named && ends && name.len() <= 40).then_some(Mark { name, open, length: text.len() - behind.len() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parsers_kinds_stand_in_the_order_of_ours() {
        use pulldown_cmark::BlockQuoteKind::{Caution, Important, Note, Tip, Warning};
        for (kind, name) in
            [(Note, "note"), (Tip, "tip"), (Important, "important"), (Warning, "warning"), (Caution, "caution")]
        {
            assert_eq!(SORTS[kind as usize].name, name);
        }
    }

    #[test]
    fn every_alias_is_of_a_sort_and_none_is_there_twice() {
        let all: Vec<&str> = names().collect();
        assert!(all.iter().all(|name| sort(name).is_some()));
        assert!((1..all.len()).all(|at| !all[..at].contains(&all[at])));
    }

    #[test]
    fn only_a_name_in_brackets_is_a_mark() {
        let read = |text| Mark::read(text).map(|mark| (mark.name, mark.open, &text[mark.length..]));
        assert_eq!(read("[!NOTE]"), Some(("NOTE", None, "")));
        assert_eq!(read("[!faq]- Why?"), Some(("faq", Some(false), " Why?")));
        assert_eq!(read("[!info|wide]+"), Some(("info", Some(true), "")));
        for text in ["[!]", "[!NOTE]s", "[!NOTE", "![NOTE]", "[! 3]", "[!a.b] x", "[!NOTE]-- x", " [!NOTE]"] {
            assert!(read(text).is_none(), "{text}");
        }
    }
}
