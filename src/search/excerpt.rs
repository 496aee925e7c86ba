//! Which part of a note to show for a query.
//!
//! Section 5 of `RANKING.md`.

use std::collections::BTreeSet;
use std::ops::Range;

use super::marks::{Mark, Marks};
use super::text::{Document, Section};

/// So many characters at the end of an excerpt are not counted on: there it may be cut.
const MARGIN: usize = 10;
/// From so many characters after the first mark on, an excerpt may end at a space.
const AFTER: usize = 20;

/// A part of a note with the words that answer a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt<'a> {
    /// The section that it is of; nothing for the summary.
    pub section: Option<&'a Section>,
    /// The text, cut to the length asked for, with `…` where it was cut.
    pub text: String,
    /// The bytes of the text to mark.
    pub marks: Vec<Range<usize>>,
}

/// A block of a text, and from which mark on it tells the most.
struct Stretch<'a> {
    worth: usize,
    block: &'a str,
    found: Vec<Mark>,
    at: Range<usize>,
}

/// What may be shown of a section.
struct Candidate<'a> {
    section: &'a Section,
    /// How many terms its heading has.
    in_head: usize,
    shown: Stretch<'a>,
}

/// Returns the part of a note that tells the most, cut to about `length` characters.
pub fn excerpt<'a>(document: &'a Document, marks: &Marks, length: usize) -> Excerpt<'a> {
    let titled = terms(&marks.find(&document.title));
    let stretch = |text: &'a str| stretch(text, marks, length, &titled);
    let candidates = document.sections.iter().filter_map(|section| {
        let head = stretch(&section.heading);
        let in_head = head.as_ref().map_or(0, |head| terms(&head.found).len());
        let shown = match (stretch(&section.text), head) {
            (Some(text), Some(head)) if head.worth > text.worth => head,
            (text, head) => text.or(head)?,
        };
        Some(Candidate { section, in_head, shown })
    });
    let (lead, sections): (Vec<Candidate>, Vec<Candidate>) =
        candidates.partition(|candidate| candidate.section.anchor.is_empty());
    let lead = lead.into_iter().next();
    let most = sections.iter().chain(&lead).map(|candidate| candidate.shown.worth).max().unwrap_or(0);
    let best = sections
        .into_iter()
        .filter(|one| one.shown.worth == most && most > 0)
        .reduce(|best, one| if one.in_head > best.in_head { one } else { best });
    // The line that stands for the whole note.
    let summary = worth(&terms(&marks.find(&document.summary)), &titled);
    let leads = |lead: &Candidate| {
        document.summary.is_empty() || (lead.shown.worth > summary && lead.shown.worth > titled.len())
    };
    let line = match lead.filter(leads) {
        Some(lead) => Some((Some(lead.section), lead.shown.worth, lead.shown)),
        None => stretch(&document.summary).map(|shown| (None, summary, shown)),
    };
    let shown = match (best, line) {
        (Some(best), line) if line.as_ref().is_none_or(|(_, worth, _)| most >= *worth) => {
            Some((Some(best.section), best.shown))
        }
        (_, line) => line.map(|(section, _, shown)| (section, shown)),
    };
    let Some((section, shown)) = shown else {
        return Excerpt { section: None, text: String::new(), marks: Vec::new() };
    };
    let (text, marks) = cut(&shown, length);
    Excerpt { section, text, marks }
}

fn terms(marks: &[Mark]) -> BTreeSet<usize> {
    marks.iter().flat_map(|mark| &mark.terms).copied().collect()
}

/// Returns how much terms tell: what the title has not is worth the more.
fn worth(terms: &BTreeSet<usize>, titled: &BTreeSet<usize>) -> usize {
    terms.iter().map(|term| if titled.contains(term) { 1 } else { 2 }).sum()
}

/// Returns the stretch of a text that tells the most, about so long; nothing of an empty text.
fn stretch<'a>(text: &'a str, marks: &Marks, length: usize, titled: &BTreeSet<usize>) -> Option<Stretch<'a>> {
    let mut best: Option<Stretch> = None;
    for block in text.lines().filter(|block| !block.is_empty()) {
        let found = marks.find(block);
        let windows = (0..found.len()).map(|first| {
            let start = found[first].at.start;
            let end = block[start..].char_indices().nth((length - length / 4).saturating_sub(MARGIN));
            // A mark tells, however long it is.
            let end = end.map_or(block.len(), |(end, _)| start + end).max(found[first].at.end);
            let inside = found[first..].iter().take_while(|mark| mark.at.end <= end).count();
            (worth(&terms(&found[first..first + inside]), titled), start)
        });
        let most =
            windows.fold(
                (0, found.first().map_or(0, |mark| mark.at.start)),
                |best: (usize, usize), one| {
                    if one.0 > best.0 { one } else { best }
                },
            );
        if best.as_ref().is_none_or(|best| most.0 > best.worth) {
            let end = found.iter().find(|mark| mark.at.start == most.1).map_or(most.1, |mark| mark.at.end);
            best = Some(Stretch { worth: most.0, block, at: most.1..end, found });
        }
    }
    best
}

/// Cuts a stretch to a length, at spaces where there are any.
fn cut(stretch: &Stretch<'_>, length: usize) -> (String, Vec<Range<usize>>) {
    let block = stretch.block;
    // Where each character begins.
    let places: Vec<usize> = block.char_indices().map(|(at, _)| at).chain([block.len()]).collect();
    let (count, at) = (places.len() - 1, places.partition_point(|place| *place < stretch.at.start));
    let (mut start, mut end) = (0, block.len());
    if count > length {
        let from = at.saturating_sub(length / 4).min(count - length);
        if from > 0 {
            let before = places[from - 1];
            let space = block[before..stretch.at.start].find(' ');
            start = space.map_or(places[from], |space| before + space + 1);
        }
        let from = places.partition_point(|place| *place < start);
        end = places[count.min(from + length)].max(stretch.at.end);
        let least = places[count.min(at + AFTER)].max(stretch.at.end).min(end);
        if end < block.len() && !block[end..].starts_with(' ') {
            end = block[least..end].rfind(' ').map_or(end, |space| least + space);
        }
    }
    let (left, right) = (if start > 0 { "… " } else { "" }, if end < block.len() { " …" } else { "" });
    let whole = stretch.found.iter().filter(|mark| mark.at.start >= start && mark.at.end <= end);
    let moved = |at: usize| at - start + left.len();
    let marks = whole.map(|mark| moved(mark.at.start)..moved(mark.at.end)).collect();
    (format!("{left}{}{right}", &block[start..end]), marks)
}
