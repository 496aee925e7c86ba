//! Reads a Rust file as text, as far as the rules in `tidy.rs` need it: its code without
//! comments, strings and tests, and the paths that code names.
//!
//! Never parses Rust in full: a path made by a macro, or one that runs through a renamed
//! import of a whole module, is not seen. It knows no rule.

use std::fs;
use std::path::Path;

/// One source file.
#[derive(Clone)]
pub struct Source {
    /// Its path from `src`, with `/` between names: `note/markdown.rs`.
    pub name: String,
    /// The text as it stands.
    pub text: String,
    /// The text without comments, without what strings hold, and without test modules.
    code: String,
}

impl Source {
    /// Reads a file under a folder.
    pub fn read(folder: &Path, path: &Path) -> Source {
        let name = path.strip_prefix(folder).expect("the file was found under this folder");
        let name = name.to_string_lossy().replace('\\', "/");
        Source::new(&name, &fs::read_to_string(path).expect("sources are UTF-8"))
    }

    /// Takes a text as if it stood in a file of that name.
    pub fn new(name: &str, text: &str) -> Source {
        Source { name: name.to_owned(), text: text.to_owned(), code: without_tests(&bare(text)) }
    }

    /// Returns `note` for `note.rs` and for `note/markdown.rs`.
    pub fn top_module(&self) -> &str {
        self.name.split(['/', '.']).next().unwrap_or_default()
    }

    /// Tells whether the file is this module, or one below it: `note/markdown` holds
    /// `note/markdown.rs`, `note/markdown/table.rs` and `note/markdown_table.rs`.
    pub fn is_in(&self, module: &str) -> bool {
        self.name.strip_prefix(module).is_some_and(|rest| rest.starts_with(['.', '/', '_']))
    }

    /// Returns every path into this crate, from its root: `note::Note`. Those that climb with `super` too.
    pub fn crate_paths(&self) -> Vec<String> {
        let mut found = self.paths_from("crate");
        let module: Vec<&str> = self.name.trim_end_matches(".rs").split('/').collect();
        for path in self.paths_from("super") {
            let climbs = 1 + path.split("::").take_while(|name| *name == "super").count();
            let above = &module[..module.len().saturating_sub(climbs)];
            let below = path.split("::").skip(climbs - 1);
            found.push(above.iter().copied().chain(below).collect::<Vec<_>>().join("::"));
        }
        found
    }

    /// Returns the paths that begin with a name, without it: `use std::{fs, path::Path}` gives `fs` and `path::Path`.
    pub fn paths_from(&self, root: &str) -> Vec<String> {
        let mut found = Vec::new();
        for (at, _) in self.code.match_indices(root) {
            let rest = &self.code[at + root.len()..];
            let after = rest.trim_start();
            if begins_a_path(&self.code[..at]) && after.starts_with("::") {
                tree(&mut after[2..].chars().peekable(), "", &mut found);
            }
        }
        found
    }

    /// Tells whether the code names a library: a path from it, or its import.
    pub fn names_library(&self, library: &str) -> bool {
        self.code.match_indices(library).any(|(at, _)| {
            let before = &self.code[..at];
            let after = self.code[at + library.len()..].trim_start();
            let imported = before.trim_end().ends_with("use") && after.starts_with([';', ' ', 'a']);
            let rooted = before.strip_suffix("::").is_some_and(|outer| !outer.ends_with(is_name));
            (begins_a_path(before) || rooted) && (after.starts_with("::") || imported)
        })
    }

    /// Tells whether the code calls a macro of that name.
    pub fn calls_macro(&self, name: &str) -> bool {
        self.code.match_indices(name).any(|(at, _)| {
            let after = self.code[at + name.len()..].trim_start();
            !self.code[..at].ends_with(is_name) && after.starts_with('!') && !after.starts_with("!=")
        })
    }
}

/// Tells whether a line holds a folder as the beginning of a path, not as a part of one.
pub fn holds_absolute(line: &str, folder: &str) -> bool {
    let part_of_a_path = |c: char| is_name(c) || ".~-})>/".contains(c);
    line.match_indices(folder).any(|(at, _)| !line[..at].ends_with(part_of_a_path))
}

