//! Tests of `site.toml`: what is read, what is told of the rest, and that the reference is true.

use std::collections::BTreeSet;

use super::*;
use crate::diagnostic::{Code, Diagnostic, Severity};

fn parse(text: &str) -> (Config, Vec<Diagnostic>) {
    Config::parse(&FilePath::from("site.toml"), text)
}

/// Each problem as `code: words in the file: message / help`.
fn told(text: &str) -> Vec<String> {
    let (_, problems) = parse(text);
    let line = |problem: &Diagnostic| {
        let span = &problem.primary.span;
        let help = problem.help.as_deref().unwrap_or("-");
        format!("{}: {}: {} / {help}", problem.code, &text[span.start..span.end], problem.message)
    };
    problems.iter().map(line).collect()
}

const FULL: &str = r#"
title = "Brindlemoor notebook"
description = "What we learn"
language = "pt-BR"
url = "https://wiki.example.org/notes/"
theme = "moor"
footer = "Ours"
[nav]
items = ["kind:review", "section:/guide/", "topics", "a-z", "about.md"]
tree = true
[related]
count = 3
[git]
edit = "https://git.example.org/edit/{path}"
history = "https://git.example.org/log/{path}"
authors = false
dates = false
[check]
"link/broken" = "error"
"html/removed" = "off"
"link/ambiguous" = "warning"
[markdown]
smart_punctuation = false
math = false
diagrams = false
highlight = false
raw_html = "escape"
[output]
folder = "./out/wiki/"
page_size = 20
search_engines = true
[feeds]
enabled = false
limit = 12
content = "summary"
[audiences]
payments = "Payments and finance"
[[sources]]
path = "../platform"
prefix = "platform/"
edit = "https://git.example.org/platform/edit/{path}"
history = "https://git.example.org/platform/log/{path}"
"#;

#[test]
fn an_empty_file_gives_the_defaults() {
    let (config, problems) = parse("");
    assert_eq!(config, Config::default());
    assert_eq!(problems, []);
}

#[test]
fn every_key_is_read() {
    let (config, problems) = parse(FULL);
    assert_eq!(problems, []);
    let nav: Vec<String> = config.nav.items.iter().map(NavPlace::to_string).collect();
    assert_eq!(nav, ["kind:review", "section:guide", "topics", "a-z", "about.md"]);
    assert_eq!(config.url, "https://wiki.example.org/notes");
    assert_eq!(config.related.count, 3);
    assert_eq!(config.output, OutputConfig { folder: String::from("out/wiki"), page_size: 20, search_engines: true });
    assert_eq!(config.feeds, Feeds { enabled: false, limit: 12, content: FeedContent::Summary });
    let source = Source {
        path: String::from("../platform"),
        prefix: String::from("platform"),
        edit: String::from("https://git.example.org/platform/edit/{path}"),
        history: String::from("https://git.example.org/platform/log/{path}"),
    };
    assert_eq!(config.sources, [source]);
    assert_eq!(config.audiences["payments"], "Payments and finance");
    assert_eq!(config.markdown.raw_html, RawHtml::Escape);
    assert_eq!(config.check.of(Code("link/broken")), Some(Severity::Error));
    assert_eq!(config.check.of(Code("html/removed")), None);
    assert_eq!(config.check.of(Code("asset/missing")), Some(Severity::Warning));
}

/// The keys of a serialised config by their dotted names, with the site's own names in capitals.
fn dotted(value: &serde_json::Value, above: &str, keys: &mut BTreeMap<String, serde_json::Value>) {
    let open = ["nav.", "related.", "git.", "check.", "markdown.", "output.", "feeds.", "audiences.", "sources.", ""]
        .contains(&above);
    match value {
        serde_json::Value::Object(fields) if open => {
            for (name, value) in fields {
                let name = match above {
                    "check." => "CODE",
                    "audiences." => "NAME",
                    _ => name,
                };
                dotted(value, &format!("{above}{name}."), keys);
            }
        }
        serde_json::Value::Array(items) if above == "sources." => {
            for item in items {
                dotted(item, above, keys);
            }
        }
        other => {
            keys.insert(above.trim_end_matches('.').to_owned(), other.clone());
        }
    }
}

#[test]
fn the_reference_names_every_key_and_each_does_something() {
    let flat = |config: &Config| {
        let mut keys = BTreeMap::new();
        dotted(&serde_json::to_value(config).expect("a config is plain"), "", &mut keys);
        keys
    };
    let (full, plain) = (flat(&parse(FULL).0), flat(&Config::default()));
    let known: BTreeSet<&str> = KEYS.iter().map(|known| known.key).collect();
    assert_eq!(full.keys().map(String::as_str).collect::<BTreeSet<_>>(), known);
    assert_eq!(known.len(), KEYS.len(), "a key is listed twice");
    for known in KEYS {
        assert_ne!(full.get(known.key), plain.get(known.key), "{} is not in the full example", known.key);
    }
}

