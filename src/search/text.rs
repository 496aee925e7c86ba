//! What a note offers to be searched: its text as pages show it, by section, and what is said about it.

use std::sync::Arc;

use crate::date::Date;
use crate::hashed::{Digest, digest};
use crate::note::Note;
use crate::note::markdown::{Heading, shorten};
use crate::note::plain::{self, Event, Reader};
use crate::note::token::{Piece, Token, pieces};
use crate::wiki::link::Target;
use crate::wiki::plain::words;
use crate::wiki::taxonomy::Taxonomy;
use crate::wiki::{Entry, NoteId, Role, Wiki};

/// The most characters of a summary.
const SUMMARY: usize = 240;

/// A note as it is searched and shown among results.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Its page, from the site's root.
    pub url: Arc<str>,
    /// Its title.
    pub title: String,
    /// Its kind's name.
    pub kind: String,
    /// When it happened or was written.
    pub date: Option<Date>,
    /// Whether lists of notes show it: it is not the text of a folder, a term or a person.
    pub listed: bool,
    /// Its path in the content tree, without the ending; of a section's own file the folder's alone.
    pub path: String,
    /// Its summary, or how it begins.
    pub summary: String,
    /// Whether the summary is its own and not the beginning of its text.
    pub summarised: bool,
    /// Its other names.
    pub aliases: Vec<String>,
    /// Its topics, systems and teams: address and name.
    pub terms: [Vec<(String, String)>; 3],
    /// Its text, by heading.
    pub sections: Vec<Section>,
}

/// What stands under a heading.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Section {
    /// The heading's anchor; empty for what stands before the first.
    pub anchor: String,
    /// The heading.
    pub heading: String,
    /// Paragraphs, items, cells and lines of code, one a line. As long as it must be: of all that the search keeps, most.
    pub text: Box<str>,
}

impl Document {
    /// Returns a lesson with a title and a text, for tests.
    #[cfg(test)]
    pub fn sample(title: &str, text: &str) -> Self {
        Document {
            url: Arc::from("a.html"),
            title: title.to_string(),
            kind: "lesson".to_string(),
            date: None,
            listed: true,
            path: "a".to_string(),
            summary: String::new(),
            summarised: false,
            aliases: Vec::new(),
            terms: Default::default(),
            sections: vec![Section { text: text.into(), ..Section::default() }],
        }
    }

    /// Returns every block with its class: 3 title and aliases, 2 headings, 1 what is said about it, 0 its text.
    pub fn blocks(&self) -> impl Iterator<Item = (u8, &str)> {
        let titles = [&self.title].into_iter().chain(&self.aliases).map(|text| (3, &**text));
        let about = self.summarised.then_some(&*self.summary).into_iter();
        let about = about.chain(self.terms.iter().flatten().map(|(_, name)| &**name)).map(|text| (1, text));
        let sections = self.sections.iter().flat_map(|section| {
            let heading = (!section.heading.is_empty()).then_some((2, &*section.heading));
            heading.into_iter().chain(section.text.lines().map(|line| (0, line)))
        });
        titles.chain(about).chain(sections)
    }

    /// Returns its terms of a taxonomy: address and name.
    pub fn terms(&self, taxonomy: Taxonomy) -> &[(String, String)] {
        let index = Taxonomy::ALL.iter().position(|one| *one == taxonomy);
        &self.terms[index.expect("ALL has every taxonomy")]
    }
}

/// Returns the notes that can be found: those with a page, by date, those without one first, then by path.
pub fn searched(wiki: &Wiki) -> Vec<NoteId> {
    let mut ids: Vec<NoteId> = wiki.entries().filter(|(_, entry)| entry.has_page).map(|(id, _)| id).collect();
    ids.sort_by(|a, b| {
        let key = |id: &NoteId| wiki.entry(*id).date.as_ref().map(|date| date.date());
        // A folder's text may stand in a file of several names.
        let place = |id: &NoteId| path(&wiki.entry(*id).note);
        key(a).cmp(&key(b)).then_with(|| place(a).cmp(&place(b))).then_with(|| a.cmp(b))
    });
    ids
}

