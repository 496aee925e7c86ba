//! The two pages for theme authors: what a theme is made of, and what templates see.
//!
//! Made from the built-in theme's own files and from the types of the views, never from a list kept beside them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use candor::source::Span;
use candor::theme;

use super::check::{self, Checked, File, Keys};
use super::template;
use super::views::{EVERYWHERE, View, Views, anchor};
use super::{cell, expect, head};

/// Where the guide tells what templates see.
const VIEWS: &str = "theme-views.md";

fn built_in() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default")
}

/// Every file below a folder of the built-in theme, by its path from there.
fn files_in(folder: &str) -> Vec<String> {
    fn walk(at: &Path, above: &str, found: &mut Vec<String>) {
        for entry in fs::read_dir(at).expect("the built-in theme has this folder") {
            let entry = entry.expect("an entry");
            let name = format!("{above}{}", entry.file_name().to_string_lossy());
            if entry.path().is_dir() {
                walk(&entry.path(), &format!("{name}/"), found);
            } else if !name.starts_with('.') && !name.ends_with('~') {
                found.push(name);
            }
        }
    }
    let mut found = Vec::new();
    walk(&built_in().join(folder), "", &mut found);
    found.sort();
    found
}

fn read(path: &str) -> String {
    fs::read_to_string(built_in().join(path)).expect("it is text")
}

/// Templates and components, read.
fn markup() -> Vec<File> {
    let in_folder = |folder: &'static str| {
        files_in(folder).into_iter().filter(|name| name.ends_with(".html")).map(move |name| format!("{folder}/{name}"))
    };
    in_folder("templates").chain(in_folder("components")).map(|name| check::file(&name, &read(&name))).collect()
}

fn keys() -> Keys {
    keys_of("default")
}

fn keys_of(name: &str) -> Keys {
    let site = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (theme, found) = theme::load(Some(site), name, &Span::new(&"site.toml".into(), 0..0));
    assert!(found.is_empty(), "{found:?}");
    let names = |map: &BTreeMap<String, String>| map.keys().cloned().collect::<BTreeSet<String>>();
    let assets = theme.published().into_iter().map(|(name, ..)| name).collect();
    Keys::from([("words", names(&theme.words_in("en"))), ("icons", names(&theme.icons)), ("assets", assets)])
}

/// A comment as Markdown: outside code, nothing in it is markup.
fn prose(text: &str, views: &Views) -> String {
    let mut out = String::new();
    for (at, part) in text.split('`').enumerate() {
        if at % 2 == 1 {
            out = format!("{out}`{part}`");
        } else {
            out.push_str(&part.replace('<', "\\<").replace('*', "\\*").replace('_', "\\_"));
        }
    }
    for view in &views.types {
        out = out.replace(&format!("[`{}`]", view.name), &format!("[{}]({VIEWS}#{})", view.name, anchor(&view.name)));
    }
    out
}

/// A file's first comment: `/* */`, or the lines that begin with `//` or `#`.
fn first_comment(text: &str) -> String {
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some(comment) = text.strip_prefix("/*") {
        return words(&comment[..comment.find("*/").unwrap_or(comment.len())]);
    }
    let lines = text.lines().map_while(|line| line.strip_prefix("//").or_else(|| line.strip_prefix('#')));
    words(&lines.collect::<Vec<_>>().join(" "))
}

fn base_name(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, name)| name).trim_end_matches(".html")
}

/// `a`, `b` and `c`.
fn listed(names: impl IntoIterator<Item = String>) -> String {
    let mut names: Vec<String> = names.into_iter().collect();
    match names.pop() {
        Some(last) if names.is_empty() => last,
        Some(last) => format!("{} and {last}", names.join(", ")),
        None => String::new(),
    }
}

fn code(name: &str) -> String {
    format!("`{name}`")
}

const OPENING: &str = "\
Everything that the built-in theme is made of, and what each part is given. A theme of yours holds only the files that differ: [Themes](themes.md) says how to begin, and [what templates see](theme-views.md) names every field.

## Change one part, in five lines

A component is one part of the page in one file. Put a file of the same name into your theme, keep the first line, and change what is between:

```html title=\"themes/moor/components/site_footer.html\"
{%- component site_footer(@page, @site) -%}
<footer class=\"foot\"><div class=\"wrap\">
<p>{{ site.footer }} <a href=\"{{ page.root }}a-z.html\">{{ site.words.az_title }}</a></p>
</div></footer>
{%- endcomponent site_footer -%}
```

With `theme = \"moor\"` in `site.toml`, every page now ends with that line and a link. A field that is not there stops the build, with the line of the template and the nearest field that is.
";

