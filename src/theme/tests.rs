//! Tests of loading: what lies over what, what is told, what is published.

use std::fs;

use super::*;

/// A site's folder with these files.
fn site(files: &[(&str, &str)]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a folder for the test");
    for (path, text) in files {
        let path = dir.path().join(path);
        fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("a folder of the test");
        fs::write(path, text).expect("a file of the test");
    }
    dir
}

fn named() -> Span {
    Span::new(&FilePath::from("site.toml"), 0..3)
}

fn loaded(files: &[(&str, &str)], name: &str) -> (Theme, Vec<Diagnostic>) {
    load(Some(site(files).path()), name, &named())
}

/// Only what concerns the site's own files: the built-in theme is not under test here.
fn told(files: &[(&str, &str)], name: &str) -> Vec<String> {
    let line = |found: &Diagnostic| {
        let help = found.help.as_deref().unwrap_or("-");
        format!("{}: {}: {} / {help}", found.primary.span.file, found.code, found.message)
    };
    let own = |found: &&Diagnostic| !found.primary.span.file.starts_with("built-in/");
    loaded(files, name).1.iter().filter(own).map(line).collect()
}

const FILES: &[(&str, &str)] = &[
    ("themes/base/theme.toml", "name = \"Base\""),
    ("themes/base/templates/zz/note.html", "base note"),
    ("themes/base/templates/zz/list.html", "base list"),
    ("themes/base/components/zz-card.html", "base card"),
    (
        "themes/base/templates/zz/words.html",
        "{% set words = site.words %}{{ words.zz_one }}{{ words.zz_two }}{{ words.zz_three }}",
    ),
    ("themes/base/words/en.toml", "zz_one = \"one\"\nzz_two = \"two\"\n"),
    ("themes/base/words/de.toml", "zz_one = \"eins\"\n"),
    ("themes/base/words/de-CH.toml", "zz_three = \"drüü\"\n"),
    ("themes/base/icons.toml", "zz = '<path/>'\nyy = 'old'"),
    ("themes/base/assets/zz.css", "@import 'css/a.css'; @font-face { src: url(\"fonts/zz.woff2?v=1#x\") }"),
    ("themes/base/assets/css/a.css", "a { background: url(../zz.svg), url(data:image/png;base64,x), url(#id) }"),
    ("themes/base/assets/zz.svg", "<svg/>"),
    (
        "themes/base/assets/js/zz.js",
        "zz(new URL(\"../zz.css\", document.currentScript.src), new URL(\"a.css\", zz));\n",
    ),
    ("themes/base/assets/fonts/zz.woff2", "font"),
    ("themes/base/kinds/zz/kind.toml", "label = \"Base\"\nglyph = \"zz\"\nsummary = \"old\""),
    ("themes/base/kinds/zz/template.md", "base"),
    ("themes/top/theme.toml", "extends = \"base\""),
    ("themes/top/templates/zz/note.html", "top note"),
    ("themes/top/words/en.toml", "zz_two = \"deux\""),
    ("themes/top/icons.toml", "yy = 'new'"),
    ("themes/top/.hidden/x", "left out"),
    ("themes/top/templates/zz/note.html~", "left out"),
    ("kinds/zz/kind.toml", "label = \"Own\"\nglyph = \"yy\""),
    ("kinds/zz/template.md", "own"),
];

#[test]
fn themes_lie_over_each_other_file_by_file_and_the_sites_kinds_over_all() {
    assert!(told(FILES, "top").is_empty());
    let (theme, _) = loaded(FILES, "top");
    assert_eq!(theme.name, "top");
    let text = |name: &str| &*theme.templates[name].text;
    assert_eq!((text("zz/note.html"), text("zz/list.html")), ("top note", "base list"));
    assert_eq!(text("components/zz-card.html"), "base card");
    assert_eq!(&*theme.templates["zz/note.html"].path, "themes/top/templates/zz/note.html");
    assert!(!theme.templates.keys().any(|name| name.contains('~') || name.contains("hidden")));
    assert_eq!((theme.icons["zz"].as_str(), theme.icons["yy"].as_str()), ("<path/>", "new"));
    let kind = theme.kinds.named("zz").expect("the site has it");
    assert_eq!((kind.label.as_str(), kind.summary.as_str(), &*kind.template), ("Own", "", "own"));
    assert_eq!(loaded(FILES, "base").0.name, "Base");
}

