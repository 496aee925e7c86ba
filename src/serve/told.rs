//! Diagnostics as the browser is told them: plain data, with the lines around the place.
//!
//! The browser only lays it out. Nothing here is ever part of a page that is published.

use serde::Serialize;

use super::site::Texts;
use crate::diagnostic::Diagnostic;
use crate::source::line_column;

/// Lines shown above and below the place.
const AROUND: usize = 2;

/// Characters of a line that are shown: around the place, where it is longer.
const WIDEST: usize = 160;

/// A diagnostic.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Told {
    /// `link/broken`.
    pub code: &'static str,
    /// `error`, `warning` or `suggestion`.
    pub severity: &'static str,
    /// What is there.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// The file, as messages name it.
    pub file: String,
    /// From 1; nothing where the file's text is not known.
    pub line: Option<usize>,
    /// From 1.
    pub column: Option<usize>,
    /// What is said at the place itself.
    pub label: String,
    /// The lines around it.
    pub frame: Vec<Line>,
}

/// A line of a frame.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Line {
    /// From 1.
    pub number: usize,
    /// What stands before the place, at the place, and after it; all in the first where the place is elsewhere.
    pub parts: [String; 3],
    /// Whether it has the place, or some of it.
    pub hit: bool,
}

/// Returns a diagnostic with its frame.
pub fn told(found: &Diagnostic, texts: &Texts) -> Told {
    let span = &found.primary.span;
    let text = texts(&span.file).filter(|text| !text.is_empty());
    let place = text.as_deref().map(|text| line_column(text, span.start));
    Told {
        code: found.code.0,
        severity: found.severity.name(),
        message: found.message.clone(),
        help: found.help.clone(),
        file: span.file.to_string(),
        line: place.map(|(line, _)| line),
        column: place.map(|(_, column)| column),
        label: found.primary.text.clone(),
        frame: text.map(|text| frame(&text, span.start, span.end)).unwrap_or_default(),
    }
}

fn frame(text: &str, start: usize, end: usize) -> Vec<Line> {
    let first = line_column(text, start).0;
    // Of a place of many lines the first is enough to find it.
    let last = line_column(text, end.max(start)).0.min(first + AROUND);
    let mut lines = Vec::new();
    let mut at = 0;
    for (index, line) in text.split_inclusive('\n').enumerate() {
        let number = index + 1;
        let here = at;
        at += line.len();
        if number + AROUND < first {
            continue;
        }
        if number > last + AROUND {
            break;
        }
        let line = line.trim_end_matches(['\n', '\r']);
        let hit = (first..=last).contains(&number) && (number == first || end > here);
        let inside = |offset: usize| floor(line, offset.saturating_sub(here));
        let (from, to) = if hit { (inside(start), inside(end.max(start))) } else { (line.len(), line.len()) };
        let parts = [&line[..from], &line[from..to.max(from)], &line[to.max(from)..]];
        lines.push(Line { number, parts: cut(parts), hit });
    }
    lines
}

fn floor(line: &str, offset: usize) -> usize {
    let mut offset = offset.min(line.len());
    while !line.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

/// Cuts a long line around its place.
fn cut([before, place, after]: [&str; 3]) -> [String; 3] {
    let count = |text: &str| text.chars().count();
    if count(before) + count(place) + count(after) <= WIDEST {
        return [before, place, after].map(str::to_owned);
    }
    let place_kept: String = place.chars().take(WIDEST).collect();
    let room = WIDEST - count(&place_kept);
    let kept = if place.is_empty() && after.is_empty() { 0 } else { count(before).min(room / 2) };
    let skipped = count(before) - kept;
    let before: String = match (kept, skipped) {
        (0, _) => before.chars().take(room).chain(['…']).collect(),
        (_, 0) => before.to_string(),
        _ => std::iter::once('…').chain(before.chars().skip(skipped)).collect(),
    };
    let mut after_kept: String = after.chars().take(room - kept).collect();
    if count(after) > room - kept {
        after_kept.push('…');
    }
    [before, place_kept, after_kept]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Span;
    use std::sync::Arc;

    fn of(text: &'static str, range: std::ops::Range<usize>) -> Told {
        let found = Diagnostic::new("link/broken", Span::new(&Arc::from("content/a.md"), range), "no note");
        told(&found, &(Arc::new(move |_: &str| Some(Arc::from(text))) as Texts))
    }

    #[test]
    fn the_frame_shows_the_place_among_its_neighbours() {
        let told = of("one\ntwo\nthrée four\nfive\nsix\nseven\n", 15..19);
        assert_eq!((told.line, told.column), (Some(3), Some(7)));
        let numbers: Vec<usize> = told.frame.iter().map(|line| line.number).collect();
        assert_eq!(numbers, [1, 2, 3, 4, 5]);
        assert_eq!(told.frame[2].parts, ["thrée ", "four", ""].map(str::to_owned));
        assert!(told.frame[2].hit && !told.frame[1].hit && !told.frame[3].hit);
    }

    #[test]
    fn a_place_that_the_text_does_not_have_is_no_panic() {
        for (start, end) in [(0, 0), (3, 3), (4, 99), (99, 3), (2, 3)] {
            of("aé\n", std::ops::Range { start, end });
        }
        assert_eq!(of("", 0..0).line, None);
    }

    #[test]
    fn a_long_line_is_cut_around_the_place() {
        let long: &'static str = Box::leak(format!("{}HERE{}", "a".repeat(999), "b".repeat(999)).into_boxed_str());
        let line = &of(long, 999..1003).frame[0];
        assert_eq!(line.parts[1], "HERE");
        assert!(line.parts[0].starts_with('…') && line.parts[2].ends_with('…'));
        assert!(line.parts.concat().chars().count() <= WIDEST + 2);
    }
}
