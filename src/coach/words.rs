//! What a language's words are: classes of words, forms of verbs, groups of classes.
//!
//! All of it is data (`en/words.toml`); Rust knows the names of a few classes
//! that the grammar needs, and no word. A word that is not listed is taken for
//! what its ending says, and else for a thing: a guess never makes a person.

mod inflect;
mod known;

use rustc_hash::FxHashMap;

use crate::config::{Sort, Table, parse_toml};
use inflect::{ing, regular, third};
pub use known::Known;

/// A set of classes, a bit each.
pub type Classes = u128;

/// A listed word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Word {
    /// Its number; 0 for a word that is not listed.
    pub id: u32,
    /// Its classes.
    pub classes: Classes,
}

macro_rules! grammar {
    ($($name:ident $text:literal $about:literal),* $(,)?) => {
        /// The classes that the grammar asks for, by the names that `words.toml` gives them.
        #[derive(Clone, Copy, Debug, Default)]
        pub struct Grammar {
            $(#[doc = $about] pub $name: Classes,)*
        }

        impl Grammar {
            fn of(class: &mut dyn FnMut(&str) -> Classes) -> Grammar {
                Grammar { $($name: class($text),)* }
            }
        }
    };
}

grammar! {
    det "det" "Articles and the like.",
    owner "owner" "`my`, `their`: a determiner that names an owner.",
    pron "pron" "Pronouns that stand alone as a phrase.",
    prep "prep" "Prepositions.",
    and "and" "Words that join alike parts.",
    sub "sub" "Words that open a clause.",
    rel "rel" "`who`, `which`: a clause about what stands before.",
    to "to" "The sign of the infinitive.",
    be "be" "Forms of `be`.",
    have "have" "Forms of `have`.",
    did "do" "Forms of `do`.",
    modal "modal" "`should`, `could` and the like.",
    adv "adv" "Adverbs.",
    neg "neg" "Negations.",
    adj "adj" "Adjectives.",
    num "num" "Numbers.",
    noun "noun" "Nouns that are also something else.",
    base "base" "The verb as the dictionary has it.",
    third "third" "`deletes`.",
    past "past" "`deleted`, said of what was done.",
    part "part" "`deleted`, `broken`: the participle.",
    ing "ing" "`deleting`.",
    name "name" "A given name, or an unknown word with a capital inside a sentence.",
    they "they" "`they` and `them`, which stand for what was named before.",
    role "role" "What somebody is at work.",
    thing "thing" "What is nobody.",
    plural "plural" "Words for several.",
    outsider "outsider" "People that a note does not judge: users, customers, attackers.",
    partitive "partitive" "`one`, `member`: followed by `of` they are what is named after it.",
    half "half" "Roles that are as often a part of a system.",
    trade "trade" "Words that make such a role a person again.",
    machine "machine" "Before a role they make it a part: `device driver`.",
}

/// The words of a language.
#[derive(Debug, Default)]
pub struct Words {
    words: FxHashMap<Box<str>, Word>,
    names: FxHashMap<String, Classes>,
    next: u32,
    /// The classes that the grammar asks for.
    pub grammar: Grammar,
    /// All classes that can be what a phrase is.
    pub sorts: Classes,
    /// What unlisted words of a beginning and an ending are: `mis*ed`.
    guesses: Vec<(String, String, Classes)>,
    /// What each listed verb form belongs to: participle and dictionary form, by the form's number.
    forms: FxHashMap<u32, Forms>,
}

/// The forms of a verb that rewrites need.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forms {
    /// `delete`
    pub base: String,
    /// `deleted`
    pub past: String,
    /// `deleted`
    pub part: String,
    /// `deleting`
    pub ing: String,
}

impl Words {
    /// Reads a word list. Says what is wrong with it, which is a bug of ours for a list that we ship.
    ///
    /// # Errors
    /// Where the list is not TOML, or holds something other than texts, or more than 128 classes.
    pub fn parse(text: &str) -> Result<Words, String> {
        let (root, problems) = parse_toml(&"words.toml".into(), text, "config/invalid");
        if let Some(problem) = problems.first() {
            return Err(problem.message.clone());
        }
        let mut words = Words { next: 1, ..Words::default() };
        for (table, verbs) in [("words", false), ("verbs", true)] {
            for (class, list) in texts(&root, table)? {
                let bit = words.class(&class)?;
                for word in list.split_whitespace() {
                    if verbs {
                        words.verb(word, bit);
                    } else {
                        words.add(word, bit);
                        if class == "mishap" && word.ends_with("ly") {
                            let adv = words.class("adv")?;
                            words.add(word, adv);
                        }
                        let several =
                            word.ends_with('s') && !["ss", "us", "is", "its"].iter().any(|end| word.ends_with(end));
                        if several && ["thing", "harm", "rule", "act", "mistake", "noun"].contains(&class.as_str()) {
                            let plural = words.class("plural")?;
                            words.add(word, plural);
                        }
                        // Several engineers are what one engineer is.
                        if ["role", "half", "team", "outsider", "mistake", "vice"].contains(&class.as_str())
                            && !word.ends_with('s')
                        {
                            let plural = words.class("plural")?;
                            words.add(&third(word), bit | plural);
                        }
                    }
                }
            }
        }
        let mut error = None;
        words.grammar = {
            let mut class = |name: &str| {
                words.class(name).unwrap_or_else(|why| {
                    error = Some(why);
                    0
                })
            };
            Grammar::of(&mut class)
        };
        if let Some(why) = error {
            return Err(why);
        }
        for (group, classes) in texts(&root, "groups")? {
            let mut mask = 0;
            for class in classes.split_whitespace() {
                mask |= words.names.get(class).copied().ok_or(format!("group `{group}`: no class `{class}`"))?;
            }
            words.names.insert(group, mask);
        }
        for (class, shapes) in texts(&root, "guess")? {
            let bit = words.class(&class)?;
            for shape in shapes.split_whitespace() {
                let (begin, end) = shape.split_once('*').ok_or(format!("`{shape}` has no `*`"))?;
                words.guesses.push((begin.to_string(), end.to_string(), bit));
            }
        }
        words.sorts = words.names.get("sorts").copied().ok_or("there is no group `sorts`")?;
        Ok(words)
    }

