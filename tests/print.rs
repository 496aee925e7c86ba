//! Pages to be printed: every note of a section or a path, whole, with links between them that stay on the page.

use std::collections::BTreeSet;

use candor::audience::Audience;
use candor::pipeline::{Build, Memo};

use crate::site::{Site, codes, page, written};

fn site() -> Site {
    Site::of(&[
        ("site.toml", "[audiences]\nnight = \"Night shift\"\n"),
        ("content/belts/_index.md", "---\ntitle: Belts\nsummary: What moves.\n---\n"),
        (
            "content/belts/a.md",
            "---\ntitle: Anvil\n---\nSee [[Bolt]], [[Bolt#how it sounds]], [[Far]] and [below](#ends).[^1]\n\n## Ends\n\nText.\n\n[^1]: A remark.\n",
        ),
        ("content/belts/b.md", "---\ntitle: Bolt\n---\n## How it sounds\n\nLow.[^1]\n\n### Lower\n\n[^1]: Another.\n"),
        ("content/belts/deep/c.md", "---\ntitle: Clay\n---\n![[Bolt]]\n"),
        ("content/belts/hidden.md", "---\ntitle: Velvet belt\naudience: [night]\n---\n"),
        ("content/far.md", "---\ntitle: Far\n---\n"),
        (
            "content/path.md",
            "---\ntitle: First day\nkind: path\nsteps: [{note: far, why: It is far.}, {note: a}]\n---\n",
        ),
    ])
}

#[test]
fn a_section_is_printed_whole_and_its_links_stay_on_the_page() {
    let build = site().build();
    assert_eq!(codes(&build), Vec::<&str>::new());
    assert!(page(&build, "belts/index.html").contains("href=\"../belts/index--print.html\""));
    let html = page(&build, "belts/index--print.html");
    assert!(!html.contains("Velvet"));
    let main = &html[html.find("<main").expect("a main part")..html.find("</main>").expect("its end")];
    // Sections come before notes, as in the contents.
    let places: Vec<usize> = ["id=\"n1\"", "id=\"n2\"", "id=\"n3\""].iter().filter_map(|id| main.find(id)).collect();
    assert!(places.len() == 3 && places.is_sorted());
    for (what, link) in [("Bolt", "#n3"), ("its heading", "#n3-how-it-sounds"), ("its own heading", "#n2-ends")] {
        assert!(main.contains(&format!("href=\"{link}\"")), "{what} should be at {link}: {main}");
    }
    assert!(main.contains("href=\"../far.html\""), "what is not on the page is a link to its own");
    assert!(main.contains("<h3 id=\"n3-how-it-sounds\"") && main.contains("<h4 id=\"n3-lower\""), "{main}");
    let ids: Vec<&str> = html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!(ids.len(), ids.iter().collect::<BTreeSet<_>>().len(), "{ids:?}");
    let fragments = main.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next());
    for fragment in fragments {
        assert!(ids.contains(&fragment), "#{fragment} is not on the page");
    }
}

#[test]
fn a_path_is_printed_in_the_order_of_its_stops() {
    let build = site().build();
    assert!(page(&build, "path.html").contains("path--print.html"));
    let html = page(&build, "path--print.html");
    assert!(html.find(">Far</a></h2>").expect("the first") < html.find(">Anvil</a></h2>").expect("the second"));
}

#[test]
fn a_hidden_note_is_printed_for_its_audience_alone() {
    let mut site = site();
    site.audience = Audience { name: Some("night".to_string()), drafts: false };
    assert!(page(&site.build(), "belts/index--print.html").contains("Velvet belt"));
}

#[test]
fn nobody_is_offered_a_page_that_is_too_long_to_print() {
    let mut site = site();
    for n in 0..200 {
        site.files.insert(format!("content/belts/more-{n}.md"), format!("---\ntitle: More {n}\n---\n"));
    }
    let build = site.build();
    assert!(!page(&build, "belts/index.html").contains("--print"));
    assert!(build.output("belts/index--print.html").is_none());
}

