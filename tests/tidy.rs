//! The house rules that no compiler checks: which way modules may point, where each
//! library lives, who may touch the world, and what no file may hold.
//!
//! Reads the sources as text and never builds anything. The rules are tables here; how
//! a file is read is in `tidy/scan.rs`. Each rule is also shown broken text, so that a
//! scanner gone blind does not pass for a clean house.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

mod each_rule_can_fail;
mod scan;

use scan::Source;

/// Modules by layer, lowest first. A module may use its own layer and those below.
const LAYERS: &[&[&str]] = &[
    &["source", "diagnostic", "hashed", "memo", "nearest", "date", "language"],
    &["note", "kind", "config", "theme", "history", "audience"],
    &["wiki"],
    &["page", "search", "check", "coach", "insight", "record"],
    &["output"],
    &["pipeline", "publish", "import"],
    &["cli", "serve", "lsp", "main", "lib"],
];

/// Downward arrows that are forbidden all the same: (from, to, why).
const FORBIDDEN: &[(&str, &str, &str)] = &[
    ("output/html", "wiki", "a template's world is its view"),
    ("output/html", "note", "a template's world is its view"),
    ("note", "wiki", "parsing one file never asks about another"),
    ("check", "output", "checks judge notes, not HTML"),
    ("coach", "output", "checks judge notes, not HTML"),
    ("page", "check", "what a check finds has no path into a published byte"),
    ("page", "coach", "what the coach finds has no path into a published byte"),
    ("output", "check", "what a check finds has no path into a published byte"),
    ("output", "coach", "what the coach finds has no path into a published byte"),
    ("serve", "note", "the server knows bytes, types and diagnostics"),
    ("serve", "wiki", "the server knows bytes, types and diagnostics"),
    ("serve", "page", "the server knows bytes, types and diagnostics"),
];

/// What belongs to the world outside, and the files that are its doors.
const WORLD: &[&str] = &["std::fs", "std::env", "std::process", "std::net", "std::time::SystemTime"];
const DOORS: &[&str] = &["source/read", "history/git", "theme", "publish", "cli", "date", "serve", "main"];

/// The home of each library: the files that may name it. An empty list means anywhere.
const HOMES: &[(&str, &[&str])] = &[
    ("pulldown_cmark", &["note/markdown"]),
    ("linkify", &["note/markdown"]),
    ("pulldown_cmark_escape", &["note/markdown", "note/code", "page/body", "serve/page"]),
    ("unicode_segmentation", &["note/markdown"]),
    ("serde_yaml", &["note/front_matter", "output/markdown"]),
    ("arborium", &["note/code"]),
    ("pulldown_latex", &["note/math"]),
    ("mermaid_rs_renderer", &["note/diagram"]),
    ("ammonia", &["note/sanitise"]),
    ("deunicode", &["note/slug"]),
    ("unicode_normalization", &["note/dest", "note/slug", "search/words", "search/places"]),
    ("rust_stemmers", &["search/stem"]),
    ("rustc_hash", &["search", "coach"]),
    ("hashbrown", &["search/terms"]),
    ("tera", &["output/html"]),
    ("atom_syndication", &["output/feed/atom"]),
    ("quick_xml", &["output/xml"]),
    ("schemars", &["page/data", "output/open_data"]),
    ("walkdir", &["source/read"]),
    ("imagesize", &["source/read"]),
    ("toml", &["config"]),
    ("clap", &["cli"]),
    ("annotate_snippets", &["diagnostic/terminal"]),
    ("xxhash_rust", &["hashed"]),
    ("blake3", &["hashed"]),
    ("jiff", &["date"]),
    ("icu_plurals", &["language"]),
    ("icu_locale", &["language"]),
    ("fixed_decimal", &["language"]),
    ("strsim", &["nearest"]),
    ("rust_embed", &["theme"]),
    ("rustix", &["publish"]),
    ("notify", &["serve/watch"]),
    ("tiny_http", &["serve/http"]),
    ("httparse", &["serve/http"]),
    ("getrandom", &["serve/guard"]),
    ("ctrlc", &["cli/serve"]),
    ("rayon", &[]),
    ("serde", &[]),
    ("serde_json", &[]),
    ("thiserror", &[]),
];

