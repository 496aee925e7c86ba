//! Draws diagnostics for a terminal: the message, the place, the line with a caret, what to do.
//!
//! It neither sorts nor drops: what is given is drawn, in the order given.
//! Nothing of the text reaches the terminal as a control character.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use annotate_snippets::renderer::{DEFAULT_EMPHASIS_STYLE, DEFAULT_LINE_NUM_STYLE, DecorStyle};
use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};

use crate::diagnostic::{Diagnostic, Label, Severity};
use crate::source::{FilePath, Lines};

/// Fewer columns than this are taken for this many: no line would be left to show.
const NARROWEST: usize = 40;

/// Draws diagnostics, one after the other with an empty line between.
///
/// `text` gives the text of a file by its path; a file without one is named
/// and not shown. `width` is that of the terminal in columns; longer lines are
/// cut around the place. Ends with a line break unless there is nothing to draw.
pub fn draw(diagnostics: &[Diagnostic], text: &dyn Fn(&str) -> Option<Arc<str>>, colour: bool, width: usize) -> String {
    let renderer = if colour { Renderer::styled().hyperlink(false) } else { Renderer::plain() };
    let renderer = renderer.decor_style(DecorStyle::Ascii).term_width(width.max(NARROWEST));
    let mut texts = Texts { text, known: HashMap::new() };
    let drawn: Vec<String> =
        diagnostics.iter().map(|diagnostic| draw_one(diagnostic, &mut texts, &renderer, colour)).collect();
    drawn.join("\n")
}

/// The texts of files, each with its lines counted once.
struct Texts<'a> {
    text: &'a dyn Fn(&str) -> Option<Arc<str>>,
    known: HashMap<FilePath, Option<(Arc<str>, Lines)>>,
}

impl Texts<'_> {
    fn of(&mut self, file: &FilePath) -> Option<&(Arc<str>, Lines)> {
        let read =
            || (self.text)(file).filter(|text| !text.is_empty()).map(|text| (Arc::clone(&text), Lines::new(text)));
        self.known.entry(Arc::clone(file)).or_insert_with(read).as_ref()
    }
}

/// More suggestions than these are counted and not drawn: nobody reads hundreds, and warnings would be lost among them.
const SUGGESTIONS: usize = 40;

/// Returns what to draw of all this, and whether that leaves suggestions out, of which there are too many.
pub fn few(diagnostics: &[Diagnostic]) -> (Vec<Diagnostic>, bool) {
    let is_suggestion = |found: &Diagnostic| found.severity == Severity::Suggestion;
    let many = diagnostics.iter().filter(|found| is_suggestion(found)).count() > SUGGESTIONS;
    (diagnostics.iter().filter(|found| !(many && is_suggestion(found))).cloned().collect(), many)
}

/// Returns how many there are of each severity: `2 errors, 1 warning`; `no problems` for none.
pub fn summary(diagnostics: &[Diagnostic]) -> String {
    let counts: Vec<String> = [Severity::Error, Severity::Warning, Severity::Suggestion]
        .into_iter()
        .filter_map(|severity| {
            let count = diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count();
            let plural = if count == 1 { "" } else { "s" };
            (count > 0).then(|| format!("{count} {severity}{plural}"))
        })
        .collect();
    if counts.is_empty() { String::from("no problems") } else { counts.join(", ") }
}

fn draw_one(diagnostic: &Diagnostic, texts: &mut Texts<'_>, renderer: &Renderer, colour: bool) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        // The name is ours; the colour is that of a hint.
        Severity::Suggestion => Level::INFO.with_name(Severity::Suggestion.name()),
    };
    let title = level.primary_title(harmless(&diagnostic.message)).id(diagnostic.code.0);
    let mut group = Group::with_title(title);
    let mut last_line = 0;
    for (index, labels) in by_file(diagnostic).into_iter().enumerate() {
        let (element, line) = place(&labels, index == 0, texts);
        group = group.element(element);
        last_line = last_line.max(line);
    }
    let mut drawn = renderer.render(&[group]);
    drawn.truncate(drawn.trim_end().len());
    drawn.push('\n');
    if let Some(help) = &diagnostic.help {
        // The renderer would leave an empty frame line before it.
        let gutter = if last_line == 0 { 0 } else { last_line.ilog10() as usize + 1 };
        let (mark, word) = if colour { (DEFAULT_LINE_NUM_STYLE, DEFAULT_EMPHASIS_STYLE) } else { Default::default() };
        let help = harmless(help);
        drawn.push_str(&format!("{:gutter$} {mark}={mark:#} {word}help{word:#}: {help}\n", ""));
    }
    drawn
}

