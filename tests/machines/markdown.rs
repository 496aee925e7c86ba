//! Each note's Markdown: what its page says, links that work, and no word more.

use std::collections::BTreeSet;

use candor::config::Config;
use candor::note;
use candor::pipeline::Build;
use candor::source::SourceFile;

use super::{by_hand, is_there, own_wiki, site_with, texts};
use crate::site::{Site, codes, page};

/// Returns a note's Markdown without its fields.
fn body(build: &Build, path: &str) -> String {
    let text = page(build, path);
    let (_, rest) = text.strip_prefix("---\n").and_then(|text| text.split_once("\n---\n\n")).expect("it has fields");
    rest.to_string()
}

/// The Markdown of `x/a.md` with this text, without the title that is put above it.
fn mended(text: &str) -> String {
    let note = format!("---\ntitle: A\n---\n{text}");
    let build = site_with(
        "",
        &[
            ("content/x/a.md", note.as_str()),
            ("content/x/b.md", "---\ntitle: Bee [1]\naliases: [Buzz]\n---\n## Part *one*\n"),
            ("content/y/c.md", "---\ntopics: [Night work]\n---\n# Cee\n"),
            ("content/y/p (1).png", "x"),
            ("content/x/data.csv", "x"),
        ],
    )
    .build();
    body(&build, "x/a.md").strip_prefix("# A\n\n").expect("the title stands above").trim_end().to_string()
}

#[test]
fn links_lead_to_the_markdown_of_other_notes() {
    for (text, expected) in [
        ("[b](b.md) [*b*](./b.md#part-one \"t\")", "[b](b.md) [*b*](b.md#part-one \"t\")"),
        ("[c](../y/c.md) [c](/y/c.md) [c](../y/c.html)", "[c](../y/c.md) [c](../y/c.md) [c](../y/c.md)"),
        ("[[Buzz]] [[b#Part one]] [[b|`b` & *c*]]", "[Bee \\[1\\]](b.md) [Part one](b.md#part-one) [`b` & *c*](b.md)"),
        ("| a |\n| - |\n| [[b\\|B]] [[Cee]] |", "| a |\n| - |\n| [B](b.md) [Cee](../y/c.md) |"),
        (
            "[r][1] [b][] [b] ![q][p]\n\n[1]: <b.md> 'T'\n[b]: b.md\n[p]: data.csv",
            "[r](b.md \"T\") [b](b.md) [b](b.md) ![q](data.csv)",
        ),
        ("![p](<../y/p (1).png> \"t\") ![[p (1).png|300]]", "![p](<../y/p%20(1).png> \"t\") ![](<../y/p%20(1).png>)"),
        ("[f](data.csv#1) [t](../topics/night-work.html)", "[f](data.csv#1) [t](../topics/night-work.html)"),
        (
            "[e](https://elsewhere.example/a_b?c=d \"t\") <https://elsewhere.example> https://elsewhere.example/x",
            "[e](https://elsewhere.example/a_b?c=d \"t\") <https://elsewhere.example> https://elsewhere.example/x",
        ),
        (
            "[e][1]\n\n[1]: https://elsewhere.example/(x) \"T \\\"q\\\"\"",
            "[e](<https://elsewhere.example/(x)> \"T \\\"q\\\"\")",
        ),
        (
            "![x](https://elsewhere.example/y.png) [![x](https://elsewhere.example/y.png)](b.md)",
            "[x](https://elsewhere.example/y.png) [x](b.md)",
        ),
        ("[![x](../y/p%20(1).png) [ ] y](b.md)", "[![x](<../y/p%20(1).png>) [ ] y](b.md)"),
        ("[o](#own) [o](a.md) [[#own]]\n\n## Own", "[o](#own) [o](#) [own](#own)\n\n## Own"),
        (
            "![[b]]\n\n![[b#Part one]]\n\nin ![[Cee]] line",
            "[Bee \\[1\\]](b.md)\n\n[Part one](b.md#part-one)\n\nin [Cee](../y/c.md) line",
        ),
        (
            "[gone *now*](velvet.md) [[velvet|gone]] ![gone](velvet.png) [gone](javascript:velvet) [gone][1]\n\n[1]: velvet.md",
            "gone *now* gone gone gone gone",
        ),
        ("<https://elsewhere.example/\\[> <a@b.example>", "<https://elsewhere.example/\\[> <a@b.example>"),
        (
            "`[b](b.md)` \\[b](b.md)\n\n    [b](b.md)\n\n```\n[[b]]\n```",
            "`[b](b.md)` \\[b](b.md)\n\n    [b](b.md)\n\n```\n[[b]]\n```",
        ),
    ] {
        assert_eq!(mended(text), expected, "{text}");
    }
}

