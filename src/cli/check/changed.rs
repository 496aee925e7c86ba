//! What changed in a site since a commit, and where the site is in its repository, as git says.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::{fs, io, thread};

/// What a check is limited to.
pub(super) struct Changed {
    /// The files, by their path from the site.
    pub files: BTreeSet<String>,
    /// The commit they differ from, where it is known.
    base: Option<String>,
}

/// Returns the files of a list: one a line, or with a null byte after each as git's `-z` writes them; `-` is standard
/// input.
///
/// # Errors
/// In words, where the list cannot be read.
pub(super) fn listed(list: &Path) -> Result<Changed, String> {
    let mut text = String::new();
    let read = if list == Path::new("-") {
        io::stdin().read_to_string(&mut text).map(drop)
    } else {
        fs::read_to_string(list).map(|read| text = read)
    };
    read.map_err(|error| format!("could not read the list `{}`: {error}", list.display()))?;
    let end = if text.contains('\0') { '\0' } else { '\n' };
    let lines = text.split(end).map(|line| if end == '\n' { line.trim_end_matches('\r') } else { line });
    Ok(Changed { files: lines.filter(|line| !line.is_empty()).map(String::from).collect(), base: None })
}

/// Returns the files that differ from a commit, and those that git does not know yet, by their path from the site.
///
/// # Errors
/// In words, where there is no git, no repository or no such commit.
pub(super) fn since(folder: &Path, revision: &str) -> Result<Changed, String> {
    // What is asked for may be a branch that went its own way meanwhile: its changes are none of ours.
    let base = ask(folder, &["merge-base", "--end-of-options", revision, "HEAD"]);
    let base = base.map(|base| base.trim().to_string()).or_else(|_| {
        ask(folder, &["rev-parse", "--verify", "--end-of-options", &format!("{revision}^{{commit}}")])
            .map(|commit| commit.trim().to_string())
    });
    let base = base.map_err(|why| format!("git knows no commit `{revision}`: {why}"))?;
    let changed =
        ask(folder, &["diff", "--name-only", "--relative", "--no-renames", "--no-ext-diff", "-z", &base, "--", "."]);
    let new = ask(folder, &["ls-files", "--others", "--exclude-standard", "-z", "--", "."]);
    let why = |why| format!("git could not say what changed since `{revision}`: {why}");
    let (changed, new) = (changed.map_err(why)?, new.map_err(why)?);
    let files = changed.split('\0').chain(new.split('\0')).filter(|path| !path.is_empty()).map(String::from).collect();
    Ok(Changed { files, base: Some(base) })
}

impl Changed {
    /// Returns what the files under `content/` were before they changed, nothing for those that were not there; `None`
    /// where git cannot say.
    pub fn before(&self, folder: &Path) -> Option<BTreeMap<&str, Option<Vec<u8>>>> {
        let base = self.base.as_ref()?;
        let paths: Vec<&str> =
            self.files.iter().map(String::as_str).filter(|path| path.starts_with("content/")).collect();
        // Git is asked by the line.
        if paths.is_empty() || paths.iter().any(|path| path.contains('\n')) {
            return None;
        }
        let wanted: String = paths.iter().map(|path| format!("{base}:./{path}\n")).collect();
        let answer = ask_about(folder, &["cat-file", "--batch"], wanted).ok()?;
        let (mut rest, mut before) = (&answer[..], BTreeMap::new());
        for path in paths {
            let end = rest.iter().position(|&byte| byte == b'\n')?;
            let head = String::from_utf8_lossy(&rest[..end]).into_owned();
            rest = &rest[end + 1..];
            if head.ends_with(" missing") {
                before.insert(path, None);
                continue;
            }
            let size: usize = head.rsplit(' ').next()?.parse().ok()?;
            before.insert(path, Some(rest.get(..size)?.to_vec()));
            rest = rest.get(size + 1..)?;
        }
        Some(before)
    }
}

/// Returns the way from the repository's top to the site, `docs/wiki/`; nothing where git knows no repository.
pub(super) fn prefix(folder: &Path) -> String {
    ask(folder, &["rev-parse", "--show-prefix"])
        .map(|prefix| prefix.trim_end_matches('\n').to_string())
        .unwrap_or_default()
}

fn ask(folder: &Path, arguments: &[&str]) -> Result<String, String> {
    ask_about(folder, arguments, String::new()).map(|answer| String::from_utf8_lossy(&answer).into_owned())
}

/// Asks git about what is written to its input.
fn ask_about(folder: &Path, arguments: &[&str], wanted: String) -> Result<Vec<u8>, String> {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder).args(["--no-pager", "-c", "core.quotePath=false", "-c", "core.fsmonitor=false"]);
    // A hook hands these down; they speak of the hook's repository and index.
    for variable in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR", "GIT_NAMESPACE"] {
        command.env_remove(variable);
    }
    let mut child = command
        .args(arguments)
        .env("LC_ALL", "C")
        .env("GIT_OPTIONAL_LOCKS", "0")
        .env("GIT_TERMINAL_PROMPT", "0")
        .env("GIT_NO_LAZY_FETCH", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| error.to_string())?;
    let mut input = child.stdin.take().expect("it was asked for");
    // Git answers before it has read everything; whoever writes and reads by turns would wait for ever. That it stops
    // reading is told by what it says.
    let writer = thread::spawn(move || drop(input.write_all(wanted.as_bytes())));
    let output = child.wait_with_output().map_err(|error| error.to_string());
    drop(writer.join());
    let output = output?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    Err(String::from_utf8_lossy(&output.stderr).lines().next().unwrap_or("it gave no reason").to_string())
}
