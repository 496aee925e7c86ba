//! `candor new`: a note from its kind's template, at the right place.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use crate::date;
use crate::diagnostic::{Severity, terminal};
use crate::kind::Kinds;
use crate::nearest;
use crate::note::slug;
use crate::theme;

use super::{Failure, NewArgs, Outcome, colours, print, say, site};

pub(super) fn run(args: &NewArgs) -> Result<Outcome, Failure> {
    let folder = site::find(args.site.site.as_deref())?;
    let (config, mut found, _) = site::config(&folder)?;
    let (theme, more) = theme::load(Some(&folder), &config.theme, &config.place("theme"));
    found.extend(more);
    found.retain(|found| found.severity == Severity::Error);
    if !found.is_empty() {
        // A note made from half of what was meant would only have to be made again.
        let text = |path: &str| fs::read_to_string(folder.join(path)).ok().map(Arc::from);
        say(terminal::draw(&found, &text, colours(), 100).trim_end());
        say("\nnothing was written: mend the errors above first");
        return Ok(Outcome::Problems);
    }
    let (path, shown) = write(&folder, &theme.kinds, &config.language, &args.kind, &args.title)?;
    print(&shown)?;
    if args.edit {
        let named = |name| std::env::var(name).ok().filter(|value| !value.trim().is_empty());
        let editor = named("VISUAL").or_else(|| named("EDITOR")).unwrap_or_default();
        let mut words = editor.split_whitespace();
        match words.next() {
            Some(program) => match Command::new(program).args(words).arg(&path).status() {
                Ok(status) if status.success() => {}
                Ok(status) => {
                    say(&format!("candor: `{program}` ended with {status}; the note is written all the same"))
                }
                Err(error) => {
                    say(&format!("candor: could not start `{program}`: {error}; the note is written all the same"));
                }
            },
            None => say("candor: set $EDITOR to open new notes at once"),
        }
    }
    Ok(Outcome::Fine)
}

/// Writes a note of a kind with a title, at the right place. Returns where it is, and how messages name it.
pub(super) fn write(
    folder: &Path,
    kinds: &Kinds,
    language: &str,
    kind: &str,
    title: &str,
) -> Result<(PathBuf, String), Failure> {
    let Some(kind) = kinds.named(kind) else {
        let help = nearest::did_you_mean(kind, kinds.names())
            .unwrap_or_else(|| format!("the kinds are {}", kinds.names().collect::<Vec<_>>().join(", ")));
        return Err(Failure(format!("`{kind}` is not a kind of this site\n  {help}")));
    };
    let stem = slug::file(title);
    if stem.is_empty() {
        return Err(Failure(format!(
            "`{title}` has no letter or digit to make a file name of\n  give the note a title in words"
        )));
    }
    let place = folder.join("content").join(&kind.folder);
    fs::create_dir_all(&place).map_err(|error| Failure(format!("could not make `{}`: {error}", place.display())))?;
    let path = place.join(format!("{stem}.md"));
    let shown = path.strip_prefix(folder).unwrap_or(&path).display().to_string();
    // Quoted as YAML wants it, whatever the title holds: JSON's strings are YAML's.
    let title = serde_json::to_string(title.trim())?;
    let template = kind.template_in(language);
    let text = template.replace("{{ title }}", &title).replace("{{ date }}", &date::today().to_string());
    // `create_new`: a note that is there already is never written over.
    let mut file = OpenOptions::new().write(true).create_new(true).open(&path).map_err(|error| {
        if error.kind() == std::io::ErrorKind::AlreadyExists {
            Failure(format!("`{shown}` is there already\n  choose another title, or edit that note"))
        } else {
            Failure(format!("could not write `{shown}`: {error}"))
        }
    })?;
    file.write_all(text.as_bytes()).map_err(|error| Failure(format!("could not write `{shown}`: {error}")))?;
    Ok((path, shown))
}