#[test]
fn a_template_that_is_replaced_can_still_be_extended() {
    let files = [
        ("themes/default/templates/note.html", "{% extends \"built-in/templates/note.html\" %}"),
        ("themes/base/templates/note.html", "{% extends \"default/templates/note.html\" %}"),
        ("themes/base/templates/list.html", "{% extends \"default/templates/list.html\" %}"),
        ("themes/base/components/icon.html", "{% component icon() %}{% endcomponent icon %}"),
        ("themes/top/theme.toml", "extends = \"base\""),
        ("themes/top/templates/note.html", "{% extends \"base/templates/note.html\" %}"),
    ];
    let (theme, _) = loaded(&files, "top");
    for (name, path) in [
        ("note.html", "themes/top/templates/note.html"),
        ("base/templates/note.html", "themes/base/templates/note.html"),
        ("default/templates/note.html", "themes/default/templates/note.html"),
        ("built-in/templates/note.html", "built-in/templates/note.html"),
        ("list.html", "themes/base/templates/list.html"),
        ("default/templates/list.html", "built-in/templates/list.html"),
    ] {
        assert_eq!(&*theme.templates[name].path, path, "{name}");
    }
    let kept: Vec<&String> = theme.templates.keys().filter(|name| name.contains("/templates/")).collect();
    assert_eq!(kept.len(), 4, "only what is replaced is kept: {kept:?}");
}

#[test]
fn the_parts_of_a_bundle_are_joined_by_number_and_then_by_name() {
    let files = [
        ("themes/a/assets/css/2-tokens-a.css", "two-a {}"),
        ("themes/a/assets/css/2-tokens.css", "two {}"),
        ("themes/a/assets/css/10-last.css", "ten {}"),
        ("themes/a/assets/css/9-print.css", "nine {}"),
        ("themes/a/assets/css/alone.css", "lonely {}"),
    ];
    let (theme, _) = loaded(&files, "a");
    let bundle = String::from_utf8(theme.assets["theme.css"].to_vec()).expect("css is text");
    let places: Vec<usize> =
        ["two {}", "two-a {}", "nine {}", "ten {}"].map(|part| bundle.find(part).expect("it is joined")).to_vec();
    assert!(places.is_sorted(), "{places:?}");
    assert!(!bundle.contains("lonely"));
}

#[test]
fn parts_that_share_a_scope_are_one_script_and_leave_nothing_behind() {
    let files = [
        ("themes/a/assets/search/10-zz.js", "// Last.\nfunction last() {\n  first();\n}\n"),
        ("themes/a/assets/search/0-zz.js", "// First.\nvar url = new URL(\"find.css\", document.currentScript.src);\n"),
    ];
    let (theme, diagnostics) = loaded(&files, "a");
    assert_eq!(diagnostics, []);
    let published = theme.published();
    let url = |name: &str| published.iter().find(|(known, ..)| known == name).map(|(_, url, _)| url.as_str());
    let (.., bytes) = published.iter().find(|(name, ..)| name == "search.js").expect("it is published");
    let text = std::str::from_utf8(bytes).expect("a script is text");
    let css = url("find.css").expect("it is published").trim_start_matches("assets/");
    let opens = format!("(() => {{\n\"use strict\";\nvar url = new URL(\"{css}\", document.currentScript.src);\n");
    assert!(text.starts_with(&opens), "{}", &text[..200]);
    assert!(text.ends_with("\nfunction last() {\nfirst();\n}\n})();\n"));
    assert!(published.iter().all(|(name, ..)| !name.starts_with("search/")));
}

#[test]
fn a_script_of_ones_own_takes_the_place_of_all_parts() {
    let own = [("themes/a/assets/find.js", "own();\n"), ("themes/a/assets/search.js", "candor.search = own;\n")];
    let (theme, diagnostics) = loaded(&own, "a");
    assert_eq!(diagnostics, []);
    let mut scripts = Vec::new();
    for (name, _, bytes) in theme.published() {
        if name.ends_with(".js") && (name.starts_with("search") || name.starts_with("find")) {
            scripts.push((name, String::from_utf8(bytes.to_vec()).expect("a script is text")));
        }
    }
    assert_eq!(scripts, own.map(|(path, text)| (path.replace("themes/a/assets/", ""), text.to_owned())));
}

