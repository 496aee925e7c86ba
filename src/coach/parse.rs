//! The grammar of one sentence: its phrases, what each is, and whose deed each verb tells.
//!
//! Shallow on purpose. It finds noun phrases and their heads, follows clauses
//! with a stack, and gives each verb its subject; it builds no tree. Where it
//! is not sure, the subject is a thing, and no rule about people applies.
//!
//! The method (chunks by part of speech, then grammatical relations between
//! them) is that of Abney's "Parsing by Chunks" (1991); the tables are ours.

use std::ops::Range;

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
#[derive(Clone, Debug, Default)]
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

/// Parses a sentence. `before` is what a pronoun at its start may stand for.
pub fn parse(text: &str, pieces: &[Piece], words: &Words, known: &Known, before: Classes) -> Sentence {
    let mut sentence = Sentence::default();
    let shouted = !pieces.iter().any(|piece| text[piece.place.clone()].contains(char::is_lowercase));
    for (index, piece) in pieces.iter().enumerate() {
        sentence.tokens.push(token(text, piece, index == 0 || shouted, words, known));
    }
    tag(&mut sentence, words);
    phrases(&mut sentence, words);
    resolve(&mut sentence, words, before);
    subjects(&mut sentence, words);
    for token in &mut sentence.tokens {
        token.adverb = token.classes & words.grammar.adv != 0 && token.phrase.is_none();
        sentence.classes |= token.classes;
        sentence.words |= 1 << (token.word % 128);
    }
    sentence
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
            } else if word.id == 0 && written.contains('-') {
                // `belt-loader` is what its last part is; a listed compound was found as it is.
                let last = written.rsplit('-').next().unwrap_or(written);
                word.classes = words.look_up(last).classes & !grammar.name;
            }
            if word.id == 0 && word.classes == 0 && piece.capital && !plain {
                let inner = written.chars().skip(1);
                let ordinary = inner.clone().count() > 1 && inner.clone().all(char::is_lowercase);
                if ordinary {
                    word.classes = grammar.name;
                }
            }
            if let Some(sort) = known.look_up(written) {
                word.classes = sort;
            }
            (token.word, token.classes) = (word.id, word.classes);
        }
    }
    token
}

