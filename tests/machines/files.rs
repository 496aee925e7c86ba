//! The small files that crawlers and browsers ask for, and the paths of all files.

use std::collections::BTreeSet;

use super::{BASE, is_there, own_wiki, site_with, texts};
use crate::site::{Site, codes, page};

/// Returns the texts of an element, read by an XML parser.
fn elements(xml: &str, name: &str) -> Vec<String> {
    let mut reader = quick_xml::Reader::from_str(xml);
    reader.config_mut().check_end_names = true;
    let (mut found, mut open) = (Vec::new(), false);
    loop {
        match reader.read_event().expect("it is well-formed") {
            quick_xml::events::Event::Start(tag) if tag.name().as_ref() == name.as_bytes() => open = true,
            quick_xml::events::Event::End(_) => open = false,
            quick_xml::events::Event::Text(text) if open => {
                found.push(text.decode().expect("it is UTF-8").into_owned())
            }
            quick_xml::events::Event::Eof => return found,
            _ => {}
        }
    }
}

#[test]
fn the_site_map_has_every_page_that_one_can_go_to() {
    let build = own_wiki();
    let xml = page(&build, "sitemap.xml");
    let named: BTreeSet<String> = elements(&xml, "loc").into_iter().collect();
    let base = "https://notebook.brindlemoor.example/";
    let pages = texts(&build).filter(|(path, text)| {
        path.ends_with(".html") && *path != "404.html" && !text.contains("http-equiv=\"refresh\"")
    });
    let there: BTreeSet<String> = pages.map(|(path, _)| format!("{base}{path}")).collect();
    assert_eq!(named, there);
    let days = elements(&xml, "lastmod");
    assert!(days.len() > 60 && days.iter().all(|day| day.len() == 10), "{days:?}");
}

#[test]
fn an_intranet_stays_out_of_the_indexes_of_the_open_web() {
    let noindex = "<meta name=\"robots\" content=\"noindex\">";
    let note = ("content/a.md", "# A\n");
    let build = site_with("", &[note]).build();
    assert_eq!(page(&build, "robots.txt"), "User-agent: *\nDisallow: /\n");
    let pages: Vec<_> = texts(&build).filter(|(path, _)| path.ends_with(".html")).collect();
    assert!(pages.len() > 5 && pages.iter().all(|(_, html)| html.matches(noindex).count() == 1));
    let build = site_with("[output]\nsearch_engines = true\n", &[note]).build();
    assert_eq!(page(&build, "robots.txt"), format!("User-agent: *\nAllow: /\n\nSitemap: {BASE}sitemap.xml\n"));
    assert!(!page(&build, "a.html").contains(noindex));
}

#[test]
fn a_file_of_ones_own_takes_the_place_of_robots_and_llms_and_of_no_other() {
    let own = [("content/Robots.txt", "own"), ("content/llms.txt", "own")];
    let build = site_with("", &[("content/a.md", "# A\n"), own[0], own[1]]).build();
    assert!(codes(&build).is_empty(), "{:?}", build.diagnostics);
    assert!(
        !is_there(&build, "robots.txt") && page(&build, "Robots.txt") == "own" && page(&build, "llms.txt") == "own"
    );
    for path in [
        "feed.xml",
        "sitemap.xml",
        "notes.json",
        "Notes.schema.json",
        "manifest.webmanifest",
        "opensearch.xml",
        "kinds/notes.feed.json",
        "a.md/x.png",
    ] {
        let file = format!("content/{path}");
        let build = site_with("", &[("content/a.md", "---\ndate: 2026-05-03\n---\n# A\n"), (&file, "own")]).build();
        assert_eq!(codes(&build), ["page/conflict"], "{path}");
        assert_eq!(&*build.diagnostics[0].primary.span.file, file);
        assert!(texts(&build).all(|(_, text)| text != "own"), "{path}");
    }
}

#[test]
fn a_browser_is_told_how_to_search_here() {
    let build = site_with("description = \"All & more\"\n", &[("content/a.md", "# A\n")]).build();
    let xml = page(&build, "opensearch.xml");
    assert_eq!(elements(&xml, "InputEncoding"), ["UTF-8"]);
    assert!(xml.contains("<ShortName>Tiny &amp; &lt;true&gt;</ShortName>"), "{xml}");
    assert!(xml.contains(&format!("template=\"{BASE}search.html?q={{searchTerms}}\"")), "{xml}");
    assert!(page(&build, "a.html").contains("rel=\"search\" type=\"application/opensearchdescription+xml\""));
    let build = Site::of(&[("content/a.md", "# A\n")]).build();
    assert!(!is_there(&build, "opensearch.xml") && !is_there(&build, "sitemap.xml"));
    assert!(!page(&build, "a.html").contains("opensearch"));
}

#[test]
fn the_home_page_alone_names_the_web_manifest() {
    let build = site_with("language = \"ar\"\n", &[("content/a.md", "# A\n")]).build();
    let manifest: serde_json::Value = serde_json::from_str(&page(&build, "manifest.webmanifest")).expect("it is JSON");
    assert_eq!((manifest["name"].as_str(), manifest["dir"].as_str()), (Some("Tiny & <true>"), Some("rtl")));
    for url in [&manifest["start_url"], &manifest["icons"][0]["src"]] {
        assert!(is_there(&build, url.as_str().expect("a URL is a text")), "{url}");
    }
    let colour = |key: &str| manifest[key].as_str().is_some_and(|colour| colour.len() == 7);
    assert!(colour("theme_color") && colour("background_color"), "{manifest}");
    let names = |path: &str| page(&build, path).contains("rel=\"manifest\"");
    assert!(names("index.html") && !names("a.html") && !names("recent.html"));
}

#[test]
fn a_language_model_is_shown_the_way_to_the_markdown() {
    let mut notes = vec![(
        "content/a.md".to_string(),
        "---\nkind: lesson\nsummary: With [brackets].\n---\n# A *star*\n".to_string(),
    )];
    notes.extend((0..60).map(|n| (format!("content/n{n}.md"), format!("# N{n}\n\n{}\n", "word ".repeat(80)))));
    let notes: Vec<(&str, &str)> = notes.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let build = site_with("description = \"What we learn\"\n", &notes).build();
    let text = page(&build, "llms.txt");
    assert!(text.starts_with("# Tiny & \\<true>\n\n> What we learn\n\n## "), "{text}");
    assert!(text.contains(&format!("\n## Lessons\n\n- [A star]({BASE}a.md): With \\[brackets\\].\n")), "{text}");
    assert!(text.contains("\n## Optional\n"), "{text}");
    assert_eq!(text.matches("- [N").count(), 40);
    for line in text.lines().filter_map(|line| line.strip_prefix("- [")) {
        let url = line.split("](").nth(1).and_then(|rest| rest.split(')').next()).expect("a line has a link");
        assert!(is_there(&build, url.strip_prefix(BASE).expect("links are whole")), "{url}");
        assert!(line.len() < 400, "{line}");
    }
}
