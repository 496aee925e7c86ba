//! The folders of the site, for the tree that opens from the header.
//!
//! `data/tree.js` holds a list of notes, `[title, url]`, and sections, `[title,
//! url, count, children]`, in the order of `contents.html`. `children` is a list
//! again, or the name of another file: `"tree-lessons"` is `data/tree-lessons.js`.
//! So one page loads the top once, and a branch when it is opened. The
//! tree is never written into pages: ten thousand notes would be ten thousand trees.

use serde::Serialize;

use super::{path, script};
use crate::hashed::Hashed;
use crate::output::File;
use crate::page::view::TreeItem;

/// A file holds about this many entries at most, as long as sections can be cut off: some 15 KB.
const MOST: usize = 200;

/// The name of the file with the top of the tree.
pub const TOP: &str = "tree";

/// The names of the others begin so.
pub const BRANCH: &str = "tree-";

/// A section of fewer entries is not worth a file of its own.
const LEAST: usize = 8;

/// An entry.
#[derive(Serialize)]
#[serde(untagged)]
enum Row<'a> {
    Note(&'a str, &'a str),
    Section(&'a str, &'a str, &'a str, Below<'a>),
}

/// What is in a section.
#[derive(Serialize)]
#[serde(untagged)]
enum Below<'a> {
    Here(Vec<Row<'a>>),
    There(String),
}

/// Whether a path is that of one of the files.
pub fn has(path: &str) -> bool {
    path.strip_prefix("data/").is_some_and(|name| name.starts_with(BRANCH) || name == "tree.js")
}

/// Returns the files of a tree.
pub fn files(tree: &[Hashed<TreeItem>]) -> Vec<File> {
    let mut files = Vec::new();
    let (top, _) = rows(tree, &mut files);
    files.push(File::ready(path(TOP), script(TOP, &top)));
    files
}

/// Returns the entries of one level with all below, and how many they are. What is too much goes
/// to `files`: the largest sections first, so that few are cut off.
fn rows<'a>(items: &'a [Hashed<TreeItem>], files: &mut Vec<File>) -> (Vec<Row<'a>>, usize) {
    let mut weights = vec![0; items.len()];
    let mut rows: Vec<Row> = Vec::with_capacity(items.len());
    for (item, weight) in items.iter().zip(&mut weights) {
        rows.push(if item.children.is_empty() {
            Row::Note(&item.title, &item.url)
        } else {
            let (below, all) = self::rows(&item.children, files);
            *weight = all;
            Row::Section(&item.title, &item.url, &item.count, Below::Here(below))
        });
    }
    let mut all = items.len() + weights.iter().sum::<usize>();
    let mut largest: Vec<usize> = (0..items.len()).filter(|&index| weights[index] >= LEAST).collect();
    largest.sort_by_key(|&index| std::cmp::Reverse(weights[index]));
    for index in largest {
        if all <= MOST {
            break;
        }
        if let Row::Section(_, url, _, below) = &mut rows[index] {
            let name = name(url);
            files.push(File::ready(path(&name), script(&name, below)));
            *below = Below::There(name);
            all -= weights[index];
        }
    }
    (rows, all)
}

/// Returns the name of a section's file. No folder's address has two hyphens, so no two are alike.
fn name(url: &str) -> String {
    format!("{BRANCH}{}", url.trim_end_matches("/index.html").replace('/', "--"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn note(n: usize) -> Hashed<TreeItem> {
        Hashed::new(TreeItem {
            title: format!("N{n}"),
            url: format!("n{n}.html"),
            count: String::new(),
            children: Vec::new(),
        })
    }

    fn section(folder: &str, children: Vec<Hashed<TreeItem>>) -> Hashed<TreeItem> {
        let count = children.len().to_string();
        Hashed::new(TreeItem { title: folder.to_uppercase(), url: format!("{folder}/index.html"), count, children })
    }

    fn written(tree: &[Hashed<TreeItem>]) -> Vec<(String, String)> {
        let text = |file: &File| String::from_utf8_lossy(file.known().expect("data is in memory")).into_owned();
        let mut files: Vec<_> = self::files(tree).iter().map(|file| (file.path.to_string(), text(file))).collect();
        files.sort();
        files
    }

    #[test]
    fn a_small_wiki_is_one_file_in_the_order_of_its_contents() {
        let tree = [section("b", vec![section("b/c", vec![note(2)]), note(1)]), note(3)];
        let text = "candorData(\"tree\",[[\"B\",\"b/index.html\",\"2\",[[\"B/C\",\"b/c/index.html\",\"1\",\
                    [[\"N2\",\"n2.html\"]]],[\"N1\",\"n1.html\"]]],[\"N3\",\"n3.html\"]]);\n";
        assert_eq!(written(&tree), [("data/tree.js".to_string(), text.to_string())]);
    }

    #[test]
    fn a_large_section_has_a_file_of_its_own_and_the_top_stays_small() {
        let many = |n| (0..n).map(note).collect::<Vec<_>>();
        let deep = section("big", vec![section("big/one", many(150)), section("big/two", many(150)), note(1)]);
        let tree = [section("small", many(5)), deep, section("flat", many(900))];
        let files = written(&tree);
        let names: Vec<&str> = files.iter().map(|(path, _)| path.as_str()).collect();
        assert_eq!(names, ["data/tree-big--one.js", "data/tree-flat.js", "data/tree.js"]);
        let text = |path: &str| &files.iter().find(|(known, _)| known == path).expect("it is there").1;
        assert!(text("data/tree.js").contains("\"5\",[[\"N0\""));
        assert!(text("data/tree.js").contains("[\"FLAT\",\"flat/index.html\",\"900\",\"tree-flat\"]"));
        assert!(text("data/tree.js").contains("\"big/one/index.html\",\"150\",\"tree-big--one\"]"));
        assert_eq!(text("data/tree-flat.js").matches("[\"N").count(), 900);
    }

    #[test]
    fn a_hundred_sections_of_middling_size_are_cut_off_and_tiny_ones_never() {
        let many = |n| (0..n).map(note).collect::<Vec<_>>();
        let middling: Vec<_> = (0..100).map(|n| section(&format!("s{n}"), many(150))).collect();
        assert_eq!(written(&middling).len(), 101);
        let tiny: Vec<_> = (0..100).map(|n| section(&format!("s{n}"), many(5))).collect();
        assert_eq!(written(&tiny).len(), 1);
    }
}
