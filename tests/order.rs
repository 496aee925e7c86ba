//! The field `order`: where a note or a folder stands among its neighbours, on every page that lists them.

use crate::site::{Site, codes, page};

/// Whether these words stand on a page in this order.
fn follow(html: &str, words: &[&str]) -> bool {
    let places: Vec<_> = words.iter().map(|word| html.find(word)).collect();
    places.iter().all(Option::is_some) && places.is_sorted()
}

#[test]
fn a_note_stands_in_its_folder_where_its_order_says_and_the_others_come_after() {
    let site = Site::of(&[
        ("content/guide/_index.md", "# Guide\n"),
        ("content/guide/a.md", "---\ntitle: Late news\ndate: 2026-11-20\n---\n"),
        ("content/guide/b.md", "---\ntitle: Third step\norder: 2\n---\n"),
        ("content/guide/c.md", "---\ntitle: First step\norder: -1\n---\n"),
        ("content/guide/d.md", "---\ntitle: Second step\norder: 1.5\n---\n"),
        ("content/guide/e.md", "---\ntitle: Within the first step\norder: 1.25\n---\n"),
    ]);
    let build = site.build();
    assert!(codes(&build).is_empty(), "{:?}", build.diagnostics);
    let steps = ["First step", "Within the first", "Second step", "Third step", "Late news"];
    for listing in ["guide/index.html", "contents.html"] {
        let html = page(&build, listing);
        let list = &html[html.find("<main").expect("a page has a main part")..];
        assert!(follow(list, &steps), "{listing}: {list}");
    }
    let second = page(&build, "guide/d.html");
    assert!(second.contains("e.html") && second.contains("b.html"), "its neighbours: {second}");
}

#[test]
fn a_folder_stands_among_its_neighbours_where_its_index_says() {
    let site = Site::of(&[
        ("content/a/_index.md", "---\ntitle: Attic\n---\n"),
        ("content/a/n.md", "# N\n"),
        ("content/b/_index.md", "---\ntitle: Hall\norder: 1.25\n---\n"),
        ("content/b/n.md", "# N\n"),
        ("content/c/_index.md", "---\ntitle: Door\norder: 1.5\n---\n"),
        ("content/c/n.md", "# N\n"),
    ]);
    let html = page(&site.build(), "contents.html");
    let list = &html[html.find("<main").expect("a page has a main part")..];
    assert!(follow(list, &["Hall", "Door", "Attic"]), "{list}");
}
