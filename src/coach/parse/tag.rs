//! What each word of a sentence is here: a noun, a verb, or what only leads to one.
//!
//! From left to right, by the word's classes and its neighbours. It changes no
//! word into another and looks nothing up.

use super::super::words::{Classes, Grammar, Words};
use super::{Sentence, Tag, Token};

/// Decides for each word what it is here, from left to right.
pub(super) fn tag(sentence: &mut Sentence, words: &Words) {
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
                let tag = if next && !next_is_verb(next_class, g) { Tag::Modifier } else { Tag::Noun };
                (tag, several(class, tag, g))
            } else if in_phrase {
                (Tag::Noun, several(class, Tag::Noun, g))
            } else if has(g.past | g.part) || has(g.third) || !verbal || before == Tag::Pronoun {
                (Tag::Finite, class & !(g.noun | words.sorts))
            } else {
                (Tag::Loose, class & !(g.noun | words.sorts))
            }
        } else if has(g.adj) && !has(words.sorts) || next && !next_is_verb(next_class, g) && !has(g.plural) {
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

/// What a form of a verb is where it is a noun: `the logs` are several, as `she logs` would be one.
fn several(class: Classes, tag: Tag, g: &Grammar) -> Classes {
    let plural = if tag == Tag::Noun && class & g.third != 0 { g.plural } else { 0 };
    class & !(g.base | g.third) | plural
}

fn next_class_is_object(next: Classes, g: &Grammar) -> bool {
    next & (g.det | g.owner) != 0
}

fn next_is_verb(next: Classes, g: &Grammar) -> bool {
    next & (g.past | g.third | g.be | g.have | g.did | g.modal) != 0 && next & g.noun == 0
}