#[test]
fn the_guide_names_every_part_of_a_theme() {
    let views = Views::read();
    let files = markup();
    let checked = check::check(&files, &views, &keys());
    let mut text =
        head("Theme reference", "Every template, component, style sheet, script and icon of the built-in theme.", 112);
    text.push_str(OPENING);
    templates(&mut text, &files, &views);
    components(&mut text, &files, &views, &checked);
    assets(&mut text, &views);
    icons_and_words(&mut text, &views);
    expect("theme-reference.md", &text);
}

fn templates(text: &mut String, files: &[File], views: &Views) {
    text.push_str("\n## Templates {#templates}\n\nOne file for each sort of page, in `templates/`. Every template sees [`site`](theme-views.md#siteview) and [`page`](theme-views.md#pageframe), and most see one thing more. A block is a part that a template extending this one may fill, and `{{ super() }}` stands for what was in it.\n");
    for file in files.iter().filter(|file| file.name.starts_with("templates/")) {
        let comment = file.tags[0].comment.as_deref().expect("the check has asked for it");
        // What it sees is said below, with a link.
        let about: Vec<&str> =
            comment.split_inclusive(". ").filter(|sentence| !sentence.starts_with("Sees `")).collect();
        let _ = write!(
            text,
            "\n`{}`\n: {}",
            file.name.trim_start_matches("templates/"),
            prose(about.concat().trim(), views)
        );
        if let Some((name, ty)) = check::seen(file) {
            let _ = write!(text, " Sees [`{name}`]({VIEWS}#{}).", anchor(ty));
        }
        let blocks: Vec<String> = file
            .tags
            .iter()
            .filter(|tag| tag.verb() == "block")
            .map(|tag| code(template::name_at(&tag.tokens, 1)))
            .collect();
        match blocks.len() {
            0 => {}
            1 => {
                let _ = write!(text, " Block: {}.", blocks[0]);
            }
            _ => {
                let _ = write!(text, " Blocks: {}.", blocks.join(", "));
            }
        }
        text.push('\n');
    }
}

/// More users than a reader wants named.
const MANY: usize = 5;

fn components(text: &mut String, files: &[File], views: &Views, checked: &Checked) {
    text.push_str("\n## Components {#components}\n\nThe parts that templates are made of, in `components/`, called as `{{ <note_card card={card} level={2} /> }}`. What has a value after `=` may be left out. A component sees what it is given, and of the page only what its first line asks for: `@page`, `@site`. A file may define several; one of the same name replaces all of them.\n");
    for file in files.iter().filter(|file| !file.components.is_empty()) {
        for component in &file.components {
            let _ = write!(text, "\n`{}`", component.name);
            if base_name(&file.name) != component.name {
                let _ = write!(text, " in `{}.html`", base_name(&file.name));
            }
            let _ = write!(text, "\n: {}", prose(&component.about, views));
            let takes = component.parameters.iter().map(|parameter| {
                match checked.given(&component.name, &parameter.name).filter(|ty| ty.view().is_some()) {
                    Some(ty) => format!("`{}` ({})", parameter.written, ty.words(VIEWS)),
                    None => code(&parameter.written),
                }
            });
            let takes = listed(takes);
            if !takes.is_empty() {
                let _ = write!(text, " Takes {takes}.");
            }
            if !component.sees.is_empty() {
                let _ = write!(text, " Sees {}.", listed(component.sees.iter().map(|name| code(&format!("@{name}")))));
            }
            match checked.callers.get(&component.name) {
                Some(users) if users.len() > MANY => text.push_str(" Used in many places."),
                Some(users) => {
                    let users: BTreeSet<&str> = users.iter().map(|user| base_name(user)).collect();
                    let users = listed(users.into_iter().map(code));
                    let _ = write!(text, " Used by {users}.");
                }
                None => text.push_str(" Used by no file of the built-in theme."),
            }
            text.push('\n');
        }
    }
}