/// Returns the names under a table of a manifest, such as `dependencies`, as Rust writes them.
pub fn dependencies(manifest: &str, table: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut inside = false;
    for line in manifest.lines().map(str::trim) {
        if line.starts_with('[') {
            let name = line.trim_matches(['[', ']']);
            inside = name == table;
            found.extend(name.strip_prefix(table).and_then(|rest| rest.strip_prefix('.')));
        } else if inside && !line.starts_with('#') {
            found.extend(line.split_once('=').map(|(name, _)| name.trim()));
        }
    }
    found.iter().map(|name| name.replace('-', "_")).collect()
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn begins_a_path(before: &str) -> bool {
    !before.ends_with(is_name) && !before.trim_end().ends_with("::")
}

/// Reads one tree of a `use`, or one path of an expression, after its first `::`.
fn tree(chars: &mut std::iter::Peekable<std::str::Chars<'_>>, before: &str, found: &mut Vec<String>) {
    let join = |name: &str| {
        if before.is_empty() { name.to_owned() } else { format!("{before}::{name}") }
    };
    skip_space(chars);
    if chars.next_if_eq(&'{').is_some() {
        loop {
            skip_space(chars);
            match chars.peek() {
                None => return,
                Some('}') => {
                    chars.next();
                    return;
                }
                Some(',') => {
                    chars.next();
                }
                Some(c) if is_name(*c) || *c == '*' || *c == '{' => tree(chars, before, found),
                Some(_) => {
                    chars.next();
                }
            }
        }
    }
    let mut name = String::new();
    while let Some(c) = chars.next_if(|c| is_name(*c) || *c == '*') {
        name.push(c);
    }
    skip_space(chars);
    if chars.peek() == Some(&':') {
        chars.next();
        if chars.next_if_eq(&':').is_some() && chars.peek() != Some(&'<') {
            tree(chars, &join(&name), found);
            return;
        }
    } else if chars.peek() == Some(&'a') {
        // `as other`: the new name is not a path of its own.
        while chars.next_if(|c| is_name(*c) || c.is_whitespace()).is_some() {}
    }
    found.push(join(&name));
}

fn skip_space(chars: &mut std::iter::Peekable<std::str::Chars<'_>>) {
    while chars.next_if(|c| c.is_whitespace()).is_some() {}
}

/// Takes comments out, and empties strings and characters.
fn bare(text: &str) -> String {
    let mut code = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            block_comment(rest)
        } else if let Some(length) = raw_string(rest).filter(|_| !code.ends_with(is_name)) {
            code.push_str("\"\"");
            length
        } else if first == '"' {
            code.push_str("\"\"");
            string(rest)
        } else if let Some(length) = character(rest) {
            code.push_str("''");
            length
        } else {
            code.push(first);
            first.len_utf8()
        };
        rest = &rest[length..];
    }
    code
}

fn block_comment(text: &str) -> usize {
    let mut depth = 0;
    let mut at = 0;
    while at < text.len() {
        if text[at..].starts_with("/*") {
            depth += 1;
            at += 2;
        } else if text[at..].starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += text[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    text.len()
}

fn string(text: &str) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

fn raw_string(text: &str) -> Option<usize> {
    let after = text.strip_prefix("br").or_else(|| text.strip_prefix('r'))?;
    let hashes = after.len() - after.trim_start_matches('#').len();
    let body = after[hashes..].strip_prefix('"')?;
    let start = text.len() - body.len();
    let end = format!("\"{}", "#".repeat(hashes));
    Some(body.find(&end).map_or(text.len(), |at| start + at + end.len()))
}

/// The length of a character literal; nothing for a lifetime.
fn character(text: &str) -> Option<usize> {
    let body = text.strip_prefix('\'')?;
    if body.starts_with('\\') {
        return body[2..].find('\'').map(|at| at + 4);
    }
    let length = body.chars().next()?.len_utf8();
    body[length..].starts_with('\'').then_some(length + 2)
}

/// Takes out what stands under `#[cfg(test)]`, up to its closing brace or semicolon.
fn without_tests(code: &str) -> String {
    let mark = "#[cfg(test)]";
    let mut kept = String::with_capacity(code.len());
    let mut rest = code;
    while let Some(at) = rest.find(mark) {
        kept.push_str(&rest[..at]);
        let item = &rest[at + mark.len()..];
        let mut depth = 0_usize;
        let mut end = item.len();
        for (at, c) in item.char_indices() {
            match c {
                '{' => depth += 1,
                '}' => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth == 0 && matches!(c, '}' | ';') {
                end = at + 1;
                break;
            }
        }
        rest = &item[end..];
    }
    kept.push_str(rest);
    kept
}
