//! Cleans the HTML of a note that has raw HTML in it.
//!
//! An allow-list: text, tables, pictures and links pass; scripts, styles,
//! frames and forms do not. Our own markup is not judged: it stands as tokens,
//! which pass as text.

use std::collections::{BTreeSet, HashMap, HashSet};

use ammonia::Builder;

/// What cleaning gave.
pub struct Cleaned {
    /// The HTML that is left.
    pub html: String,
    /// Tags that were taken out, in alphabetical order.
    pub removed: Vec<String>,
}

const TAGS: &[&str] = &[
    "a", "abbr", "b", "blockquote", "br", "caption", "cite", "code", "col", "colgroup", "dd", "del", "details", "dfn",
    "div", "dl", "dt", "em", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins",
    "kbd", "li", "mark", "ol", "p", "pre", "q", "s", "samp", "section", "small", "span", "strong", "sub", "summary",
    "sup", "table", "tbody", "td", "tfoot", "th", "thead", "time", "tr", "u", "ul", "var", "wbr", "video", "audio",
    "source",
];

/// Tags that pages may not have, and that leave nothing behind worth a word.
const WITH_CONTENT: &[&str] = &["script", "style", "noscript", "template", "iframe", "object", "svg", "math", "title"];

/// Cleans HTML.
///
/// `url(tag, attribute, value)` and `anchor(value)` say what stands in place
/// of each URL and each `id` or `name`; `None` drops the attribute.
pub fn clean(
    html: &str,
    url: &(dyn Fn(&str, &str, &str) -> Option<String> + Sync),
    anchor: &(dyn Fn(&str) -> Option<String> + Sync),
) -> Cleaned {
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
        ("q", HashSet::from(["cite"])),
        ("blockquote", HashSet::from(["cite"])),
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
        .attribute_filter(|tag, attribute, value| match attribute {
            "href" | "src" | "poster" | "cite" => url(tag, attribute, value).map(Into::into),
            "id" | "name" => anchor(value).map(Into::into),
            _ => Some(value.into()),
        });
    let removed = removed(html);
    // `name` on a link is how anchors were once written; HTML now says `id`.
    let html = builder.clean(html).to_string().replace("<a name=\"", "<a id=\"");
    Cleaned { html, removed }
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
        clean(html, &|_, _, value| Some(format!("[{value}]")), &|value| Some(value.to_string()))
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
        let html = format!("{token}<table><tbody><tr><td>{token}</td></tr></tbody></table>{token}<h2 id=\"{token}x\">a</h2>");
        let out = cleaned(&html);
        assert_eq!(out.html.matches(&token).count(), 4, "{}", out.html);
        assert!(out.html.contains(&format!("id=\"{token}x\"")));
    }

    #[test]
    fn every_url_goes_through_the_caller() {
        assert_eq!(cleaned("<a href=\"javascript:x\">b</a><img src=\"c.png\">").html, "<a href=\"[javascript:x]\">b</a><img src=\"[c.png]\">");
    }

    #[test]
    fn an_old_named_anchor_becomes_an_id() {
        assert_eq!(cleaned("<a name=\"b\"></a>").html, "<a id=\"b\"></a>");
    }
}
