//! A note's own prose, block by block, for checks that read language.
//!
//! What is not the author's sentence is left out: code, quotes, raw HTML,
//! comments, formulas, addresses, images. Where such a thing stands inside a
//! sentence, an object replacement character holds its place, so that the
//! sentence keeps its grammar. Nothing here judges anything.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// A paragraph, item, cell or heading.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Block {
    /// Its text, without any Markdown.
    pub text: String,
    /// The heading it stands under.
    pub section: Option<String>,
    /// Whether it is a heading itself.
    pub heading: bool,
    /// What stands at the head of its column, for a cell of a table.
    pub column: Option<String>,
    /// Where stretches of its text stand: first byte in the text, and in the file.
    places: Vec<(usize, usize)>,
    /// Where it is shown, if its words do not stand in the file as they are.
    shown: Option<Range<usize>>,
}

/// Stands for what is no prose.
pub const OBJECT: char = '\u{FFFC}';

impl Block {
    /// Makes the block of a text that stands in the file, word for word, from `place` on.
    pub fn at(text: &str, place: usize) -> Block {
        Block { text: text.to_string(), places: vec![(0, place)], ..Block::default() }
    }

    /// Makes the block of a text that the file has in other letters, such as a folded one of front matter.
    pub fn shown_at(text: &str, shown: Range<usize>) -> Block {
        Block { text: text.to_string(), shown: Some(shown), ..Block::default() }
    }

    /// Returns where a stretch of the text stands in the file.
    pub fn in_file(&self, range: Range<usize>) -> Range<usize> {
        if let Some(shown) = &self.shown {
            return shown.clone();
        }
        let start = self.place(range.start);
        // The end is one past a letter, and that letter decides which stretch it is in.
        let last = range.end.saturating_sub(1).max(range.start);
        start..(self.place(last) + (range.end - last)).max(start)
    }

    /// Whether nothing but the very bytes of a stretch stands in the file there: no emphasis, no line break.
    pub fn is_plain(&self, range: &Range<usize>) -> bool {
        self.shown.is_none() && self.stretch(range.start) == self.stretch(range.end.saturating_sub(1).max(range.start))
    }

    fn stretch(&self, at: usize) -> usize {
        self.places.partition_point(|(text, _)| *text <= at).saturating_sub(1)
    }

    fn place(&self, at: usize) -> usize {
        let (text, file) = self.places.get(self.stretch(at)).copied().unwrap_or_default();
        file + (at - text)
    }

    fn push(&mut self, text: &str, file: usize) {
        self.places.push((self.text.len(), file));
        self.text.push_str(text);
    }
}

/// Returns the prose of a note's text, whose body begins at `begins`. `comments` are those that were found in it, by
/// their bytes in the text, in order: what they say is no prose, whatever Markdown would make of it.
pub fn read(text: &str, begins: usize, comments: &[Range<usize>]) -> Vec<Block> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_WIKILINKS;
    let emptied = emptied(text, begins, comments);
    let body = emptied.as_deref().unwrap_or(&text[begins..]);
    let mut reader = Reader::default();
    for (event, range) in Parser::new_ext(body, options).into_offset_iter() {
        reader.event(event, begins + range.start, body, begins);
    }
    reader.finish();
    reader.blocks
}

/// Returns the body with blanks in place of what comments say, as `comment` leaves it; nothing where there are none.
fn emptied(text: &str, begins: usize, comments: &[Range<usize>]) -> Option<String> {
    let (first, mut body) = (comments.first()?, String::with_capacity(text.len() - begins));
    body.push_str(&text[begins..first.start]);
    for (at, comment) in comments.iter().enumerate() {
        let said = comment.len().saturating_sub("<!---->".len());
        let next = comments.get(at + 1).map_or(text.len(), |next| next.start);
        body.push_str(&text[comment.start..comment.end - said - 3]);
        body.extend(std::iter::repeat_n(' ', said));
        body.push_str(&text[comment.end - 3..next]);
    }
    Some(body)
}

#[derive(Default)]
struct Reader {
    blocks: Vec<Block>,
    block: Block,
    section: Option<String>,
    /// How many quotes, code blocks and the like are open.
    hidden: usize,
    /// The heads of the columns of the table that is open, and in which column the reader is.
    heads: Vec<String>,
    column: usize,
    in_head: bool,
}

