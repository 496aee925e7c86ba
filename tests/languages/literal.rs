//! Templates and scripts as text: nothing that a reader sees or hears may stand in them in one language.
//!
//! Reads the built-in theme's files; a site's own theme may say what it likes.

use std::fs;
use std::path::{Path, PathBuf};

/// Attributes whose value is seen or read aloud.
const HEARD: [&str; 7] = ["aria-label", "aria-description", "title", "alt", "placeholder", "data-label", "content"];

/// What `content` says to machines.
const MACHINES: [&str; 4] = ["width=device-width, initial-scale=1", "light dark", "noindex", "0; url="];

fn files(folder: &str, ending: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut left = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default").join(folder)];
    while let Some(folder) = left.pop() {
        for entry in fs::read_dir(&folder).expect("a folder of the theme can be read") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                left.push(path);
            } else if path.extension().is_some_and(|extension| extension == ending) {
                let text = fs::read_to_string(&path).expect("a file of the theme is text");
                found.push((path, text));
            }
        }
    }
    found
}

/// A template without its comments and statements, and what is printed by itself: literals that `{{ … }}` says.
fn without_code(template: &str) -> (String, Vec<String>) {
    let (mut out, mut said) = (String::new(), Vec::new());
    let mut rest = template;
    while let Some(at) = rest.find("{{").into_iter().chain(rest.find("{%")).chain(rest.find("{#")).min() {
        out.push_str(&rest[..at]);
        let close = match &rest[at..at + 2] {
            "{{" => "}}",
            "{%" => "%}",
            _ => "#}",
        };
        let end = rest[at..].find(close).map_or(rest.len(), |end| at + end + 2);
        let code = &rest[at..end];
        // A literal that is compared, looked up or replaced is no word; one with a space or a capital is.
        if close == "}}" {
            let literals = code.split('"').skip(1).step_by(2);
            said.extend(
                literals.filter(|text| text.contains(' ') || text.starts_with(char::is_uppercase)).map(String::from),
            );
        }
        rest = &rest[end..];
    }
    out.push_str(rest);
    (out, said)
}

fn words_of(template: &str) -> Vec<String> {
    let (plain, mut found) = without_code(template);
    let mut rest = plain.as_str();
    while let Some(open) = rest.find('<') {
        let (text, tag) = (&rest[..open], &rest[open..]);
        found.push(text.to_string());
        let end = tag.find('>').map_or(tag.len(), |end| end + 1);
        for name in HEARD {
            let value = tag[..end].split(&format!(" {name}=\"")).nth(1).and_then(|rest| rest.split('"').next());
            found.extend(value.filter(|value| !MACHINES.contains(value)).map(String::from));
        }
        rest = &tag[end..];
    }
    found.push(rest.to_string());
    let words = found.iter().map(|text| text.trim()).filter(|text| text.contains(char::is_alphabetic));
    words.filter(|text| !is_attribute(text)).map(String::from).collect()
}

/// Whether a text is an attribute that a block puts into a tag of another template: `class="home"`.
fn is_attribute(text: &str) -> bool {
    text.split_once("=\"").is_some_and(|(name, value)| {
        !HEARD.contains(&name)
            && name.bytes().all(|byte| byte.is_ascii_lowercase())
            && value.find('"') == Some(value.len() - 1)
    })
}

#[test]
fn no_template_says_a_word_of_its_own() {
    let templates: Vec<_> = files("templates", "html").into_iter().chain(files("components", "html")).collect();
    assert!(templates.len() > 20, "only {} templates found", templates.len());
    let told = templates
        .iter()
        .flat_map(|(path, text)| words_of(text).into_iter().map(move |word| format!("{}: {word}", path.display())));
    let told: Vec<String> = told.collect();
    assert!(told.is_empty(), "words that belong in words/en.toml:\n  {}", told.join("\n  "));
}

#[test]
fn a_word_in_a_template_is_found() {
    let found = |text: &str| words_of(text).join(" / ");
    assert_eq!(found("{# A remark. #}<p>{{ site.words.home }}, {% if x == \"a b\" %}·{% endif %}</p>"), "");
    assert_eq!(found("{% block body %} class=\"home\"{% endblock body %}"), "");
    assert_eq!(found("<p class=\"by\">Written {{ x }}</p>"), "Written");
    assert_eq!(found("<a aria-label=\"Next\" href=\"next.html\">{{ x }}</a>"), "Next");
    assert_eq!(found("<p>{{ x or \"Nobody yet\" }}</p>"), "Nobody yet");
}

/// Sentences that a script would say: literals given to what is seen or heard.
fn said_by(script: &str) -> Vec<String> {
    let sinks = [
        "textContent = \"",
        "innerText = \"",
        ".title = \"",
        ".alt = \"",
        ".placeholder = \"",
        "say(\"",
        "append(\"",
        "createTextNode(\"",
        "\"aria-label\", \"",
        "\"title\", \"",
        "\"placeholder\", \"",
    ];
    let after = sinks.iter().flat_map(|sink| script.split(sink).skip(1));
    let literals = after.filter_map(|rest| rest.split('"').next());
    literals.filter(|text| text.contains(char::is_alphabetic)).map(String::from).collect()
}

#[test]
fn no_script_says_a_word_of_its_own() {
    let scripts = files("assets", "js");
    assert!(scripts.len() > 1, "only {} scripts found", scripts.len());
    for (path, text) in scripts {
        assert_eq!(said_by(&text), [""; 0], "{}", path.display());
    }
}

#[test]
fn a_word_in_a_script_is_found() {
    assert_eq!(
        said_by("b.textContent = \"Copied\"; say(\"Done\"); c.setAttribute(\"aria-label\", \"Close\");").len(),
        3
    );
    assert_eq!(said_by("b.textContent = words.copied; b.className = \"copy\"; line.textContent = \"\";"), [""; 0]);
}
