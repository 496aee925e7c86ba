//! The coach's panel: what it says of the note that is looked at, and the one thing that the panel may write.
//!
//! It is told to whoever sits at this machine and to nobody else, is part of no page, and leaves no trace: nothing is
//! counted, and which hints were put aside is known to the browser's session alone. A browser names a hint and never
//! a text: what is written is the coach's own rewrite, and only into the very text that the hint is about.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::guard::Guard;
use super::http::{Answer, Request};
use super::room::{Desk, answer_json, page_of, refused, signed};
use super::site::Moment;
use crate::diagnostic::Diagnostic;
use crate::hashed::digest;
use crate::source::{Span, line_column};

/// More hints of one note than these are counted and not sent.
const MOST: usize = 50;

/// The most characters of an excerpt on either side of its place.
const WIDEST: usize = 90;

/// A hint as the panel shows it.
#[derive(Serialize)]
struct Hint<'a> {
    /// What it is known by as long as its sentence is what it is, wherever in the note it stands.
    id: String,
    code: &'a str,
    /// From 1; nothing for a hint about the whole note.
    line: Option<usize>,
    editor: Option<String>,
    /// What stands before the words, the words, and what stands after them.
    phrase: Option<[String; 3]>,
    message: &'a str,
    why: Option<&'a str>,
    /// What to ask, where there is no rewrite.
    ask: Option<&'a str>,
    /// The sentence with the rewrite in its place.
    kinder: Option<[String; 3]>,
}

/// Returns what the coach says of a note, for its author; nothing where others than the author can ask.
pub(super) fn told(file: &str, moment: &Moment, guard: &Guard, desk: &dyn Desk) -> Option<Value> {
    // A build that is not served has texts that the one which is served knows nothing of.
    if guard.is_open() || !moment.is_served() {
        return None;
    }
    let text = (moment.texts)(file).unwrap_or_default();
    let all = of_note(file, moment, &text);
    let shown: Vec<Hint> = all
        .iter()
        .take(MOST)
        .map(|(id, found)| {
            let span = &found.primary.span;
            let place = (span.start < span.end).then(|| line_column(&text, span.start));
            let fix = found.fix.as_ref();
            Hint {
                id: id.clone(),
                code: found.code.0,
                line: place.map(|(line, _)| line),
                editor: place.and_then(|(line, column)| desk.editor(file, line, column)),
                phrase: place.map(|_| excerpt(&text, span, &text[span.start..span.end])),
                message: &found.message,
                why: found.why.as_deref(),
                ask: found.help.as_deref().filter(|_| fix.is_none()),
                kinder: fix.map(|fix| excerpt(&text, &fix.span, &fix.text)),
            }
        })
        .collect();
    // Of which text it is told, so that a page knows whether it was asked before or after that was written.
    let version = format!("{:032x}", digest(&*text).0);
    Some(json!({ "count": all.len(), "hints": shown, "token": guard.token(), "version": version }))
}

#[derive(Deserialize)]
struct Wanted {
    page: String,
    hint: String,
}

/// Writes a hint's rewrite into its note.
pub(super) fn take(request: &Request, moment: &Moment, guard: &Guard, desk: &dyn Desk) -> Answer {
    let wanted: Wanted = match signed(request, guard, "a page and a hint") {
        Ok(wanted) => wanted,
        Err(refusal) => return refusal,
    };
    let changed = || refused(409, "the note has changed meanwhile: nothing was written");
    let Some(file) = moment.served.file(&page_of(&wanted.page)) else { return changed() };
    let Some(text) = (moment.texts)(file).filter(|_| moment.is_served()) else { return changed() };
    let all = of_note(file, moment, &text);
    let found = all.iter().find(|(id, _)| *id == wanted.hint).and_then(|(_, found)| found.fix.as_ref());
    let Some(fix) = found.filter(|fix| fix.span.file == *file) else { return changed() };
    let kinder = format!("{}{}{}", &text[..fix.span.start], fix.text, &text[fix.span.end..]);
    match desk.rewrite(file, &text, &kinder) {
        Ok(()) => answer_json(200, &json!({ "file": &**file })),
        Err(words) => refused(409, &words),
    }
}

/// Returns the hints of a note whose places its text has, in order, each with what it is known by: `KEY-N.OF`, its
/// sentence and which of how many alike it is. Where one of them is rewritten, none of the others has its name.
fn of_note(file: &str, moment: &Moment, text: &str) -> Vec<(String, Diagnostic)> {
    let (mut seen, mut alike): (HashMap<u128, usize>, HashMap<u128, usize>) = (HashMap::new(), HashMap::new());
    let has = |span: &Span| *span.file != *file || text.get(span.start..span.end).is_some();
    let mut here = moment.served.coach(file);
    here.retain(|found| has(&found.primary.span) && found.fix.iter().all(|fix| has(&fix.span)));
    // What is about the whole note comes after its sentences.
    here.sort_by_key(|found| found.primary.span.start == found.primary.span.end);
    let keyed = here.into_iter().map(|found| {
        let span = &found.primary.span;
        let said = (span.start < span.end).then(|| excerpt(text, span, &text[span.start..span.end]));
        let key = digest(&(file, found.code.0, &found.message, said)).0;
        *alike.entry(key).or_default() += 1;
        (key, found)
    });
    let keyed: Vec<(u128, Diagnostic)> = keyed.collect();
    let known = keyed.into_iter().map(|(key, found)| {
        let nth = seen.entry(key).or_default();
        *nth += 1;
        (format!("{key:032x}-{nth}.{}", alike[&key]), found)
    });
    known.collect()
}

/// Returns the sentence around a place, on its line, with `words` at the place.
fn excerpt(text: &str, span: &Span, words: &str) -> [String; 3] {
    const ENDS: [&str; 4] = ["\n", ". ", "? ", "! "];
    let (before, after) = (&text[..span.start], &text[span.end..]);
    let from = ENDS.iter().filter_map(|end| before.rfind(end).map(|at| at + end.len())).max().unwrap_or(0);
    // A stop belongs to what it ends.
    let until = |end: &str| after.find(end).map(|at| at + usize::from(end != "\n"));
    let to = ENDS.iter().filter_map(|end| until(end)).min().unwrap_or(after.len());
    let before = before[from..].trim_start_matches(['#', '>', '-', '*', '+', ' ']);
    let after = after[..to].trim_end();
    let skipped = before.chars().count().saturating_sub(WIDEST);
    let mut shown: String = before.chars().skip(skipped).collect();
    if skipped > 0 {
        shown.insert(0, '…');
    }
    let mut rest: String = after.chars().take(WIDEST).collect();
    if rest.len() < after.len() {
        rest.push('…');
    }
    [shown, words.split_whitespace().collect::<Vec<_>>().join(" "), rest]
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[test]
    fn an_excerpt_is_the_sentence_on_its_line() {
        let text = "One. - The crew should have asked. Two.\n- Then é it\nwas";
        let of = |words: &str| {
            let start = text.find(words).expect("it is there");
            excerpt(text, &Span::new(&Arc::from("a.md"), start..start + words.len()), words).concat()
        };
        assert_eq!(of("should have"), "The crew should have asked.");
        assert_eq!(of("it"), "Then é it");
        assert_eq!(of("One"), "One.");
        let long = format!("{} here {}", "a".repeat(200), "b".repeat(200));
        let [before, words, after] = excerpt(&long, &Span::new(&Arc::from("a.md"), 201..205), "here");
        assert_eq!((before.chars().count(), &*words, after.chars().count()), (WIDEST + 1, "here", WIDEST + 1));
        assert!(before.starts_with('…') && after.ends_with('…'));
    }
}
