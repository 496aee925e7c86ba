//! What lists say of a note: the day of an event, what waits for an answer, what no longer holds, and plain words.

use crate::site::{Site, codes, page, texts};

/// The part of a page from one text to the next occurrence of another.
fn part<'a>(html: &'a str, from: &str, to: &str) -> &'a str {
    let start = html.find(from).unwrap_or_else(|| panic!("{from} is not in {html}"));
    let end = html[start..].find(to).map_or(html.len(), |end| start + end);
    &html[start..end]
}

/// Where each of these stands in a text.
fn places(text: &str, words: &[&str]) -> Vec<usize> {
    words.iter().map(|word| text.find(word).unwrap_or_else(|| panic!("{word} is not in {text}"))).collect()
}

#[test]
fn an_event_is_coming_up_until_it_has_ended_whenever_it_was_written_down() {
    let event = |title: &str, fields: &str| format!("---\ntitle: {title}\nkind: event\n{fields}---\n");
    let build = Site::of(&[
        ("content/a.md", &event("Game day", "date: 2026-11-01\nstarts: 2026-12-09T09:00\n")),
        ("content/b.md", &event("Course", "date: 2026-11-20\nstarts: 2026-11-22\nends: 2026-11-26\n")),
        ("content/c.md", &event("Talk", "date: 2026-11-21\nstarts: 2026-11-20\n")),
        ("content/d.md", &event("Walk", "date: 2026-12-01\n")),
        ("content/e.md", &event("Old course", "date: 2026-11-23\nstarts: 2026-11-18\nends: 2026-11-23\n")),
        ("content/f.md", "---\ntitle: Note\ndate: 2026-11-24\n---\nSee [[Game day]].\n"),
    ])
    .build();
    let home = page(&build, "index.html");
    let coming = part(&home, "id=\"part-events\"", "</section>");
    let order = places(coming, &[">Course<", "2026-11-22", ">Walk<", "2026-12-01", ">Game day<", "2026-12-09"]);
    assert!(order.is_sorted(), "{coming}");
    assert!(!coming.contains("Talk") && !coming.contains("Old course"), "{coming}");
    let kind = page(&build, "kinds/learning-events.html");
    let list = part(&kind, "id=\"part-notes\"", "</section>");
    assert!(places(list, &[">Game day<", ">Walk<", ">Course<", ">Talk<", ">Old course<"]).is_sorted(), "{list}");
    assert!(list.contains("2026-12-09") && !list.contains("2026-11-01"), "{list}");
    assert!(page(&build, "data/previews-0.js").contains("9 December"), "a link to an event shows its day");
    // The recent notes are in the order of writing, and show the day by which they are sorted.
    let recent = page(&build, "recent.html");
    assert!(part(&recent, ">Game day<", "</li>").contains("2026-11-01"));
}

#[test]
fn what_waits_for_an_answer_comes_first_among_the_questions() {
    let build = Site::of(&[
        ("content/a.md", "---\ntitle: Old and open\nkind: question\ndate: 2026-01-02\n---\n"),
        ("content/b.md", "---\ntitle: New and answered\nkind: question\ndate: 2026-11-02\n---\n"),
        ("content/c.md", "---\ntitle: New and open\nkind: question\ndate: 2026-11-01\n---\n"),
        ("content/d.md", "---\ntitle: An answer\nanswers: b\n---\n"),
    ])
    .build();
    let html = page(&build, "kinds/questions.html");
    assert!(places(&html, &[">New and open<", ">Old and open<", ">New and answered<"]).is_sorted(), "{html}");
    assert!(html.contains("3 notes, open first"), "{html}");
}

#[test]
fn a_note_whose_place_a_newer_one_takes_says_so_in_every_list() {
    let build = Site::of(&[
        ("content/s/old.md", "---\ntitle: Old way\ndate: 2026-01-02\ntopics: [belts]\n---\n"),
        ("content/s/new.md", "---\ntitle: New way\ndate: 2026-01-03\nsupersedes: old\n---\n"),
    ])
    .build();
    for path in ["s/index.html", "index.html", "recent.html", "topics/belts.html"] {
        let html = page(&build, path);
        assert!(part(&html, ">Old way<", "</li>").contains("<span>Superseded</span>"), "{path}");
    }
    assert!(!part(&page(&build, "s/index.html"), ">New way<", "</li>").contains("Superseded"));
    assert!(page(&build, "s/old.md").contains("\nstatus: superseded\n"));
    assert!(page(&build, "s/old.html").contains("A newer note takes the place of this one: <a href=\"../s/new.html\""));
}

#[test]
fn a_note_that_names_itself_is_told_and_joined_to_nothing() {
    let build = Site::of(&[
        ("content/a.md", "---\ntitle: A\nsupersedes: a\nanswers: [A]\nrelated: [a.md, b]\n---\n"),
        ("content/b.md", "---\ntitle: B\n---\n"),
    ])
    .build();
    assert_eq!(codes(&build), ["reference/itself"; 3]);
    let html = page(&build, "a.html");
    assert!(!html.contains("takes the place") && !html.contains("id=\"part-replies\""), "{html}");
    assert_eq!(html.matches("id=\"part-relation-").count(), 1, "{html}");
}