#[test]
fn no_script_of_the_built_in_theme_is_published_with_its_comments() {
    let (theme, _) = loaded(&[], "default");
    for (name, _, bytes) in theme.published().iter().filter(|(name, ..)| name.ends_with(".js")) {
        let text = std::str::from_utf8(bytes).expect("a script is text");
        // One template literal, even in a comment, and all of a script stays as it is.
        assert!(!text.lines().any(|line| line.trim_start().starts_with("//")), "{name}");
    }
}

#[test]
fn a_word_falls_back_to_the_language_and_then_to_english() {
    let (theme, _) = loaded(FILES, "top");
    let words = theme.words_in("de-ch");
    assert_eq!(
        (words["zz_one"].as_str(), words["zz_two"].as_str(), words["zz_three"].as_str()),
        ("eins", "deux", "drüü")
    );
    assert_eq!(theme.words_in("fr")["zz_one"], "one");
}

#[test]
fn a_word_that_no_page_says_is_told_with_the_nearest() {
    let files = [
        ("themes/a/words/en.toml", "thanks = \"Kind words\"\nown = \"Own\"\ntanks = \"Kind words\"\nzebra = \"Z\"\n"),
        ("themes/a/words/cy.toml", "home = \"Hafan\"\nhoem = \"Hafan\"\n"),
        ("themes/a/templates/note.html", "{{ site.words.own }}"),
    ];
    assert_eq!(
        told(&files, "a"),
        [
            "themes/a/words/cy.toml: theme/invalid: no page says the word `hoem` / did you mean `home`?",
            "themes/a/words/en.toml: theme/invalid: no page says the word `tanks` / did you mean `thanks`?",
            "themes/a/words/en.toml: theme/invalid: no page says the word `zebra` / leave it out, or write it into a template: `{{ site.words.zebra }}`",
        ]
    );
    let (_, found) = loaded(&files, "a");
    assert!(
        found.iter().all(|found| found.severity == crate::diagnostic::Severity::Warning),
        "a word too many harms no page"
    );
    assert_eq!(&files[0].1[found[1].primary.span.start..found[1].primary.span.end], "tanks");
}

#[test]
fn a_word_in_a_form_that_its_language_has_is_no_stranger() {
    let files = [
        (
            "themes/a/words/pl.toml",
            "notes_few = \"{n} notatki\"\nnotes_two = \"2\"\nnoets_few = \"x\"\naz_few = \"x\"\n",
        ),
        ("themes/a/words/cy.toml", "notes_two = \"2 nodyn\"\n"),
        ("themes/a/words/ja.toml", "notes_one = \"1 ノート\"\n"),
    ];
    assert_eq!(
        told(&files, "a"),
        [
            "themes/a/words/ja.toml: theme/invalid: `notes_one` is never said: `ja` has no form `one` / its forms are `other`",
            "themes/a/words/pl.toml: theme/invalid: `notes_two` is never said: `pl` has no form `two` / its forms are `one`, `few`, `many`, `other`",
            "themes/a/words/pl.toml: theme/invalid: no page says the word `noets_few` / did you mean `notes_few`?",
            "themes/a/words/pl.toml: theme/invalid: no page says the word `az_few` / leave it out, or write it into a template: `{{ site.words.az_few }}`",
        ]
    );
}

/// The words of the built-in theme in German, and a kind that a site has in the place of a built-in one.
fn german(files: &[(&str, &str)]) -> (BTreeMap<String, String>, Kinds) {
    let (theme, found) = loaded(files, "a");
    assert!(found.is_empty(), "{found:?}");
    (theme.words_in("de"), theme.kinds)
}

const OWN: &str =
    "label = \"Look back\"\nsections = [\"In short\"]\n[fields.severity]\ntype = \"text\"\nlabel = \"How far\"\n";

