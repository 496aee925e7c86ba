//! `candor build`: read, build, publish.

use std::collections::HashSet;
use std::time::Instant;

use crate::audience::Audience;
use crate::date;
use crate::diagnostic::{Severity, terminal};
use crate::pipeline::{self, Build, Memo, Site};
use crate::publish::{self, Phase};

use super::progress::Progress;
use super::site::{self, Opened, Request};
use super::{BuildArgs, Failure, Outcome, colours, print, say};

pub(super) fn run(args: &BuildArgs) -> Result<Outcome, Failure> {
    let start = Instant::now();
    let folder = site::find(args.site.site.as_deref())?;
    let request = Request {
        audience: Audience { name: args.audience.clone(), drafts: args.drafts },
        today: args.today.unwrap_or_else(date::today),
        strict: args.strict,
    };
    let progress = Progress::start();
    progress.say("reading");
    let mut opened = site::open(&folder, request)?;
    let read = start.elapsed();
    progress.say(format!("building {} notes", opened.site.files.len()));
    let mut built = pipeline::build(&opened.site, &mut Memo::forgetful());
    drop(progress);
    // About the surroundings, not about a note: nothing to mend before publishing, also with `--strict`.
    for remark in &opened.site.history.remarks {
        say(&format!("remark: {remark}"));
    }
    tell(&built, &opened);
    let failed = built.failed();
    if failed && !args.keep_going {
        say("nothing was published: mend the errors above, or leave the notes concerned out with `--keep-going`");
        return Ok(Outcome::Problems);
    }
    if failed {
        let left_out = leave_out(&mut opened.site, &built);
        built = pipeline::build(&opened.site, &mut Memo::forgetful());
        let worse = built
            .diagnostics
            .iter()
            .any(|found| found.severity == Severity::Error && found.primary.span.file.ends_with(".html"));
        if worse || built.pages == 0 {
            say("nothing was published: the theme has errors");
            return Ok(Outcome::Problems);
        }
        say(&format!("left out for their errors: {}", counted(left_out, "note")));
    }
    let output = match &args.output {
        Some(output) => std::env::current_dir()?.join(output),
        None => folder.join(&opened.site.config.output.folder),
    };
    let writing = Instant::now();
    let progress = Progress::start();
    let published = publish::publish(&built.outputs, &output, &mut |at| progress.say(words(at)))?;
    drop(progress);
    if args.timings {
        let mut rows = vec![("read", read)];
        rows.extend(built.timings.iter().copied());
        rows.push(("publish", writing.elapsed()));
        for (name, time) in rows {
            say(&format!("{name:>10} {:>9.1} ms", time.as_secs_f64() * 1000.0));
        }
    }
    let removed = if published.removed == 0 { String::new() } else { format!(", {} removed", published.removed) };
    let shown = output.strip_prefix(std::env::current_dir()?).unwrap_or(&output).display().to_string();
    print(&format!(
        "{} from {}, {} changed{removed}, {:.1} s: {shown}",
        counted(built.pages, "page"),
        counted(built.notes, "note"),
        published.written,
        start.elapsed().as_secs_f64()
    ));
    Ok(if failed { Outcome::Problems } else { Outcome::Fine })
}

/// Draws everything that was found, with a count below.
fn tell(built: &Build, opened: &Opened) {
    if !built.diagnostics.is_empty() {
        say(terminal::draw(&built.diagnostics, &|path| opened.text(path), colours(), 100).trim_end());
        say("");
        say(&terminal::summary(&built.diagnostics));
    }
}

/// Takes out the notes with errors, before anything is resolved, so that nothing of them is left anywhere.
/// Returns how many there were.
fn leave_out(site: &mut Site, built: &Build) -> usize {
    let errors = built.diagnostics.iter().filter(|found| found.severity == Severity::Error);
    let broken: HashSet<_> = errors.map(|found| found.primary.span.file.clone()).collect();
    let before = site.files.len();
    site.files.retain(|file| !broken.contains(&file.path));
    before - site.files.len()
}

/// Writes a number of things: `1 note`, `2 notes`.
fn counted(number: usize, thing: &str) -> String {
    format!("{number} {thing}{}", if number == 1 { "" } else { "s" })
}

/// Says in words how far publishing has come.
fn words(at: publish::Progress) -> String {
    let of = format!("{} of {} files", at.done, at.total);
    match at.phase {
        Phase::Comparing => format!("comparing {of}"),
        Phase::Staging => format!("writing {of}"),
        Phase::Syncing => "waiting for the disk".to_string(),
        Phase::Placing => format!("putting {of} in place"),
        Phase::Removing => format!("removing {of}"),
    }
}

#[cfg(test)]
mod tests {
    use super::counted;

    #[test]
    fn one_is_not_several() {
        assert_eq!([0, 1, 2].map(|n| counted(n, "note")), ["0 notes", "1 note", "2 notes"]);
    }
}
