//! Times `candor build` on made-up wikis, beside other site generators, by hand.
//!
//! ```text
//! cargo bench --bench build -- --notes 1000,10000
//! cargo bench --bench build -- --notes 1000 --runs 5 --peer hugo
//! cargo bench --bench build -- --notes 1000 --peer 'other=other build {site} --to {output}'
//! cargo bench --bench build -- --corpus path/to/a/wiki
//! ```
//!
//! | option | means |
//! | --- | --- |
//! | `--notes N,N` | how many notes; `1000` when nothing is said |
//! | `--runs N` | how often each contestant builds; 3 |
//! | `--peer NAME` | a generator that this bench knows and finds on the path: `hugo` |
//! | `--peer NAME=COMMAND` | any other, with `{site}` and `{output}` in its command |
//! | `--corpus DIR` | a wiki that exists; it is copied first, never written to |
//! | `--seed N` | other notes of the same sort; 1 |
//! | `--keep DIR` | where the made wikis go and stay, to look at them |
//!
//! Every round runs each contestant once, from nothing: its output and its caches are
//! removed before. So a machine that drifts hits all alike, and the ratios are taken round
//! by round. Wall time is this program's clock; CPU is user and system time of the process
//! and of all it waited for; memory is the peak of the largest single process. The page
//! cache is warm.
//!
//! Asserts no time, and compares no output: a time says something on a quiet machine only,
//! and what a page holds is what the tests are for. What hugo is asked to make is like
//! what candor makes (header, contents, sections, topics, systems, people, highlighted code), but
//! without backlinks, and with whole lists where candor makes several pages.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a bench is read on a terminal")]

mod arguments;
mod code;
mod contestant;
mod corpus;
mod hugo;
mod image;
mod measure;
mod note;
mod random;
mod report;
mod words;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use arguments::Arguments;
use contestant::Contestant;
use measure::Run;

fn main() -> ExitCode {
    let arguments = match arguments::read(std::env::args().skip(1)) {
        Ok(arguments) => arguments,
        Err(problem) => {
            eprintln!("{problem}");
            return ExitCode::from(2);
        }
    };
    match compare(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}

fn compare(arguments: &Arguments) -> io::Result<()> {
    let contestants = contestant::all(&arguments.peers)?;
    let temporary = tempfile::tempdir()?;
    let work = arguments.keep.as_deref().unwrap_or(temporary.path());
    if let Some(wiki) = &arguments.corpus {
        let site = work.join("corpus");
        corpus::copy(wiki, &site)?;
        return contest(&contestants, &site, &wiki.display().to_string(), arguments.runs);
    }
    for &notes in &arguments.notes {
        let site = work.join(format!("wiki-{notes}"));
        corpus::write(&site, notes, arguments.seed)?;
        contest(&contestants, &site, &format!("{notes} notes"), arguments.runs)?;
    }
    Ok(())
}

/// Runs all contestants on one wiki, round by round, and prints what was measured.
fn contest(contestants: &[Contestant], site: &Path, title: &str, runs: usize) -> io::Result<()> {
    let output = PathBuf::from(format!("{}-output", site.display()));
    println!("\n{title}: {}", measure::Tree::of(&site.join("content"))?);
    let mut rounds: Vec<Vec<Run>> = contestants.iter().map(|_| Vec::new()).collect();
    for round in 1..=runs {
        for (contestant, runs) in contestants.iter().zip(&mut rounds) {
            let run = contestant.build(site, &output)?;
            eprintln!("  round {round}: {} {:.2} s", contestant.name, run.wall.as_secs_f64());
            runs.push(run);
        }
    }
    report::table(contestants, &rounds);
    println!("\n{}", contestants[0].timings(site, &output)?.trim_end());
    corpus::remove(&output)
}

/// Writes a file and the folders above it.
fn put(path: &Path, bytes: impl AsRef<[u8]>) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, bytes)
}
