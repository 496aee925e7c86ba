//! Fills the holes of a note's HTML: links, pictures, embeds, words, icons.

mod circle;

use std::collections::HashMap;
use std::fmt::Write;

use pulldown_cmark_escape::{escape_html, escape_html_body_text};

use super::Frame;
use super::view::TocItem;
use crate::diagnostic::Diagnostic;
use crate::hashed::{Digest, Hashed, digest};
use crate::memo::Table;
use crate::note::markdown::{Heading, Link, LinkSort};
use crate::note::token::{Piece, Token, pieces};
use crate::wiki::link::Target;
use crate::wiki::{Entry, NoteId, Wiki};
use circle::{circles, embeds};

/// How deep notes may stand inside notes.
const NESTING: usize = 8;

/// A note's text as its own page shows it.
#[derive(Clone)]
pub struct Filled {
    /// HTML.
    pub html: Hashed<String>,
    /// Contents.
    pub toc: Vec<TocItem>,
}

/// Fills every note's text. Circles of embeds are told and broken open.
pub fn fill(wiki: &Wiki, frame: &Frame, table: &mut Table<Filled>, diagnostics: &mut Vec<Diagnostic>) -> Vec<Filled> {
    let digests: Vec<Digest> =
        wiki.notes.iter().map(|entry| digest(&(entry.note.digest, &entry.targets, &entry.url))).collect();
    let circles = circles(wiki, diagnostics);
    let key = |(index, entry): &(usize, &Entry)| {
        let mut parts = vec![digests[*index], frame.words_digest];
        embedded(wiki, *index, &mut parts, &digests, 0);
        let titles = shown_words(wiki, entry);
        digest(&(parts, titles, circles.get(&NoteId(*index as u32))))
    };
    let items: Vec<(usize, &Entry)> = wiki.notes.iter().enumerate().collect();
    table.map(items, key, |(_, entry)| {
        let mut filler = Filler {
            wiki,
            frame,
            circles: &circles,
            embeds: 0,
            out: String::with_capacity(entry.note.body.html.len() * 5 / 4),
        };
        let root = "../".repeat(entry.url.matches('/').count());
        filler.note(entry, &root, "", &entry.note.body.html, 0, true);
        // Kept as long as the build: room to spare would be kept, too.
        filler.out.shrink_to_fit();
        Filled { html: Hashed::new(filler.out), toc: toc(&entry.note.body.headings) }
    })
}

/// Returns the words of other notes that a note's text shows: titles, and the headings that links name.
fn shown_words<'a>(wiki: &'a Wiki, entry: &'a Entry) -> Vec<(&'a str, Option<&'a str>)> {
    let links = entry.note.body.links.iter().zip(&entry.targets);
    links
        .filter(|(link, _)| link.wordless || link.sort == LinkSort::Embed)
        .filter_map(|(_, target)| match target {
            Target::Note { id, anchor, .. } => {
                let to = wiki.entry(*id);
                let mut headings = to.note.body.headings.iter();
                let heading = anchor.as_ref().and_then(|anchor| headings.find(|one| one.id == *anchor));
                Some((to.title.as_str(), heading.map(|heading| heading.text.as_str())))
            }
            _ => None,
        })
        .collect()
}

fn embedded(wiki: &Wiki, index: usize, parts: &mut Vec<Digest>, digests: &[Digest], depth: usize) {
    for id in embeds(&wiki.notes[index]) {
        parts.push(digests[id.0 as usize]);
        if depth < NESTING {
            embedded(wiki, id.0 as usize, parts, digests, depth + 1);
        }
    }
}

struct Filler<'a> {
    wiki: &'a Wiki,
    frame: &'a Frame,
    circles: &'a HashMap<NoteId, Vec<NoteId>>,
    embeds: usize,
    out: String,
}

