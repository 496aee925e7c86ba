//! A site's own rules and words: its `coach.toml`, in any language.
//!
//! They stand beside those that the program ships, in the same form, and the examples are their tests here as well:
//! one that does not hold is told with its place. A wrong rule is left out and the rest is kept.

use std::sync::Arc;

use super::language::{self, BARE};
use super::rule::{self, Category};
use super::trigger::Triggers;
use super::words::Known;
use super::{Coach, Setting};
use crate::config::{Sort, Table, Value, parse_toml};
use crate::diagnostic::{CODES, Diagnostic};
use crate::nearest::did_you_mean;
use crate::source::{FilePath, Span};

/// What a mistake in the file is told under.
const CODE: &str = "config/coach";

/// The keys of the file, and of a rule.
const KEYS: [&str; 4] = ["language", "words", "verbs", "rule"];
const RULE_KEYS: [&str; 11] =
    ["code", "name", "find", "unless", "where", "rewrite", "says", "why", "ask", "match", "spare"];

/// What a site's `coach.toml` comes to.
#[derive(Debug)]
pub struct Own {
    /// The language that it is about.
    pub language: String,
    /// That language's coach with the site's own words and rules.
    pub coach: Arc<Coach>,
    /// What is wrong in the file.
    pub told: Vec<Diagnostic>,
}

impl Own {
    /// Reads `coach.toml`. `language` is that of the site, for a file that names none.
    pub fn read(text: &str, language: &str) -> Own {
        let file: FilePath = "coach.toml".into();
        let (root, mut told) = parse_toml(&file, text, CODE);
        let mut tell = |place: std::ops::Range<usize>, message: String, help: Option<String>| {
            told.push(Diagnostic::new(CODE, Span::new(&file, place), message).help_opt(help));
        };
        for entry in root.entries.iter().filter(|entry| !KEYS.contains(&&*entry.key)) {
            tell(
                entry.place.clone(),
                format!("`coach.toml` has no key `{}`", entry.key),
                did_you_mean(&entry.key, KEYS),
            );
        }
        let language = rule::text_of(&root, "language").unwrap_or_else(|| language.to_string());
        let mut coach =
            Coach::of(language::files(&language).unwrap_or(&BARE)).expect("the tests read the very same files");
        if let Err(why) = coach.words.add_lists(&root) {
            let place = root.entry("words").or(root.entry("verbs")).map_or(0..0, |entry| entry.value.place.clone());
            tell(place, why, Some("a class takes its words in one text: `role = \"dispatcher loader\"`".to_string()));
        }
        let mut examples = Vec::new();
        let rules = root.entry("rule").map(|entry| &entry.value);
        let list = match rules.map(|value| &value.sort) {
            Some(Sort::List(list)) => &list[..],
            Some(_) => {
                tell(
                    rules.map_or(0..0, |value| value.place.clone()),
                    "`rule` takes a list of tables".to_string(),
                    Some("begin each with `[[rule]]`".to_string()),
                );
                &[]
            }
            None => &[],
        };
        for one in list {
            let Sort::Table(table) = &one.sort else { continue };
            match add(&mut coach, table) {
                Ok((category, rule)) => examples.push((category, rule, table)),
                Err((place, message, help)) => tell(place.unwrap_or(one.place.clone()), message, help),
            }
        }
        coach.triggers = Triggers::new(&coach.categories, &coach.words);
        for (category, rule, table) in examples {
            for (value, message) in broken(&coach, category, rule, table) {
                tell(value.place.clone(), message, None);
            }
        }
        Own { language, coach: Arc::new(coach), told }
    }
}

/// Where in the file, if not the whole rule; what is wrong; the way forward.
type Wrong = (Option<std::ops::Range<usize>>, String, Option<String>);

/// Adds a rule to its category. Returns the numbers of both.
fn add(coach: &mut Coach, table: &Table) -> Result<(usize, usize), Wrong> {
    if let Some(entry) = table.entries.iter().find(|entry| !RULE_KEYS.contains(&&*entry.key)) {
        let help = did_you_mean(&entry.key, RULE_KEYS);
        return Err((Some(entry.place.clone()), format!("a rule has no key `{}`", entry.key), help));
    }
    let known = || Coach::english().categories.iter();
    let code = rule::text_of(table, "code").unwrap_or_default();
    let Some(english) = known().find(|category| category.code == code) else {
        let place = table.entry("code").map(|entry| entry.value.place.clone());
        let help = did_you_mean(&code, known().map(|category| category.code))
            .or_else(|| Some("a rule says what it is about: `code = \"coach/judgement\"`".to_string()));
        let message =
            if code.is_empty() { "a rule has no code".to_string() } else { format!("no rule can be about `{code}`") };
        return Err((place, message, help));
    };
    let rule = rule::rule(table, &mut coach.words).map_err(|why| (None, why, None))?;
    if rule.find.is_empty() {
        return Err((
            None,
            format!("the rule `{}` finds nothing", rule.name),
            Some("say what: `find = [\"words|of it\"]`".to_string()),
        ));
    }
    let at = coach.categories.iter().position(|category| category.code == code).unwrap_or_else(|| {
        coach.categories.push(Category {
            code: english.code,
            title: english.title.clone(),
            says: english.says.clone(),
            why: english.why.clone(),
            ask: english.ask.clone(),
            own: english.own.clone(),
            rules: Vec::new(),
        });
        coach.categories.len() - 1
    });
    coach.categories[at].rules.push(rule);
    debug_assert!(CODES.iter().any(|known| known.code == code));
    Ok((at, coach.categories[at].rules.len() - 1))
}

