//! Raw HTML piece by piece, for a text that stays Markdown: the same tags and attributes pass as on a page.
//!
//! Never joins tags to elements: a piece may open what another one closes. Where
//! a page would leave out a tag with everything in it, that is only said.

use super::{TAGS, Url, WITH_CONTENT, clean};

/// A piece of raw HTML.
#[derive(Debug, PartialEq, Eq)]
pub enum Part<'a> {
    /// Text between tags, as written.
    Text(&'a str),
    /// An opening tag, cleaned; each URL in it is a [`Token::Url`](crate::note::token::Token::Url), numbered from 0.
    Open {
        /// Its name.
        name: String,
        /// The tag.
        html: String,
        /// Its URLs.
        urls: Vec<Url>,
    },
    /// A closing tag that may stay.
    Close(String),
    /// Opens what is never shown, with everything up to the closing tag of this name.
    Hide(String),
    /// Closes it.
    EndHide(String),
}

/// Takes raw HTML apart. Tags that may not stay are left out.
pub fn parts(html: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rest = html;
    while !rest.is_empty() {
        let Some(at) = rest.find('<') else {
            parts.push(Part::Text(rest));
            break;
        };
        let after = &rest[at + 1..];
        let closes = after.starts_with('/');
        let named = after.strip_prefix('/').unwrap_or(after);
        if !named.starts_with(|c: char| c.is_ascii_alphabetic()) && !after.starts_with(['!', '?', '/']) {
            // A sign that is smaller, and no tag.
            parts.push(Part::Text(&rest[..=at]));
            rest = after;
            continue;
        }
        if at > 0 {
            parts.push(Part::Text(&rest[..at]));
        }
        let length = length(&rest[at..]);
        let tag = &rest[at..at + length];
        rest = &rest[at + length..];
        let name: String = named.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
        let name = name.to_ascii_lowercase();
        parts.extend(part(name, tag, closes));
    }
    parts
}

fn part(name: String, tag: &str, closes: bool) -> Option<Part<'static>> {
    if WITH_CONTENT.contains(&name.as_str()) {
        return Some(if closes { Part::EndHide(name) } else { Part::Hide(name) });
    }
    if !TAGS.contains(&name.as_str()) {
        return None;
    }
    if closes {
        // What holds nothing is not closed, whatever is written.
        let holds = !["br", "col", "hr", "img", "source", "wbr"].contains(&name.as_str());
        return holds.then_some(Part::Close(name));
    }
    let cleaned = clean(tag, 0);
    let start = format!("<{name}");
    // The parser drops a cell without its table: its tag stays without attributes.
    let (html, urls) = match cleaned.html.strip_prefix(&start) {
        Some(_) => (cleaned.html[..length(&cleaned.html)].to_string(), cleaned.urls),
        None => (format!("{start}>"), Vec::new()),
    };
    Some(Part::Open { name, html, urls })
}

/// Returns how long the tag at the beginning of a text is: a `>` in a quoted value does not end it.
fn length(text: &str) -> usize {
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return at + 1,
            (None, b'"' | b'\'') if at > 0 && text.as_bytes()[at - 1] == b'=' => quote = Some(byte),
            (Some(open), byte) if byte == open => quote = None,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::note::token::Token;

    fn shown(html: &str) -> String {
        let one = |part: &Part<'_>| match part {
            Part::Text(text) => (*text).to_string(),
            Part::Open { html, urls, .. } => (0..urls.len())
                .fold(html.clone(), |html, n| html.replace(&Token::Url(n).text(), &format!("[{}]", urls[n].value))),
            Part::Close(name) => format!("</{name}>"),
            Part::Hide(name) => format!("({name}"),
            Part::EndHide(name) => format!("{name})"),
        };
        parts(html).iter().map(one).collect()
    }

    #[test]
    fn tags_pass_as_on_a_page() {
        for (html, expected) in [
            ("<b onclick=x>a</b> & <kbd>b</kbd>", "<b>a</b> & <kbd>b</kbd>"),
            ("<details open><summary>a</summary>", "<details open=\"\"><summary>a</summary>"),
            ("<A HREF='b.md' data-x=velvet title=\"a > b\">", "<a href=\"[b.md]\" title=\"a &gt; b\">"),
            ("<td colspan=2 style=x>a</td>", "<td>a</td>"),
            ("a < b <br/> c <", "a < b <br> c <"),
            ("<!DOCTYPE velvet><?velvet?><![CDATA[velvet]]>a", "a"),
            ("<iframe src=velvet>a</iframe>b", "(iframeaiframe)b"),
            ("<form action=velvet><input value=velvet>a</form>", "a"),
            ("a <b title=velvet", "a <b>"),
            ("<img src=a.png></img>", "<img src=\"[a.png]\">"),
        ] {
            assert_eq!(shown(html), expected, "{html}");
        }
    }
}
