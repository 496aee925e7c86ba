//! What is wrong in the author's hands, with its place and a way forward.
//!
//! A diagnostic is a value: stages return it beside their result and never
//! stop at the first. Drawing it is left to `diagnostic/terminal.rs` and its
//! neighbours; trouble with the world (disk, port, git) is not a diagnostic.

pub mod machine;
pub mod terminal;

use std::fmt;

use crate::source::Span;

/// How much a diagnostic matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// A hint; fails nothing.
    Suggestion,
    /// Told, and published all the same.
    Warning,
    /// Cannot be rendered rightly or safely: nothing is published.
    Error,
}

impl Severity {
    /// Returns the word for it: `error`, `warning` or `suggestion`.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Suggestion => "suggestion",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What was found, as a name in a group: `link/broken`. One of [`CODES`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Code(pub &'static str);

impl Code {
    /// Returns the severity this code has where `site.toml` does not say otherwise.
    ///
    /// # Panics
    /// When the code is not in [`CODES`], which is a bug of ours.
    pub fn severity(self) -> Severity {
        CODES.iter().find(|known| known.code == self.0).map(|known| known.severity).expect("every code is in CODES")
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// A code with its usual severity and one line about it.
pub struct CodeInfo {
    /// The name.
    pub code: &'static str,
    /// Its severity where `site.toml` does not say otherwise.
    pub severity: Severity,
    /// What it finds, in one line for the reference.
    pub about: &'static str,
}

/// A place with a few words about it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// What is there; may be empty.
    pub text: String,
}

/// A replacement that would mend what was found.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Fix {
    /// What to replace.
    pub span: Span,
    /// What to put there.
    pub text: String,
}

/// One thing that was found.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Diagnostic {
    /// What was found.
    pub code: Code,
    /// How much it matters.
    pub severity: Severity,
    /// What is there, in lower case, quotes in backticks, never about the writer.
    pub message: String,
    /// Where.
    pub primary: Label,
    /// Other places that belong to it, such as the second of two notes.
    pub others: Vec<Label>,
    /// What to do.
    pub help: Option<String>,
    /// A replacement that would mend it.
    pub fix: Option<Fix>,
    /// Why it matters, in one sentence; for what the coach says.
    pub why: Option<Box<str>>,
}

impl Diagnostic {
    /// Makes a diagnostic of the code's usual severity.
    pub fn new(code: &'static str, span: Span, message: impl Into<String>) -> Self {
        let code = Code(code);
        Diagnostic {
            code,
            severity: code.severity(),
            message: message.into(),
            primary: Label { span, text: String::new() },
            others: Vec::new(),
            help: None,
            fix: None,
            why: None,
        }
    }

    /// Says a few words at the place itself.
    pub fn label(mut self, text: impl Into<String>) -> Self {
        self.primary.text = text.into();
        self
    }

    /// Says what to do.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Says what to do, when there is something to say.
    pub fn help_opt(mut self, help: Option<String>) -> Self {
        self.help = help.or(self.help);
        self
    }

    /// Adds another place.
    pub fn other(mut self, span: Span, text: impl Into<String>) -> Self {
        self.others.push(Label { span, text: text.into() });
        self
    }

    /// Offers a replacement of the primary span.
    pub fn fix(mut self, text: impl Into<String>) -> Self {
        self.fix = Some(Fix { span: self.primary.span.clone(), text: text.into() });
        self
    }

    /// Returns what diagnostics are sorted by: file, place, code, message.
    pub fn order(&self) -> (&str, usize, usize, &str, &str) {
        let span = &self.primary.span;
        (&span.file, span.start, span.end, self.code.0, &self.message)
    }
}

use Severity::{Error, Suggestion, Warning};

const fn code(code: &'static str, severity: Severity, about: &'static str) -> CodeInfo {
    CodeInfo { code, severity, about }
}

