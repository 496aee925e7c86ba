//! `candor build`: read, build, publish.

use std::time::Instant;

use crate::audience::LeftOut;
use crate::date;
use crate::diagnostic::{Diagnostic, Severity, terminal};
use crate::pipeline::{self, Build, Memo};
use crate::publish::{self, Phase, PublishError};

use super::progress::Progress;
use super::site::{self, Opened, Request};
use super::{BuildArgs, Failure, Outcome, colours, print, say};

pub(super) fn run(args: &BuildArgs) -> Result<Outcome, Failure> {
    let start = Instant::now();
    let folder = site::find(args.site.site.as_deref())?;
    let request = Request {
        audience: args.readers.audience(),
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
    let failed = built.failed();
    if failed {
        // Publishing would find these; but there may be none.
        let broken = built.broken();
        built.diagnostics.extend(broken);
    }
    tell(&built.diagnostics, &opened);
    if failed && !args.keep_going {
        say("nothing was published: mend the errors above, or leave the notes concerned out with `--keep-going`");
        return Ok(Outcome::Problems);
    }
    if failed {
        built = match leave_out(&mut opened, built) {
            Ok(built) => built,
            Err(why) => {
                say(&format!("nothing was published: {why}"));
                return Ok(Outcome::Problems);
            }
        };
        say(&left_out(&built.left_out));
    }
    let output = match &args.output {
        Some(output) => std::env::current_dir()?.join(output),
        None => folder.join(&opened.site.config.output.folder),
    };
    let progress = Progress::start();
    progress.say("indexing for the search");
    let indexing = Instant::now();
    let outputs = built.take_outputs();
    let indexed = indexing.elapsed();
    let writing = Instant::now();
    let published = publish::publish(outputs, &output, &mut |at| progress.say(words(at)));
    drop(progress);
    let published = match published {
        Err(PublishError::Unmade(errors)) => {
            tell(&built.told(errors), &opened);
            say("nothing was published: mend the errors above");
            return Ok(Outcome::Problems);
        }
        published => published?,
    };
    if args.timings {
        let mut rows = vec![("read", read)];
        rows.extend(built.timings.iter().copied());
        rows.push(("search", indexed));
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
    ))?;
    Ok(if failed { Outcome::Problems } else { Outcome::Fine })
}

/// Draws what was found, with a count below.
fn tell(diagnostics: &[Diagnostic], opened: &Opened) {
    let (shown, many) = terminal::few(diagnostics);
    if !shown.is_empty() {
        say(terminal::draw(&shown, &|path| opened.text(path), colours(), 100).trim_end());
        say("");
    }
    if !diagnostics.is_empty() {
        say(&terminal::summary(diagnostics));
    }
    if many {
        say("the suggestions are shown by: candor check");
    }
}

/// Builds again without the content that errors are about, until no other has any.
///
/// It is withheld by its place and not taken away, so that a section note with an error
/// still closes its folder. Refuses where an error is about more than content.
pub(super) fn leave_out(opened: &mut Opened, mut built: Build) -> Result<Build, String> {
    loop {
        let mut more = Vec::new();
        for error in built.diagnostics.iter().filter(|found| found.severity == Severity::Error) {
            let file = &error.primary.span.file;
            let place = opened.place(error).ok_or_else(|| format!("`{file}` has errors, and every page needs it"))?;
            if !opened.site.withheld.contains(&place) {
                more.push(place);
            }
        }
        if built.left_out.everything {
            return Err("the note of the whole site has errors, and it may close everything".to_string());
        }
        if more.is_empty() {
            return Ok(built);
        }
        opened.site.withheld.extend(more);
        built = pipeline::build(&opened.site, &mut Memo::forgetful());
    }
}

/// Says how many notes were left out.
pub(super) fn left_out(left_out: &LeftOut) -> String {
    let notes = |count| counted(count, "note");
    let folders = match left_out.below {
        0 => String::new(),
        below if left_out.notes == 1 => format!(", and {} in the folders it stands for", notes(below)),
        below => format!(", and {} in the folders they stand for", notes(below)),
    };
    format!("left out: {} with errors{folders}", notes(left_out.notes))
}

/// Writes a number of things: `1 note`, `2 notes`.
fn counted(number: usize, thing: &str) -> String {
    format!("{number} {thing}{}", if number == 1 { "" } else { "s" })
}

/// Says in words how far publishing has come.
fn words(at: publish::Progress) -> String {
    let of = format!("{} of {} files", at.done, at.total);
    match at.phase {
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