fn assets(text: &mut String, views: &Views) {
    let names = files_in("assets");
    let published = keys().remove("assets").expect("it is there");
    text.push_str("\n## Assets {#assets}\n\nEverything in `assets/` is published under a name that carries a digest of its bytes, so that browsers may keep it for good: `mark.svg` becomes `assets/mark.1f3a9c42.svg`. A template asks for the name of today, and a style sheet's `url(...)` is put right by itself:\n\n```html\n<link rel=\"icon\" href=\"{{ page.root }}{{ site.assets[\"mark.svg\"] }}\">\n```\n\nComments and indentation of style sheets and scripts are left out. Nothing may come from another host.\n");
    for (folder, ending, whole, joined) in
        [("css/", ".css", "theme.css", "Style sheets"), ("js/", ".js", "app.js", "Scripts")]
    {
        assert!(published.contains(whole), "{whole} is not published");
        let _ = write!(
            text,
            "\n### {joined} on every page\n\nThe numbered files of `{folder}` are joined into `{whole}`, by number and then by name. A file of the same name in your theme takes one's place; a further one, such as `{folder}8-moor{ending}`, is joined at its place. Your own `{whole}` takes the place of them all.\n\n| file | what it is for |\n| --- | --- |\n"
        );
        parts(text, folder, &names, views);
    }
    text.push_str("\n### The search\n\nTwo scripts that are fetched when somebody is about to look for something, joined likewise: those of `find/` into `find.js`, which is what one sees of the search, and those of `search/` into `search.js`, which finds. The parts of each share one scope of their own: what one declares the others may call, and nobody else.\n\n| file | what it is for |\n| --- | --- |\n");
    for (folder, whole) in [("find/", "find.js"), ("search/", "search.js")] {
        assert!(published.contains(whole), "{whole} is not published");
        parts(text, folder, &names, views);
    }
    text.push_str("\n### Files of their own\n\n| file | what it is for |\n| --- | --- |\n");
    let (commented, others): (Vec<&String>, Vec<&String>) = names
        .iter()
        .filter(|name| published.contains(*name))
        .partition(|name| name.ends_with(".css") || name.ends_with(".js"));
    for name in commented {
        let _ =
            writeln!(text, "| `{name}` | {} |", cell(&prose(&first_comment(&read(&format!("assets/{name}"))), views)));
    }
    let _ = writeln!(text, "\nBesides these: {}.", listed(others.into_iter().map(|name| code(name))));
    text.push_str("\nThe layers of the style sheets come in this order, whatever file a rule stands in: ");
    let order = read("assets/css/1-reset.css");
    let order =
        order.lines().find_map(|line| line.strip_prefix("@layer ")?.strip_suffix(';')).expect("the order of layers");
    let _ = writeln!(text, "{}. The layer `theme` is yours.", listed(order.split(", ").map(code)));
}

/// A row for each part of a script or style sheet.
fn parts(text: &mut String, folder: &str, names: &[String], views: &Views) {
    for name in names.iter().filter(|name| name.starts_with(folder)) {
        let comment = first_comment(&read(&format!("assets/{name}")));
        assert!(!comment.is_empty(), "{name} does not say what it is for");
        let _ = writeln!(text, "| `{name}` | {} |", cell(&prose(&comment, views)));
    }
}

fn icons_and_words(text: &mut String, views: &Views) {
    text.push_str("\n## Icons {#icons}\n\nShapes by name in `icons.toml`, drawn on a square of 20. Yours are added to these, one by one. Draw with a line of 1.6 in the colour of the text; what has the class `f` is filled.\n\n| for | names |\n| --- | --- |\n");
    for (group, keys) in groups(&read("icons.toml")) {
        let _ = writeln!(
            text,
            "| {} | {} |",
            prose(&group, views),
            keys.iter().map(|key| code(key)).collect::<Vec<_>>().join(" ")
        );
    }
    let languages = files_in("words").into_iter().filter_map(|name| Some(code(name.strip_suffix(".toml")?)));
    let _ = write!(
        text,
        "\n## Words {{#words}}\n\nEverything that the interface says, by key, one file a language: {}. Yours are added to these, word by word. `{{n}}`, `{{title}}` and the like are filled in before a template sees them, but for those that one `replace`s. In English they stand in these groups:\n\n",
        listed(languages)
    );
    for (group, keys) in groups(&read("words/en.toml")) {
        let some: Vec<String> = keys.iter().take(3).map(|key| code(key)).collect();
        let more = if keys.len() > some.len() { " …" } else { "" };
        let _ = writeln!(text, "- {}: {}{more}", prose(&group, views), some.join(", "));
    }
}

/// The keys of a TOML file by the comment above them.
fn groups(text: &str) -> Vec<(String, Vec<String>)> {
    let mut found: Vec<(String, Vec<String>)> = Vec::new();
    let mut comment: Vec<&str> = Vec::new();
    for line in text.lines() {
        if let Some(words) = line.strip_prefix('#') {
            comment.push(words.trim());
        } else if let Some((key, _)) = line.split_once(" = ") {
            if !comment.is_empty() {
                let words = comment.join(" ");
                let sentence = words.split_once(". ").map_or(words.as_str(), |(first, _)| first);
                found.push((sentence.trim_end_matches('.').to_owned(), Vec::new()));
                comment.clear();
            }
            if let Some((_, keys)) = found.last_mut() {
                keys.push(key.to_owned());
            }
        } else {
            comment.clear();
        }
    }
    found
}

