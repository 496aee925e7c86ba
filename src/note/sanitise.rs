//! Cleans the HTML of a note that has raw HTML in it.
//!
//! An allow-list: text, tables, pictures and links pass; scripts, styles,
//! frames and forms do not. Our own markup is not judged: it stands as tokens,
//! which pass as text.

mod tags;

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::{Arc, Mutex};

use ammonia::Builder;

use super::token::{OPEN, Token};
pub use tags::{Part, parts};

/// What cleaning gave.
pub struct Cleaned {
    /// The HTML that is left; each URL in it is a [`Token::Url`], each anchor has a [`Token::Prefix`] before it.
    pub html: String,
    /// The URLs, in the order of their tokens.
    pub urls: Vec<Url>,
    /// The anchors.
    pub anchors: Vec<String>,
    /// Tags that were taken out, in alphabetical order.
    pub removed: Vec<String>,
}

/// A URL in raw HTML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Url {
    /// The tag it stands in.
    pub tag: String,
    /// The attribute it is the value of.
    pub attribute: String,
    /// The URL, as written.
    pub value: String,
}

const TAGS: &[&str] = &[
    "a",
    "abbr",
    "b",
    "blockquote",
    "br",
    "caption",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "samp",
    "section",
    "small",
    "span",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "u",
    "ul",
    "var",
    "wbr",
    "video",
    "audio",
    "source",
];

/// Tags that pages may not have, and that leave nothing behind worth a word.
const WITH_CONTENT: &[&str] = &["script", "style", "noscript", "template", "iframe", "object", "svg", "math", "title"];

/// Cleans HTML, numbering its URLs from `first` on.
pub fn clean(html: &str, first: usize) -> Cleaned {
    // The sanitiser wants callbacks that live for ever, so what they gather is shared with them.
    let urls: Arc<Mutex<Vec<Url>>> = Arc::default();
    let anchors: Arc<Mutex<Vec<String>>> = Arc::default();
    let (all_urls, all_anchors) = (Arc::clone(&urls), Arc::clone(&anchors));
    let url = move |tag: &str, attribute: &str, value: &str| {
        let mut urls = all_urls.lock().expect("no callback panics while it holds the lock");
        urls.push(Url { tag: tag.to_string(), attribute: attribute.to_string(), value: value.trim().to_string() });
        Token::Url(first + urls.len() - 1).text()
    };
    let anchor = move |value: &str| -> Option<String> {
        // Ids that begin with `_` belong to the theme.
        let value = value.trim().trim_start_matches('_');
        if value.is_empty() || value.contains(char::is_whitespace) {
            return None;
        }
        all_anchors.lock().expect("no callback panics while it holds the lock").push(value.to_string());
        Some(format!("{}{value}", Token::Prefix.text()))
    };
    let mut builder = Builder::empty();
    let classes: HashMap<&str, HashSet<&str>> = HashMap::from([
        ("ul", HashSet::from(["tasks"])),
        ("td", HashSet::from(["n", "c"])),
        ("th", HashSet::from(["n", "c"])),
        ("h2", HashSet::from(["anchor"])),
        ("h3", HashSet::from(["anchor"])),
        ("h4", HashSet::from(["anchor"])),
        ("h5", HashSet::from(["anchor"])),
        ("h6", HashSet::from(["anchor"])),
        ("h1", HashSet::from(["anchor"])),
    ]);
    let attributes: HashMap<&str, HashSet<&str>> = HashMap::from([
        ("a", HashSet::from(["href", "title", "name"])),
        ("img", HashSet::from(["src", "alt", "title", "width", "height"])),
        ("video", HashSet::from(["src", "controls", "width", "height", "poster"])),
        ("audio", HashSet::from(["src", "controls"])),
        ("source", HashSet::from(["src", "type"])),
        ("ol", HashSet::from(["start", "reversed"])),
        ("li", HashSet::from(["value"])),
        ("td", HashSet::from(["colspan", "rowspan"])),
        ("th", HashSet::from(["colspan", "rowspan", "scope"])),
        ("details", HashSet::from(["open"])),
        ("time", HashSet::from(["datetime"])),
        ("abbr", HashSet::from(["title"])),
        ("del", HashSet::from(["datetime"])),
        ("ins", HashSet::from(["datetime"])),
    ]);
    builder
        .tags(TAGS.iter().copied().collect())
        .clean_content_tags(WITH_CONTENT.iter().copied().collect())
        .tag_attributes(attributes)
        .generic_attributes(HashSet::from(["id", "lang", "dir", "title"]))
        .allowed_classes(classes)
        .link_rel(None)
        .strip_comments(true)
        // Schemes are judged where links are resolved, with a diagnostic; here every URL becomes a token.
        .url_schemes(HashSet::from(["http", "https", "mailto", "tel", "javascript", "data", "file", "ftp", "vbscript"]))
        .attribute_filter(move |tag, attribute, value| match attribute {
            // What begins with a token is ours already.
            _ if value.starts_with(OPEN) => Some(value.into()),
            "href" | "src" | "poster" => Some(url(tag, attribute, value).into()),
            "id" | "name" => anchor(value).map(Into::into),
            "width" | "height" | "colspan" | "rowspan" => is_number(value).then_some(value.into()),
            "start" | "value" => is_number(value.trim_start_matches('-')).then_some(value.into()),
            "dir" => ["ltr", "rtl", "auto"].contains(&value.to_ascii_lowercase().as_str()).then_some(value.into()),
            _ => Some(value.into()),
        });
    let removed = removed(html);
    let html = builder.clean(html).to_string();
    drop(builder);
    let unwrap = |_| panic!("the builder, and the callbacks with it, is gone");
    Cleaned {
        html,
        removed,
        urls: Arc::try_unwrap(urls).unwrap_or_else(unwrap).into_inner().expect("no callback panicked"),
        anchors: Arc::try_unwrap(anchors)
            .unwrap_or_else(|_| panic!("as above"))
            .into_inner()
            .expect("no callback panicked"),
    }
}

