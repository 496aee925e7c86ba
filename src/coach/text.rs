//! Cuts prose into sentences and words, and keeps where each stands.
//!
//! One pass over bytes, since it runs on every word of every note. It knows
//! nothing of what a word means; contractions are taken apart here (`didn't`
//! is `did` and `not`), so that no rule has to know both spellings.

use std::ops::Range;

/// A word or a sign as it stands in the prose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Its bytes in the prose.
    pub place: Range<usize>,
    /// What it is.
    pub sort: Sort,
    /// Whether it begins with a capital.
    pub capital: bool,
    /// Whether it stands between quotation marks.
    pub quoted: bool,
}

/// What a piece is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// A word, to be looked up as it is spelt.
    Word,
    /// The `'s` or `'` of a possessive.
    Possessive,
    /// What a contraction stands for, such as `not`, `have` or `is`.
    Short(&'static str),
    /// A comma, semicolon, colon, dash or bracket: what parts clauses.
    Sign(u8),
    /// The question mark that ends a sentence.
    Question,
}

/// Ends of words that stand for a word of their own.
const SHORT: [(&str, &str); 6] =
    [("n't", "not"), ("'ve", "have"), ("'re", "are"), ("'ll", "will"), ("'d", "would"), ("'m", "am")];

/// After these, `'s` is `is` or `has`, and no possessive.
const IS: [&str; 10] = ["it", "he", "she", "that", "there", "here", "what", "who", "where", "how"];

/// After what a stop ends no sentence.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stops {
    /// Abbreviations, without their stop.
    pub abbreviated: Vec<Box<str>>,
    /// Whether a number with a stop is an ordinal: `3. März`.
    pub ordinals: bool,
}

/// The most pieces of a sentence. Nobody judges a sentence of hundreds of words: a longer one is read in parts, so that
/// time grows with the length of a note and not with that of its longest sentence.
const LONGEST: usize = 400;

/// The most signs after a stop that say whether it ends a sentence.
const AFTER: usize = 32;

/// Cuts a block of prose into sentences, one after the other.
///
/// The pieces of one are let go of for the next: most sentences of a note say nothing that a rule asks about, and
/// nothing is kept of them.
pub struct Sentences<'a> {
    text: &'a str,
    stops: &'a Stops,
    at: usize,
    pieces: Vec<Piece>,
    /// The mark that closes the quotation that is open, and the number of the piece that it began with.
    quote: Option<(char, usize)>,
}

/// Where a sentence begins, to be read from there again.
#[derive(Clone, Copy, Debug, Default)]
pub struct Stand {
    /// Its first byte.
    pub at: usize,
    quote: Option<(char, usize)>,
}

