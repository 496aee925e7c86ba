//! The promises of the design that a build must keep: audiences, anonymity, links, addresses.

use candor::audience::Audience;
use candor::date::Date;
use candor::history::{Author, FileHistory, History};
use candor::pipeline::Build;
use candor::source::Bytes;

use crate::site::{Site, codes, page, paths, texts, written};

fn nowhere(build: &Build, secret: &str) {
    for (path, bytes) in written(build) {
        assert!(!path.contains(secret), "{secret} is in the path {path}");
        if let Bytes::Memory(bytes) = bytes {
            assert!(!String::from_utf8_lossy(&bytes).contains(secret), "{secret} is in {path}");
        }
    }
}

#[test]
fn a_note_for_another_audience_leaves_no_byte() {
    let mut site = Site::of(&[
        ("site.toml", "url = \"https://wiki.example\"\n[audiences]\npayments = \"Payments\"\n"),
        (
            "content/open.md",
            "---\ndate: 2026-05-03\nbuilds_on: velvet-handle\n---\n# Open\n\nA note that says [[velvet]] to everybody else, [and][1] <a href=\"velvet-file.md\">again</a>.\n\n[1]: velvet-file.md \"velvet-title\"\n",
        ),
        (
            "content/velvet.md",
            "---\ntitle: Velvet plan\ndate: 2026-05-04\nkind: lesson\nteam: velvet-team\naudience: [payments]\ntopics: [velvet-topic]\nsystems: [velvet-system]\naliases: [/old/velvet-alias/]\nthanks: [{to: ida, for: velvet thanks}]\n---\n\n[[open]] with ![a picture](velvet-picture.png)\n",
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
    assert!(publishes(&build, "velvet-picture.png"));
    assert!(page(&build, "old/velvet-alias/index.html").contains("../../velvet.html"));
    // What machines read has it as well, or above it was not looked for where it would be.
    for path in [
        "feed.xml",
        "feed.json",
        "kinds/lessons.feed.xml",
        "teams/velvet-team.feed.json",
        "velvet.md",
        "notes.json",
        "llms.txt",
    ] {
        assert!(page(&build, path).contains("Velvet plan"), "{path}");
    }
    assert!(page(&build, "sitemap.xml").contains("velvet.html"));
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
            ("content/handbook/one.md", "# Oriel\n\n[Rota](./#rota) [[handbook]]\n"),
        ])
    };
    let build = site("_index", "").build();
    assert!(page(&build, "handbook/index.html").contains("<h1>The handbook</h1>"));
    assert!(page(&build, "handbook/one.html").contains("index.html#rota"));
    assert_eq!(codes(&build), Vec::<&str>::new());
    for name in ["index", "README", "readme"] {
        let other = site(name, "").build();
        assert!(written(&other) == written(&build), "{name}.md makes other pages than _index.md");
        // Whoever may not see the folder's text may not see the folder.
        nowhere(&site(name, "audience: [night]\n").build(), "Oriel");
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
        ("site.toml", "url = \"https://wiki.example\"\n"),
        ("content/people/ida.md", "---\ntitle: Ida Fenwright\nkind: person\nprofile: public\n---\nHello.\n"),
        (
            "content/people/mei.md",
            "---\ntitle: Mei Castellane\nkind: person\naliases: [velvet@wiki.example]\ndate: 2026-05-03\n---\nPrivate words.\n",
        ),
        ("content/l.md", "---\ntitle: A lesson\nkind: lesson\ndate: 2026-05-03\nauthors: [ida, mei]\n---\n"),
        ("content/r.md", "---\ntitle: A review\nkind: review\nauthors: [ida]\n---\n"),
        (
            "content/n.md",
            "---\ntitle: A near miss\nkind: near-miss\ndate: 2026-05-03\nauthors: [wren fairlight]\n---\n",
        ),
    ]);
    let build = site.build();
    // What nearly went wrong is signed on its own page, and in no file that lists notes.
    let signed = texts(&build).into_iter().filter(|(_, text)| text.contains("wren fairlight"));
    let signed: Vec<String> = signed.map(|(path, _)| path).collect();
    assert_eq!(signed, ["n.html", "n.md"]);
    assert!(
        page(&build, "feed.xml").contains("A near miss")
            && page(&build, "kinds/near-misses.feed.json").contains("A near miss")
    );
    let ida = page(&build, "people/ida.html");
    assert!(ida.contains("A lesson") && !ida.contains("A review"));
    nowhere(&build, "Private words");
    nowhere(&build, "velvet@");
    assert!(!publishes(&build, "people/mei.html"));
    assert!(page(&build, "l.html").contains("Mei Castellane"));
    assert!(paths(&build).iter().all(|path| !path.contains("mei")));
    // The name is credit where it is said; where the person may be found is not told.
    for path in ["l.md", "notes.json", "feed.xml", "feed.json"] {
        let text = page(&build, path);
        assert!(text.contains("Mei Castellane") && text.contains("Ida Fenwright"), "{path}");
        assert!(!text.contains("people/mei"), "{path}");
    }
    for path in ["notes.json", "feed.xml", "feed.json"] {
        assert!(page(&build, path).contains("people/ida.html"), "{path}");
    }
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
fn an_anonymous_note_says_nothing_that_the_repository_knows() {
    let by = |name: &str| FileHistory {
        first: Some(Date::parse("2031-01-01").expect("it is a date")),
        last: Some(Date::parse("2031-02-02").expect("it is a date")),
        authors: vec![Author { name: format!("{name} Hand"), email: format!("{name}@wiki.example") }],
        commits: 2,
        whole: true,
    };
    let mut site = Site::of(&[
        (
            "site.toml",
            "url = \"https://wiki.example\"\n[git]\nedit = \"https://forge.example/edit/{path}\"\nhistory = \"https://forge.example/log/{path}\"\n",
        ),
        ("content/quiet.md", "---\ndate: 2026-05-03\nauthors: anonymous\n---\n# Quiet\n"),
        ("content/loud.md", "---\ndate: 2026-05-04\n---\n# Loud\n"),
    ]);
    let known = [("content/quiet.md", by("Velvet")), ("content/loud.md", by("Linen"))];
    site.history = History::new(known.into_iter().map(|(path, of)| (path.to_string(), of)).collect());
    let build = site.build();
    nowhere(&build, "Velvet");
    nowhere(&build, "edit/content/quiet.md");
    let linen = |path: &str| page(&build, path).contains("Linen Hand");
    for path in ["loud.html", "loud.md", "feed.xml", "feed.json", "notes.json"] {
        assert!(linen(path), "{path} does not say who wrote what is signed");
    }
    for path in ["quiet.html", "quiet.md"] {
        assert!(!page(&build, path).contains("2031") && !linen(path), "{path}");
    }
    let feed = page(&build, "feed.xml");
    let quiet = feed.split("<entry>").find(|entry| entry.contains("quiet.html")).expect("it is in the feed");
    assert!(!quiet.contains("<author>") && quiet.contains("2026-05-03") && !quiet.contains("2031"), "{quiet}");
    let data = page(&build, "notes.json");
    let quiet = data.lines().find(|line| line.contains("quiet.html")).expect("it is in the data");
    assert!(quiet.contains("\"anonymous\":true") && !quiet.contains("authors") && !quiet.contains("2031"), "{quiet}");
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
fn a_circle_of_embeds_is_told_as_long_as_it_is() {
    let site = Site::of(&[
        ("content/alone.md", "# Alone\n\n![[alone]]\n"),
        ("content/part.md", "# Part\n\n![[#End]]\n\n## End\n\nWords.\n"),
        ("content/two-a.md", "# Two A\n\n![[two-b]]\n"),
        ("content/two-b.md", "# Two B\n\n![[two-a]]\n"),
        ("content/x.md", "# X\n\n![[y]]\n"),
        ("content/y.md", "# Y\n\n![[z]]\n\n![[w]]\n"),
        ("content/z.md", "# Z\n\n![[x]]\n"),
        ("content/w.md", "# W\n\nNot in the circle.\n"),
    ]);
    let build = site.build();
    let told = |path: &str| {
        let mut of_path = build.diagnostics.iter().filter(|found| &*found.primary.span.file == path);
        let found = of_path.next().unwrap_or_else(|| panic!("nothing is told of {path}"));
        assert!(of_path.next().is_none(), "{path}: {:?}", build.diagnostics);
        (found.code.0, found.message.clone(), found.help.clone().unwrap_or_default())
    };
    let cycle = |message: &str, help: &str| ("embed/cycle", message.to_string(), help.to_string());
    for path in ["content/alone.md", "content/part.md"] {
        let expected = cycle("a note cannot embed itself or a part of itself", "make this an ordinary link");
        assert_eq!(told(path), expected);
    }
    assert_eq!(
        told("content/two-a.md"),
        cycle(
            "`two-b.md` embeds this note in turn, so that neither would ever end",
            "make one of the two embeds an ordinary link"
        )
    );
    assert_eq!(
        told("content/y.md"),
        cycle(
            "`z.md` embeds `x.md`, which embeds this note in turn, so that none of them would ever end",
            "make one of these embeds an ordinary link"
        )
    );
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

#[test]
fn notes_that_embed_each_other_many_times_make_no_endless_page() {
    let mut files = vec![("site.toml".to_string(), String::new())];
    for n in 0..10 {
        let embeds = format!("![[n{}]]\n\n", n + 1).repeat(if n == 9 { 0 } else { 9 });
        files.push((format!("content/n{n}.md"), format!("# N{n}\n\n{}\n\n{embeds}", "words ".repeat(200))));
    }
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let build = Site::of(&files).build();
    assert!(codes(&build).contains(&"embed/too-much"), "{:?}", codes(&build));
    let longest = texts(&build).iter().map(|(_, text)| text.len()).max();
    assert!(longest.is_some_and(|bytes| bytes < 2_000_000), "{longest:?}");
}

#[test]
fn an_embedded_heading_is_named_above_and_not_said_twice() {
    let build = Site::of(&[
        ("site.toml", ""),
        ("content/a.md", "# A\n\n![[b#Now]]\n"),
        ("content/b.md", "# B\n\n## Now\n\nThe part.\n\n## Later\n\nNot this.\n"),
    ])
    .build();
    let html = page(&build, "a.html");
    assert!(html.contains(">B: Now</a></p>") && html.contains("The part."), "{html}");
    assert!(!html.contains("<h2 id=\"e1-now\"") && !html.contains("Not this."), "{html}");
}

#[test]
fn an_amount_of_money_takes_nothing_with_it() {
    let text = "# A\n\nIt costs $10, type `$x` now.\n\n$5 a head, $7 at the door, and $a + b$ is a formula.\n";
    let html = page(&Site::of(&[("site.toml", ""), ("content/a.md", text)]).build(), "a.html");
    assert!(html.contains("It costs $10, type <code>$x</code> now."), "{html}");
    assert!(html.contains("$5 a head, $7 at the door, and <math"), "{html}");
}

#[test]
fn a_mistake_in_a_template_is_told_once_however_many_pages_it_stops() {
    let build = Site::of(&[
        ("site.toml", "theme = \"own\"\n"),
        ("themes/own/theme.toml", "extends = \"default\"\n"),
        ("themes/own/templates/note.html", "{{ note.titel }}"),
        ("content/a.md", "# A\n"),
        ("content/b.md", "# B\n"),
        ("content/c.md", "# C\n"),
    ])
    .build();
    let found = build.broken();
    assert_eq!(found.iter().map(|found| found.code.0).collect::<Vec<_>>(), ["theme/invalid"], "{found:?}");
    let help = found[0].help.as_deref().unwrap_or_default();
    assert_eq!(help, "did you mean `title`? (it was rendering `a.html` and 2 more pages)");
}

#[test]
fn a_template_that_extends_itself_or_nothing_is_told_with_the_way_to_what_it_replaces() {
    for (parent, message) in [
        ("note.html", "this template extends itself"),
        ("nope.html", "this template extends `nope.html`, which is not there"),
    ] {
        let template = format!("{{% extends \"{parent}\" %}}");
        let build = Site::of(&[("themes/own/templates/note.html", &template), ("content/a.md", "# A\n")]).build();
        let found = build.diagnostics.iter().find(|found| found.code.0 == "theme/invalid").expect("it is told");
        assert_eq!((found.message.as_str(), &*found.primary.span.file), (message, "themes/own/templates/note.html"));
        assert!(found.help.as_deref().is_some_and(|help| help.contains("default/templates/")), "{found:?}");
    }
}

/// A site with one hidden note; `text` is the body of the hidden one.
fn hidden(text: &str, more: &[(&str, &str)]) -> Build {
    let note = format!("---\naudience: [payments]\n---\n{text}\n");
    let mut files = vec![
        ("site.toml", "url = \"https://wiki.example\"\n[audiences]\npayments = \"Payments\"\n"),
        ("content/open.md", "# Open\n"),
        ("content/lessons/h.md", note.as_str()),
    ];
    files.extend(more);
    Site::of(&files).build()
}

fn publishes(build: &Build, path: &str) -> bool {
    build.output(path).is_some()
}

#[test]
fn a_file_of_a_hidden_note_is_hidden_however_it_is_written() {
    for (text, file) in [
        ("![[img/velvet.png]]", "img/velvet.png"),
        ("[[img/velvet.pdf]]", "img/velvet.pdf"),
        ("![x](Velvet.PNG)", "lessons/velvet.png"),
        ("![[velvet.png]]", "somewhere/velvet.png"),
        ("![x](velvet.png)", "somewhere/velvet.png"),
        ("[x](/img/velvet.pdf)", "img/velvet.pdf"),
        ("<img src=\"../img/velvet%20one.png\">", "img/velvet one.png"),
        ("[[Velvet.PDF|the plan]]", "velvet.pdf"),
    ] {
        let path = format!("content/{file}");
        let build = hidden(text, &[(&path, "velvet bytes")]);
        assert!(!publishes(&build, file), "{text} publishes {file}");
        let build = hidden(text, &[(&path, "velvet bytes"), ("content/lessons/o.md", text)]);
        assert!(publishes(&build, file), "{text} in a note for everybody hides {file}");
    }
    assert!(publishes(&hidden("![x](velvet.png)", &[("content/unused.pdf", "x")]), "unused.pdf"));
}

#[test]
fn a_file_in_the_html_of_a_hidden_note_is_hidden_even_where_no_page_would_show_it() {
    for site in ["", "\n[markdown]\nraw_html = \"escape\"\n"] {
        for text in [
            "<iframe src=\"velvet.pdf\"></iframe>",
            "text <object data='velvet.pdf'></object>",
            "<video poster=velvet.pdf></video>",
            "<img srcset=\"other.png 1x, velvet.pdf 2x\">",
        ] {
            let toml = format!("[audiences]\npayments = \"Payments\"\n{site}");
            let note = format!("---\naudience: [payments]\n---\n{text}\n");
            let files = [("site.toml", toml.as_str()), ("content/h.md", &note), ("content/velvet.pdf", "x")];
            assert!(!publishes(&Site::of(&files).build(), "velvet.pdf"), "{text} {site}");
        }
    }
}

#[test]
fn a_section_note_of_any_name_closes_its_folder() {
    for name in ["_index.md", "index.md", "README.md", "readme.md", "Readme.md", "INDEX.md"] {
        let path = format!("content/closed/{name}");
        let build =
            hidden("", &[(path.as_str(), "---\naudience: [payments]\n---\n"), ("content/closed/n.md", "# Curtain\n")]);
        assert!(!publishes(&build, "closed/n.html"), "{name} leaves its folder open");
    }
}

#[test]
fn the_files_of_a_private_person_are_private() {
    let person = |profile: &str| {
        Site::of(&[
            ("content/open.md", "# Open\n\n![us](people/team.png)\n"),
            (
                "content/people/ida.md",
                &format!("---\nkind: person\n{profile}---\n![me](secretida.png) ![us](team.png)\n"),
            ),
            ("content/people/secretida.png", "x"),
            ("content/people/team.png", "x"),
        ])
        .build()
    };
    let private = person("");
    assert!(!publishes(&private, "people/secretida.png") && publishes(&private, "people/team.png"));
    assert!(publishes(&person("profile: public\n"), "people/secretida.png"));
}

#[test]
fn a_comment_is_never_published_wherever_it_stands() {
    for text in [
        "Text <!-- velvet\n\nvelvet did it --> after.",
        "- item <!-- velvet\n\n  velvet -->\n- after.",
        "> quote <!-- velvet\n>\n> velvet --> after.",
        "<!-- one --> <!-- two\nvelvet -->\n\nafter.",
        "<!-- one --> **after.** <!-- two\n\nvelvet\n\n-->",
        "<!--\n```\nvelvet\n-->\n\nafter.",
        "Text <!--\n\n```\nvelvet\n\n--> after.",
        "Text <!-- ` velvet --> after. ` code",
        "<div>\n<!-- a\n\nvelvet -->\n</div>\n\nafter.",
        "| a | b |\n| - | - |\n| 1 <!-- velvet | velvet --> | after. |",
        "# Title <!-- velvet -->\n\nafter.",
        "\\\\<!-- velvet\n\nvelvet --> after.",
        "<!-- vel\r\n\r\nvelvet -->\r\nafter.",
    ] {
        for site in ["", "[markdown]\nraw_html = \"escape\"\n"] {
            let build = Site::of(&[("site.toml", site), ("content/a.md", text)]).build();
            assert!(!build.failed(), "{text}: {:?}", build.diagnostics);
            nowhere(&build, "velvet");
            assert!(page(&build, "a.html").contains("after."), "{text}");
        }
    }
}

#[test]
fn what_only_looks_like_a_comment_is_text() {
    for text in [
        "`<!-- shown -->` here",
        "```html\n<!-- shown\n\n-->\n```",
        "    <!-- shown -->",
        "- a\n\n  ~~~\n  <!-- shown\n  ~~~",
        "\\<!-- shown",
        "Open with ``<!-- ` shown`` in HTML.",
    ] {
        let build = Site::of(&[("content/a.md", text)]).build();
        assert!(!build.failed(), "{text}: {:?}", build.diagnostics);
        assert!(page(&build, "a.html").contains("shown"), "{text}");
    }
}

#[test]
fn a_comment_that_never_closes_is_told_with_its_place() {
    let build = Site::of(&[("content/a.md", "# A\n\nBefore.\n\n<!-- velvet\n\nvelvet\n")]).build();
    assert_eq!(codes(&build), ["comment/unclosed"]);
    assert_eq!(build.diagnostics[0].primary.span.start, 14);
    nowhere(&build, "velvet");
}

#[test]
fn html_behind_a_comment_is_cleaned_like_any_other() {
    let build =
        Site::of(&[("content/a.md", "<!-- a --><script>alert(2)</script><b onclick=\"alert(3)\">x</b>\n")]).build();
    assert!(!page(&build, "a.html").contains("alert("), "{}", page(&build, "a.html"));
}

#[test]
fn a_slip_in_a_field_that_protects_publishes_nothing_of_the_note() {
    for (field, code) in [
        ("author: anonymous", "field/misspelt"),
        ("Author: \"@Anonymous\"", "field/misspelt"),
        ("auhtors: [anonymous]", "field/misspelt"),
        ("audiance: [payments]", "field/misspelt"),
        ("audiences: [payments]", "field/misspelt"),
        ("Audience: payments", "field/misspelt"),
        ("staus: draft", "field/misspelt"),
        ("STATUS: draft", "field/misspelt"),
        ("draft: true", "field/misspelt"),
        ("published: false", "field/misspelt"),
        ("private: true", "field/misspelt"),
        ("profil: private", "field/misspelt"),
        ("audience:", "field/type"),
        ("audience: []", "field/type"),
        ("audience: \"\"", "field/type"),
        ("authors:", "field/type"),
        ("authors: []", "field/type"),
        ("authors: [\"\"]", "field/type"),
        ("authors: anonymus", "field/choice"),
        ("status:", "field/type"),
        ("audience:payments", "front-matter/invalid"),
    ] {
        for name in ["n.md", "_index.md"] {
            let path = format!("content/x/{name}");
            let note = format!("---\n{field}\n---\n\nsilk\n");
            let build = Site::of(&[
                ("site.toml", "[audiences]\npayments = \"Payments\"\n"),
                ("content/open.md", "# Open\n"),
                ("content/x/other.md", "# Other\n"),
                (&path, &note),
            ])
            .build();
            assert!(build.failed() && codes(&build).contains(&code), "{field}: {:?}", codes(&build));
            nowhere(&build, "silk");
            assert_eq!(publishes(&build, "x/other.html"), name == "n.md", "{field} in {name}");
        }
    }
}

#[test]
fn a_field_of_another_tool_that_hides_nothing_is_a_warning() {
    for field in [
        "author: Jane Vickers",
        "author:",
        "draft: false",
        "published: true",
        "published: 2026-01-02",
        "private: false",
        "co_authors: [ida]",
        "audio: tape.ogg",
        "image: a.png",
    ] {
        let note = format!("---\n{field}\n---\n\nlinen\n");
        let build = Site::of(&[("content/n.md", &note)]).build();
        assert_eq!(codes(&build), ["field/unknown"], "{field}");
        assert!(page(&build, "n.html").contains("linen"), "{field}");
    }
}

#[test]
fn a_kinds_own_field_is_no_slip() {
    let site = Site::of(&[
        ("kinds/tape/kind.toml", "label = \"Tape\"\n\n[fields.author]\ntype = \"text\"\n"),
        ("content/n.md", "---\nkind: tape\nauthor: anonymous\n---\n\nlinen\n"),
    ]);
    let build = site.build();
    assert!(!build.failed(), "{:?}", build.diagnostics);
}

#[test]
fn a_note_that_is_withheld_is_checked_like_any_other() {
    let build = Site::of(&[
        ("content/open.md", "# Open\n\n[[quiet]]\n"),
        ("content/quiet.md", "---\nstatus: drft\nseverty: x\n---\n\nsilk [[nowhere]]\n"),
    ])
    .build();
    assert_eq!(codes(&build), ["field/choice", "field/unknown", "link/broken"]);
    nowhere(&build, "silk");
    nowhere(&build, "quiet.html");
}

#[test]
fn fields_that_are_not_quite_where_they_belong_are_never_text() {
    for note in [
        "\n---\naudience: [payments]\n---\n\nsilk\n",
        "\r\n\r\n---\r\naudience: [payments]\r\n---\r\nsilk\r\n",
        "---\n\naudience: [payments]\n\nsilk\n",
        "---\naudience:payments\n---\n\nsilk\n",
        "---\nAudience:payments\n---\n\nsilk\n",
    ] {
        let build = Site::of(&[
            ("site.toml", "[audiences]\npayments = \"Payments\"\n"),
            ("content/open.md", "# Open\n"),
            ("content/n.md", note),
        ])
        .build();
        nowhere(&build, "silk");
    }
    let build = Site::of(&[("content/n.md", "---\n\nStatus quo, and linen.\n\n---\n")]).build();
    assert!(page(&build, "n.html").contains("linen") && !build.failed());
}

#[test]
fn a_picture_of_another_site_inside_a_link_leaves_the_link_whole() {
    let site = Site::of(&[
        (
            "content/a.md",
            "# A\n\n[![Built](https://elsewhere.example/x.png)](b.md) ![Seen](https://elsewhere.example/y.png)\n",
        ),
        ("content/b.md", "# B\n"),
    ]);
    let html = page(&site.build(), "a.html");
    assert!(html.contains("<a class=\"wl\" href=\"b.html\">Built</a> <a class=\"ext\""), "{html}");
}

#[test]
fn an_anchor_that_a_heading_names_itself_brings_no_markup() {
    let site = Site::of(&[(
        "content/a.md",
        "# A\n\n## One {#x\"onclick=alert(1)}\n\n## Two {#two-of-them}\n\n## Two of them\n\n[a](#two-of-them)\n",
    )]);
    let build = site.build();
    let html = page(&build, "a.html");
    assert!(!html.contains("onclick") && html.contains("id=\"one\""), "{html}");
    assert_eq!(html.matches("id=\"two-of-them\"").count(), 1, "{html}");
    assert_eq!(codes(&build), Vec::<&str>::new());
}
