//! What somebody asks for: words, phrases, what is excluded, and filters.
//!
//! Section 3 of `RANKING.md`. Any text is a query; none is wrong.

use super::places;
use super::stem::Stems;
use super::words::{self, Run};

/// A query is cut after so many characters.
const LONGEST: usize = 1_000;
/// Of words and phrases, and of what is excluded, so many runs count; and of words so many more that are small.
const MOST: usize = 16;

/// A query.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// Its words, those of phrases included, in order.
    pub terms: Vec<Term>,
    /// Words that no note may hold, and phrases.
    pub excluded: Vec<Vec<Run>>,
    /// Its filters.
    pub filters: Vec<Filter>,
    /// How many phrases there are.
    pub phrases: usize,
    /// Its words and phrases as they are written, without the filters.
    pub asked: Vec<String>,
    /// Whether its terms are what was to be left out, since nothing else is asked for.
    pub turned: bool,
}

/// A word of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// The word as it was typed, or folded, where it was to be left out.
    pub text: String,
    /// The word.
    pub run: Run,
    /// Whether it may still be typed.
    pub open: bool,
    /// Whether it is a small word that is passed over, since others are asked for.
    pub passed: bool,
    /// The number of the phrase that it is of.
    pub phrase: Option<usize>,
}

impl Term {
    fn new(text: &str, run: Run, phrase: Option<usize>) -> Term {
        Term { text: text.to_string(), run, open: false, passed: false, phrase }
    }
}

/// What a filter looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Facet {
    /// The note's kind.
    Kind,
    /// Its teams.
    Team,
    /// Its topics.
    Topic,
    /// Its systems.
    System,
    /// The year of its date.
    Year,
}

impl Facet {
    /// All facets with the names that queries use.
    pub const ALL: [(&'static str, Facet); 5] = [
        ("kind", Facet::Kind),
        ("team", Facet::Team),
        ("topic", Facet::Topic),
        ("system", Facet::System),
        ("year", Facet::Year),
    ];

    /// Returns the name that queries use.
    pub fn name(self) -> &'static str {
        Facet::ALL.iter().find(|(_, facet)| *facet == self).map_or("", |(name, _)| name)
    }
}

/// A filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter {
    /// What it looks at.
    pub facet: Facet,
    /// The value as typed.
    pub value: String,
    /// Whether notes with the value are left out.
    pub excludes: bool,
    /// Whether it was chosen beside the query: then it holds as well as what the query says.
    pub chosen: bool,
}

impl Query {
    /// Reads a query. `chosen` was chosen beside it; `stems` knows which words of the site's language are small.
    pub fn parse(text: &str, chosen: Vec<Filter>, stems: &Stems) -> Query {
        let text = text.char_indices().nth(LONGEST).map_or(text, |(end, _)| &text[..end]);
        let mut query = Query { filters: chosen, ..Query::default() };
        let mut rest = text;
        // Whether the last item is a word that may still be typed.
        let mut typed = false;
        loop {
            rest = rest.trim_start();
            if rest.is_empty() {
                break;
            }
            // Two are how commands write their flags: text, like all else that only looks like something.
            let (excludes, item) = match rest.strip_prefix('-') {
                Some(item) if !item.starts_with('-') => (true, item),
                _ => (false, rest),
            };
            typed = false;
            if let Some((facet, value)) = filter(item) {
                let (value, after) = value.strip_prefix(is_quote).map_or_else(|| until_space(value), until_quote);
                rest = after;
                if !value.trim().is_empty() {
                    query.filters.push(Filter { facet, value: value.to_string(), excludes, chosen: false });
                }
                continue;
            }
            let (quoted, (item, after)) = match item.strip_prefix(is_quote) {
                Some(item) => (true, until_quote(item)),
                None => (false, until_space(item)),
            };
            let written = &rest[..rest.len() - after.len()];
            rest = after;
            let placed = places::placed(item);
            if placed.is_empty() {
                continue;
            }
            query.asked.push(written.to_string());
            if excludes {
                let runs: Vec<Run> = placed.into_iter().map(|one| one.run).collect();
                if quoted {
                    query.excluded.push(runs);
                } else {
                    query.excluded.extend(runs.into_iter().map(|run| vec![run]));
                }
                continue;
            }
            let phrase = quoted.then_some(query.phrases);
            query.phrases += usize::from(quoted);
            typed = !quoted;
            query.terms.extend(placed.into_iter().map(|one| Term::new(&item[one.at], one.run, phrase)));
        }
        if query.is_empty() {
            // Nothing is asked for of which these could be left out.
            query.turned = !query.excluded.is_empty();
            for runs in std::mem::take(&mut query.excluded) {
                let phrase = (runs.len() > 1).then_some(query.phrases);
                query.phrases += usize::from(phrase.is_some());
                query.terms.extend(runs.into_iter().map(|run| Term::new(&run.word.clone(), run, phrase)));
            }
        }
        let asked = query.terms.len();
        let (mut words, mut small) = (0, 0);
        query.terms.retain(|term| {
            let count = if stems.is_small(&term.run.word) { &mut small } else { &mut words };
            *count += 1;
            *count <= MOST
        });
        // What was cut off was typed last.
        typed &= query.terms.len() == asked;
        let mut left = MOST;
        query.excluded.retain(|runs| {
            let fits = runs.len() <= left;
            left = left.saturating_sub(runs.len());
            fits
        });
        if typed
            && text.chars().next_back().is_some_and(words::is_letter)
            && let Some(last) = query.terms.last_mut()
        {
            last.open = true;
        }
        let small = |term: &Term| stems.is_small(&term.run.word);
        if query.terms.iter().any(|term| term.phrase.is_none() && !small(term)) {
            for term in query.terms.iter_mut().filter(|term| term.phrase.is_none()) {
                term.passed = small(term);
            }
        }
        query
    }

