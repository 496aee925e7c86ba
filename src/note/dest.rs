//! A link's destination as text: its scheme, its path, its fragment, and what it may stand for.
//!
//! Whether anything is there is never asked here; `wiki/link.rs` and
//! `audience/files.rs` ask, by the same rules.

use unicode_normalization::UnicodeNormalization;

/// Returns the form in which names are compared: NFC, lower case, single spaces.
pub fn fold(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for word in name.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        if word.is_ascii() {
            out.extend(word.chars().map(|c| c.to_ascii_lowercase()));
        } else {
            out.extend(word.nfc().flat_map(char::to_lowercase));
        }
    }
    out
}

/// Returns the form in which a disk may compare paths: NFC, lower case.
pub fn fold_path(path: &str) -> String {
    if path.is_ascii() { path.to_ascii_lowercase() } else { path.nfc().flat_map(char::to_lowercase).collect() }
}

/// Returns the folded paths that a path may stand for, the likeliest first.
pub fn spellings(path: &str) -> impl Iterator<Item = String> {
    let folded = fold(path);
    let folded = folded.trim_end_matches('/');
    let without = |end: &str| folded.strip_suffix(end);
    [
        Some(folded.to_string()),
        Some(format!("{folded}.md")),
        without(".html").map(|path| format!("{path}.md")),
        without("/index.html").map(String::from),
        without("index.html").map(|_| String::new()),
    ]
    .into_iter()
    .flatten()
}

/// Returns the paths that a wikilink's name may be, the likeliest first: from the root, then from the note's folder.
///
/// None where it has neither a slash nor a dot: then it is a title or an alias before it is a path.
pub fn named_paths(name: &str, folder: &str) -> impl Iterator<Item = String> {
    let plain = name.trim().trim_end_matches('\\');
    let path = plain.trim_start_matches('/').to_string();
    [Some(path), join(folder, plain).map(|(path, _)| path)]
        .into_iter()
        .flatten()
        .filter(|path| path.contains('/') || path.contains('.'))
}

/// Returns the last part of a path, folded: a file's bare name.
pub fn bare_name(path: &str) -> String {
    fold(path.rsplit('/').next().unwrap_or_default())
}

/// Returns a relative destination as a path from the content root, and its fragment.
///
/// `None` when it leads out of the tree or is no relative destination.
pub fn join(folder: &str, dest: &str) -> Option<(String, Option<String>)> {
    let (path, fragment) = split(dest);
    let path = path.split('?').next().unwrap_or_default();
    if scheme(path).is_some() || path.starts_with("//") {
        return None;
    }
    let path = decode(path);
    let mut parts: Vec<&str> = if path.starts_with('/') { Vec::new() } else { folder.split('/').collect() };
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.retain(|part| !part.is_empty());
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    parts.retain(|part| !part.is_empty());
    Some((parts.join("/"), fragment))
}

/// Splits a destination at its `#`. The fragment is percent-decoded.
pub fn split(dest: &str) -> (&str, Option<String>) {
    match dest.split_once('#') {
        Some((path, fragment)) => (path, Some(decode(fragment))),
        None => (dest, None),
    }
}

/// Returns the scheme of a URL, as written, such as `https`.
pub fn scheme(dest: &str) -> Option<&str> {
    let (scheme, _) = dest.split_once(':')?;
    let valid = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    valid.then_some(scheme)
}

/// Resolves `%20` and its like; what is no valid escape stays as it is.
pub fn decode(text: &str) -> String {
    if !text.contains('%') {
        return text.to_string();
    }
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = text.get(at + 1..at + 3).filter(|_| bytes[at] == b'%');
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                out.push(byte);
                at += 3;
            }
            None => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_string())
}

/// Whether there is a `%20` or its like in a text.
pub fn has_escape(text: &str) -> bool {
    text.match_indices('%').any(|(at, _)| {
        text.as_bytes().get(at + 1..at + 3).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    })
}

/// Percent-encodes what may not stand in the path of a URL.
pub fn encode(path: &str) -> String {
    use std::fmt::Write;
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-_.~!$()*+,;=@".contains(&byte) {
            out.push(byte as char);
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_destinations_are_joined_and_kept_inside_the_tree() {
        let joined = |folder, dest| join(folder, dest).map(|(path, _)| path);
        assert_eq!(joined("a/b", "../c.md").as_deref(), Some("a/c.md"));
        assert_eq!(joined("a", "/x/y.md").as_deref(), Some("x/y.md"));
        assert_eq!(joined("a", "./d%20e.md#f").as_deref(), Some("a/d e.md"));
        assert_eq!(joined("a", "../../c.md"), None);
        assert_eq!(joined("a", "https://example.org"), None);
    }

    #[test]
    fn encoding_and_decoding_undo_each_other() {
        assert_eq!(encode("a b/ü.png"), "a%20b/%C3%BC.png");
        assert_eq!(decode(&encode("a b/ü.png")), "a b/ü.png");
        assert_eq!(decode("100%"), "100%");
    }
}