    fn class(&mut self, name: &str) -> Result<Classes, String> {
        let number = self.names.len();
        if let Some(bit) = self.names.get(name) {
            return Ok(*bit);
        }
        if number >= 128 {
            return Err(format!("no room for the class `{name}`"));
        }
        self.names.insert(name.to_string(), 1 << number);
        Ok(1 << number)
    }

    fn add(&mut self, form: &str, classes: Classes) -> u32 {
        let next = &mut self.next;
        let word = self.words.entry(form.into()).or_insert_with(|| {
            *next += 1;
            Word { id: *next - 1, classes: 0 }
        });
        word.classes |= classes;
        word.id
    }

    /// Adds a verb in all its forms: `delete`, or `break:broke:broken`.
    fn verb(&mut self, written: &str, class: Classes) {
        let mut parts = written.split(':');
        let base = parts.next().unwrap_or_default().to_string();
        let past = parts.next().map_or_else(|| regular(&base), str::to_string);
        let part = parts.next().map_or_else(|| past.clone(), str::to_string);
        let ing = ing(&base, &past);
        let bit = |words: &mut Words, name| words.class(name).unwrap_or_default();
        let mut ids = Vec::new();
        for (form, name) in [
            (base.clone(), "base"),
            (third(&base), "third"),
            (past.clone(), "past"),
            (part.clone(), "part"),
            (ing.clone(), "ing"),
        ] {
            let form_bit = bit(self, name);
            ids.push(self.add(&form, class | form_bit));
        }
        for id in ids {
            self.forms.entry(id).or_insert_with(|| Forms {
                base: base.clone(),
                past: past.clone(),
                part: part.clone(),
                ing: ing.clone(),
            });
        }
    }

    /// Returns the classes that a name in a rule stands for.
    pub fn named(&self, name: &str) -> Option<Classes> {
        self.names.get(name).copied()
    }

    /// Returns the number of a word, listing it without a class if it was not.
    pub fn number(&mut self, word: &str) -> u32 {
        self.add(word, 0)
    }

    /// Returns the names of classes, for a look at what the grammar made of a sentence.
    pub fn names(&self, classes: Classes) -> Vec<&str> {
        let mut names: Vec<&str> = self
            .names
            .iter()
            .filter(|(_, bit)| bit.count_ones() == 1 && **bit & classes != 0)
            .map(|(name, _)| &**name)
            .collect();
        names.sort_unstable();
        names
    }

    /// Returns the other forms of a verb's form.
    pub fn forms(&self, id: u32) -> Option<&Forms> {
        self.forms.get(&id)
    }

    /// Looks a word up as it is written, whatever its capitals.
    pub fn look_up(&self, word: &str) -> Word {
        let mut small = [0u8; 40];
        let found = if word.is_ascii() && word.len() <= small.len() {
            let small = &mut small[..word.len()];
            small.copy_from_slice(word.as_bytes());
            small.make_ascii_lowercase();
            std::str::from_utf8(small).ok().and_then(|small| self.words.get(small))
        } else {
            self.words.get(word.to_lowercase().as_str())
        };
        match found {
            // A word that only a rule names is guessed at like any other.
            Some(word_) if word_.classes == 0 => Word { id: word_.id, classes: self.guess(word) },
            Some(word_) => *word_,
            None => Word { id: 0, classes: self.guess(word) },
        }
    }

    /// Returns what an unlisted word is by its ending.
    fn guess(&self, word: &str) -> Classes {
        let grammar = &self.grammar;
        if word.starts_with(|first: char| first.is_ascii_digit()) {
            return grammar.num;
        }
        let ends = |end: &str| {
            word.len() > end.len() + 2 && word.is_ascii() && word[word.len() - end.len()..].eq_ignore_ascii_case(end)
        };
        let shaped = self.guesses.iter().filter(|(begin, end, _)| {
            word.len() > begin.len() + end.len() + 2 && word.starts_with(&**begin) && word.ends_with(&**end)
        });
        let shaped = shaped.fold(0, |classes, (.., bit)| classes | bit);
        let several = ends("s") && !["ss", "us", "is"].iter().any(|end| ends(end));
        let shaped = if several { shaped | grammar.plural } else { shaped };
        shaped
            | if ends("ly") {
                grammar.adv
            } else if ends("ed") && !ends("eed") {
                grammar.past | grammar.part
            } else if ends("ing") {
                grammar.ing
            } else if ["ful", "less", "ous", "able", "ible", "ive", "al", "ic"].iter().any(|end| ends(end)) {
                grammar.adj
            } else {
                0
            }
    }
}

/// Returns the entries of a table whose values are texts.
pub(super) fn texts(root: &Table, name: &str) -> Result<Vec<(String, String)>, String> {
    let Some(entry) = root.entries.iter().find(|entry| entry.key == name) else { return Ok(Vec::new()) };
    let Sort::Table(table) = &entry.value.sort else { return Err(format!("`{name}` is no table")) };
    let text = |entry: &crate::config::Entry| match &entry.value.sort {
        Sort::Text(text) => Ok((entry.key.clone(), text.clone())),
        _ => Err(format!("`{}` is no text", entry.key)),
    };
    table.entries.iter().map(text).collect()
}
