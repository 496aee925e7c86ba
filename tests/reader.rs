//! What surrounds a note: the ways to find one, the tree beside it, and the order of what follows it.

use crate::site::{Site, codes, page};

/// A note that everything can follow, and the notes that make it so.
fn full(config: &str) -> Site {
    Site::of(&[
        ("site.toml", config),
        (
            "content/lessons/b.md",
            "---\ntitle: Bolts\nkind: lesson\ndate: 2026-03-02\ntopics: [metal]\nbuilds_on: [a]\nthanks: [{to: wren, for: the light}]\n---\nHold [[Clay]].\n",
        ),
        ("content/lessons/a.md", "---\ntitle: Anvils\nkind: lesson\ndate: 2026-03-03\n---\nSee [[Bolts]].\n"),
        ("content/lessons/c.md", "---\ntitle: Clay\nkind: lesson\ndate: 2026-03-01\n---\n"),
        ("content/replies/r.md", "---\ntitle: Me too\nkind: reply\nreply_to: b\n---\nSo did we.\n"),
        ("content/deep/down/d.md", "---\ntitle: Dust\n---\n"),
    ])
}

#[test]
fn what_follows_a_note_always_stands_in_the_same_order() {
    let site = full("[git]\nedit = \"https://forge.example/edit/{path}\"\n");
    let build = site.build();
    assert_eq!(codes(&build), Vec::<&str>::new());
    let html = page(&build, "lessons/b.html");
    let parts = [
        "id=\"part-replies\"",
        "id=\"part-thanks\"",
        "id=\"part-topics\"",
        "id=\"part-relation-1\"",
        "id=\"part-mentions\"",
        "https://forge.example/edit/",
        "class=\"around\"",
    ];
    let places: Vec<usize> =
        parts.iter().map(|part| html.find(part).unwrap_or_else(|| panic!("{part} is not there"))).collect();
    assert!(places.is_sorted(), "{places:?}");
}

#[test]
fn the_search_page_leads_to_every_list_without_a_script() {
    let build = full("").build();
    let html = page(&build, "search.html");
    let main = &html[html.find("<main").expect("it has a main part")..html.find("</main>").expect("it ends")];
    for way in ["a-z.html\"", "a-z.html#part-b", "topics/index.html", "topics/metal.html", "kinds/lessons.html"] {
        assert!(main.contains(&format!("href=\"{way}")), "{way} is not on the search page");
    }
    assert!(!main.contains("systems/index.html"), "a list of nothing is not named");
    assert!(page(&build, "lessons/b.html").contains("href=\"../search.html#part-find\""));
}

#[test]
fn the_tree_stands_beside_every_page_only_where_the_site_asks_for_it() {
    let (with, without) = (full("[nav]\ntree = true\n").build(), full("").build());
    for url in ["index.html", "lessons/b.html", "deep/down/d.html", "search.html", "404.html"] {
        let html = page(&with, url);
        let column = html.split("class=\"tree-column\"").nth(1).unwrap_or_else(|| panic!("{url} has no column"));
        let column = &column[..column.find("</nav>").expect("the column ends")];
        let root = "../".repeat(url.matches('/').count());
        assert_eq!(column.matches("<a ").count(), 3, "the top folders and nothing below them");
        assert!(column.contains(&format!("href=\"{root}deep/index.html\">Deep</a>")), "{column}");
        assert!(!page(&without, url).contains("tree-column"), "{url}");
    }
}

#[test]
fn the_recent_notes_tell_the_day_by_which_they_are_sorted() {
    let build = Site::of(&[
        ("content/a.md", "---\ntitle: Old and mended\ndate: 2024-01-02\nupdated: 2026-11-20\n---\n"),
        ("content/b.md", "---\ntitle: New\ndate: 2026-11-10\n---\n"),
    ])
    .build();
    let html = page(&build, "recent.html");
    let (old, new) = (html.find("Old and mended").expect("it is there"), html.find(">New<").expect("it is there"));
    assert!(old < new);
    assert!(html[old..new].contains("2026-11-20") && html[old..new].contains("<span>changed</span>"), "{html}");
    assert!(!html[new..].contains("<span>changed</span>") && html[new..].contains("2026-11-10"));
}