#[test]
fn the_reference_tells_the_true_defaults() {
    let flat: String = KEYS
        .iter()
        .filter(|known| !known.default.is_empty())
        .map(|known| format!("{} = {}\n", known.key, known.default))
        .collect();
    let (config, problems) = parse(&flat);
    assert_eq!(problems, []);
    assert_eq!(config, Config::default());
    // A default that is told wrongly would be seen: every key with one is set by the text above.
    let (changed, _) = parse(&flat.replace("page_size = 50", "page_size = 51"));
    assert_ne!(changed, config);
}

#[test]
fn an_unknown_key_is_told_with_the_nearest_and_a_fix() {
    assert_eq!(
        told(
            "tittle = \"x\"\nedit = \"y\"\nzebra = 1\n[git]\nautors = true\ntheme = \"x\"\n[[sources]]\npath = \"a\"\nprefx = \"b\"\nprefix = \"c\"\n"
        ),
        [
            "config/unknown-key: tittle: `site.toml` has no key `tittle` / did you mean `title`?",
            "config/unknown-key: edit: `site.toml` has no key `edit` / `edit` belongs under `[git]`",
            "config/unknown-key: zebra: `site.toml` has no key `zebra` / its keys are `title`, `description`, `language`, \
             `url`, `theme`, `footer`, `nav`, `related`, `git`, `check`, `markdown`, `output`, `feeds`, `audiences` and `sources`",
            "config/unknown-key: autors: `[git]` has no key `autors` / did you mean `authors`?",
            "config/unknown-key: theme: `[git]` has no key `theme` / `theme` stands at the top of the file, before the \
             first `[table]`",
            "config/unknown-key: prefx: `[[sources]]` has no key `prefx` / did you mean `prefix`?",
        ]
    );
    let (_, problems) = parse("tittle = \"x\"");
    assert_eq!(problems[0].fix.as_ref().map(|fix| fix.text.as_str()), Some("title"));
}

#[test]
fn a_wrong_type_is_told_and_keeps_the_default() {
    let text =
        "title = 3\nnav = 1\n[git]\nauthors = \"yes\"\nedit = []\n[output]\npage_size = \"many\"\nfolder = true\n";
    assert_eq!(
        told(text),
        [
            "config/invalid: 3: `title` takes text in double quotes, and this is a number / -",
            "config/invalid: 1: `nav` takes a table: `[nav]` on a line of its own and its keys below, and this is a number / -",
            "config/invalid: \"yes\": `authors` takes `true` or `false`, and this is text / -",
            "config/invalid: []: `edit` takes text in double quotes, and this is a list / -",
            "config/invalid: \"many\": `page_size` takes a whole number, and this is text / -",
            "config/invalid: true: `folder` takes text in double quotes, and this is `true` or `false` / -",
        ]
    );
    assert_eq!(parse(text).0, Config::default());
}

#[test]
fn a_value_that_cannot_work_is_told() {
    for (text, message) in [
        ("title = \" \"", "`title` is empty"),
        ("language = \"english please\"", "`english please` is not a language tag"),
        ("url = \"wiki\"", "`wiki` is not a URL that a browser can open"),
        ("url = \"javascript:x\"", "`javascript:x` is not a URL that a browser can open"),
        ("theme = \"../x\"", "`../x` cannot be the name of a theme"),
        ("git.edit = \"https://x.example/y\"", "`edit` leads every note to the same place without `{path}`"),
        ("related.count = 21", "`count` takes a whole number from 0 to 20"),
        ("output.page_size = 0", "`page_size` takes a whole number from 1 to 1000"),
        ("feeds.limit = 0", "`limit` takes a whole number from 1 to 200"),
        ("feeds.content = \"all\"", "`content` takes `full` or `summary`, and not `all`"),
        ("output.page_size = 99999999999999999999", "`page_size` takes a whole number from 1 to 1000"),
        ("output.folder = \"..\"", "`..` is not a folder inside the site's"),
        ("output.folder = \"/srv\"", "`/srv` is not a folder inside the site's"),
        ("output.folder = \".\"", "`.` is not a folder inside the site's"),
        ("output.folder = \"content/x\"", "`content/x` holds what the site is made from"),
        ("markdown.raw_html = \"cleen\"", "`raw_html` takes `clean` or `escape`, and not `cleen`"),
        ("nav.items = [\"topic\"]", "`topic` is not a place that the header can name"),
        ("nav.items = [\"kind:\"]", "`kind:` is not a place that the header can name"),
        ("nav.items = [3]", "`items` takes a list of texts, and this is a number"),
        ("audiences.\"Pay ments\" = \"x\"", "`Pay ments` cannot be the name of an audience"),
        ("audiences.pay = \"\"", "the label of `pay` is empty"),
        ("[[sources]]\npath = \"a\"", "this source has no `prefix`"),
        ("sources = \"a\"", "`sources` takes tables: `[[sources]]` on a line of its own before each, and this is text"),
        ("[[sources]]\npath = \"a\"\nprefix = \"../b\"", "`../b` cannot be a place in the site"),
    ] {
        let (_, problems) = parse(text);
        assert_eq!(problems.iter().map(|problem| problem.message.as_str()).collect::<Vec<_>>(), [message], "{text}");
    }
}

