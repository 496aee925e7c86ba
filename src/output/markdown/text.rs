//! A note's text as others may have it: its source with the links mended and what no page shows left out.
//!
//! Copies the author's own Markdown and changes only what must change. Where a
//! link leads was settled before; a name that leads nowhere is never copied.

use std::fmt::Write;
use std::ops::Range;

use super::relative;
use crate::note::markdown::{Link, LinkSort, Raw};
use crate::note::sanitise::{self, Part};
use crate::note::token::{Piece as Hole, Token, pieces};
use crate::page::{Frame, markdown_url};
use crate::wiki::link::{Anchor, Target};
use crate::wiki::plain::heading;
use crate::wiki::{Entry, Wiki};

/// Appends a note's text.
pub(super) fn text(out: &mut String, wiki: &Wiki, frame: &Frame, entry: &Entry) {
    let body = &entry.note.body;
    let links = body.links.iter().enumerate().filter(|(_, link)| {
        // Addresses in raw HTML are written with their tags. A bare address has no place and needs none.
        !link.span.is_empty() && !in_raw(&body.raw, link.span.start)
    });
    let mut marks: Vec<Mark<'_>> = links.map(|(number, link)| Mark(link.span.clone(), What::Link(number))).collect();
    let left_out = body.comments.iter().chain(&body.unshown).chain(&body.title_place);
    marks.extend(left_out.map(|place| Mark(place.clone(), What::Nothing)));
    marks.extend(body.raw.iter().map(|raw| Mark(raw.place.clone(), What::Raw(raw))));
    // What is around others comes first.
    marks.sort_by_key(|Mark(place, _)| (place.start, std::cmp::Reverse(place.end)));
    let mut writer = Writer { wiki, frame, entry, marks, here: markdown_url(&entry.url), hiding: Vec::new(), out };
    writer.write(entry.note.begins..entry.note.text.len(), false);
}

fn in_raw(raw: &[Raw], place: usize) -> bool {
    raw.iter().any(|raw| raw.place.contains(&place))
}

/// Appends words so that Markdown shows them as they are.
pub(in crate::output) fn escape(out: &mut String, words: &str) {
    let entities = words.contains(';');
    for c in words.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '|' | '~' | '$') || c == '&' && entities {
            out.push('\\');
        }
        out.push(if c == '\n' { ' ' } else { c });
    }
}

/// A stretch of the file that is not copied as it stands.
struct Mark<'a>(Range<usize>, What<'a>);

#[derive(Clone, Copy)]
enum What<'a> {
    Nothing,
    Link(usize),
    Raw(&'a Raw),
}

struct Writer<'a> {
    wiki: &'a Wiki,
    frame: &'a Frame,
    entry: &'a Entry,
    marks: Vec<Mark<'a>>,
    here: String,
    /// The tags of raw HTML that are open and show nothing of what is in them.
    hiding: Vec<String>,
    out: &'a mut String,
}

impl<'a> Writer<'a> {
    fn push(&mut self, text: &str) {
        if self.hiding.is_empty() {
            self.out.push_str(text);
        }
    }

    /// Writes a stretch of the file. `linked` says whether a link is around it.
    fn write(&mut self, range: Range<usize>, linked: bool) {
        let entry = self.entry;
        let source = &*entry.note.text;
        let mut at = range.start;
        let mut next = self.marks.partition_point(|Mark(place, _)| place.start < range.start);
        while let Some(Mark(place, what)) = self.marks.get(next).filter(|Mark(place, _)| place.start < range.end) {
            next += 1;
            // What stands in another mark was written with it.
            if place.start < at {
                continue;
            }
            let (place, what) = (place.clone(), *what);
            self.push(&source[at..place.start]);
            at = place.end.max(at);
            match what {
                What::Nothing => {}
                What::Link(number) => self.link(&entry.note.body.links[number], &entry.targets[number], linked),
                What::Raw(raw) => self.raw(raw),
            }
        }
        self.push(source.get(at..range.end).unwrap_or_default());
    }

