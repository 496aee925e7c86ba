//! Writes a note's text into a page: its HTML with every hole filled.
//!
//! Where a link leads was settled before; here it is only written, as seen from
//! the page that shows the text, or from anywhere for a text that leaves the site
//! in a feed. Nothing is looked up but the notes it embeds.

use std::collections::{HashMap, HashSet};
use std::fmt::Write;

use pulldown_cmark_escape::{escape_html, escape_html_body_text};

use super::embed::{self, Marks};
use super::paper;
use crate::language::fill;
use crate::note::markdown::Link;
use crate::note::token::{Piece, Token, pieces};
use crate::page::Frame;
use crate::wiki::link::{Anchor, Target};
use crate::wiki::plain::{heading, words};
use crate::wiki::{Entry, NoteId, Wiki};

/// Writes one page's texts.
pub(super) struct Filler<'a> {
    wiki: &'a Wiki,
    frame: &'a Frame,
    /// Notes that stand in themselves: linked to instead of embedded.
    circled: &'a HashSet<NoteId>,
    root: String,
    /// Notes that stand on the same page, with what stands before their anchors.
    beside: HashMap<NoteId, String>,
    /// The page's whole URL, for a text that is shown elsewhere; empty on the page itself.
    here: String,
    /// How many notes were embedded so far.
    embeds: usize,
    /// How many bytes of other notes were taken so far.
    embedded: usize,
    /// Whether that was enough.
    full: bool,
    /// The links that are open, so that none is put inside another, and whether each has words of its own.
    links: Vec<bool>,
    out: String,
}

/// A note's text, or a part of it, as one page shows it.
struct Text<'a> {
    entry: &'a Entry,
    html: &'a str,
    /// What makes its anchors unique on the page; empty on the note's own.
    prefix: &'a str,
    depth: usize,
}

