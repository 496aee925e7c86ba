//! Puts words that were found into kinder ones, where that can be done without guessing.
//!
//! A rewrite is offered only when every word of it is known: the forms of the
//! verb, whether the object is one or several. Anything else is left to the
//! question that the category asks, which the writer answers better.

use std::ops::Range;

use super::parse::{Phrase, Sentence, Token};
use super::pattern::Match;
use super::words::Words;

/// A way of putting words differently. A rule names one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rewrite {
    /// `a careless edit`: `an edit`.
    Drop,
    /// `the engineer accidentally deleted the table`: `the table was deleted`.
    Passive,
    /// `should have caught`: `did not catch`.
    Fact,
    /// `Why did you deploy on a Friday?`: `What made it seem right to deploy on a Friday?`
    Sense,
    /// `Why didn't you ask?`: `What made it hard to ask?`
    Hard,
}

impl Rewrite {
    /// Returns the rewrite of this name.
    pub fn parse(name: &str) -> Option<Rewrite> {
        Some(match name {
            "drop" => Rewrite::Drop,
            "passive" => Rewrite::Passive,
            "fact" => Rewrite::Fact,
            "sense" => Rewrite::Sense,
            "hard" => Rewrite::Hard,
            _ => return None,
        })
    }

    /// Returns what to put in place of which bytes of the prose.
    pub fn offer(
        self,
        text: &str,
        sentence: &Sentence,
        found: &Match,
        words: &Words,
    ) -> Option<(Range<usize>, String)> {
        match self {
            Rewrite::Drop => drop_word(text, sentence, found, words),
            Rewrite::Passive => passive(text, sentence, found, words),
            Rewrite::Fact => fact(text, sentence, found, words),
            Rewrite::Sense => question(text, sentence, found, words, "What made it seem right to"),
            Rewrite::Hard => question(text, sentence, found, words, "What made it hard to"),
        }
    }
}

/// Words that begin with the letter of a vowel and the sound of none.
const SOUNDS_A: [&str; 11] = ["one", "once", "eu", "unit", "uniq", "unif", "univ", "union", "use", "usu", "util"];

fn bytes(sentence: &Sentence, tokens: &Range<usize>) -> Range<usize> {
    sentence.tokens[tokens.start].place.start..sentence.tokens[tokens.end - 1].place.end
}

/// Takes an adjective away, and mends the article before it.
fn drop_word(text: &str, sentence: &Sentence, found: &Match, words: &Words) -> Option<(Range<usize>, String)> {
    let word = found.part("drop")?;
    // `his misjudged clearance` without its verb is another thing.
    (!is_slip(&sentence.tokens[word.start], words)).then_some(())?;
    let next = sentence.tokens.get(word.end)?;
    // `Such a careless edit` judges without the word as well.
    let scorns = |at: usize| text[sentence.tokens[at].place.clone()].eq_ignore_ascii_case("such");
    (!(word.start.saturating_sub(2)..word.start).any(scorns)).then_some(())?;
    // `An incredibly careless edit` would leave its adverb behind, and `a careless loader` somebody to look at.
    let adverb = |at: usize| sentence.tokens[at].classes & words.grammar.adv != 0;
    (!word.start.checked_sub(1).is_some_and(adverb)).then_some(())?;
    // One of several adjectives leaves its comma or its `and` behind.
    let joins = |at: usize| {
        sentence.tokens.get(at).is_some_and(|token| token.sign != 0 || token.classes & words.grammar.and != 0)
    };
    (!word.start.checked_sub(1).is_some_and(joins) && !joins(word.end)).then_some(())?;
    let people = words.named("anyone").unwrap_or_default();
    let phrase = sentence.tokens.get(word.end)?.phrase.map(|number| &sentence.phrases[number as usize]);
    phrase.is_none_or(|phrase| phrase.sort & people == 0).then_some(())?;
    // Something has to be left that the adjective stood before.
    next.phrase.filter(|_| next.sign == 0 && !next.possessive)?;
    let left = &text[next.place.clone()];
    let before = word.start.checked_sub(1).map(|at| &sentence.tokens[at]);
    let article = before.filter(|token| ["a", "an"].iter().any(|a| text[token.place.clone()].eq_ignore_ascii_case(a)));
    let start = sentence.tokens[word.start].place.start;
    Some(match article {
        Some(token) => {
            let small = left.to_ascii_lowercase();
            let vowel = small.starts_with(['a', 'e', 'i', 'o', 'u']);
            let an = vowel && !SOUNDS_A.iter().any(|begin| small.starts_with(begin)) || small.starts_with("hour");
            let capital = text[token.place.clone()].starts_with('A');
            let article = match (an, capital) {
                (true, true) => "An",
                (true, false) => "an",
                (false, true) => "A",
                (false, false) => "a",
            };
            (token.place.start..next.place.end, format!("{article} {left}"))
        }
        None if text[start..].starts_with(char::is_uppercase) => (start..next.place.end, capital(left)),
        None => (start..next.place.end, left.to_string()),
    })
}

