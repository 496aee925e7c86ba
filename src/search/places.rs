//! Where the words of a text stand in it.
//!
//! Cuts as [`words::runs`] does, by the same code. That is for the index, which asks for no places and pays for none;
//! this is for the few texts that are shown.

use std::borrow::Cow;
use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::words::{self, Run};

/// A run, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// The run.
    pub run: Run,
    /// The bytes of the text that it is.
    pub at: Range<usize>,
    /// Those of each part.
    pub parts: Vec<Range<usize>>,
}

/// Returns every run of a text with its place.
pub fn placed(text: &str) -> Vec<Placed> {
    let normal = Normal::of(text);
    let mut all = Vec::new();
    words::cut(&normal.text, &mut |run, at| {
        let run = std::mem::take(run);
        let parts = match run.parts.len() {
            1 => vec![normal.place(&at)],
            _ => parts(&normal.text[at.clone()])
                .map(|part| normal.place(&(at.start + part.start..at.start + part.end)))
                .collect(),
        };
        all.push(Placed { run, at: normal.place(&at), parts });
    });
    all
}

/// Returns where the parts of a run stand in it.
fn parts(run: &str) -> impl Iterator<Item = Range<usize>> {
    let mut parts = Vec::new();
    for piece in words::pieces(run) {
        words::humps(&piece.text, &mut |part| {
            if !words::fold(part).is_empty() {
                let written = matches!(piece.text, Cow::Borrowed(_)).then_some(part);
                parts.push(words::place(written.unwrap_or(piece.written), run));
            }
        });
    }
    parts.into_iter()
}

/// A text in NFKC without soft hyphens.
struct Normal<'a> {
    text: Cow<'a, str>,
    /// For each of its bytes, the bytes of the text as it was that it comes of.
    places: Vec<Range<usize>>,
}

impl<'a> Normal<'a> {
    fn of(text: &'a str) -> Self {
        if text.is_ascii() || text.nfkc().filter(|c| *c != '\u{AD}').eq(text.chars()) {
            return Normal { text: Cow::Borrowed(text), places: Vec::new() };
        }
        let (mut normal, mut places) = (String::new(), Vec::new());
        let mut rest = text;
        while !rest.is_empty() {
            let end = rest.char_indices().skip(1).find(|(_, c)| !joins(*c)).map_or(rest.len(), |(at, _)| at);
            let (start, known) = (text.len() - rest.len(), normal.len());
            normal.extend(rest[..end].nfkc().filter(|c| *c != '\u{AD}'));
            places.extend((known..normal.len()).map(|_| start..start + end));
            rest = &rest[end..];
        }
        Normal { text: Cow::Owned(normal), places }
    }

    /// Returns the place in the text as it was.
    fn place(&self, at: &Range<usize>) -> Range<usize> {
        match (self.places.get(at.start), self.places.get(at.end - 1)) {
            (Some(first), Some(last)) => first.start..last.end,
            _ => at.clone(),
        }
    }
}

/// Whether a letter may become one with what is before it: marks, and the vowels and ends of Korean syllables.
fn joins(c: char) -> bool {
    let first = std::iter::once(c).nfkd().next().unwrap_or(c);
    is_combining_mark(first) || matches!(first, '\u{1160}'..='\u{11FF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Shows each run as it is written, and its parts where there are several.
    fn shown(text: &str) -> String {
        let one = |placed: Placed| {
            let parts: Vec<&str> = placed.parts.iter().map(|part| &text[part.clone()]).collect();
            let whole = &text[placed.at];
            if parts.len() > 1 { format!("{whole}={}", parts.join("|")) } else { whole.to_string() }
        };
        placed(text).into_iter().map(one).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn runs_and_their_parts_stand_where_they_are_written() {
        assert_eq!(
            shown("See slack.com/intl, (HttpClient)."),
            "See slack.com/intl=slack|com|intl HttpClient=Http|Client"
        );
        assert_eq!(shown("don't l'export o'clock's dogs'"), "don't l'export=l|export o'clock's=o|clock dogs");
        assert_eq!(shown("再起動 ab語"), "再起 起動 ab 語");
    }

    #[test]
    fn places_are_those_of_the_text_as_it_was() {
        assert_eq!(
            shown("a ﬁle Ａ－Ｂ soft\u{AD}ware cafe\u{301} ½"),
            "a ﬁle Ａ－Ｂ=Ａ|Ｂ soft\u{AD}ware cafe\u{301} ½ ½"
        );
        assert_eq!(shown("ｶﾞｽ\u{1112}\u{1161}\u{11AB}"), "ｶﾞｽ \u{1112}\u{1161}\u{11AB}");
    }

    #[test]
    fn the_words_are_those_of_the_index() {
        for text in [
            "l'Été d’août, v2.4.1",
            "ｶﾞｷﾞ ﾊﾟﾋﾟ",
            "\u{1112}\u{1161}\u{11AB}글 ﾡￂ",
            "x\u{302}\u{301}y ﷺ ½⅓ ĳ ﬆ",
            "\u{301}a \u{AD}b\u{AD}",
        ] {
            let runs: Vec<Run> = placed(text).into_iter().map(|placed| placed.run).collect();
            assert_eq!(runs, words::all(text), "{text}");
        }
    }
}
