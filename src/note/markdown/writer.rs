//! Events in, HTML with tokens out.
//!
//! One method a tag. Everything that is not CommonMark's own markup goes
//! through [`Writer::kept`], so that the sanitiser of a note with raw HTML
//! never judges what we wrote ourselves.

mod callout;

use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;
use std::ops::Range;

use pulldown_cmark::{Alignment, CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, Tag, TagEnd};
use pulldown_cmark_escape::{escape_html, escape_html_body_text};

use super::block::Block;
use super::callout::Callout;
use super::forget::forget;
use super::outline::Outline;
use super::{Body, DEPTH, Heading, Link, LinkSort, Raw, money, nesting, raw, sentence};
use crate::config::{Markdown, RawHtml};
use crate::diagnostic::Diagnostic;
use crate::hashed::fingerprint;
use crate::note::slug::Anchors;
use crate::note::token::{Piece, Token, pieces};
use crate::note::{code, dest, diagram, math};
use crate::source::{FilePath, Span};

type Events<'e> = [(Event<'e>, Range<usize>)];

/// How long a summary may be, in characters.
pub const SUMMARY: usize = 240;

pub(super) struct Writer<'a> {
    file: &'a FilePath,
    text: &'a str,
    offset: usize,
    options: &'a Markdown,
    diagnostics: &'a mut Vec<Diagnostic>,
    events: &'a Events<'a>,
    callouts: &'a HashMap<usize, Callout>,
    /// How each open quotation is closed.
    quotes: Vec<&'static str>,
    out: String,
    outer: Vec<String>,
    kept: Vec<String>,
    has_raw: bool,
    raw_places: Vec<Range<usize>>,
    html_block: Option<(String, Range<usize>)>,
    anchors: Anchors,
    body: Body,
    block: Block,
    depth: usize,
    too_deep: bool,
    in_link: usize,
    outline: Outline,
    table: Vec<Alignment>,
    cell: usize,
    head: bool,
    header_cell: bool,
    heading: Option<(u8, Option<String>, Range<usize>)>,
    code: Option<(String, String, Range<usize>)>,
    footnotes: Footnotes,
    bare: Vec<bool>,
}

/// Footnotes by label: those defined, their numbers, and what is gathered of them.
#[derive(Default)]
struct Footnotes {
    defined: HashSet<String>,
    numbers: HashMap<String, usize>,
    references: Vec<usize>,
    texts: Vec<(String, String)>,
    written: HashSet<usize>,
    open: Option<String>,
}

impl<'a> Writer<'a> {
    pub(super) fn new(
        file: &'a FilePath,
        text: &'a str,
        offset: usize,
        options: &'a Markdown,
        diagnostics: &'a mut Vec<Diagnostic>,
        events: &'a Events<'a>,
        callouts: &'a HashMap<usize, Callout>,
    ) -> Self {
        let has_raw = options.raw_html == RawHtml::Clean
            && events.iter().any(|(event, _)| match event {
                Event::Html(html) | Event::InlineHtml(html) => !raw::without_comments(html).trim().is_empty(),
                _ => false,
            });
        let defined = events
            .iter()
            .filter_map(|(event, _)| match event {
                Event::Start(Tag::FootnoteDefinition(label)) => Some(label.to_string()),
                _ => None,
            })
            .collect();
        Writer {
            file,
            text,
            offset,
            options,
            diagnostics,
            events,
            callouts,
            quotes: Vec::new(),
            out: String::with_capacity(text.len() * 3 / 2),
            outer: Vec::new(),
            kept: Vec::new(),
            has_raw,
            raw_places: Vec::new(),
            html_block: None,
            anchors: Anchors::default(),
            body: Body::default(),
            block: Block::default(),
            depth: 0,
            too_deep: false,
            in_link: 0,
            outline: Outline::default(),
            table: Vec::new(),
            cell: 0,
            head: false,
            header_cell: false,
            heading: None,
            code: None,
            footnotes: Footnotes { defined, ..Footnotes::default() },
            bare: Vec::new(),
        }
    }

    pub(super) fn run(mut self, title: Option<&str>) -> Body {
        let title_events = self.title_events(title);
        let mut at = 0;
        while at < self.events.len() {
            if title_events.contains(&at) {
                at = title_events.end;
                continue;
            }
            at += self.event(at);
        }
        self.flush();
        Token::End.write(&mut self.out);
        self.write_footnotes();
        self.finish()
    }