#[test]
fn the_guide_names_every_field_that_templates_see() {
    let views = Views::read();
    let mut text = head("What templates see", "Every view, its fields, and what each of them is.", 114);
    text.push_str("A template sees `site`, `page` and the view of its own page, and nothing else: it looks nothing up. Words, dates and counts arrive finished, so that `if` and `for` are enough. Text is escaped where it is written; only what says \"Safe\" may be written with `safe`.\n\nAddresses are from the site's root: write `{{ page.root }}` before them. Where one may also lead to another site, `{{ <href url={...} /> }}` writes the right one. Text that is not there is empty, and a list without entries is empty: `{% if card.summary %}` asks for both.\n");
    let roots: Vec<(&str, &str)> =
        EVERYWHERE.into_iter().chain(views.pages.iter().map(|(name, ty)| (name.as_str(), ty.as_str()))).collect();
    // A type that one view alone holds stands below it.
    let owner = |name: &str| {
        let owners: Vec<&str> =
            roots.iter().filter(|(_, root)| views.below(root).contains(name)).map(|(_, ty)| *ty).collect();
        (owners.len() == 1).then(|| owners[0])
    };
    let is_root = |name: &str| roots.iter().any(|(_, ty)| *ty == name);
    for (at, (name, ty)) in roots.iter().enumerate() {
        if at == 0 {
            text.push_str("\n## On every page\n");
        } else if at == EVERYWHERE.len() {
            text.push_str("\n## One for each sort of page\n");
        }
        let view = views.named(ty).unwrap_or_else(|| panic!("{ty} is no struct of view.rs"));
        fields(&mut text, &format!("### {name}"), view, &views);
        for part in views.types.iter().filter(|view| !is_root(&view.name) && owner(&view.name) == Some(ty)) {
            fields(&mut text, &format!("#### {}", part.name), part, &views);
        }
    }
    text.push_str("\n## Parts that several share\n");
    for part in views.types.iter().filter(|view| !is_root(&view.name) && owner(&view.name).is_none()) {
        fields(&mut text, &format!("### {}", part.name), part, &views);
    }
    expect(VIEWS, &text);
}

fn fields(text: &mut String, heading: &str, view: &View, views: &Views) {
    let about = prose(&view.about, views).replace(VIEWS, "");
    let _ = write!(text, "\n{heading} {{#{}}}\n\n{about}\n", anchor(&view.name));
    if !view.fields.is_empty() {
        text.push_str("\n| field | is | meaning |\n| --- | --- | --- |\n");
    }
    for field in &view.fields {
        let about = prose(&field.about, views).replace(VIEWS, "");
        let _ = writeln!(text, "| `{}` | {} | {} |", field.name, field.ty.words(""), cell(&about));
    }
}

#[test]
fn what_templates_read_is_there() {
    let views = Views::read();
    let checked = check::check(&markup(), &views, &keys());
    assert!(checked.problems.is_empty(), "{}", checked.problems.join("\n"));
    // Without this, a check gone blind would pass for a sound theme.
    assert!(checked.given("note_card", "card").is_some() && checked.callers.len() > 20);
    let checked = check::check(&ledger(), &views, &keys_of("ledger"));
    assert!(checked.problems.is_empty(), "in ledger: {}", checked.problems.join("\n"));
}

/// The files of the second theme over the built-in ones.
fn ledger() -> Vec<File> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/ledger");
    let mut files: BTreeMap<String, File> = markup().into_iter().map(|file| (file.name.clone(), file)).collect();
    for part in ["templates", "templates/kind", "components"] {
        for entry in fs::read_dir(folder.join(part)).expect("it has this folder") {
            let path = entry.expect("an entry").path();
            if path.is_file() {
                let name = format!("{part}/{}", path.file_name().expect("it has a name").to_string_lossy());
                let text = fs::read_to_string(&path).expect("it is text");
                files.insert(name.clone(), check::file(&name, &text));
            }
        }
    }
    files.into_values().collect()
}

#[test]
fn each_template_says_truly_what_it_sees() {
    let views = Views::read();
    let mut seen = BTreeSet::new();
    for file in ledger().iter().chain(&markup()).filter(|file| file.name.starts_with("templates/")) {
        let Some((name, ty)) = check::seen(file) else { continue };
        assert!(
            views.pages.iter().any(|(known, view)| (known.as_str(), view.as_str()) == (name, ty)),
            "{}: no page's view is called `{name}` and is a {ty}",
            file.name
        );
        let template = file.name.trim_start_matches("templates/");
        let about = &views.named(ty).expect("it is a view").about;
        if !template.contains('/') {
            assert!(about.contains(&code(template)), "view.rs: the comment of {ty} does not name `{template}`");
        }
        seen.insert(ty.to_owned());
    }
    for (_, ty) in views.pages.iter().filter(|(_, ty)| views.named(ty).is_some_and(|view| !view.fields.is_empty())) {
        assert!(seen.contains(ty), "no template says that it sees a {ty}");
    }
}