/// Stands for everything that [`document`] reads.
pub fn key(wiki: &Wiki, id: NoteId) -> Digest {
    let entry = wiki.entry(id);
    let named: Vec<&str> = wordless(wiki, entry).collect();
    let date = entry.date.as_ref().map(|date| date.date());
    let listed = entry.role == Role::Note;
    digest(&(entry.note.digest, &entry.url, &entry.title, &entry.kind.name, date, listed, terms(wiki, entry), named))
}

fn wordless<'a>(wiki: &'a Wiki, entry: &'a Entry) -> impl Iterator<Item = &'a str> {
    let links = entry.note.body.links.iter().zip(&entry.targets);
    links.filter(|(link, _)| link.wordless).map(|(link, target)| words(wiki, link, target))
}

fn terms(wiki: &Wiki, entry: &Entry) -> [Vec<(String, String)>; 3] {
    Taxonomy::ALL.map(|taxonomy| {
        let named = taxonomy.of(entry).iter().filter_map(|name| wiki.terms.term(taxonomy, &name.text));
        let mut terms: Vec<(String, String)> = named.map(|term| (slug(&term.url), term.name.clone())).collect();
        terms.sort();
        terms.dedup();
        terms
    })
}

fn path(note: &Note) -> String {
    match note.index_rank() {
        Some(_) => note.folder().to_string(),
        None => format!("{}/{}", note.folder(), note.stem()),
    }
}

/// Returns the last part of a page's address: `topics/on-call.html` gives `on-call`.
fn slug(url: &str) -> String {
    let url = url.trim_end_matches("/index.html").trim_end_matches(".html");
    url.rsplit('/').next().unwrap_or(url).to_string()
}

/// Returns a note as it is searched.
pub fn document(wiki: &Wiki, id: NoteId) -> Document {
    let entry = wiki.entry(id);
    let front = &entry.note.front;
    // An alias with a slash is an old address and no name.
    let aliases = front.aliases.iter().map(|alias| alias.text.clone()).filter(|alias| !alias.contains('/'));
    let sections = sections(wiki, entry);
    let summary = match &front.summary {
        Some(_) => shorten(&wiki.summary(id), SUMMARY),
        None => sections.first().map_or(String::new(), |first| shorten(&first.text.replace('\n', " "), SUMMARY)),
    };
    Document {
        url: Arc::clone(&entry.url),
        title: entry.title.clone(),
        kind: entry.kind.name.clone(),
        date: entry.date.as_ref().map(|date| date.date()),
        listed: entry.role == Role::Note,
        path: path(&entry.note),
        summary,
        summarised: front.summary.is_some(),
        aliases: aliases.collect(),
        terms: terms(wiki, entry),
        sections,
    }
}

/// Reads a note's text from its HTML, so that what is searched is what pages show.
fn sections(wiki: &Wiki, entry: &Entry) -> Vec<Section> {
    let body = &entry.note.body;
    let mut writer = Writer::default();
    let mut reader = Reader::default();
    for piece in pieces(&body.html) {
        match piece {
            Piece::Html(html) => reader.read(html, &mut |event| writer.event(&event)),
            Piece::Token(Token::Heading(number)) => {
                let heading = &body.headings[number];
                writer.heading(heading);
            }
            // The name of a note that is not there may be that of one which the reader may not see.
            Piece::Token(Token::LinkOpen(number))
                if body.links[number].wordless && is_there(&entry.targets[number]) =>
            {
                writer.text(words(wiki, &body.links[number], &entry.targets[number]));
            }
            // Where a picture has words, they are its own.
            Piece::Token(Token::Image(number)) => {
                writer.block();
                writer.text(&body.links[number].label);
                writer.block();
            }
            // Words of the interface, and other notes' texts, are not this note's.
            Piece::Token(_) => {}
        }
    }
    writer.finish()
}

