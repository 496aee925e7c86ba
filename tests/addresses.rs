//! One address, one file: what two things want is told, and what no disk can hold is refused.

use candor::pipeline::Build;

use crate::site::{Site, codes, page, paths, written};

/// What was told, as `code place: message`.
fn told(build: &Build) -> Vec<String> {
    let line = |found: &candor::diagnostic::Diagnostic| {
        let span = &found.primary.span;
        format!("{} {}:{}: {}", found.code, span.file, span.start, found.message)
    };
    build.diagnostics.iter().map(line).collect()
}

fn aliased(at: &str, aliases: &str) -> Site {
    Site::of(&[
        (at, &format!("---\naliases: [{aliases}]\ntitle: A note\ntopics: [alerting]\n---\n\nText.\n")),
        ("content/topics/other.md", "---\ntitle: Other\n---\n"),
        ("content/open.md", "# Open\n"),
    ])
}

/// Where the alias of [`aliased`] begins, without its quotes.
fn start(alias: &str) -> usize {
    "---\naliases: [".len() + usize::from(alias.starts_with(['"', '\'']))
}

#[test]
fn an_alias_never_takes_the_place_of_a_page() {
    for (alias, path) in [
        ("\"404\"", "404.html"),
        ("recent", "recent.html"),
        ("a-z", "a-z.html"),
        ("Index", "index.html"),
        ("/kinds/index.html", "kinds/index.html"),
        ("/kinds/notes.html", "kinds/notes.html"),
        ("topics/alerting.html", "topics/alerting.html"),
        ("topics/other.html", "topics/other.html"),
        ("/Open.html", "Open.html"),
    ] {
        let plain = aliased("content/a.md", "").build();
        let build = aliased("content/a.md", alias).build();
        assert_eq!(codes(&build), ["alias/duplicate"], "{alias}");
        let found = &build.diagnostics[0];
        assert_eq!((&*found.primary.span.file, found.primary.span.start), ("content/a.md", start(alias)), "{alias}");
        assert!(found.message.contains(&format!("`{path}`")), "{}", found.message);
        assert_eq!(paths(&build), paths(&plain), "{alias}");
        assert!(page(&build, "404.html").contains("a-z.html"), "{alias}");
    }
}

#[test]
fn folders_may_begin_with_any_letter() {
    let site = Site::of(&[("content/заметки/é/a.md", "# A note\n"), ("content/заметки/_index.md", "# Notes\n")]);
    let build = site.build();
    let html = paths(&build).into_iter().find(|path| path.ends_with("/a.html")).expect("the note has a page");
    assert!(page(&build, &html).contains(">Notes</a>"), "{html}");
}

#[test]
fn nothing_is_a_file_and_a_folder_at_once() {
    for alias in ["/open.html/x", "/picture.png/old.html"] {
        let mut site = aliased("content/a.md", alias);
        site.files.insert("content/picture.png".to_string(), "bytes".to_string());
        let build = site.build();
        assert_eq!(codes(&build), ["alias/duplicate"], "{alias}");
        assert!(build.output("picture.png").is_some() && build.output("open.html").is_some());
    }
}

#[test]
fn of_two_aliases_the_first_keeps_the_address_and_the_other_is_told_with_both_places() {
    let site = Site::of(&[
        ("content/a.md", "---\naliases: [/old/x.html]\n---\n# A\n"),
        ("content/b.md", "---\naliases: [/Old/x.html]\n---\n# B\n"),
    ]);
    let build = site.build();
    assert_eq!(codes(&build), ["alias/duplicate"]);
    assert_eq!(&*build.diagnostics[0].primary.span.file, "content/b.md");
    assert_eq!(&*build.diagnostics[0].others[0].span.file, "content/a.md");
    assert!(page(&build, "old/x.html").contains("../a.html"));
}

