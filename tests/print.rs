//! Pages to be printed: every note of a section or a path, whole, with links between them that stay on the page.

use std::collections::BTreeSet;

use candor::audience::Audience;

use crate::site::{Site, codes, page};

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
    assert!(build.outputs.iter().all(|output| &*output.path != "belts/index--print.html"));
}
