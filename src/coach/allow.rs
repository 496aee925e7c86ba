//! Allowances: `<!-- candor: allow coach/naming: quoted with consent -->`.
//!
//! One stands in the block it is about, at its end, or on a line of its own
//! before it, and gives its reason. It silences the coach alone: what is wrong
//! with a note cannot be wished away.

use std::ops::Range;

use crate::diagnostic::{CODES, Diagnostic};
use crate::nearest::did_you_mean;
use crate::note::Note;
use crate::note::markdown::prose::Block;
use crate::source::Span;

const UNUSED: &str = "coach/unused";

/// Takes out what a note allows, and tells of allowances that allow nothing.
///
/// `places` are the blocks of the hints, by number; nothing for a hint about the whole note.
pub(super) fn apply(
    note: &Note,
    blocks: &[Block],
    mut hints: Vec<(Option<usize>, Diagnostic)>,
    off: &dyn Fn(&str) -> bool,
) -> Vec<Diagnostic> {
    let mut told = Vec::new();
    for comment in &note.body.comments {
        let Some(written) = allowance(&note.text[comment.clone()]) else { continue };
        let span = || Span::new(&note.path, comment.clone());
        let (code, reason) = written.split_once(':').map_or((written, ""), |(code, why)| (code.trim(), why.trim()));
        let mut known = CODES.iter().map(|known| known.code).filter(|known| known.starts_with("coach/"));
        if !known.clone().any(|known| known == code) {
            // `judgment`, or a code with its reason after a space, is meant as well as it can be.
            let first = code.split_whitespace().next().unwrap_or_default();
            let whole = format!("coach/{}", first.trim_start_matches("coach/"));
            let help = did_you_mean(&whole, known.by_ref()).unwrap_or_else(|| {
                let codes: Vec<&str> =
                    CODES.iter().map(|known| known.code).filter(|code| code.starts_with("coach/")).collect();
                format!("an allowance is for one of the coach's hints: {}", codes.join(", "))
            });
            told.push(Diagnostic::new(UNUSED, span(), format!("`{code}` is nothing that can be allowed")).help(help));
            continue;
        }
        if reason.is_empty() {
            let help = format!("say why, for whoever reads the note next: `allow {code}: quoted with consent`");
            told.push(Diagnostic::new(UNUSED, span(), "an allowance without a reason allows nothing").help(help));
            continue;
        }
        let block = block(&note.text, blocks, comment);
        let before = hints.len();
        hints.retain(|(place, hint)| hint.code.0 != code || !(place.is_none() || *place == block));
        // What the site turned off would not have been found in any case.
        if hints.len() == before && !off(code) {
            let message = format!("nothing here needs the allowance of `{code}` any more");
            told.push(Diagnostic::new(UNUSED, span(), message).help("take the comment out"));
        }
    }
    told.extend(hints.into_iter().map(|(_, hint)| hint));
    told
}

/// Returns what a comment allows, with its reason.
fn allowance(comment: &str) -> Option<&str> {
    let inner = comment.strip_prefix("<!--")?.strip_suffix("-->")?.trim();
    inner.strip_prefix("candor:")?.trim_start().strip_prefix("allow").map(str::trim)
}

/// Returns the block that a comment is about: the one it is in or at the end of, else the next.
fn block(text: &str, blocks: &[Block], comment: &Range<usize>) -> Option<usize> {
    let place = |block: &Block| block.in_file(0..block.text.len());
    let holds = |block: &Block| {
        let place = place(block);
        place.start < comment.start && (comment.start < place.end || !text[place.end..comment.start].contains('\n'))
    };
    let within = blocks.iter().rposition(holds);
    within.or_else(|| blocks.iter().position(|block| place(block).start >= comment.end))
}
