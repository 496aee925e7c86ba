//! The data that pages' scripts ask for: what is in it, what is not, and what an edit changes.

use std::collections::BTreeMap;

use candor::pipeline::{Build, Memo};
use serde_json::Value;

use crate::site::{Site, codes, page, paths, texts, written};

/// Reads one file of data as a script would get it.
fn data(build: &Build, name: &str) -> Value {
    let text = page(build, &format!("data/{name}.js"));
    let json = text.strip_prefix(&format!("candorData(\"{name}\",")).and_then(|rest| rest.strip_suffix(");\n"));
    serde_json::from_str(json.unwrap_or_else(|| panic!("{text} is no call"))).expect("the value is JSON")
}

/// All previews by address, with the number of the file each is in.
fn previews(build: &Build) -> BTreeMap<String, (usize, Value)> {
    let mut all = BTreeMap::new();
    for number in 0.. {
        let name = format!("previews-{number}");
        if build.output(&format!("data/{name}.js")).is_none() {
            break;
        }
        let Value::Object(rows) = data(build, &name) else { panic!("previews are an object") };
        all.extend(rows.into_iter().map(|(url, row)| (url, (number, row))));
    }
    all
}

fn row(build: &Build, url: &str) -> Value {
    let mut all = previews(build);
    all.remove(url).unwrap_or_else(|| panic!("no preview of {url} among {:?}", all.keys())).1
}

#[test]
fn a_preview_says_what_a_page_is_and_how_the_named_section_begins() {
    let build = Site::of(&[
        (
            "content/lessons/a.md",
            "---\ntitle: The belt & the arch\nkind: lesson\ndate: 2026-09-03\n---\n\nA first paragraph.\n\n## Named\n\nWhat [[b]] does, and `x < y`.\n\n```sh\nno code\n```\n\n### Smaller\n\nMore.\n\n## Not named\n\nHidden.\n",
        ),
        ("content/b.md", "# The gateway\n\n[[a#Named]] and [again](lessons/a.md#named), [[topics/labels]], [[lessons]]\n"),
        ("content/c.md", "---\ntopics: [labels]\nbuilds_on: d\n---\n# C\n\nNobody leads here.\n"),
        ("content/d.md", "# D\n\nNamed in a field.\n"),
    ])
    .build();
    assert_eq!(
        row(&build, "lessons/a.html"),
        serde_json::json!([
            "Lesson",
            "lesson",
            "The belt & the arch",
            "A first paragraph.",
            "3 September",
            {"named": ["Named", "What The gateway does, and x < y. More."]}
        ])
    );
    assert_eq!(row(&build, "topics/labels.html"), serde_json::json!(["Topic", "", "labels", "1 note", "", {}]));
    assert_eq!(row(&build, "lessons/index.html")[0], "Section");
    assert_eq!(row(&build, "d.html")[3], "Named in a field.");
    // A typed link is shown from both ends.
    assert_eq!(row(&build, "c.html")[2], "C");
}

#[test]
fn what_no_text_leads_to_has_no_preview_and_costs_nothing() {
    let build = Site::of(&[("content/a.md", "# A\n\nAlone, and [to itself](#part).\n\n## Part\n")]).build();
    assert!(previews(&build).is_empty());
    assert!(paths(&build).iter().all(|path| !path.starts_with("data/previews")));
}

#[test]
fn nobody_who_is_private_and_nothing_that_is_hidden_is_in_the_data() {
    let build = Site::of(&[
        ("site.toml", "[audiences]\npayments = \"Payments\"\n"),
        ("content/a.md", "# A\n\n[[mei]], [[velvet#Curtain]] and [[b]]\n"),
        ("content/b.md", "# B\n\n## Silk\n\nOnly a private text names this.\n"),
        (
            "content/people/mei.md",
            "---\ntitle: Mei Castellane\nkind: person\n---\nPrivate words, and [[b#Silk]], [[c]].\n",
        ),
        ("content/c.md", "# C\n"),
        ("content/velvet.md", "---\naudience: [payments]\n---\n# Velvet\n\n## Curtain\n\nHeavy.\n"),
    ])
    .build();
    let all = previews(&build);
    assert_eq!(all.keys().collect::<Vec<_>>(), ["b.html"]);
    assert_eq!(row(&build, "b.html")[5], serde_json::json!({}));
    for (path, text) in texts(&build).into_iter().filter(|(path, _)| path.starts_with("data/")) {
        for secret in ["Private words", "elvet", "Curtain"] {
            assert!(!text.contains(secret), "{secret} is in {path}");
        }
        // The search finds what pages show, and the page of the note that names her shows her name.
        let searched = path.starts_with("data/search/");
        assert!(searched || !(text.contains("mei") || text.contains("Castellane")), "{path}");
    }
    assert!(page(&build, "a.html").contains("Mei Castellane"));
}

