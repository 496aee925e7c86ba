//! What was typed after `--`.
//!
//! Never touches the disk, and knows no generator by name.

use std::path::PathBuf;

/// What the bench is asked to do.
pub struct Arguments {
    /// Sizes of the wikis to make.
    pub notes: Vec<usize>,
    /// Rounds; at least one.
    pub runs: usize,
    /// A peer's name, or `NAME=COMMAND`.
    pub peers: Vec<String>,
    /// A wiki that exists, to be used instead of made ones.
    pub corpus: Option<PathBuf>,
    /// Which of many equally good wikis is made.
    pub seed: u64,
    /// Where made wikis stay.
    pub keep: Option<PathBuf>,
}

/// Reads the arguments; the error is a sentence for the terminal.
pub fn read(typed: impl Iterator<Item = String>) -> Result<Arguments, String> {
    let mut arguments = Arguments { notes: vec![1_000], runs: 3, peers: Vec::new(), corpus: None, seed: 1, keep: None };
    // `cargo bench` adds `--bench` of its own.
    let mut typed = typed.filter(|word| word != "--bench");
    while let Some(option) = typed.next() {
        let mut value = || typed.next().ok_or(format!("`{option}` wants a value"));
        match option.as_str() {
            "--notes" => arguments.notes = value()?.split(',').map(number).collect::<Result<_, _>>()?,
            "--runs" => arguments.runs = number(&value()?)?,
            "--seed" => arguments.seed = number(&value()?)? as u64,
            "--peer" => arguments.peers.push(value()?),
            "--corpus" => arguments.corpus = Some(value()?.into()),
            "--keep" => arguments.keep = Some(value()?.into()),
            _ => {
                return Err(format!("`{option}` is not an option: see the top of tests/bench/main.rs"));
            }
        }
    }
    if arguments.runs == 0 || arguments.notes.contains(&0) {
        return Err("`--runs` and `--notes` want at least 1".to_owned());
    }
    Ok(arguments)
}

fn number(text: &str) -> Result<usize, String> {
    text.trim().replace('_', "").parse().map_err(|_| format!("`{text}` is not a number"))
}
