//! Assets under names that carry a digest of their bytes.
//!
//! In CSS, what refers to another asset of the theme is rewritten, and in a script what it
//! finds beside itself, `new URL("search.js", document.currentScript.src)`; style sheets and
//! scripts lose their comments and indentation. Everything else is published as it is.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::layer::File;
use super::{Texts, squeeze, text_of};
use crate::diagnostic::Diagnostic;
use crate::nearest::did_you_mean;
use crate::source::Span;

/// Returns name, URL from the site's root and bytes of each asset, by name.
pub fn publish(
    assets: &BTreeMap<String, File>,
    texts: &mut Texts,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<(String, String, Arc<[u8]>)> {
    let mut press = Press { assets, done: BTreeMap::new(), texts, diagnostics };
    for name in assets.keys() {
        press.publish(name);
    }
    press
        .done
        .into_iter()
        .filter_map(|(name, state)| match state {
            State::Done { named, bytes } => Some((name.to_owned(), format!("assets/{named}"), bytes)),
            State::Open | State::Refused => None,
        })
        .collect()
}

/// What stands around the name of a file that a script takes for one beside itself.
const BESIDE: (&str, &str) = ("new URL(\"", "\", document.currentScript.src)");

/// What is known of an asset so far.
enum State {
    /// It is being rewritten: who asks now closes a circle.
    Open,
    /// It cannot be published, which was told.
    Refused,
    /// Its path under `assets/` with the digest, and its bytes.
    Done { named: String, bytes: Arc<[u8]> },
}

struct Press<'a> {
    assets: &'a BTreeMap<String, File>,
    done: BTreeMap<&'a str, State>,
    texts: &'a mut Texts,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl<'a> Press<'a> {
    /// Publishes an asset after those it refers to, since their names are part of its bytes.
    fn publish(&mut self, name: &'a str) {
        if self.done.contains_key(name) {
            return;
        }
        let file = &self.assets[name];
        let plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-' | '_' | '/');
        if !name.chars().all(plain) {
            let found =
                Diagnostic::new("theme/invalid", Span::new(&file.path, 0..0), "this name would be awkward in a URL");
            self.diagnostics.push(found.help("use letters, digits, `.`, `-` and `_`"));
            self.done.insert(name, State::Refused);
            return;
        }
        self.done.insert(name, State::Open);
        let bytes = match name.rsplit_once('.') {
            Some((_, "css")) => self.css(name, file),
            Some((_, "js")) => self.script(name, file),
            _ => Arc::clone(&file.bytes),
        };
        let named = with_digest(name, &bytes);
        self.done.insert(name, State::Done { named, bytes });
    }

    /// The bytes of a style sheet with its references rewritten.
    fn css(&mut self, name: &'a str, file: &File) -> Arc<[u8]> {
        let Some(text) = text_of(file, "theme/invalid", self.texts, self.diagnostics) else {
            return Arc::clone(&file.bytes);
        };
        let css = self.rewritten(name, file, &text, references(&text));
        Arc::from(squeeze::css(&css).into_bytes())
    }

    /// The bytes of a script, likewise.
    fn script(&mut self, name: &'a str, file: &File) -> Arc<[u8]> {
        let Some(text) = text_of(file, "theme/invalid", self.texts, self.diagnostics) else {
            return Arc::clone(&file.bytes);
        };
        let script = self.rewritten(name, file, &text, beside(&text));
        Arc::from(squeeze::script(&script).into_bytes())
    }

    fn rewritten(&mut self, name: &'a str, file: &File, text: &str, places: Vec<Range<usize>>) -> String {
        let mut written = String::with_capacity(text.len() + 64);
        let mut copied = 0;
        for range in places {
            if let Some(url) = self.reference(name, file, text, &range) {
                written.push_str(&text[copied..range.start]);
                written.push_str(&url);
                copied = range.end;
            }
        }
        written.push_str(&text[copied..]);
        written
    }

    /// What to write for a reference; nothing to leave it as it is.
    fn reference(&mut self, from: &str, file: &File, text: &str, range: &Range<usize>) -> Option<String> {
        let reference = &text[range.clone()];
        if reference.is_empty()
            || reference.starts_with('#')
            || reference.get(..5).is_some_and(|s| s.eq_ignore_ascii_case("data:"))
        {
            return None;
        }
        let mut tell = |message: String, help: String| {
            let found = Diagnostic::new("theme/invalid", Span::new(&file.path, range.clone()), message);
            self.diagnostics.push(found.help(help));
        };
        let (path, rest) = reference.split_at(reference.find(['?', '#']).unwrap_or(reference.len()));
        if path.starts_with("//") || path.contains(':') {
            tell(
                format!("`{reference}` is on another host, and pages load nothing from there"),
                String::from("put the file into the theme's `assets/`"),
            );
            return None;
        }
        let target = joined(folder_of(from), path);
        let Some((target, _)) = target.as_deref().and_then(|target| self.assets.get_key_value(target)) else {
            let names = self.assets.keys().map(|name| relative(folder_of(from), name)).collect::<Vec<_>>();
            let help = did_you_mean(path, names.iter().map(String::as_str))
                .unwrap_or_else(|| String::from("a reference is relative to the file it stands in"));
            tell(format!("the theme has no asset `{path}`"), help);
            return None;
        };
        let target: &'a str = target;
        if matches!(self.done.get(target), Some(State::Open)) {
            tell(
                format!("`{path}` refers back to this file, so neither can be named after its content"),
                String::from("break the circle"),
            );
            return None;
        }
        self.publish(target);
        match self.done.get(target) {
            Some(State::Done { named, .. }) => Some(format!("{}{rest}", relative(folder_of(from), named))),
            _ => None,
        }
    }
}