/// Decides for each word what it is here, from left to right.
fn tag(sentence: &mut Sentence, words: &Words) {
    let g = &words.grammar;
    let tokens = &mut sentence.tokens;
    let verbs = g.base | g.third | g.past | g.part | g.ing;
    let nominal = |token: &Token| {
        let plain = token.classes
            & (verbs
                | g.adv
                | g.prep
                | g.and
                | g.sub
                | g.rel
                | g.be
                | g.have
                | g.did
                | g.modal
                | g.pron
                | g.det
                | g.owner
                | g.to
                | g.neg)
            == 0;
        token.sign == 0
            && !token.possessive
            && token.classes & g.rel == 0
            && (plain || token.classes & (g.noun | words.sorts) != 0 && token.classes & g.pron == 0)
    };
    // `Why did the loader open it`: after `did` and its subject, a bare verb is the verb.
    let mut asking = false;
    for at in 0..tokens.len() {
        let last = at.checked_sub(1).map(|at| &tokens[at]);
        let before = last.map_or(Tag::Other, |token| token.tag);
        let before_class = last.map_or(0, |token| token.classes);
        let owned = last.is_some_and(|token| token.possessive);
        let in_phrase = owned || matches!(before, Tag::Det | Tag::Modifier);
        let next = tokens.get(at + 1).is_some_and(nominal);
        let next_class = tokens.get(at + 1).map_or(0, |token| token.classes);
        let token = &tokens[at];
        let class = token.classes;
        let has = |mask: Classes| class & mask != 0;
        let (tag, classes) = if token.sign != 0 || token.possessive {
            (Tag::Other, 0)
        } else if has(g.be | g.have | g.did | g.modal) && !in_phrase {
            (Tag::Finite, class & !g.noun)
        } else if has(g.pron) && !has(g.det | g.owner) {
            (Tag::Pronoun, class)
        } else if has(g.rel) && !(has(g.det) && next) {
            (Tag::Other, class)
        } else if has(g.det | g.owner)
            && (!has(g.pron | g.sub | g.rel | g.adv | g.num)
                || next
                || next_class & (g.adj | g.adv | g.num | g.part | g.ing | g.det) != 0)
        {
            (Tag::Det, class & !(g.rel | g.sub | g.pron))
        } else if has(g.pron | g.owner | g.det) && !has(g.sub | g.rel | g.prep) {
            (Tag::Pronoun, class)
        } else if has(g.to | g.and | g.neg) || has(g.sub | g.prep) && !has(verbs) {
            (Tag::Other, class)
        } else if has(g.num) {
            (if next { Tag::Modifier } else { Tag::Noun }, class)
        } else if has(g.adv) && !has(words.sorts | g.noun) && !(has(g.adj) && in_phrase) {
            (if in_phrase { before } else { Tag::Other }, class)
        } else if has(g.past | g.part) && !has(g.noun | words.sorts) {
            // `the affected pods`, and after a preposition `of failed checks`.
            if (in_phrase || before_class & g.prep != 0) && next {
                (Tag::Modifier, class)
            } else if in_phrase {
                (Tag::Noun, class)
            } else {
                (Tag::Finite, class & !g.adj)
            }
        } else if has(g.ing) && !has(g.noun) {
            match in_phrase {
                true if next => (Tag::Modifier, class),
                true => (Tag::Noun, class),
                false => (Tag::Loose, class),
            }
        } else if has(g.base | g.third) {
            let verbal = asking && matches!(before, Tag::Noun | Tag::Pronoun) && !in_phrase
                || before_class & (g.to | g.modal | g.did | g.neg) != 0
                || before == Tag::Pronoun && !has(g.plural)
                || before_class & g.adv != 0 && before == Tag::Other;
            // `the speed limit`: what stands bare after one thing is not its verb.
            let bare = matches!(before, Tag::Noun | Tag::Modifier)
                && !has(g.third | g.past)
                && !owned
                && !asking
                && before_class & (g.plural | g.name) == 0;
            let noun = has(g.noun | words.sorts) || bare;
            if noun
                && (in_phrase
                    || !verbal
                        && (before == Tag::Noun
                            || before_class & g.prep != 0
                            || at == 0 && !next_class_is_object(next_class, g)))
            {
                (
                    if next && !next_is_verb(next_class, g) { Tag::Modifier } else { Tag::Noun },
                    class & !(g.base | g.third),
                )
            } else if in_phrase {
                (Tag::Noun, class & !(g.base | g.third))
            } else if has(g.past | g.part) || has(g.third) || !verbal || before == Tag::Pronoun {
                (Tag::Finite, class & !(g.noun | words.sorts))
            } else {
                (Tag::Loose, class & !(g.noun | words.sorts))
            }
        } else if has(g.adj) && !has(words.sorts) {
            (Tag::Modifier, class)
        } else if next && !next_is_verb(next_class, g) && !has(g.plural) {
            (Tag::Modifier, class)
        } else {
            (Tag::Noun, class)
        };
        asking = match tag {
            Tag::Finite | Tag::Loose => has(g.did | g.modal),
            _ => asking && token.sign == 0,
        };
        tokens[at].tag = tag;
        tokens[at].classes = classes;
    }
}

fn next_class_is_object(next: Classes, g: &super::words::Grammar) -> bool {
    next & (g.det | g.owner) != 0
}

fn next_is_verb(next: Classes, g: &super::words::Grammar) -> bool {
    next & (g.past | g.third | g.be | g.have | g.did | g.modal) != 0 && next & g.noun == 0
}