/// Every code there is, sorted by name.
pub const CODES: &[CodeInfo] = &[
    code("alias/duplicate", Error, "an old URL that is a page, a file or another old URL"),
    code("alias/invalid", Error, "an old URL that no file can stand for"),
    code("anchor/missing", Warning, "a link to a heading that the note does not have"),
    code("asset/missing", Warning, "an image or a file that is not there"),
    code("audience/unknown", Error, "an audience that `site.toml` does not name"),
    code("callout/unknown", Suggestion, "a callout of a sort that is not known, shown as a note of that name"),
    code("coach/balance", Suggestion, "a review that tells of nothing that went well"),
    code("coach/counterfactual", Suggestion, "what people should have done, in place of what they did and why"),
    code("coach/hindsight", Suggestion, "a judgement by what was known only later"),
    code("coach/human-error", Suggestion, "a person as the cause: `human error`, `was to blame`"),
    code("coach/judgement", Suggestion, "a word that judges a person or their work"),
    code("coach/named-agent", Suggestion, "a person or a team as the one who went wrong"),
    code("coach/one-role", Suggestion, "a timeline in which one role does nearly everything"),
    code("coach/only-vigilance", Suggestion, "actions that ask only for more care"),
    code("coach/outcome", Suggestion, "a search for whose fault it was"),
    code("coach/punishment", Suggestion, "talk of punishing somebody"),
    code(
        "coach/root-cause",
        Suggestion,
        "a single root cause, where usually several things came together; off until `site.toml` sets it",
    ),
    code("coach/timeline", Suggestion, "a timeline that begins at the mistake"),
    code("coach/unused", Suggestion, "an allowance for which nothing is found any more, or one that cannot be read"),
    code("coach/vigilance", Suggestion, "an action that asks for more care"),
    code("coach/violation", Suggestion, "a rule that is held against somebody"),
    code("coach/why-you", Suggestion, "a question that asks somebody to defend themselves"),
    code("comment/unclosed", Error, "a comment that never closes: what follows may be meant for readers, or not"),
    code(
        "config/coach",
        Warning,
        "a rule or a word of `coach.toml` that cannot be read, or an example that does not hold",
    ),
    code("config/invalid", Error, "`site.toml` cannot be read as it stands"),
    code("config/unknown-key", Error, "a key that `site.toml` does not have"),
    code("diagram/invalid", Warning, "a diagram that cannot be drawn, shown as its source"),
    code("embed/cycle", Error, "notes that embed each other in a circle"),
    code("embed/too-much", Warning, "a page that would show too much of other notes"),
    code("field/choice", Error, "a value that is not one of the field's choices"),
    code("field/date", Error, "a date that does not exist or is not written as one"),
    code("field/duplicate", Error, "a field that is there twice"),
    code(
        "field/misspelt",
        Error,
        "an unknown field that is nearly one which protects: `audience`, `authors`, `status`, `profile`",
    ),
    code("field/missing", Warning, "a field that the kind asks for"),
    code("field/type", Error, "a value of another type than the field's"),
    code("field/unknown", Warning, "a field that neither all notes nor the kind have"),
    code("footnote/missing", Warning, "a reference to a footnote that the note does not have, shown as it is written"),
    code("file/encoding", Error, "a note that is not UTF-8"),
    code("file/outside", Error, "a symbolic link that leaves the site"),
    code("file/loop", Error, "a symbolic link that leads back to a folder above it"),
    code("file/too-large", Error, "a note too large to be one"),
    code("file/unreadable", Error, "a file that cannot be opened"),
    code("front-matter/alias", Error, "YAML anchors and aliases, which front matter does not take"),
    code("front-matter/invalid", Error, "front matter that is not valid YAML"),
    code("front-matter/too-large", Error, "front matter of more than 64 KB"),
    code("front-matter/unclosed", Error, "front matter without its closing `---`"),
    code("html/removed", Suggestion, "raw HTML that is not published"),
    code("kind/invalid", Error, "a `kind.toml` that cannot be read as it stands"),
    code("kind/unknown", Error, "a kind that the site does not have"),
    code("language/unknown", Warning, "a `language` that the theme has no words for, so that pages speak English"),
    code("link/ambiguous", Error, "a wikilink that fits two notes"),
    code("link/broken", Warning, "a link to a note or page that is not there"),
    code("link/private", Suggestion, "a link to a person who has no page, shown as the name alone"),
    code("link/scheme", Warning, "a link whose scheme is not published, such as `javascript:`"),
    code("markdown/too-deep", Error, "quotes or lists nested beyond reason"),
    code("math/invalid", Warning, "a formula that cannot be read, shown as its source"),
    code("page/conflict", Error, "two notes, folders or files that would be the same page or file"),
    code("path/unsafe", Error, "a file name that cannot become a URL"),
    code("reference/itself", Warning, "a field that names the note it stands in"),
    code("reference/unknown", Warning, "a field that names a note which is not there"),
    code("review/overdue", Warning, "a note whose `review_by` has passed"),
    code("section/empty", Suggestion, "a heading with nothing below it"),
    code("section/missing", Suggestion, "a section that notes of this kind usually have"),
    code("theme/invalid", Error, "a theme, or one of its templates, that cannot be used"),
];

#[cfg(test)]
mod tests {
    use super::CODES;

    #[test]
    fn codes_are_in_a_group_and_unique() {
        for (index, known) in CODES.iter().enumerate() {
            assert!(known.code.split_once('/').is_some(), "{} has no group", known.code);
            assert!(CODES[..index].iter().all(|other| other.code != known.code), "{} is there twice", known.code);
        }
    }
}