#[test]
fn a_search_engine_is_told_to_find_the_notes_and_not_their_copies() {
    let mut site = site();
    let noindex = "<meta name=\"robots\" content=\"noindex\">";
    let said = |build: &Build, path: &str| page(build, path).matches(noindex).count();
    let printed = ["belts/index--print.html", "path--print.html"];
    let build = site.build();
    assert_eq!(printed.map(|path| said(&build, path)), [1, 1]);
    site.files.insert(
        "site.toml".to_string(),
        "url = \"https://notes.example\"\n[output]\nsearch_engines = true\n[audiences]\nnight = \"Night shift\"\n"
            .to_string(),
    );
    let build = site.build();
    assert_eq!(printed.map(|path| said(&build, path)), [1, 1]);
    assert_eq!(said(&build, "belts/a.html"), 0);
    let map = page(&build, "sitemap.xml");
    assert!(map.contains("https://notes.example/belts/a.html") && !map.contains("--print"), "{map}");
}

#[test]
fn an_edit_of_a_note_is_on_every_page_that_prints_it_and_warm_is_fresh() {
    let mut site = site();
    let mut memo = Memo::default();
    site.build_with(&mut memo);
    let path = "content/belts/a.md";
    let text = site.files[path].replace("Text.", "Quite another text.");
    site.files.insert(path.to_string(), text);
    let warm = site.build_with(&mut memo);
    for printed in ["belts/index--print.html", "path--print.html"] {
        assert!(page(&warm, printed).contains("Quite another text."), "{printed}");
    }
    assert!(written(&warm) == written(&site.build()));
}

#[test]
fn every_note_has_its_kind_its_date_and_who_wrote_it_unless_nobody_is_to_know() {
    let build = Site::of(&[
        ("content/people/mei.md", "---\ntitle: Mei Castellane\nkind: person\nprofile: public\n---\n"),
        ("content/s/a.md", "---\ntitle: Anvil\nkind: lesson\ndate: 2026-09-03\nauthors: [mei]\n---\n"),
        ("content/s/b.md", "---\ntitle: Bolt\nauthors: anonymous\n---\n> [!TIP]- Why\n> It folds here, too.\n"),
    ])
    .build();
    let html = page(&build, "s/index--print.html");
    let (first, second) = html.split_once("id=\"n2\"").expect("there are two");
    let (first, second) = if first.contains(">Anvil</a></h2>") { (first, second) } else { (second, first) };
    for word in ["Lesson", "datetime=\"2026-09-03\"", "Mei Castellane"] {
        assert!(first.contains(word), "{word} is missing: {first}");
    }
    assert!(!second.contains("Castellane") && second.contains("<details class=\"callout\""), "{second}");
}

#[test]
fn what_is_printed_keeps_its_facts_and_says_where_it_stands() {
    let review =
        "---\ntitle: Anvil\nkind: review\nstarted: 2026-09-03T02:10\nfactors: [one lamp for two things]\n---\nText.\n";
    let mut site = Site::of(&[("content/s/a.md", review), ("content/s/b.md", "---\ntitle: Bolt\n---\nText.\n")]);
    let build = site.build();
    let html = page(&build, "s/index--print.html");
    for word in ["<dt>Started</dt>", "2026-09-03T02:10", "one lamp for two things"] {
        assert!(html.contains(word), "{word} is missing: {html}");
    }
    let closing = |build: &Build| {
        let html = page(build, "s/a.html");
        let (_, closing) = html.split_once("<p class=\"printed\">").expect("a closing line");
        assert!(!closing.contains("class=\"after\"") && !closing.contains("class=\"around\""), "it comes last");
        closing.split("</p>").next().unwrap_or_default().to_string()
    };
    assert!(closing(&build).contains(", s/a.html."), "{}", closing(&build));
    site.files.insert("site.toml".to_string(), "url = \"https://wiki.example/notes\"\n".to_string());
    let build = site.build();
    assert!(closing(&build).contains(", https://wiki.example/notes/s/a.html."), "{}", closing(&build));
}
