//! The guide's written pages, as far as a machine can judge them.
//!
//! Never judges words. Pages made from tables are in `reference.rs`.

use std::fs;
use std::path::{Path, PathBuf};

fn content() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("content")
}

/// The guide's pages by name, without the section's own.
fn pages() -> Vec<(String, String)> {
    let entries = fs::read_dir(content().join("guide")).expect("the guide is a folder");
    let names = entries.map(|entry| entry.expect("an entry").file_name().into_string().expect("a name in UTF-8"));
    let mut names: Vec<String> = names.filter(|name| name.ends_with(".md") && name != "_index.md").collect();
    names.sort();
    assert!(names.len() > 10, "only {} pages in the guide", names.len());
    let read = |name: &String| fs::read_to_string(content().join("guide").join(name)).expect("a page can be read");
    names.iter().map(|name| (name.clone(), read(name))).collect()
}

#[test]
fn every_page_of_the_guide_is_signed_by_people_of_brindlemoor() {
    for (name, text) in pages() {
        let handles = text.lines().find_map(|line| line.strip_prefix("authors: [")?.strip_suffix(']'));
        let handles = handles.unwrap_or_else(|| panic!("content/guide/{name} has no line `authors: [...]`"));
        for handle in handles.split(", ") {
            let person = content().join("people").join(format!("{handle}.md"));
            assert!(person.is_file(), "content/guide/{name}: there is no note about `{handle}` in content/people");
        }
    }
}

#[test]
fn the_front_page_of_the_guide_leads_to_every_page_of_it() {
    let index = fs::read_to_string(content().join("guide/_index.md")).expect("the guide has a front page");
    for (name, _) in pages() {
        assert!(index.contains(&format!("]({name})")), "content/guide/_index.md has no link to {name}");
    }
}