#[test]
fn two_sources_with_one_prefix_name_both_places() {
    let text = "[[sources]]\npath = \"a\"\nprefix = \"x\"\n[[sources]]\npath = \"b\"\nprefix = \"x\"\n";
    let (config, problems) = parse(text);
    assert_eq!(config.sources.len(), 1);
    assert_eq!(problems[0].others.len(), 1);
    assert!(problems[0].others[0].span.start < problems[0].primary.span.start);
}

#[test]
fn codes_in_check_are_known_and_errors_that_protect_stay() {
    assert_eq!(
        told(
            "[check]\n\"link/brokn\" = \"off\"\n\"zebra\" = \"off\"\n\"link/broken\" = \"warn\"\n\"page/conflict\" = \"warning\"\n\"page/conflict2\" = 1\n\"alias/duplicate\" = 1"
        ),
        [
            "config/invalid: \"link/brokn\": there is no code `link/brokn` / did you mean `link/broken`?",
            "config/invalid: \"zebra\": there is no code `zebra` / a code stands in brackets in each message: `warning[link/broken]`",
            "config/invalid: \"warn\": `link/broken` takes `off`, `suggestion`, `warning` or `error`, and not `warn` / -",
            "config/invalid: \"warning\": `page/conflict` stays an error: a page would be wrong or unsafe / of the errors, \
             `alias/duplicate`, `alias/invalid`, `field/date` and `link/ambiguous` can be lowered",
            "config/invalid: \"page/conflict2\": there is no code `page/conflict2` / did you mean `page/conflict`?",
            "config/invalid: 1: `alias/duplicate` takes `off`, `suggestion`, `warning` or `error`, and this is a number / -",
        ]
    );
    let (config, problems) = parse("[check]\n\"page/conflict\" = \"error\"");
    assert_eq!((config.check.of(Code("page/conflict")), problems.len()), (Some(Severity::Error), 0));
}

#[test]
fn levels_change_what_is_told() {
    let (config, _) = parse("[check]\n\"link/broken\" = \"error\"\n\"html/removed\" = \"off\"");
    let of = |code| Diagnostic::new(code, Span::new(&"a.md".into(), 0..0), "x");
    let levelled = config.check.apply(vec![of("link/broken"), of("html/removed"), of("asset/missing")]);
    let severities: Vec<Severity> = levelled.iter().map(|found| found.severity).collect();
    assert_eq!(severities, [Severity::Error, Severity::Warning]);
}

#[test]
fn broken_toml_is_told_at_its_place_and_the_rest_is_read() {
    let (config, problems) = parse("title = \"Ours\"\nfooter = \nlanguage = \"de\"\ntheme = \"x\"\ntheme = \"y\"\n");
    assert_eq!((config.title.as_str(), config.language.as_str()), ("Ours", "de"));
    let lines: Vec<usize> = problems
        .iter()
        .map(|problem| {
            crate::source::line_column(
                "title = \"Ours\"\nfooter = \nlanguage = \"de\"\ntheme = \"x\"\ntheme = \"y\"\n",
                problem.primary.span.start,
            )
            .0
        })
        .collect();
    assert_eq!(lines, [2, 5], "{problems:#?}");
    assert!(problems.iter().all(|problem| problem.message.starts_with("not valid TOML: ")), "{problems:#?}");
}

#[test]
fn places_are_known_and_change_no_digest() {
    let text = "# a comment\ntheme = \"moor\"\nnav.items = [\"zebra\", \"topics\"]\n";
    let (config, _) = parse(text);
    let there = |key: &str| {
        let span = config.place(key);
        &text[span.start..span.end]
    };
    assert_eq!((there("theme"), there("nav.items.0"), there("title")), ("\"moor\"", "\"topics\"", ""));
    let (same, _) = parse("theme = \"moor\"\nnav.items = [\"topics\"]\n");
    assert_eq!(crate::hashed::digest(&config), crate::hashed::digest(&same));
}

#[test]
fn each_source_has_a_forge_of_its_own() {
    let (config, problems) = parse(
        "[git]\nedit = \"https://f.example/e/{path}\"\nhistory = \"https://f.example/h/{path}\"\n\
         [[sources]]\npath = \"../hb/wiki/\"\nprefix = \"hb\"\nedit = \"https://g.example/e/{path}\"\n\
         [[sources]]\npath = \"more\"\nprefix = \"more\"\n",
    );
    assert_eq!(problems, []);
    let forge = Forge::new(&config.git, &config.sources);
    let urls = |path| forge.urls(path);
    let pair = |edit: &str, history: &str| (edit.to_string(), history.to_string());
    assert_eq!(
        urls("content/a b.md"),
        pair("https://f.example/e/content/a%20b.md", "https://f.example/h/content/a%20b.md")
    );
    assert_eq!(urls("../hb/wiki/x/s.md"), pair("https://g.example/e/x/s.md", ""));
    assert_eq!(urls("more/s.md"), pair("", ""));
}
