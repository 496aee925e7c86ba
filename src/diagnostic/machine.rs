//! Diagnostics for programs: JSON lines, SARIF 2.1.0, and GitHub's annotations.
//!
//! Every format says the same as the terminal's, in the same order, and
//! nothing about who wrote what. Lines and columns are counted from 1, columns
//! in characters.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::fmt::Write;
use std::sync::Arc;

use serde::Serialize;
use serde_json::{Value, json};

use crate::diagnostic::{CODES, Diagnostic, Severity};
use crate::source::{FilePath, Lines, Span};

/// The text of a file by its path.
pub type Texts<'a> = &'a dyn Fn(&str) -> Option<Arc<str>>;

/// A diagnostic as a line of JSON.
#[derive(Serialize)]
struct Line<'a> {
    code: &'a str,
    severity: &'a str,
    file: &'a str,
    line: usize,
    column: usize,
    message: &'a str,
    help: Option<&'a str>,
    fix: Option<Fix<'a>>,
}

/// A replacement: what stands from one place up to the other is taken out.
#[derive(Serialize)]
struct Fix<'a> {
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    text: &'a str,
}

/// A region of a file, its end not included.
struct Region {
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

/// Where places are: each file's lines, counted once.
struct Places<'a> {
    texts: Texts<'a>,
    lines: RefCell<HashMap<FilePath, Lines>>,
}

impl<'a> Places<'a> {
    fn of(texts: Texts<'a>) -> Places<'a> {
        Places { texts, lines: RefCell::default() }
    }

    fn region(&self, span: &Span) -> Region {
        let mut known = self.lines.borrow_mut();
        let lines = known
            .entry(Arc::clone(&span.file))
            .or_insert_with(|| Lines::new((self.texts)(&span.file).unwrap_or_default()));
        let ((line, column), (end_line, end_column)) = (lines.line_column(span.start), lines.line_column(span.end));
        Region { line, column, end_line, end_column }
    }
}

impl Region {
    fn sarif(&self) -> Value {
        json!({
            "startLine": self.line,
            "startColumn": self.column,
            "endLine": self.end_line,
            "endColumn": self.end_column,
        })
    }
}

/// Writes one object a line.
pub fn json(diagnostics: &[Diagnostic], texts: Texts) -> String {
    let (places, mut out) = (Places::of(texts), String::new());
    for found in diagnostics {
        let at = places.region(&found.primary.span);
        let fix = found.fix.as_ref().map(|fix| {
            let Region { line, column, end_line, end_column } = places.region(&fix.span);
            Fix { line, column, end_line, end_column, text: &fix.text }
        });
        let line = Line {
            code: found.code.0,
            severity: found.severity.name(),
            file: &found.primary.span.file,
            line: at.line,
            column: at.column,
            message: &found.message,
            help: found.help.as_deref(),
            fix,
        };
        out.push_str(&serde_json::to_string(&line).expect("texts and numbers can be written"));
        out.push('\n');
    }
    out
}

/// Writes one SARIF 2.1.0 log (OASIS, 2020). `prefix` leads from the repository's top to the site: `docs/wiki/`.
pub fn sarif(diagnostics: &[Diagnostic], texts: Texts, prefix: &str) -> String {
    let places = Places::of(texts);
    let used: BTreeSet<&str> = diagnostics.iter().map(|found| found.code.0).collect();
    let rules: Vec<&crate::diagnostic::CodeInfo> = CODES.iter().filter(|known| used.contains(known.code)).collect();
    let index = |code: &str| rules.iter().position(|known| known.code == code);
    let place = |span: &Span| {
        json!({ "physicalLocation": {
            "artifactLocation": { "uri": uri(prefix, &span.file) },
            "region": places.region(span).sarif(),
        }})
    };
    let result = |found: &Diagnostic| {
        let message = match &found.help {
            Some(help) => format!("{}. {help}", found.message),
            None => found.message.clone(),
        };
        let mut result = json!({
            "ruleId": found.code.0,
            "ruleIndex": index(found.code.0),
            "level": level(found.severity),
            "message": { "text": message },
            "locations": [place(&found.primary.span)],
        });
        if !found.others.is_empty() {
            let others = found.others.iter().map(|other| {
                let mut there = place(&other.span);
                there["message"] = json!({ "text": other.text });
                there
            });
            result["relatedLocations"] = others.collect();
        }
        if let Some(fix) = &found.fix {
            result["fixes"] = json!([{
                "description": { "text": "put it this way" },
                "artifactChanges": [{
                    "artifactLocation": { "uri": uri(prefix, &fix.span.file) },
                    "replacements": [{
                        "deletedRegion": places.region(&fix.span).sarif(),
                        "insertedContent": { "text": fix.text },
                    }],
                }],
            }]);
        }
        result
    };
    let rule = |known: &&crate::diagnostic::CodeInfo| {
        json!({
            "id": known.code,
            "shortDescription": { "text": known.about },
            "defaultConfiguration": { "level": level(known.severity) },
        })
    };
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "candor",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules.iter().map(rule).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "results": diagnostics.iter().map(result).collect::<Vec<_>>(),
        }],
    });
    format!("{log:#}\n")
}

