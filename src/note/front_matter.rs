//! The fields of a note that all kinds share, read from its front matter.
//!
//! Every problem is told, and the fields that are right are kept. Fields that
//! belong to a kind are handed on untouched in [`FrontMatter::extra`]: which
//! kind a note has may be settled by its section, and parsing one file never
//! asks about another.

mod read;
pub mod yaml;

use std::cmp::Ordering;
use std::ops::Range;

use crate::date::{Date, Moment};
use crate::diagnostic::Diagnostic;
use crate::source::FilePath;
pub(crate) use read::says_anonymous;
pub use yaml::{Field, Item, Value};

/// A text with its place in the file.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Spanned {
    /// The text.
    pub text: String,
    /// Its bytes in the file.
    pub span: Range<usize>,
}

/// Who a note is by.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Default)]
pub enum Authors {
    /// Not said: the repository knows.
    #[default]
    Unsaid,
    /// Nobody is to know.
    Anonymous,
    /// These handles.
    Named(Vec<Spanned>),
}

/// How far along a note is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Status {
    /// Still being written.
    Draft,
    /// Read first by those involved.
    InReview,
    /// For everybody it is meant for.
    #[default]
    Shared,
    /// Another note has taken its place.
    Superseded,
}

/// A typed link to another note.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Relation {
    /// This note continues another's thought.
    BuildsOn,
    /// This note answers a question.
    Answers,
    /// This note replies to another.
    ReplyTo,
    /// This note came of an event.
    Event,
    /// This note takes the place of another.
    Supersedes,
    /// This lesson was used there.
    AppliedIn,
    /// The same thing was met again there.
    SeenAgain,
    /// Worth reading beside it.
    Related,
}

impl Relation {
    /// All relations with their field names, in the order in which pages show them.
    pub const ALL: [(&'static str, Relation); 8] = [
        ("answers", Relation::Answers),
        ("reply_to", Relation::ReplyTo),
        ("event", Relation::Event),
        ("builds_on", Relation::BuildsOn),
        ("supersedes", Relation::Supersedes),
        ("applied_in", Relation::AppliedIn),
        ("seen_again", Relation::SeenAgain),
        ("related", Relation::Related),
    ];

    /// Returns the field's name.
    pub fn field(self) -> &'static str {
        Relation::ALL.iter().find(|(_, one)| *one == self).map(|(name, _)| *name).expect("every relation is in ALL")
    }
}

/// A word of thanks.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Thanks {
    /// A handle, a team or a role.
    pub to: Spanned,
    /// What for; may be empty.
    pub what: String,
}

/// A place among neighbours: smaller comes first, and whatever names none comes last.
#[derive(Clone, Copy, Debug)]
pub struct Order(pub f64);

impl Default for Order {
    fn default() -> Self {
        Order(f64::INFINITY)
    }
}

impl Ord for Order {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.total_cmp(&other.0)
    }
}

impl PartialOrd for Order {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Order {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Order {}

/// What the front matter of one file says.
#[derive(Clone, Debug, Default)]
pub struct FrontMatter {
    /// Its title.
    pub title: Option<String>,
    /// One or two sentences.
    pub summary: Option<String>,
    /// Its kind, by name.
    pub kind: Option<Spanned>,
    /// For a section: the kind of the notes in it that name none.
    pub default_kind: Option<Spanned>,
    /// Its place among its neighbours.
    pub order: Order,
    /// When it happened or was written.
    pub date: Option<Moment>,
    /// When it was last revised.
    pub updated: Option<Date>,
    /// Who it is by.
    pub authors: Authors,
    /// Teams.
    pub team: Vec<Spanned>,
    /// Topics.
    pub topics: Vec<Spanned>,
    /// Systems.
    pub systems: Vec<Spanned>,
    /// Old URLs and other names.
    pub aliases: Vec<Spanned>,
    /// Typed links, as written.
    pub relations: Vec<(Relation, Spanned)>,
    /// How far along it is.
    pub status: Status,
    /// Thanks said in it.
    pub thanks: Vec<Thanks>,
    /// Who may see it; everybody when not said.
    pub audience: Option<Vec<Spanned>>,
    /// After this date it may be out of date.
    pub review_by: Option<Date>,
    /// Where something was learned from: a URL or a title.
    pub source: Option<String>,
    /// Hours spent learning.
    pub hours: Option<String>,
    /// `formal`, `informal`, `social` or `self-directed`.
    pub form: Option<String>,
    /// For a person: whether their page may be published.
    pub public_profile: bool,
    /// Every other field, for the kind to judge.
    pub extra: Vec<Field>,
    /// Whether the block, or a field that protects, could not be read: such a note is never published.
    pub withheld: bool,
}

/// Reads the front matter of a file. Returns it with the offset at which the body begins.
pub fn parse(file: &FilePath, text: &str, diagnostics: &mut Vec<Diagnostic>) -> (FrontMatter, usize) {
    let split = yaml::split(file, text, diagnostics);
    let mut front = read::read(file, split.fields, diagnostics);
    front.withheld |= split.broken;
    (front, split.body)
}
