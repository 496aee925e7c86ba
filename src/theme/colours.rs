//! The colours that a browser paints around the pages, from `theme.toml`.
//!
//! Style sheets never see them: what stands in a page has its colours from there.

use super::layer::File;
use crate::config::{Reader, Sort, Table, parse_toml};

/// The two colours of the web manifest, as `#1f3a5f`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Colours {
    /// The colour of the window's frame.
    pub accent: String,
    /// The ground, until a page is there.
    pub background: String,
}

const KEYS: [&str; 2] = ["accent", "background"];

impl Colours {
    /// Takes the colours that a layer names over those of the layers below it.
    pub(super) fn read(&mut self, file: &File) {
        // What is wrong with the file is told where it is read for the rest.
        let (table, _) = parse_toml(&file.path, &String::from_utf8_lossy(&file.bytes), "theme/invalid");
        for (key, target) in KEYS.into_iter().zip([&mut self.accent, &mut self.background]) {
            if let Some(Sort::Text(text)) = table.entry(key).map(|entry| &entry.value.sort)
                && is_colour(text)
            {
                text.clone_into(target);
            }
        }
    }
}

/// Tells the colours that are none.
pub(super) fn check(table: &Table, reader: &mut Reader) {
    for key in KEYS {
        if let Some((entry, text)) = reader.text_entry(table, key)
            && !is_colour(&text)
        {
            let message = format!("`{text}` is no colour as `{key}` takes it");
            reader.tell(&entry.value.place, message, String::from("write it with six digits, as in `#1f3a5f`"));
        }
    }
}

fn is_colour(text: &str) -> bool {
    text.strip_prefix('#')
        .is_some_and(|digits| digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
}
