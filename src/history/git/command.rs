//! Runs git, so that its answer depends on the repository alone.
//!
//! Settings of a person or a repository that would change the output, run
//! another program or ask the network are set aside. Nothing is read here.

use std::collections::HashSet;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::{ChildStdout, Command, Stdio};

/// Why git gave no answer.
#[derive(Debug)]
pub(super) enum Failure {
    /// There is no repository here, or one without a commit.
    NoRepository,
    /// There is no git.
    NoProgram,
    /// What git said.
    Refused(String),
}

/// Where a folder is in its repository.
#[derive(Debug)]
pub(super) struct Place {
    /// The top of the working tree.
    pub top: PathBuf,
    /// The folder from there: `wiki/content/`, or nothing.
    pub prefix: String,
    /// Whether the clone has only its latest commits.
    pub shallow: bool,
    /// The commits at which it ends.
    pub boundary: HashSet<String>,
}

fn git(folder: &Path) -> Command {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder).args(["--no-pager", "--literal-pathspecs"]);
    for setting in [
        "core.quotePath=false",
        "core.fsmonitor=false",
        "color.ui=false",
        "diff.renameLimit=1000",
        "i18n.logOutputEncoding=UTF-8",
        "log.showRoot=true",
        "log.showSignature=false",
    ] {
        command.args(["-c", setting]);
    }
    // A git hook that runs a build hands these down; they speak of the hook's repository and index.
    for variable in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR", "GIT_NAMESPACE"] {
        command.env_remove(variable);
    }
    command
        .env("LC_ALL", "C")
        .env("GIT_OPTIONAL_LOCKS", "0")
        .env("GIT_TERMINAL_PROMPT", "0")
        // A partial clone would otherwise fetch what rename detection asks for.
        .env("GIT_NO_LAZY_FETCH", "1")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// Asks for a few words.
fn ask(folder: &Path, arguments: &[&str]) -> Result<String, Failure> {
    let output = git(folder).args(arguments).output().map_err(failure)?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    Err(refusal(&output.stderr))
}

fn failure(error: io::Error) -> Failure {
    match error.kind() {
        io::ErrorKind::NotFound => Failure::NoProgram,
        _ => Failure::Refused(error.to_string()),
    }
}

fn refusal(stderr: &[u8]) -> Failure {
    let words = String::from_utf8_lossy(stderr);
    // The second is what git says of `HEAD` before the first commit.
    if words.contains("not a git repository") || words.contains("bad revision 'HEAD'") {
        return Failure::NoRepository;
    }
    let first = words.lines().find(|line| line.starts_with("fatal:")).or(words.lines().next());
    Failure::Refused(first.unwrap_or("it gave no reason").trim_start_matches("fatal: ").to_owned())
}

/// Finds the repository that a folder is in.
pub(super) fn place(folder: &Path) -> Result<Place, Failure> {
    if !folder.is_dir() {
        return Err(Failure::NoRepository);
    }
    let answer = ask(
        folder,
        &["rev-parse", "--is-shallow-repository", "--git-path", "shallow", "--show-toplevel", "--show-prefix"],
    )?;
    let mut lines = answer.lines();
    let mut line = || lines.next().ok_or_else(|| Failure::Refused("its answer is shorter than expected".to_owned()));
    let shallow = line()? == "true";
    let list = folder.join(line()?);
    let top = PathBuf::from(line()?);
    let prefix = line().unwrap_or_default().to_owned();
    let boundary = if shallow {
        let text = std::fs::read_to_string(&list).map_err(|error| Failure::Refused(error.to_string()))?;
        text.lines().map(str::to_owned).collect()
    } else {
        HashSet::new()
    };
    Ok(Place { top, prefix, shallow, boundary })
}

/// Streams the log, the oldest commit first: see [`super::log`] for its form.
///
/// `scope` are folders from the top, each with a closing `/`; none means all.
pub(super) fn log<T>(
    top: &Path,
    scope: &[String],
    read: impl FnOnce(ChildStdout) -> io::Result<T>,
) -> Result<T, Failure> {
    // Inexact renames are found by reading the files, which a partial clone does not have.
    let partial = ask(top, &["config", "--get-regexp", r"^(remote\..*\.promisor|extensions\.partialclone)$"]).is_ok();
    let mut child = git(top)
        .args(["log", "--reverse", "--date-order", "--root", "--raw", "--no-abbrev", "-z"])
        .arg(if partial { "-M100%" } else { "-M" })
        .args(["--no-ext-diff", "--no-textconv", "--no-color", "--no-notes", "--no-decorate", "--no-relative"])
        .args(["--diff-merges=off", "--no-show-signature", "--ignore-submodules=all"])
        .args(["--format=%H%x00%as%x00%aN%x00%aE", "--end-of-options", "HEAD", "--"])
        .args(scope)
        .spawn()
        .map_err(failure)?;
    let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
    let (Some(stdout), Some(mut stderr)) = (stdout, stderr) else {
        unreachable!("both were asked for when git was started");
    };
    // Read beside the answer: a full pipe of warnings would make git wait for ever.
    let warnings = std::thread::spawn(move || {
        let mut words = Vec::new();
        // Only for the message; what cannot be read of it is left out.
        let _ = stderr.read_to_end(&mut words);
        words
    });
    let answer = read(stdout);
    let status = child.wait().map_err(failure)?;
    let words = warnings.join().unwrap_or_default();
    if status.success() { answer.map_err(failure) } else { Err(refusal(&words)) }
}