/// The labels of each file; the primary label is the first of the first file.
fn by_file(diagnostic: &Diagnostic) -> Vec<Vec<&Label>> {
    let mut files: Vec<Vec<&Label>> = Vec::new();
    for label in std::iter::once(&diagnostic.primary).chain(&diagnostic.others) {
        match files.iter_mut().find(|labels| labels[0].span.file == label.span.file) {
            Some(labels) => labels.push(label),
            None => files.push(vec![label]),
        }
    }
    files
}

/// The part of one file that is shown, and its last line's number; only the file's name, and 0, where it has no text.
fn place<'a>(labels: &[&Label], first: bool, texts: &mut Texts<'_>) -> (Element<'a>, usize) {
    let path = harmless(&labels[0].span.file);
    let Some((text, lines)) = texts.of(&labels[0].span.file) else {
        return (Origin::path(path).into(), 0);
    };
    let spans: Vec<Range<usize>> = labels.iter().map(|label| shown(text, label.span.start, label.span.end)).collect();
    // Only the lines in question are handed on, so that a long file costs no more than a short one.
    let start = spans.iter().map(|span| span.start).min().unwrap_or(0);
    let start = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let end = spans.iter().map(|span| span.end).max().unwrap_or(text.len());
    let last_line = lines.line_column(end).0;
    let end = text[end..].find('\n').map_or(text.len(), |at| end + at + 1);
    let line = lines.line_column(start).0;

    let annotations = labels.iter().zip(spans).enumerate().map(|(index, (label, span))| {
        let kind = if first && index == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
        let words = (!label.text.is_empty()).then(|| harmless(&label.text));
        kind.span(span.start - start..span.end - start).label(words)
    });
    let snippet = Snippet::source(harmless_same_length(&text[start..end]))
        .line_start(line)
        .path(path)
        .annotations(annotations.collect::<Vec<_>>());
    (snippet.into(), last_line)
}

/// A span that the text has: on character boundaries, and without the line break at its end.
fn shown(text: &str, start: usize, end: usize) -> Range<usize> {
    let boundary = |at: usize| (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    let mut start = boundary(start);
    // The end of a file that closes with a line break is the end of its last line, not an empty line below it.
    if start == text.len() && text.ends_with('\n') {
        start = text.trim_end_matches(['\n', '\r']).len();
        return start..start;
    }
    if text[..start].ends_with('\r') && text[start..].starts_with('\n') {
        start -= 1;
    }
    let mut end = boundary(end).max(start);
    end = start + text[start..end].trim_end_matches(['\n', '\r']).len();
    start..end
}

/// Control characters as something to look at, without moving any other byte.
///
/// The renderer shows ASCII controls as their pictures and gives tabs their
/// width, but lets the controls from U+0080 to U+009F pass, which terminals
/// obey as well. Those are two bytes each, and so is what stands for them.
fn harmless_same_length(text: &str) -> String {
    text.chars().map(|letter| if ('\u{80}'..='\u{9f}').contains(&letter) { '¿' } else { letter }).collect()
}

/// The same for messages and paths, where a line break would break the frame too.
fn harmless(text: &str) -> Cow<'static, str> {
    let picture = |letter: char| match letter {
        '\n' | '\r' | '\t' => ' ',
        '\u{7f}' => '␡',
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(letter)).unwrap_or('?'),
        '\u{80}'..='\u{9f}' => '¿',
        // Marks that turn the direction of what follows them.
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{fffd}',
        other => other,
    };
    Cow::Owned(text.chars().map(picture).collect())
}

#[cfg(test)]
mod tests;
