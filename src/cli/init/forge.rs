//! The forges that `candor init` has a CI recipe for, and which of them are meant.

use clap::ValueEnum;

use super::Failure;

/// What `--ci` takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Ci {
    /// GitHub Actions, GitHub Pages
    Github,
    /// GitLab CI, GitLab Pages
    Gitlab,
    /// Forgejo Actions
    Forgejo,
    /// No recipe
    None,
}

/// A place that keeps repositories and runs recipes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Forge {
    /// GitHub, there or one's own.
    GitHub,
    /// GitLab, there or one's own.
    GitLab,
    /// Forgejo, as on Codeberg.
    Forgejo,
}

impl Forge {
    /// All of them.
    pub const ALL: [Forge; 3] = [Forge::GitHub, Forge::GitLab, Forge::Forgejo];

    /// Returns the forge that a file of the starter is for; `None` where it is for all.
    pub fn of(path: &str) -> Option<Forge> {
        Forge::ALL.into_iter().find(|forge| path == forge.place() || path.starts_with(&format!("{}/", forge.place())))
    }

    /// Returns its name as people write it.
    pub fn name(self) -> &'static str {
        match self {
            Forge::GitHub => "GitHub",
            Forge::GitLab => "GitLab",
            Forge::Forgejo => "Forgejo",
        }
    }

    /// Returns where it looks for recipes.
    fn place(self) -> &'static str {
        match self {
            Forge::GitHub => ".github",
            Forge::GitLab => ".gitlab-ci.yml",
            Forge::Forgejo => ".forgejo",
        }
    }

    /// Returns the forge that the host in a remote's URL names.
    fn behind(url: &str) -> Option<Forge> {
        let host = host(url).to_lowercase();
        match host.as_str() {
            host if host.contains("github") => Some(Forge::GitHub),
            host if host.contains("gitlab") => Some(Forge::GitLab),
            host if host.contains("forgejo") || host.contains("codeberg") => Some(Forge::Forgejo),
            _ => None,
        }
    }
}

/// Returns the forges to write recipes for: those asked for, else the remote's, else all.
pub(super) fn chosen(asked: &[Ci], remote: Option<&str>) -> Result<Vec<Forge>, Failure> {
    if asked.contains(&Ci::None) {
        return if asked.iter().all(|ci| *ci == Ci::None) {
            Ok(Vec::new())
        } else {
            Err(Failure("`--ci none` stands beside another `--ci`\n  leave one of them out".to_string()))
        };
    }
    if asked.is_empty() {
        return Ok(remote.and_then(Forge::behind).map_or(Forge::ALL.to_vec(), |forge| vec![forge]));
    }
    let forge = |ci: &Ci| match ci {
        Ci::Github => Some(Forge::GitHub),
        Ci::Gitlab => Some(Forge::GitLab),
        Ci::Forgejo => Some(Forge::Forgejo),
        Ci::None => None,
    };
    Ok(asked.iter().filter_map(forge).collect())
}

/// Returns the host of a remote's URL in any form that git takes; nothing for a path.
fn host(url: &str) -> &str {
    let after_name = |authority: &str| authority.rfind('@').map_or(0, |at| at + 1);
    match url.split_once("://") {
        // A name and a password may stand before the host, and a port behind it.
        Some((_, rest)) => {
            let authority = rest.split('/').next().unwrap_or_default();
            authority[after_name(authority)..].split(':').next().unwrap_or_default()
        }
        // `git@host:path`, where the first colon comes before any slash; else it is a path.
        None => match url.split_once(':') {
            Some((authority, _)) if !authority.contains('/') => &authority[after_name(authority)..],
            _ => "",
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_forge_of_a_remote_is_told_from_its_host_alone() {
        let rows = [
            ("https://github.com/brindlemoor/notebook.git", Some(Forge::GitHub)),
            ("git@github.com:brindlemoor/notebook.git", Some(Forge::GitHub)),
            ("ssh://git@gitlab.brindlemoor.example:2222/notebook.git", Some(Forge::GitLab)),
            ("https://ida:token@GitLab.brindlemoor.example/notebook", Some(Forge::GitLab)),
            ("https://codeberg.org/brindlemoor/notebook", Some(Forge::Forgejo)),
            ("git@forgejo.brindlemoor.example:notebook", Some(Forge::Forgejo)),
            ("https://git.brindlemoor.example/github/notebook", None),
            ("git.brindlemoor.example:gitlab/notebook", None),
            ("/srv/github/notebook.git", None),
            ("../gitlab:old/notebook", None),
            ("file:///srv/forgejo/notebook.git", None),
            ("", None),
        ];
        for (url, forge) in rows {
            assert_eq!(Forge::behind(url), forge, "{url}");
        }
    }

    #[test]
    fn what_was_asked_for_counts_more_than_the_remote() {
        let remote = Some("https://github.com/brindlemoor/notebook");
        let forges = |asked: &[Ci], remote| chosen(asked, remote).unwrap_or_else(|failure| panic!("{}", failure.0));
        assert_eq!(forges(&[], remote), [Forge::GitHub]);
        assert_eq!(forges(&[], Some("/srv/notebook.git")), Forge::ALL);
        assert_eq!(forges(&[], None), Forge::ALL);
        assert_eq!(forges(&[Ci::Gitlab, Ci::Forgejo], remote), [Forge::GitLab, Forge::Forgejo]);
        assert_eq!(forges(&[Ci::None], remote), []);
        assert!(chosen(&[Ci::None, Ci::Github], remote).is_err());
    }
}