/// Returns the examples of a rule that do not hold, each with what happened.
fn broken<'t>(coach: &Coach, category: usize, rule: usize, table: &'t Table) -> Vec<(&'t Value, String)> {
    let setting = Setting { told: true, actions: true };
    // By itself: what another rule says first of an example says nothing of this one.
    let alone = |of: usize, it: usize| (of, it) == (category, rule);
    let found = |text: &str| !coach.read_with(text, setting, &Known::default(), &alone).is_empty();
    let examples = |key: &str| {
        let values: &[Value] = match table.entry(key).map(|entry| &entry.value) {
            Some(Value { sort: Sort::List(list), .. }) => list,
            Some(value) => std::slice::from_ref(value),
            None => &[],
        };
        values.iter().filter_map(|value| match &value.sort {
            Sort::Text(text) => Some((value, text.as_str())),
            _ => None,
        })
    };
    let name = &coach.categories[category].rules[rule].name;
    let missed = examples("match").filter(|(_, text)| !found(text));
    let missed = missed.map(|(value, _)| (value, format!("the rule `{name}` does not find its own example")));
    let eager = examples("spare").filter(|(_, text)| found(text));
    missed
        .chain(eager.map(|(value, _)| (value, format!("the rule `{name}` finds what it is to leave alone"))))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULES: &str = r#"
[words]
role = "stower"

[[rule]]
code = "coach/judgement"
name = "cack-handed"
find = ["{cack-handed}"]
says = "laughs at somebody"
match = ["It was a cack-handed repair."]
spare = ["It was a quick repair."]
"#;

    fn told(text: &str) -> Vec<(String, String)> {
        let told = Own::read(text, "en").told;
        told.into_iter()
            .map(|found| (text[found.primary.span.start..found.primary.span.end].to_string(), found.message))
            .collect()
    }

    #[test]
    fn a_site_adds_words_and_rules_of_its_own() {
        let own = Own::read(RULES, "en");
        assert_eq!(own.told, []);
        let says = |text: &str| {
            let found = own.coach.read(text, Setting { told: true, actions: false });
            found.first().map(|found| own.coach.categories[found.category].code)
        };
        assert_eq!(says("That was cack-handed."), Some("coach/judgement"));
        assert_eq!(says("The stower forgot the keys."), Some("coach/named-agent"));
        assert_eq!(says("The stower left."), None);
    }

    #[test]
    fn rules_for_a_language_that_we_do_not_know_are_rules_all_the_same() {
        let own = Own::read(
            "language = \"pl\"\n[words]\nrole = \"operator\"\n[[rule]]\ncode = \"coach/named-agent\"\nname = \"zapomniał\"\nfind = [\"@role {zapomniał|zapomniała}\"]\nmatch = [\"Operator zapomniał klucza.\"]\nspare = [\"Czujnik zapomniał stan.\"]\n",
            "en",
        );
        assert_eq!((own.told, &*own.language), (Vec::new(), "pl"));
    }

    #[test]
    fn what_is_wrong_is_told_at_its_place_and_the_rest_is_kept() {
        let wrong = RULES.replace("judgement", "judgment");
        assert_eq!(
            told(&wrong),
            [("\"coach/judgment\"".to_string(), "no rule can be about `coach/judgment`".to_string())]
        );
        let wrong = RULES.replace("a cack-handed repair", "a repair");
        assert_eq!(told(&wrong)[0].0, "\"It was a repair.\"");
        let wrong = RULES.replace("a quick", "a cack-handed");
        assert!(told(&wrong)[0].1.contains("to leave alone"));
        let wrong = RULES.replace("{cack-handed}", "@nobody");
        assert!(told(&wrong)[0].1.contains("no class `nobody`"), "{:?}", told(&wrong));
        assert!(told("wordz = 1\n")[0].1.contains("no key `wordz`"));
        assert!(told("[words]\nrole = 1\n")[0].1.contains("is no text"));
        assert!(told("[[rule]\n")[0].1.contains("not valid TOML"));
        let both = format!(
            "{}\n{}",
            RULES.replace("judgement", "judgment"),
            &RULES[RULES.find("[[rule]]").expect("it is there")..]
        );
        assert_eq!(
            Own::read(&both, "en")
                .coach
                .categories
                .iter()
                .flat_map(|of| &of.rules)
                .filter(|rule| rule.name == "cack-handed")
                .count(),
            1
        );
    }
}
