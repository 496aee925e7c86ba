//! What the preview adds to a page when it answers, and never to the build.

use std::sync::Arc;

use pulldown_cmark_escape::escape_html_body_text;

use crate::diagnostic::Diagnostic;
use crate::hashed::digest;

/// Where the preview keeps what is its own; no output begins with a dot.
pub const ROOM: &str = ".candor/";

/// The attributes by which a page leads anywhere, or its scripts do.
const ATTRIBUTES: [&str; 8] = [
    " href=\"",
    " src=\"",
    " action=\"",
    " data-root=\"",
    " data-fonts=\"",
    " data-tree-script=\"",
    " data-find-script=\"",
    " data-previews-script=\"",
];

/// Returns the tag of a page as it was built.
pub fn etag(bytes: &[u8]) -> String {
    format!("\"{:032x}\"", digest(bytes).0)
}

/// Returns a page with the preview's script and style.
///
/// The script comes first, so that it sees the page before any other script has changed it.
pub fn prepared(bytes: &Arc<[u8]>, etag: &str) -> Arc<[u8]> {
    let script = format!(
        "<script src=\"/{ROOM}preview.js\" data-etag=\"{}\" data-candor-preview defer></script>",
        etag.trim_matches('"')
    );
    let style = format!("<link rel=\"stylesheet\" href=\"/{ROOM}preview.css\" data-candor-preview>");
    let (Some(open), Some(close)) = (end_of_head_tag(bytes), find(bytes, b"</head>")) else {
        // A template without a head: what comes last is put there by the browser.
        return [bytes, script.as_bytes(), style.as_bytes()].concat().into();
    };
    let (before, after) = (&bytes[..open], &bytes[close.max(open)..]);
    [before, script.as_bytes(), &bytes[open..close.max(open)], style.as_bytes(), after].concat().into()
}

/// Returns the page for what is not there, whose links have to work at any depth of the preview.
///
/// `top` is where they begin as built: the path of the site's `url`, or nothing where they are relative.
pub fn missing(bytes: &Arc<[u8]>, top: &str) -> Arc<[u8]> {
    let text = String::from_utf8_lossy(bytes);
    let mut made = String::with_capacity(text.len() + 1024);
    let mut rest = &*text;
    while let Some((at, attribute)) = ATTRIBUTES.iter().filter_map(|one| Some((rest.find(one)?, one))).min() {
        let (before, after) = rest.split_at(at + attribute.len());
        made.push_str(before);
        let value = after.split('"').next().unwrap_or_default();
        if attribute.contains("fonts") {
            let rooted: Vec<String> = value.split(' ').map(|font| rooted(font, top)).collect();
            made.push_str(&rooted.join(" "));
        } else {
            made.push_str(&rooted(value, top));
        }
        rest = &after[value.len()..];
    }
    made.push_str(rest);
    prepared(&Arc::from(made.into_bytes()), &etag(bytes))
}

/// Returns what stands in the place of a page that its template cannot make: it is there again as soon as it can.
pub fn broken(error: &Diagnostic) -> Arc<[u8]> {
    let mut words = String::new();
    let told = format!("{}: {}", error.primary.span.file, error.message);
    // A text in memory takes all that is written to it.
    let _ = escape_html_body_text(&mut words, &told);
    let page = format!(
        "<!doctype html><html><head><meta charset=\"utf-8\"><title>Not made</title></head><body>\
         <h1>This page cannot be made</h1><p>{words}</p></body></html>"
    );
    let bytes: Arc<[u8]> = page.into_bytes().into();
    prepared(&bytes, &etag(&bytes))
}

fn rooted(value: &str, top: &str) -> String {
    // The preview is at the root, wherever the site will be.
    let value = value.strip_prefix(top).unwrap_or(value);
    let elsewhere = value.starts_with(['/', '#']) || value.split('/').next().unwrap_or_default().contains(':');
    if elsewhere { value.to_string() } else { format!("/{}", value.trim_start_matches("./")) }
}

fn end_of_head_tag(bytes: &[u8]) -> Option<usize> {
    let at = find(bytes, b"<head")?;
    Some(at + bytes[at..].iter().position(|byte| *byte == b'>')? + 1)
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window.eq_ignore_ascii_case(what))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn script_and_style_stand_at_the_two_ends_of_the_head() {
        let page = Arc::from(&b"<html><head lang=x><title>a</title></head><body>b"[..]);
        let made = String::from_utf8(prepared(&page, "\"7\"").to_vec()).expect("it is text");
        assert!(made.starts_with("<html><head lang=x><script src=\"/.candor/preview.js\" data-etag=\"7\""), "{made}");
        assert!(made.contains("data-candor-preview></head><body>b"), "{made}");
    }

    #[test]
    fn links_of_the_missing_page_begin_at_the_root() {
        let page = r##"<head></head><a href="a.html" href="#x" src="./b.js" src="mailto:x" data-root="" href="/c">"##;
        let made = String::from_utf8(missing(&Arc::from(page.as_bytes()), "").to_vec()).expect("it is text");
        let rest = &made[made.find("<a ").expect("the link is there")..];
        assert_eq!(rest, r##"<a href="/a.html" href="#x" src="/b.js" src="mailto:x" data-root="/" href="/c">"##);
        let page = r##"<head></head><a href="/wiki/a.html" data-root="/wiki/" href="/wikis" href="https://x/wiki/">"##;
        let made = String::from_utf8(missing(&Arc::from(page.as_bytes()), "/wiki/").to_vec()).expect("it is text");
        let rest = &made[made.find("<a ").expect("the link is there")..];
        assert_eq!(rest, r##"<a href="/a.html" data-root="/" href="/wikis" href="https://x/wiki/">"##);
    }
}