impl Reader {
    fn event(&mut self, event: Event<'_>, file: usize, body: &str, begins: usize) {
        match event {
            Event::Start(tag) => match tag {
                // A callout is the author's own voice; a quote is not.
                Tag::BlockQuote(Some(_)) => self.finish(),
                Tag::BlockQuote(None) | Tag::CodeBlock(_) | Tag::HtmlBlock | Tag::MetadataBlock(_) => {
                    self.finish();
                    self.hidden += 1;
                }
                Tag::Image { .. } | Tag::Strikethrough => {
                    self.object(file);
                    self.hidden += 1;
                }
                Tag::Heading { .. } => {
                    self.finish();
                    self.block.heading = true;
                }
                Tag::Emphasis | Tag::Strong | Tag::Link { .. } => {}
                Tag::Table(_) => {
                    self.finish();
                    self.heads.clear();
                }
                Tag::TableHead | Tag::TableRow => {
                    self.finish();
                    (self.in_head, self.column) = (matches!(tag, Tag::TableHead), 0);
                }
                Tag::TableCell => {
                    self.finish();
                    self.block.column = if self.in_head { None } else { self.heads.get(self.column).cloned() };
                }
                _ => self.finish(),
            },
            Event::End(tag) => match tag {
                TagEnd::BlockQuote(Some(_)) => self.finish(),
                TagEnd::BlockQuote(None) | TagEnd::CodeBlock | TagEnd::HtmlBlock | TagEnd::MetadataBlock(_) => {
                    self.hidden -= 1;
                    self.finish();
                }
                TagEnd::Image | TagEnd::Strikethrough => self.hidden -= 1,
                TagEnd::Heading(_) => {
                    if self.hidden == 0 {
                        self.section = Some(self.block.text.trim().to_string());
                    }
                    self.finish();
                }
                TagEnd::Emphasis | TagEnd::Strong | TagEnd::Link => {}
                TagEnd::TableCell => {
                    if self.in_head {
                        self.heads.push(self.block.text.trim().to_string());
                    }
                    self.column += 1;
                    self.finish();
                }
                _ => self.finish(),
            },
            // A line that begins with a comment is raw HTML as a whole; what follows the comment is the author's sentence.
            Event::Html(html) if self.hidden == 1 => {
                if let Some((_, said)) = html.split_once("-->").filter(|(comment, _)| comment.starts_with("<!--"))
                    && !said.contains('<')
                {
                    let (trimmed, place) = (said.trim(), file + html.len() - said.trim_start().len());
                    self.block.push(trimmed, place);
                }
            }
            _ if self.hidden > 0 => {}
            Event::Text(text) => {
                // An entity is shorter than what it is written as; it is a stretch of its own.
                let same = body[file - begins..].starts_with(&*text);
                if same || text.chars().count() == 1 { self.block.push(&text, file) } else { self.object(file) }
            }
            Event::Code(_) | Event::InlineMath(_) | Event::DisplayMath(_) => self.object(file),
            Event::SoftBreak => self.block.push(" ", file),
            Event::HardBreak => self.block.push("\n", file),
            _ => {}
        }
    }

    fn object(&mut self, file: usize) {
        if self.hidden == 0 {
            self.block.push("\u{FFFC}", file);
        }
    }

    fn finish(&mut self) {
        let mut block = std::mem::take(&mut self.block);
        if !block.text.trim().is_empty() {
            block.section.clone_from(&self.section);
            self.blocks.push(block);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<String> {
        read(text, 0, &[]).into_iter().map(|block| block.text).collect()
    }

    #[test]
    fn only_the_authors_own_sentences_are_read() {
        let note = "# Title\n\nOne *two* `code` [three](https://e.example/four).\nFive ![six](seven.png)\n\n> quoted\n\n> [!NOTE]\n> ours\n\n- item <!-- gone -->\n\n```\nfenced\n```\n\n| a | b |\n|---|---|\n| c | d |\n";
        assert_eq!(
            texts(note),
            ["Title", "One two \u{FFFC} three. Five \u{FFFC}", "ours", "item ", "a", "b", "c", "d"]
        );
    }

    #[test]
    fn every_stretch_knows_its_place_in_the_file() {
        let note = "---\n---\nOne *two* é\nthree `x` fo&uuml;r five\n";
        let blocks = read(note, 8, &[]);
        let block = &blocks[0];
        for word in ["One", "two", "é", "three", "five"] {
            let at = block.text.find(word).expect("it is there");
            assert_eq!(&note[block.in_file(at..at + word.len())], word);
        }
        let whole = block.text.find("two").expect("it is there")..block.text.find("three").expect("it is there") + 5;
        assert_eq!(&note[block.in_file(whole.clone())], "two* é\nthree");
        assert!(!block.is_plain(&whole) && block.is_plain(&(0..3)));
    }

    #[test]
    fn what_follows_a_comment_on_its_line_is_a_sentence() {
        let note = "<!-- a --> It was so.\n\n- <!-- b --> Or so.\n\n<!-- c -->\n\n<div>no</div>\n";
        let blocks = read(note, 0, &[]);
        let texts: Vec<_> = blocks.iter().map(|block| &*block.text).collect();
        assert_eq!(texts, ["It was so.", "Or so."]);
        assert_eq!(&note[blocks[1].in_file(0..2)], "Or");
    }

    #[test]
    fn a_cell_knows_the_head_of_its_column() {
        let cells = read("| a | *b* |\n|---|---|\n| c | d |\n| e |\n\nf\n", 0, &[]);
        let columns: Vec<_> = cells.iter().map(|block| (&*block.text, block.column.as_deref())).collect();
        assert_eq!(
            columns,
            [("a", None), ("b", None), ("c", Some("a")), ("d", Some("b")), ("e", Some("a")), ("f", None)]
        );
    }

    #[test]
    fn a_block_knows_the_heading_above_it() {
        let sections: Vec<_> =
            read("a\n\n## Next steps\n\n- b\n", 0, &[]).into_iter().map(|block| block.section).collect();
        assert_eq!(sections, [None, Some("Next steps".to_string()), Some("Next steps".to_string())]);
    }
}
