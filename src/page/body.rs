//! Fills the holes of a note's HTML: links, pictures, embeds, words, icons.

mod circle;
mod embed;

use std::collections::HashSet;
use std::fmt::Write;

use pulldown_cmark_escape::{escape_html, escape_html_body_text};

use super::Frame;
use super::view::TocItem;
use crate::diagnostic::Diagnostic;
use crate::hashed::{Digest, Hashed, digest};
use crate::memo::Table;
use crate::note::markdown::{Heading, Link, LinkSort};
use crate::note::token::{Piece, Token, pieces};
use crate::source::Span;
use crate::wiki::link::Target;
use crate::wiki::{Entry, NoteId, Wiki};
use circle::circles;

/// A note's text as its own page shows it.
#[derive(Clone)]
pub struct Filled {
    /// HTML.
    pub html: Hashed<String>,
    /// Contents.
    pub toc: Vec<TocItem>,
    /// The note's own embed, by number, at which the page had shown enough of other notes.
    pub full_at: Option<usize>,
}

/// Fills every note's text. Circles of embeds are told and broken open, and so are pages that embed too much.
pub fn fill(wiki: &Wiki, frame: &Frame, table: &mut Table<Filled>, diagnostics: &mut Vec<Diagnostic>) -> Vec<Filled> {
    let digests: Vec<Digest> =
        wiki.notes.iter().map(|entry| digest(&(entry.note.digest, &entry.targets, &entry.url))).collect();
    let circled: HashSet<NoteId> = circles(wiki, diagnostics).into_values().flatten().collect();
    let key = |id: &NoteId| {
        let own = (digests[id.0 as usize], frame.words_digest, shown_words(wiki, wiki.entry(*id)));
        let of = |id: NoteId| (digests[id.0 as usize], circled.contains(&id), shown_words(wiki, wiki.entry(id)));
        let embedded: Vec<_> = embed::all(wiki, *id).into_iter().map(of).collect();
        digest(&(own, embedded))
    };
    let ids: Vec<NoteId> = wiki.entries().map(|(id, _)| id).collect();
    let filled = table.map(ids, key, |id| {
        let entry = wiki.entry(id);
        let mut filler = Filler {
            wiki,
            frame,
            circled: &circled,
            embeds: 0,
            embedded: 0,
            full: false,
            out: String::with_capacity(entry.note.body.html.len() * 5 / 4),
        };
        let root = "../".repeat(entry.url.matches('/').count());
        let full_at = filler.note(entry, &root, "", &entry.note.body.html, 0, true);
        // Kept as long as the build: room to spare would be kept, too.
        filler.out.shrink_to_fit();
        Filled { html: Hashed::new(filler.out), toc: toc(&entry.note.body.headings), full_at }
    });
    for (entry, filled) in wiki.notes.iter().zip(&filled) {
        if let Some(number) = filled.full_at {
            let span = Span::new(&entry.note.path, entry.note.body.links[number].span.clone());
            let message = format!("this page shows more than {} KB of other notes", embed::MOST / 1024);
            let help = "from here on they are shown as links: link to the longer ones instead of embedding them";
            diagnostics.push(Diagnostic::new("embed/too-much", span, message).help(help));
        }
    }
    filled
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

struct Filler<'a> {
    wiki: &'a Wiki,
    frame: &'a Frame,
    /// Notes that stand in themselves.
    circled: &'a HashSet<NoteId>,
    /// How many notes were embedded so far.
    embeds: usize,
    /// How many bytes of other notes were taken so far.
    embedded: usize,
    /// Whether that was enough.
    full: bool,
    out: String,
}

impl Filler<'_> {
    /// Writes a note's text. Returns the number of its embed at which there was enough of other notes.
    fn note(
        &mut self,
        entry: &Entry,
        root: &str,
        prefix: &str,
        html: &str,
        depth: usize,
        footnotes: bool,
    ) -> Option<usize> {
        let links = &entry.note.body.links;
        let mut full_at = None;
        for piece in pieces(html) {
            match piece {
                Piece::Html(html) => self.out.push_str(html),
                Piece::Token(token) => match token {
                    Token::Root => self.out.push_str(root),
                    Token::Prefix => self.out.push_str(prefix),
                    Token::LinkOpen(n) => self.open(&links[n], &entry.targets[n], root, prefix),
                    Token::LinkClose(n) => self.close(&entry.targets[n]),
                    Token::Url(n) => {
                        let url = url(&entry.targets[n], root, prefix).unwrap_or_default();
                        let _ = escape_html(&mut self.out, &url);
                    }
                    Token::Image(n) => self.image(&links[n], &entry.targets[n], root),
                    Token::Embed(n) => {
                        let before = self.full;
                        self.embed(entry, n, root, depth);
                        if self.full && !before {
                            full_at = Some(n);
                        }
                    }
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
        full_at
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

    fn close(&mut self, target: &Target) {
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
            self.close(target);
            self.out.push_str("</p>\n");
            return;
        };
        let other = self.wiki.entry(*id);
        let fragment = anchor.as_ref().map_or(String::new(), |anchor| format!("#{anchor}"));
        let mut title = String::new();
        let _ = escape_html_body_text(&mut title, &other.title);
        let heading = anchor.as_ref().and_then(|anchor| other.note.body.headings.iter().find(|one| one.id == *anchor));
        if let Some(heading) = heading {
            title.push_str(": ");
            let _ = escape_html_body_text(&mut title, &heading.text);
        }
        let html = match anchor {
            Some(anchor) => embed::section(&other.note.body.html, &other.note.body.headings, anchor),
            None => &other.note.body.html,
        };
        self.full |= self.embedded + html.len() > embed::MOST;
        if depth >= embed::NESTING || self.full || self.circled.contains(id) {
            let _ = writeln!(self.out, "<p><a class=\"wl\" href=\"{root}{url}{fragment}\">{title}</a></p>");
            return;
        }
        self.embeds += 1;
        self.embedded += html.len();
        let prefix = format!("e{}-", self.embeds);
        let _ = writeln!(
            self.out,
            "<aside class=\"embed\"><p class=\"embed-from\"><a href=\"{root}{url}{fragment}\">{title}</a></p>"
        );
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
