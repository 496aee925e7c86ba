//! What a language's words are: classes of words, forms of verbs, groups of classes.
//!
//! All of it is data (`en/words.toml`); Rust knows the names of a few classes
//! that the grammar needs, and no word. A word that is not listed is taken for
//! what its ending says, and else for a thing: a guess never makes a person.

mod inflect;
mod known;
mod look_up;
mod read;

use rustc_hash::FxHashMap;

use super::text::Stops;
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
    mindful "mindful" "Verbs of what only people do, or are told that they should have done.",
    forgetful "forgetful" "Verbs of slips that no machine makes.",
    generic "generic" "People in general.",
    role "role" "What somebody is at work.",
    thing "thing" "What is nobody.",
    plural "plural" "Words for several.",
    outsider "outsider" "People that a note does not judge: users, customers, attackers.",
    partitive "partitive" "`one`, `member`: followed by `of` they are what is named after it.",
    half "half" "Roles that are as often a part of a system.",
    trade "trade" "Words that make such a role a person again.",
    machine "machine" "Before a half or a `part` they make it a thing: `device driver`.",
    part_role "part_role" "Roles that are a thing after a machine's word, and nobody else is: `driver`, not `engineer`.",
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
    /// What unlisted words of an ending are.
    endings: Vec<Ending>,
    /// After what a stop ends no sentence.
    pub stops: Stops,
    /// What an unlisted word with a capital inside a sentence is.
    capital: Classes,
    /// Whether verbs and nouns are put into their forms as in English; else every form is written out.
    inflects: bool,
    /// What each listed verb form belongs to: participle and dictionary form, by the form's number.
    forms: FxHashMap<u32, Forms>,
}

/// What a word is that ends so, unless it ends otherwise.
#[derive(Debug)]
struct Ending {
    end: Box<str>,
    unless: Vec<Box<str>>,
    classes: Classes,
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

    /// Returns the classes that a name in a rule stands for.
    pub fn named(&self, name: &str) -> Option<Classes> {
        self.names.get(name).copied()
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

    /// Returns every listed word.
    pub fn all(&self) -> impl Iterator<Item = Word> + '_ {
        self.words.values().copied()
    }
}