#[test]
fn raw_html_passes_as_on_the_page() {
    for (text, expected) in [
        ("a<br>b <kbd onclick=\"velvet\">x</kbd> 1 < 2", "a<br>b <kbd>x</kbd> 1 < 2"),
        (
            "<details class=velvet>\n<summary>S</summary>\n\n[b](b.md)\n\n</details>",
            "<details>\n<summary>S</summary>\n\n[b](b.md)\n\n</details>",
        ),
        (
            "<a href=\"b.md\" data-x=velvet title=t>b</a> <a href='velvet.md'>gone</a>",
            "<a href=\"b.md\" title=\"t\">b</a> <a>gone</a>",
        ),
        (
            "<img src=\"../y/p (1).png\" alt=\"p\" width=4> <img src=velvet.png alt=gone>",
            "<img src=\"../y/p%20(1).png\" alt=\"p\" width=\"4\"> gone",
        ),
        ("<img src=https://elsewhere.example/y.png alt=x>", "<a href=\"https://elsewhere.example/y.png\">x</a>"),
        ("a <iframe src=velvet>velvet</iframe> b <script>velvet</script> c", "a  b  c"),
        ("<object data=velvet>\n\nvelvet [velvet](b.md)\n\n</object>\n\nb", "b"),
        ("> <div data-x=velvet>\n> <b>x</b>\n> </div>", "> <div>\n> <b>x</b>\n> </div>"),
        ("<!DOCTYPE velvet>\n\n<?velvet?>\n\na", "a"),
        (
            "<video src=\"data.csv\" poster=\"velvet.png\" controls></video>",
            "<video src=\"data.csv\" controls=\"\"></video>",
        ),
    ] {
        assert_eq!(mended(text), expected, "{text}");
    }
    let site = Site::of(&[
        ("site.toml", "[markdown]\nraw_html = \"escape\"\n"),
        ("content/a.md", "# A\n\na <b>x</b>\n\n<div>\ny\n</div>\n"),
    ]);
    assert_eq!(body(&site.build(), "a.md"), "# A\n\na \\<b>x\\</b>\n\n\\<div>\ny\n\\</div>\n");
}

#[test]
fn what_no_page_shows_stands_in_no_markdown() {
    for text in [
        "a <!-- velvet --> b <!--\nvelvet\n--> c",
        "[//]: # (velvet)\n[//]: # (velvet)\n\na",
        "> a\n>\n> [//]: # (velvet)\n>\n> b",
        "- a\n\n  [x]: velvet.md \"velvet\"\n- b",
        "a[^1]\n\n[^1]: b\n\n    [x]: velvet.md\n",
        "| a |\n| - |\n| b | velvet |\n",
        "a\n\n<!-- never closed\n\nvelvet\n\n[x]: velvet.md\n",
        "<!-- velvet --> <script>velvet</script> <b data-x='velvet'>a</b>",
        "<p hidden data-note=\"velvet\">a</p>",
        "[a](<velvet.md> \"velvet\") ![b](velvet.png 'velvet')",
        "![[velvet|a]]\n\n[[velvet#velvet|b]]",
        "# A [](velvet.md)<!-- velvet -->\n\na",
        "A ![](velvet.png)\n===\n\na",
    ] {
        let text = mended(text);
        assert!(!text.contains("velvet"), "{text}");
        assert!(text.contains('a'), "{text}");
    }
}

#[test]
fn the_fields_are_those_of_the_page_and_no_others() {
    let build = site_with(
        "",
        &[
            (
                "content/x/a.md",
                "---\ntitle: \"A: 'quoted'\"\nkind: review\nauthors: [mei, sunniva]\nteam: vans\nvelvet: velvet\naliases: [Ay]\naudience: []\nseverity: high\nstarted: 2026-05-03 02:10 UTC\nfactors: [one, \"two: three\"]\nbuilds_on: [b]\nrelated: velvet\nactions:\n  - {what: Do it, owner: mei, due: 2026-06-01, velvet: velvet}\nthanks: [{to: mei, for: \"all: of it\"}]\n---\nText.\n"
                    .replace("audience: []\n", "")
                    .as_str(),
            ),
            ("content/y/b.md", "# B\n"),
            ("content/people/mei.md", "---\ntitle: Mei Castellane\nkind: person\n---\n"),
            ("content/quiet.md", "---\nauthors: anonymous\n---\n# Quiet\n"),
        ],
    )
    .build();
    let text = page(&build, "x/a.md");
    let expected = "---\ntitle: 'A: ''quoted'''\nsummary: Text.\nkind: review\nauthors:\n- Mei Castellane\n- sunniva\nteam:\n- vans\nbuilds_on:\n- ../y/b.md\nstarted: 2026-05-03T02:10\nseverity: high\nfactors:\n- one\n- 'two: three'\nactions:\n- what: Do it\n  owner: Mei Castellane\n  due: 2026-06-01\n  status: open\nthanks:\n- to: Mei Castellane\n  for: 'all: of it'\nurl: https://wiki.brindlemoor.example/notes/x/a.html\n---\n\n# A: 'quoted'\n\nText.\n";
    assert_eq!(text, expected);
    assert!(page(&build, "quiet.md").contains("\nauthors: anonymous\n"));
    let html = page(&build, "x/a.html");
    assert!(
        html.contains(
            "<link rel=\"alternate\" type=\"text/markdown\" title=\"A: &#39;quoted&#39;\" href=\"../x/a.md\">"
        ) || html.contains("type=\"text/markdown\""),
        "{html}"
    );
    assert!(html.contains("<a href=\"../x/a.md\">"), "a reader sees no way to it: {html}");
}

