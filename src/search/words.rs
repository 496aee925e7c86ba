//! The words of a text, cut and folded alike for notes and for queries.
//!
//! Section 1 of `RANKING.md`, word for word.

use std::borrow::Cow;
use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

/// A word is cut after this many characters.
pub(super) const LONGEST: usize = 64;

/// Words written as one: `billing-gateway`, `v2.4.1`, `HttpClient`, or just `export`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Run {
    /// Its parts, folded; at least one.
    pub parts: Vec<String>,
    /// All parts as one word; the only part, where there is one.
    pub word: String,
    /// The only part with its marks, where it has any: `café`.
    pub marked: Option<String>,
}

impl Run {
    /// Whether its parts have no more than so many characters together.
    pub fn is_short(&self, most: usize) -> bool {
        let bytes: usize = self.parts.iter().map(String::len).sum();
        bytes <= most
            || (bytes <= 4 * most && self.parts.iter().map(|part| part.chars().count()).sum::<usize>() <= most)
    }
}

/// Returns whether this letter is of a script without spaces, whose words are taken as overlapping pairs.
pub(super) fn is_pair_letter(c: char) -> bool {
    matches!(c,
        '\u{0E00}'..='\u{0EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}' | '\u{3040}'..='\u{30FF}'
        | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// Returns whether this is a sign that changes the letter before it: an accent of its own.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}')
}

fn is_word_letter(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_alphanumeric() } else { is_mark(c) || (c.is_alphanumeric() && !is_pair_letter(c)) }
}

/// Returns whether a word may go on after this letter.
pub fn is_letter(c: char) -> bool {
    is_word_letter(c) || is_pair_letter(c)
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’')
}

fn is_connector(c: char) -> bool {
    is_apostrophe(c) || matches!(c, '-' | '_' | '.' | '/' | ':' | '@' | '+' | '&' | '#' | '=' | '\u{2010}' | '\u{2011}')
}

/// Calls `each` with every run of a text, in order; it may take the run and leave another in its place.
pub fn runs(text: &str, each: &mut dyn FnMut(&mut Run)) {
    let text: Cow<str> = if text.is_ascii() {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.nfkc().filter(|c| *c != '\u{AD}').collect())
    };
    cut(&text, &mut |run, _| each(run));
}

/// Does the same with a text in NFKC, and tells where in it each run stands.
pub(super) fn cut<F: FnMut(&mut Run, Range<usize>)>(text: &str, each: &mut F) {
    let mut run = Run::default();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        // Nearly all words are plain ones, of letters that are their own folding but for their case.
        if c.is_ascii() {
            let bytes = rest.as_bytes();
            let end = bytes.iter().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(bytes.len());
            if end == 0 {
                let next = bytes.iter().position(|byte| byte.is_ascii_alphanumeric() || !byte.is_ascii());
                rest = &rest[next.unwrap_or(bytes.len())..];
                continue;
            }
            let breaks = |byte: &u8| byte.is_ascii() && !is_connector(char::from(*byte));
            // A sign that could lead on leads nowhere before a space: the full stop of a sentence.
            let stops = |byte: &u8| breaks(byte) && !byte.is_ascii_alphanumeric();
            let ends =
                bytes.get(end).is_none_or(breaks) || (bytes[end].is_ascii() && bytes.get(end + 1).is_none_or(stops));
            if ends && !bytes[1..end].iter().any(u8::is_ascii_uppercase) && !is_version(&rest[..end]) {
                plain_word(&rest[..end], &mut run);
                let at = text.len() - rest.len();
                each(&mut run, at..at + end);
                rest = &rest[end..];
                continue;
            }
        }
        if is_pair_letter(c) {
            let end = rest.find(|c| !is_pair_letter(c)).unwrap_or(rest.len());
            let at = text.len() - rest.len();
            pairs(&rest[..end], &mut run, &mut |run, place| each(run, at + place.start..at + place.end));
            rest = &rest[end..];
        } else if is_word_letter(c) {
            let end = end_of_run(rest);
            if fill(&rest[..end], &mut run) {
                let at = text.len() - rest.len();
                each(&mut run, at..at + end);
            }
            rest = &rest[end..];
        } else {
            rest = &rest[c.len_utf8()..];
        }
    }
}

/// Returns every run of a text.
pub fn all(text: &str) -> Vec<Run> {
    let mut all = Vec::new();
    runs(text, &mut |run| all.push(std::mem::take(run)));
    all
}

/// Returns a text as it is compared with another: folded, all of it.
pub fn plain(text: &str) -> String {
    let mut out = String::new();
    runs(text, &mut |run| {
        for part in &run.parts {
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(part);
        }
    });
    out
}

/// Returns the parts of a text one after another without spaces, and where each begins and the last one ends.
pub fn joined(text: &str) -> (String, Vec<usize>) {
    let (mut out, mut cuts) = (String::new(), vec![0]);
    runs(text, &mut |run| {
        for part in &run.parts {
            out.push_str(part);
            cuts.push(out.len());
        }
    });
    (out, cuts)
}