    /// Whether it asks for nothing.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty() && self.filters.is_empty()
    }
}

fn filter(item: &str) -> Option<(Facet, &str)> {
    let (name, value) = item.split_once(':')?;
    let facet = Facet::ALL.iter().find(|(known, _)| name.eq_ignore_ascii_case(known))?.1;
    Some((facet, value))
}

/// Whether this is a quotation mark of any sort that keyboards write for one.
fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '«' | '»')
}

fn until_quote(text: &str) -> (&str, &str) {
    text.split_once(is_quote).unwrap_or((text, ""))
}

fn until_space(text: &str) -> (&str, &str) {
    let end = text.find(|c: char| c.is_whitespace() || is_quote(c)).unwrap_or(text.len());
    text.split_at(end)
}

/// Returns the years that a filter names, both included; nothing where it names none.
pub fn years(value: &str) -> Option<(i16, i16)> {
    let year = |text: &str| {
        let is = (1..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        is.then(|| text.parse::<i16>().ok()).flatten()
    };
    let open = |text: &str, end: i16| if text.is_empty() { Some(end) } else { year(text) };
    match value.split_once("..") {
        Some((from, to)) => Some((open(from, 0)?, open(to, i16::MAX)?)),
        None => year(value).map(|year| (year, year)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Query {
        Query::parse(text, Vec::new(), &Stems::of("en"))
    }

    fn shown(text: &str) -> String {
        let query = parse(text);
        let term = |term: &Term| {
            let open = if term.open { "*" } else { "" };
            term.phrase
                .map_or_else(|| format!("{}{open}", term.run.word), |phrase| format!("{}@{phrase}", term.run.word))
        };
        let mut out: Vec<String> = query.terms.iter().map(term).collect();
        out.extend(
            query
                .excluded
                .iter()
                .map(|runs| format!("-{}", runs.iter().map(|run| &*run.word).collect::<Vec<_>>().join("+"))),
        );
        out.extend(query.filters.iter().map(|filter| {
            format!("{}{}={}", if filter.excludes { "!" } else { "" }, filter.facet.name(), filter.value)
        }));
        out.join(" ")
    }

    #[test]
    fn each_sort_of_item_is_read() {
        assert_eq!(shown("belt cal"), "belt cal*");
        assert_eq!(shown("belt cal "), "belt cal");
        assert_eq!(shown("\"row count\" belt"), "row@0 count@0 belt*");
        assert_eq!(
            shown("belt -noise -\"on call\" Kind:review team:\"Data platform\" -year:2024.."),
            "belt -noise -on+call kind=review team=Data platform !year=2024.."
        );
        assert_eq!(shown("a\"b"), "a b@0");
        assert_eq!(shown("billing-gateway"), "billinggateway*");
        assert_eq!(shown("“row count” belt"), "row@0 count@0 belt*");
        assert_eq!(shown("team:„Data platform“ belt"), "belt* team=Data platform");
    }

    #[test]
    fn a_flag_is_text_and_what_is_left_out_is_left_out_of_something() {
        assert_eq!(shown("git commit --amend"), "git commit amend*");
        assert_eq!(shown("--keep-going"), "keepgoing*");
        assert_eq!(shown("-32601"), "32601");
        assert_eq!(shown("-belt -\"on call\""), "belt on@0 call@0");
        assert_eq!(shown("kind:review -belt"), "-belt kind=review");
        let chosen = Filter { facet: Facet::Kind, value: "review".into(), excludes: false, chosen: true };
        let query = Query::parse("-belt", vec![chosen], &Stems::of("en"));
        assert_eq!((query.terms.len(), query.excluded.len(), query.turned), (0, 1, false));
        assert!(parse("-belt").turned && !parse("-kind:x").turned);
        assert_eq!(parse(" a \"row count\" kind:x - -C#").asked, ["a", "\"row count\"", "-C#"]);
    }

    #[test]
    fn small_words_take_no_room_from_others_and_what_is_cut_off_is_not_being_typed() {
        let long = "who may silence the alarm ".repeat(8);
        let words: Vec<String> = parse(&long).terms.into_iter().map(|term| term.run.word).collect();
        assert_eq!(words.iter().filter(|word| *word == "silence").count(), 5);
        assert!(parse("word ".repeat(20).trim_end()).terms.iter().all(|term| !term.open));
    }

    #[test]
    fn nothing_is_wrong() {
        for text in ["", "-", "\"", "kind:", "(.*)+[", "::", "- -", "\u{202e}"] {
            assert!(parse(text).is_empty(), "{text}");
        }
        assert_eq!(parse(&"word ".repeat(2_000)).terms.len(), MOST);
        assert_eq!(parse(&"x".repeat(10_000)).terms.len(), 1);
    }

    #[test]
    fn years_are_one_or_a_stretch() {
        assert_eq!(years("2024"), Some((2024, 2024)));
        assert_eq!(years("2023..2024"), Some((2023, 2024)));
        assert_eq!(years("..2024"), Some((0, 2024)));
        assert_eq!(years("..0"), Some((0, 0)));
        assert_eq!((years("+2024"), years("02024"), years("2024..x")), (None, None, None));
        assert_eq!(years("soon"), None);
    }
}
