//! What changed in a site since a commit, and where the site is in its repository, as git says.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Stdio};

/// Returns the files that differ from a commit, and those that git does not know yet, by their path from the site.
///
/// # Errors
/// In words, where there is no git, no repository or no such commit.
pub(super) fn since(folder: &Path, revision: &str) -> Result<BTreeSet<String>, String> {
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
    Ok(changed.split('\0').chain(new.split('\0')).filter(|path| !path.is_empty()).map(String::from).collect())
}

/// Returns the way from the repository's top to the site, `docs/wiki/`; nothing where git knows no repository.
pub(super) fn prefix(folder: &Path) -> String {
    ask(folder, &["rev-parse", "--show-prefix"])
        .map(|prefix| prefix.trim_end_matches('\n').to_string())
        .unwrap_or_default()
}

fn ask(folder: &Path, arguments: &[&str]) -> Result<String, String> {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder).args(["--no-pager", "-c", "core.quotePath=false", "-c", "core.fsmonitor=false"]);
    // A hook hands these down; they speak of the hook's repository and index.
    for variable in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR", "GIT_NAMESPACE"] {
        command.env_remove(variable);
    }
    let output = command
        .args(arguments)
        .env("LC_ALL", "C")
        .env("GIT_OPTIONAL_LOCKS", "0")
        .env("GIT_TERMINAL_PROMPT", "0")
        .env("GIT_NO_LAZY_FETCH", "1")
        .stdin(Stdio::null())
        .output()
        .map_err(|error| error.to_string())?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    Err(String::from_utf8_lossy(&output.stderr).lines().next().unwrap_or("it gave no reason").to_string())
}
