//! The promises of the design that a build must keep: audiences, anonymity, links, addresses.

use candor::audience::Audience;
use candor::pipeline::Build;
use candor::source::Bytes;

use crate::site::{Site, codes, page};

fn nowhere(build: &Build, secret: &str) {
    for output in &build.outputs {
        assert!(!output.path.contains(secret), "{secret} is in the path {}", output.path);
        if let Bytes::Memory(bytes) = &output.bytes {
            assert!(!String::from_utf8_lossy(bytes).contains(secret), "{secret} is in {}", output.path);
        }
    }
}

#[test]
fn a_note_for_another_audience_leaves_no_byte() {
    let mut site = Site::of(&[
        ("site.toml", "[audiences]\npayments = \"Payments\"\n"),
        ("content/open.md", "# Open\n\nA note that says [[velvet]] to everybody else.\n"),
        (
            "content/velvet.md",
            "---\ntitle: Velvet plan\naudience: [payments]\ntopics: [velvet-topic]\nsystems: [velvet-system]\naliases: [/old/velvet-alias/]\nthanks: [{to: ida, for: velvet thanks}]\n---\n\n[[open]] with ![a picture](velvet-picture.png)\n",
        ),
        ("content/velvet-picture.png", "velvet bytes"),
        ("content/closed/_index.md", "---\ntitle: Closed room\naudience: [payments]\n---\n"),
        ("content/closed/curtain.md", "# Curtain\n"),
        ("content/closed/curtain.txt", "curtain bytes"),
    ]);
    let build = site.build();
    for secret in ["Velvet plan", "velvet-", "velvet thanks", "Closed room", "Curtain", "curtain"] {
        nowhere(&build, secret);
    }
    site.audience = Audience { name: Some("payments".to_string()), drafts: false };
    let build = site.build();
    assert!(page(&build, "velvet.html").contains("Velvet plan"));
    assert!(page(&build, "closed/curtain.html").contains("Curtain"));
    assert!(build.outputs.iter().any(|output| &*output.path == "velvet-picture.png"));
    assert!(page(&build, "old/velvet-alias/index.html").contains("../../velvet.html"));
}

#[test]
fn a_folders_text_may_stand_in_any_of_its_files() {
    let site = |name: &str, front: &str| {
        let path = format!("content/handbook/{name}.md");
        Site::of(&[
            ("site.toml", "[audiences]\nnight = \"Night shift\"\n"),
            (
                &path,
                &format!(
                    "---\ndefault_kind: lesson\n{front}---\n# The handbook\n\n## Rota\n\n[One](one.md) [Up](#rota)\n"
                ),
            ),
            ("content/handbook/one.md", "# One\n\n[Rota](./#rota) [[handbook]]\n"),
        ])
    };
    let build = site("_index", "").build();
    assert!(page(&build, "handbook/index.html").contains("<h1>The handbook</h1>"));
    assert!(page(&build, "handbook/one.html").contains("index.html#rota"));
    assert_eq!(codes(&build), Vec::<&str>::new());
    for name in ["index", "README", "readme"] {
        let other = site(name, "").build();
        assert!(other.outputs == build.outputs, "{name}.md makes other pages than _index.md");
        // Whoever may not see the folder's text may not see the folder.
        nowhere(&site(name, "audience: [night]\n").build(), "One");
    }
}

#[test]
fn what_cannot_be_read_is_never_shown_on_a_guess() {
    let site = Site::of(&[
        ("content/a.md", "---\ntitle: Quiet one\naudience: {who: payments}\n---\nsilk\n"),
        ("content/b.md", "---\ntitle: Quiet two\nstatus: drafft\n---\nsilk\n"),
        ("content/c.md", "---\ntitle: [Quiet three\n---\nsilk\n"),
        ("content/d.md", "# Fine\n"),
    ]);
    let build = site.build();
    assert!(build.failed());
    nowhere(&build, "silk");
    assert!(page(&build, "d.html").contains("Fine"));
}

#[test]
fn a_private_person_has_no_page_and_a_review_is_listed_by_nobody() {
    let site = Site::of(&[
        ("content/people/ida.md", "---\ntitle: Ida Fenwright\nkind: person\nprofile: public\n---\nHello.\n"),
        ("content/people/mei.md", "---\ntitle: Mei Castellane\nkind: person\n---\nPrivate words.\n"),
        ("content/l.md", "---\ntitle: A lesson\nkind: lesson\nauthors: [ida, mei]\n---\n"),
        ("content/r.md", "---\ntitle: A review\nkind: review\nauthors: [ida]\n---\n"),
    ]);
    let build = site.build();
    let ida = page(&build, "people/ida.html");
    assert!(ida.contains("A lesson") && !ida.contains("A review"));
    nowhere(&build, "Private words");
    assert!(build.outputs.iter().all(|output| &*output.path != "people/mei.html"));
    assert!(page(&build, "l.html").contains("Mei Castellane"));
}

