//! Times what the search's index costs, step by step, on one thread. By hand.
//!
//! ```text
//! RAYON_NUM_THREADS=1 cargo bench --bench index -- path/to/a/wiki [how many runs]
//! ```
//!
//! Prints milliseconds for 1,000 notes: the least of all runs, which other work on the machine disturbs least. On one
//! thread that is the time of the processor. The edits at the end are in memory: no file of the index is written.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a bench is read on a terminal")]

use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use candor::audience::Audience;
use candor::cli::site::{self, Request};
use candor::date;
use candor::pipeline::{self, Memo, Searched};
use candor::search::index::Builder;
use candor::search::stem::Stems;
use candor::search::terms::{self, Terms};
use candor::search::text::{self, Document};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let Some(folder) = arguments.first() else {
        eprintln!("which wiki?");
        return ExitCode::from(2);
    };
    let runs: usize = arguments.get(1).and_then(|number| number.parse().ok()).unwrap_or(5);
    let request = Request { audience: Audience::default(), today: date::today(), strict: false };
    let opened = match site::open(Path::new(folder), request) {
        Ok(opened) => opened,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::from(2);
        }
    };
    let site = &opened.site;
    let Searched { wiki, catalogue, .. } = pipeline::search(site);
    let stems = Stems::of(&site.config.language);
    let build = pipeline::build(site, &mut Memo::forgetful());
    let mut steps: Vec<(&str, f64)> = Vec::new();
    let mut time = |name: &'static str, step: &mut dyn FnMut()| {
        let start = Instant::now();
        step();
        let took = start.elapsed().as_secs_f64() * 1e6 / catalogue.notes.len() as f64;
        match steps.iter_mut().find(|(known, _)| *known == name) {
            Some((_, least)) => *least = least.min(took),
            None => steps.push((name, took)),
        }
    };
    for _ in 0..runs {
        let mut documents: Vec<Document> = Vec::new();
        time("text", &mut || documents.extend(catalogue.ids.iter().map(|id| text::document(&wiki, *id))));
        let mut read: Vec<Terms> = Vec::new();
        time("words", &mut || read.extend(documents.iter().map(terms::terms)));
        time("merge", &mut || {
            let mut builder = Builder::default();
            read.iter().for_each(|terms| builder.add(terms));
            drop(builder.finish(&stems));
        });
        time("files", &mut || {
            for file in candor::output::data::search::files(&build.edition().matter.frame, catalogue.clone()) {
                drop(file.of(build.edition()).bytes());
            }
        });
    }
    let mut edits = edits(&catalogue.notes, &stems);
    edits.sort_by(f64::total_cmp);
    for (name, took) in &steps {
        println!("{name:>8} {took:>8.1} ms");
    }
    println!(
        "{:>8} {:>8.1} ms for 1,000 of {} notes",
        "all",
        steps.iter().map(|(_, took)| took).sum::<f64>(),
        catalogue.notes.len()
    );
    let at = |part: f64| edits[((edits.len() - 1) as f64 * part) as usize];
    println!(
        "{:>8} {:>8.2} ms median, {:.2} p95, {:.2} at worst, of {}",
        "edit",
        at(0.5),
        at(0.95),
        at(1.0),
        edits.len()
    );
    ExitCode::SUCCESS
}

/// Edits up to 200 notes in the index of all, one after the other: a sentence of words old and new is added. Returns how
/// long each took, in milliseconds, its words being read anew and put in place of the old ones.
fn edits(notes: &[Arc<Document>], stems: &Stems) -> Vec<f64> {
    let mut builder = Builder::default();
    notes.iter().for_each(|document| builder.add(&terms::terms(document)));
    let mut index = builder.finish(stems);
    let step = (notes.len() / 200).max(1);
    let edit = |(number, document): (usize, &Arc<Document>)| {
        let old = terms::terms(document);
        let mut document = Document::clone(document);
        let sentence = format!("\nWhat the export said was edit{number}, and nobody had asked.");
        let text = &mut document.sections.last_mut()?.text;
        *text = format!("{text}{sentence}").into();
        let start = Instant::now();
        let new = terms::terms(&document);
        let replaced = index.replace(number as u32, &old, &new, stems);
        replaced.then_some(start.elapsed().as_secs_f64() * 1e3)
    };
    notes.iter().enumerate().step_by(step).filter_map(edit).collect()
}
