//! The guide's reference pages, made from the tables that the program itself reads, so that they cannot lie.
//!
//! `UPDATE=1 cargo test reference` writes them anew; their diff is read like prose.

mod check;
mod template;
mod theme;
mod views;

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use candor::config::KEYS;
use candor::diagnostic::CODES;
use candor::kind::{COMMON_FIELDS, FieldType, Scope};
use candor::source::Span;

fn guide(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("content/guide").join(name)
}

fn expect(name: &str, text: &str) {
    let path = guide(name);
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, text).expect("the guide can be written");
    }
    let there = fs::read_to_string(&path).unwrap_or_default();
    assert!(there == text, "content/guide/{name} is not what the tables say: run UPDATE=1 cargo test reference");
}

fn head(title: &str, summary: &str, order: u32) -> String {
    format!(
        "---\ntitle: {title}\nsummary: {summary}\nkind: guide\nauthors: [sunniva]\ndate: 2026-11-23\nteam: people\ntopics: [writing]\norder: {order}\n---\n\n"
    )
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

#[test]
fn the_guide_names_every_key_of_the_configuration() {
    let mut text = head("Configuration", "Every key of site.toml, what it takes and what it is when left out.", 80);
    text.push_str("An empty `site.toml` works: every key has a sensible value. A key that does not exist is an error that names the nearest one that does.\n\n| key | takes | left out | meaning |\n| --- | --- | --- | --- |\n");
    for key in KEYS {
        let default = if key.default.is_empty() { "nothing".to_string() } else { format!("`{}`", cell(key.default)) };
        let _ = writeln!(text, "| `{}` | {} | {default} | {} |", key.key, cell(key.kind), cell(key.about));
    }
    text.push_str("\nFor example:\n\n```toml title=\"site.toml\"\ntitle = \"Brindlemoor Notebook\"\n\n[nav]\nitems = [\"kind:lesson\", \"topics\", \"section:guide\"]\n\n[check]\n\"section/missing\" = \"off\"\n```\n\nThe codes for `[check]` stand on [the list of messages](diagnostics.md).\n");
    expect("configuration.md", &text);
}

#[test]
fn the_guide_names_every_message() {
    let mut text =
        head("The list of messages", "Every code that a build can tell, how much it matters, and what it finds.", 90);
    text.push_str("Each message says where it is and what to do. Its code stands in brackets: `warning[link/broken]`.\n\n- An **error** cannot be rendered rightly or safely: nothing is published until it is mended.\n- A **warning** is told, and the site is published all the same.\n- A **suggestion** is a hint, and fails nothing.\n\n`site.toml` changes how much a code matters on your site, under [`[check]`](configuration.md).\n\n| code | usually | finds |\n| --- | --- | --- |\n");
    for code in CODES {
        let _ = writeln!(text, "| `{}` | {} | {} |", code.code, code.severity, cell(code.about));
    }
    expect("diagnostics.md", &text);
}

/// Sentences as a list of quotations: what is quoted is nobody's own words, to the coach too.
fn quoted(sentences: &[&String]) -> String {
    sentences
        .iter()
        .fold(String::new(), |text, sentence| text + "> " + sentence + "\n>\n")
        .trim_end_matches("\n>\n")
        .to_string()
}

#[test]
fn the_guide_shows_what_the_coach_looks_for() {
    let mut text = head(
        "What the coach looks for",
        "Each way of speaking that `candor check` stops at, why, what to ask instead, and what it leaves alone.",
        95,
    );
    text.push_str("`candor check` reads the notes and suggests. Nothing fails for a suggestion, nothing of it is published, and nobody's are counted. Who the subject is decides: a person's failure to check is a judgement, a disk's failure is a fact. Quotations and code are left alone, and so is a sentence that speaks about blame, and a table's column that shows what not to write (`instead of`, `not`). Of the front matter, the title, the summary and what the `actions` say are read.\n\nThe examples are the coach's own tests. How to write instead stands in [Write without blame](write-without-blame.md).\n");
    for category in &candor::coach::Coach::english().categories {
        let _ =
            write!(text, "\n## {}\n\n`{}`\n\n{}\n\n*{}*\n", category.title, category.code, category.why, category.ask);
        let found: Vec<&String> = category.rules.iter().flat_map(|rule| rule.matches.iter().take(2)).collect();
        let spared: Vec<&String> = category.rules.iter().flat_map(|rule| rule.spares.iter().take(2)).collect();
        let _ = write!(text, "\nIt stops at:\n\n{}\n\nIt leaves alone:\n\n{}\n", quoted(&found), quoted(&spared));
    }
    text.push_str("\n## Keep your words\n\nNo rule knows your note as you do. Say why, and the hint is gone:\n\n```markdown\n<!-- candor: allow coach/named-agent: she asked to be named -->\n```\n\nThe comment stands before the paragraph, at its end, or before the sentence on its line. It needs a reason, and is told when nothing needs it any more. A whole site changes how much a code matters under [`[check]`](configuration.md). What is off hides nothing else in the same sentence.\n");
    let example = OWN_RULES.split("```").nth(1).and_then(|block| block.split_once('\n')).expect("there is one").1;
    assert_eq!(candor::coach::Own::read(example, "en").told, [], "the guide's own example holds");
    text.push_str(OWN_RULES);
    expect("kind-words.md", &text);
}

const OWN_RULES: &str = "
## Words and rules of your own

A file `coach.toml` beside `site.toml` teaches the coach what your house calls its people and things, and ways of speaking that it should know. The people, teams and systems that have notes of their own are known already, and so is whoever is an author or is thanked.

```toml title=\"coach.toml\"
[words]
role = \"stower tallyman\"      # people at work
thing = \"heron\"               # what is nobody: a system of that name

[[rule]]
code = \"coach/judgement\"
name = \"rookie\"
find = [\"{rookie|greenhorn} @mistake|@act\"]
says = \"laughs at whoever is new\"
match = [\"A rookie mistake on the belt.\"]
spare = [\"The rookies' handbook has a new page.\"]
```

- `find` has the words in a row. `|` stands between words of which any will do, `@role` for any word of a class, `<role>` for a whole phrase that ends in one, `..4` for up to four words between, and braces around what the hint shows. `unless` has what spares the sentence.
- `match` and `spare` are the rule's tests: `candor check` says at its line which of them does not hold.
- `says`, `why` and `ask` replace what the code says otherwise. `where = \"everywhere\"` asks for the rule in every note, `\"actions\"` in what is to be done; left out, it is for notes that tell what happened.
- The classes, and rules to learn from, are in candor's own source, in the folder `src/coach/en`.

## Other languages

A language is a folder of such files. English has all of the above, German a start. A site with `language = \"de\"` is read in German, and its English notes in English. For any other language, begin with `language = \"pl\"` in `coach.toml`, and give the words and rules yourself; as the coach knows nothing of that grammar, rules go by words and classes there, and not by phrases.
";

const PROTECT: &str = "
## Fields that protect

`audience`, `authors`, `status` and `profile` keep a note from some readers, or its author from all. One letter wrong in them must not publish it, so these are errors, and the note is withheld until they are mended:

- a field that does not exist and is nearly one of them: `audiance`, `Audience`, `staus`;
- a field nearly called `authors` that says `anonymous`, such as `author: anonymous`. With a name in it, it is a warning, since it hides nobody;
- `authors` with a word that is nearly `anonymous`;
- `audience`, `authors` or `status` with nothing after the colon. Take the line out to say nothing;
- `draft: true`, `private: true`, `public: false`, `publish: false` and `published: false`, which other tools have. Write `status: draft` here, or an `audience`.

A field that one of your kinds has is never taken for a slip. In the `_index.md` of a folder such an error withholds everything below it, too.
";

#[test]
fn the_guide_names_every_field() {
    let mut text =
        head("Fields", "Everything that can stand between the two lines of dashes at the top of a note.", 70);
    text.push_str("Every field may be left out. A field that does not exist is a warning with the nearest one that does; a wrong value is an error with its line. What [protects a note](#fields-that-protect) is never guessed.\n\n| field | meaning |\n| --- | --- |\n");
    for field in COMMON_FIELDS {
        let only = match field.scope {
            Scope::All => String::new(),
            Scope::Section => " (only in the `_index.md` of a folder)".to_string(),
            Scope::Kind(kind) => format!(" (only for a `{kind}`)"),
        };
        let list = if field.list { " One, or a list in brackets." } else { "" };
        let _ = writeln!(text, "| `{}` | {}{only}{list} |", field.name, cell(field.about));
    }
    text.push_str("\nEach [kind of note](kinds.md) adds its own.\n");
    text.push_str(PROTECT);
    expect("fields.md", &text);
}

#[test]
fn the_guide_names_every_kind() {
    let (theme, found) = candor::theme::load(None, "default", &Span::new(&"site.toml".into(), 0..0));
    assert!(found.is_empty(), "{found:?}");
    let mut text = head("Kinds", "What each sort of note is for, and the fields it adds.", 60);
    text.push_str("A kind gives a note its shape. Write one with `candor new KIND \"Title\"`. If none seems to fit, `note` always does.\n");
    for kind in theme.kinds.iter() {
        let _ = write!(
            text,
            "\n## {} {{#{}}}\n\n{} In front matter: `kind: {}`.",
            kind.label, kind.name, kind.summary, kind.name
        );
        if !kind.credit {
            text.push_str(" Never listed on a person's page.");
        }
        if !kind.sections.is_empty() {
            let names: Vec<&str> =
                kind.sections.iter().filter_map(|section| section.names.first().map(String::as_str)).collect();
            let _ = write!(text, " It usually has the sections {}.", names.join(", "));
        }
        text.push('\n');
        if !kind.fields.is_empty() {
            text.push_str("\n| field | takes | meaning |\n| --- | --- | --- |\n");
            for field in &kind.fields {
                let takes = match &field.ty {
                    FieldType::Choice(values) => {
                        values.iter().map(|value| format!("`{value}`")).collect::<Vec<_>>().join(", ")
                    }
                    FieldType::Record(fields) => {
                        fields.iter().map(|field| format!("`{}`", field.name)).collect::<Vec<_>>().join(", ")
                    }
                    other => other.name().to_string(),
                };
                let list = if field.list { "list of " } else { "" };
                let _ = writeln!(text, "| `{}` | {list}{takes} | {} |", field.name, cell(&field.about));
            }
        }
    }
    text.push_str("\n## A kind of your own\n\nA kind is a folder, not code: `kinds/NAME/kind.toml` beside `site.toml`, and `template.md` for `candor new`. One with the name of a built-in kind takes its place whole.\n\n```toml title=\"kinds/game-day/kind.toml\"\nlabel = \"Game day\"\nplural = \"Game days\"\nglyph = \"event\"\nhue = \"event\"\nfolder = \"game-days\"\nsections = [\"What we tried\", \"What surprised us\"]\n\n[fields.scenario]\ntype = \"text\"\nlabel = \"Scenario\"\n```\n\n```markdown title=\"kinds/game-day/template.md\"\n---\ntitle: {{ title }}\nkind: game-day\ndate: {{ date }}\nscenario:\n---\n\n## What we tried\n\n## What surprised us\n```\n");
    expect("kinds.md", &text);
}