impl<'a> Filler<'a> {
    /// Begins a page that lies at this URL.
    pub(super) fn new(wiki: &'a Wiki, frame: &'a Frame, circled: &'a HashSet<NoteId>, url: &str) -> Filler<'a> {
        Filler::from(wiki, frame, circled, "../".repeat(url.matches('/').count()), String::new())
    }

    /// Begins a text that is shown away from its page: its addresses are whole, and what only a
    /// page can show is left out. Needs the site's URL.
    pub(super) fn away(wiki: &'a Wiki, frame: &'a Frame, circled: &'a HashSet<NoteId>, url: &str) -> Filler<'a> {
        Filler::from(wiki, frame, circled, frame.base.clone(), format!("{}{url}", frame.base))
    }

    fn from(wiki: &'a Wiki, frame: &'a Frame, circled: &'a HashSet<NoteId>, root: String, here: String) -> Filler<'a> {
        Filler {
            wiki,
            frame,
            circled,
            root,
            beside: HashMap::new(),
            here,
            embeds: 0,
            embedded: 0,
            full: false,
            links: Vec::new(),
            out: String::new(),
        }
    }

    /// Makes links to these notes lead to where they stand on this page.
    pub(super) fn beside(mut self, places: HashMap<NoteId, String>) -> Self {
        self.beside = places;
        self
    }

    /// Returns the whole text of a note, and the number of its embed at which there was enough of
    /// other notes. `prefix` stands before its anchors.
    pub(super) fn whole(&mut self, entry: &Entry, prefix: &str) -> (String, Option<usize>) {
        let html = &*entry.note.body.html;
        self.out.reserve(html.len() * 5 / 4);
        let full_at = self.text(&Text { entry, html, prefix, depth: 0 });
        // Kept as long as the build: room to spare would be kept, too.
        self.out.shrink_to_fit();
        (std::mem::take(&mut self.out), full_at)
    }

    fn text(&mut self, text: &Text<'_>) -> Option<usize> {
        let mut full_at = None;
        let links = &text.entry.note.body.links;
        let targets = &text.entry.targets;
        let prefix = text.prefix;
        let mut shown = true;
        for piece in pieces(text.html) {
            match piece {
                Piece::Token(Token::There(n)) => shown = leads(&targets[n]),
                Piece::Token(Token::Gone(n)) => shown = !leads(&targets[n]),
                Piece::Token(Token::OnPage) => shown = self.here.is_empty(),
                Piece::Token(Token::Always) => shown = true,
                _ if !shown => {}
                Piece::Html(html) => self.out.push_str(html),
                Piece::Token(token) => match token {
                    Token::Root => self.out.push_str(&self.root),
                    Token::Prefix => self.out.push_str(prefix),
                    Token::LinkOpen(n) => self.open(&links[n], &targets[n], text),
                    Token::LinkClose(n) => self.close(&targets[n]),
                    Token::Url(n) => {
                        let url = self.url(&targets[n], text).unwrap_or_default();
                        let _ = escape_html(&mut self.out, &url);
                    }
                    Token::Image(n) => self.image(&links[n], &targets[n]),
                    Token::Embed(n) => {
                        let before = self.full;
                        self.embed(&links[n], &targets[n], text);
                        if self.full && !before {
                            full_at = Some(n);
                        }
                    }
                    Token::Footnote(n, nth) if text.is_whole() => {
                        let word = self.word("footnote").replace("{n}", &n.to_string());
                        let (here, reference) = (&self.here, reference(prefix, n, nth));
                        let _ = write!(
                            self.out,
                            "<sup><a class=\"fnref\" href=\"{here}#{prefix}fn-{n}\" id=\"{reference}\" aria-label=\"{word}\">{n}</a></sup>"
                        );
                    }
                    Token::BackRef(n, nth) => {
                        let (aria, word) = (self.word("back_to_text"), self.word("back"));
                        let (here, reference) = (&self.here, reference(prefix, n, nth));
                        let _ = write!(
                            self.out,
                            " <a class=\"back-ref\" href=\"{here}#{reference}\" aria-label=\"{aria}\">{word}</a>"
                        );
                    }
                    Token::Word(key) => {
                        let word = self.word(key);
                        self.out.push_str(&word);
                    }
                    // Without a style sheet an icon is as large as the page.
                    Token::Icon(_) if !self.here.is_empty() => {}
                    Token::Icon(name) => {
                        let shape = self.frame.site.icons.get(name).map_or("", String::as_str);
                        let _ = write!(
                            self.out,
                            "<svg class=\"icon\" viewBox=\"0 0 20 20\" aria-hidden=\"true\">{shape}</svg>"
                        );
                    }
                    Token::Heading(_) | Token::End | Token::Footnote(..) | Token::Kept(_) => {}
                    Token::There(_) | Token::Gone(_) | Token::OnPage | Token::Always => {
                        unreachable!("matched above")
                    }
                },
            }
        }
        full_at
    }

    fn open(&mut self, link: &Link, target: &Target, text: &Text<'_>) {
        match self.url(target, text) {
            // The name alone, as where they are named as authors.
            None if matches!(target, Target::Private(_)) => {}
            None => self.out.push_str("<span class=\"wl missing\">"),
            Some(url) => {
                self.links.push(!link.label.trim().is_empty());
                let class = match target {
                    Target::External(_) => " class=\"ext\" rel=\"noopener\"",
                    Target::Note { .. } | Target::Page(..) => " class=\"wl\"",
                    _ => "",
                };
                let _ = write!(self.out, "<a{class} href=\"");
                let _ = escape_html(&mut self.out, &url);
                self.out.push('"');
                if let Target::External(url) = target {
                    let printed = paper::short(url, &link.label);
                    if !printed.is_empty() {
                        self.out.push_str(" data-printed=\"");
                        let _ = escape_html(&mut self.out, &printed);
                        self.out.push('"');
                    }
                }
                if !link.title.is_empty() {
                    self.out.push_str(" title=\"");
                    let _ = escape_html(&mut self.out, &link.title);
                    self.out.push('"');
                }
                self.out.push('>');
            }
        }
        if link.wordless {
            let _ = escape_html_body_text(&mut self.out, words(self.wiki, link, target));
        }
    }

    fn close(&mut self, target: &Target) {
        match target {
            Target::Missing => {
                let word = self.word("not_written");
                let _ = write!(self.out, "<span class=\"note-missing\"> ({word})</span></span>");
            }
            Target::Refused => self.out.push_str("</span>"),
            Target::Private(_) => {}
            _ => {
                self.links.pop();
                self.out.push_str("</a>");
            }
        }
    }

    fn image(&mut self, link: &Link, target: &Target) {
        let mut alt = String::new();
        let _ = escape_html(&mut alt, &link.label);
        match target {
            Target::Asset { url, size } => {
                let size =
                    size.map_or(String::new(), |(width, height)| format!(" width=\"{width}\" height=\"{height}\""));
                let root = &self.root;
                let _ = write!(
                    self.out,
                    "<img src=\"{root}{url}\" alt=\"{alt}\"{size} loading=\"lazy\" decoding=\"async\">"
                );
            }
            // Nothing is fetched from outside: a picture on another site is a link to it.
            Target::External(url) => {
                if alt.is_empty() && self.links.last() == Some(&true) {
                    // A picture without a description adds nothing to the words beside it.
                    return;
                }
                let shown = if alt.is_empty() { self.word("picture_elsewhere") } else { alt };
                if !self.links.is_empty() {
                    // The link around it says where to go.
                    return self.out.push_str(&shown);
                }
                self.out.push_str("<a class=\"ext\" rel=\"noopener\" href=\"");
                let _ = escape_html(&mut self.out, url);
                let _ = write!(self.out, "\">{shown}</a>");
            }
            _ => {
                let word = self.word("not_there");
                let _ = write!(
                    self.out,
                    "<span class=\"wl missing\">{alt}<span class=\"note-missing\"> ({word})</span></span>"
                );
            }
        }
    }

    fn embed(&mut self, link: &Link, target: &Target, text: &Text<'_>) {
        let Target::Note { id, anchor, .. } = target else {
            self.out.push_str("<p>");
            self.open(link, target, text);
            let label = if let Target::Private(name) = target { &**name } else { link.label.as_str() };
            let _ = escape_html_body_text(&mut self.out, label);
            self.close(target);
            self.out.push_str("</p>\n");
            return;
        };
        let other = self.wiki.entry(*id);
        let mut from = String::from("<a href=\"");
        let _ = escape_html(&mut from, &self.url(target, text).unwrap_or_default());
        from.push_str("\">");
        let words = match heading(other, anchor.as_ref()) {
            Some(heading) => {
                fill(self.frame.word("embedded_part"), &[("title", &other.title), ("part", &heading.text)])
            }
            None => other.title.clone(),
        };
        let _ = escape_html_body_text(&mut from, &words);
        from.push_str("</a>");
        let body = &other.note.body;
        let html = match anchor.as_ref().and_then(Anchor::there) {
            Some(anchor) => Marks::of(&body.html).section(&body.html, &body.headings, anchor),
            None => &body.html,
        };
        self.full |= self.embedded + html.len() > embed::MOST;
        if text.depth >= embed::NESTING || self.full || self.circled.contains(id) {
            let from = from.replacen("<a ", "<a class=\"wl\" ", 1);
            let _ = writeln!(self.out, "<p>{from}</p>");
            return;
        }
        self.embeds += 1;
        self.embedded += html.len();
        let prefix = format!("e{}-", self.embeds);
        let _ = writeln!(self.out, "<aside class=\"embed\"><p class=\"embed-from\">{from}</p>");
        self.text(&Text { entry: other, html, prefix: &prefix, depth: text.depth + 1 });
        self.out.push_str("</aside>\n");
    }

    /// Returns an interface word as HTML, for a text and for an attribute.
    fn word(&self, key: &str) -> String {
        let mut word = String::new();
        let _ = escape_html(&mut word, self.frame.word(key));
        word
    }

    /// Returns where a link leads from this page, or `None` for nowhere.
    fn url(&self, target: &Target, text: &Text<'_>) -> Option<String> {
        let root = &self.root;
        let fragment = |anchor: &Option<Anchor>| anchor.as_ref().map_or(String::new(), Anchor::fragment);
        Some(match target {
            Target::Note { id, url, anchor } => match (self.beside.get(id), anchor) {
                (None, _) | (_, Some(Anchor::Gone(_))) => format!("{root}{url}{}", fragment(anchor)),
                (Some(place), Some(Anchor::There(there))) if holds(&self.wiki.entry(*id).note.body.html, there) => {
                    format!("#{place}{there}")
                }
                (Some(place), _) => format!("#{}", place.trim_end_matches('-')),
            },
            Target::Own(None) if text.prefix.is_empty() && self.here.is_empty() => "#".to_string(),
            Target::Own(anchor) if text.prefix.is_empty() => format!("{}{}", self.here, fragment(anchor)),
            Target::Own(Some(Anchor::There(id))) if text.holds(id) => format!("{}#{}{id}", self.here, text.prefix),
            // What an embed leaves out stands on the note's own page.
            Target::Own(anchor) => format!("{root}{}{}", text.entry.url, fragment(anchor)),
            Target::Page(url, anchor) => format!("{root}{url}{}", fragment(anchor)),
            Target::Asset { url, .. } => format!("{root}{url}"),
            Target::External(url) => url.clone(),
            Target::Private(_) | Target::Missing | Target::Refused => return None,
        })
    }
}

impl Text<'_> {
    /// Whether nothing of the note is left out.
    fn is_whole(&self) -> bool {
        self.html.len() == self.entry.note.body.html.len()
    }

    fn holds(&self, id: &str) -> bool {
        holds(self.html, id)
    }
}

/// Whether a text with tokens has this anchor.
fn holds(html: &str, id: &str) -> bool {
    html.contains(&format!("id=\"{}{id}\"", Token::Prefix.text()))
}

fn leads(target: &Target) -> bool {
    !matches!(target, Target::Private(_) | Target::Missing | Target::Refused)
}

/// Returns the anchor of a place that refers to a footnote, counted from 1 for each footnote.
fn reference(prefix: &str, footnote: usize, nth: usize) -> String {
    if nth == 1 { format!("{prefix}fnref-{footnote}") } else { format!("{prefix}fnref-{footnote}-{nth}") }
}