#[test]
fn words_speak_of_a_kind_of_their_own_layer_or_below_and_never_of_one_above() {
    let theme = ("themes/a/words/de.toml", "kind_review = \"Nachlese\"\n");
    let (words, kinds) = german(&[theme]);
    assert_eq!((words["kind_review"].as_str(), words["kind_review_plural"].as_str()), ("Nachlese", "Rückblicke"));
    assert_eq!(kinds.named("review").expect("built in").sections[0].elsewhere["de"][0], "Kurz gesagt");

    // The theme has the kind: its own words stay, the built-in ones were about another kind.
    let template = ("themes/a/kinds/review/template.md", "");
    let (words, kinds) = german(&[theme, ("themes/a/kinds/review/kind.toml", OWN), template]);
    assert_eq!((words["kind_review"].as_str(), words.get("kind_review_plural")), ("Nachlese", None));
    assert_eq!(words.get("field_review_severity"), None);
    assert_eq!(words["kind_lesson"], "Erkenntnis", "other kinds are as they were");
    assert!(kinds.named("review").expect("its own").sections[0].elsewhere.is_empty());

    // The site has the kind: it says itself what it is called.
    let (words, _) = german(&[theme, ("kinds/review/kind.toml", OWN), ("kinds/review/template.md", "")]);
    assert_eq!((words.get("kind_review"), words.get("field_review_severity")), (None, None));
}

#[test]
fn a_word_about_a_kind_that_is_not_there_is_told() {
    let files = [
        (
            "themes/a/words/de.toml",
            "kind_reveiw = \"Nachlese\"\nfield_review_zebra = \"Zebra\"\nfield_zz_far = \"Weit\"\n",
        ),
        ("kinds/zz/kind.toml", "glyph = \"note\"\n[fields.far]\ntype = \"text\"\n"),
        ("kinds/zz/template.md", ""),
    ];
    let told = told(&files, "a");
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told[0].contains("`kind_reveiw` / did you mean `kind_review`?"), "{}", told[0]);
    assert!(told[1].contains("`field_review_zebra`"), "{}", told[1]);
}

#[test]
fn a_template_is_that_of_the_language_or_the_kinds_own() {
    let files = [
        ("kinds/zz/kind.toml", "glyph = \"note\""),
        ("kinds/zz/template.md", "own"),
        ("kinds/zz/template.de.md", "deutsch"),
        ("kinds/zz/template.de-CH.md", "schwiizerdüütsch"),
    ];
    let (theme, _) = loaded(&files, "default");
    let kind = theme.kinds.named("zz").expect("the site has it");
    assert_eq!(
        ["de", "DE-at", "de-ch", "en", "cy"].map(|language| kind.template_in(language)),
        ["deutsch", "deutsch", "schwiizerdüütsch", "own", "own"]
    );
}

#[test]
fn a_template_in_another_language_joins_the_kind_that_is_there() {
    let files = [("kinds/win/template.pl.md", "polski"), ("kinds/zz/template.pl.md", "polski")];
    let (theme, found) = loaded(&files, "default");
    let kind = theme.kinds.named("win").expect("built in");
    assert_eq!((kind.template_in("pl"), kind.label.as_str()), ("polski", "Win"));
    assert!(kind.template_in("de").contains("Was gut ging"));
    assert_eq!(theme.words_in("de")["kind_win"], "Erfolg", "the kind is still the built-in one");
    let told: Vec<&str> = found.iter().map(|found| found.message.as_str()).collect();
    assert_eq!(told, ["the kind `zz` has no `kind.toml`"]);
}

