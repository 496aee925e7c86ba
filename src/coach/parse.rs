//! The grammar of one sentence: its phrases, what each is, and whose deed each verb tells.
//!
//! Shallow on purpose. It finds noun phrases and their heads, follows clauses
//! with a stack, and gives each verb its subject; it builds no tree. Where it
//! is not sure, the subject is a thing, and no rule about people applies.
//!
//! The method (chunks by part of speech, then grammatical relations between
//! them) is that of Abney's "Parsing by Chunks" (1991); the tables are ours.

use std::ops::Range;

mod clause;
mod phrase;
mod tag;

use super::text::{Piece, Sort};
use super::words::{Classes, Known, Words};

/// A word in a sentence.
#[derive(Clone, Debug)]
pub struct Token {
    /// Its bytes in the prose.
    pub place: Range<usize>,
    /// The number of the word, 0 if it is not listed.
    pub word: u32,
    /// Its classes, narrowed to what it is here.
    pub classes: Classes,
    /// For a verb, what its subject is; else nothing.
    pub subject: Classes,
    /// The sign that it is, or 0.
    pub sign: u8,
    /// Whether it is the sign of a possessive.
    pub possessive: bool,
    /// Whether it stands in a quotation.
    pub quoted: bool,
    /// The phrase it belongs to.
    pub phrase: Option<u16>,
    tag: Tag,
    adverb: bool,
    /// Whether it is a word that nobody listed, written as a name is.
    unknown: bool,
}

/// A noun phrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    /// Its tokens, without the sign of a possessive.
    pub tokens: Range<usize>,
    /// What its head is: one of the sorts of `words.toml`.
    pub sort: Classes,
    /// Whether it owns what stands after it, as `the crew's` and `their` do.
    pub owner: bool,
    /// The token after it and the sign of its possessive.
    pub after: usize,
    /// Whether it stands for several.
    pub plural: bool,
}

/// A sentence with what was found out about it.
#[derive(Clone, Debug)]
pub struct Sentence {
    /// Its words and signs.
    pub tokens: Vec<Token>,
    /// Its phrases, in order.
    pub phrases: Vec<Phrase>,
    /// All classes that a word of it has.
    pub classes: Classes,
    /// Numbers of its words, as a filter: bit `number % 128`.
    pub words: u128,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tag {
    Det,
    Modifier,
    Noun,
    Pronoun,
    Finite,
    Loose,
    Other,
}

impl Default for Sentence {
    /// Makes an empty one, with room for most sentences.
    fn default() -> Self {
        Sentence { tokens: Vec::with_capacity(32), phrases: Vec::with_capacity(12), classes: 0, words: 0 }
    }
}

impl Sentence {
    /// Reads the words of a sentence in place of those that it has: what each may be, and not yet what it is.
    pub fn read(&mut self, text: &str, pieces: &[Piece], words: &Words, known: &Known) {
        self.tokens.clear();
        self.phrases.clear();
        (self.classes, self.words) = (0, 0);
        let shouted = !pieces.iter().any(|piece| text[piece.place.clone()].contains(char::is_lowercase));
        for (index, piece) in pieces.iter().enumerate() {
            let mut token = token(text, piece, index == 0 || shouted, words, known);
            // `did not announce`, `should postpone`: what nobody listed is a verb after one that asks for it.
            let asks = |last: &&Token| last.classes & (words.grammar.neg | words.grammar.adv) == 0;
            let helper = words.grammar.did | words.grammar.modal;
            if token.classes == 0
                && piece.sort == Sort::Word
                && self.tokens.iter().rev().find(asks).is_some_and(|last| last.classes & helper != 0)
            {
                token.classes = words.grammar.base;
            }
            self.words |= 1 << (token.word % 128);
            self.tokens.push(token);
        }
        self.somebody(words);
        self.classes = self.tokens.iter().fold(0, |classes, token| classes | token.classes);
    }

    /// Makes persons of unknown words with a capital that do what only people do: `Oluwaseun forgot`, `Ünal should have
    /// asked`. Elsewhere such a word is as often the name of a machine.
    fn somebody(&mut self, words: &Words) {
        let g = &words.grammar;
        for at in 0..self.tokens.len() {
            if !self.tokens[at].unknown {
                continue;
            }
            let passes = g.adv | g.neg | g.have | g.to;
            let mut rest = self.tokens[at + 1..].iter().take(6);
            let Some(verb) = rest.find(|token| token.sign != 0 || token.classes & g.adv == 0) else { continue };
            let asked = verb.sign == 0 && verb.classes & (g.modal | g.did | g.have) != 0;
            let act = if asked { rest.find(|token| token.sign != 0 || token.classes & passes == 0) } else { None };
            let forgot = verb.sign == 0 && verb.classes & g.forgetful != 0 && verb.classes & (g.past | g.third) != 0;
            if forgot || act.is_some_and(|act| act.sign == 0 && act.classes & (g.mindful | g.forgetful) != 0) {
                self.tokens[at].classes = words.named("person").unwrap_or(g.name);
            }
        }
    }

    /// Finds out what each word is, the phrases, and whose deed each verb tells. `before` is what `they` may stand for
    /// where nothing in the sentence does.
    pub fn parse(&mut self, words: &Words, before: Classes) {
        tag::tag(self, words);
        phrase::phrases(self, words);
        phrase::resolve(self, words, before);
        clause::subjects(self, words);
        self.classes = 0;
        for token in &mut self.tokens {
            token.adverb = token.classes & words.grammar.adv != 0 && token.phrase.is_none();
            self.classes |= token.classes;
        }
    }
}

fn token(text: &str, piece: &Piece, plain: bool, words: &Words, known: &Known) -> Token {
    let grammar = &words.grammar;
    let mut token = Token {
        place: piece.place.clone(),
        word: 0,
        classes: 0,
        subject: 0,
        sign: 0,
        possessive: false,
        quoted: piece.quoted,
        phrase: None,
        tag: Tag::Other,
        adverb: false,
        unknown: false,
    };
    match piece.sort {
        Sort::Sign(sign) => token.sign = sign,
        Sort::Question => token.sign = b'?',
        Sort::Possessive => token.possessive = true,
        Sort::Short(short) => {
            let word = words.look_up(short);
            (token.word, token.classes) = (word.id, word.classes);
        }
        Sort::Word => {
            let written = &text[piece.place.clone()];
            let mut word = words.look_up(written);
            if word.id == 0 && written.starts_with('@') {
                word.classes = grammar.name;
            } else if word.id == 0 && written.contains(['-', '/']) {
                // `belt-loader` and `boss/manager` are what their last part is; a listed compound was found as it is.
                let last = written.rsplit(['-', '/']).next().unwrap_or(written);
                word.classes = words.look_up(last).classes & !grammar.name;
            }
            // `Xiaoming` ends as a verb does; what ends as several do is hardly a name.
            let guessed = grammar.adv | grammar.num | grammar.plural;
            if word.id == 0 && piece.capital && word.classes & guessed == 0 {
                let inner = written.chars().skip(1);
                token.unknown = inner.clone().count() > 1 && inner.clone().all(char::is_lowercase);
                if token.unknown && !plain && word.classes & !grammar.ing == 0 {
                    word.classes = words.capital();
                }
            }
            if let Some(sort) = known.look_up(written) {
                word.classes = sort;
                token.unknown = false;
            }
            (token.word, token.classes) = (word.id, word.classes);
        }
    }
    token
}

impl Sentence {
    /// Whether an adverb stands here that is no part of a phrase.
    pub(crate) fn is_adverb(&self, at: usize) -> bool {
        self.tokens[at].adverb
    }
}
