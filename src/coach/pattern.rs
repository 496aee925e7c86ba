//! A rule's pattern: a few words, classes and phrases in a row, and how they are found in a sentence.
//!
//! ```text
//! should have          these words
//! forgot|missed        one of them
//! @slip                a word of a class of `words.toml`
//! @slip[agent]         a verb of that class whose subject is of a group of sorts
//! <agent> <agent's>    a whole phrase of a group; one that owns what follows
//! ..6                  up to six tokens, within the clause; `..` is four
//! ,,20                 up to twenty, over commas and other signs
//! , ?                  a comma; the question mark at the end
//! ^ $                  where the sentence begins and ends
//! !@neg                nothing of the kind here
//! word? word*          once or not at all; any number
//! {should have} @part  the braces say what is shown, where it is not all of it
//! @part=did            a name for a rewrite
//! ```
//!
//! Adverbs between two parts are passed over, since they can stand anywhere.

use std::ops::Range;

use super::parse::Sentence;
use super::words::{Classes, Words};

/// A pattern, ready to be looked for.
#[derive(Clone, Debug)]
pub struct Pattern {
    steps: Vec<Step>,
    /// What a sentence must have to be worth a look: one of these classes, or of these words.
    needs: Vec<(Classes, u128)>,
}

#[derive(Clone, Debug)]
struct Step {
    atom: Atom,
    not: bool,
    optional: bool,
    repeat: bool,
    opens: bool,
    closes: bool,
    name: Option<Box<str>>,
}

#[derive(Clone, Debug)]
enum Atom {
    Word { words: Vec<u32>, classes: Classes, subject: Classes },
    Phrase { sorts: Classes, owner: bool },
    Gap { most: usize, signs: bool },
    Comma,
    Question,
    Start,
    End,
}

/// Where a pattern was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Match {
    /// All of it, in tokens.
    pub all: Range<usize>,
    /// What is shown of it.
    pub shown: Range<usize>,
    /// What the pattern named.
    pub named: Vec<(Box<str>, Range<usize>)>,
}

impl Match {
    /// Returns the tokens of a named part.
    pub fn part(&self, name: &str) -> Option<Range<usize>> {
        self.named.iter().find(|(known, _)| &**known == name).map(|(_, tokens)| tokens.clone())
    }
}

impl Pattern {
    /// Reads a pattern. Words it names are given a number in `words`.
    ///
    /// # Errors
    /// Where it names a class that is not there.
    pub fn parse(written: &str, words: &mut Words) -> Result<Pattern, String> {
        let steps: Vec<Step> =
            written.split_whitespace().map(|part| step(part, words)).collect::<Result<_, String>>()?;
        let needs = steps.iter().filter(|step| !step.not && !step.optional).filter_map(|step| match &step.atom {
            Atom::Word { words, classes, .. } => {
                Some((*classes, words.iter().fold(0, |bits, word| bits | 1u128 << (word % 128))))
            }
            _ => None,
        });
        let needs = needs.collect();
        Ok(Pattern { steps, needs })
    }

    /// Whether a sentence has what the pattern cannot do without. Quick, and right when it says no.
    pub fn may_be_in(&self, sentence: &Sentence) -> bool {
        self.needs.iter().all(|(classes, words)| sentence.classes & classes != 0 || sentence.words & words != 0)
    }

    /// Returns the words and the classes that one of its parts asks for: of all parts that it cannot do without, the
    /// one that costs least. Nothing where it has no such part.
    pub fn trigger(&self, cost: impl Fn(&[u32], Classes) -> u64) -> Option<(&[u32], Classes)> {
        let parts = self.steps.iter().filter(|step| !step.not && !step.optional).filter_map(|step| match &step.atom {
            Atom::Word { words, classes, .. } => Some((&**words, *classes)),
            _ => None,
        });
        parts.min_by_key(|(words, classes)| cost(words, *classes))
    }

    /// Returns the first place where it is found, from a token on.
    pub fn find(&self, sentence: &Sentence, from: usize) -> Option<Match> {
        if !self.may_be_in(sentence) {
            return None;
        }
        (from..sentence.tokens.len()).find_map(|at| {
            // A phrase is met where it begins, and nowhere inside.
            let mut found = Match::default();
            let end = self.run(sentence, 0, at, &mut found)?;
            found.all = at..end;
            if found.shown.end == 0 {
                found.shown.end = end;
            }
            if !self.steps.iter().any(|step| step.opens) {
                found.shown.start = at;
            }
            found.named.reverse();
            Some(found)
        })
    }