#[test]
fn a_file_never_takes_the_place_of_a_page_and_is_told() {
    for path in [
        "recent.html",
        "404.html",
        "index.html",
        "contents.html",
        "Contents.html",
        "topics/alerting.html",
        "kinds/notes.html",
        "open.html",
        "open.html/picture.png",
    ] {
        let plain = aliased("content/a.md", "").build();
        let mut site = aliased("content/a.md", "");
        site.files.insert(format!("content/{path}"), "the bytes of the file".to_string());
        let build = site.build();
        assert_eq!(codes(&build), ["page/conflict"], "{path}");
        assert_eq!(&*build.diagnostics[0].primary.span.file, format!("content/{path}").as_str());
        assert_eq!(paths(&build), paths(&plain), "{path}");
        assert!(written(&build) == written(&plain), "{path} is in the output");
    }
}

#[test]
fn files_that_a_disk_may_take_for_one_are_told() {
    let site = Site::of(&[("content/a.md", "# A\n"), ("content/X/p.png", "1"), ("content/x/P.png", "2")]);
    let build = site.build();
    assert_eq!(codes(&build), ["page/conflict"]);
    assert_eq!(&*build.diagnostics[0].primary.span.file, "content/x/P.png");
}

#[test]
fn folders_and_notes_that_want_a_page_of_the_site_are_told() {
    // Two folders of one name, a folder named like a list, a note named like a list of a kind.
    for (files, place) in [
        (["content/Lessons/a.md", "content/lessons/b.md"], "content/lessons/b.md"),
        (["content/kinds/a.md", "content/b.md"], "content/kinds/a.md"),
        (["content/a.md", "content/kinds/notes.md"], "content/kinds/notes.md"),
        (["content/a.md", "content/recent.md"], "content/recent.md"),
        (["content/a.md", "content/404.md"], "content/404.md"),
        (["content/recent.html/a.md", "content/b.md"], "content/recent.html/a.md"),
    ] {
        let build = Site::of(&files.map(|path| (path, "Words."))).build();
        assert!(build.failed(), "{files:?}");
        assert!(codes(&build).iter().all(|code| *code == "page/conflict"), "{:?}", told(&build));
        assert_eq!(&*build.diagnostics[0].primary.span.file, place, "{:?}", told(&build));
        let mut all = paths(&build);
        all.dedup();
        assert_eq!(all, paths(&build));
    }
}

#[test]
fn two_kinds_of_one_plural_are_told() {
    let kind = |label: &str| {
        format!("label = \"{label}\"\nplural = \"Finds\"\nglyph = \"lesson\"\nhue = \"lesson\"\nfolder = \"finds\"\n")
    };
    let (one, two) = (kind("One"), kind("Two"));
    let site = Site::of(&[
        ("kinds/one/kind.toml", &one),
        ("kinds/two/kind.toml", &two),
        ("content/a.md", "---\nkind: one\n---\n"),
        ("content/b.md", "---\nkind: two\n---\n"),
    ]);
    let build = site.build();
    assert_eq!(codes(&build), ["page/conflict"], "{:?}", told(&build));
    assert_eq!(&*build.diagnostics[0].primary.span.file, "kinds/two/kind.toml");
}

#[test]
fn no_further_page_of_a_list_takes_the_place_of_a_note() {
    let mut site = Site::of(&[("site.toml", "[output]\npage_size = 1\n"), ("content/lessons/index-2.md", "# Mine\n")]);
    for n in 0..3 {
        let text = format!("---\ntopics: [release, release 2]\n---\n# Note {n}\n");
        site.files.insert(format!("content/lessons/n{n}.md"), text);
    }
    site.files.insert("content/recent-2.md".to_string(), "# Mine too\n".to_string());
    let build = site.build();
    assert_eq!(codes(&build), [""; 0]);
    assert!(page(&build, "lessons/index-2.html").contains("Mine</h1>"));
    assert!(page(&build, "recent-2.html").contains("Mine too</h1>"));
    assert!(page(&build, "topics/release-2.html").contains("release 2</h1>"));
    assert!(page(&build, "topics/release.html").contains("release--2.html"));
    assert!(page(&build, "topics/release--2.html").contains("release</h1>"));
}