    fn link(&mut self, link: &Link, target: &Target, linked: bool) {
        let source = &self.entry.note.text[link.span.clone()];
        let url = self.url(target);
        match link.sort {
            LinkSort::Image => return self.image(link, target, linked),
            LinkSort::Embed => {
                // Where there is nothing to embed, the page shows the words as written.
                let words = self.title_of(target).unwrap_or_else(|| escaped(&link.label));
                return self.whole(url.as_deref(), &words, "");
            }
            _ => {}
        }
        if link.wordless || link.words.is_empty() && link.sort == LinkSort::Wiki {
            let words = match link.wordless.then(|| self.title_of(target)).flatten() {
                Some(title) => title,
                None => escaped(link.label.trim_start_matches('#')),
            };
            return self.whole(url.as_deref(), &words, "");
        }
        if source.starts_with('<') {
            // An address that is its own words.
            return self.push(&url.map_or_else(|| escaped(&link.label), |_| source.to_string()));
        }
        let Some(url) = url else { return self.write(link.words.clone(), linked) };
        let tail = &self.entry.note.text[link.words.end..link.span.end];
        // What leads to another site stays as written, unless its address stands elsewhere in the note.
        let tail = match target {
            Target::External(_) if tail.starts_with("](") => tail.to_string(),
            _ => tail_to(&url, &link.title),
        };
        self.push("[");
        self.write(link.words.clone(), true);
        self.push(&tail);
    }

    /// Writes a link with finished words; the words alone where it leads nowhere.
    fn whole(&mut self, url: Option<&str>, words: &str, title: &str) {
        match url {
            Some(url) => self.push(&format!("[{words}{}", tail_to(url, title))),
            None => self.push(words),
        }
    }

    fn image(&mut self, link: &Link, target: &Target, linked: bool) {
        let alt = escaped(&link.label);
        match target {
            Target::Asset { .. } => {
                let url = self.url(target).unwrap_or_default();
                self.push(&format!("![{alt}{}", tail_to(&url, &link.title)));
            }
            // As on the page: a picture on another site is a link to it.
            Target::External(url) => {
                let alt = if alt.is_empty() { self.frame.word("picture_elsewhere").to_string() } else { alt };
                self.whole((!linked).then_some(url), &alt, &link.title);
            }
            _ => self.push(&alt),
        }
    }

    /// Writes raw HTML with the tags and attributes that pages may have.
    fn raw(&mut self, raw: &Raw) {
        if raw.escaped {
            return self.push(&self.lines(raw, &raw.html.replace('<', "\\<")));
        }
        for part in sanitise::parts(&raw.html) {
            match part {
                Part::Text(text) => self.push(&self.lines(raw, text)),
                Part::Open { name, html, urls } => {
                    let html = self.tag(&name, &html, &urls);
                    self.push(&self.lines(raw, &html));
                }
                Part::Close(name) => self.push(&format!("</{name}>")),
                Part::Hide(name) => self.hiding.push(name),
                Part::EndHide(name) => {
                    if let Some(at) = self.hiding.iter().rposition(|open| *open == name) {
                        self.hiding.truncate(at);
                    }
                }
            }
        }
    }

    /// Returns HTML with the sign of the quote or list that it stands in before each further line.
    fn lines(&self, raw: &Raw, html: &str) -> String {
        if !html.contains('\n') {
            return html.to_string();
        }
        let before = &self.entry.note.text[..raw.place.start];
        let line = &before[before.rfind('\n').map_or(0, |at| at + 1)..];
        let is_sign =
            |c: &char| c.is_whitespace() || c.is_ascii_digit() || matches!(c, '>' | '-' | '*' | '+' | '.' | ')');
        let sign: String = line.chars().take_while(is_sign).map(|c| if c == '>' { '>' } else { ' ' }).collect();
        html.replace('\n', &format!("\n{sign}"))
    }