/// Returns how many bytes the run has that a text begins with.
fn end_of_run(text: &str) -> usize {
    let letters = |from: usize| text[from..].find(|c| !is_word_letter(c)).map_or(text.len(), |end| from + end);
    let mut end = letters(0);
    loop {
        let mut connectors = text[end..].char_indices().take(3).take_while(|(_, c)| is_connector(*c));
        let (Some(_), two) = (connectors.next(), connectors.next()) else { return end };
        if connectors.next().is_some() {
            return end;
        }
        let width = |from: usize| text[from..].chars().next().map_or(0, char::len_utf8);
        let mut after = end + width(end);
        if two.is_some() {
            after += width(after);
        }
        let next = letters(after);
        if next == after {
            return end;
        }
        end = next;
    }
}

fn pairs<F: FnMut(&mut Run, Range<usize>)>(row: &str, run: &mut Run, each: &mut F) {
    let starts: Vec<usize> = row.char_indices().map(|(at, _)| at).chain([row.len()]).collect();
    let mut one = |at: Range<usize>| {
        if fill_single(&row[at.clone()], run) {
            each(run, at);
        }
    };
    if starts.len() == 2 {
        return one(0..row.len());
    }
    for window in starts.windows(3) {
        one(window[0]..window[2]);
    }
}

/// Fills a run from the letters of its text. Returns whether anything is left of it.
fn fill(text: &str, run: &mut Run) -> bool {
    if !text.contains(is_connector) && !has_hump(text) && !is_version(text) {
        return fill_single(text, run);
    }
    run.parts.clear();
    run.word.clear();
    run.marked = None;
    let pieces = pieces(text);
    for piece in &pieces {
        humps(&piece.text, &mut |part| {
            let folded = fold(part);
            if !folded.is_empty() {
                run.parts.push(folded);
            }
        });
    }
    match run.parts.len() {
        0 => false,
        1 => fill_single(&pieces.iter().map(|piece| &*piece.text).collect::<String>(), run),
        _ => {
            run.word.extend(run.parts.iter().flat_map(|part| part.chars()).take(LONGEST));
            true
        }
    }
}

/// Fills a run from a word of ASCII letters and digits.
fn plain_word(text: &str, run: &mut Run) {
    run.parts.truncate(1);
    run.parts.resize_with(1, String::new);
    let part = &mut run.parts[0];
    part.clear();
    part.push_str(&text[..text.len().min(LONGEST)]);
    part.make_ascii_lowercase();
    run.word.clear();
    run.word.push_str(part);
    run.marked = None;
}

fn fill_single(text: &str, run: &mut Run) -> bool {
    if text.is_ascii() {
        plain_word(text, run);
        return true;
    }
    run.parts.truncate(1);
    run.parts.resize_with(1, String::new);
    let part = &mut run.parts[0];
    part.clear();
    run.word.clear();
    run.marked = None;
    *part = fold(text);
    if part.is_empty() {
        return false;
    }
    let marked = lower(text);
    run.marked = (marked != *part).then_some(marked);
    run.word.push_str(part);
    true
}

/// What stands between the connectors of a run.
pub(super) struct Piece<'a> {
    /// Its letters; owned where apostrophes were dropped between them.
    pub text: Cow<'a, str>,
    /// The same as it is written.
    pub written: &'a str,
}

/// Cuts a run at its connectors.
pub(super) fn pieces(run: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    for stretch in run.split(|c| is_connector(c) && !is_apostrophe(c)).filter(|stretch| !stretch.is_empty()) {
        apostrophes(stretch, &mut pieces);
    }
    pieces
}

/// Cuts at apostrophes, or drops them.
fn apostrophes<'a>(stretch: &'a str, pieces: &mut Vec<Piece<'a>>) {
    if !stretch.contains(is_apostrophe) {
        return pieces.push(Piece { text: Cow::Borrowed(stretch), written: stretch });
    }
    let mut sides = stretch.split(is_apostrophe).filter(|side| !side.is_empty());
    let Some(first) = sides.next() else { return };
    let mut one = Piece { text: Cow::Borrowed(first), written: first };
    let mut sides = sides.peekable();
    while let Some(side) = sides.next() {
        if sides.peek().is_none() && side.eq_ignore_ascii_case("s") {
            break;
        }
        if one.text.chars().count() <= 2 {
            pieces.push(std::mem::replace(&mut one, Piece { text: Cow::Borrowed(side), written: side }));
        } else {
            one.text.to_mut().push_str(side);
            one.written = &stretch[place(one.written, stretch).start..place(side, stretch).end];
        }
    }
    pieces.push(one);
}

/// Returns where a part of a text stands in it.
pub(super) fn place(part: &str, text: &str) -> Range<usize> {
    let start = part.as_ptr().addr() - text.as_ptr().addr();
    start..start + part.len()
}

