//! Whose deed each verb tells: clauses, followed with a stack.
//!
//! An object may turn out to be the subject of the next clause; a clause about
//! somebody ends where a second verb has to be somebody else's.

use super::super::words::{Classes, Words};
use super::{Sentence, Tag};

/// A clause that is being read.
#[derive(Clone, Copy, Default)]
struct Clause {
    subject: Classes,
    /// Whether its verb was read, so that what comes is an object.
    verb: bool,
    relative: bool,
}

/// Gives each verb what its subject is.
pub(super) fn subjects(sentence: &mut Sentence, words: &Words) {
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
