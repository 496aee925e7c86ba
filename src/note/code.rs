//! Fenced code as HTML: title, highlighted lines, coloured tokens.
//!
//! Colours are classes, so that light and dark are the style sheet's matter:
//! `tk` keyword, `ts` string, `tn` number or constant, `tc` comment, `tf`
//! function, `tt` type, `ta` attribute or property, `tg` tag, `tm` macro.
//! Variables, operators and punctuation stay plain, which keeps pages small.

mod fence;

use std::cell::RefCell;
use std::fmt::Write;
use std::sync::{Arc, LazyLock};

use arborium::{GrammarStore, Highlighter};
use pulldown_cmark_escape::{escape_html, escape_html_body_text};

use super::token::Token;
pub use fence::Fence;

/// Code longer than this, in bytes, stays plain: nobody reads it for its colours.
const LONGEST: usize = 100 * 1024;

/// Returns a block of code as a figure.
pub fn figure(fence: &Fence, source: &str, coloured: bool) -> String {
    let name = fence.language.as_deref().map(proper_name).unwrap_or_default();
    let caption = fence.title.as_deref().unwrap_or(&name);
    let mut out = String::with_capacity(source.len() * 2 + 200);
    out.push_str("<figure class=\"code\"");
    if let Some(language) = &fence.language {
        let _ = write!(out, " data-lang=\"");
        let _ = escape_html(&mut out, language);
        out.push('"');
    }
    out.push('>');
    if !caption.is_empty() {
        out.push_str("<figcaption><span>");
        let _ = escape_html_body_text(&mut out, caption);
        out.push_str("</span></figcaption>");
    }
    let _ = write!(out, "<pre tabindex=\"0\" role=\"group\" aria-label=\"{}", Token::Word("code").text());
    if !caption.is_empty() {
        out.push_str(": ");
        let _ = escape_html(&mut out, caption);
    }
    out.push_str("\"><code>");
    let language = fence.language.as_deref().unwrap_or_default();
    let diff = language == "diff";
    let coloured = if coloured && !diff && source.len() <= LONGEST { highlight(language, source) } else { None };
    let html = coloured.unwrap_or_else(|| {
        let mut plain = String::with_capacity(source.len() + 64);
        let _ = escape_html_body_text(&mut plain, source);
        plain
    });
    if diff || !fence.lines.is_empty() {
        wrap_lines(&mut out, &html, fence, diff);
    } else {
        out.push_str(&html);
    }
    out.push_str("</code></pre></figure>");
    out
}

/// Puts each line into a span of its own; a token that goes on over a line's end is closed and opened again.
fn wrap_lines(out: &mut String, html: &str, fence: &Fence, diff: bool) {
    let mut open: Option<String> = None;
    for (index, line) in html.split_inclusive('\n').enumerate() {
        let class = match line.chars().next() {
            Some('+') if diff => "l add",
            Some('-') if diff => "l del",
            _ if fence.lines.iter().any(|lines| lines.contains(&(index + 1))) => "l hit",
            _ => "l",
        };
        let _ = write!(out, "<span class=\"{class}\">");
        if let Some(tag) = &open {
            out.push_str(tag);
        }
        let mut rest = line;
        while let Some(at) = rest.find('<') {
            let end = rest[at..].find('>').map_or(rest.len(), |end| at + end + 1);
            open = if rest[at..].starts_with("</") { None } else { Some(rest[at..end].to_string()) };
            out.push_str(&rest[..end]);
            rest = &rest[end..];
        }
        out.push_str(rest);
        if open.is_some() {
            out.push_str("</span>");
        }
        out.push_str("</span>");
    }
}

/// Returns code with its tokens in spans, or `None` for a language that is not built in.
pub fn highlight(language: &str, source: &str) -> Option<String> {
    // Compiled grammars are shared by all threads; each keeps a parser of its own.
    static STORE: LazyLock<Arc<GrammarStore>> = LazyLock::new(|| Arc::new(GrammarStore::new()));
    thread_local! {
        static HIGHLIGHTER: RefCell<Highlighter> = RefCell::new(Highlighter::with_store(Arc::clone(&STORE)));
    }
    let language = canonical(language)?;
    let spans = HIGHLIGHTER.with_borrow_mut(|highlighter| highlighter.highlight_spans(language, source).ok())?;
    let mut spans: Vec<(usize, usize, u32, Option<&'static str>)> = spans
        .into_iter()
        .map(|span| (span.start as usize, span.end as usize, span.pattern_index, class(&span.capture)))
        .filter(|(start, end, ..)| start < end && *end <= source.len())
        .collect();
    // Outer before inner; of two on the same range the later pattern of the grammar wins.
    spans.sort_by(|a, b| (a.0, b.1, a.2).cmp(&(b.0, a.1, b.2)));
    let mut classes: Vec<Option<&'static str>> = vec![None; source.len()];
    for (start, end, _, class) in spans {
        classes[start..end].fill(class);
    }
    let mut out = String::with_capacity(source.len() * 2);
    let mut at = 0;
    while at < source.len() {
        let class = classes[at];
        let mut end = at + 1;
        while end < source.len() && (classes[end] == class || !source.is_char_boundary(end)) {
            end += 1;
        }
        let text = &source[at..end];
        match class.filter(|_| !text.trim().is_empty()) {
            Some(class) => {
                let _ = write!(out, "<span class=\"{class}\">");
                let _ = escape_html_body_text(&mut out, text);
                out.push_str("</span>");
            }
            None => {
                let _ = escape_html_body_text(&mut out, text);
            }
        }
        at = end;
    }
    Some(out)
}

fn class(capture: &str) -> Option<&'static str> {
    let (first, rest) = capture.split_once('.').unwrap_or((capture, ""));
    Some(match first {
        "keyword" | "conditional" | "repeat" | "include" | "exception" | "storageclass" | "import" => "tk",
        "string" | "character" if rest != "special.key" => "ts",
        "number" | "float" | "boolean" | "constant" => "tn",
        "comment" => "tc",
        "function" if rest.starts_with("macro") => "tm",
        "function" | "method" => "tf",
        "type" | "constructor" | "namespace" | "module" => "tt",
        "attribute" | "property" | "field" | "label" => "ta",
        "tag" => "tg",
        "macro" | "preproc" | "define" => "tm",
        "markup" | "text" if rest.starts_with("heading") || rest.starts_with("title") => "tk",
        _ => return None,
    })
}