/// Writes GitHub's workflow commands, which it shows beside the lines of a change. `prefix` as for [`sarif`].
pub fn github(diagnostics: &[Diagnostic], texts: Texts, prefix: &str) -> String {
    let (places, mut out) = (Places::of(texts), String::new());
    for found in diagnostics {
        let word = match found.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Suggestion => "notice",
        };
        let at = places.region(&found.primary.span);
        let file = property(&format!("{prefix}{}", found.primary.span.file));
        let (line, column, title) = (at.line, at.column, property(found.code.0));
        let help = found.help.as_ref().map_or(String::new(), |help| format!("\n{help}"));
        let message = data(&format!("{}{help}", found.message));
        let end = if at.end_line == at.line { format!(",endColumn={}", at.end_column) } else { String::new() };
        let _ = writeln!(
            out,
            "::{word} file={file},line={line},endLine={},col={column}{end},title={title}::{message}",
            at.end_line
        );
    }
    out
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Suggestion => "note",
    }
}

/// Writes a path as a relative URI: what RFC 3986 does not leave unreserved is written in percent.
fn uri(prefix: &str, path: &str) -> String {
    let mut out = String::new();
    for byte in prefix.bytes().chain(path.bytes()) {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// What a runner would take for the end of a message or for the sign of its own escapes.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "# É\n\nIt was a careless edit, 100% so.\n";

    fn found() -> Vec<Diagnostic> {
        let file: Arc<str> = "content/a b,ü.md".into();
        let at = TEXT.find("careless").expect("it is there");
        let span = Span::new(&file, at..at + 8);
        vec![
            Diagnostic::new("coach/judgement", span.clone(), "`careless` judges: 100%").help("one\ntwo").fix("quick"),
            Diagnostic::new("link/ambiguous", span.clone(), "two").other(span, "the other"),
        ]
    }

    fn texts(_: &str) -> Option<Arc<str>> {
        Some(TEXT.into())
    }

    #[test]
    fn json_is_one_object_a_line() {
        let lines: Vec<Value> =
            json(&found(), &texts).lines().map(|line| serde_json::from_str(line).expect("each line is JSON")).collect();
        assert_eq!(
            lines[0],
            json!({
                "code": "coach/judgement", "severity": "suggestion", "file": "content/a b,ü.md", "line": 3, "column": 10,
                "message": "`careless` judges: 100%", "help": "one\ntwo",
                "fix": {"line": 3, "column": 10, "end_line": 3, "end_column": 18, "text": "quick"},
            })
        );
        assert_eq!((&lines[1]["severity"], &lines[1]["fix"]), (&json!("error"), &Value::Null));
    }

    #[test]
    fn github_takes_a_message_for_no_command_of_its_own() {
        let out = github(&found(), &texts, "docs/");
        assert_eq!(
            out.lines().next(),
            Some(
                "::notice file=docs/content/a b%2Cü.md,line=3,endLine=3,col=10,endColumn=18,title=coach/judgement::`careless` judges: 100%25%0Aone%0Atwo"
            )
        );
        assert_eq!(out.lines().count(), 2);
    }

    #[test]
    fn a_text_is_asked_for_once_however_much_is_said_of_it() {
        let found: Vec<Diagnostic> = std::iter::repeat_with(found).take(50).flatten().collect();
        let asked = std::cell::Cell::new(0);
        let texts = |_: &str| {
            asked.set(asked.get() + 1);
            Some(TEXT.into())
        };
        json(&found, &texts);
        sarif(&found, &texts, "");
        github(&found, &texts, "");
        assert_eq!(asked.get(), 3, "once for each format");
    }

    /// What the standard asks of the parts that are used here: section 3 of SARIF 2.1.0.
    #[test]
    fn sarif_has_all_that_the_standard_requires() {
        let log: Value = serde_json::from_str(&sarif(&found(), &texts, "docs/")).expect("it is JSON");
        assert_eq!(log["version"], "2.1.0");
        let run = &log["runs"][0];
        let driver = &run["tool"]["driver"];
        assert!(driver["name"].is_string() && run["columnKind"] == "unicodeCodePoints");
        let rules = driver["rules"].as_array().expect("a list");
        let results = run["results"].as_array().expect("a list");
        assert_eq!((rules.len(), results.len()), (2, 2));
        for result in results {
            let rule = &rules[result["ruleIndex"].as_u64().expect("a number") as usize];
            assert_eq!(rule["id"], result["ruleId"]);
            assert!(["error", "warning", "note"].contains(&result["level"].as_str().expect("a text")));
            assert!(result["message"]["text"].is_string() && rule["shortDescription"]["text"].is_string());
            let place = &result["locations"][0]["physicalLocation"];
            assert_eq!(place["artifactLocation"]["uri"], "docs/content/a%20b%2C%C3%BC.md");
            assert_eq!(place["region"], json!({"startLine": 3, "startColumn": 10, "endLine": 3, "endColumn": 18}));
        }
        let change = &results[0]["fixes"][0]["artifactChanges"][0];
        assert!(change["artifactLocation"]["uri"].is_string());
        assert_eq!(change["replacements"][0]["insertedContent"]["text"], "quick");
        assert_eq!(change["replacements"][0]["deletedRegion"]["startLine"], 3);
        assert_eq!(results[1]["relatedLocations"][0]["message"]["text"], "the other");
    }
}
