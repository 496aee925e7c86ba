//! `candor export search` and what commands do where they cannot write, on the real binary.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

const NOTE: &str = "---\ntitle: The belt that stopped\ndate: 2026-03-01\nteam: Sorting\ntopics: [belts]\naliases: [belt stop]\n---\nIt hummed.\n\n## What we learned\n\nOil it.\n";
const CLOSED: &str = "---\ntitle: Ottoline\naudience: [crew]\n---\nA zeppelin.\n";
const BROKEN: &str = "---\ndate: 2026-02-30\n---\n# Broken\n";

/// Writes a wiki of these notes to a folder that goes with it.
pub fn wiki(notes: &[(&str, &str)]) -> tempfile::TempDir {
    let root = tempfile::tempdir().expect("there is a folder for temporary files");
    fs::write(root.path().join("site.toml"), "url = \"https://wiki.example\"\n[audiences]\ncrew = \"Crew\"\n")
        .expect("it can be written");
    fs::create_dir(root.path().join("content")).expect("it can be made");
    for (name, text) in notes {
        fs::write(root.path().join("content").join(name), text).expect("it can be written");
    }
    root
}

/// Runs the binary on a wiki. Returns its exit code, and what it said on both streams.
pub fn candor(wiki: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let end = arguments.iter().position(|argument| *argument == "--").unwrap_or(arguments.len());
    let output = Command::new(env!("CARGO_BIN_EXE_candor"))
        .args(&arguments[..end])
        .arg("--site")
        .arg(wiki)
        .args(&arguments[end..])
        .output()
        .expect("the binary was built for this test");
    let text = |bytes| String::from_utf8(bytes).expect("it is UTF-8");
    (output.status.code(), text(output.stdout), text(output.stderr))
}

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).expect("each line is JSON")).collect()
}

/// Exports for an engine into a folder. Returns its files as JSON, those of several lines as a list.
fn exported(format: &str, names: &[&str]) -> Vec<Value> {
    let wiki = wiki(&[("belt.md", NOTE), ("closed.md", CLOSED)]);
    let folder = wiki.path().join("out");
    let output = folder.to_str().expect("it is UTF-8");
    let (code, _, told) = candor(wiki.path(), &["export", "search", "--format", format, "--output", output]);
    assert_eq!(code, Some(0), "{told}");
    let mut there: Vec<String> = fs::read_dir(&folder)
        .expect("it is there")
        .map(|file| file.expect("it can be read").file_name().into_string().expect("UTF-8"))
        .collect();
    there.sort();
    let mut wanted = names.to_vec();
    wanted.sort_unstable();
    assert_eq!(there, wanted);
    let read = |name: &&str| {
        let text = fs::read_to_string(folder.join(name)).expect("it is there");
        if name.ends_with("l") || name.ends_with("ndjson") {
            Value::Array(lines(&text))
        } else {
            serde_json::from_str(&text).expect("it is JSON")
        }
    };
    names.iter().map(read).collect()
}

#[test]
fn a_document_is_a_note_that_everybody_may_see_and_nobody_s_name() {
    let wiki = wiki(&[("belt.md", NOTE), ("closed.md", CLOSED)]);
    let (code, told, _) = candor(wiki.path(), &["export", "search", "--format", "jsonl"]);
    assert_eq!(code, Some(0));
    let documents = lines(&told);
    let belt = documents.iter().find(|document| document["title"] == "The belt that stopped").expect("it is there");
    assert_eq!(belt["url"], "https://wiki.example/belt.html");
    assert_eq!(
        (&belt["teams"][0], &belt["topics"][0], &belt["aliases"][0]),
        (&"Sorting".into(), &"belts".into(), &"belt stop".into())
    );
    assert_eq!((&belt["year"], &belt["date"]), (&2026.into(), &"2026-03-01".into()));
    assert_eq!(belt["headings"], Value::from(vec!["What we learned"]));
    assert_eq!(belt["text"], "It hummed.\nOil it.");
    assert!(!told.contains("Ottoline") && !told.contains("zeppelin"), "{told}");
    let (_, told, _) = candor(wiki.path(), &["export", "search", "--format", "jsonl", "--audience", "crew"]);
    assert!(told.contains("zeppelin"), "{told}");
}

