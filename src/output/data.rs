//! Data that pages' scripts ask for, as classic script files under `data/`.
//!
//! Each file is one call of `candorData(name, value)`, so that it works from
//! `file://` and under a policy that allows the site's own scripts alone, where
//! a fetched JSON file would not. No page needs one to be read.

pub mod find;
pub mod previews;
pub mod search;
pub mod tree;

use std::sync::Arc;

use serde::Serialize;

use super::Output;
use crate::source::Bytes;

/// Returns the path of the data of this name.
pub fn path(name: &str) -> Arc<str> {
    format!("data/{name}.js").into()
}

/// Returns data as the script that hands it over.
fn script(name: &str, value: &impl Serialize) -> Output {
    let json = serde_json::to_string(value).expect("lists and maps of text are JSON");
    // JSON takes these two in a text; JavaScript does so only since ECMAScript 2019.
    let json = json.replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029");
    Output { path: path(name), bytes: Bytes::Memory(Arc::from(format!("candorData(\"{name}\",{json});\n").as_bytes())) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_text_holds_never_ends_the_script() {
        let output = script("x", &["a \"quote\" \\ </script>", "line\u{2028}end\u{2029}\n"]);
        assert_eq!(&*output.path, "data/x.js");
        let Bytes::Memory(bytes) = output.bytes else { panic!("data is in memory") };
        let text = String::from_utf8(bytes.to_vec()).expect("it is UTF-8");
        assert_eq!(text, "candorData(\"x\",[\"a \\\"quote\\\" \\\\ </script>\",\"line\\u2028end\\u2029\\n\"]);\n");
    }
}
