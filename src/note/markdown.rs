//! A note's Markdown as HTML with holes, and the outline that others need.
//!
//! One pass over the parser's events writes the HTML, numbers the links and
//! keeps what the rest of the house asks for: headings, anchors, the sentence
//! around each link. Where links lead is not known here and never asked.

mod address;
mod block;
mod callout;
mod comment;
mod footnote;
mod forget;
mod keywords;
mod money;
mod nesting;
mod outline;
pub mod prose;
mod raw;
mod sentence;
mod unshown;
mod writer;

use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{Options, Parser, TextMergeWithOffset};

use crate::config::Markdown;
use crate::diagnostic::Diagnostic;
use crate::hashed::{Digest, digest};
use crate::nearest;
use crate::note::diagram::Drawing;
use crate::note::front_matter::FrontMatter;
use crate::source::{FilePath, Span};
pub use keywords::Keyword;
pub use sentence::shorten;
pub use writer::SUMMARY;

/// The most that quotes and lists may be nested: far beyond any reader's
/// patience, and little enough that no browser or template is troubled.
pub const DEPTH: usize = 64;

/// A note's text, ready but for its holes.
#[derive(Clone, Debug, Default)]
pub struct Body {
    /// HTML with [tokens](crate::note::token).
    pub html: Arc<str>,
    /// The text of the first heading.
    pub first_heading: Option<String>,
    /// The anchor of the heading that became the title and is not in `html`.
    pub title_anchor: Option<String>,
    /// Where that heading stands in the file.
    pub title_place: Option<Range<usize>>,
    /// Headings in order.
    pub headings: Vec<Heading>,
    /// Every anchor one can link to, headings included.
    pub anchors: Vec<String>,
    /// Links, images and embeds, by number.
    pub links: Vec<Link>,
    /// What might be a file in raw HTML, shown or not: for finding what a hidden note speaks of.
    pub html_words: Vec<String>,
    /// Diagrams, with the file name (without its ending) that their images use.
    pub drawings: Vec<(String, Drawing)>,
    /// The first paragraph as plain text, with a token for each link that gives no words.
    pub first_paragraph: String,
    /// How many words there are.
    pub words: usize,
    /// The words that may say what it is about, with those of the title and the summary.
    pub keywords: Box<[Keyword]>,
    /// Comments, by their bytes in the file: never published, and for checks to read.
    pub comments: Vec<Range<usize>>,
    /// What else of the file no page shows, such as the definitions of references, by its bytes; in order.
    pub unshown: Vec<Range<usize>>,
    /// Stretches of raw HTML, in order.
    pub raw: Vec<Raw>,
}

impl Body {
    /// Returns the digest of what joins it to other notes: headings, anchors, links, files it names, drawings.
    pub(super) fn outline(&self) -> Digest {
        let links: Vec<_> =
            self.links.iter().map(|link| (link.sort, &link.dest, &link.label, link.wordless, &link.title)).collect();
        let drawings: Vec<&String> = self.drawings.iter().map(|(name, _)| name).collect();
        let title = (&self.first_heading, &self.title_anchor);
        digest(&(title, &self.headings, &self.anchors, links, &self.html_words, drawings))
    }
}

/// A stretch of raw HTML, as it was before it was cleaned or escaped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Raw {
    /// Its bytes in the file.
    pub place: Range<usize>,
    /// The HTML, without comments and without the signs of the quotes that it stands in.
    pub html: String,
    /// Whether pages show it as text.
    pub escaped: bool,
}

/// A heading.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Heading {
    /// 2 to 6: a page's only `h1` is its title.
    pub level: u8,
    /// Its anchor.
    pub id: String,
    /// Its plain text.
    pub text: String,
    /// Whether it stands outside of quotes, lists and tables, so that it begins a section.
    pub top: bool,
}

/// What a link is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LinkSort {
    /// `[text](destination)`, a reference, or an autolink.
    Inline,
    /// `[[note]]`.
    Wiki,
    /// `![[note]]` on a line of its own.
    Embed,
    /// `![alt](image.png)` or `![[image.png]]`.
    Image,
    /// The `href` of raw HTML.
    Html,
    /// The `src` of raw HTML.
    HtmlSource,
}