/// `fonts/x.woff2` as `fonts/x.1f3a9c42.woff2`.
fn with_digest(name: &str, bytes: &[u8]) -> String {
    let digest = crate::hashed::fingerprint(bytes, 8);
    let digest = &digest[..8];
    let folder = folder_of(name);
    let file = &name[folder.len()..];
    match file.rsplit_once('.').filter(|(stem, _)| !stem.is_empty()) {
        Some((stem, extension)) => format!("{folder}{stem}.{digest}.{extension}"),
        None => format!("{folder}{file}.{digest}"),
    }
}

/// The folder of a name with the slash at its end; empty at the top.
fn folder_of(name: &str) -> &str {
    &name[..name.rfind('/').map_or(0, |at| at + 1)]
}

/// A relative path from a folder; nothing where it leads out of the assets.
fn joined(folder: &str, path: &str) -> Option<String> {
    if path.starts_with('/') {
        return None;
    }
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// The path that leads from a folder to a name.
fn relative(folder: &str, name: &str) -> String {
    let from: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    let to: Vec<&str> = name.split('/').collect();
    // The last part of `to` is the file and never shared.
    let shared = from.iter().zip(&to[..to.len() - 1]).take_while(|(one, other)| one == other).count();
    let up = "../".repeat(from.len() - shared);
    format!("{up}{}", to[shared..].join("/"))
}

/// The places of what `url(...)` and `@import "..."` refer to, without quotes and spaces around.
fn references(css: &str) -> Vec<Range<usize>> {
    let bytes = css.as_bytes();
    let mut found = Vec::new();
    let mut importing = false;
    let mut at = 0;
    while at < bytes.len() {
        let rest = &bytes[at..];
        if rest.starts_with(b"/*") {
            at = css[at + 2..].find("*/").map_or(bytes.len(), |end| at + 2 + end + 2);
        } else if matches!(rest[0], b'"' | b'\'') {
            let end = string_end(bytes, at);
            if importing {
                found.push(at + 1..end);
            }
            importing = false;
            at = end + 1;
        } else if rest.len() >= 7 && rest[..7].eq_ignore_ascii_case(b"@import") {
            importing = true;
            at += 7;
        } else if rest.len() >= 4 && rest[..4].eq_ignore_ascii_case(b"url(") && !continues_a_word(bytes, at) {
            importing = false;
            let inner = at + 4 + bytes[at + 4..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
            if matches!(bytes.get(inner), Some(b'"' | b'\'')) {
                let end = string_end(bytes, inner);
                found.push(inner + 1..end);
                at = end + 1;
            } else {
                let end = css[inner..].find(')').map_or(bytes.len(), |end| inner + end);
                found.push(inner..inner + css[inner..end].trim_end().len());
                at = end + 1;
            }
        } else {
            importing = importing && rest[0].is_ascii_whitespace();
            at += 1;
        }
    }
    found
}

/// The places of the names that a script takes for files beside itself.
fn beside(script: &str) -> Vec<Range<usize>> {
    let opens = script.match_indices(BESIDE.0).map(|(at, open)| at + open.len());
    opens
        .filter_map(|from| {
            let length = script[from..].find('"')?;
            script[from + length..].starts_with(BESIDE.1).then_some(from..from + length)
        })
        .collect()
}

/// Where the string that opens here ends: its closing quote, or the end of the text.
fn string_end(bytes: &[u8], open: usize) -> usize {
    let mut at = open + 1;
    while at < bytes.len() && bytes[at] != bytes[open] {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    at.min(bytes.len())
}

/// Whether the name that begins here is only the end of a longer one: `my-url(`.
fn continues_a_word(bytes: &[u8], at: usize) -> bool {
    at > 0 && (bytes[at - 1].is_ascii_alphanumeric() || matches!(bytes[at - 1], b'-' | b'_') || bytes[at - 1] >= 0x80)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_found_and_nothing_else_is() {
        let css = r#"@import "a.css" layer(x); @import url(b.css);
/* url(no.png) */ a { background: URL( "c d.png" ), url('e\'f.png'),url(g.png ); content: "url(no.png)"; }
b { --my-url: my-url(no.png); src: url(h.woff2) format("woff2") } @media print { c { x: "@import 'no'" } } url("open"#;
        let texts: Vec<&str> = references(css).into_iter().map(|range| &css[range]).collect();
        assert_eq!(texts, ["a.css", "b.css", "c d.png", "e\\'f.png", "g.png", "h.woff2", "open"]);
    }

    #[test]
    fn a_script_names_files_beside_itself_in_one_way_only() {
        let script = r#"a(new URL("b.js", document.currentScript.src).href); new URL("c.js", base); new URL("d.css", document.currentScript.src); new URL(""#;
        let found: Vec<&str> = beside(script).into_iter().map(|range| &script[range]).collect();
        assert_eq!(found, ["b.js", "d.css"]);
    }

    #[test]
    fn paths_lead_from_a_folder_to_a_name_and_back() {
        for (folder, path, name) in [
            ("", "a.css", "a.css"),
            ("css/", "../fonts/x", "fonts/x"),
            ("css/", "./b.css", "css/b.css"),
            ("a/b/", "../../c", "c"),
        ] {
            assert_eq!(joined(folder, path).as_deref(), Some(name));
            assert_eq!(relative(folder, name), path.trim_start_matches("./"));
        }
        assert_eq!(joined("css/", "../../x"), None);
        assert_eq!(joined("", "/x"), None);
    }

    #[test]
    fn the_digest_stands_before_the_extension() {
        let digest = &crate::hashed::fingerprint(b"x", 8);
        assert_eq!(with_digest("theme.css", b"x"), format!("theme.{digest}.css"));
        assert_eq!(with_digest("fonts/x.min.js", b"x"), format!("fonts/x.min.{digest}.js"));
        assert_eq!(with_digest("v1.0/LICENCE", b"x"), format!("v1.0/LICENCE.{digest}"));
        assert_ne!(with_digest("theme.css", b"x"), with_digest("theme.css", b"y"));
    }
}