#[test]
fn an_alias_that_no_disk_can_hold_is_told_at_its_place() {
    let long = format!("/{}.html", "x".repeat(300));
    let deep = "/x".repeat(600);
    for alias in [
        ".candor-staging/z",
        "/old/.well-known",
        "/x/con:y",
        "/con/x.html",
        "/x/AUX.html",
        "/x/com1",
        "\"/what?.html\"",
        "/what%3F.html",
        "\"/old/page.html?id=3\"",
        "\"/old/page.html#part\"",
        "\"/a<b.html\"",
        "\"/a|b.html\"",
        "'/a\\b.html'",
        "/a%0Ab.html",
        "/a%FFb.html",
        "\"/a./b.html\"",
        "\"/a /b.html\"",
        "\"/a%20/\"",
        "../../up.html",
        "https://elsewhere.example/x.html",
        "what*.html",
        &long,
        &deep,
    ] {
        let plain = aliased("content/a.md", "").build();
        let build = aliased("content/a.md", alias).build();
        assert_eq!(codes(&build), ["alias/invalid"], "{alias}");
        let found = &build.diagnostics[0];
        assert_eq!((&*found.primary.span.file, found.primary.span.start), ("content/a.md", start(alias)), "{alias}");
        assert!(found.help.is_some());
        assert_eq!(paths(&build), paths(&plain), "{alias}");
    }
}

#[test]
fn an_old_address_keeps_its_letters_and_a_name_becomes_a_slug_beside_its_note() {
    for (alias, path) in [
        ("\"Old Path/Ünïcode x.html\"", "Old Path/Ünïcode x.html"),
        ("/old%20path/%C3%BC.htm", "old path/ü.htm"),
        ("/Old/Page/", "Old/Page/index.html"),
        ("/old/page", "old/page/index.html"),
        ("/old/Page.md", "old/Page.html"),
        ("/old/page.php", "old/page.php/index.html"),
        ("\"/100%.html\"", "100%.html"),
        ("Old_Name.html", "notes/Old_Name.html"),
        ("Old Name.md", "notes/old-name.html"),
        ("\"The long, old name?\"", "notes/the-long-old-name.html"),
    ] {
        let plain = aliased("content/notes/a.md", "").build();
        let build = aliased("content/notes/a.md", alias).build();
        assert_eq!(told(&build), [""; 0], "{alias}");
        let before = paths(&plain);
        let new: Vec<String> = paths(&build).into_iter().filter(|path| !before.contains(path)).collect();
        assert_eq!(new, [path], "{alias}");
        let root = "../".repeat(path.matches('/').count());
        assert!(page(&build, path).contains(&format!("url={root}notes/a.html")), "{alias}");
    }
}

#[test]
fn a_name_is_listed_from_a_to_z_and_an_old_address_is_not() {
    let build = aliased("content/a.md", "the_old_file.html, /way/back/, what people call it").build();
    let html = page(&build, "a-z.html");
    assert!(html.contains("what people call it") && !html.contains("the_old_file") && !html.contains("/way/back/"));
}

#[test]
fn two_notes_for_one_person_or_one_topic_are_told() {
    for files in
        [["content/people/ida.md", "content/staff/Ida.md"], ["content/topics/On call.md", "content/topics/on-call.md"]]
    {
        let kind = if files[0].contains("people") { "person\nprofile: public" } else { "note" };
        let text = format!("---\nkind: {kind}\n---\n");
        let build = Site::of(&files.map(|path| (path, text.as_str()))).build();
        assert_eq!(codes(&build), ["page/conflict"], "{:?}", told(&build));
        let found = &build.diagnostics[0];
        assert_eq!((&*found.primary.span.file, &*found.others[0].span.file), (files[1], files[0]));
    }
}