    fn run(&self, sentence: &Sentence, number: usize, at: usize, found: &mut Match) -> Option<usize> {
        let Some(step) = self.steps.get(number) else { return Some(at) };
        if step.not {
            return step.atom.fits(sentence, at).is_none().then(|| self.run(sentence, number + 1, at, found)).flatten();
        }
        if let Atom::Gap { most, signs } = step.atom {
            for skip in 0..=most {
                if skip > 0 && sentence.tokens.get(at + skip - 1).is_none_or(|token| token.sign != 0 && !signs) {
                    return None;
                }
                if let Some(end) = self.run(sentence, number + 1, at + skip, found) {
                    return Some(end);
                }
            }
            return None;
        }
        if let Some(end) = step.atom.fits(sentence, at) {
            let rest = if step.repeat { self.run(sentence, number, end, found) } else { None };
            if let Some(last) = rest.or_else(|| self.run(sentence, number + 1, end, found)) {
                self.keep(step, at..end, found);
                return Some(last);
            }
        }
        if step.optional
            && let Some(end) = self.run(sentence, number + 1, at, found)
        {
            return Some(end);
        }
        // An adverb, or what stands in brackets, may stand between.
        let passes = number > 0 && !matches!(step.atom, Atom::Start | Atom::End);
        let next = passes.then(|| sentence.passed(at)).flatten()?;
        self.run(sentence, number, next, found)
    }

    fn keep(&self, step: &Step, tokens: Range<usize>, found: &mut Match) {
        if step.opens {
            found.shown.start = tokens.start;
        }
        if step.closes {
            found.shown.end = tokens.end;
        }
        if let Some(name) = &step.name {
            found.named.push((name.clone(), tokens));
        }
    }
}

impl Atom {
    /// Returns where it ends when it begins here.
    fn fits(&self, sentence: &Sentence, at: usize) -> Option<usize> {
        match self {
            Atom::Start => (at == 0).then_some(at),
            Atom::End => sentence.tokens[at..].iter().all(|token| token.sign == b'?').then_some(at),
            Atom::Gap { .. } => Some(at),
            Atom::Question => (sentence.tokens.get(at)?.sign == b'?').then_some(at + 1),
            Atom::Comma => (sentence.tokens.get(at)?.sign == b',').then_some(at + 1),
            Atom::Word { words, classes, subject } => {
                let token = sentence.tokens.get(at)?;
                let is = token.classes & classes != 0 || words.contains(&token.word);
                let fits = is && token.sign == 0 && (*subject == 0 || token.subject & subject != 0);
                fits.then_some(at + 1)
            }
            Atom::Phrase { sorts, owner } => {
                let number = sentence.tokens.get(at)?.phrase?;
                let phrase = &sentence.phrases[number as usize];
                if phrase.tokens.start != at || phrase.sort & sorts == 0 {
                    return None;
                }
                if *owner {
                    // `their failure` owns as `the crew's failure` does.
                    return phrase.owner.then_some(phrase.after);
                }
                (!phrase.owner).then_some(phrase.tokens.end)
            }
        }
    }
}

fn step(written: &str, words: &mut Words) -> Result<Step, String> {
    let (opens, rest) = match written.strip_prefix('{') {
        Some(rest) => (true, rest),
        None => (false, written),
    };
    let (closes, rest) = match rest.strip_suffix('}') {
        Some(rest) => (true, rest),
        None => (false, rest),
    };
    let (not, rest) = match rest.strip_prefix('!') {
        Some(rest) => (true, rest),
        None => (false, rest),
    };
    let (rest, name) = match rest.split_once('=') {
        Some((rest, name)) => (rest, Some(name.into())),
        None => (rest, None),
    };
    if rest == "?" {
        return Ok(Step { atom: Atom::Question, not, optional: false, repeat: false, opens, closes, name });
    }
    let (optional, repeat, rest) = match (rest.strip_suffix('?'), rest.strip_suffix('*')) {
        (Some(rest), _) => (true, false, rest),
        (_, Some(rest)) => (true, true, rest),
        _ => (false, false, rest),
    };
    let group = |words: &Words, name: &str| words.named(name).ok_or(format!("there is no class `{name}`"));
    let atom = if let Some(number) = rest.strip_prefix(",,") {
        Atom::Gap { most: number.parse().unwrap_or(12), signs: true }
    } else if let Some(number) = rest.strip_prefix("..") {
        Atom::Gap { most: number.parse().unwrap_or(4), signs: false }
    } else if rest == "," {
        Atom::Comma
    } else if rest == "^" {
        Atom::Start
    } else if rest == "$" {
        Atom::End
    } else if let Some(name) = rest.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')) {
        let owner = name.strip_suffix("'s");
        let mut sorts = 0;
        for name in owner.unwrap_or(name).split('|') {
            sorts |= group(words, name)?;
        }
        Atom::Phrase { sorts, owner: owner.is_some() }
    } else {
        let (rest, subject) = match rest.strip_suffix(']').and_then(|rest| rest.split_once('[')) {
            Some((rest, subject)) => (rest, group(words, subject)?),
            None => (rest, 0),
        };
        let (mut numbers, mut classes) = (Vec::new(), 0);
        for one in rest.split('|') {
            match one.strip_prefix('@') {
                Some(class) => classes |= group(words, class)?,
                None => numbers.push(words.number(one)),
            }
        }
        Atom::Word { words: numbers, classes, subject }
    };
    Ok(Step { atom, not, optional, repeat, opens, closes, name })
}
