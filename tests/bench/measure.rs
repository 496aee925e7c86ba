//! What one run of a program took, and what it left on the disk.
//!
//! Never decides whether that is good.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, Read, Seek};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use wait4::Wait4;

/// One run.
pub struct Run {
    /// From start to end.
    pub wall: Duration,
    /// User and system time, of the process and all it waited for.
    pub cpu: Duration,
    /// Peak resident memory of the largest process, in bytes.
    pub memory: u64,
    /// What it wrote.
    pub tree: Tree,
    /// What it said, on both streams.
    pub said: String,
}

/// Runs a command to its end, and weighs what it wrote to `output`. A command that fails is an error with all it said.
pub fn run(mut command: Command, output: &Path) -> io::Result<Run> {
    // A file, not a pipe: nobody reads along, so nobody must wait for a reader.
    let mut said = tempfile::tempfile()?;
    command.stdin(Stdio::null()).stdout(File::try_clone(&said)?).stderr(File::try_clone(&said)?);
    let started = Instant::now();
    let child = command.spawn().map_err(|problem| io::Error::other(format!("{command:?}: {problem}")))?;
    let used = child.wait4()?;
    let wall = started.elapsed();
    let mut text = Vec::new();
    said.rewind()?;
    said.read_to_end(&mut text)?;
    let said = String::from_utf8_lossy(&text).into_owned();
    if !used.status.success() {
        return Err(io::Error::other(format!("{command:?} ended with {}\n{said}", used.status)));
    }
    Ok(Run {
        wall,
        cpu: used.rusage.utime + used.rusage.stime,
        memory: used.rusage.maxrss,
        tree: Tree::of(output)?,
        said,
    })
}

/// Files and their bytes below a folder.
#[derive(Clone, Copy, Default)]
pub struct Tree {
    /// How many files.
    pub files: u64,
    /// Their bytes together.
    pub bytes: u64,
}

impl Tree {
    /// Counts what is there.
    pub fn of(folder: &Path) -> io::Result<Tree> {
        let mut tree = Tree::default();
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let below = match entry.metadata()? {
                metadata if metadata.is_dir() => Tree::of(&entry.path())?,
                metadata => Tree { files: 1, bytes: metadata.len() },
            };
            tree.files += below.files;
            tree.bytes += below.bytes;
        }
        Ok(tree)
    }
}

impl fmt::Display for Tree {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} files, {:.1} MB", self.files, self.bytes as f64 / 1e6)
    }
}