/// Returns the relative links of a Markdown text, as a parser of its own finds them.
fn links(text: &str) -> Vec<String> {
    use pulldown_cmark::{Event, LinkType, Options, Parser, Tag};
    let parser = Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES);
    parser
        .filter_map(|event| match event {
            Event::Start(Tag::Link { link_type: LinkType::Email, .. }) => None,
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => Some(dest_url.to_string()),
            _ => None,
        })
        .filter(|url| !url.contains("://") && !["mailto:", "tel:", "#"].iter().any(|start| url.starts_with(start)))
        .collect()
}

#[track_caller]
fn judge(build: &Build) {
    let config = Config::default();
    let (mut judged, mut problems) = (0, Vec::new());
    for (path, text) in texts(build).filter(|(path, _)| path.ends_with(".md")) {
        judged += 1;
        let html = page(build, &path.replace(".md", ".html"));
        let body = body(build, &path);
        // It can be read again: its fields are sound, and its title is what it was.
        let read = note::parse(&SourceFile::new(format!("content/{path}"), &*path, text), &config.markdown);
        let errors: Vec<_> = read
            .diagnostics
            .iter()
            .filter(|found| found.code.0.starts_with("front-matter") || found.code.0.starts_with("field/"))
            .collect();
        assert!(errors.iter().all(|found| found.code.0 == "field/unknown"), "{path}: {errors:?}");
        assert!(read.front.title.is_some(), "{path}");
        for link in links(&body) {
            let file = link.split('#').next().unwrap_or_default().replace("%20", " ");
            let folder: Vec<&str> = path.split('/').collect();
            let mut at: Vec<&str> = folder[..folder.len() - 1].to_vec();
            for part in file.split('/') {
                match part {
                    ".." => drop(at.pop().unwrap_or_else(|| panic!("{path}: {link} leads out of the site"))),
                    part => at.push(part),
                }
            }
            if !is_there(build, &at.join("/")) {
                problems.push(format!("{path}: {link} leads nowhere"));
            }
        }
        let more = words_beyond(&body, &html);
        if !more.is_empty() {
            problems.push(format!("{path} says what its page does not: {more:?}"));
        }
    }
    assert!(problems.is_empty(), "{} found:\n  {}", problems.len(), problems.join("\n  "));
    assert!(judged > 20, "only {judged} files");
}

/// Returns the words of a Markdown text that stand nowhere in a page.
fn words_beyond(markdown: &str, html: &str) -> BTreeSet<String> {
    let words = |text: &str| -> BTreeSet<String> {
        let parts = text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() > 2);
        parts.map(str::to_lowercase).collect()
    };
    // Tags inside a word do not part it: highlighted code is full of them.
    let mut plain = String::new();
    let mut inside = false;
    for c in html.chars() {
        inside = (inside || c == '<') && c != '>';
        if !inside && c != '>' {
            plain.push(c);
        }
    }
    let entities = |text: &str| {
        let mut parts = text.split('&');
        let first = parts.next().unwrap_or_default().to_string();
        parts.fold(first, |text, rest| match rest.split_once(';') {
            Some((name, rest)) if name.len() < 8 && name.chars().all(char::is_alphanumeric) => text + " " + rest,
            _ => text + "&" + rest,
        })
    };
    let mut known = words(&entities(&plain));
    known.extend(words(&entities(html)));
    // The names of footnotes and the commands of formulas are signs, which a page draws.
    let signs = markdown.split("[^").skip(1).filter_map(|rest| rest.split(']').next());
    let commands =
        markdown.split('\\').skip(1).map(|rest| rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default());
    known.extend(signs.chain(commands).flat_map(words));
    // How code is to be shown is said to the page alone.
    known.extend(markdown.lines().filter(|line| line.trim_start().starts_with(['`', '~'])).flat_map(words));
    words(&entities(markdown)).difference(&known).cloned().collect()
}

#[test]
fn every_note_can_be_read_again_and_says_no_word_more_than_its_page() {
    judge(&own_wiki());
    if let Some(build) = by_hand() {
        judge(&build);
    }
}

#[test]
fn a_word_too_many_is_seen() {
    let beyond = words_beyond(
        "See [the plan](velvet.md), *loud*er[^x].",
        "<p>See <b>the</b> pl<i>an</i> <a href=\"a.md\">loud</a>er",
    );
    assert_eq!(beyond, BTreeSet::from(["velvet".to_string()]));
}

#[test]
fn a_note_of_another_kind_of_line_ends_alike() {
    let build = site_with("", &[("content/a.md", "---\r\ntitle: A\r\n---\r\n\r\nOne\r\n\r\n[[a]]\r\n")]).build();
    assert!(codes(&build).is_empty());
    assert_eq!(body(&build, "a.md"), "# A\n\nOne\n\n[a](#)\n");
}