impl<'a> Sentences<'a> {
    /// Begins at the first sentence of a text.
    pub fn new(text: &'a str, stops: &'a Stops) -> Sentences<'a> {
        Sentences::from(text, stops, Stand::default())
    }

    /// Begins where another stood.
    pub fn from(text: &'a str, stops: &'a Stops, Stand { at, quote }: Stand) -> Sentences<'a> {
        Sentences { text, stops, at, pieces: Vec::with_capacity(32), quote }
    }

    /// Returns where the next sentence begins.
    pub fn stand(&self) -> Stand {
        Stand { at: self.at, quote: self.quote }
    }

    /// Returns the pieces of the next sentence that has any; nothing after the last.
    pub fn next_pieces(&mut self) -> Option<&[Piece]> {
        self.pieces.clear();
        let bytes = self.text.as_bytes();
        while self.at < bytes.len() {
            if self.pieces.len() >= LONGEST {
                self.finish();
                return Some(&self.pieces);
            }
            let at = self.at;
            let byte = bytes[at];
            if byte.is_ascii_alphanumeric() || byte >= 0x80 && self.letter(at) {
                self.at = self.word(at);
                continue;
            }
            if byte == b' ' {
                self.at += 1;
                continue;
            }
            let mark = self.text[at..].chars().next().expect("`at` is a boundary below the end");
            let next = at + mark.len_utf8();
            self.at = next;
            let ended = match mark {
                '.' | '!' | '?' | '…' => {
                    if mark == '?' {
                        self.push(at..next, Sort::Question);
                    }
                    self.ends(at, next, mark)
                }
                '\n' => true,
                _ => {
                    self.sign(at, next, mark);
                    false
                }
            };
            if ended && self.finish() {
                return Some(&self.pieces);
            }
        }
        self.finish().then_some(&*self.pieces)
    }

    fn sign(&mut self, at: usize, next: usize, mark: char) {
        match mark {
            ',' | ';' | ':' | '(' | ')' => self.push(at..next, Sort::Sign(self.text.as_bytes()[at])),
            '–' | '—' => self.push(at..next, Sort::Sign(b'-')),
            '-' if self.spaced(at) => self.push(at..next, Sort::Sign(b'-')),
            '"' | '“' | '”' | '„' | '«' | '»' | '‘' => self.quotation(mark),
            '\'' | '’' => self.apostrophe(at, next, mark),
            '\u{FFFC}' => self.push(at..next, Sort::Word),
            _ => {}
        }
    }

    fn letter(&self, at: usize) -> bool {
        self.text[at..].chars().next().is_some_and(char::is_alphanumeric)
    }

    /// Reads a word with its hyphens and dots inside, and takes contractions apart.
    fn word(&mut self, start: usize) -> usize {
        let bytes = self.text.as_bytes();
        let (mut end, mut apostrophe) = (start, None);
        loop {
            while bytes.get(end).is_some_and(u8::is_ascii_alphanumeric) {
                end += 1;
            }
            let mut letters = self.text[end..].chars();
            let Some(letter) = letters.next() else { break };
            let joins = matches!(letter, '\'' | '’' | '-' | '.' | '_' | '/' | '@');
            if !(letter.is_alphanumeric() || joins && letters.next().is_some_and(char::is_alphanumeric)) {
                break;
            }
            if matches!(letter, '\'' | '’') {
                apostrophe = Some(end - start);
            }
            end += letter.len_utf8();
        }
        let word = &self.text[start..end];
        let Some(mark) = apostrophe else {
            self.push(start..end, Sort::Word);
            return end;
        };
        let tail = word[mark..].replace('’', "'").to_ascii_lowercase();
        let stem = &word[..mark];
        if tail == "'s" {
            let sort =
                if IS.iter().any(|is| stem.eq_ignore_ascii_case(is)) { Sort::Short("is") } else { Sort::Possessive };
            self.push(start..start + mark, Sort::Word);
            self.push(start + mark..end, sort);
        } else if tail == "'t" && stem.ends_with(['n', 'N']) && stem.len() > 1 {
            // `can't` keeps its n: the n of `can` is also that of `not`.
            let whole = ["can", "won", "shan"].iter().any(|whole| stem.eq_ignore_ascii_case(whole));
            let cut = start + mark - usize::from(!whole);
            self.push(start..cut, Sort::Word);
            self.push(cut..end, Sort::Short("not"));
        } else if let Some((_, stands)) = SHORT.iter().find(|(short, _)| *short == tail) {
            self.push(start..start + mark, Sort::Word);
            self.push(start + mark..end, Sort::Short(stands));
        } else {
            self.push(start..end, Sort::Word);
        }
        end
    }

    fn push(&mut self, place: Range<usize>, sort: Sort) {
        let first = self.text.as_bytes()[place.start];
        let capital = if first.is_ascii() {
            first.is_ascii_uppercase()
        } else {
            self.text[place.start..].chars().next().is_some_and(char::is_uppercase)
        };
        self.pieces.push(Piece { place, sort, capital, quoted: false });
    }

    /// Whether a stop ends a sentence: a space and no small letter follows, and no abbreviation stands before.
    fn ends(&self, at: usize, next: usize, mark: char) -> bool {
        let closing = |letter: &char| ['"', '”', '\'', '’', ')', '.', '!', '?', '*'].contains(letter);
        let mut after = self.text[next..].chars().take(AFTER).skip_while(closing);
        match after.next() {
            None => return true,
            Some(letter) if !letter.is_whitespace() => return false,
            Some(_) => {}
        }
        let first = after.find(|letter| !letter.is_whitespace());
        if first.is_some_and(char::is_lowercase) {
            return false;
        }
        let before = self.text[..at].rsplit([' ', '\n', '(']).next().unwrap_or_default();
        let initial = before.len() == 1 && before.starts_with(char::is_uppercase) && before != "I";
        let number = self.stops.ordinals && before.len() < 3 && before.bytes().all(|byte| byte.is_ascii_digit());
        let short = number || self.stops.abbreviated.iter().any(|known| before.eq_ignore_ascii_case(known));
        mark != '.' || !(initial || short && first.is_some())
    }

    fn spaced(&self, at: usize) -> bool {
        let bytes = self.text.as_bytes();
        (at == 0 || bytes[at - 1] == b' ') && bytes.get(at + 1).is_none_or(|&byte| byte == b' ' || byte == b'-')
    }

    fn quotation(&mut self, mark: char) {
        match self.quote {
            Some((close, first)) if mark == close || mark == '“' && close == '”' => {
                self.pieces[first..].iter_mut().for_each(|piece| piece.quoted = true);
                self.quote = None;
            }
            Some(_) => {}
            None => {
                let close = match mark {
                    '“' => '”',
                    '„' => '“',
                    '«' => '»',
                    '»' => '«',
                    '‘' => '’',
                    same => same,
                };
                self.quote = Some((close, self.pieces.len()));
            }
        }
    }

    /// An apostrophe outside of a word: the end of a quotation, a possessive (`crews'`), or the start of a quotation.
    fn apostrophe(&mut self, at: usize, next: usize, mark: char) {
        let after_word = self.text[..at].ends_with(|letter: char| letter.is_alphanumeric());
        if self.quote.is_some_and(|(close, _)| close == mark) {
            self.quotation(mark);
        } else if after_word && self.text[..at].ends_with(['s', 'S']) {
            self.push(at..next, Sort::Possessive);
        } else if !after_word && mark == '\'' {
            self.quotation(mark);
        }
    }

    /// Ends a sentence. Says whether there is anything in it.
    fn finish(&mut self) -> bool {
        // A quotation goes on into the next sentence; what of it stands in this one is quoted, if it closes at all.
        if let Some((close, first)) = self.quote {
            let rest = &self.text[self.pieces.last().map_or(0, |piece| piece.place.end)..];
            if rest.contains(close) && close != '\'' {
                self.pieces[first..].iter_mut().for_each(|piece| piece.quoted = true);
                self.quote = Some((close, 0));
            } else {
                self.quote = None;
            }
        }
        !self.pieces.is_empty()
    }
}

#[cfg(test)]
mod tests;