/// Whether a value is a whole number: `50%` is not one, and belongs to a style sheet.
fn is_number(value: &str) -> bool {
    !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit())
}

/// Returns the names of tags in raw HTML that are not on the list.
fn removed(html: &str) -> Vec<String> {
    let mut found = BTreeSet::new();
    for (at, _) in html.match_indices('<') {
        let name: String = html[at + 1..].chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
        let name = name.to_ascii_lowercase();
        if name.starts_with(|c: char| c.is_ascii_alphabetic()) && !TAGS.contains(&name.as_str()) {
            found.insert(name);
        }
    }
    found.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::note::token::Token;

    fn cleaned(html: &str) -> Cleaned {
        clean(html, 0)
    }

    #[test]
    fn scripts_and_handlers_go_and_are_named() {
        let out = cleaned("<p onclick=\"x()\" style=\"a\">a<script>alert(1)</script><iframe src=x></iframe></p>");
        assert_eq!(out.html, "<p>a</p>");
        assert_eq!(out.removed, ["iframe", "script"]);
    }

    #[test]
    fn tokens_pass_in_text_in_attributes_and_around_tables() {
        let token = Token::Kept(3).text();
        let html =
            format!("{token}<table><tbody><tr><td>{token}</td></tr></tbody></table>{token}<h2 id=\"{token}x\">a</h2>");
        let out = cleaned(&html);
        assert_eq!(out.html.matches(&token).count(), 4, "{}", out.html);
        assert!(out.html.contains(&format!("id=\"{token}x\"")));
    }

    #[test]
    fn a_value_that_html_does_not_know_goes() {
        let out =
            cleaned("<p dir=up>a</p><p dir=RTL>b</p><ol start=-2><li value=x>c</li></ol><img width='50%' height=9>");
        assert_eq!(out.html, "<p>a</p><p dir=\"RTL\">b</p><ol start=\"-2\"><li>c</li></ol><img height=\"9\">");
    }

    #[test]
    fn every_url_goes_through_the_caller() {
        let out = cleaned("<a href=\"javascript:x\">b</a><img src=\"c.png\">");
        assert_eq!(
            out.html,
            format!("<a href=\"{}\">b</a><img src=\"{}\">", Token::Url(0).text(), Token::Url(1).text())
        );
        let urls: Vec<_> =
            out.urls.iter().map(|url| (url.tag.as_str(), url.attribute.as_str(), url.value.as_str())).collect();
        assert_eq!(urls, [("a", "href", "javascript:x"), ("img", "src", "c.png")]);
    }
}
