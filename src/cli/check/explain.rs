//! `candor check --explain CODE`: what a code finds, and for the coach why, what to ask, and examples.

use std::fmt::Write;

use crate::coach::Coach;
use crate::diagnostic::CODES;
use crate::nearest::did_you_mean;

/// Returns the explanation of a code.
///
/// # Errors
/// Where there is no such code, with the nearest one.
pub(super) fn explain(code: &str) -> Result<String, String> {
    let Some(known) = CODES.iter().find(|known| known.code == code) else {
        let near = did_you_mean(code, CODES.iter().map(|known| known.code));
        let help =
            near.unwrap_or_else(|| "a code stands in brackets in each message: `warning[link/broken]`".to_string());
        return Err(format!("there is no code `{code}`\n  {help}"));
    };
    let mut out = format!("{code}, usually {}\n\nFinds {}.", describe(known.severity.name()), known.about);
    let coach = Coach::english();
    if let Some(category) = coach.categories.iter().find(|category| category.code == code) {
        let _ = write!(out, "\n\n{}\n\n{}", category.why, category.ask);
        let examples = |title: &str, of: &dyn Fn(&crate::coach::rule::Rule) -> Option<String>| {
            let lines: String =
                category.rules.iter().filter_map(of).fold(String::new(), |text, line| text + "\n  " + &line);
            format!("\n\n{title}{lines}")
        };
        out.push_str(&examples("It finds:", &|rule| rule.matches.first().cloned()));
        out.push_str(&examples("It leaves alone:", &|rule| rule.spares.first().cloned()));
        let _ = write!(out, "\n\nTo keep the words, say why in the note:\n  <!-- candor: allow {code}: the reason -->");
    }
    let _ = write!(out, "\n\nTo change how much it matters, in site.toml:\n  [check]\n  \"{code}\" = \"off\"");
    Ok(out)
}

fn describe(severity: &str) -> String {
    if severity == "error" { format!("an {severity}") } else { format!("a {severity}") }
}
