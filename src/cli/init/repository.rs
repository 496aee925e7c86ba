//! What git says of the folder that a site is made in.
//!
//! Only asks; no setting is changed, and nothing is added to an index.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::quoted;

/// The repository around a folder.
pub(super) struct Repository {
    /// The folder from the top of the repository, without a slash at the end; empty for the top.
    pub below: String,
    /// Where `origin` is, or the only other remote.
    pub remote: Option<String>,
}

impl Repository {
    /// Asks for the repository around a folder. `None` outside of one, and where there is no git.
    pub fn around(dir: &Path) -> Option<Repository> {
        let below = ask(dir, &["rev-parse", "--show-prefix"])?.trim_end_matches('/').to_string();
        let remotes = ask(dir, &["remote"]).unwrap_or_default();
        let names: Vec<&str> = remotes.lines().collect();
        let name = match names.as_slice() {
            [one] => Some(*one),
            names => names.iter().find(|name| **name == "origin").copied(),
        };
        let remote = name.and_then(|name| ask(dir, &["remote", "get-url", name]));
        Some(Repository { below, remote })
    }

    /// Says how to let git run the hooks in `hooks`, a folder in the site's; `None` where it does already.
    pub fn hook(&self, dir: &Path, hooks: &str) -> Option<String> {
        let now = dir.join(ask(dir, &["rev-parse", "--git-path", "hooks"])?);
        let same = |path: &Path| path.canonicalize().unwrap_or_else(|_| PathBuf::from(path));
        if same(&now) == same(&dir.join(hooks)) {
            return None;
        }
        let ours = if self.below.is_empty() { hooks.to_string() } else { format!("{}/{hooks}", self.below) };
        // Another folder would take the place of hooks that somebody runs already.
        if ask(dir, &["config", "core.hooksPath"]).is_some() || now.join("pre-commit").exists() {
            let script = quoted(&format!("{ours}/pre-commit"));
            return Some(format!("call {script} in the hook that is there, {}", now.join("pre-commit").display()));
        }
        Some(format!("git config core.hooksPath {}", quoted(&ours)))
    }

    /// Whether git leaves out what is in a folder of the site's.
    pub fn ignores(&self, dir: &Path, folder: &str) -> bool {
        ask(dir, &["check-ignore", &format!("{folder}/index.html")]).is_some()
    }
}

/// Returns git's answer where it has one.
fn ask(dir: &Path, arguments: &[&str]) -> Option<String> {
    let mut command = Command::new("git");
    command.arg("-C").arg(dir).args(arguments).stdin(Stdio::null()).stderr(Stdio::null());
    let output = command.output().ok().filter(|output| output.status.success())?;
    Some(String::from_utf8_lossy(&output.stdout).trim_end_matches(['\n', '\r']).to_string())
}
