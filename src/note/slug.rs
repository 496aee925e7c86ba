//! Makes heading anchors and URL file names out of words.
//!
//! It never looks at other notes: two files with one slug are for the caller
//! to find, and an empty file slug is for the caller to report.

use std::collections::HashMap;

use unicode_normalization::char::is_combining_mark;

/// A file slug longer than this (bytes) is cut, because most disks refuse
/// names above 255 and an ending is still to come.
const LONGEST_FILE: usize = 180;

/// Returns the anchor of a heading with this text, as GitHub makes it.
///
/// Lower case; letters, marks, decimal digits, connector punctuation and `-`
/// stay; a space becomes `-`; the rest goes. Unlike GitHub's it is never empty
/// (`section`) and never begins with `_`, since such ids belong to the theme.
pub fn anchor(text: &str) -> String {
    let slug: String = text
        .to_lowercase()
        .chars()
        .filter_map(|c| match c {
            ' ' => Some('-'),
            c if c == '-' || is_word(c) => Some(c),
            _ => None,
        })
        .collect();
    match slug.trim_start_matches('_') {
        "" => "section".to_owned(),
        slug => slug.to_owned(),
    }
}

/// The anchors of one page: gives each heading one of its own.
#[derive(Debug, Default)]
pub struct Anchors {
    /// Anchor given out -> the last number that was tried behind it.
    given: HashMap<String, usize>,
}

impl Anchors {
    /// Gives out an anchor that the note itself names. Returns whether the page did not have it yet.
    pub fn take(&mut self, id: &str) -> bool {
        self.given.insert(id.to_owned(), 0).is_none()
    }

    /// Returns the anchor of the next heading: the plain one, or with `-1`, `-2`
    /// behind it where the page has it already.
    pub fn next(&mut self, text: &str) -> String {
        let plain = anchor(text);
        let mut made = plain.clone();
        while self.given.contains_key(&made) {
            let tried = self.given.entry(plain.clone()).or_insert(0);
            *tried += 1;
            made = format!("{plain}-{tried}");
        }
        self.given.insert(made.clone(), 0);
        made
    }
}

/// Returns the URL file name for a file's stem: `Überfall am Tor` gives `uberfall-am-tor`.
///
/// ASCII letters in lower case, digits, and `-`, `_`, `.` inside (so that
/// `v2.4.1` survives); anything else becomes one `-`. Empty when nothing is left.
pub fn file(stem: &str) -> String {
    let mut slug = String::with_capacity(stem.len());
    // Letters that nobody knows how to spell in ASCII become a dash, not `[?]`.
    for c in deunicode::deunicode_with_tofu(stem, "-").chars() {
        match c.to_ascii_lowercase() {
            c if c.is_ascii_alphanumeric() || c == '_' || c == '.' => slug.push(c),
            _ if slug.ends_with('-') => {}
            _ => slug.push('-'),
        }
    }
    let slug = slug.trim_matches(['-', '_', '.']);
    if slug.len() <= LONGEST_FILE {
        return slug.to_owned();
    }
    // The digest keeps two long names apart whose beginnings are the same.
    let digest = crate::hashed::fingerprint(stem.as_bytes(), 8);
    format!("{}-{}", slug[..LONGEST_FILE - 9].trim_end_matches(['-', '_', '.']), &digest[..8])
}

/// Returns the URL file name of a taxonomy term (a topic, a system, a team).
///
/// The signs that are all of a name's difference are spelt out: `C++` is
/// `c-plus-plus`, `C#` is `c-sharp`, `.NET` is `dot-net`. A `#` in front is a
/// habit of writing and goes.
pub fn term(name: &str) -> String {
    let mut spelt = String::with_capacity(name.len());
    let mut before = ' ';
    for c in name.trim().chars() {
        match c {
            '+' => spelt.push_str("-plus"),
            '#' if before.is_alphanumeric() => spelt.push_str("-sharp"),
            '.' if spelt.is_empty() => spelt.push_str("dot-"),
            c => spelt.push(c),
        }
        before = c;
    }
    file(&spelt)
}

/// Says whether GitHub keeps the character in an anchor.
fn is_word(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric() || c == '_';
    }
    c.is_alphabetic() || is_combining_mark(c) || is_decimal_digit(c) || is_connector(c)
}

fn is_connector(c: char) -> bool {
    matches!(c, '\u{203f}' | '\u{2040}' | '\u{2054}' | '\u{fe33}' | '\u{fe34}' | '\u{fe4d}'..='\u{fe4f}' | '\u{ff3f}')
}

