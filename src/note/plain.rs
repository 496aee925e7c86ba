//! A note's HTML read back: its text, and where elements open and close.
//!
//! It reads what our own writer and the sanitiser wrote, which is well formed, and is no parser of HTML.

use std::borrow::Cow;

/// What stands in HTML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event<'a> {
    /// Text, with its entities resolved.
    Text(Cow<'a, str>),
    /// An element opens: its name.
    Open(&'a str),
    /// An element closes: its name.
    Close(&'a str),
}

/// Elements inside a line of text; any other begins a new one.
#[rustfmt::skip]
const INLINE: [&str; 42] = [
    "a", "abbr", "b", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "mark", "math", "mfrac", "mi", "mn", "mo",
    "mover", "mroot", "mrow", "mspace", "msqrt", "msub", "msubsup", "msup", "mtext", "munder", "munderover", "q", "s",
    "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr", "mtd", "mtr",
];

/// Returns whether an element stands inside a line of text.
pub fn is_inline(name: &str) -> bool {
    INLINE.contains(&name)
}

/// Reads HTML that comes in stretches.
#[derive(Default)]
pub struct Reader {
    /// The tag that is being read, where a stretch ended in the middle of it.
    tag: Option<String>,
}

impl Reader {
    /// Reads the next stretch.
    pub fn read(&mut self, html: &str, each: &mut dyn FnMut(Event<'_>)) {
        let mut rest = html;
        while !rest.is_empty() {
            if let Some(tag) = &mut self.tag {
                let end = rest.find('>').map_or(rest.len(), |end| end + 1);
                // Inside quotation marks `>` ends nothing; a tag is short, so it is looked at again.
                tag.push_str(&rest[..end]);
                rest = &rest[end..];
                if tag.ends_with('>') && tag.matches('"').count() % 2 == 0 {
                    let tag = self.tag.take().unwrap_or_default();
                    each(element(&tag));
                }
                continue;
            }
            let end = rest.find('<').unwrap_or(rest.len());
            if end > 0 {
                each(Event::Text(unescaped(&rest[..end])));
            }
            rest = &rest[end..];
            if !rest.is_empty() {
                self.tag = Some(String::new());
            }
        }
    }
}

fn element(tag: &str) -> Event<'_> {
    let name = tag.trim_start_matches(['<', '/']);
    let name = &name[..name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len())];
    if tag.starts_with("</") { Event::Close(name) } else { Event::Open(name) }
}

fn unescaped(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    // What the writer and the sanitiser escape; the ampersand last, so that nothing is resolved twice.
    let named = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&#x27;", "'"), ("&nbsp;", " ")];
    let text = named.iter().fold(text.to_string(), |text, (name, sign)| text.replace(name, sign));
    Cow::Owned(text.replace("&amp;", "&"))
}
