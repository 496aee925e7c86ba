//! `notes.json` against its published schema, and the schema against what it must refuse.

use std::collections::BTreeSet;

use candor::pipeline::Build;
use serde_json::{Value, json};

use super::{by_hand, is_there, own_wiki, site_with};
use crate::site::{Site, page};

/// A change of the data.
type Change = fn(&mut Value);

fn read(build: &Build, path: &str) -> Value {
    serde_json::from_str(&page(build, path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Returns what a validator finds wrong with the data.
fn problems(schema: &Value, data: &Value) -> Vec<String> {
    jsonschema::meta::validate(schema).unwrap_or_else(|error| panic!("the schema is none: {error}"));
    let validator = jsonschema::draft202012::new(schema).expect("it is a schema");
    validator.iter_errors(data).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

#[track_caller]
fn judge(build: &Build) -> Value {
    let (schema, data) = (read(build, "notes.schema.json"), read(build, "notes.json"));
    assert_eq!(problems(&schema, &data), Vec::<String>::new());
    let notes = data["notes"].as_array().expect("there are notes");
    assert_eq!(notes.len(), build.notes);
    for note in notes {
        let urls = [&note["url"], &note["markdown"]].map(|url| url.as_str().expect("a URL is a text"));
        for url in urls {
            assert!(is_there(build, url), "{url}");
        }
        let lists = ["links", "mentioned_in", "relations", "related_by", "stops"];
        for link in lists.iter().flat_map(|list| note[*list].as_array().into_iter().flatten()) {
            let url = link.as_str().or(link["url"].as_str()).expect("a link has a URL");
            let path = url.split('#').next().unwrap_or_default();
            assert!(url.contains(':') || is_there(build, path), "{}: {url}", note["url"]);
        }
    }
    data
}

#[test]
fn the_data_is_what_its_schema_says() {
    let data = judge(&own_wiki());
    let used: BTreeSet<&str> = data["notes"]
        .as_array()
        .into_iter()
        .flatten()
        .flat_map(|note| note.as_object().expect("a note").keys())
        .map(String::as_str)
        .collect();
    // The example must say nearly all there is to say, or little was judged.
    let schema = read(&own_wiki(), "notes.schema.json");
    let known = schema["$defs"]["NoteData"]["properties"].as_object().expect("a note has properties");
    let unused: Vec<&String> = known.keys().filter(|key| !used.contains(key.as_str())).collect();
    assert!(unused.len() <= 1, "{unused:?}");
    if let Some(build) = by_hand() {
        judge(&build);
    }
}

#[test]
fn the_schema_refuses_what_the_data_never_says() {
    let build = site_with("", &[("content/a.md", "---\ndate: 2026-05-03\n---\n# A\n")]).build();
    let (schema, data) = (read(&build, "notes.schema.json"), read(&build, "notes.json"));
    assert_eq!(problems(&schema, &data), Vec::<String>::new());
    let wrong: [(&str, Change); 7] = [
        ("a field of its own", |data| data["notes"][0]["audience"] = json!("payments")),
        ("a field of the site's", |data| data["site"]["path"] = json!("x")),
        ("no title", |data| drop(data["notes"][0].as_object_mut().expect("a note").remove("title"))),
        ("a date that is none", |data| data["notes"][0]["date"] = json!("3 May 2026")),
        ("a status that is none", |data| data["notes"][0]["status"] = json!("secret")),
        ("an author without a name", |data| data["notes"][0]["authors"] = json!([{ "url": "x" }])),
        ("a relation that is none", |data| data["notes"][0]["relations"] = json!([{ "type": "blames", "url": "x" }])),
    ];
    for (what, change) in wrong {
        let mut changed = data.clone();
        change(&mut changed);
        assert!(!problems(&schema, &changed).is_empty(), "{what} passes");
    }
}

#[test]
fn every_relation_has_its_name_in_the_schema() {
    let build = site_with("", &[("content/a.md", "# A\n")]).build();
    let schema = read(&build, "notes.schema.json");
    let names: Vec<&str> = schema["$defs"]["RelationName"]["enum"]
        .as_array()
        .expect("the names are listed")
        .iter()
        .filter_map(Value::as_str)
        .collect();
    let known: Vec<&str> = candor::note::front_matter::Relation::ALL.iter().map(|(name, _)| *name).collect();
    assert_eq!(names, known);
}

#[test]
fn a_site_without_a_url_has_its_data_all_the_same() {
    let build = Site::of(&[
        ("content/a.md", "---\ntitle: A\nbuilds_on: b\nauthors: [ida]\n---\n\n[b](x/b.md#p) <https://elsewhere.example/> [gone](velvet.md)\n"),
        ("content/x/b.md", "# B\n\n## P\n"),
    ])
    .build();
    let data = judge(&build);
    assert!(data["site"].get("url").is_none());
    let note = &data["notes"][0];
    assert_eq!(note["links"], json!(["x/b.html#p", "https://elsewhere.example/"]));
    assert_eq!(note["relations"], json!([{ "type": "builds_on", "url": "x/b.html" }]));
    assert_eq!(data["notes"][1]["related_by"], json!([{ "type": "builds_on", "url": "a.html" }]));
    assert_eq!(data["notes"][1]["mentioned_in"], json!(["a.html"]));
    assert_eq!(note["authors"], json!([{ "name": "ida" }]));
}

#[test]
fn what_went_wrong_is_listed_by_nobodys_name() {
    let build = site_with(
        "",
        &[
            ("content/r.md", "---\nkind: review\nauthors: [ida]\n---\n# R\n"),
            ("content/n.md", "---\nkind: near-miss\nauthors: [ida]\n---\n# N\n"),
        ],
    )
    .build();
    // Each page says who wrote it; a list of all such notes by name is nowhere.
    assert!(page(&build, "r.html").contains("ida"));
    assert!(!page(&build, "notes.json").contains("ida"));
}