    /// Returns a tag with its addresses as seen from here, and without those that lead nowhere.
    fn tag(&self, name: &str, html: &str, urls: &[sanitise::Url]) -> String {
        let entry = self.entry;
        let body = &entry.note.body;
        let target = |url: &sanitise::Url| {
            let mut links = body.links.iter().zip(&entry.targets);
            let same = |link: &Link| link.dest == url.value && in_raw(&body.raw, link.span.start);
            links.find(|(link, _)| same(link)).map(|(_, target)| target)
        };
        if name == "img" {
            match urls.first().map(|url| (target(url), attribute(html, "alt"))) {
                Some((Some(Target::External(url)), alt)) => {
                    let words = if alt.is_empty() { self.frame.word("picture_elsewhere") } else { alt };
                    return format!("<a href=\"{}\">{words}</a>", url.replace('&', "&amp;").replace('"', "&quot;"));
                }
                Some((Some(Target::Asset { .. }), _)) => {}
                Some((_, alt)) => return alt.to_string(),
                None => {}
            }
        }
        let mut out = String::new();
        for hole in pieces(html) {
            match hole {
                Hole::Html(html) => out.push_str(html),
                Hole::Token(Token::Url(number)) => {
                    let found = urls.get(number).and_then(target).filter(|target| {
                        // What a page would fetch from elsewhere it does not fetch.
                        name == "a" || !matches!(target, Target::External(_))
                    });
                    match found.and_then(|target| self.url(target)) {
                        Some(url) => out.push_str(&url.replace('&', "&amp;").replace('"', "&quot;")),
                        // Leaves the attribute out, whose name and quote stand before.
                        None => {
                            let start = out.rfind(' ').unwrap_or(out.len());
                            out.truncate(start);
                            out.push_str(" data-gone=\"");
                        }
                    }
                }
                Hole::Token(_) => {}
            }
        }
        out.replace(" data-gone=\"\"", "")
    }

    /// Returns the title of the note or the words of the heading that a link leads to.
    fn title_of(&self, target: &Target) -> Option<String> {
        let (id, anchor) = match target {
            Target::Note { id, anchor, .. } => (id, anchor),
            Target::Private(name) => return Some(escaped(name)),
            _ => return None,
        };
        let other = self.wiki.entry(*id);
        Some(match heading(other, anchor.as_ref()) {
            Some(heading) => escaped(&heading.text),
            None => escaped(&other.title),
        })
    }

    /// Returns where a target is, as seen from here; nothing where it is nowhere.
    fn url(&self, target: &Target) -> Option<String> {
        let fragment = |anchor: &Option<Anchor>| anchor.as_ref().map_or(String::new(), Anchor::fragment);
        Some(match target {
            Target::Note { url, anchor, .. } => relative(&self.here, &markdown_url(url)) + &fragment(anchor),
            Target::Own(None) => "#".to_string(),
            Target::Own(anchor) => fragment(anchor),
            Target::Page(url, anchor) => relative(&self.here, url) + &fragment(anchor),
            Target::Asset { url, .. } => relative(&self.here, url),
            Target::External(url) => url.clone(),
            Target::Private(_) | Target::Missing | Target::Refused => return None,
        })
    }
}

fn escaped(words: &str) -> String {
    let mut out = String::with_capacity(words.len() + 8);
    escape(&mut out, words);
    out
}

/// Returns what follows the words of a link: `](address "title")`.
fn tail_to(url: &str, title: &str) -> String {
    let mut out = String::from("](");
    match url.contains(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '<' | '>')) {
        true => {
            let _ = write!(out, "<{}>", url.replace('<', "%3C").replace('>', "%3E").replace('\n', "%0A"));
        }
        false => out.push_str(url),
    }
    if !title.is_empty() {
        let _ = write!(out, " \"{}\"", title.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', " "));
    }
    out.push(')');
    out
}

/// Returns the value of an attribute of a cleaned tag, as written there.
fn attribute<'t>(tag: &'t str, name: &str) -> &'t str {
    let start = format!(" {name}=\"");
    tag.split_once(&start).and_then(|(_, rest)| rest.split_once('"')).map_or("", |(value, _)| value)
}