/// Three hundred notes that each lead to the next.
fn many() -> Site {
    let mut site = Site::default();
    for n in 0..300 {
        let text = format!("# Note {n}\n\nFirst words.\n\nLeads to [[n{}#Part]].\n\n## Part\n\nText.\n", (n + 1) % 300);
        site.files.insert(format!("content/s{}/n{n}.md", n % 3), text);
    }
    site
}

#[test]
fn an_edit_of_one_text_changes_its_own_shard_and_no_other_data() {
    let mut site = many();
    let mut memo = Memo::default();
    let before = site.build_with(&mut memo);
    let path = "content/s1/n40.md";
    let text = site.files[path].replace("First words.", "Other words.").replace("Text.", "Another text.");
    site.files.insert(path.to_string(), text);
    let after = site.build_with(&mut memo);
    let changed: Vec<String> = written(&before)
        .into_iter()
        .zip(written(&after))
        .filter(|(one, other)| one.0.starts_with("data/") && one != other)
        // The words of the text are those of the search, too: `search.rs` counts its files.
        .filter(|(one, _)| !one.0.starts_with("data/search/"))
        .map(|(one, _)| one.0)
        .collect();
    let (number, row) = &previews(&after)["s1/n40.html"];
    assert_eq!(changed, [format!("data/previews-{number}.js")]);
    assert_eq!((&row[3], &row[5]["part"][1]), (&"Other words.".into(), &"Another text.".into()));
    assert!(written(&after) == written(&site.build()));
}

#[test]
fn previews_are_spread_evenly_over_a_power_of_two_of_files() {
    let build = many().build();
    let all = previews(&build);
    let mut sizes = [0; 8];
    all.values().for_each(|(number, _)| sizes[*number] += 1);
    assert_eq!(all.len(), 300);
    assert!(sizes.iter().all(|size| (20..=60).contains(size)), "{sizes:?}");
    // The number that pages tell the script is that of the files.
    let template = "{{ site.previews }}";
    let mut site = many();
    site.files.insert("themes/own/templates/404.html".to_string(), template.to_string());
    assert_eq!(page(&site.build(), "404.html"), "8");
}

/// Titles and addresses of a tree, in order.
fn walk(build: &Build, rows: &Value, out: &mut Vec<(String, String)>) {
    for row in rows.as_array().expect("a level is a list") {
        let text = |at: usize| row[at].as_str().expect("titles and addresses are text").to_string();
        out.push((text(0), text(1)));
        match &row[3] {
            Value::String(name) => walk(build, &data(build, name), out),
            Value::Null => {}
            rows => walk(build, rows, out),
        }
    }
}

#[test]
fn the_tree_is_that_of_the_page_of_contents() {
    let mut site = many();
    for n in 0..250 {
        site.files.insert(format!("content/s1/deep/d{n}.md"), format!("# Deep {n}\n"));
    }
    let build = site.build();
    let mut rows = Vec::new();
    walk(&build, &data(&build, "tree"), &mut rows);
    assert_eq!(rows.len(), 554);
    let names: Vec<String> = paths(&build).into_iter().filter(|path| path.starts_with("data/tree")).collect();
    assert_eq!(names, ["data/tree-s0.js", "data/tree-s1--deep.js", "data/tree-s1.js", "data/tree.js"]);
    let contents = page(&build, "contents.html");
    let (_, tree) = contents.split_once("tree band").expect("the tree is on the page");
    let mut at = 0;
    for (title, url) in rows {
        let link = format!("<a href=\"{url}\">{title}</a>");
        let open = format!("<summary>{title}<");
        let found = tree[at..].find(&link).or_else(|| tree[at..].find(&open));
        at += found.unwrap_or_else(|| panic!("{title} is not where the tree has it"));
    }
}

#[test]
fn a_file_of_the_authors_own_never_takes_the_place_of_data() {
    let build = Site::of(&[("content/a.md", "# A\n"), ("content/data/tree.js", "alert(1)")]).build();
    assert_eq!(codes(&build), ["page/conflict"]);
    assert!(build.diagnostics[0].message.contains("a file that the site makes itself"), "{:?}", build.diagnostics);
}
