//! Times an edit in memory: one note's text changes, and the whole pipeline runs with the memo of before. By hand.
//!
//! ```text
//! cargo bench --bench edit -- path/to/a/wiki [how many edits]
//! ```
//!
//! Prints the median and the 95th percentile of each stage, in milliseconds of wall time, after the first build's.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a bench is read on a terminal")]

use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use candor::audience::Audience;
use candor::cli::site::{self, Request};
use candor::date;
use candor::pipeline::{self, Memo};
use candor::source::SourceFile;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let Some(folder) = arguments.first() else {
        eprintln!("which wiki?");
        return ExitCode::from(2);
    };
    let edits: usize = arguments.get(1).and_then(|number| number.parse().ok()).unwrap_or(20);
    let request = Request { audience: Audience::default(), today: date::today(), strict: false };
    let mut opened = match site::open(Path::new(folder), request) {
        Ok(opened) => opened,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::from(2);
        }
    };
    let mut memo = Memo::default();
    let first = pipeline::build(&opened.site, &mut memo);
    let mut stages: Vec<(&str, f64)> = first.timings.iter().map(|(name, time)| (*name, milliseconds(*time))).collect();
    stages.push(("all", stages.iter().map(|(_, time)| time).sum()));
    drop(first);
    let mut times: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    for edit in 0..edits {
        let count = opened.site.files.len();
        let file = &mut opened.site.files[(edit * 7919 + 13) % count];
        let text = format!("{}\n\nOne more sentence about conveyor {edit}.\n", file.text);
        *file = SourceFile::new(Arc::clone(&file.path), Arc::clone(&file.at), text);
        let start = Instant::now();
        let built = pipeline::build(&opened.site, &mut memo);
        times.entry("all").or_default().push(milliseconds(start.elapsed()));
        for (name, time) in &built.timings {
            times.entry(name).or_default().push(milliseconds(*time));
        }
    }
    println!("{:>10} {:>9} {:>9} {:>9}", "ms", "first", "median", "p95");
    for (name, first) in stages {
        let mut all = times.remove(name).unwrap_or_default();
        all.sort_by(f64::total_cmp);
        let at =
            |part: usize| all.get((all.len() * part / 100).min(all.len().saturating_sub(1))).copied().unwrap_or(0.0);
        println!("{name:>10} {first:>9.1} {:>9.1} {:>9.1}", at(50), at(95));
    }
    ExitCode::SUCCESS
}

fn milliseconds(time: std::time::Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
