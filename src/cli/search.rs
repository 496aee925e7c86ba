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
use crate::search::query::{Facet, Filter, Query, years};
use crate::search::rank::{Answer, Hit, Tier};
use crate::search::words as cut;
use crate::wiki::Entry;

use super::{Failure, Outcome, SearchArgs, opened, print, say};

/// About how many characters of a note are shown.
const EXCERPT: usize = 160;
/// So many characters of what was asked become a question's title.
const TITLE: usize = 100;

/// The answer as `--json` writes it.
#[derive(Serialize)]
struct Found<'a> {
    /// `exact`, `spelling`, `some`, or `none` where nothing was found.
    tier: &'static str,
    /// How many notes there are, beyond the limit too.
    total: usize,
    /// The best, in order.
    hits: Vec<Shown<'a>>,
    /// Where those are few, others that have most of the words.
    partial: Vec<Shown<'a>>,
    /// Words of the query for which others were taken that are spelt nearly so.
    near: Vec<Near<'a>>,
    /// Filters whose value no note has.
    unknown: Vec<Unknown<'a>>,
}

/// A word for which others were taken.
#[derive(Serialize)]
struct Near<'a> {
    /// The word as it was typed.
    word: &'a str,
    /// Those that were taken, the nearest first.
    taken: &'a [String],
}

