//! What the preview answers beside the site: its script and style, what is to be told, events, a new note.

use std::sync::Arc;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::address::Asked;
use super::file;
use super::guard::Guard;
use super::http::{Answer, Body, Request};
use super::kinder;
use super::site::Moment;
use super::told::{Told, told};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::terminal::summary;
use crate::pipeline::{self, Hidden};

/// More errors than these are counted and not shown.
const MOST_ERRORS: usize = 20;

/// More findings of one note than these are counted and not shown.
const MOST_FINDINGS: usize = 100;

const SCRIPT: &str = concat!(
    "(function () {\n\"use strict\";\n",
    include_str!("browser/morph.js"),
    include_str!("browser/arrivals.js"),
    include_str!("browser/index.js"),
    include_str!("browser/bar.js"),
    include_str!("browser/coach.js"),
    include_str!("browser/preview.js"),
    "})();\n"
);
const STYLE: &str = concat!(include_str!("browser/preview.css"), include_str!("browser/coach.css"));

/// What the preview does for an author besides showing the site.
pub trait Desk: Send + Sync + 'static {
    /// How the preview was started.
    fn settings(&self) -> Settings;

    /// The kinds of which a note can be made.
    fn kinds(&self) -> Vec<KindOffer>;

    /// Makes a note from its kind's template. Returns its path as messages name it.
    ///
    /// # Errors
    /// Why it could not, in words for the author.
    fn create(&self, kind: &str, title: &str) -> Result<String, String>;

    /// Returns the address that opens a file in the author's editor, where one is known.
    fn editor(&self, file: &str, line: usize, column: usize) -> Option<String>;

    /// Puts another text in place of a note's, where it still says what it said.
    ///
    /// # Errors
    /// Why it could not, in words for the author. Then the file is as it was.
    fn rewrite(&self, file: &str, was: &str, now: &str) -> Result<(), String>;

    /// Returns the line of a note that changed last, as it is written.
    fn changed_line(&self, file: &str) -> Option<String>;
}

/// How the preview was started.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Settings {
    /// Whether drafts are shown.
    pub drafts: bool,
    /// For which audience.
    pub audience: Option<String>,
    /// Whether to open the note that is being edited.
    pub follow: bool,
}

/// A kind that a note can be made of.
#[derive(Clone, Debug, Serialize)]
pub struct KindOffer {
    /// Its name: `near-miss`.
    pub name: String,
    /// How it is called: `Near miss`.
    pub label: String,
    /// Where its notes are put.
    pub folder: String,
}

/// Answers a request for something in the room, given its name there.
pub fn answer(name: &str, asked: &Asked, request: &Request, moment: &Moment, guard: &Guard, desk: &dyn Desk) -> Answer {
    match (name, request.method.as_str()) {
        ("preview.js", "GET" | "HEAD") => Answer::of(200, file::mime(name), SCRIPT.as_bytes()),
        ("preview.css", "GET" | "HEAD") => Answer::of(200, file::mime(name), STYLE.as_bytes()),
        ("events", "GET") => {
            let answer = Answer { status: 200, headers: Vec::new(), body: Body::Events };
            answer.with("Content-Type", "text/event-stream")
        }
        ("state", "GET") => state(asked, moment, guard, desk),
        ("new", "POST") => create(request, guard, desk),
        ("kinder", "POST") => kinder::take(request, moment, guard, desk),
        ("preview.js" | "preview.css" | "events" | "state", _) => refused(405, "only GET").with("Allow", "GET"),
        ("new" | "kinder", _) => refused(405, "only POST").with("Allow", "POST"),
        _ => refused(404, "there is nothing under this name"),
    }
}

pub(super) fn refused(status: u16, why: &str) -> Answer {
    answer_json(status, &json!({ "error": why }))
}

pub(super) fn answer_json(status: u16, value: &serde_json::Value) -> Answer {
    Answer::of(status, "application/json", value.to_string().into_bytes()).with("Cache-Control", "no-store")
}

/// A finding with the address that opens its place.
#[derive(Serialize)]
struct Found {
    #[serde(flatten)]
    told: Told,
    editor: Option<String>,
}