#[test]
fn assets_are_named_after_their_bytes_and_refer_to_each_other_so() {
    let (theme, _) = loaded(FILES, "top");
    let published = theme.published();
    let of = |name: &str| published.iter().find(|(known, ..)| known == name).expect("it is published");
    let text = |name: &str| String::from_utf8(of(name).2.to_vec()).expect("css is text");
    for name in ["zz.css", "css/a.css", "zz.svg", "fonts/zz.woff2"] {
        let (_, url, bytes) = of(name);
        assert!(url.starts_with("assets/") && url.contains(&crate::hashed::fingerprint(bytes, 8)), "{url}");
    }
    let short = |name: &str| of(name).1.trim_start_matches("assets/").to_owned();
    assert_eq!(
        text("zz.css"),
        format!("@import '{}';@font-face{{src:url(\"{}?v=1#x\")}}", short("css/a.css"), short("fonts/zz.woff2"))
    );
    assert_eq!(
        text("css/a.css"),
        format!("a{{background:url(../{}),url(data:image/png;base64,x),url(#id)}}", short("zz.svg"))
    );
    assert_eq!(
        text("js/zz.js"),
        format!("zz(new URL(\"../{}\", document.currentScript.src), new URL(\"a.css\", zz));\n", short("zz.css"))
    );
    assert_eq!(&*theme.assets["zz.svg"], b"<svg/>");

    // Another picture gives another name to all that refer to it, and another digest.
    let mut changed = FILES.to_vec();
    changed.push(("themes/top/assets/zz.svg", "<svg />"));
    let (other, _) = loaded(&changed, "top");
    let url = |theme: &Theme, name: &str| {
        theme.published().into_iter().find(|(known, ..)| known == name).map(|(_, url, _)| url)
    };
    assert_ne!(url(&theme, "zz.css"), url(&other, "zz.css"));
    assert_eq!(url(&theme, "fonts/zz.woff2"), url(&other, "fonts/zz.woff2"));
    assert_ne!(theme.digest, other.digest);
    assert_eq!(theme.digest, loaded(FILES, "top").0.digest);
}

#[test]
fn a_theme_that_is_not_there_is_told_with_the_nearest_and_where_it_is_named() {
    let files = [("themes/base/theme.toml", ""), ("themes/top/theme.toml", "")];
    assert_eq!(told(&files, "bse"), ["site.toml: theme/invalid: there is no theme `bse` / did you mean `base`?"]);
    assert_eq!(
        told(&files, "zebra"),
        ["site.toml: theme/invalid: there is no theme `zebra` / there is `base`, `default` and `top`"]
    );
    assert_eq!(
        told(&[("themes/a/theme.toml", "extends = \"../b\"")], "a"),
        ["themes/a/theme.toml: theme/invalid: there is no theme `../b` / there is `a` and `default`"]
    );
    assert!(told(&[], "default").is_empty());
}

#[test]
fn themes_in_a_circle_are_told_and_both_still_used() {
    let files = [
        ("themes/a/theme.toml", "extends = \"b\""),
        ("themes/a/templates/zz.html", "a"),
        ("themes/b/theme.toml", "extends = \"a\""),
        ("themes/b/templates/yy.html", "b"),
    ];
    assert_eq!(
        told(&files, "a"),
        [
            "themes/b/theme.toml: theme/invalid: themes extend each other in a circle: `a` extends `b` extends `a` / let one of them extend `default`"
        ]
    );
    let (theme, _) = loaded(&files, "a");
    assert!(theme.templates.contains_key("zz.html") && theme.templates.contains_key("yy.html"));
}

#[test]
fn a_sites_own_default_lies_over_the_built_in_one() {
    let files = [("themes/default/templates/zz.html", "own"), ("themes/default/theme.toml", "extends = \"default\"")];
    assert!(told(&files, "default").is_empty());
    assert_eq!(&*loaded(&files, "default").0.templates["zz.html"].text, "own");
}