/// Languages by the names that people write, the grammar's name, and the proper name.
const LANGUAGES: [(&[&str], &str, &str); 24] = [
    (&["bash", "sh", "shell", "zsh", "console", "shell-session", "terminal"], "bash", "Shell"),
    (&["c", "h"], "c", "C"),
    (&["css"], "css", "CSS"),
    (&["dockerfile", "docker"], "dockerfile", "Dockerfile"),
    (&["go", "golang"], "go", "Go"),
    (&["html", "htm"], "html", "HTML"),
    (&["ini", "cfg", "conf", "properties"], "ini", "INI"),
    (&["java"], "java", "Java"),
    (&["javascript", "js", "mjs", "jsx", "node"], "javascript", "JavaScript"),
    (&["json", "jsonc", "json5"], "json", "JSON"),
    (&["lua"], "lua", "Lua"),
    (&["make", "makefile"], "make", "Makefile"),
    (&["markdown", "md"], "markdown", "Markdown"),
    (&["nginx"], "nginx", "nginx"),
    (&["php"], "php", "PHP"),
    (&["powershell", "ps1", "pwsh"], "powershell", "PowerShell"),
    (&["python", "py", "python3"], "python", "Python"),
    (&["ruby", "rb"], "ruby", "Ruby"),
    (&["rust", "rs"], "rust", "Rust"),
    (&["sql", "psql", "mysql", "postgres"], "sql", "SQL"),
    (&["toml"], "toml", "TOML"),
    (&["typescript", "ts"], "typescript", "TypeScript"),
    (&["xml", "svg"], "xml", "XML"),
    (&["yaml", "yml"], "yaml", "YAML"),
];

fn canonical(language: &str) -> Option<&'static str> {
    LANGUAGES.iter().find(|(names, ..)| names.contains(&language)).map(|(_, grammar, _)| *grammar)
}

fn proper_name(language: &str) -> String {
    let known = LANGUAGES.iter().find(|(names, ..)| names.contains(&language)).map(|(.., name)| (*name).to_string());
    match language {
        "diff" => "Diff".to_string(),
        "text" | "txt" | "plain" | "plaintext" => String::new(),
        _ => known.unwrap_or_else(|| language.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_have_classes_and_text_is_escaped() {
        let html = highlight("rust", "let a = \"<b>\"; // why").expect("Rust is built in");
        assert!(html.contains("<span class=\"tk\">let</span>"), "{html}");
        assert!(html.contains("&lt;b&gt;") && !html.contains("<b>"), "{html}");
        assert!(html.contains("<span class=\"tc\">// why</span>"), "{html}");
    }

    #[test]
    fn every_language_that_is_named_is_built_in() {
        for (names, ..) in LANGUAGES {
            assert!(highlight(names[0], "a").is_some(), "{} has no grammar", names[0]);
        }
    }

    #[test]
    fn highlighted_lines_stand_in_spans_of_their_own() {
        let fence = Fence::parse("sql title=\"guard.sql\" {2}");
        let html = figure(&fence, "select 1;\nselect 2;\n", true);
        assert!(html.contains("<figcaption><span>guard.sql</span></figcaption>"), "{html}");
        assert_eq!(html.matches("class=\"l hit\"").count(), 1);
        assert_eq!(html.matches("class=\"l\"").count(), 1);
    }

    #[test]
    fn a_token_over_two_lines_is_closed_and_opened_again() {
        let html = figure(&Fence::parse("rust {1}"), "/* a\nb */ fn x() {}\n", true);
        let first = html.split("</span></span>").next().expect("there is a first line");
        assert!(first.contains("<span class=\"l hit\"><span class=\"tc\">/* a"), "{html}");
        assert!(html.contains("<span class=\"l\"><span class=\"tc\">b */</span>"), "{html}");
    }

    #[test]
    fn a_diff_marks_what_came_and_went() {
        let html = figure(&Fence::parse("diff"), "-old\n+new\n same\n", true);
        assert!(html.contains("<span class=\"l del\">-old\n</span><span class=\"l add\">+new\n</span>"), "{html}");
    }
}