/// Whether there may be something to cut: a capital that is not the first letter.
fn has_hump(text: &str) -> bool {
    text.chars().skip(1).any(char::is_uppercase)
}

/// Whether a part is a version's number behind a `v`, which some write and some leave out.
fn is_version(part: &str) -> bool {
    part.strip_prefix(['v', 'V']).is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Cuts a part where a capital begins a new word, and behind the `v` of a version.
pub(super) fn humps<'a>(part: &'a str, each: &mut dyn FnMut(&'a str)) {
    if is_version(part) {
        each(&part[..1]);
        return each(&part[1..]);
    }
    if !has_hump(part) {
        return each(part);
    }
    let letters: Vec<(usize, char)> = part.char_indices().collect();
    let mut cuts = vec![0];
    let mut last = 0;
    for at in 1..letters.len() {
        let (before, here) = (letters[at - 1].1, letters[at].1);
        let after = letters.get(at + 1).map(|(_, c)| *c);
        let rises = (before.is_lowercase() || before.is_numeric()) && here.is_uppercase();
        let ends = before.is_uppercase() && here.is_uppercase() && after.is_some_and(char::is_lowercase);
        if rises || ends {
            if at - last == 1 {
                return each(part);
            }
            cuts.push(letters[at].0);
            last = at;
        }
    }
    if letters.len() - last == 1 && last > 0 {
        return each(part);
    }
    cuts.push(part.len());
    for window in cuts.windows(2) {
        each(&part[window[0]..window[1]]);
    }
}

/// Returns a part without marks and in lower case.
pub fn fold(part: &str) -> String {
    if part.is_ascii() {
        return part.bytes().take(LONGEST).map(|byte| char::from(byte.to_ascii_lowercase())).collect();
    }
    let bare: String = part.nfkd().filter(|c| !is_mark(*c)).nfc().collect();
    lower(&bare)
}

/// Returns a part in lower case, with the letters that stand for two written as two.
fn lower(part: &str) -> String {
    let mut out = String::new();
    for c in part.to_lowercase().chars() {
        match c {
            'ς' => out.push('σ'),
            'ß' => out.push_str("ss"),
            'æ' => out.push_str("ae"),
            'œ' => out.push_str("oe"),
            'ø' => out.push('o'),
            'đ' => out.push('d'),
            'ł' => out.push('l'),
            'ı' => out.push('i'),
            c => out.push(c),
        }
    }
    if let Some((end, _)) = out.char_indices().nth(LONGEST) {
        out.truncate(end);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> String {
        let one = |run: &Run| {
            let parts = run.parts.join("|");
            if run.parts.len() > 1 { format!("{parts}={}", run.word) } else { parts }
        };
        all(text).iter().map(one).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn identifiers_are_found_whole_and_by_part() {
        assert_eq!(parts("billing-gateway v2.4.1"), "billing|gateway=billinggateway v|2|4|1=v241");
        assert_eq!(parts("V2 /v12/ v2beta v 2v"), "v|2=v2 v|12=v12 v2beta v 2v");
        assert_eq!(parts("ECONNRESET 0x80070005"), "econnreset 0x80070005");
        assert_eq!(
            parts("HttpClient HTTPServer iPhone EC2Instance"),
            "http|client=httpclient http|server=httpserver iphone ec2|instance=ec2instance"
        );
        assert_eq!(
            parts("src/search/mod.rs max_retry_count std::fmt"),
            "src|search|mod|rs=srcsearchmodrs max|retry|count=maxretrycount std|fmt=stdfmt"
        );
        assert_eq!(parts("end. (a---b) -x-"), "end a b x");
    }

    #[test]
    fn apostrophes_join_cut_or_go() {
        assert_eq!(
            parts("don't the site's l'export o’clock dogs'"),
            "dont the site l|export=lexport o|clock=oclock dogs"
        );
    }

    #[test]
    fn marks_go_and_are_remembered() {
        let all = all("Café GRÖSSE straße x\u{302}y");
        let words: Vec<(&str, Option<&str>)> = all.iter().map(|run| (&*run.word, run.marked.as_deref())).collect();
        assert_eq!(
            words,
            [("cafe", Some("café")), ("grosse", Some("grösse")), ("strasse", None), ("xy", Some("x\u{302}y"))]
        );
    }

    #[test]
    fn scripts_without_spaces_are_pairs() {
        assert_eq!(parts("検索用の語 ab語"), "検索 索用 用の の語 ab 語");
        assert_eq!(parts("がん"), "がん");
        // Letters of half the width are put together with their marks.
        assert_eq!(parts("ｻｰﾊﾞｰ"), "サー ーバ バー");
    }

    #[test]
    fn a_word_of_a_million_letters_is_cut() {
        let long = "x".repeat(1_000_000);
        assert_eq!(parts(&long).len(), LONGEST);
        let long = "é".repeat(100_000);
        assert_eq!(all(&long)[0].word.chars().count(), LONGEST);
    }
}