/// Tells what was done, and leaves out who did it.
fn passive(text: &str, sentence: &Sentence, found: &Match, words: &Words) -> Option<(Range<usize>, String)> {
    let did = found.part("did")?;
    let verb = words.forms(sentence.tokens[did.start].word)?;
    // What was ignored or forgotten says as much without who did it.
    let judges = words.named("defy").unwrap_or_default();
    (!is_slip(&sentence.tokens[did.start], words) && sentence.tokens[did.start].classes & judges == 0).then_some(())?;
    let object = object(text, sentence, &did, words)?;
    let who = found.part("who")?;
    if sentence.tokens[who.start..did.start].iter().any(|token| token.sign != 0) || is_part(sentence, who.start, words)
    {
        return None;
    }
    let place = bytes(sentence, &(who.start..object.tokens.end));
    let shown = &text[bytes(sentence, &object.tokens)];
    let first = who.start == 0;
    let shown = if first { capital(shown) } else { shown.to_string() };
    Some((place, format!("{shown} {} {}", was(text, sentence, object, words)?, verb.part)))
}

/// Says that a thing was not done, and no more: `The team should have caught this` is `This was not caught`.
fn fact(text: &str, sentence: &Sentence, found: &Match, words: &Words) -> Option<(Range<usize>, String)> {
    let did = found.part("did")?;
    let verb = words.forms(sentence.tokens[did.start].word)?;
    let should = found.part("should")?;
    let phrase = |at: usize| Some(&sentence.phrases[sentence.tokens.get(at)?.phrase? as usize]);
    let who = phrase(found.part("who")?.start)?;
    let between = &sentence.tokens[should.start..did.end];
    let denied = between.iter().any(|token| token.classes & words.grammar.neg != 0);
    // What one verb becomes, a second after `and` would have to become as well.
    let rest = &sentence.tokens[did.end..];
    let joined = rest
        .windows(2)
        .any(|pair| pair[0].classes & words.grammar.and != 0 && pair[1].phrase.is_none() && pair[1].sign == 0);
    if denied || joined || who.tokens.end != should.start || is_part(sentence, who.tokens.start, words) {
        return None;
    }
    let quantifier = words.named("quantifier").unwrap_or_default();
    let counts =
        |phrase: &Phrase| sentence.tokens[phrase.tokens.clone()].iter().any(|token| token.classes & quantifier != 0);
    if between.iter().any(|token| token.classes & words.grammar.be != 0) {
        (!counts(who)).then_some(())?;
        return Some((
            bytes(sentence, &(should.start..did.end)),
            format!("{} not {}", was(text, sentence, who, words)?, verb.part),
        ));
    }
    let object = object(text, sentence, &did, words)?;
    (!counts(object)).then_some(())?;
    let place = bytes(sentence, &(who.tokens.start..object.tokens.end));
    let shown = &text[bytes(sentence, &object.tokens)];
    let shown = if who.tokens.start == 0 { capital(shown) } else { shown.to_string() };
    Some((place, format!("{shown} {} not {}", was(text, sentence, object, words)?, verb.part)))
}