impl Filler<'_> {
    fn note(&mut self, entry: &Entry, root: &str, prefix: &str, html: &str, depth: usize, footnotes: bool) {
        let links = &entry.note.body.links;
        for piece in pieces(html) {
            match piece {
                Piece::Html(html) => self.out.push_str(html),
                Piece::Token(token) => match token {
                    Token::Root => self.out.push_str(root),
                    Token::Prefix => self.out.push_str(prefix),
                    Token::LinkOpen(n) => self.open(&links[n], &entry.targets[n], root, prefix),
                    Token::LinkClose(n) => self.close(&links[n], &entry.targets[n]),
                    Token::Url(n) => {
                        let url = url(&entry.targets[n], root, prefix).unwrap_or_default();
                        let _ = escape_html(&mut self.out, &url);
                    }
                    Token::Image(n) => self.image(&links[n], &entry.targets[n], root),
                    Token::Embed(n) => self.embed(entry, n, root, depth),
                    Token::Footnote(n, nth) if footnotes => {
                        let suffix = if nth == 1 { String::new() } else { format!("-{nth}") };
                        let word = self.frame.word("footnote").replace("{n}", &n.to_string());
                        let _ = write!(
                            self.out,
                            "<sup><a class=\"fnref\" href=\"#{prefix}fn-{n}\" id=\"{prefix}fnref-{n}{suffix}\" aria-label=\"{word}\">{n}</a></sup>"
                        );
                    }
                    Token::Word(key) => {
                        let _ = escape_html(&mut self.out, self.frame.word(key));
                    }
                    Token::Icon(name) => {
                        let shape = self.frame.site.icons.get(name).map_or("", String::as_str);
                        let _ = write!(
                            self.out,
                            "<svg class=\"icon\" viewBox=\"0 0 20 20\" aria-hidden=\"true\">{shape}</svg>"
                        );
                    }
                    Token::Heading(_) | Token::End | Token::Footnote(..) | Token::Kept(_) => {}
                },
            }
        }
    }

    fn open(&mut self, link: &Link, target: &Target, root: &str, prefix: &str) {
        match url(target, root, prefix) {
            None => self.out.push_str("<span class=\"wl missing\">"),
            Some(url) => {
                let class = match target {
                    Target::External(_) => " class=\"ext\" rel=\"noopener\"",
                    Target::Note { .. } | Target::Page(_) => " class=\"wl\"",
                    _ => "",
                };
                let _ = write!(self.out, "<a{class} href=\"");
                let _ = escape_html(&mut self.out, &url);
                self.out.push('"');
                if !link.title.is_empty() {
                    self.out.push_str(" title=\"");
                    let _ = escape_html(&mut self.out, &link.title);
                    self.out.push('"');
                }
                self.out.push('>');
            }
        }
        if link.wordless {
            self.words(link, target);
        }
    }

    /// Writes the words of a link that gives none: the title of the note it leads to.
    fn words(&mut self, link: &Link, target: &Target) {
        let words = match target {
            // A heading was named, so its words are worth more than the note's title.
            Target::Note { id, anchor, .. } => {
                let entry = self.wiki.entry(*id);
                let heading =
                    anchor.as_ref().and_then(|anchor| entry.note.body.headings.iter().find(|one| one.id == *anchor));
                heading.map_or(entry.title.as_str(), |heading| heading.text.as_str())
            }
            _ => link.label.trim_start_matches('#'),
        };
        let _ = escape_html_body_text(&mut self.out, words);
    }

    fn close(&mut self, _link: &Link, target: &Target) {
        match target {
            Target::Missing => {
                let word = self.frame.word("not_written");
                let _ = write!(self.out, "<span class=\"note-missing\"> ({word})</span></span>");
            }
            Target::Refused => self.out.push_str("</span>"),
            _ => self.out.push_str("</a>"),
        }
    }

    fn image(&mut self, link: &Link, target: &Target, root: &str) {
        let mut alt = String::new();
        let _ = escape_html(&mut alt, &link.label);
        match target {
            Target::Asset { url, size } => {
                let size =
                    size.map_or(String::new(), |(width, height)| format!(" width=\"{width}\" height=\"{height}\""));
                let _ = write!(
                    self.out,
                    "<img src=\"{root}{url}\" alt=\"{alt}\"{size} loading=\"lazy\" decoding=\"async\">"
                );
            }
            // Nothing is fetched from outside: a picture on another site is a link to it.
            Target::External(url) => {
                self.out.push_str("<a class=\"ext\" rel=\"noopener\" href=\"");
                let _ = escape_html(&mut self.out, url);
                let shown = if alt.is_empty() { self.frame.word("picture_elsewhere").to_string() } else { alt };
                let _ = write!(self.out, "\">{shown}</a>");
            }
            _ => {
                let word = self.frame.word("not_there");
                let _ = write!(
                    self.out,
                    "<span class=\"wl missing\">{alt}<span class=\"note-missing\"> ({word})</span></span>"
                );
            }
        }
    }

    fn embed(&mut self, entry: &Entry, number: usize, root: &str, depth: usize) {
        let link = &entry.note.body.links[number];
        let target = &entry.targets[number];
        let Target::Note { id, url, anchor } = target else {
            self.out.push_str("<p>");
            self.open(link, target, root, "");
            let _ = escape_html_body_text(&mut self.out, &link.label);
            self.close(link, target);
            self.out.push_str("</p>\n");
            return;
        };
        let other = self.wiki.entry(*id);
        let fragment = anchor.as_ref().map_or(String::new(), |anchor| format!("#{anchor}"));
        let mut title = String::new();
        let _ = escape_html_body_text(&mut title, &other.title);
        let circle = self.circles.values().any(|targets| targets.contains(id));
        if depth >= NESTING || circle {
            let _ = writeln!(self.out, "<p><a class=\"wl\" href=\"{root}{url}{fragment}\">{title}</a></p>");
            return;
        }
        self.embeds += 1;
        let prefix = format!("e{}-", self.embeds);
        let _ = writeln!(
            self.out,
            "<aside class=\"embed\"><p class=\"embed-from\"><a href=\"{root}{url}{fragment}\">{title}</a></p>"
        );
        let html = match anchor {
            Some(anchor) => section(&other.note.body.html, &other.note.body.headings, anchor),
            None => &other.note.body.html,
        };
        self.note(other, root, &prefix, html, depth + 1, anchor.is_none());
        self.out.push_str("</aside>\n");
    }
}

