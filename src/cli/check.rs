//! `candor check`: everything that the build and the coach find, and nothing written.

mod caused;
mod changed;
mod explain;

use std::collections::BTreeMap;

use crate::date;
use crate::diagnostic::{Diagnostic, Severity, machine, terminal};
use crate::pipeline::{self, Memo};

use super::progress::Progress;
use super::site::{self, Request};
use super::{CheckArgs, CheckFormat, Failure, Outcome, colours, print, say};

/// The most hints of the coach that are shown of a note at once: more help nobody.
const HANDFUL: usize = 5;

pub(super) fn run(args: &CheckArgs) -> Result<Outcome, Failure> {
    if let Some(code) = &args.explain {
        print(&explain::explain(code).map_err(Failure)?)?;
        return Ok(Outcome::Fine);
    }
    let folder = site::find(args.site.site.as_deref())?;
    let limited = args.changed_since.is_some() || args.changed_files.is_some();
    let request = Request {
        audience: args.readers.audience(),
        today: args.today.unwrap_or_else(date::today),
        // Of a change, only what it caused is made an error.
        strict: args.strict && !limited,
    };
    let progress = Progress::start();
    progress.say("reading");
    let mut opened = site::open(&folder, request)?;
    let changed = match (&args.changed_since, &args.changed_files) {
        (Some(revision), _) => Some(changed::since(&folder, revision).map_err(Failure)?),
        (None, Some(list)) => Some(changed::listed(list).map_err(Failure)?),
        (None, None) => None,
    };
    progress.say(format!("checking {} notes", opened.site.files.len()));
    let built = pipeline::build(&opened.site, &mut Memo::forgetful());
    // Pages are written for what keeps their templates from it, and let go.
    let broken = built.broken();
    let said = pipeline::coach(&built, &mut pipeline::Hints::forgetful());
    let (notes, mut found) = (built.notes, built.diagnostics);
    found.extend(broken);
    found.extend(said);
    found.sort_by(|a, b| a.order().cmp(&b.order()));
    found.dedup();
    if let Some(changed) = &changed {
        caused::keep(&mut found, changed, &mut opened.site, &folder);
        if args.strict {
            let warnings = found.iter_mut().filter(|found| found.severity == Severity::Warning);
            warnings.for_each(|found| found.severity = Severity::Error);
        }
    }
    drop(progress);
    for remark in &opened.site.history.remarks {
        say(&format!("remark: {remark}"));
    }
    let texts = |path: &str| opened.text(path);
    let write = |text: String| {
        if text.is_empty() { Ok(()) } else { print(text.trim_end()) }
    };
    match args.format {
        CheckFormat::Human => {
            // What stops something is read first.
            found.sort_by_key(|found| std::cmp::Reverse(found.severity));
            let (shown, folded) = handful(&found, args.all);
            if !shown.is_empty() {
                say(terminal::draw(&shown, &texts, colours(), 100).trim_end());
                say("");
            }
            for (file, more) in folded {
                let hints = if more == 1 { "hint" } else { "hints" };
                say(&format!("{file}: {more} more {hints} of the coach; all are shown by: candor check --all"));
            }
            print(&format!("{} in {notes} note{}", terminal::summary(&found), if notes == 1 { "" } else { "s" }))?;
        }
        CheckFormat::Json => write(machine::json(&found, &texts))?,
        CheckFormat::Sarif => write(machine::sarif(&found, &texts, &changed::prefix(&folder)))?,
        CheckFormat::Github => write(machine::github(&found, &texts, &changed::prefix(&folder)))?,
    }
    let failed = found.iter().any(|found| found.severity == Severity::Error);
    Ok(if failed { Outcome::Problems } else { Outcome::Fine })
}

/// Returns what is shown, and how many hints of each file are folded away.
fn handful(found: &[Diagnostic], all: bool) -> (Vec<Diagnostic>, BTreeMap<&str, usize>) {
    let (mut seen, mut folded) = (BTreeMap::new(), BTreeMap::new());
    let shown = found.iter().filter(|found| {
        if all || found.severity != Severity::Suggestion || !found.code.0.starts_with("coach/") {
            return true;
        }
        let count: &mut usize = seen.entry(&*found.primary.span.file).or_default();
        *count += 1;
        if *count > HANDFUL {
            *folded.entry(&*found.primary.span.file).or_default() += 1;
        }
        *count <= HANDFUL
    });
    (shown.cloned().collect(), folded)
}