#[test]
fn what_a_theme_has_no_use_for_is_told() {
    let files = [
        ("themes/a/template/note.html", ""),
        ("themes/a/icon.toml", ""),
        ("themes/a/theme.toml", "extend = \"b\"\nname = 3"),
        ("themes/a/words/en.toml", "zz = 3\nhome = "),
        ("themes/a/assets/a.css", "a { b: url(c.pgn); d: url(https://x.example/y.png); e: url(b.css) }"),
        ("themes/a/assets/b.css", "@import 'a.css';"),
        ("themes/a/assets/c.png", ""),
        ("themes/a/assets/d e.png", ""),
        ("themes/a/README.md", "is left alone"),
    ];
    assert_eq!(
        told(&files, "a"),
        [
            "themes/a/assets/a.css: theme/invalid: the theme has no asset `c.pgn` / did you mean `c.png`?",
            "themes/a/assets/a.css: theme/invalid: `https://x.example/y.png` is on another host, and pages load nothing from there / put the file into the theme's `assets/`",
            "themes/a/assets/b.css: theme/invalid: `a.css` refers back to this file, so neither can be named after its content / break the circle",
            "themes/a/assets/d e.png: theme/invalid: this name would be awkward in a URL / use letters, digits, `.`, `-` and `_`",
            "themes/a/icon.toml: theme/invalid: a theme has no file `icon.toml` / did you mean `icons.toml`?",
            "themes/a/template/note.html: theme/invalid: a theme has no folder `template` / did you mean `templates`?",
            "themes/a/theme.toml: theme/invalid: `theme.toml` has no key `extend` / did you mean `extends`?",
            "themes/a/theme.toml: theme/invalid: `name` takes text in double quotes, and this is a number / -",
            "themes/a/words/en.toml: theme/invalid: `zz` takes text in double quotes, and this is a number / -",
            "themes/a/words/en.toml: theme/invalid: not valid TOML: string values must be quoted, expected literal string / a line is `key = value`; text stands in double quotes",
        ]
    );
}

#[test]
fn what_is_wrong_with_a_sites_kind_is_told_at_its_file() {
    let files = [
        ("themes/a/icons.toml", "star = 'x'"),
        ("kinds/one.toml", ""),
        ("kinds/two/template.md", "x"),
        ("kinds/three/kind.toml", "glyph = \"stra\"\nhue = \"lesson\""),
        ("kinds/README.md", "is left alone"),
    ];
    assert_eq!(
        told(&files, "a"),
        [
            "kinds/one.toml: kind/invalid: a kind is a folder, and this is a file / make it `kinds/NAME/kind.toml`, with a `template.md` beside it",
            "kinds/three/kind.toml: kind/invalid: the kind `three` has no `template.md` / put a `template.md` beside `kind.toml`: what `candor new` writes",
            "kinds/three/kind.toml: kind/invalid: there is no icon `stra` / did you mean `star`?",
            "kinds/two/template.md: kind/invalid: the kind `two` has no `kind.toml` / a kind of the same name is replaced whole: put both `kind.toml` and `template.md` there",
        ]
    );
    let (theme, found) = loaded(&files, "a");
    let icon = found.iter().find(|found| found.message.contains("icon")).expect("it is told");
    let span = &icon.primary.span;
    assert_eq!(&theme.texts[&span.file][span.start..span.end], "\"stra\"");
}

#[test]
fn a_file_that_is_no_text_is_told_and_left_out() {
    let dir = site(&[("themes/a/templates/zz.html", "")]);
    fs::write(dir.path().join("themes/a/templates/zz.html"), [0xff, 0xfe]).expect("a file of the test");
    let (theme, found) = load(Some(dir.path()), "a", &named());
    assert!(!theme.templates.contains_key("zz.html"));
    assert!(found.iter().any(|found| &*found.primary.span.file == "themes/a/templates/zz.html"));
}

#[cfg(unix)]
#[test]
fn a_symbolic_link_is_told_and_not_followed() {
    let dir = site(&[("themes/a/templates/zz.html", ""), ("secret", "secret")]);
    std::os::unix::fs::symlink(dir.path().join("secret"), dir.path().join("themes/a/assets")).expect("a link");
    let (theme, found) = load(Some(dir.path()), "a", &named());
    assert!(theme.templates.contains_key("zz.html"));
    assert!(found.iter().any(|found| found.message.contains("symbolic links")), "{found:?}");
}

#[cfg(unix)]
#[test]
fn a_theme_that_leads_out_of_the_site_is_told_and_not_read() {
    let (outside, dir) = (site(&[("templates/zz.html", "secret")]), site(&[("themes/b/theme.toml", "")]));
    std::os::unix::fs::symlink(outside.path(), dir.path().join("themes/a")).expect("a link");
    let (theme, found) = load(Some(dir.path()), "a", &named());
    assert!(!theme.templates.contains_key("zz.html"));
    assert!(found.iter().any(|found| found.message == "this folder leads out of the site"), "{found:?}");
}

#[test]
fn the_built_in_theme_has_nothing_to_tell() {
    let (_, found) = load(None, "default", &named());
    assert!(found.is_empty(), "{found:#?}");
}
