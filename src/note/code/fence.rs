//! The words behind the three backticks.

use std::ops::RangeInclusive;

/// What a fence says of its code. Reading it never fails: words that mean nothing here are left alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fence {
    /// The language, in lower case.
    pub language: Option<String>,
    /// The title.
    pub title: Option<String>,
    /// Lines to mark, counted from 1.
    pub lines: Vec<RangeInclusive<usize>>,
}

impl Fence {
    /// Reads the words: `sql title="guard.sql" {3,5-7}`, `rust,ignore`, `js hl_lines="3 5-7"`.
    pub fn parse(info: &str) -> Fence {
        let mut fence = Fence::default();
        for (index, word) in words(info).into_iter().enumerate() {
            if let Some(list) = word.strip_prefix('{').and_then(|word| word.strip_suffix('}')) {
                if let Some(language) = list.strip_prefix('.') {
                    fence.language = language.split_whitespace().next().map(str::to_lowercase);
                } else {
                    fence.lines.extend(ranges(list));
                }
            } else if let Some((key, value)) = word.split_once('=') {
                let value = value.trim_matches(['"', '\'']);
                match key {
                    "title" | "name" | "file" | "filename" if !value.is_empty() => {
                        fence.title = Some(value.to_string())
                    }
                    "hl_lines" | "hl" | "lines" | "highlight" => fence.lines.extend(ranges(value)),
                    _ => {}
                }
            } else if index == 0 {
                let language = word.split([',', ':', '{']).next().unwrap_or_default().to_lowercase();
                fence.language = (!language.is_empty()).then_some(language);
                if let Some((_, list)) = word.split_once('{') {
                    fence.lines.extend(ranges(list.trim_end_matches('}')));
                }
            }
        }
        fence
    }
}

/// Splits at spaces outside of quotes and braces.
fn words(info: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut close: Option<char> = None;
    for c in info.trim().chars() {
        match (close, c) {
            (None, '"' | '\'') => close = Some(c),
            (None, '{') => close = Some('}'),
            (Some(end), c) if c == end => close = None,
            _ => {}
        }
        if c.is_whitespace() && close.is_none() {
            words.push(String::new());
        } else {
            words.last_mut().expect("there is always one").push(c);
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

fn ranges(list: &str) -> impl Iterator<Item = RangeInclusive<usize>> + '_ {
    list.split([',', ' ']).filter_map(|part| {
        let (from, to) = part.trim().split_once('-').unwrap_or((part.trim(), part.trim()));
        Some(from.trim().parse().ok()?..=to.trim().parse().ok()?)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fence_is_read_in_all_the_ways_people_write_it() {
        let all = Fence::parse("SQL title=\"a guard.sql\" {3,5-7}");
        assert_eq!(all.language.as_deref(), Some("sql"));
        assert_eq!(all.title.as_deref(), Some("a guard.sql"));
        assert_eq!(all.lines, [3..=3, 5..=7]);
        assert_eq!(Fence::parse("rust,ignore").language.as_deref(), Some("rust"));
        assert_eq!(Fence::parse("js{1}").lines, [1..=1]);
        assert_eq!(Fence::parse("py hl_lines=\"2 4-5\"").lines, [2..=2, 4..=5]);
        assert_eq!(Fence::parse(""), Fence::default());
        assert_eq!(Fence::parse("{nonsense").lines, []);
    }
}
