//! Words joined to noun phrases, and what each phrase is: somebody, or something.
//!
//! A phrase is what its last word is. Where that is not known, it is a thing.

use super::super::words::{Classes, Grammar, Words};
use super::{Phrase, Sentence, Tag, Token};

/// Joins words to phrases and says what each phrase is.
pub(super) fn phrases(sentence: &mut Sentence, words: &Words) {
    let g = &words.grammar;
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
            if last.sort & !(g.thing | g.generic) == 0 {
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
fn follows_partitive(tokens: &[Token], at: usize, g: &Grammar) -> bool {
    let of = |token: &Token| token.classes & g.partitive != 0 && token.classes & g.prep != 0;
    at >= 2 && of(&tokens[at - 1]) && tokens[at - 2].classes & g.partitive != 0
}

/// Returns what a phrase is by its last word.
fn sort(tokens: &[Token], owner: bool, words: &Words) -> Classes {
    let g = &words.grammar;
    let head = tokens.last().expect("a phrase has a word");
    let mut sort = head.classes & words.sorts;
    let before = tokens.len().checked_sub(2).map_or(0, |at| tokens[at].classes);
    if before & g.machine != 0 && sort & g.role != 0 && head.classes & (g.part_role | g.half) != 0 {
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
pub(super) fn resolve(sentence: &mut Sentence, words: &Words, before: Classes) {
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
