//! Shows every rule of `tidy.rs` a text that breaks it, and one that does not.
//!
//! Never looks at the repository: what it reads stands here.

use super::*;

fn count<T>(found: impl IntoIterator<Item = T>) -> usize {
    found.into_iter().count()
}

#[test]
fn arrows() {
    assert_eq!(count(upward_arrows(&Source::new("note/markdown.rs", "use crate::{hashed::Hashed, wiki};"))), 1);
    assert_eq!(count(upward_arrows(&Source::new("note/markdown.rs", "fn a() { super::super::page::b() }"))), 1);
    assert_eq!(count(upward_arrows(&Source::new("wiki.rs", "use crate::note::Note; // crate::page"))), 0);
    assert_eq!(count(upward_arrows(&Source::new("brand_new.rs", ""))), 1);
    assert_eq!(count(forbidden_arrows(&Source::new("output/html.rs", "use crate::{page, note::Note};"))), 1);
    assert_eq!(count(forbidden_arrows(&Source::new("output/html/tags.rs", "fn a(w: &crate::wiki::Wiki) {}"))), 1);
    assert_eq!(count(forbidden_arrows(&Source::new("page/home.rs", "use crate::check::Finding;"))), 1);
    assert_eq!(count(forbidden_arrows(&Source::new("page/home.rs", "use crate::wiki::Wiki;"))), 0);
}

#[test]
fn world() {
    assert_eq!(count(world_outside_doors(&Source::new("wiki.rs", "use std::{fs, path::Path};"))), 1);
    assert_eq!(count(world_outside_doors(&Source::new("wiki.rs", "let t = std::time::SystemTime::now();"))), 1);
    assert_eq!(count(world_outside_doors(&Source::new("wiki.rs", "use std::{fmt, time::Instant};"))), 0);
    assert_eq!(count(world_outside_doors(&Source::new("source/read.rs", "use std::fs;"))), 0);
    assert_eq!(count(world_outside_doors(&Source::new("source.rs", "use std::fs as disk;"))), 1);
    let with_tests = "fn a() {}\n#[cfg(test)]\nmod tests { use std::fs; fn b() { let c = '{'; } }";
    assert_eq!(count(world_outside_doors(&Source::new("wiki.rs", with_tests))), 0);
}

#[test]
fn libraries() {
    let count_in = |name, text| count(libraries_from_home(&Source::new(name, text), HOMES));
    assert_eq!(count_in("wiki.rs", "use tera::Tera;"), 1);
    assert_eq!(count_in("page.rs", "fn a() -> ::toml::Value { x }"), 1);
    assert_eq!(count_in("output/html.rs", "use tera::Tera;"), 0);
    assert_eq!(count_in("wiki.rs", "// tera::Tera\nlet a = \"tera::Tera\"; let b = r#\"\"tera::\"#;"), 0);
    assert_eq!(count_in("wiki.rs", "use crate::toml::x; let a = my_toml::b();"), 0);
    let manifest =
        "[dependencies]\n# a\nxy-z = \"1\"\n[dependencies.big]\nversion = \"1\"\n[dev-dependencies]\nt = \"1\"";
    assert_eq!(scan::dependencies(manifest, "dependencies"), ["xy_z", "big"]);
    assert_eq!(scan::dependencies(manifest, "dev-dependencies"), ["t"]);
}

#[test]
fn shape() {
    assert!(undocumented(&Source::new("a.rs", "// a\nfn b() {}")).is_some());
    assert!(undocumented(&Source::new("a.rs", "//! Does a.\n")).is_none());
    assert!(too_long(&Source::new("a.rs", &"\n".repeat(LONGEST))).is_some());
    assert_eq!(count(prints(&Source::new("wiki.rs", "fn a() { println!(\"x\") }"))), 1);
    assert_eq!(count(prints(&Source::new("wiki.rs", "fn a() { dbg! (x) }"))), 1);
    assert_eq!(count(prints(&Source::new("wiki.rs", "/* println!() */ fn println() {} let a = \"dbg!()\";"))), 0);
    assert_eq!(count(prints(&Source::new("cli/build.rs", "fn a() { println!(\"x\") }"))), 0);
}

#[test]
fn places() {
    let folder = concat!("/", "home/");
    assert_eq!(count(strange_places("a.md", &format!("see {folder}me/notes"))), 1);
    assert_eq!(count(strange_places("a.md", &format!("see src/page{folder}x and example.org{folder}"))), 0);
    assert_eq!(count(strange_places("a.md", concat!("from https://static.crates", ".io/x"))), 1);
    let locked = concat!("source = \"registry+https://github.com/rust-lang/crates", ".io-index\"");
    assert_eq!(count(strange_places("Cargo.lock", locked)), 0);
    assert_eq!(count(strange_places("a.md", locked)), 1);
    assert_eq!(count(hosts_in_lock("{\n  \"resolved\": \"a\",\n  \"x\": \"http://a\",\n  \"integrity\": \"b\"\n}")), 2);
}
