//! Forgets what the sanitiser took out of a body together with the markup around it.
//!
//! A link that no page shows is nobody's to mend, and a list of contents may not
//! lead to a heading that is gone. Notes without raw HTML never come here.

use std::collections::{HashMap, HashSet};

use super::Body;
use crate::note::token::{Piece, Token, pieces};

/// Returns the HTML with its links and headings numbered anew, and leaves only those in `body`.
pub(super) fn forget(html: &str, body: &mut Body) -> String {
    let mut links = HashSet::new();
    let mut references = HashSet::new();
    for piece in pieces(html) {
        match piece {
            Piece::Token(Token::LinkOpen(n) | Token::Url(n) | Token::Image(n) | Token::Embed(n)) => {
                links.insert(n);
            }
            Piece::Token(Token::Footnote(n, nth)) => {
                references.insert((n, nth));
            }
            _ => {}
        }
    }
    let ids = ids(html);
    let links = kept(&mut body.links, |number, _| links.contains(&number));
    let headings = kept(&mut body.headings, |_, heading| ids.contains(heading.id.as_str()));
    body.anchors.retain(|anchor| ids.contains(anchor.as_str()));
    let link = |n: usize, token: fn(usize) -> Token<'static>| links.get(&n).map(|n| token(*n));
    let mut out = String::with_capacity(html.len());
    for piece in pieces(html) {
        let token = match piece {
            Piece::Html(html) => {
                out.push_str(html);
                continue;
            }
            Piece::Token(token) => match token {
                Token::LinkOpen(n) => link(n, Token::LinkOpen),
                Token::LinkClose(n) => link(n, Token::LinkClose),
                Token::Url(n) => link(n, Token::Url),
                Token::Image(n) => link(n, Token::Image),
                Token::Embed(n) => link(n, Token::Embed),
                Token::There(n) => link(n, Token::There),
                Token::Gone(n) => link(n, Token::Gone),
                Token::Heading(n) => headings.get(&n).map(|n| Token::Heading(*n)),
                Token::Footnote(n, _) => ids.contains(format!("fn-{n}").as_str()).then_some(token),
                Token::BackRef(n, nth) => references.contains(&(n, nth)).then_some(token),
                _ => Some(token),
            },
        };
        token.into_iter().for_each(|token| token.write(&mut out));
    }
    out
}

/// Keeps some of a list. Returns the new number of each by its old one.
fn kept<T>(list: &mut Vec<T>, keep: impl Fn(usize, &T) -> bool) -> HashMap<usize, usize> {
    let mut numbers = HashMap::new();
    let mut old = 0;
    list.retain(|one| {
        let keep = keep(old, one);
        if keep {
            numbers.insert(old, numbers.len());
        }
        old += 1;
        keep
    });
    numbers
}

/// Returns the anchors that stand in the HTML.
fn ids(html: &str) -> HashSet<&str> {
    let start = format!("id=\"{}", Token::Prefix.text());
    html.split(&start).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::config::Config;
    use crate::note;
    use crate::source::SourceFile;

    #[test]
    fn what_stood_in_a_tag_that_is_taken_out_is_forgotten() {
        let text = "# T\n\n<object>\n\n## Lost\n\n[a](a.md) and [^n].\n\n</object>\n\n## Kept\n\n[b](b.md) <b>x</b>[^m]\n\n[^n]: One.\n[^m]: Two.\n";
        let file = SourceFile::new("content/t.md", "t.md", text);
        let (config, _) = Config::parse(&Arc::from("site.toml"), "");
        let body = note::parse(&file, &config.markdown).body;
        assert_eq!(body.links.iter().map(|link| link.dest.as_str()).collect::<Vec<_>>(), ["b.md"]);
        assert_eq!(body.headings.iter().map(|heading| heading.id.as_str()).collect::<Vec<_>>(), ["kept"]);
        assert_eq!(body.anchors, ["kept", "fn-1", "fn-2"]);
        assert!(body.html.contains("\u{FDD0}o0\u{FDD1}") && !body.html.contains("\u{FDD0}b1.1"), "{:?}", body.html);
    }
}