    /// Finds the first heading; where it repeats or gives the title as an `h1`, returns its events, to be left out.
    fn title_events(&mut self, title: Option<&str>) -> Range<usize> {
        let Some(start) = self.events.iter().position(|(event, _)| matches!(event, Event::Start(Tag::Heading { .. })))
        else {
            return 0..0;
        };
        let mut text = String::new();
        let mut end = start + 1;
        while end < self.events.len() && !matches!(self.events[end].0, Event::End(TagEnd::Heading(_))) {
            if let Event::Text(part) | Event::Code(part) = &self.events[end].0 {
                text.push_str(part);
            } else if matches!(self.events[end].0, Event::SoftBreak | Event::HardBreak) {
                text.push(' ');
            }
            end += 1;
        }
        let text = text.trim().to_string();
        let (level, id) = match &self.events[start].0 {
            Event::Start(Tag::Heading { level, id, .. }) => (*level, id.clone()),
            _ => unreachable!("the position was found by this very pattern"),
        };
        let repeats = title.is_none_or(|title| title.trim().eq_ignore_ascii_case(&text));
        let mut range = 0..0;
        if level == HeadingLevel::H1 && repeats && !text.is_empty() {
            self.body.title_anchor = Some(self.anchor(id.as_deref(), &text));
            let place = &self.events[start].1;
            self.body.title_place = Some(self.offset + place.start..self.offset + place.end);
            range = start..end + 1;
        }
        if !text.is_empty() {
            self.body.first_heading = Some(text);
        }
        range
    }

    /// Writes one event. Returns how many were used up.
    fn event(&mut self, at: usize) -> usize {
        let events = self.events;
        let (event, range) = &events[at];
        if let Some((_, source, _)) = &mut self.code {
            match event {
                Event::Text(text) => source.push_str(text),
                Event::End(TagEnd::CodeBlock) => self.end_code(),
                _ => {}
            }
            return 1;
        }
        if let Some((html, place)) = &mut self.html_block {
            match event {
                Event::Html(text) | Event::Text(text) => {
                    html.push_str(text);
                    place.end = range.end;
                }
                _ => self.end_html_block(),
            }
            return 1;
        }
        match event {
            Event::Start(tag) => return self.start(at, tag, range),
            Event::End(tag) => {
                if *tag == TagEnd::Link {
                    self.place_words(at, range);
                }
                self.end(*tag);
            }
            Event::Text(text) => self.write_text(text),
            Event::Code(text) => {
                self.block.push(text);
                self.body.words += text.split_whitespace().count();
                self.out.push_str("<code>");
                self.escape(text);
                self.out.push_str("</code>");
            }
            Event::InlineMath(tex) => self.write_math(tex, range, false),
            Event::DisplayMath(tex) => self.write_math(tex, range, true),
            Event::Html(html) | Event::InlineHtml(html) => {
                let html = html.to_string();
                self.write_raw(&html, range.clone());
            }
            Event::FootnoteReference(label) => self.write_reference(label),
            Event::SoftBreak => {
                self.block.push(" ");
                self.out.push('\n');
            }
            Event::HardBreak => {
                self.block.push(" ");
                self.out.push_str("<br>\n");
            }
            Event::Rule => {
                self.flush();
                self.out.push_str("<hr>\n");
            }
            Event::TaskListMarker(done) => {
                let word = if *done { "task_done" } else { "task_open" };
                let checked = if *done { " checked" } else { "" };
                let label = Token::Word(word).text();
                self.kept(format!("<input type=\"checkbox\" disabled{checked} aria-label=\"{label}\"> "));
            }
        }
        1
    }