#[test]
fn an_anonymous_note_has_no_author_and_no_way_to_its_history() {
    let site = Site::of(&[
        (
            "site.toml",
            "[git]\nedit = \"https://forge.example/edit/{path}\"\nhistory = \"https://forge.example/log/{path}\"\n",
        ),
        ("content/quiet.md", "---\ntitle: Quiet\nauthors: anonymous\n---\n"),
        ("content/loud.md", "---\ntitle: Loud\nauthors: [ida]\n---\n"),
    ]);
    let build = site.build();
    assert!(!page(&build, "quiet.html").contains("forge.example"));
    assert!(page(&build, "loud.html").contains("https://forge.example/edit/content/loud.md"));
}

#[test]
fn every_sort_of_link_is_resolved_the_same_way() {
    let site = Site::of(&[
        (
            "content/a/one.md",
            "# One\n\n[rel](../b/two.md#part) [[Two]] [[b/two#Part|label]] [[Deux]] <a href=\"../b/two.md\">raw</a> [gone](gone.md) [[Gone too]] [bad](javascript:alert(1)) [file](data.csv) [nofile](no.csv) [anchor](../b/two.md#none) [self](#none)\n",
        ),
        ("content/a/data.csv", "1"),
        ("content/b/two.md", "---\ntitle: Two\naliases: [Deux]\n---\n\n## Part\n\nText.\n"),
    ]);
    let build = site.build();
    let html = page(&build, "a/one.html");
    assert_eq!(html.matches("href=\"../b/two.html\"").count(), 3, "{html}");
    assert!(html.contains("href=\"../b/two.html#none\"") && html.contains("href=\"#none\""), "{html}");
    assert_eq!(html.matches("href=\"../b/two.html#part\"").count(), 2, "{html}");
    assert!(html.contains("href=\"../a/data.csv\""), "{html}");
    assert!(!html.contains("javascript:"), "{html}");
    assert_eq!(html.matches("not written yet").count(), 3, "{html}");
    assert_eq!(
        codes(&build),
        ["anchor/missing", "anchor/missing", "asset/missing", "link/broken", "link/broken", "link/scheme"]
    );
    let two = page(&build, "b/two.html");
    assert!(two.contains("Mentioned in 1 note"), "{two}");
}

#[test]
fn a_wikilink_without_words_shows_the_title_of_its_note() {
    let site = Site::of(&[
        ("content/long-file-name.md", "# A title in words\n\n## One part\n"),
        ("content/b.md", "# B\n\nSee [[long-file-name]] and [[long-file-name#one-part]].\n"),
    ]);
    let html = page(&site.build(), "b.html");
    assert!(
        html.contains(">A title in words</a> and <a class=\"wl\" href=\"long-file-name.html#one-part\">One part</a>"),
        "{html}"
    );
}

#[test]
fn two_notes_of_one_name_are_ambiguous_and_both_are_named() {
    let site = Site::of(&[
        ("content/a/x.md", "# First\n"),
        ("content/b/x.md", "# Second\n"),
        ("content/c.md", "# C\n\n[[x]]\n"),
    ]);
    let build = site.build();
    assert_eq!(codes(&build), ["link/ambiguous"]);
    let help = build.diagnostics[0].help.clone().expect("there is a way forward");
    assert!(help.contains("a/x") && help.contains("b/x"), "{help}");
}

#[test]
fn an_embed_shows_one_section_and_a_circle_is_told() {
    let site = Site::of(&[
        ("content/a.md", "# A\n\n![[b#Part]]\n"),
        ("content/b.md", "# B\n\nBefore.\n\n## Part\n\nInside.\n\n## Other\n\nAfter.\n"),
        ("content/x.md", "# X\n\n![[y]]\n"),
        ("content/y.md", "# Y\n\n![[x]]\n"),
    ]);
    let build = site.build();
    let html = page(&build, "a.html");
    assert!(html.contains("Inside.") && !html.contains("Before.") && !html.contains("After."), "{html}");
    assert_eq!(codes(&build), ["embed/cycle", "embed/cycle"]);
}

#[test]
fn a_site_of_nothing_but_one_file_builds() {
    let build = Site::of(&[("content/readme.md", "")]).build();
    assert!(!build.failed(), "{:?}", build.diagnostics);
    assert!(page(&build, "index.html").contains("<h1"));
}

#[test]
fn raw_html_is_cleaned_and_its_pictures_and_scripts_never_leave_the_site() {
    let site = Site::of(&[(
        "content/a.md",
        "# A\n\n<details><summary>More</summary>\n\n**bold** <img src=\"https://elsewhere.example/x.png\" alt=\"x\" onerror=\"alert(1)\">\n\n</details>\n\n<script>alert(2)</script>\n",
    )]);
    let build = site.build();
    let html = page(&build, "a.html");
    assert!(html.contains("<details><summary>More</summary>") && html.contains("<strong>bold</strong>"), "{html}");
    assert!(!html.contains("alert(") && !html.contains("src=\"https://elsewhere"), "{html}");
    assert!(codes(&build).contains(&"html/removed"));
}