/// Joins words to phrases and says what each phrase is.
fn phrases(sentence: &mut Sentence, words: &Words) {
    let g = &words.grammar;
    let generic = words.named("generic").unwrap_or_default();
    let mut at = 0;
    while at < sentence.tokens.len() {
        let start = at;
        let mut head = None;
        while let Some(token) = sentence.tokens.get(at) {
            match token.tag {
                Tag::Pronoun if at == start => {
                    head = Some(at);
                    at += 1;
                    break;
                }
                // `their failure` is two phrases, as `the crew's failure` is.
                Tag::Det
                    if token.classes & g.owner != 0 && !(at == start && follows_partitive(&sentence.tokens, at, g)) =>
                {
                    if at == start {
                        head = Some(at);
                        at += 1;
                    }
                    break;
                }
                Tag::Det if at > start && head.is_some() => break,
                Tag::Det | Tag::Modifier => {}
                Tag::Noun => head = Some(at),
                _ => break,
            }
            at += 1;
        }
        let Some(head) = head else {
            at = at.max(start + 1);
            continue;
        };
        at = head + 1;
        let sign = sentence.tokens.get(at).is_some_and(|token| token.possessive);
        let owner = sign || sentence.tokens[head].tag == Tag::Det;
        let phrase = Phrase {
            after: at + usize::from(sign),
            tokens: start..at,
            sort: sort(&sentence.tokens[start..at], owner, words),
            owner,
            plural: sentence.tokens[head].classes & g.plural != 0,
        };
        let number = sentence.phrases.len() as u16;
        // "One of the engineers", "a member of the night crew": what is named after `of`.
        let joins = follows_partitive(&sentence.tokens, start, g)
            && sentence.phrases.last().is_some_and(|last| last.tokens.end + 1 == start);
        if joins {
            let number = number - 1;
            let last = sentence.phrases.last_mut().expect("one was just looked at");
            last.tokens.end = phrase.tokens.end;
            last.after = phrase.after;
            last.owner = phrase.owner;
            if last.sort & !(g.thing | generic) == 0 {
                last.sort = phrase.sort;
            }
            let tokens = last.tokens.clone();
            sentence.tokens[tokens].iter_mut().for_each(|token| token.phrase = Some(number));
        } else {
            sentence.tokens[start..at].iter_mut().for_each(|token| token.phrase = Some(number));
            sentence.phrases.push(phrase);
        }
        at += usize::from(sign);
    }
}

/// Whether an `of` stands before, and `one` or the like before that.
fn follows_partitive(tokens: &[Token], at: usize, g: &super::words::Grammar) -> bool {
    let of = |token: &Token| token.classes & g.partitive != 0 && token.classes & g.prep != 0;
    at >= 2 && of(&tokens[at - 1]) && tokens[at - 2].classes & g.partitive != 0
}

/// Returns what a phrase is by its last word.
fn sort(tokens: &[Token], owner: bool, words: &Words) -> Classes {
    let g = &words.grammar;
    let head = tokens.last().expect("a phrase has a word");
    let mut sort = head.classes & words.sorts;
    let before = tokens.len().checked_sub(2).map_or(0, |at| tokens[at].classes);
    if before & g.machine != 0 && sort & g.role != 0 {
        sort = g.thing;
    } else if head.classes & g.half != 0 {
        let person = owner || before & g.trade != 0;
        sort = if person { g.role } else { g.half };
    }
    // "This one" is as often a thing.
    if tokens.len() > 1 && head.classes & g.partitive != 0 && sort & (g.role | g.half) == 0 {
        sort = g.thing;
    }
    // A name after an article is the name of a thing: "the Traefik".
    if sort == g.name && tokens[0].classes & (g.det | g.num) != 0 {
        sort = g.thing;
    }
    if sort & !g.thing != 0 && sort & g.thing != 0 {
        sort &= !g.thing;
    }
    if sort == 0 { g.thing } else { sort }
}

/// Gives `they` the sort of what it stands for: the last phrase in the plural before it.
fn resolve(sentence: &mut Sentence, words: &Words, before: Classes) {
    let g = &words.grammar;
    let mut last = before;
    for phrase in &mut sentence.phrases {
        if phrase.sort & g.they != 0 {
            if last != 0 {
                phrase.sort = last | if last & g.thing == 0 { g.they } else { 0 };
            }
        } else if phrase.plural || phrase.sort & g.outsider != 0 || phrase.sort & !(g.thing | g.name) != 0 {
            last = phrase.sort;
        }
    }
}

/// A clause that is being read.
#[derive(Clone, Copy, Default)]
struct Clause {
    subject: Classes,
    /// Whether its verb was read, so that what comes is an object.
    verb: bool,
    relative: bool,
}

