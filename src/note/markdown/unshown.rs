//! What stands in a note's text and on no page: definitions of references, cells beyond the last column.
//!
//! `[//]: # (a remark)` is how many people write a comment. Only places are
//! found here; whoever hands a note's text on leaves them out.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

/// Returns the stretches of a body that its events show nothing of, in order.
///
/// What is left between them is shown, or is a sign that makes a quote, a list or a table.
pub(super) fn unshown(body: &str, events: &[(Event<'_>, Range<usize>)]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    // Only these two signs can begin what no event covers.
    if !body.contains("]:") && !body.contains('|') {
        return found;
    }
    let mut at = 0;
    let mut cell = 0;
    for (event, range) in events {
        match event {
            Event::End(TagEnd::TableCell) => cell = range.end,
            Event::End(TagEnd::TableHead | TagEnd::TableRow) => found.extend(beyond(body, cell..range.end)),
            _ => {}
        }
        match event {
            Event::Start(
                Tag::BlockQuote(_)
                | Tag::List(_)
                | Tag::Item
                | Tag::FootnoteDefinition(_)
                | Tag::DefinitionList
                | Tag::DefinitionListDefinition,
            ) => {
                found.extend(definitions(body, at..range.start));
                at = at.max(range.start);
                // `[!NOTE]` makes the quote a callout.
                if let Event::Start(Tag::BlockQuote(Some(_))) = event {
                    at += body[at..range.end].find(']').map_or(0, |end| end + 1);
                }
            }
            Event::End(_) => {
                found.extend(definitions(body, at..range.end));
                at = at.max(range.end);
            }
            _ => {
                found.extend(definitions(body, at..range.start));
                at = at.max(range.end);
            }
        }
    }
    found.extend(definitions(body, at..body.len()));
    found.sort_by_key(|range| range.start);
    found
}

/// Returns the definitions in a stretch that no event covers.
fn definitions(body: &str, gap: Range<usize>) -> Option<Range<usize>> {
    let mut from = gap.start;
    while from < gap.end {
        let at = from + body[from..gap.end].find('[')?;
        if body[at..].starts_with("[^") {
            // The label of a footnote, whose text follows.
            from = at + body[at..gap.end].find("]:").map_or(2, |end| end + 2);
            continue;
        }
        // What follows the last line break may be the sign of the quote or list that goes on.
        let last = body[at..gap.end].rfind('\n').map_or(gap.end, |end| at + end);
        let sign = body[last..gap.end].chars().all(|c| c.is_whitespace() || c == '>');
        return Some(at..if sign { last } else { gap.end });
    }
    None
}

/// Returns what stands in a row after its last cell.
fn beyond(body: &str, rest: Range<usize>) -> Option<Range<usize>> {
    let text = body.get(rest.clone())?;
    let start = rest.start + text.strip_prefix('|').map_or(0, |_| 1);
    let end = rest.start + text.trim_end().len();
    body.get(start..end)?.contains(|c: char| !c.is_whitespace() && c != '|').then_some(start..end)
}

#[cfg(test)]
mod tests {
    use pulldown_cmark::{Options, Parser};

    use super::*;

    fn left(body: &str) -> String {
        let extensions = Options::ENABLE_TABLES
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_TASKLISTS
            | Options::ENABLE_GFM
            | Options::ENABLE_DEFINITION_LIST
            | Options::ENABLE_WIKILINKS;
        let events: Vec<_> = Parser::new_ext(body, extensions).into_offset_iter().collect();
        let mut out = String::new();
        let mut at = 0;
        for range in unshown(body, &events) {
            out.push_str(&body[at..range.start]);
            at = range.end;
        }
        out + &body[at..]
    }

    #[test]
    fn definitions_of_references_are_found_wherever_they_stand() {
        for (body, shown) in [
            ("a [b][c]\n\n[c]: velvet.md \"velvet\"\n\nd", "a [b][c]\n\n\nd"),
            ("[//]: # (velvet)\n[//]: # (velvet)\ntext", "\ntext"),
            ("[//]: # (one)\n\n[//]: # (velvet)\n\ntext", "\ntext"),
            ("> [a]: velvet\n> text\n", "> \n> text\n"),
            ("> text\n>\n> [a]: velvet\n", "> text\n>\n> \n"),
            ("- one\n\n  [a]: velvet\n\n  two\n- three\n", "- one\n\n  \n  two\n- three\n"),
            ("- [a]: velvet\n- two\n", "- \n- two\n"),
            ("1. > [a]: velvet\n   > two\n", "1. > \n   > two\n"),
            ("[a]:\n  velvet\n  \"velvet\"", ""),
            ("[a]:\n  velvet\n  'velvet\n  velvet'\n\nb", "\nb"),
            ("a[^n]\n\n[^n]: Note.\n\n    [a]: velvet\n\n    More.\n", "a[^n]\n\n[^n]: Note.\n\n    \n    More.\n"),
            ("a\n: b\n\n  [a]: velvet\n", "a\n: b\n\n  \n"),
        ] {
            assert_eq!(left(body), shown, "{body}");
        }
    }

    #[test]
    fn what_is_shown_stays() {
        for body in [
            "[a]: b is text here [c]\n",
            "> [!NOTE]\n> text [a][b]\n",
            "- [ ] one\n- [x] two [[three]]\n\n  > [!TIP]\n  > four\n",
            "a[^n] and [^m]\n\n[^n]: Note.\n[^m]: Other.\n",
            "`[a]: b`\n\n```\n[a]: b\n```\n\n    [a]: b\n",
            "\\[a]: b\n",
            "| a | b |\n| - | - |\n| [c](d) | e |\n\n| f |\n|---|\n|   |\n| g\n",
            "![a](b.png)\n[c](d)\n***\n[e](f): g\n",
        ] {
            assert_eq!(left(body), body);
        }
    }

    #[test]
    fn a_cell_beyond_the_last_column_is_found() {
        assert_eq!(left("| a | b |\n| - | - |\n| c | d | velvet | x |\n"), "| a | b |\n| - | - |\n| c | d |\n");
        assert_eq!(left("a | b\n- | -\nc | d | velvet\ne | f\n"), "a | b\n- | -\nc | d |\ne | f\n");
    }
}
