//! What authors are told of slips that harm no build: a footnote that is not there, a heading with nothing below it.

use candor::pipeline::Build;

use crate::site::{Site, codes, page};

fn messages(build: &Build) -> Vec<&str> {
    build.diagnostics.iter().map(|found| found.message.as_str()).collect()
}

#[test]
fn a_reference_to_a_footnote_that_is_not_there_is_told_where_it_stands() {
    let text = "# A\n\nHere[^there] and here[^x], *there[^y-2]*.\n\n[^there]: Told.\n";
    let build = Site::of(&[("content/a.md", text)]).build();
    assert_eq!(codes(&build), ["footnote/missing"; 2]);
    assert_eq!(messages(&build), ["no footnote `[^x]:` is in this note", "no footnote `[^y-2]:` is in this note"]);
    let places = build.diagnostics.iter().map(|found| &text[found.primary.span.start..found.primary.span.end]);
    assert_eq!(places.collect::<Vec<_>>(), ["[^x]", "[^y-2]"]);
}

/// Builds a site of so many lessons without sections, and returns what the terminal shows.
fn built(notes: usize) -> String {
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    std::fs::create_dir(folder.path().join("content")).expect("a folder");
    std::fs::write(folder.path().join("site.toml"), "title = \"Tiny\"\n").expect("a file");
    for n in 0..notes {
        let path = folder.path().join(format!("content/n{n}.md"));
        std::fs::write(path, format!("---\nkind: lesson\n---\n# N{n}\n\n## What happened\n\nText.\n")).expect("a file");
    }
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_candor"))
        .args(["build", "--site"])
        .arg(folder.path())
        .output()
        .expect("the program runs");
    String::from_utf8(output.stderr).expect("it is UTF-8")
}

#[test]
fn a_few_suggestions_are_shown_by_a_build_and_a_flood_is_counted() {
    let few = built(2);
    assert!(few.contains("suggestion[section/missing]") && few.contains("2 suggestions"), "{few}");
    let flood = built(41);
    assert!(!flood.contains("suggestion[") && flood.contains("41 suggestions"), "{flood}");
    assert!(flood.contains("candor check"), "{flood}");
}

#[test]
fn what_only_looks_like_such_a_reference_is_left_alone() {
    for text in ["`[^x]`", "```\n[^x]\n```", "    [^x]", "\\[^x]", "[^ x]", "[^]", "<!-- [^x] -->"] {
        let build = Site::of(&[("content/a.md", &format!("# A\n\n{text}\n")), ("content/b.md", "# B\n")]).build();
        assert_eq!(codes(&build), Vec::<&str>::new(), "{text}");
    }
}

#[test]
fn headings_with_nothing_below_them_are_named_once() {
    let lesson = |body: &str| {
        let text = format!("---\ntitle: A\nkind: lesson\n---\n{body}");
        let build = Site::of(&[("content/a.md", &text)]).build();
        let empty = build.diagnostics.iter().filter(|found| found.code.0 == "section/empty");
        empty.map(|found| found.message.clone()).collect::<Vec<_>>()
    };
    assert_eq!(
        lesson("## What happened\n\n<!-- In a few lines. -->\n\n## What we learned\n\n## Next\n\nText.\n"),
        ["nothing is written below “What happened”, “What we learned”"]
    );
    assert_eq!(lesson("## Last\n\n"), ["nothing is written below “Last”"]);
    // A part of it is something below it, and so is what is no text.
    assert!(lesson("## What happened\n\n### First\n\nText.\n\n## What we learned\n\n```\ncode\n```\n").is_empty());
    let note = Site::of(&[("content/a.md", "# A\n\n## Later\n")]).build();
    assert_eq!(codes(&note), Vec::<&str>::new(), "a note has no sections that anybody expects");
}

#[test]
fn a_picture_elsewhere_says_nothing_beside_the_words_of_its_link() {
    let build = Site::of(&[(
        "content/a.md",
        "# A\n\n[![](https://e.example/x.png) Words](https://e.example/) [![](https://e.example/x.png)](https://e.example/y)\n",
    )])
    .build();
    let html = page(&build, "a.html");
    assert_eq!(html.matches("A picture on another site").count(), 1, "{html}");
    assert!(html.contains("> Words</a>") || html.contains(">Words</a>"), "{html}");
}