/// Gives each verb what its subject is.
fn subjects(sentence: &mut Sentence, words: &Words) {
    let g = &words.grammar;
    let mut outer: Vec<Clause> = Vec::new();
    let mut clause = Clause::default();
    // The phrase that ended just before, if it is an object that might be the subject of a new clause.
    let mut pending: Option<Classes> = None;
    let mut last_phrase = 0;
    let mut bracket: Option<(Clause, Option<Classes>)> = None;
    let mut at = 0;
    while at < sentence.tokens.len() {
        let token = &sentence.tokens[at];
        if let Some(number) = token.phrase {
            let phrase = &sentence.phrases[number as usize];
            let governed = phrase.tokens.start > 0 && {
                let before = &sentence.tokens[phrase.tokens.start - 1];
                before.classes & g.prep != 0 && before.tag == Tag::Other
            };
            let loose = phrase.tokens.start > 0 && matches!(sentence.tokens[phrase.tokens.start - 1].tag, Tag::Loose);
            let (sort, owner) = (phrase.sort, phrase.owner);
            at = phrase.after;
            if owner {
                continue;
            }
            last_phrase = sort;
            if governed || loose {
                pending = None;
            } else if clause.verb {
                pending = Some(sort);
            } else {
                clause.subject = sort;
            }
            continue;
        }
        let class = token.classes;
        match token.tag {
            _ if token.sign == b'(' => bracket = bracket.or(Some((clause, pending))),
            _ if token.sign == b')' => {
                if let Some((was, then)) = bracket.take() {
                    (clause, pending) = (was, then);
                }
            }
            _ if token.sign == b',' => {
                if let (Some(before), true) = (outer.last(), clause.verb || !clause.relative) {
                    clause = *before;
                    outer.pop();
                }
                pending = None;
            }
            _ if matches!(token.sign, b';' | b':' | b'-') => {
                outer.clear();
                clause = Clause::default();
                pending = None;
            }
            Tag::Finite => {
                let continues = at > 0 && {
                    let before = &sentence.tokens[at - 1];
                    matches!(before.tag, Tag::Finite) || before.classes & (g.adv | g.neg) != 0
                };
                // "the script that she wrote broke": one clause has not two verbs in a row.
                let helper = g.be | g.have | g.did | g.modal;
                let second = clause.relative && clause.verb && pending.is_none() && at > 0 && {
                    let before = &sentence.tokens[at - 1];
                    before.tag == Tag::Finite && before.classes & helper == 0
                };
                match pending {
                    None if second => clause = outer.pop().unwrap_or_default(),
                    // "the engineer who cut the release forgot": the clause about the engineer is over.
                    Some(_) if clause.relative => clause = outer.pop().unwrap_or_default(),
                    Some(object) if clause.verb && !continues => clause.subject = object,
                    Some(object) if clause.verb && at > 0 && sentence.tokens[at - 1].tag != Tag::Finite => {
                        clause.subject = object
                    }
                    _ => {}
                }
                let subject = clause.subject;
                sentence.tokens[at].subject = subject;
                clause.verb = true;
                pending = None;
            }
            Tag::Loose => {
                let touches = at > 0
                    && sentence.tokens[..at]
                        .iter()
                        .rev()
                        .find(|token| token.classes & g.adv == 0)
                        .is_some_and(|token| token.phrase.is_some());
                sentence.tokens[at].subject = if touches && class & g.ing != 0 { last_phrase } else { clause.subject };
            }
            _ if class & g.rel != 0 || class & g.sub != 0 => {
                let relative = class & g.rel != 0
                    && at > 0
                    && (sentence.tokens[at - 1].phrase.is_some() || sentence.tokens[at - 1].sign == b',');
                outer.push(clause);
                clause = Clause { subject: if relative { last_phrase } else { 0 }, verb: false, relative };
                pending = None;
            }
            _ if class & g.and != 0 => {}
            _ if class & (g.adv | g.neg) != 0 => {}
            _ => pending = None,
        }
        at += 1;
    }
}

impl Sentence {
    /// Whether an adverb stands here that is no part of a phrase.
    pub(crate) fn is_adverb(&self, at: usize) -> bool {
        self.tokens[at].adverb
    }
}