/// A link as written.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Link {
    /// What it is.
    pub sort: LinkSort,
    /// Its destination, as written.
    pub dest: String,
    /// Its plain text; for an image, the alternative text.
    pub label: String,
    /// Whether it gives no words of its own: `[[note]]` shows the note's title.
    pub wordless: bool,
    /// Its title, from `[a](b "title")`; may be empty.
    pub title: String,
    /// Its bytes in the file.
    pub span: Range<usize>,
    /// Where its words stand in the file, as Markdown; empty where it gives none, and for images and raw HTML.
    pub words: Range<usize>,
    /// The sentence up to it, with tokens as in [`Body::first_paragraph`]; may be empty.
    pub before: String,
    /// The rest of the sentence, likewise; may be empty.
    pub after: String,
}

/// Parses a note's body.
///
/// `offset` is where the body begins in `text`. A first heading that repeats
/// the front matter's title is left out. Whatever is wrong is added to
/// `diagnostics`.
pub fn parse(
    file: &FilePath,
    text: &str,
    offset: usize,
    front: &FrontMatter,
    options: &Markdown,
    diagnostics: &mut Vec<Diagnostic>,
) -> Body {
    let extensions = extensions(options);
    let emptied = comment::empty(&text[offset..], extensions);
    if let Some((at, stop)) = emptied.stopped {
        diagnostics.push(stopped(file, offset + at, stop));
    }
    let whole;
    let text = match &emptied.text {
        Some(body) => {
            whole = format!("{}{body}", &text[..offset]);
            &whole
        }
        None => text,
    };
    let source = money::hide(&text[offset..], extensions);
    let parser = Parser::new_ext(&source, extensions).into_offset_iter();
    let events: Vec<_> = TextMergeWithOffset::new(parser).map(|(event, range)| (money::show(event), range)).collect();
    let callout::Found { events, callouts, unknown } = callout::find(events);
    for (name, place) in unknown {
        let span = Span::new(file, offset + place.start..offset + place.end);
        diagnostics.push(unknown_callout(span, &name));
    }
    for (label, place) in footnote::missing(&source, &events) {
        let span = Span::new(file, offset + place.start..offset + place.end);
        diagnostics.push(
            Diagnostic::new("footnote/missing", span, format!("no footnote `[^{label}]:` is in this note"))
                .help("write the footnote, on a line of its own; what is no reference goes in backticks"),
        );
    }
    let mut body =
        writer::Writer::new(file, text, offset, options, diagnostics, &events, &callouts).run(front.title.as_deref());
    body.keywords = keywords::of(front, &events);
    let in_file = |place: Range<usize>| offset + place.start..offset + place.end;
    body.unshown = unshown::unshown(&source, &events).into_iter().map(in_file).collect();
    if let Some((at, _)) = emptied.stopped {
        body.unshown.retain(|place| place.end <= offset + at);
        body.unshown.push(offset + at..text.len());
    }
    body.comments = emptied.comments.into_iter().map(in_file).collect();
    body
}

fn unknown_callout(span: Span, name: &str) -> Diagnostic {
    let near = nearest::did_you_mean(&name.to_lowercase(), callout::names());
    Diagnostic::new("callout/unknown", span, format!("`{name}` is no sort of callout that is known")).help(
        near.unwrap_or_else(|| {
            "it is shown as a note of that name; the sorts are `note`, `tip`, `important`, `warning` and `caution`"
                .to_string()
        }),
    )
}

fn stopped(file: &FilePath, at: usize, stop: comment::Stop) -> Diagnostic {
    let span = Span::new(file, at..at + 4);
    match stop {
        comment::Stop::Unclosed => Diagnostic::new("comment/unclosed", span, "a comment opens here and never closes")
            .help("close it with `-->`; to write of the sign itself, put it in backticks"),
        comment::Stop::TooMany => {
            Diagnostic::new("comment/unclosed", span, "too many comments go across lines for a note of this size")
                .help("split the note, or keep each comment on one line")
        }
    }
}

fn extensions(options: &Markdown) -> Options {
    let mut extensions = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_WIKILINKS;
    extensions.set(Options::ENABLE_SMART_PUNCTUATION, options.smart_punctuation);
    extensions.set(Options::ENABLE_MATH, options.math);
    extensions
}