/// Asks what made the choice a sensible one.
fn question(
    text: &str,
    sentence: &Sentence,
    found: &Match,
    words: &Words,
    begin: &str,
) -> Option<(Range<usize>, String)> {
    let act = found.part("act")?;
    let verb = &sentence.tokens[act.start];
    // Nothing makes sense of forgetting, and `to have` or `to be` is no deed.
    (!is_slip(verb, words) && verb.classes & (words.grammar.have | words.grammar.be) == 0).then_some(())?;
    let why = found.all.start;
    let place = bytes(sentence, &(why..act.end));
    let small = text[place.clone()].starts_with(char::is_lowercase);
    let begin = if small { begin.replacen('W', "w", 1) } else { begin.to_string() };
    Some((place, format!("{begin} {}", &text[bytes(sentence, &act)])))
}

/// Whether a verb is one of those that are only ever a slip.
fn is_slip(token: &Token, words: &Words) -> bool {
    token.classes & words.named("slip").unwrap_or_default() != 0
}

/// Whether what begins here is only the last of several, or belongs to what stands before it: `the head of the team`.
fn is_part(sentence: &Sentence, at: usize, words: &Words) -> bool {
    let g = &words.grammar;
    at.checked_sub(1).is_some_and(|at| sentence.tokens[at].classes & (g.and | g.prep) != 0)
}

/// Returns the object of a verb, where it is whole and can stand before the verb as well. What is neither several nor
/// begins with an article or the like may be no object at all: `escalated sooner`.
fn object<'s>(text: &str, sentence: &'s Sentence, did: &Range<usize>, words: &Words) -> Option<&'s Phrase> {
    let g = &words.grammar;
    // `made the team test it`: somebody else's deed follows.
    let causes = words.named("causative").unwrap_or_default();
    (sentence.tokens[did.start].classes & (causes | g.have) == 0).then_some(())?;
    let first = sentence.tokens.get(did.end)?;
    let phrase = &sentence.phrases[first.phrase? as usize];
    let sure = phrase.plural || first.classes & (g.det | g.owner | g.pron | g.num | g.name) != 0;
    (sure && phrase.tokens.start == did.end && !phrase.owner).then_some(())?;
    // `them` cannot begin what it ended.
    let shown = &text[bytes(sentence, &phrase.tokens)];
    let bent = ["me", "us", "him", "her", "them"].iter().any(|one| shown.eq_ignore_ascii_case(one));
    (!bent && !shown.ends_with("self") && !shown.ends_with("selves") && ends(text, sentence, phrase, words))
        .then_some(phrase)
}

/// Whether an object is over where its phrase is. `the proxy and the cache`, `the table that held the orders`, `the
/// vendor, not the customer` and `the copy of the index` are not: their rest would be left behind.
fn ends(text: &str, sentence: &Sentence, phrase: &Phrase, words: &Words) -> bool {
    let g = &words.grammar;
    let after = |at: &usize| sentence.is_adverb(*at) && sentence.tokens[*at].classes & (g.neg | g.and) == 0;
    let rest = (phrase.tokens.end..sentence.tokens.len()).find(|at| !after(at));
    let Some(token) = rest.map(|at| &sentence.tokens[at]) else { return true };
    if token.sign != 0 {
        return token.sign == b';';
    }
    let word = &text[token.place.clone()];
    let belongs = ["of", "as", "but", "except", "besides", "than", "like", "including", "that", "where", "how", "why"];
    token.phrase.is_none()
        && token.classes & (g.prep | g.sub | g.to) != 0
        && token.classes & (g.and | g.neg | g.rel) == 0
        && !belongs.iter().any(|one| word.eq_ignore_ascii_case(one))
}

/// Returns the verb that goes with a phrase; nothing where it is not sure that it is one, or several.
fn was(text: &str, sentence: &Sentence, phrase: &Phrase, words: &Words) -> Option<&'static str> {
    let head = &sentence.tokens[phrase.tokens.end - 1];
    let written = &text[head.place.clone()];
    let uncounted = words.named("uncounted").unwrap_or_default();
    // `Jenkins` and `the DNS` are one.
    let name = phrase.tokens.end > 1 && written.starts_with(char::is_uppercase) && written.ends_with(['s', 'S']);
    if head.classes & uncounted != 0 || name {
        return None;
    }
    Some(if phrase.plural { "were" } else { "was" })
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