#[test]
fn the_page_for_wrong_addresses_works_at_any_depth_once_the_site_knows_its_url() {
    let build = |url: &str| Site::of(&[("site.toml", url), ("content/a.md", "# A\n")]).build();
    for (url, root) in [
        ("url = \"https://wiki.example\"", "/"),
        ("url = \"https://wiki.example/\"", "/"),
        ("url = \"https://wiki.example:8080/some/sub/\"", "/some/sub/"),
        ("url = \"https://wiki.example/some?x=/y\"", "/some/"),
    ] {
        let build = build(url);
        let html = page(&build, "404.html");
        let links = html.split("href=\"").skip(1).chain(html.split("src=\"").skip(1));
        for link in links.filter(|link| !link.starts_with('#')) {
            assert!(link.starts_with(root) && !link[root.len()..].starts_with(['/', '.']), "{url}: {link}");
        }
        assert!(page(&build, "a.html").contains("href=\"a-z.html\""), "other pages stay relative");
    }
    let html = page(&build(""), "404.html");
    assert!(html.contains("href=\"index.html\"") && !html.contains("href=\"/"), "{html}");
}

#[test]
fn a_field_that_names_a_file_or_a_page_without_a_note_says_so() {
    let site = Site::of(&[
        ("content/a.md", "---\nbuilds_on: [topics/alerting, plan.pdf]\ntopics: [alerting]\n---\n# A\n"),
        ("content/plan.pdf", "bytes"),
    ]);
    let build = site.build();
    assert_eq!(codes(&build), ["reference/unknown", "reference/unknown"]);
    assert_eq!(build.diagnostics[0].message, "`builds_on` names `topics/alerting`, which is a page and no note");
    assert_eq!(build.diagnostics[1].message, "`builds_on` names `plan.pdf`, which is a file and no note");
}

#[test]
fn a_picture_is_found_by_its_name_alone_whatever_its_capitals() {
    let mut site = Site::of(&[("content/a.md", "# A\n\n![[map.png]]\n"), ("content/deep/down/Map.PNG", "bytes")]);
    let build = site.build();
    assert_eq!(codes(&build), [""; 0]);
    assert!(page(&build, "a.html").contains("src=\"deep/down/Map.PNG\""));
    site.files.insert("content/other/map.png".to_string(), "bytes".to_string());
    assert!(page(&site.build(), "a.html").contains("src=\"other/map.png\""), "one has the very name");
    site.files.insert("content/third/map.png".to_string(), "bytes".to_string());
    assert_eq!(codes(&site.build()), ["asset/missing"], "two have the very name");
}

#[test]
fn the_header_names_only_what_is_there() {
    let toml = "[nav]\nitems = [\"kind:lession\", \"kind:review\", \"section:gide\", \"section:guide\", \"abuot.md\", \"about.md\", \"quiet.md\", \"topics\"]\n";
    let site = Site::of(&[
        ("site.toml", toml),
        ("content/guide/deep/a.md", "# A\n"),
        ("content/about.md", "# About\n"),
        ("content/quiet.md", "---\nstatus: draft\n---\n"),
    ]);
    let build = site.build();
    assert_eq!(codes(&build), ["config/invalid"; 3], "{:?}", told(&build));
    let helps: Vec<_> = build.diagnostics.iter().filter_map(|found| found.help.as_deref()).collect();
    assert_eq!(helps, ["did you mean `kind:lesson`?", "did you mean `section:guide`?", "did you mean `about.md`?"]);
    for (found, item) in build.diagnostics.iter().zip(["\"kind:lession\"", "\"section:gide\"", "\"abuot.md\""]) {
        assert!(found.message.contains(item.trim_matches('"')), "{}", found.message);
        assert_eq!(&toml[found.primary.span.start..found.primary.span.end], item);
    }
    assert!(!page(&build, "a-z.html").contains("topics/index.html"), "a list of nothing is not made");
}