#[test]
fn a_summary_and_a_mention_name_notes_by_their_titles() {
    let build = Site::of(&[
        ("site.toml", "url = \"https://wiki.example\"\n"),
        (
            "content/from.md",
            "---\ntitle: From\ndate: 2026-01-02\n---\nFirst [[deep/dup]], then [[größe#wie groß]] and [](deep/dup.md), not [[nowhere]].\n\n## See [[größe]]\n\nText.\n",
        ),
        ("content/deep/dup.md", "---\ntitle: Twice the same\n---\nBack to [[from]].\n"),
        ("content/größe.md", "---\ntitle: Size\n---\n## Wie groß\n\nVery.\n"),
    ])
    .build();
    let plain = "First Twice the same, then Wie groß and Twice the same, not nowhere.";
    for path in ["index.html", "from.html", "from.md", "notes.json", "llms.txt", "feed.json", "data/previews-0.js"] {
        assert!(page(&build, path).contains(plain), "{path}: {}", page(&build, path));
    }
    let html = page(&build, "grosse.html");
    let mentions = part(&html, "id=\"part-mentions\"", "</section>");
    let sentence = "First Twice the same, then <mark>Size</mark> and Twice the same, not nowhere.";
    assert!(mentions.contains(sentence), "{mentions}");
    // A heading keeps its words, and with them its anchor.
    assert!(page(&build, "from.html").contains("id=\"see-gr"), "{}", page(&build, "from.html"));
    for (path, text) in texts(&build) {
        assert!(!text.contains(['\u{FDD0}', '\u{FDD1}']), "a hole in {path}");
    }
}

#[test]
fn a_person_without_a_page_is_a_name_and_no_missing_note() {
    let build = Site::of(&[
        ("content/people/zed.md", "---\ntitle: Zed Castellane\nkind: person\n---\nVelvet words.\n"),
        (
            "content/a.md",
            "---\ntitle: A\nrelated: [people/zed]\n---\nAsk [[people/zed]], [them](people/zed.md) or [[zed|Z]].\n",
        ),
    ])
    .build();
    assert_eq!(codes(&build), ["link/private"; 4]);
    let html = page(&build, "a.html");
    assert!(html.contains("<p>Ask Zed Castellane, them or Z.</p>"), "{html}");
    assert!(!html.contains("not written yet") && !html.contains("people/zed"), "{html}");
    assert!(page(&build, "a.md").contains("Ask Zed Castellane, them or Z."), "{}", page(&build, "a.md"));
}

#[test]
fn the_neighbours_of_a_note_are_newer_and_older_only_where_that_is_the_order() {
    let dated = |title: &str, day: &str, more: &str| format!("---\ntitle: {title}\ndate: 2026-01-0{day}\n{more}---\n");
    let build = Site::of(&[
        ("content/log/a.md", &dated("A", "1", "")),
        ("content/log/b.md", &dated("B", "2", "")),
        ("content/log/c.md", &dated("C", "3", "")),
        ("content/book/a.md", &dated("A", "1", "order: 1\n")),
        ("content/book/b.md", &dated("B", "2", "order: 2\n")),
    ])
    .build();
    let around = |path: &str| {
        let html = page(&build, path);
        part(&html, "class=\"around\"", "</nav>").to_string()
    };
    let log = around("log/b.html");
    assert!(log.contains("<span>Newer</span>C<") && log.contains("<span>Older</span>A<"), "{log}");
    assert!(around("book/a.html").contains("<span>After this</span>B<"));
}

#[test]
fn the_home_page_names_no_team_that_has_no_note_yet() {
    let build = Site::of(&[
        ("content/teams/quiet.md", "---\ntitle: Quiet team\n---\n"),
        ("content/a.md", "---\ntitle: A\nteam: loud\n---\n"),
    ])
    .build();
    let home = page(&build, "index.html");
    assert!(home.contains("teams/loud.html") && !home.contains("teams/quiet.html"), "{home}");
    assert!(page(&build, "teams/index.html").contains("Quiet team"));
    assert!(page(&build, "a.html").contains("<dt>Team</dt>"), "one team is no teams");
}

#[test]
fn the_text_of_an_index_can_be_edited_and_describes_it() {
    let build = Site::of(&[
        ("site.toml", "[git]\nedit = \"https://forge.example/edit/{path}\"\n"),
        ("content/topics/_index.md", "---\ntitle: All topics\n---\nWhat we write about.\n"),
        ("content/a.md", "---\ntitle: A\ntopics: [belts]\n---\n"),
    ])
    .build();
    let html = page(&build, "topics/index.html");
    assert!(html.contains("href=\"https://forge.example/edit/content/topics/_index.md\""), "{html}");
    assert!(html.contains("<meta name=\"description\" content=\"What we write about.\">"), "{html}");
}