/// The same for libraries that only tests use, in `tests/`.
const TEST_HOMES: &[(&str, &[&str])] = &[
    ("scraper", &["crawl/page"]),
    ("url", &["crawl/folder"]),
    ("percent_encoding", &["crawl/folder"]),
    ("wait4", &["bench/measure"]),
    ("syn", &["reference/views"]),
    ("jsonschema", &["machines/data", "sarif"]),
    ("feed_rs", &["machines/feeds"]),
    ("tempfile", &[]),
];

/// The most lines a source file may have.
const LONGEST: usize = 1_000;

#[test]
fn modules_point_downwards_only() {
    expect_none(sources().iter().flat_map(upward_arrows));
}

#[test]
fn no_module_takes_a_forbidden_arrow() {
    expect_none(sources().iter().flat_map(forbidden_arrows));
}

#[test]
fn only_the_doors_touch_the_world() {
    expect_none(sources().iter().flat_map(world_outside_doors));
}

#[test]
fn each_library_stays_in_its_home() {
    expect_none(sources().iter().flat_map(|source| libraries_from_home(source, HOMES)));
}

#[test]
fn each_library_of_the_tests_stays_in_its_home() {
    expect_none(tests().iter().flat_map(|source| libraries_from_home(source, TEST_HOMES)));
}

#[test]
fn each_dependency_has_a_home_in_the_table() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).expect("Cargo.toml stands in the root");
    for (table, homes) in [("dependencies", HOMES), ("dev-dependencies", TEST_HOMES)] {
        let known: BTreeSet<&str> = homes.iter().map(|(name, _)| *name).collect();
        let dependencies = scan::dependencies(&manifest, table);
        assert!(!dependencies.is_empty(), "nothing found under [{table}] in Cargo.toml");
        expect_none(
            dependencies
                .iter()
                .filter(|name| !known.contains(name.as_str()))
                .map(|name| format!("Cargo.toml: `{name}` has no home in the tables of tests/tidy.rs")),
        );
    }
}

#[test]
fn every_module_says_what_it_is_for() {
    expect_none(sources().into_iter().chain(tests()).filter_map(|source| undocumented(&source)));
}

#[test]
fn no_source_is_too_long() {
    expect_none(sources().iter().filter_map(too_long));
}

#[test]
fn only_the_command_line_prints() {
    expect_none(sources().iter().flat_map(prints));
}

#[test]
fn no_file_names_a_machine_or_a_registry() {
    let files = tracked_texts();
    assert!(files.len() > 10, "git lists only {} text files", files.len());
    expect_none(files.iter().flat_map(|(name, text)| strange_places(name, text)));
}

#[test]
fn the_lock_file_of_the_browser_tests_names_no_host() {
    let path = root().join("tests/browser/package-lock.json");
    let text = fs::read_to_string(&path).expect("the browser tests have a lock file");
    assert!(text.contains("\"integrity\""), "a lock file without digests");
    expect_none(hosts_in_lock(&text));
}

fn upward_arrows(source: &Source) -> Vec<String> {
    let layer_of = |module: &str| LAYERS.iter().position(|layer| layer.contains(&module));
    let from = source.top_module();
    let Some(own) = layer_of(from) else {
        return vec![format!("{}: `{from}` has no layer in LAYERS of tests/tidy.rs", source.name)];
    };
    // The crate's front page names every module, and that is its work.
    if from == "lib" {
        return Vec::new();
    }
    let mut found = Vec::new();
    for path in source.crate_paths() {
        let to = path.split("::").next().unwrap_or_default();
        if layer_of(to).is_some_and(|layer| layer > own) {
            found.push(format!("{}: `{from}` points up at `{path}`", source.name));
        }
    }
    found
}

fn forbidden_arrows(source: &Source) -> Vec<String> {
    let mut found = Vec::new();
    for path in source.crate_paths() {
        for (_, to, why) in FORBIDDEN.iter().filter(|(from, ..)| source.is_in(from)) {
            if path.split("::").next() == Some(to) {
                found.push(format!("{}: uses `{path}`; {why}", source.name));
            }
        }
    }
    found
}

fn world_outside_doors(source: &Source) -> Vec<String> {
    if DOORS.iter().any(|door| source.is_in(door)) {
        return Vec::new();
    }
    let touches = |path: &String| WORLD.iter().any(|world| path == world || path.starts_with(&format!("{world}::")));
    let paths = source.paths_from("std").into_iter().map(|path| format!("std::{path}"));
    paths.filter(touches).map(|path| format!("{}: touches the world with `{path}`", source.name)).collect()
}