    fn start(&mut self, at: usize, tag: &Tag<'_>, range: &Range<usize>) -> usize {
        match tag {
            Tag::Paragraph => {
                self.flush();
                // An embed on a line of its own is a block; a paragraph around it would be wrong HTML.
                let bare = self.only_embeds(at);
                let figure = !bare && self.figure(at);
                if figure {
                    return self.write_figure(at);
                }
                self.bare.push(bare);
                if !bare {
                    self.out.push_str("<p>");
                }
            }
            Tag::Heading { level, id, .. } => {
                self.flush();
                let level = self.outline.next(*level as u8);
                self.heading = Some((level, id.as_ref().map(ToString::to_string), range.clone()));
                self.push_buffer();
            }
            Tag::BlockQuote(_) => return self.open_quote(at, range),
            Tag::CodeBlock(kind) => {
                self.flush();
                let info = match kind {
                    CodeBlockKind::Fenced(info) => info.to_string(),
                    CodeBlockKind::Indented => String::new(),
                };
                self.code = Some((info, String::new(), range.clone()));
            }
            Tag::HtmlBlock => {
                self.flush();
                self.html_block = Some((String::new(), range.clone()));
            }
            Tag::List(first) => {
                self.flush();
                let tasks = self.has_tasks(at);
                if self.deeper(range) {
                    match first {
                        Some(1) => self.out.push_str("<ol>\n"),
                        Some(n) => {
                            let _ = writeln!(self.out, "<ol start=\"{n}\">");
                        }
                        None if tasks => self.out.push_str("<ul class=\"tasks\">\n"),
                        None => self.out.push_str("<ul>\n"),
                    }
                }
            }
            Tag::Item => self.open_block("<li>"),
            Tag::FootnoteDefinition(label) => {
                self.flush();
                self.footnotes.open = Some(label.to_string());
                self.depth += 1;
                self.push_buffer();
            }
            Tag::DefinitionList => {
                self.flush();
                if self.deeper(range) {
                    self.out.push_str("<dl>\n");
                }
            }
            Tag::DefinitionListTitle => self.open_block("<dt>"),
            Tag::DefinitionListDefinition => self.open_block("<dd>"),
            Tag::Table(alignments) => {
                self.flush();
                self.depth += 1;
                self.table = alignments.clone();
                let label = Token::Word("table").text();
                self.kept(format!("<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"{label}\">"));
                self.out.push_str("<table>\n");
            }
            Tag::TableHead => {
                self.head = true;
                self.cell = 0;
                self.out.push_str("<thead><tr>");
            }
            Tag::TableRow => {
                self.cell = 0;
                self.out.push_str("<tr>");
            }
            Tag::TableCell => {
                self.flush();
                let class = match self.table.get(self.cell) {
                    Some(Alignment::Right) => " class=\"n\"",
                    Some(Alignment::Center) => " class=\"c\"",
                    _ => "",
                };
                self.cell += 1;
                // A heading without words says nothing to a screen reader; an empty cell says as much.
                let empty = matches!(self.events.get(at + 1), Some((Event::End(TagEnd::TableCell), _)));
                self.header_cell = self.head && !empty;
                self.out.push_str(if self.header_cell { "<th scope=\"col\"" } else { "<td" });
                self.out.push_str(class);
                self.out.push('>');
            }
            Tag::Emphasis => self.out.push_str("<em>"),
            Tag::Strong => self.out.push_str("<strong>"),
            Tag::Strikethrough => self.out.push_str("<del>"),
            Tag::Superscript => self.out.push_str("<sup>"),
            Tag::Subscript => self.out.push_str("<sub>"),
            Tag::Link { link_type, dest_url, title, .. } => {
                let sort =
                    if matches!(link_type, LinkType::WikiLink { .. }) { LinkSort::Wiki } else { LinkSort::Inline };
                let dest =
                    if *link_type == LinkType::Email { format!("mailto:{dest_url}") } else { dest_url.to_string() };
                let number = self.link(sort, dest, title, &self.whole(*link_type, range));
                if matches!(link_type, LinkType::WikiLink { has_pothole: false }) {
                    return self.write_wordless(at, number);
                }
                self.block.open_link(number);
                self.in_link += 1;
                Token::LinkOpen(number).write(&mut self.out);
            }
            Tag::Image { link_type, dest_url, title, .. } => {
                return self.write_image(at, *link_type, dest_url, title, range);
            }
            Tag::MetadataBlock(_) => {}
        }
        1
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => {
                let text = self.block.finish(&mut self.body.links);
                if self.depth == 0 && self.body.first_paragraph.is_empty() && !text.trim().is_empty() {
                    self.body.first_paragraph = sentence::shorten(text.trim(), SUMMARY);
                }
                if !self.bare.pop().unwrap_or(false) {
                    self.out.push_str("</p>\n");
                }
            }
            TagEnd::Heading(_) => self.end_heading(),
            TagEnd::BlockQuote(_) => self.close_quote(),
            TagEnd::List(ordered) => {
                self.flush();
                if self.shallower() {
                    self.out.push_str(if ordered { "</ol>\n" } else { "</ul>\n" });
                }
            }
            TagEnd::Item => self.close_block("</li>\n"),
            TagEnd::FootnoteDefinition => {
                self.flush();
                self.depth -= 1;
                let text = self.pop_buffer();
                if let Some(label) = self.footnotes.open.take() {
                    self.footnotes.texts.push((label, text));
                }
            }
            TagEnd::DefinitionList => {
                self.flush();
                if self.shallower() {
                    self.out.push_str("</dl>\n");
                }
            }
            TagEnd::DefinitionListTitle => self.close_block("</dt>\n"),
            TagEnd::DefinitionListDefinition => self.close_block("</dd>\n"),
            TagEnd::Table => {
                self.depth -= 1;
                self.out.push_str("</tbody></table>");
                self.kept("</div>\n".to_string());
            }
            TagEnd::TableHead => {
                self.head = false;
                self.out.push_str("</tr></thead><tbody>\n");
            }
            TagEnd::TableRow => self.out.push_str("</tr>\n"),
            TagEnd::TableCell => {
                self.flush();
                self.out.push_str(if self.header_cell { "</th>" } else { "</td>" });
            }
            TagEnd::Emphasis => self.out.push_str("</em>"),
            TagEnd::Strong => self.out.push_str("</strong>"),
            TagEnd::Strikethrough => self.out.push_str("</del>"),
            TagEnd::Superscript => self.out.push_str("</sup>"),
            TagEnd::Subscript => self.out.push_str("</sub>"),
            TagEnd::Link => {
                self.in_link = self.in_link.saturating_sub(1);
                // A link without words would be there for nobody: it says where it leads.
                let open = self.block.innermost_link().map(|number| Token::LinkOpen(number).text());
                let open = open.filter(|open| self.out.ends_with(open));
                open.iter().for_each(|open| self.block.push(open));
                if let Some((number, label)) = self.block.close_link() {
                    let wordless = open.is_some();
                    let link = &mut self.body.links[number];
                    link.wordless |= wordless;
                    link.label = if wordless { link.dest.clone() } else { label };
                    Token::LinkClose(number).write(&mut self.out);
                }
            }
            TagEnd::Image | TagEnd::CodeBlock | TagEnd::HtmlBlock | TagEnd::MetadataBlock(_) => {}
        }
    }

    // Blocks.

    fn flush(&mut self) {
        self.block.finish(&mut self.body.links);
    }

    fn open_block(&mut self, tag: &str) {
        self.flush();
        if self.depth <= DEPTH {
            self.out.push_str(tag);
        }
    }

    fn close_block(&mut self, tag: &str) {
        self.flush();
        if self.depth <= DEPTH {
            self.out.push_str(tag);
        }
    }

    /// Enters a container. Returns whether its tag is still to be written.
    fn deeper(&mut self, range: &Range<usize>) -> bool {
        self.depth += 1;
        if self.depth > DEPTH && !self.too_deep {
            self.too_deep = true;
            let at = self.offset + range.start;
            let end = self.text[at..].find('\n').map_or(self.text.len(), |line| at + line);
            self.diagnostics.push(
                Diagnostic::new(
                    "markdown/too-deep",
                    Span::new(self.file, at..end),
                    format!("quotes and lists are nested more than {DEPTH} levels deep"),
                )
                .help("say it with fewer levels"),
            );
        }
        self.depth <= DEPTH
    }

    /// Leaves a container. Returns whether its tag was written.
    fn shallower(&mut self) -> bool {
        let written = self.depth <= DEPTH;
        self.depth = self.depth.saturating_sub(1);
        written
    }

    fn end_heading(&mut self) {
        let text =
            super::block::labelled(&self.block.finish(&mut self.body.links), &self.body.links).trim().to_string();
        let inner = self.pop_buffer();
        let Some((level, id, _)) = self.heading.take() else { return };
        let id = self.anchor(id.as_deref(), &text);
        let number = self.body.headings.len();
        let top = self.depth == 0;
        if top {
            Token::Heading(number).write(&mut self.out);
        }
        let prefix = Token::Prefix.text();
        let mut quoted = String::new();
        let _ = escape_html(&mut quoted, &text);
        let _ = write!(self.out, "<h{level} id=\"{prefix}{id}\" class=\"anchor\">{inner}");
        let word = Token::Word("link_to").text();
        let (on_page, always) = (Token::OnPage.text(), Token::Always.text());
        self.kept(format!("{on_page}<a href=\"#{prefix}{id}\" aria-label=\"{word} “{quoted}”\">#</a>{always}"));
        let _ = writeln!(self.out, "</h{level}>");
        self.body.words += text.split_whitespace().count();
        self.body.anchors.push(id.clone());
        self.body.headings.push(Heading { level, id, text, top });
    }

    /// Returns the anchor of a heading: the one it names itself, where that can be one and is still free.
    fn anchor(&mut self, named: Option<&str>, text: &str) -> String {
        let named = named.map(|id| id.trim_start_matches('_'));
        // The id is written as it stands, so it may hold nothing that HTML gives a meaning to.
        let fits = |id: &&str| !id.is_empty() && !id.contains(['"', '\'', '<', '>', '&', '=', '`']);
        match named.filter(fits) {
            Some(id) if self.anchors.take(id) => id.to_string(),
            _ => self.anchors.next(text),
        }
    }

    fn end_code(&mut self) {
        let Some((info, source, range)) = self.code.take() else { return };
        let fence = code::Fence::parse(&info);
        if self.options.diagrams && fence.language.as_deref() == Some("mermaid") {
            match diagram::draw(&source) {
                Ok(drawing) => return self.write_drawing(drawing, &source),
                Err(message) => self.tell(
                    "diagram/invalid",
                    &range,
                    format!("this diagram cannot be drawn: {message}"),
                    "it is shown as its source until it can",
                ),
            }
        }
        let html = code::figure(&fence, &source, self.options.highlight);
        self.kept(html);
        self.out.push('\n');
    }

    fn write_drawing(&mut self, drawing: diagram::Drawing, source: &str) {
        let name = fingerprint(drawing.light.as_bytes(), 16);
        let (root, alt) = (Token::Root.text(), Token::Word("diagram").text());
        // One of the two is shown; elsewhere there is no style sheet to choose.
        let (on_page, always) = (Token::OnPage.text(), Token::Always.text());
        let mut quoted = String::new();
        let _ = escape_html_body_text(&mut quoted, source);
        let size = format!("width=\"{}\" height=\"{}\" loading=\"lazy\"", drawing.width, drawing.height);
        self.kept(format!(
            "<figure class=\"diagram\"><img class=\"only-light\" src=\"{root}diagrams/{name}-light.svg\" alt=\"{alt}\" {size}>\
             {on_page}<img class=\"only-dark\" src=\"{root}diagrams/{name}-dark.svg\" alt=\"{alt}\" {size}>{always}\
             <details><summary>{}</summary><pre tabindex=\"0\"><code>{quoted}</code></pre></details></figure>\n",
            Token::Word("diagram_source").text()
        ));
        self.body.drawings.push((name, drawing));
    }

    // Inline.

    fn write_text(&mut self, text: &CowStr<'_>) {
        self.block.push(text);
        self.body.words += text.split_whitespace().count();
        if self.in_link > 0 || !text.contains("://") {
            return self.escape(text);
        }
        let mut finder = linkify::LinkFinder::new();
        finder.kinds(&[linkify::LinkKind::Url]);
        for part in finder.spans(text) {
            match part.kind() {
                // `postgres://…` is an address for a program: nobody can follow it.
                Some(_) if is_web(part.as_str()) => {
                    let number = self.body.links.len();
                    self.body.links.push(Link {
                        sort: LinkSort::Inline,
                        dest: part.as_str().to_string(),
                        label: part.as_str().to_string(),
                        wordless: false,
                        title: String::new(),
                        span: 0..0,
                        words: 0..0,
                        before: String::new(),
                        after: String::new(),
                    });
                    Token::LinkOpen(number).write(&mut self.out);
                    self.escape(part.as_str());
                    Token::LinkClose(number).write(&mut self.out);
                }
                _ => self.escape(part.as_str()),
            }
        }
    }

    fn write_math(&mut self, tex: &str, range: &Range<usize>, display: bool) {
        if !display && money::is_amount(&self.text[self.offset + range.end..]) {
            let literal = format!("${tex}$");
            return self.write_text(&CowStr::from(literal));
        }
        self.block.push(tex);
        match math::mathml(tex, display) {
            Ok(html) if display => self.kept(format!("<span class=\"math\">{html}</span>")),
            Ok(html) => self.kept(html),
            Err(message) => {
                self.tell(
                    "math/invalid",
                    range,
                    format!("this formula cannot be read: {message}"),
                    "it is shown as its source",
                );
                self.out.push_str("<code>");
                self.escape(tex);
                self.out.push_str("</code>");
            }
        }
    }

    fn write_reference(&mut self, label: &CowStr<'_>) {
        if !self.footnotes.defined.contains(&**label) {
            let literal = format!("[^{label}]");
            return self.escape(&literal);
        }
        let next = self.footnotes.numbers.len() + 1;
        let number = *self.footnotes.numbers.entry(label.to_string()).or_insert(next);
        self.footnotes.references.resize(self.footnotes.references.len().max(number), 0);
        self.footnotes.references[number - 1] += 1;
        let nth = self.footnotes.references[number - 1];
        Token::Footnote(number, nth).write(&mut self.out);
    }

    fn write_footnotes(&mut self) {
        let mut texts = std::mem::take(&mut self.footnotes.texts);
        if texts.is_empty() {
            return;
        }
        // Numbered as they are first referred to; one that nothing refers to comes last, so that no words are lost.
        texts.sort_by_key(|(label, _)| self.footnotes.numbers.get(label).copied().unwrap_or(usize::MAX));
        let (prefix, heading) = (Token::Prefix.text(), Token::Word("footnotes").text());
        self.kept(format!("<section class=\"fns\" role=\"doc-endnotes\" aria-label=\"{heading}\">"));
        self.out.push_str("<ol>\n");
        for (label, text) in texts {
            let Some(&number) = self.footnotes.numbers.get(&label) else {
                let _ = writeln!(self.out, "<li>{text}</li>");
                continue;
            };
            // A footnote that is there twice is reached at its first text.
            let id = if self.footnotes.written.insert(number) {
                format!(" id=\"{prefix}fn-{number}\"")
            } else {
                String::new()
            };
            let _ = write!(self.out, "<li{id}>{}", text.trim_end());
            self.body.anchors.push(format!("fn-{number}"));
            for nth in 1..=self.footnotes.references[number - 1] {
                Token::BackRef(number, nth).write(&mut self.out);
            }
            self.out.push_str("</li>\n");
        }
        self.out.push_str("</ol>");
        self.kept("</section>\n".to_string());
    }

    fn link(&mut self, sort: LinkSort, dest: String, title: &str, range: &Range<usize>) -> usize {
        self.body.links.push(Link {
            sort,
            dest,
            label: String::new(),
            wordless: false,
            title: title.to_string(),
            span: self.offset + range.start..self.offset + range.end,
            words: 0..0,
            before: String::new(),
            after: String::new(),
        });
        self.body.links.len() - 1
    }

    /// Returns where a link stands with all its signs: of `[a][]` the parser leaves out the last two.
    fn whole(&self, link_type: LinkType, range: &Range<usize>) -> Range<usize> {
        let signs = link_type == LinkType::Collapsed && self.text[self.offset + range.end..].starts_with("[]");
        range.start..range.end + if signs { 2 } else { 0 }
    }

    /// Notes where the words of the link that ends here stand in the file.
    fn place_words(&mut self, at: usize, range: &Range<usize>) {
        let Some(number) = self.block.innermost_link() else { return };
        let body = &self.text[self.offset..];
        let (open, before) = match body[range.clone()].strip_prefix("[[") {
            // In `[[note|words]]` they begin where the first of them does.
            Some(_) => {
                let starts = |(_, inner): &&(Event<'_>, Range<usize>)| inner != range && inner.start > range.start;
                let first = self.events[..at].iter().rev().take_while(starts).last();
                (first.map_or(range.end, |(_, first)| first.start), "]]")
            }
            None if body[range.clone()].starts_with('[') => (range.start + 1, "]"),
            // `<https://…>` is its own words.
            None => return,
        };
        let last = self.events[at - 1].1.end.max(open);
        if let Some(close) = body.get(last..range.end).and_then(|rest| rest.find(before)) {
            self.body.links[number].words = self.offset + open..self.offset + last + close;
        }
    }

    /// Writes a `[[note]]` without words of its own. Returns how many events that was.
    fn write_wordless(&mut self, at: usize, number: usize) -> usize {
        let (label, used) = self.plain(at);
        self.block.open_link(number);
        self.block.push(&Token::LinkOpen(number).text());
        self.block.close_link();
        self.body.links[number].label = label;
        self.body.links[number].wordless = true;
        Token::LinkOpen(number).write(&mut self.out);
        Token::LinkClose(number).write(&mut self.out);
        used
    }

    /// Writes an image or an embed with everything inside it. Returns how many events that was.
    fn write_image(&mut self, at: usize, link_type: LinkType, dest: &str, title: &str, range: &Range<usize>) -> usize {
        let (alt, used) = self.plain(at);
        let wiki = matches!(link_type, LinkType::WikiLink { .. });
        if wiki && !is_image(dest) {
            let alone = self.bare.last().copied().unwrap_or(false);
            let sort = if alone { LinkSort::Embed } else { LinkSort::Wiki };
            let number = self.link(sort, dest.to_string(), title, range);
            self.body.links[number].label.clone_from(&alt);
            if alone {
                Token::Embed(number).write(&mut self.out);
            } else {
                // In the middle of a sentence there is no room for another note: a link says where it is.
                self.block.open_link(number);
                self.block.push(&alt);
                self.block.close_link();
                Token::LinkOpen(number).write(&mut self.out);
                self.escape(&alt);
                Token::LinkClose(number).write(&mut self.out);
            }
            return used;
        }
        let number = self.link(LinkSort::Image, dest.to_string(), title, &self.whole(link_type, range));
        // `![[picture.png|300]]` asks for a width, which the style sheet decides.
        let alt = if wiki && (alt == dest || alt.chars().all(|c| c.is_ascii_digit())) { String::new() } else { alt };
        self.block.push(&alt);
        self.body.links[number].label = alt;
        Token::Image(number).write(&mut self.out);
        used
    }

    /// Returns the plain text between a start and its end, and how many events that is.
    fn plain(&self, at: usize) -> (String, usize) {
        let mut text = String::new();
        let mut depth = 0usize;
        for (index, (event, _)) in self.events[at..].iter().enumerate() {
            match event {
                Event::Start(_) => depth += 1,
                Event::End(_) => {
                    depth -= 1;
                    if depth == 0 {
                        return (text, index + 1);
                    }
                }
                Event::Text(part) | Event::Code(part) => text.push_str(part),
                Event::SoftBreak | Event::HardBreak => text.push(' '),
                _ => {}
            }
        }
        (text, self.events.len() - at)
    }

    fn only_embeds(&self, at: usize) -> bool {
        let mut depth = 0usize;
        let mut seen = false;
        for (event, _) in &self.events[at + 1..] {
            match event {
                Event::Start(Tag::Image { link_type: LinkType::WikiLink { .. }, dest_url, .. })
                    if depth == 0 && !is_image(dest_url) =>
                {
                    depth = 1;
                    seen = true;
                }
                Event::End(TagEnd::Image) => depth = 0,
                Event::End(TagEnd::Paragraph) => return seen,
                Event::SoftBreak => {}
                _ if depth > 0 => {}
                _ => return false,
            }
        }
        false
    }

    /// Whether the paragraph holds one image with a title and nothing else.
    fn figure(&self, at: usize) -> bool {
        match &self.events.get(at + 1).map(|(event, _)| event) {
            Some(Event::Start(Tag::Image { title, dest_url, link_type, .. }))
                if !title.is_empty() && (is_image(dest_url) || !matches!(link_type, LinkType::WikiLink { .. })) =>
            {
                let (_, used) = self.plain(at + 1);
                matches!(self.events.get(at + 1 + used), Some((Event::End(TagEnd::Paragraph), _)))
            }
            _ => false,
        }
    }

    fn write_figure(&mut self, at: usize) -> usize {
        self.out.push_str("<figure>");
        let used = self.event(at + 1);
        let title = self.body.links.last().map(|link| link.title.clone()).unwrap_or_default();
        self.out.push_str("<figcaption>");
        self.escape(&title);
        self.out.push_str("</figcaption></figure>\n");
        self.flush();
        used + 2
    }

    fn has_tasks(&self, at: usize) -> bool {
        let after = |skip: usize| self.events.get(at + skip).map(|(event, _)| event);
        match after(2) {
            Some(Event::TaskListMarker(_)) => true,
            Some(Event::Start(Tag::Paragraph)) => matches!(after(3), Some(Event::TaskListMarker(_))),
            _ => false,
        }
    }

    // Raw HTML.

    fn write_raw(&mut self, html: &str, range: Range<usize>) {
        let html = raw::without_comments(html);
        if html.trim().is_empty() {
            return;
        }
        self.body.html_words.extend(raw::words(&html));
        let place = self.offset + range.start..self.offset + range.end;
        let escaped = self.options.raw_html == RawHtml::Escape;
        self.body.raw.push(Raw { place, html: html.clone(), escaped });
        match self.options.raw_html {
            RawHtml::Escape => self.escape(&html),
            RawHtml::Clean => {
                self.raw_places.push(self.offset + range.start..self.offset + range.end);
                // A tag that begins with our own noncharacters cannot be: the parser replaced them.
                self.out.push_str(&nesting::close_empty(&html));
            }
        }
    }

    fn end_html_block(&mut self) {
        let Some((html, range)) = self.html_block.take() else { return };
        if self.options.raw_html == RawHtml::Escape && !raw::without_comments(&html).trim().is_empty() {
            self.out.push_str("<p>");
            self.write_raw(html.trim(), range);
            self.out.push_str("</p>\n");
        } else {
            self.write_raw(&html, range);
        }
    }

    // Output.

    fn finish(mut self) -> Body {
        let mut html = std::mem::take(&mut self.out);
        if self.has_raw {
            let cleaned = raw::clean(&html, self.body.links.len(), self.text, &self.raw_places, &self.kept);
            self.body.links.extend(cleaned.links);
            self.body.anchors.extend(cleaned.anchors);
            html = forget(&self.restore(&cleaned.html), &mut self.body);
            if let Some(first) = self.raw_places.first()
                && !cleaned.removed.is_empty()
            {
                let names = cleaned.removed.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
                self.diagnostics.push(
                    Diagnostic::new(
                        "html/removed",
                        Span::new(self.file, first.clone()),
                        format!("left out of the page: {names}"),
                    )
                    .help("raw HTML may carry text, tables, pictures and links, but no scripts, styles or frames"),
                );
            }
        }
        self.body.html = html.into();
        self.body
    }

    fn restore(&self, html: &str) -> String {
        let mut out = String::with_capacity(html.len() * 2);
        for piece in pieces(html) {
            match piece {
                Piece::Html(part) => out.push_str(part),
                Piece::Token(Token::Kept(number)) => out.push_str(self.kept.get(number).map_or("", String::as_str)),
                Piece::Token(token) => token.write(&mut out),
            }
        }
        out
    }

    fn kept(&mut self, html: String) {
        if self.has_raw {
            Token::Kept(self.kept.len()).write(&mut self.out);
            self.kept.push(html);
        } else {
            self.out.push_str(&html);
        }
    }

    fn escape(&mut self, text: &str) {
        let _ = escape_html_body_text(&mut self.out, text);
    }

    fn push_buffer(&mut self) {
        self.outer.push(std::mem::take(&mut self.out));
    }

    fn pop_buffer(&mut self) -> String {
        let outer = self.outer.pop().unwrap_or_default();
        std::mem::replace(&mut self.out, outer)
    }

    fn tell(&mut self, code: &'static str, range: &Range<usize>, message: String, help: &str) {
        let span = Span::new(self.file, self.offset + range.start..self.offset + range.end);
        self.diagnostics.push(Diagnostic::new(code, span, message).help(help));
    }
}

/// Whether a bare address is one that a browser opens.
fn is_web(address: &str) -> bool {
    dest::scheme(address).is_some_and(|scheme| ["http", "https"].iter().any(|web| scheme.eq_ignore_ascii_case(web)))
}

/// Whether a destination names a picture.
fn is_image(dest: &str) -> bool {
    let path = dest.split(['#', '?', '|']).next().unwrap_or_default();
    path.rsplit_once('.').is_some_and(|(_, end)| {
        ["png", "jpg", "jpeg", "gif", "webp", "avif", "svg"].iter().any(|known| end.eq_ignore_ascii_case(known))
    })
}