/// Returns where a link leads from a page, or `None` for nowhere.
fn url(target: &Target, root: &str, prefix: &str) -> Option<String> {
    Some(match target {
        Target::Note { url, anchor, .. } => match anchor {
            Some(anchor) => format!("{root}{url}#{anchor}"),
            None => format!("{root}{url}"),
        },
        Target::Own(Some(anchor)) => format!("#{prefix}{anchor}"),
        Target::Own(None) => "#".to_string(),
        Target::Page(url) => format!("{root}{url}"),
        Target::Asset { url, .. } => format!("{root}{url}"),
        Target::External(url) => url.clone(),
        Target::Missing | Target::Refused => return None,
    })
}

/// Returns the part of a note from a heading to the next of its level.
fn section<'a>(html: &'a str, headings: &[Heading], anchor: &str) -> &'a str {
    let Some(index) = headings.iter().position(|heading| heading.id == anchor && heading.top) else { return html };
    let start = html.find(&Token::Heading(index).text());
    let next = headings
        .iter()
        .enumerate()
        .skip(index + 1)
        .find(|(_, heading)| heading.top && heading.level <= headings[index].level)
        .and_then(|(number, _)| html.find(&Token::Heading(number).text()))
        .or_else(|| html.find(&Token::End.text()));
    match (start, next) {
        (Some(start), Some(end)) if start <= end => &html[start..end],
        _ => html,
    }
}

/// Returns the contents of a note: its headings of the first two levels, when there are at least two.
fn toc(headings: &[Heading]) -> Vec<TocItem> {
    let top: Vec<&Heading> = headings.iter().filter(|heading| heading.top).collect();
    let Some(first) = top.iter().map(|heading| heading.level).min() else { return Vec::new() };
    let mut items: Vec<TocItem> = Vec::new();
    for heading in top {
        let item = TocItem { id: heading.id.clone(), text: heading.text.clone(), children: Vec::new() };
        if heading.level == first {
            items.push(item);
        } else if heading.level == first + 1
            && let Some(last) = items.last_mut()
        {
            last.children.push(item);
        }
    }
    if items.iter().map(|item| 1 + item.children.len()).sum::<usize>() < 2 { Vec::new() } else { items }
}
