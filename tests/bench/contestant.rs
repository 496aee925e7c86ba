//! Who builds: candor, and the peers that were asked for.
//!
//! Never times anything itself; it only knows how each is started from nothing.

use std::fs;
use std::io;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::corpus::remove;
use crate::hugo;
use crate::measure::{self, Run};

/// One generator.
pub struct Contestant {
    /// What the table calls it.
    pub name: String,
    /// The program and its arguments, with `{site}` and `{output}` in them.
    command: Vec<String>,
    /// What it keeps in the site's folder between runs.
    caches: &'static [&'static str],
    /// Writes what it needs beside the notes.
    prepare: fn(&Path) -> io::Result<()>,
}

/// Returns candor, then the peers. A peer that is not there is an error: nobody is left out in silence.
pub fn all(peers: &[String]) -> io::Result<Vec<Contestant>> {
    let candor =
        format!("{} build --site {{site}} --output {{output}} --today 2026-11-24", env!("CARGO_BIN_EXE_candor"));
    let mut all = vec![Contestant::new("candor", &candor, &[], |_| Ok(()))];
    for peer in peers {
        all.push(match peer.split_once('=') {
            Some((name, command)) => Contestant::new(name, command, &[], |_| Ok(())),
            None if peer == "hugo" => Contestant::new("hugo", hugo::COMMAND, hugo::CACHES, hugo::scaffold),
            None => {
                return Err(io::Error::other(format!("no peer `{peer}` is known: write `--peer '{peer}=COMMAND'`")));
            }
        });
    }
    for contestant in &all {
        let program = &contestant.command[0];
        let found = Command::new(program)
            .arg("--help")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        found.map_err(|problem| io::Error::other(format!("`{program}` does not start: {problem}")))?;
    }
    Ok(all)
}

impl Contestant {
    fn new(
        name: &str,
        command: &str,
        caches: &'static [&'static str],
        prepare: fn(&Path) -> io::Result<()>,
    ) -> Contestant {
        let command = command.split_whitespace().map(str::to_owned).collect();
        Contestant { name: name.to_owned(), command, caches, prepare }
    }

    /// Builds the site from nothing.
    pub fn build(&self, site: &Path, output: &Path) -> io::Result<Run> {
        self.run(site, output, &[])
    }

    /// Returns what the generator itself says about its time, when asked with `--timings`.
    pub fn timings(&self, site: &Path, output: &Path) -> io::Result<String> {
        Ok(self.run(site, output, &["--timings"])?.said)
    }

    fn run(&self, site: &Path, output: &Path, more: &[&str]) -> io::Result<Run> {
        (self.prepare)(site)?;
        remove(output)?;
        self.caches.iter().try_for_each(|cache| remove(&site.join(cache)))?;
        fs::create_dir_all(output)?;
        let fill = |word: &String| {
            word.replace("{site}", &site.to_string_lossy()).replace("{output}", &output.to_string_lossy())
        };
        let mut words = self.command.iter().map(fill);
        let mut command = Command::new(words.next().unwrap_or_default());
        command.args(words).args(more);
        measure::run(command, output)
    }
}