fn libraries_from_home(source: &Source, homes: &[(&str, &[&str])]) -> Vec<String> {
    let away = homes.iter().filter(|(_, homes)| !homes.is_empty() && !homes.iter().any(|home| source.is_in(home)));
    away.filter(|(library, _)| source.names_library(library))
        .map(|(library, homes)| format!("{}: names `{library}`, whose home is {}", source.name, homes.join(", ")))
        .collect()
}

fn undocumented(source: &Source) -> Option<String> {
    (!source.text.starts_with("//! ")).then(|| format!("{}: does not open with `//!`", source.name))
}

fn too_long(source: &Source) -> Option<String> {
    let lines = source.text.lines().count();
    (lines >= LONGEST).then(|| format!("{}: {lines} lines; look for the second idea", source.name))
}

fn prints(source: &Source) -> Vec<String> {
    if source.is_in("cli") || source.is_in("main") {
        return Vec::new();
    }
    let macros = ["println", "eprintln", "print", "eprint", "dbg"];
    let used = macros.iter().filter(|name| source.calls_macro(name));
    used.map(|name| format!("{}: prints with `{name}!`", source.name)).collect()
}

fn strange_places(name: &str, text: &str) -> Vec<String> {
    // Written in two parts, so that this file does not find itself.
    let folders = [concat!("/", "work/"), concat!("/", "root/"), concat!("/", "home/")];
    let hosts = [
        concat!("registry", ".npmjs"),
        concat!("registry", ".yarnpkg"),
        concat!("crates", ".io"),
        concat!("py", "pi.org"),
        concat!("python", "hosted.org"),
        concat!("deb.", "debian.org"),
        concat!("archive.", "ubuntu.com"),
        concat!("proxy.", "golang.org"),
    ];
    // What cargo writes into its lock file is the name of an index, the same everywhere.
    let index = concat!("github.com/rust-lang/crates", ".io-index");
    let mut found = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let mut tell = |what: &str| found.push(format!("{name}:{}: names `{what}`", number + 1));
        folders.iter().filter(|folder| scan::holds_absolute(line, folder)).for_each(|folder| tell(folder));
        let line = if name == "Cargo.lock" { line.replace(index, "") } else { line.to_owned() };
        hosts.iter().filter(|host| line.contains(*host)).for_each(|host| tell(host));
    }
    found
}

fn hosts_in_lock(text: &str) -> Vec<String> {
    let lines = text.lines().enumerate();
    let named = lines.filter(|(_, line)| line.contains("\"resolved\"") || line.contains("://"));
    named.map(|(number, line)| format!("package-lock.json:{}: {}", number + 1, line.trim())).collect()
}

fn expect_none(problems: impl IntoIterator<Item = String>) {
    let problems: Vec<String> = problems.into_iter().collect();
    assert!(problems.is_empty(), "{} found:\n  {}", problems.len(), problems.join("\n  "));
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn sources() -> Vec<Source> {
    let folder = root().join("src");
    let sources: Vec<Source> = rust_files(&folder).iter().map(|path| Source::read(&folder, path)).collect();
    assert!(sources.len() > 3, "only {} sources found", sources.len());
    sources
}

fn tests() -> Vec<Source> {
    let folder = root().join("tests");
    rust_files(&folder).iter().map(|path| Source::read(&folder, path)).collect()
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut left = vec![folder.to_owned()];
    while let Some(folder) = left.pop() {
        for entry in fs::read_dir(&folder).expect("a folder of the repository can be read") {
            let path = entry.expect("an entry of the repository can be read").path();
            if path.is_dir() {
                if !path.ends_with("node_modules") {
                    left.push(path);
                }
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// What git tracks or would track, as far as it is text.
fn tracked_texts() -> Vec<(String, String)> {
    let arguments = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
    let listed = Command::new("git").args(arguments).current_dir(root()).output().expect("git is installed");
    assert!(listed.status.success(), "git ls-files: {}", String::from_utf8_lossy(&listed.stderr));
    let names = String::from_utf8(listed.stdout).expect("file names are UTF-8");
    let read = |name: &str| fs::read(root().join(name)).ok().filter(|bytes| !bytes.contains(&0));
    let text = |name: &str| Some((name.to_owned(), String::from_utf8(read(name)?).ok()?));
    names.split('\0').filter(|name| !name.is_empty()).filter_map(text).collect()
}
