//! Takes comments out of the text before it is read as Markdown.
//!
//! For CommonMark a comment in a sentence ends with its paragraph, and what
//! follows would be published. Here a comment goes on to its `-->`, as its
//! author means it. An emptied comment of as many bytes stays in its place, on
//! one line: all places stay right, and no other block begins or ends for it.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag};

/// How much text may be read again, in bytes, for the comments that go across
/// lines: far more than any note asks for, and little enough never to be stuck in one.
const PATIENCE: usize = 64 * 1024 * 1024;

/// A body without what its comments say.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Emptied {
    /// The body, as long as it was; nothing when it has no comment.
    pub(super) text: Option<String>,
    /// The comments with their signs, by their bytes in the body.
    pub(super) comments: Vec<Range<usize>>,
    /// Why the rest was left out, from this byte on.
    pub(super) stopped: Option<(usize, Stop)>,
}

/// Why a body could not be read to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// A comment never closes.
    Unclosed,
    /// Reading it would take too long.
    TooMany,
}

/// Empties the comments of a body. Code and formulas are left alone.
pub(super) fn empty(body: &str, extensions: Options) -> Emptied {
    empty_within(body, extensions, PATIENCE)
}

fn empty_within(body: &str, extensions: Options, mut patience: usize) -> Emptied {
    let mut emptied = Emptied { text: None, comments: Vec::new(), stopped: None };
    if !body.contains("<!--") {
        return emptied;
    }
    let mut text = body.to_string();
    let mut literal = literal(&text, extensions);
    let mut from = 0;
    while let Some(at) = text[from..].find("<!--").map(|at| from + at) {
        let next = literal.partition_point(|range| range.end <= at);
        if let Some(range) = literal.get(next).filter(|range| range.start <= at) {
            from = range.end;
            continue;
        }
        if text[..at].bytes().rev().take_while(|&byte| byte == b'\\').count() % 2 == 1 {
            from = at + 4;
            continue;
        }
        // `<!-->` and `<!--->` are whole.
        let close = ["<!-->", "<!--->"].into_iter().find(|whole| text[at..].starts_with(whole)).map(str::len);
        let Some(end) = close.or_else(|| text[at + 4..].find("-->").map(|end| 4 + end + 3)).map(|length| at + length)
        else {
            emptied.stopped = Some((at, Stop::Unclosed));
            break;
        };
        if close.is_none() {
            let inside = at + 4..end - 3;
            // What no parser could take for the start or the end of code, a formula or a block.
            let harmless = !text[inside.clone()].contains(['\n', '\r', '`', '~', '$', '|']);
            text.replace_range(inside.clone(), &" ".repeat(inside.len()));
            if !harmless {
                if patience < text.len() {
                    emptied.stopped = Some((at, Stop::TooMany));
                    break;
                }
                patience -= text.len();
                literal = self::literal(&text, extensions);
            }
        }
        emptied.comments.push(at..end);
        from = end;
    }
    if let Some((at, _)) = emptied.stopped {
        let rest: String = text[at..].bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }).collect();
        text.replace_range(at.., &rest);
    }
    emptied.text = Some(text);
    emptied
}

/// Where the text stands for itself, in order.
fn literal(text: &str, extensions: Options) -> Vec<Range<usize>> {
    let shown = |(event, range): (Event<'_>, Range<usize>)| match event {
        Event::Code(_) | Event::InlineMath(_) | Event::DisplayMath(_) | Event::Start(Tag::CodeBlock(_)) => Some(range),
        _ => None,
    };
    Parser::new_ext(text, extensions).into_offset_iter().filter_map(shown).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn emptied(body: &str) -> Emptied {
        empty(body, Options::ENABLE_TABLES | Options::ENABLE_MATH)
    }

    #[test]
    fn a_comment_is_emptied_and_every_place_stays() {
        let body = "é <!-- ü\n\nx --> after <!-- y -->";
        let text = emptied(body).text.expect("there is a comment");
        assert_eq!(text, "é <!--       --> after <!--   -->");
        assert_eq!(text.len(), body.len());
        assert_eq!(emptied(body).comments, [3..17, 24..34]);
        assert_eq!(emptied("a -- b").text, None);
    }

    #[test]
    fn code_formulas_and_escaped_signs_are_left_alone() {
        for body in
            ["`<!-- a -->`", "```\n<!-- a\n```", "    <!-- a -->", "$<!-- a$", "\\<!-- a", "<!--> a", "<!---> a"]
        {
            assert_eq!(emptied(body).text.as_deref(), Some(body));
            assert_eq!(emptied(body).stopped, None, "{body}");
        }
    }

    #[test]
    fn code_that_a_comment_seemed_to_open_is_none() {
        let text = emptied("a <!-- \n```\nb -->\n\n<!-- c -->").text.expect("there are comments");
        assert!(!text.contains(['`', 'b', 'c']), "{text}");
    }

    #[test]
    fn an_unclosed_comment_leaves_nothing_of_the_rest() {
        let found = emptied("a\n\n<!-- b\nc");
        assert_eq!(found.stopped, Some((3, Stop::Unclosed)));
        assert_eq!(found.text.as_deref(), Some("a\n\n      \n "));
    }

    #[test]
    fn very_many_comments_end_in_an_answer() {
        let body = "Text <!-- a\n\nb -->\n\n".repeat(1_000);
        let found = empty_within(&body, Options::empty(), 5 * body.len());
        assert!(matches!(found.stopped, Some((_, Stop::TooMany))));
    }
}