fn is_there(target: &Target) -> bool {
    !matches!(target, Target::Missing | Target::Refused)
}

#[derive(Default)]
struct Writer {
    /// Those that are finished, and what is known of the one that is being written.
    sections: Vec<Section>,
    next: Section,
    /// Its text.
    text: String,
    /// Whether the next word begins a block, or needs a space before it.
    block: bool,
    space: bool,
    /// How deep inside code, where lines are blocks, and inside what is no text.
    pre: usize,
    left_out: usize,
}

/// Headings are known from the outline; a formula's signs are no words.
const LEFT_OUT: [&str; 6] = ["h2", "h3", "h4", "h5", "h6", "math"];

impl Writer {
    /// Begins a section.
    fn heading(&mut self, heading: &Heading) {
        let Heading { id, text, .. } = heading;
        self.section(Section { anchor: id.clone(), heading: text.clone(), ..Section::default() });
    }

    fn finish(mut self) -> Vec<Section> {
        self.section(Section::default());
        self.sections
    }

    fn section(&mut self, next: Section) {
        let section = Section { text: self.text.as_str().into(), ..std::mem::replace(&mut self.next, next) };
        self.text.clear();
        if !(section.heading.is_empty() && section.text.is_empty()) {
            self.sections.push(section);
        }
    }

    fn event(&mut self, event: &Event<'_>) {
        match event {
            Event::Text(text) => self.text(text),
            Event::Open(name) | Event::Close(name) => {
                let opens = matches!(event, Event::Open(_));
                let step = |depth: &mut usize| *depth = if opens { *depth + 1 } else { depth.saturating_sub(1) };
                if LEFT_OUT.contains(name) {
                    step(&mut self.left_out);
                }
                if *name == "pre" {
                    step(&mut self.pre);
                }
                if !plain::is_inline(name) {
                    self.block();
                }
            }
        }
    }

    fn block(&mut self) {
        self.block = true;
    }

    fn text(&mut self, text: &str) {
        if self.left_out > 0 {
            return;
        }
        if text.is_ascii() && self.pre == 0 {
            return self.ascii(text);
        }
        let out = &mut self.text;
        for word in text.split_inclusive(char::is_whitespace) {
            let bare = word.trim_end();
            if !bare.is_empty() {
                if !out.is_empty() {
                    if self.block {
                        out.push('\n');
                    } else if self.space {
                        out.push(' ');
                    }
                }
                (self.block, self.space) = (false, false);
                out.push_str(bare);
            }
            if bare.len() < word.len() {
                self.space = true;
                self.block |= self.pre > 0 && word.ends_with('\n');
            }
        }
    }

    /// Does the same for plain text of ASCII letters outside code: most of all text, by the stretch and not by the word.
    fn ascii(&mut self, text: &str) {
        let out = &mut self.text;
        let (bytes, mut at) = (text.as_bytes(), 0);
        let white = |byte: &u8| char::from(*byte).is_whitespace();
        while at < bytes.len() {
            if white(&bytes[at]) {
                self.space = true;
                at += 1;
                continue;
            }
            if !out.is_empty() {
                if self.block {
                    out.push('\n');
                } else if self.space {
                    out.push(' ');
                }
            }
            (self.block, self.space) = (false, false);
            // As far as words stand one space apart they are taken together.
            let single = |at: usize| bytes[at] == b' ' && bytes.get(at + 1).is_some_and(|next| !white(next));
            let rest = bytes[at..].iter().enumerate();
            let end = rest.map(|(n, byte)| (at + n, byte)).find(|(n, byte)| white(byte) && !single(*n));
            let end = end.map_or(bytes.len(), |(n, _)| n);
            out.push_str(&text[at..end]);
            at = end;
        }
    }
}