#[test]
fn each_engine_gets_every_field_that_documents_have() {
    let fields = |document: &Value| -> Vec<String> {
        document.as_object().expect("a document is an object").keys().filter(|name| *name != "id").cloned().collect()
    };
    let files = exported("meilisearch", &["documents.jsonl", "settings.json"]);
    let known = [&files[1]["searchableAttributes"], &files[1]["filterableAttributes"]]
        .map(|list| list.as_array().expect("a list"));
    let known: Vec<&str> = known.into_iter().flatten().filter_map(Value::as_str).collect();
    for name in fields(&files[0][0]) {
        assert!(known.contains(&&*name) || ["url", "date"].contains(&&*name), "{name}");
    }

    let files = exported("typesense", &["documents.jsonl", "schema.json", "preset.json"]);
    let schema: Vec<&str> =
        files[1]["fields"].as_array().expect("a list").iter().filter_map(|field| field["name"].as_str()).collect();
    for name in fields(&files[0][0]) {
        assert!(schema.contains(&&*name), "{name}");
    }
    let asked = files[2]["value"]["query_by"].as_str().expect("names");
    let weights = files[2]["value"]["query_by_weights"].as_str().expect("numbers");
    assert_eq!(asked.split(',').count(), weights.split(',').count());
    assert!(asked.split(',').all(|name| schema.contains(&name)), "{asked}");

    let files = exported("opensearch", &["bulk.ndjson", "index.json", "search.json"]);
    let bulk = files[0].as_array().expect("lines");
    let mapped = files[1]["mappings"]["properties"].as_object().expect("fields");
    for pair in bulk.chunks(2) {
        assert_eq!(pair[0]["index"]["_id"], pair[1]["id"], "an action and its document take turns");
        for name in fields(&pair[1]) {
            assert!(mapped.contains_key(&name), "{name}");
        }
    }
    let asked = &files[2]["script"]["source"]["query"]["bool"]["should"]["multi_match"]["fields"];
    for field in asked.as_array().expect("a list").iter().filter_map(Value::as_str) {
        let name = field.split(['.', '^']).next().expect("a name");
        assert!(mapped.contains_key(name), "{field}");
    }
}

#[test]
fn notes_with_errors_are_not_exported_unless_they_are_left_out() {
    let wiki = wiki(&[("belt.md", NOTE), ("broken.md", BROKEN)]);
    let (code, told, why) = candor(wiki.path(), &["export", "search", "--format", "jsonl"]);
    assert_eq!((code, &*told), (Some(2), ""), "{why}");
    assert!(why.contains("nothing was exported") && why.contains("--keep-going"), "{why}");
    let (code, told, why) = candor(wiki.path(), &["export", "search", "--format", "jsonl", "--keep-going"]);
    assert_eq!(code, Some(0), "{why}");
    assert!(told.contains("The belt that stopped") && !told.contains("Broken"), "{told}");
    assert!(why.contains("left out: 1 note") && why.contains("candor check"), "{why}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told_and_is_no_success() {
    let wiki = wiki(&[("belt.md", NOTE)]);
    for arguments in [
        &["search", "belt"][..],
        &["search", "--json", "belt"],
        &["export", "search", "--format", "jsonl"],
        &["check", "--format", "sarif"],
    ] {
        let full = fs::OpenOptions::new().write(true).open("/dev/full").expect("Linux has it");
        let output = Command::new(env!("CARGO_BIN_EXE_candor"))
            .args(arguments)
            .arg("--site")
            .arg(wiki.path())
            .stdout(Stdio::from(full))
            .output()
            .expect("the binary was built for this test");
        let why = String::from_utf8(output.stderr).expect("it is UTF-8");
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {why}");
        assert!(why.contains("could not write") || why.contains("No space left"), "{arguments:?}: {why}");
    }
}
