//! `opensearch.xml`: lets a browser search here from its address bar.
//!
//! Points at the search page; what is found is that page's affair.

use super::xml;
use crate::page::Frame;

/// The most letters that a name may have, by the format.
const NAME: usize = 16;

/// Writes it. Needs the site's URL.
pub(super) fn write(frame: &Frame) -> Vec<u8> {
    let site = &frame.site;
    xml::document("OpenSearchDescription", "http://a9.com/-/spec/opensearch/1.1/", |writer| {
        xml::element(writer, "ShortName", &short(&site.title, NAME))?;
        let about = if site.description.is_empty() { &site.title } else { &site.description };
        xml::element(writer, "Description", &short(about, 1024))?;
        xml::element(writer, "InputEncoding", "UTF-8")?;
        xml::element(writer, "Language", &site.language)?;
        if let Some(mark) = site.assets.get("mark.svg") {
            xml::with(writer, "Image", &[("type", "image/svg+xml")], &frame.whole(mark))?;
        }
        let template = format!("{}?q={{searchTerms}}", frame.whole("search.html"));
        xml::with(writer, "Url", &[("type", "text/html"), ("method", "get"), ("template", &template)], "")
    })
}

/// Returns a text of at most so many letters, cut between words where it can be.
pub(super) fn short(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_string();
    }
    let cut: String = text.chars().take(most + 1).collect();
    match cut.rsplit_once(' ') {
        Some((whole, _)) if !whole.trim().is_empty() => whole.trim().to_string(),
        _ => text.chars().take(most).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::short;

    #[test]
    fn a_long_name_is_cut_between_words() {
        assert_eq!(short("Brindlemoor Notebook", 16), "Brindlemoor");
        assert_eq!(short("Sixteen letters!", 16), "Sixteen letters!");
        assert_eq!(short("Unübersehbarkeiten", 16), "Unübersehbarkeit");
        assert_eq!(short("Exactly sixteen! and more", 16), "Exactly sixteen!");
    }
}
