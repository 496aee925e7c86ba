//! The fields that every note can have, whatever its kind.
//!
//! One table, from which the guide's reference, "did you mean" and the
//! editors' schema are made. It says what may stand in a field; what becomes
//! of it is said where the field is used.

/// A field that does not come from a kind.
#[derive(Clone, Copy, Debug)]
pub struct CommonField {
    /// Its name in front matter.
    pub name: &'static str,
    /// What its value is.
    pub ty: CommonType,
    /// Whether it takes several values; one alone is then a list of one.
    pub list: bool,
    /// Which notes have it.
    pub scope: Scope,
    /// What it means, in one line.
    pub about: &'static str,
}

/// Which notes have a common field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// All notes.
    All,
    /// The note that stands for a folder: `_index.md`, `index.md` or `README.md`.
    Section,
    /// Notes of one kind. That kind may describe the field anew.
    Kind(&'static str),
}

impl Scope {
    /// Returns whether notes of this kind, wherever they stand, can have the field.
    pub fn includes(self, kind: &str) -> bool {
        match self {
            Scope::All | Scope::Section => true,
            Scope::Kind(only) => only == kind,
        }
    }
}

/// What the value of a common field is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommonType {
    /// Any text.
    Text,
    /// A number, whole or not.
    Number,
    /// `2026-09-03`
    Date,
    /// `2026-09-03`, or with a time `2026-09-03 02:10`.
    Moment,
    /// One of these.
    Choice(&'static [&'static str]),
    /// One of the site's kinds.
    Kind,
    /// A person's handle, or `anonymous` alone.
    Authors,
    /// The name of a topic, a system or a team.
    Term,
    /// Another note, as in a wikilink.
    Link,
    /// An old URL or another name of the note.
    Alias,
    /// One of the site's audiences.
    Audience,
    /// A table with the keys `to` (a handle) and `for` (text).
    Thanks,
}

const fn one(name: &'static str, ty: CommonType, about: &'static str) -> CommonField {
    CommonField { name, ty, list: false, scope: Scope::All, about }
}

const fn many(name: &'static str, ty: CommonType, about: &'static str) -> CommonField {
    CommonField { name, ty, list: true, scope: Scope::All, about }
}

const fn only(scope: Scope, field: CommonField) -> CommonField {
    CommonField { scope, ..field }
}

use CommonType::{Alias, Audience, Authors, Choice, Date, Kind, Link, Moment, Number, Term, Text, Thanks};

/// Every common field, in the order of the reference.
pub const COMMON_FIELDS: &[CommonField] = &[
    one("title", Text, "The note's title. Falls back to its first heading, then to the file's name."),
    one("summary", Text, "One or two sentences for lists. Falls back to the first paragraph."),
    one("kind", Kind, "What sort of note it is. Falls back to the section's `default_kind`, then to `note`."),
    one("date", Moment, "When it happened or was written. Falls back to the first commit of the file."),
    one("updated", Moment, "When it last changed in substance. Falls back to the last commit of the file."),
    many("authors", Authors, "Handles of those who wrote it, or `anonymous`. Falls back to the authors in git."),
    many("team", Term, "The teams it belongs to."),
    many("topics", Term, "What it is about."),
    many("systems", Term, "The systems it speaks of."),
    many("aliases", Alias, "Old URLs, which then lead here, and other names of it. Wikilinks may use both."),
    many("builds_on", Link, "Notes that this one learned from."),
    many("answers", Link, "Questions that this note answers."),
    one("reply_to", Link, "The note that this one replies to."),
    one("event", Link, "The learning event that it comes from."),
    many("supersedes", Link, "Older notes that this one takes the place of."),
    many("applied_in", Link, "Notes that tell where this lesson was put to use."),
    many("seen_again", Link, "Notes that tell of the same thing happening again."),
    many("related", Link, "Other notes worth reading beside it."),
    one(
        "status",
        Choice(&["draft", "in-review", "shared", "superseded"]),
        "How far it is. Drafts, and notes that those involved read first, are seen in previews only.",
    ),
    many("thanks", Thanks, "Words of thanks: `to` a handle, `for` what."),
    many("audience", Audience, "Who may see it. Everyone, unless a folder above says otherwise."),
    one("review_by", Date, "After this day the page says that it may be out of date."),
    one("source", Text, "Where something was learned: a URL or a title."),
    one("hours", Number, "How long the learning took, in hours."),
    one(
        "form",
        Choice(&["formal", "informal", "social", "self-directed"]),
        "How it was learned: on a course, by the way, from others, or on one's own.",
    ),
    one(
        "order",
        Number,
        "Its place among its neighbours, smallest first: a note's in its folder, or, in an `_index.md`, the folder's among the folders beside it. Whatever has none comes after.",
    ),
    only(Scope::Section, one("default_kind", Kind, "The kind of the notes in this folder that do not say theirs.")),
    only(
        Scope::Kind("person"),
        one("profile", Choice(&["private", "public"]), "Whether a person has a page: only with `public`."),
    ),
];

/// Returns the common field of this name.
pub fn common_field(name: &str) -> Option<&'static CommonField> {
    COMMON_FIELDS.iter().find(|field| field.name == name)
}