/// Tells of the newest build, and of the note whose page asks.
fn state(asked: &Asked, moment: &Moment, guard: &Guard, desk: &dyn Desk) -> Answer {
    let find = |found| {
        let told = told(found, &moment.texts);
        let editor = desk.editor(&told.file, told.line.unwrap_or(1), told.column.unwrap_or(1));
        Found { told, editor }
    };
    let page = asked.value("page").map(|path| page_of(&path));
    let file: Option<&Arc<str>> = page.as_deref().and_then(|page| moment.served.file(page));
    let note = file.map(|file| {
        let all = moment.found.iter().filter(|found| found.primary.span.file == *file);
        let shown: Vec<Found> = all.clone().take(MOST_FINDINGS).map(find).collect();
        let coach = kinder::told(file, moment, guard, desk);
        let all: Vec<Diagnostic> = all.cloned().collect();
        json!({
            "file": &**file, "editor": desk.editor(file, 1, 1), "coach": coach,
            "count": all.len(), "summary": summary(&all), "findings": shown,
        })
    });
    let note_is_none = note.is_none();
    let errors = moment.errors().count();
    let changed = moment
        .changed
        .iter()
        .take(3)
        .map(|file| json!({ "file": &**file, "page": moment.served.page(file), "line": desk.changed_line(file) }));
    answer_json(
        200,
        &json!({
            "build": moment.number,
            "good": moment.is_good(),
        "kept": moment.kept,
            "took": (moment.took.as_secs_f64() * 10_000.0).round() / 10.0,
            "settings": desk.settings(),
            "trouble": moment.trouble,
            "errors": moment.errors().take(MOST_ERRORS).map(find).collect::<Vec<_>>(),
            "errorCount": errors,
            "count": moment.found.len(),
            "summary": summary(&moment.found),
            "note": note,
            "absent": page.filter(|_| note_is_none).and_then(|page| absent(&page, asked.value("file"), moment, guard)),
            "made": asked.value("made").map(|file| json!({
                "file": file, "page": moment.served.page(&file), "why": hidden(&file, moment, guard),
            })),
            "changed": changed.collect::<Vec<_>>(),
            "changedCount": moment.changed.len(),
            // What may be written from here is for the one who sits at this machine.
            "new": (!guard.is_open()).then(|| json!({ "kinds": desk.kinds(), "token": guard.token() })),
        }),
    )
}

/// Returns why there is no page, and the file that it would be made from: the one that it was made from before, else
/// the one whose name is the page's. What is hidden from readers is told on this machine alone.
fn absent(page: &str, file: Option<String>, moment: &Moment, guard: &Guard) -> Option<serde_json::Value> {
    if guard.is_open() || moment.kept || moment.trouble.is_some() || moment.served.has(page) {
        return None;
    }
    let stem = page.strip_suffix(".html")?;
    let file = file.filter(|file| !file.is_empty()).unwrap_or_else(|| format!("content/{stem}.md"));
    let why = if (moment.texts)(&file).is_none() { "gone" } else { hidden(&file, moment, guard)? };
    Some(json!({ "why": why, "file": file }))
}

/// Says what keeps the note in a file from being shown.
fn hidden(file: &str, moment: &Moment, guard: &Guard) -> Option<&'static str> {
    let text = (moment.texts)(file).filter(|_| !guard.is_open() && file.ends_with(".md"))?;
    if moment.served.page(file).is_some() {
        return None;
    }
    pipeline::hidden(&Arc::from(file), &text).map(|hidden| match hidden {
        Hidden::Draft => "draft",
        Hidden::InReview => "review",
        Hidden::Closed => "closed",
    })
}

/// Returns the path of the page that a browser shows under an address: of a folder, its index.
pub(super) fn page_of(address: &str) -> String {
    let path = address.trim_start_matches('/');
    if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_string() }
}

/// What is asked of us with the token of this preview.
#[derive(Deserialize)]
struct Signed<T> {
    token: String,
    #[serde(flatten)]
    wanted: T,
}

/// Reads what a request wants written: from this machine, from our own page, with the token, and as JSON, which no form
/// can send. `needs` says what has to be in it.
///
/// # Errors
/// The refusal, where any of that is not so.
pub(super) fn signed<T: DeserializeOwned>(request: &Request, guard: &Guard, needs: &str) -> Result<T, Answer> {
    if guard.is_open() {
        return Err(refused(403, "notes are written from here only on the machine itself"));
    }
    let json = request.one("content-type").is_some_and(|mime| mime.split(';').next() == Some("application/json"));
    if request.one("origin").is_none() || !json {
        return Err(refused(403, "this is not asked from a page of the preview"));
    }
    let signed: Signed<T> =
        serde_json::from_slice(&request.body).map_err(|_| refused(400, &format!("a token and {needs} are needed")))?;
    if !guard.is_token(&signed.token) {
        return Err(refused(403, "the preview was started anew: reload the page"));
    }
    Ok(signed.wanted)
}

#[derive(Deserialize)]
struct Wanted {
    kind: String,
    title: String,
}

/// Makes a note.
fn create(request: &Request, guard: &Guard, desk: &dyn Desk) -> Answer {
    let wanted: Wanted = match signed(request, guard, "a kind and a title") {
        Ok(wanted) => wanted,
        Err(refusal) => return refusal,
    };
    match desk.create(&wanted.kind, &wanted.title) {
        Ok(file) => {
            let editor = desk.editor(&file, 1, 1);
            answer_json(201, &json!({ "file": file, "editor": editor }))
        }
        Err(words) => refused(409, &words),
    }
}