/// A filter whose value no note has.
#[derive(Serialize)]
struct Unknown<'a> {
    /// Its name: `kind`, `team`, `topic`, `system` or `year`.
    filter: &'static str,
    /// The value as it was given.
    value: &'a str,
    /// The nearest value that some note has, or `null`.
    meant: Option<&'a str>,
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
    /// Words of the query that it has not, as they were typed.
    lacks: Vec<&'a str>,
    /// Where words of the query stand in the excerpt: first byte and first byte after, in UTF-8.
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
    let show = |hit: &Hit| {
        let number = hit.note as usize;
        let entry = wiki.entry(catalogue.ids[number]);
        let excerpt = excerpt(&catalogue.notes[number], &marks, EXCERPT);
        let anchor = excerpt.section.map(|section| &*section.anchor).filter(|anchor| !anchor.is_empty());
        let lacks = answer.lacks.get(&hit.note).into_iter().flatten();
        Shown {
            title: &entry.title,
            kind: &entry.kind.name,
            url: anchor.map_or_else(|| entry.url.to_string(), |anchor| format!("{}#{anchor}", entry.url)),
            path: &entry.note.path,
            line: line(entry, &marks, &excerpt),
            score: hit.score,
            lacks: lacks.map(|at| &*query.terms[*at].text).collect(),
            marks: excerpt.marks.iter().map(|mark| (mark.start, mark.end)).collect(),
            excerpt: excerpt.text,
        }
    };
    let hits: Vec<Shown> = answer.hits.iter().take(args.limit).map(show).collect();
    let partial: Vec<Shown> = answer.partial.iter().take(args.limit - hits.len()).map(show).collect();
    if args.json {
        let near = near(&query, &answer).map(|(word, taken)| Near { word, taken }).collect();
        let unknown = answer.unknown.iter().map(|(filter, meant)| Unknown {
            filter: filter.facet.name(),
            value: &filter.value,
            meant: meant.as_deref(),
        });
        let unknown = unknown.collect();
        let found = Found { tier: tier(&answer), total: answer.hits.len(), hits, partial, near, unknown };
        print(&serde_json::to_string_pretty(&found)?)?;
    } else {
        tell(&query, &answer, &hits, &partial)?;
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

/// Returns the words of a query for which others were taken, and those.
fn near<'a>(query: &'a Query, answer: &'a Answer) -> impl Iterator<Item = (&'a str, &'a [String])> {
    let terms = query.terms.iter().map(|term| &*term.text);
    terms.zip(answer.near.iter().map(Vec::as_slice)).filter(|(_, taken)| !taken.is_empty())
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

fn tell(query: &Query, answer: &Answer, hits: &[Shown<'_>], partial: &[Shown<'_>]) -> Result<(), Failure> {
    for (filter, nearest) in &answer.unknown {
        say(&unknown(filter, nearest.as_deref()));
    }
    if answer.hits.is_empty() {
        if answer.unknown.iter().all(|(filter, _)| filter.excludes) {
            say(&nothing(query, answer));
        }
        return Ok(());
    }
    if query.turned && answer.tier == Tier::Exact {
        let words: Vec<String> = query.asked.iter().map(|word| format!("`{}`", bare(word))).collect();
        say(&format!("nothing else is asked for, so these are the notes with {}", words.join(", ")));
    }
    // What stands somewhere was meant as it is.
    if let Some(name) = answer.nowhere.iter().find_map(|at| misnamed(&query.terms[*at].text)) {
        say(&no_filter(name));
    }
    match answer.tier {
        Tier::Exact => {}
        Tier::Spelling => {
            let told = query.terms.iter().filter(|term| !term.passed).count();
            let alone = told == 1 && query.filters.is_empty() && query.excluded.is_empty();
            let rest = if alone { "" } else { " with the rest" };
            for (word, taken) in near(query, answer) {
                say(&format!("no note has `{word}`{rest}; showing notes with {}", taken.join(", ")));
            }
        }
        Tier::Some => say("no note has all of these words; these have the most"),
    }
    list(hits)?;
    let all = answer.hits.len();
    if all > hits.len() {
        say(&format!("{} of {all} notes; see more with --limit", hits.len()));
    }
    if !partial.is_empty() {
        print("Most of the words:\n")?;
        list(partial)?;
    }
    Ok(())
}

/// Prints what was found.
fn list(notes: &[Shown<'_>]) -> Result<(), Failure> {
    let colours = std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    for note in notes {
        let title = clean(note.title);
        print(&if colours {
            format!("\x1b[1m{title}\x1b[0m  {}", note.kind)
        } else {
            format!("{title}  {}", note.kind)
        })?;
        print(&format!("  {}:{}", clean(note.path), note.line))?;
        let marks: Vec<Range<usize>> = note.marks.iter().map(|(start, end)| *start..*end).collect();
        print(&format!("  {}", if colours { marked(&note.excerpt, &marks) } else { clean(&note.excerpt) }))?;
        if !note.lacks.is_empty() {
            print(&format!("  without: {}", clean(&note.lacks.join(", "))))?;
        }
        print("")?;
    }
    Ok(())
}

/// Says that no note has the value of a filter.
fn unknown(filter: &Filter, nearest: Option<&str>) -> String {
    let value = clean(&filter.value);
    if filter.facet == Facet::Year && years(&filter.value).is_none() {
        return format!("`{value}` is no year\n  a year is `2024`; several are `2024..`, `..2024` or `2023..2024`");
    }
    let meant = nearest.map_or(String::new(), |name| format!("\n  did you mean `{}`?", clean(name)));
    format!("no note has the {} `{value}`{meant}", filter.facet.name())
}

/// Says that nothing was found, and what could be tried.
fn nothing(query: &Query, answer: &Answer) -> String {
    if query.is_empty() {
        return "nothing is asked for: there is no word in it".to_string();
    }
    if query.terms.is_empty() {
        return "no note passes all of these filters".to_string();
    }
    let notes = if query.filters.is_empty() { "no note has" } else { "no note that passes the filters has" };
    let mut out = format!("{notes} these words: {}", clean(&query.asked.join(" ")));
    for (word, taken) in near(query, answer) {
        out += &format!("\n  nearly `{word}`: {}", taken.join(", "));
    }
    // A filter may be to blame, too.
    if query.filters.is_empty()
        && let Some(name) = query.asked.iter().find_map(|word| misnamed(word))
    {
        out += &format!("\n  {}", no_filter(name));
    }
    let words: Vec<String> =
        query.asked.iter().filter(|word| query.turned || !leaves_out(word)).map(|word| bare(word)).collect();
    let title: String = words.join(" ").chars().take(TITLE).collect();
    out + &format!("\n  try fewer or other words, or ask it: candor new question \"{title}\"")
}

/// Says that what is written like a filter has a name that is none of a filter's.
fn no_filter(name: &str) -> String {
    let names: Vec<String> = Facet::ALL.iter().map(|(name, _)| format!("`{name}:`")).collect();
    format!("`{}:` is not a filter; these are: {}", clean(name), names.join(", "))
}

/// Returns the name of what is written like a filter, where there is none of that name: `tag` of `tag:printer`.
///
/// Its value begins with a letter or a year, or is still to come: a path, an address, most ports and a time of day are not
/// such.
fn misnamed(word: &str) -> Option<&str> {
    let (name, value) = word.trim_start_matches('-').split_once(':')?;
    let inside = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    let named = name.starts_with(char::is_alphabetic) && name.chars().count() > 1 && name.chars().all(inside);
    let digits = value.chars().take_while(char::is_ascii_digit).count();
    let year = digits == 4 && (value.starts_with("19") || value.starts_with("20"));
    (named && (value.is_empty() || year || value.starts_with(char::is_alphabetic))).then_some(name)
}

/// Returns whether a word of a query is to be left out.
fn leaves_out(word: &str) -> bool {
    word.starts_with('-') && !word.starts_with("--")
}

/// Returns a word or phrase of a query as a shell takes it between quotation marks.
fn bare(word: &str) -> String {
    let means = |c: char| matches!(c, '"' | '“' | '”' | '„' | '«' | '»' | '$' | '`' | '\\' | '!' | '%');
    let kept: String = word.chars().map(|c| if means(c) { ' ' } else { c }).collect();
    let words: Vec<&str> = kept.trim_start_matches('-').split_whitespace().collect();
    clean(&words.join(" "))
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
