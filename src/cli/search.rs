//! `candor search`: the wiki's search, in the terminal.

use std::collections::{BTreeMap, BTreeSet};
use std::io::IsTerminal;
use std::ops::Range;
use std::sync::Arc;

use serde::Serialize;

use crate::kind::Kind;
use crate::page::words::Words;
use crate::pipeline::{self, Searched};
use crate::search::excerpt::{Excerpt, excerpt};
use crate::search::marks::Marks;
use crate::search::query::{Facet, Filter, Query};
use crate::search::rank::{Answer, Tier};
use crate::search::words as cut;
use crate::wiki::Entry;

use super::{Failure, Outcome, SearchArgs, opened, print, say};

/// About how many characters of a note are shown.
const EXCERPT: usize = 160;

/// The answer as `--json` writes it.
#[derive(Serialize)]
struct Found<'a> {
    /// `exact`, `spelling`, `some`, or `none` where nothing was found.
    tier: &'static str,
    /// How many notes there are, beyond the limit too.
    total: usize,
    /// The best, in order.
    hits: Vec<Shown<'a>>,
}

/// A note that was found.
#[derive(Serialize)]
struct Shown<'a> {
    /// Its title.
    title: &'a str,
    /// Its kind's name.
    kind: &'a str,
    /// Its page, from the site's root, with the anchor of the section that the excerpt is of.
    url: String,
    /// Its file, from the site's folder.
    path: &'a str,
    /// The line that the excerpt is of, from 1.
    line: usize,
    /// Comparable within one answer.
    score: u32,
    /// A part of its text.
    excerpt: String,
    /// The bytes of the excerpt that hold words of the query.
    marks: Vec<(usize, usize)>,
}

pub(super) fn run(args: &SearchArgs) -> Result<Outcome, Failure> {
    let opened = opened(&args.site, &args.readers)?;
    let Searched { wiki, catalogue, unclear } = pipeline::search(&opened.site);
    if unclear > 0 {
        say(&format!(
            "left out: {unclear} of the notes, of which it is unclear who may see them; `candor build` says why"
        ));
    }
    let chosen = [(Facet::Kind, &args.kind), (Facet::Team, &args.team)].into_iter().flat_map(|(facet, values)| {
        values.iter().map(move |value| Filter { facet, value: value.clone(), excludes: false, chosen: true })
    });
    let query = catalogue.query(&args.words.join(" "), chosen.collect());
    let words = Words::new(&opened.site.theme, &opened.site.config.language);
    let labels = |kind: &Arc<Kind>| {
        let view = words.kind(kind);
        (view.name, [view.label, view.plural])
    };
    let kinds: BTreeMap<String, [String; 2]> = opened.site.theme.kinds.iter().map(labels).collect();
    let answer = catalogue.search(&query, &kinds);
    let marks = catalogue.marks(&query, &answer);
    let shown: Vec<Shown> = answer
        .hits
        .iter()
        .take(args.limit)
        .map(|hit| {
            let number = hit.note as usize;
            let entry = wiki.entry(catalogue.ids[number]);
            let excerpt = excerpt(&catalogue.notes[number], &marks, EXCERPT);
            let anchor = excerpt.section.map(|section| &*section.anchor).filter(|anchor| !anchor.is_empty());
            Shown {
                title: &entry.title,
                kind: &entry.kind.name,
                url: anchor.map_or_else(|| entry.url.to_string(), |anchor| format!("{}#{anchor}", entry.url)),
                path: &entry.note.path,
                line: line(entry, &marks, &excerpt),
                score: hit.score,
                marks: excerpt.marks.iter().map(|mark| (mark.start, mark.end)).collect(),
                excerpt: excerpt.text,
            }
        })
        .collect();
    if args.json {
        let found = Found { tier: tier(&answer), total: answer.hits.len(), hits: shown };
        print(&serde_json::to_string_pretty(&found)?)?;
    } else {
        tell(&query, &answer, &shown)?;
    }
    Ok(if answer.hits.is_empty() { Outcome::Problems } else { Outcome::Fine })
}

fn tier(answer: &Answer) -> &'static str {
    match answer.tier {
        _ if answer.hits.is_empty() => "none",
        Tier::Exact => "exact",
        Tier::Spelling => "spelling",
        Tier::Some => "some",
    }
}

/// Returns the line of a note's file that an excerpt is of: the one with a mark that has most of its words.
fn line(entry: &Entry, marks: &Marks, excerpt: &Excerpt<'_>) -> usize {
    let text = &entry.note.text;
    // A summary may stand in the front matter.
    let begins = excerpt.section.map_or(0, |_| text[..entry.note.begins].matches('\n').count());
    let words = |text: &str| -> BTreeSet<String> { cut::all(text).into_iter().map(|run| run.word).collect() };
    let wanted = words(&excerpt.text);
    let lines = text.lines().enumerate().skip(begins).map(|(number, line)| {
        let found: BTreeSet<usize> = marks.find(line).into_iter().flat_map(|mark| mark.terms).collect();
        let of = if found.is_empty() { 0 } else { words(line).intersection(&wanted).count() };
        (of, found.len(), std::cmp::Reverse(number))
    });
    lines.filter(|(_, found, _)| *found > 0).max().map_or(1, |best| best.2.0 + 1)
}

fn tell(query: &Query, answer: &Answer, shown: &[Shown<'_>]) -> Result<(), Failure> {
    let colours = std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    for (filter, nearest) in &answer.unknown {
        let meant = nearest.as_ref().map_or(String::new(), |name| format!("\n  did you mean `{name}`?"));
        say(&format!("no note has the {} `{}`{meant}", filter.facet.name(), filter.value));
    }
    if answer.hits.is_empty() {
        if answer.unknown.is_empty() {
            say("no note has these words\n  try fewer or other words, or ask it: candor new question \"…\"");
        }
        return Ok(());
    }
    match answer.tier {
        Tier::Exact => {}
        Tier::Spelling => {
            for (term, near) in query.terms.iter().zip(&answer.near).filter(|(_, near)| !near.is_empty()) {
                say(&format!("no note has `{}` with the rest; showing notes with {}", term.run.word, near.join(", ")));
            }
        }
        Tier::Some => say("no note has all of these words; these have the most"),
    }
    for note in shown {
        let title = clean(note.title);
        print(&if colours {
            format!("\x1b[1m{title}\x1b[0m  {}", note.kind)
        } else {
            format!("{title}  {}", note.kind)
        })?;
        print(&format!("  {}:{}", clean(note.path), note.line))?;
        let marks: Vec<Range<usize>> = note.marks.iter().map(|(start, end)| *start..*end).collect();
        print(&format!("  {}\n", if colours { marked(&note.excerpt, &marks) } else { clean(&note.excerpt) }))?;
    }
    let all = answer.hits.len();
    if all > shown.len() {
        say(&format!("{} of {all} notes; see more with --limit", shown.len()));
    }
    Ok(())
}

fn marked(text: &str, marks: &[Range<usize>]) -> String {
    let (mut out, mut at) = (String::new(), 0);
    for mark in marks {
        out.push_str(&clean(&text[at..mark.start]));
        out.push_str("\x1b[1;33m");
        out.push_str(&clean(&text[mark.clone()]));
        out.push_str("\x1b[0m");
        at = mark.end;
    }
    out + &clean(&text[at..])
}

/// Returns a text without signs that would steer the terminal, or turn the order of what is read.
fn clean(text: &str) -> String {
    let steers = |c: char| c.is_control() || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    text.chars().filter(|c| !steers(*c)).collect()
}
