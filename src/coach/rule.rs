//! The rules of a language, read from their files.
//!
//! A file is a category: its code, why it matters, the question to ask
//! instead, and rules. A rule is patterns and the examples that are its tests.
//! Nothing here knows what any rule says.

use std::collections::BTreeMap;

use super::pattern::Pattern;
use super::rewrite::Rewrite;
use super::words::Words;
use crate::config::{Sort, Table, parse_toml};
use crate::diagnostic::CODES;

/// One category with its rules.
#[derive(Debug)]
pub struct Category {
    /// Its code: `coach/judgement`.
    pub code: &'static str,
    /// What it is called, as the guide's heading.
    pub title: String,
    /// What the words do, in a sentence that follows the words themselves.
    pub says: String,
    /// Why it matters, in one sentence.
    pub why: String,
    /// What to ask instead.
    pub ask: String,
    /// What to say where somebody judges their own deed.
    pub own: String,
    /// Its rules.
    pub rules: Vec<Rule>,
}

/// Where a rule applies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Where {
    /// In notes that tell what happened.
    #[default]
    Told,
    /// In every note: what is said so is blame wherever it stands.
    Everywhere,
    /// In the parts of a note that say what is to be done, and in notes that tell what happened.
    Actions,
}

/// One way of speaking.
#[derive(Debug)]
pub struct Rule {
    /// Its name, unique in its category.
    pub name: String,
    /// What it finds.
    pub find: Vec<Pattern>,
    /// What in the same sentence spares it.
    pub unless: Vec<Pattern>,
    /// Where it applies.
    pub place: Where,
    /// How the words may be put instead.
    pub rewrite: Option<Rewrite>,
    /// A question of its own, in place of the category's.
    pub ask: Option<String>,
    /// What its words do, likewise.
    pub says: Option<String>,
    /// Why that matters, likewise.
    pub why: Option<String>,
    /// Sentences that it finds.
    pub matches: Vec<String>,
    /// Sentences that it leaves alone.
    pub spares: Vec<String>,
}

/// Reads a category from its file.
///
/// # Errors
/// Where the file is not TOML, or lacks a key, or a pattern names what is not there.
pub fn parse(text: &str, words: &mut Words) -> Result<Category, String> {
    let (root, problems) = parse_toml(&"rules.toml".into(), text, "config/invalid");
    if let Some(problem) = problems.first() {
        return Err(problem.message.clone());
    }
    let need = |name: &str| text_of(&root, name).ok_or(format!("`{name}` is missing"));
    let code = need("code")?;
    let code =
        CODES.iter().find(|known| known.code == code).map(|known| known.code).ok_or(format!("no code `{code}`"))?;
    let mut rules = Vec::new();
    if let Some(Sort::List(list)) = root.entry("rule").map(|entry| &entry.value.sort) {
        for one in list {
            let Sort::Table(table) = &one.sort else { return Err(format!("{code}: a rule is a table")) };
            rules.push(rule(table, words).map_err(|why| format!("{code}: {why}"))?);
        }
    }
    Ok(Category {
        title: need("title")?,
        says: need("says")?,
        why: need("why")?,
        ask: need("ask")?,
        own: text_of(&root, "own").unwrap_or_default(),
        code,
        rules,
    })
}

/// Reads a rule.
///
/// # Errors
/// As [`parse`].
pub fn rule(table: &Table, words: &mut Words) -> Result<Rule, String> {
    let name = text_of(table, "name").ok_or("a rule has no name")?;
    let mut patterns = |key: &str| -> Result<Vec<Pattern>, String> {
        list_of(table, key).iter().map(|written| Pattern::parse(written, words)).collect()
    };
    let (find, unless) = (patterns("find")?, patterns("unless")?);
    let place = match text_of(table, "where").as_deref() {
        None => Where::Told,
        Some("everywhere") => Where::Everywhere,
        Some("actions") => Where::Actions,
        Some(other) => return Err(format!("{name}: no place `{other}`")),
    };
    let rewrite = match text_of(table, "rewrite") {
        Some(written) => Some(Rewrite::parse(&written).ok_or(format!("{name}: no rewrite `{written}`"))?),
        None => None,
    };
    Ok(Rule {
        find,
        unless,
        place,
        rewrite,
        ask: text_of(table, "ask"),
        says: text_of(table, "says"),
        why: text_of(table, "why"),
        matches: list_of(table, "match"),
        spares: list_of(table, "spare"),
        name,
    })
}

/// What spares a sentence, whatever a rule finds in it.
#[derive(Debug, Default)]
pub struct Spares {
    /// Wherever it stands.
    pub anywhere: Vec<Pattern>,
    /// Where it begins before what was found.
    pub before: Vec<Pattern>,
}

/// Reads the patterns that spare a whole sentence.
///
/// # Errors
/// As [`parse`].
pub fn spares(text: &str, words: &mut Words) -> Result<Spares, String> {
    let (root, problems) = parse_toml(&"spare.toml".into(), text, "config/invalid");
    if let Some(problem) = problems.first() {
        return Err(problem.message.clone());
    }
    let mut read = |name: &str| -> Result<Vec<Pattern>, String> {
        list_of(&root, name).iter().map(|written| Pattern::parse(written, words)).collect()
    };
    Ok(Spares { anywhere: read("spare")?, before: read("before")? })
}

/// What is said of a whole note.
#[derive(Debug, Default)]
pub struct Whole {
    /// What is there and what to ask, by the code's name.
    pub says: BTreeMap<String, (String, String)>,
    /// Words of a heading below which stands what went well.
    pub well: Vec<String>,
    /// Words of a heading below which stands the timeline.
    pub timeline: Vec<String>,
}

/// Reads what is said of whole notes.
///
/// # Errors
/// As [`parse`].
pub fn whole(text: &str) -> Result<Whole, String> {
    let (root, problems) = parse_toml(&"whole.toml".into(), text, "config/invalid");
    if let Some(problem) = problems.first() {
        return Err(problem.message.clone());
    }
    let mut whole = Whole::default();
    for entry in &root.entries {
        let Sort::Table(table) = &entry.value.sort else { return Err(format!("`{}` is no table", entry.key)) };
        let need = |name: &str| text_of(table, name).ok_or(format!("{}: `{name}` is missing", entry.key));
        if entry.key == "headings" {
            let list = |name: &str| Ok::<_, String>(need(name)?.split_whitespace().map(String::from).collect());
            (whole.well, whole.timeline) = (list("well")?, list("timeline")?);
        } else {
            whole.says.insert(entry.key.clone(), (need("says")?, need("ask")?));
        }
    }
    Ok(whole)
}

pub(super) fn text_of(table: &Table, name: &str) -> Option<String> {
    match &table.entry(name)?.value.sort {
        Sort::Text(text) => Some(text.clone()),
        _ => None,
    }
}

fn list_of(table: &Table, name: &str) -> Vec<String> {
    let Some(entry) = table.entry(name) else { return Vec::new() };
    match &entry.value.sort {
        Sort::List(list) => list
            .iter()
            .filter_map(|value| match &value.sort {
                Sort::Text(text) => Some(text.clone()),
                _ => None,
            })
            .collect(),
        Sort::Text(text) => vec![text.clone()],
        _ => Vec::new(),
    }
}
