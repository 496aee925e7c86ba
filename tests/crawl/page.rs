//! One written page, read with a real HTML parser: what it links to, what can be
//! linked to in it, and whose text each link stands in.
//!
//! Knows the marks that the default theme puts around a note's text, an embed and
//! a reply, and nothing of how pages are made. Never looks at another file.

use std::collections::HashSet;

use scraper::{ElementRef, Html, Selector};

/// A page as it stands on the disk.
pub struct Page {
    /// Everything that points somewhere, in order.
    pub links: Vec<Link>,
    /// Links that are shown as words, because the build says that nothing is there.
    pub told: Vec<Told>,
    /// What a fragment can name in its texts.
    pub anchors: HashSet<String>,
    /// What a fragment can name in its frame. What these are called is no promise to authors.
    pub parts: HashSet<String>,
    /// The texts that stand in it, each in its place; the first is the page's frame.
    pub texts: Vec<Text>,
}

/// Something that points somewhere.
pub struct Link {
    /// Its value, as written.
    pub written: String,
    /// Which of [`Page::texts`] it stands in.
    pub text: usize,
}

/// A link that is shown as words.
pub struct Told {
    /// The words.
    pub words: String,
    /// Which of [`Page::texts`] it stands in.
    pub text: usize,
}

/// A stretch of a page that is somebody's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Text {
    /// The theme's own: header, lists, margin.
    Frame,
    /// The text of the note whose page this is.
    Own,
    /// Another note's, as an embed, a reply, or one of those that are printed together: the link to its page as written.
    Other(String),
}

/// Attributes that hold one address.
const ADDRESSES: [&str; 7] = ["href", "src", "poster", "cite", "data", "action", "xlink:href"];

impl Page {
    /// Reads a page.
    pub fn parse(html: &str) -> Self {
        let tree = Html::parse_document(html);
        let mut page = Page {
            links: Vec::new(),
            told: Vec::new(),
            anchors: HashSet::new(),
            parts: HashSet::new(),
            texts: vec![Text::Frame],
        };
        let mut places: Vec<ElementRef<'_>> = Vec::new();
        for element in tree.select(&selector("*")) {
            let value = element.value();
            // A text without a single link is compared all the same: a link may have been lost.
            if has_class(element, "embed") || has_class(element, "prose") {
                page.texts.push(printed_here(&tree, whose(element)));
                places.push(element);
            }
            let mut addresses: Vec<String> = value
                .attrs()
                .filter(|(name, _)| ADDRESSES.contains(name))
                .map(|(_, written)| written.trim().to_string())
                .collect();
            addresses.extend(value.attr("srcset").into_iter().flat_map(candidates));
            addresses.extend(refresh(element));
            // Two embeds of one note are two texts: each must show what the note has.
            let place = around(element).and_then(|text| places.iter().position(|place| *place == text));
            let text = place.map_or(0, |place| place + 1);
            let name = value.attr("name").filter(|_| value.name() == "a");
            let ids = value.attr("id").into_iter().chain(name).map(String::from);
            // Where a note begins on a page to be printed is a place that texts lead to.
            if text > 0 || is_printed(element) {
                page.anchors.extend(ids)
            } else {
                page.parts.extend(ids)
            }
            page.links.extend(addresses.into_iter().map(|written| Link { written, text }));
            if has_class(element, "missing") {
                page.told.push(Told { words: words(element), text });
            }
        }
        page
    }
}

/// Returns the text that an element stands in.
fn around(element: ElementRef<'_>) -> Option<ElementRef<'_>> {
    let mut credit = has_class(element, "embed-from");
    for above in element.ancestors().filter_map(ElementRef::wrap) {
        if has_class(above, "embed-from") {
            credit = true;
        } else if has_class(above, "prose") {
            return Some(above);
        // The line that says where an embed is from belongs to the note that embeds.
        } else if has_class(above, "embed") && !std::mem::take(&mut credit) {
            return Some(above);
        }
    }
    None
}

/// Returns whose text an element holds.
fn whose(text: ElementRef<'_>) -> Text {
    if has_class(text, "embed") {
        return Text::Other(first_link(text, ".embed-from a"));
    }
    match text.parent().and_then(ElementRef::wrap) {
        Some(item) if item.value().name() == "li" => Text::Other(first_link(item, ".thread-who a")),
        Some(article) if is_printed(article) => Text::Other(first_link(article, "h2 > a")),
        _ => Text::Own,
    }
}

/// Returns a text whose note stands on the same page to be printed (`#n3`, or `#n3-heading` for a part of it)
/// as one whose note is named by its own page.
fn printed_here(tree: &Html, text: Text) -> Text {
    let Text::Other(from) = &text else { return text };
    let Some((note, part)) = from.strip_prefix('#').map(|from| from.split_once('-').unwrap_or((from, ""))) else {
        return text;
    };
    let article = tree.select(&selector(&format!("article#{note}"))).next().expect("it leads to a note on the page");
    let part = if part.is_empty() { String::new() } else { format!("#{part}") };
    Text::Other(first_link(article, "h2 > a") + &part)
}

/// Whether it is one note of a page on which several are printed.
fn is_printed(element: ElementRef<'_>) -> bool {
    let page = element.parent().and_then(ElementRef::wrap);
    element.value().name() == "article" && page.is_some_and(|page| has_class(page, "together"))
}

fn has_class(element: ElementRef<'_>, class: &str) -> bool {
    element.value().classes().any(|one| one == class)
}

fn first_link(element: ElementRef<'_>, of: &str) -> String {
    let link = element.select(&selector(of)).next();
    link.and_then(|link| link.value().attr("href")).unwrap_or_default().to_string()
}

/// Returns an element's words without the remarks that nothing is there.
fn words(element: ElementRef<'_>) -> String {
    let texts = element.descendants().filter_map(|node| {
        let remark = node.ancestors().filter_map(ElementRef::wrap).any(|above| has_class(above, "note-missing"));
        node.value().as_text().filter(|_| !remark)
    });
    texts.map(|text| &**text).collect::<String>().trim().to_string()
}

/// Returns the addresses of a `srcset`.
fn candidates(set: &str) -> Vec<String> {
    set.split(',').filter_map(|one| one.split_whitespace().next()).map(String::from).collect()
}

/// Returns where a page sends its reader on to.
fn refresh(element: ElementRef<'_>) -> Option<String> {
    let value = element.value();
    let refreshes = value.name() == "meta" && value.attr("http-equiv")?.eq_ignore_ascii_case("refresh");
    let (_, address) = refreshes.then(|| value.attr("content")).flatten()?.split_once(';')?;
    let address = address.trim();
    Some(address.strip_prefix("url=").unwrap_or(address).trim_matches(['\'', '"']).to_string())
}

fn selector(text: &str) -> Selector {
    Selector::parse(text).expect("it is written here")
}