/// Says whether the character is a decimal digit of some script.
///
/// `char::is_numeric` would also take `½` and `²`, which GitHub drops.
fn is_decimal_digit(c: char) -> bool {
    let code = u32::from(c);
    let after = DIGIT_ZEROS.partition_point(|&zero| zero <= code);
    after > 0 && code - DIGIT_ZEROS[after - 1] < 10 || ('\u{1d7ce}'..='\u{1d7ff}').contains(&c)
}

/// The zeros of Unicode 14's scripts (general category Nd); nine digits follow each.
#[rustfmt::skip]
const DIGIT_ZEROS: [u32; 61] = [
    0x30, 0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66,
    0xde6, 0xe50, 0xed0, 0xf20, 0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90,
    0x1b50, 0x1bb0, 0x1c40, 0x1c50, 0xa620, 0xa8d0, 0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0,
    0xff10, 0x104a0, 0x10d30, 0x11066, 0x110f0, 0x11136, 0x111d0, 0x112f0, 0x11450, 0x114d0,
    0x11650, 0x116c0, 0x11730, 0x118e0, 0x11950, 0x11c50, 0x11d50, 0x11da0, 0x16a60, 0x16ac0,
    0x16b50, 0x1e140, 0x1e2f0, 0x1e950, 0x1fbf0,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anchors_are_githubs() {
        for (text, expected) in [
            ("What happened?", "what-happened"),
            ("A  B", "a--b"),
            ("Cause & effect", "cause--effect"),
            ("snake_case and kebab-case", "snake_case-and-kebab-case"),
            ("Über Äpfel", "über-äpfel"),
            ("Привет, мир", "привет-мир"),
            ("日本語 の 見出し", "日本語-の-見出し"),
            ("½ cup of x²", "-cup-of-x"),
            ("٣ lessons", "٣-lessons"),
            ("e\u{301}tude", "e\u{301}tude"),
            ("💡 An idea", "-an-idea"),
            ("1.2.3 (final)", "123-final"),
            ("tab\there", "tabhere"),
        ] {
            assert_eq!(anchor(text), expected, "{text}");
        }
    }

    #[test]
    fn an_anchor_is_never_empty_and_never_the_themes() {
        assert_eq!(anchor(""), "section");
        assert_eq!(anchor("???"), "section");
        assert_eq!(anchor("___"), "section");
        assert_eq!(anchor("__init__"), "init__");
    }

    #[test]
    fn an_anchor_that_a_note_names_is_not_given_to_a_heading() {
        let mut anchors = Anchors::default();
        assert!(anchors.take("part"));
        assert_eq!(anchors.next("Part"), "part-1");
        assert!(!anchors.take("part-1"));
    }

    #[test]
    fn headings_with_the_same_words_get_anchors_of_their_own() {
        let mut anchors = Anchors::default();
        let made: Vec<_> = ["Fix", "Fix", "Fix 1", "Fix", "Fix 1"].map(|text| anchors.next(text)).into();
        assert_eq!(made, ["fix", "fix-1", "fix-1-1", "fix-2", "fix-1-2"]);
    }

    #[test]
    fn a_made_anchor_does_not_take_a_written_one() {
        let mut anchors = Anchors::default();
        assert_eq!(anchors.next("Fix 1"), "fix-1");
        assert_eq!(anchors.next("Fix"), "fix");
        assert_eq!(anchors.next("Fix"), "fix-2");
    }

    #[test]
    fn file_names_are_plain_ascii() {
        for (stem, expected) in [
            ("Friday deploy", "friday-deploy"),
            ("v2.4.1", "v2.4.1"),
            ("snake_case", "snake_case"),
            ("Überfall – am Tor!", "uberfall-am-tor"),
            ("北京", "bei-jing"),
            ("a - b", "a-b"),
            ("..hidden.", "hidden"),
            ("../../etc", "etc"),
            ("con/../x", "con-..-x"),
            ("!!!", ""),
            ("", ""),
        ] {
            assert_eq!(file(stem), expected, "{stem}");
        }
    }

    #[test]
    fn terms_that_differ_in_a_sign_only_are_spelt_out() {
        for (name, expected) in [
            ("c", "c"),
            ("C++", "c-plus-plus"),
            ("C#", "c-sharp"),
            (".NET", "dot-net"),
            ("#onboarding", "onboarding"),
            ("On call", "on-call"),
            ("???", ""),
        ] {
            assert_eq!(term(name), expected, "{name}");
        }
    }

    #[test]
    fn long_names_fit_on_disk_and_stay_apart() {
        let (a, b) = (file(&"京".repeat(300)), file(&"京".repeat(301)));
        assert!(a.len() <= LONGEST_FILE && b.len() <= LONGEST_FILE);
        assert_ne!(a, b);
    }
}
