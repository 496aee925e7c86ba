//! Related notes: what brings two notes together, what never does, and what is left out.

use candor::pipeline::Memo;

use crate::site::{Site, page, written};

/// Many notes that share nothing with any other, so that two of a kind are rare.
fn site(files: &[(&str, &str)]) -> Site {
    let mut site = Site::of(files);
    for n in 0..120 {
        let word = |salt: usize| -> String {
            (0..7).map(|at| char::from(b'a' + ((n * 31 + salt * 13) / 23_usize.pow(at) % 23) as u8)).collect()
        };
        let text = format!("# Filler {n}\n\n{} {} {}.\n", word(1), word(2), word(3));
        site.files.insert(format!("content/other/f{n}.md"), text);
    }
    site
}

/// The addresses of a page's related notes, in order.
fn related(site: &Site, path: &str) -> Vec<String> {
    let html = page(&site.build(), path);
    let Some((_, rest)) = html.split_once("id=\"part-related\"") else { return Vec::new() };
    let (part, _) = rest.split_once("</section>").expect("the section closes");
    let links = part.split("<a href=\"").skip(1);
    links.map(|link| link.split('"').next().unwrap_or_default().to_string()).collect()
}

#[test]
fn rare_words_terms_and_neighbours_bring_notes_together() {
    let site = site(&[
        ("content/a.md", "---\ntopics: [clocks]\n---\n# A\n\nThe tachograph in the gatehouse drifted overnight.\n"),
        ("content/words.md", "# Gatehouse\n\nIts tachograph drifted.\n"),
        ("content/topic.md", "---\ntopics: [clocks]\nsystems: [rota]\n---\n# Quite another matter\n"),
        ("content/system.md", "---\ntopics: [Clocks]\nsystems: [rota]\n---\n# Something else entirely\n"),
        ("content/one.md", "# One\n\n[[hub]] and [[hub-two]]\n"),
        ("content/two.md", "# Two\n\n[[hub]], [[hub-two]]\n"),
        ("content/hub.md", "# Hub\n"),
        ("content/hub-two.md", "# Second\n"),
        ("content/linking.md", "# Turnstile\n\nWrites of [[linked]] as well.\n"),
        ("content/linked.md", "# Linked\n\nA turnstile stood here.\n"),
    ]);
    assert_eq!(related(&site, "a.html"), ["words.html"]);
    assert_eq!(related(&site, "words.html"), ["a.html"]);
    assert_eq!(related(&site, "topic.html"), ["system.html"]);
    // A link alone is in the text already; with a word in common it is worth a second look.
    assert_eq!(related(&site, "two.html"), ["one.html"]);
    assert_eq!(related(&site, "linking.html"), ["linked.html"]);
    assert_eq!(related(&site, "other/f3.html"), Vec::<String>::new());
}

#[test]
fn who_wrote_a_note_is_never_asked() {
    let note = |authors: &str| format!("---\nauthors: {authors}\n---\n# {authors}\n");
    let (a, b) = (note("[ida]"), note("[ida, mei]"));
    let site = site(&[("content/a.md", &a), ("content/b.md", &b), ("content/c.md", &note("anonymous"))]);
    for path in ["a.html", "b.html", "c.html"] {
        assert_eq!(related(&site, path), Vec::<String>::new(), "{path}");
    }
}

#[test]
fn what_the_page_shows_already_is_left_out() {
    let text = "The tachograph in the gatehouse drifted overnight, twice.";
    let with = |front: &str, more: &str| format!("---\ntopics: [clocks]\n{front}---\n{text}\n\n{more}\n");
    let site = site(&[
        ("content/a.md", &with("builds_on: before\n", "")),
        ("content/before.md", &with("", "")),
        ("content/after.md", &with("builds_on: a\n", "")),
        ("content/mention.md", &with("", "As [[a]] says.")),
        ("content/reply.md", &with("kind: reply\nreply_to: a\n", "")),
        ("content/apart.md", &with("kind: reply\nreply_to: before\n", "")),
        ("content/old.md", &with("status: superseded\n", "")),
        ("content/older.md", &with("", "")),
        ("content/newer.md", &with("supersedes: older\n", "")),
        ("content/plain.md", &with("", "")),
    ]);
    let mut found = related(&site, "a.html");
    found.sort();
    assert_eq!(found, ["newer.html", "plain.html"]);
}

#[test]
fn a_hidden_note_and_a_private_person_bring_nobody_together() {
    let front = "---\naudience: [payments]\ntopics: [clocks]\nsystems: [rota]\n---\n";
    let hidden = format!("{front}# Velvet\n\n[[a]] [[b]] tachograph gatehouse\n");
    let site = site(&[
        ("site.toml", "[audiences]\npayments = \"Payments\"\n"),
        ("content/a.md", "---\ntopics: [clocks]\nsystems: [rota]\n---\n# A\n\nAs [[mei]] says of [[velvet]].\n"),
        ("content/b.md", "# B\n\nWith [[mei]], and [[mei]] again.\n"),
        ("content/people/mei.md", "---\ntitle: Mei Castellane\nkind: person\n---\n[[a]] [[b]]\n"),
        ("content/velvet.md", &hidden),
    ]);
    assert_eq!(related(&site, "a.html"), Vec::<String>::new());
    assert_eq!(related(&site, "b.html"), Vec::<String>::new());
}

#[test]
fn there_are_as_many_as_the_site_wants_and_the_newest_of_equals_comes_first() {
    let dated = |date: &str| format!("---\ntopics: [clocks]\nsystems: [rota]\n{date}---\n# Note\n");
    let mut site = site(&[
        ("content/a.md", &dated("")),
        ("content/b.md", &dated("date: 2026-01-01\n")),
        ("content/c.md", &dated("date: 2026-03-01\n")),
        ("content/d.md", &dated("date: 2026-01-01\n")),
    ]);
    assert_eq!(related(&site, "a.html"), ["c.html", "b.html", "d.html"]);
    for (count, expected) in [(0, 0), (2, 2), (20, 3)] {
        site.files.insert("site.toml".to_string(), format!("[related]\ncount = {count}\n"));
        assert_eq!(related(&site, "a.html").len(), expected);
    }
}

#[test]
fn a_warm_build_has_the_related_notes_of_a_fresh_one() {
    let mut site = site(&[
        ("content/a.md", "# A\n\nThe tachograph in the gatehouse drifted overnight.\n"),
        ("content/b.md", "# B\n\nNothing yet.\n"),
    ]);
    let mut memo = Memo::default();
    assert!(!page(&site.build_with(&mut memo), "b.html").contains("part-related"));
    site.files.insert("content/a.md".to_string(), "# A\n\nNothing to do with it.\n".to_string());
    site.files.insert("content/c.md".to_string(), "# C\n\nA tachograph and a gatehouse drifted.\n".to_string());
    site.files.insert("content/b.md".to_string(), "# B\n\nThe gatehouse, its tachograph drifted.\n".to_string());
    let warm = site.build_with(&mut memo);
    assert!(page(&warm, "b.html").contains("href=\"c.html\""));
    assert!(written(&warm) == written(&site.build()));
}
