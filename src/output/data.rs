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

use super::File;
use super::claim::Data;
use crate::page::Frame;

/// Returns what data there is, before any is written.
pub fn claims(frame: &Frame) -> Data {
    let known = [search::CORE, tree::TOP, find::NAME].map(path);
    Data { paths: known.into_iter().chain(previews::paths(frame.site.previews)).collect(), reserved: &RESERVED }
}

/// The paths of files that are known only when they are written begin so; see the two modules.
const RESERVED: [&str; 2] = ["data/search/", "data/tree-"];

/// Returns the files whose paths are known, but for the tops of the tree and of the search.
pub fn files(frame: &Frame) -> Vec<File> {
    let shards = frame.site.previews;
    let mut files = vec![File::made(path(find::NAME), |edition| Ok(find::write(&edition.matter.frame.site)))];
    let previews = previews::paths(shards).enumerate();
    files.extend(
        previews.map(|(number, path)| File::made(path, move |edition| Ok(previews::write(edition, number, shards)))),
    );
    files
}

/// Returns the path of the data of this name.
pub fn path(name: &str) -> Arc<str> {
    format!("data/{name}.js").into()
}

/// Returns data as the script that hands it over.
fn script(name: &str, value: &impl Serialize) -> Vec<u8> {
    let mut out = format!("candorData(\"{name}\",").into_bytes();
    serde_json::to_writer(&mut out, value).expect("lists and maps of text are JSON");
    out.extend_from_slice(b");\n");
    // JSON takes these two in a text; JavaScript does so only since ECMAScript 2019.
    let text = String::from_utf8(out).expect("JSON is UTF-8");
    if !text.contains(['\u{2028}', '\u{2029}']) {
        return text.into_bytes();
    }
    text.replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029").into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_text_holds_never_ends_the_script() {
        let bytes = script("x", &["a \"quote\" \\ </script>", "line\u{2028}end\u{2029}\n"]);
        let text = String::from_utf8(bytes).expect("it is UTF-8");
        assert_eq!(text, "candorData(\"x\",[\"a \\\"quote\\\" \\\\ </script>\",\"line\\u2028end\\u2029\\n\"]);\n");
    }
}
