//! Which names every disk can hold, so that a site built here can be copied, or checked out, anywhere.
//!
//! The names that note files become are such names already; this is for those that are taken as written.

/// A part of a path longer than this (bytes) leaves too little of the 255 that most disks allow.
const LONGEST_PART: usize = 200;

/// A path longer than this (bytes) leaves too little of the 4,096 that a system allows, or of a disk's own bound.
const LONGEST_PATH: usize = 1_000;

/// Says why not every disk can hold a file or folder of this name.
pub(super) fn hindrance(name: &str) -> Option<String> {
    if let Some(sign) = name.chars().find(|sign| matches!(sign, '<' | '>' | ':' | '"' | '|' | '?' | '*' | '\\')) {
        return Some(format!("not every disk can hold a name with `{sign}` in it"));
    }
    if name.chars().any(char::is_control) {
        return Some("it has a control character in it".to_string());
    }
    if name.starts_with('.') {
        return Some("a name with a dot in front is hidden".to_string());
    }
    if name.ends_with(['.', ' ']) {
        return Some("not every disk can hold a name with a dot or a space at its end".to_string());
    }
    if is_device(name) {
        return Some(format!("`{name}` is a device on Windows"));
    }
    (name.len() > LONGEST_PART).then(|| format!("one of its parts has more than {LONGEST_PART} bytes"))
}

/// Says that a path is too long as a whole.
pub(super) fn too_long(path: &str) -> Option<String> {
    (path.len() > LONGEST_PATH).then(|| format!("it has more than {LONGEST_PATH} bytes"))
}

/// Whether Windows takes the name for a device, whatever its ending.
fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_ascii_lowercase();
    let numbered = |stem: &str| {
        stem.strip_prefix("com").or(stem.strip_prefix("lpt")).is_some_and(|rest| {
            let mut rest = rest.chars();
            rest.next().is_some_and(|c| c.is_ascii_digit() || "¹²³".contains(c)) && rest.next().is_none()
        })
    };
    matches!(stem.as_str(), "con" | "prn" | "aux" | "nul" | "conin$" | "conout$") || numbered(&stem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_names_are_held_and_devices_are_not() {
        for name in ["page.html", "Ünïcode x.html", "100%.html", "console.html", "com10", "a.con", "it's (old), & new"]
        {
            assert_eq!(hindrance(name), None, "{name}");
        }
        for name in
            ["con", "CON.html", "nul.tar.gz", "com1", "lpt9.txt", "aux .html", ".git", "a.", "a ", "a:b", "\u{7f}"]
        {
            assert!(hindrance(name).is_some(), "{name}");
        }
        assert!(hindrance(&"x".repeat(201)).is_some());
    }
}
