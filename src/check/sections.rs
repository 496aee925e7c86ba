//! Sections that notes of a kind usually have.
//!
//! Takes a heading in any language that the theme's words give for it: one site may have notes in several.

use crate::diagnostic::Diagnostic;
use crate::kind::Section;
use crate::note::markdown::Heading;
use crate::note::token::{Token, first};
use crate::source::Span;
use crate::wiki::Entry;
use crate::wiki::link::fold;

/// Returns one suggestion that names the sections that are not there.
///
/// A note that has none of them has a form of its own and is left alone.
pub(super) fn check(entry: &Entry) -> Option<Diagnostic> {
    let sections = &entry.kind.sections;
    let headings: Vec<String> = entry.note.body.headings.iter().map(|heading| plain(&heading.text)).collect();
    let has = |names: &[String]| names.iter().any(|name| headings.contains(&plain(name)));
    let here = |section: &&Section| has(&section.names) || section.elsewhere.values().any(|names| has(names));
    let missing: Vec<&Section> = sections.iter().filter(|section| !here(section)).collect();
    if missing.is_empty() || missing.len() == sections.len() {
        return None;
    }
    let language = language(sections, &has);
    let preferred = |section: &&Section| {
        let names = language.and_then(|language| section.elsewhere.get(language)).unwrap_or(&section.names);
        names.first().map(|name| format!("“{name}”"))
    };
    let names = missing.iter().filter_map(preferred).collect::<Vec<_>>().join(", ");
    let kind = entry.kind.label.to_lowercase();
    Some(
        Diagnostic::new(
            "section/missing",
            Span::new(&entry.note.path, 0..0),
            format!("a {kind} usually has a section {names} too"),
        )
        .help("add it if there is something to say; an empty section helps nobody"),
    )
}

/// Returns one suggestion that names the headings with nothing below them, of a kind that has sections.
pub(super) fn empty(entry: &Entry) -> Option<Diagnostic> {
    let body = &entry.note.body;
    let names: Vec<String> = (0..body.headings.len())
        .filter(|&number| is_empty(&body.html, &body.headings, number))
        .map(|number| format!("“{}”", body.headings[number].text))
        .collect();
    if names.is_empty() {
        return None;
    }
    let message = format!("nothing is written below {}", names.join(", "));
    Some(Diagnostic::new("section/empty", Span::new(&entry.note.path, 0..0), message).help(
        "write a line or two, or take the heading out; `status: draft` keeps a note that is not ready to the preview",
    ))
}

/// Whether nothing stands between a heading and the next one that is no part of its section, or the end.
fn is_empty(html: &str, headings: &[Heading], number: usize) -> bool {
    let heading = &headings[number];
    let closing = format!("</h{}>", heading.level);
    let Some((_, after)) = html.split_once(&Token::Heading(number).text()) else { return false };
    let Some((_, below)) = after.split_once(&closing) else { return false };
    match first(below.trim_start()) {
        Some(Token::Heading(next)) => headings[next].level <= heading.level,
        Some(Token::End) => true,
        _ => below.trim().is_empty(),
    }
}

/// Returns the language that most of a note's headings are in; nothing for that of `kind.toml`.
fn language<'a>(sections: &'a [Section], has: &dyn Fn(&[String]) -> bool) -> Option<&'a str> {
    let own = sections.iter().filter(|section| has(&section.names)).count();
    let mut best = (own, None);
    for language in sections.iter().flat_map(|section| section.elsewhere.keys()) {
        let found = sections.iter().filter(|section| section.elsewhere.get(language).is_some_and(|names| has(names)));
        let found = found.count();
        if found > best.0 {
            best = (found, Some(language.as_str()));
        }
    }
    best.1
}

/// Returns a heading as it is compared: an apostrophe is one, however it was typed.
fn plain(heading: &str) -> String {
    fold(heading).replace('’', "'")
}
