//! The regular forms of English verbs and nouns; irregular ones stand in `words.toml`.

fn is_vowel(letter: u8) -> bool {
    matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u')
}

pub(super) fn third(base: &str) -> String {
    let bytes = base.as_bytes();
    let ies = base.ends_with('y') && bytes.len() > 1 && !is_vowel(bytes[bytes.len() - 2]);
    match base {
        _ if ies => format!("{}ies", &base[..base.len() - 1]),
        _ if ["s", "x", "z", "ch", "sh", "o"].iter().any(|end| base.ends_with(end)) => format!("{base}es"),
        _ => format!("{base}s"),
    }
}

pub(super) fn regular(base: &str) -> String {
    let bytes = base.as_bytes();
    match base {
        _ if base.ends_with('e') => format!("{base}d"),
        _ if base.ends_with('y') && bytes.len() > 1 && !is_vowel(bytes[bytes.len() - 2]) => {
            format!("{}ied", &base[..base.len() - 1])
        }
        _ => format!("{base}ed"),
    }
}

pub(super) fn ing(base: &str, past: &str) -> String {
    if past.len() == base.len() + 3 && past.starts_with(base) && past.ends_with("ed") {
        // `skipped` doubles its p, and so does `skipping`.
        return format!("{}ing", &past[..past.len() - 2]);
    }
    match base.strip_suffix('e') {
        Some(stem) if !base.ends_with("ee") && stem.len() > 1 => format!("{stem}ing"),
        _ => format!("{base}ing"),
    }
}

#[cfg(test)]
mod tests {
    use super::{ing, regular, third};

    #[test]
    fn verbs_are_inflected() {
        assert_eq!(
            [third("deploy"), third("copy"), third("push"), third("miss")],
            ["deploys", "copies", "pushes", "misses"]
        );
        assert_eq!([regular("deploy"), regular("copy"), regular("delete")], ["deployed", "copied", "deleted"]);
        assert_eq!(
            [ing("skip", "skipped"), ing("delete", "deleted"), ing("forget", "forgot"), ing("see", "saw")],
            ["skipping", "deleting", "forgeting", "seeing"]
        );
    }
}
