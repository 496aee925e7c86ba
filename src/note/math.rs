//! Formulas: TeX in, MathML out, at build time.
//!
//! What comes out is put into pages as it is, so it is checked word by word: a
//! tag or an attribute that is not MathML's is never passed on, whatever the
//! renderer wrote. Colours are left out: a page has a light and a dark side,
//! and the policy of the site allows no inline style.

use pulldown_latex::config::DisplayMode;
use pulldown_latex::event::{Content, Event, StateChange};
use pulldown_latex::{Parser, RenderConfig, Storage, push_mathml};

/// Longer formulas than this, in bytes, are refused: no page has room for them.
const LONGEST: usize = 8 * 1024;
/// Deeper braces than this are refused: browsers and the renderer both nest with them.
const DEEPEST: usize = 60;

/// Returns a formula as MathML, without any style attribute.
///
/// # Errors
/// A few words about what cannot be read.
pub fn mathml(tex: &str, display: bool) -> Result<String, String> {
    if tex.len() > LONGEST {
        return Err(format!("it is longer than {} KB", LONGEST / 1024));
    }
    if tex.trim().is_empty() {
        return Err("there is nothing in it".to_string());
    }
    let storage = Storage::new();
    let mut events = Vec::new();
    let mut depth = 0_usize;
    for event in Parser::new(tex, &storage) {
        let event = event.map_err(|error| in_words(&error.to_string()))?;
        match &event {
            Event::Begin(_) => depth += 1,
            Event::End => depth = depth.saturating_sub(1),
            // The renderer writes the name of an operator as it stands, tags and all.
            Event::Content(Content::Function(name)) if name.contains(['<', '>', '&', '"']) => {
                return Err(format!("`{}` cannot be the name of an operator", name.trim()));
            }
            Event::StateChange(StateChange::Color(_)) => continue,
            // Without a width the renderer would close a tag that it never opened.
            Event::Space { width: None, .. } => continue,
            _ => {}
        }
        if depth > DEEPEST {
            return Err(format!("it is nested more than {DEEPEST} deep"));
        }
        events.push(Ok::<_, std::fmt::Error>(event));
    }
    let display_mode = if display { DisplayMode::Block } else { DisplayMode::Inline };
    let config = RenderConfig { display_mode, annotation: None, ..RenderConfig::default() };
    let mut html = String::new();
    push_mathml(&mut html, events.into_iter(), config).map_err(|error| error.to_string())?;
    checked(&html).ok_or_else(|| "it holds something that is no formula".to_string())
}

/// Returns the parser's first line without its preface.
fn in_words(error: &str) -> String {
    let line = error.lines().next().unwrap_or_default().trim();
    let line = line.strip_prefix("parsing error: ").unwrap_or(line);
    // Two misspellings of the library's own.
    line.replace("unkown", "unknown").replace("{{", "{").replace("}}", "}")
}

/// Elements that the renderer writes, all of MathML Core.
#[rustfmt::skip]
const TAGS: [&str; 19] = [
    "math", "mfrac", "mi", "mn", "mo", "mover", "mroot", "mrow", "mspace", "msqrt", "msub", "msubsup", "msup",
    "mtable", "mtd", "mtext", "mtr", "munder", "munderover",
];

/// Attributes that stay. `style` is not among them: see [`tag`].
#[rustfmt::skip]
const ATTRIBUTES: [&str; 15] = [
    "class", "depth", "display", "displaystyle", "height", "largeop", "linethickness", "mathvariant", "maxsize",
    "minsize", "movablelimits", "scriptlevel", "stretchy", "symmetric", "width",
];

/// Copies the renderer's output tag by tag; `None` when a tag is not on the lists.
///
/// Lone `<`, `>` and `&` are signs of the formula, which the renderer leaves unescaped.
fn checked(html: &str) -> Option<String> {
    let mut out = String::with_capacity(html.len() + 64);
    let mut rest = html;
    while let Some(c) = rest.chars().next() {
        let next = rest.as_bytes().get(1).copied().unwrap_or(b' ');
        match c {
            '<' if next == b'/' || next.is_ascii_alphabetic() => {
                let end = rest.find('>')?;
                tag(&rest[1..end], &mut out)?;
                rest = &rest[end + 1..];
                continue;
            }
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' if !["&lt;", "&gt;", "&amp;", "&nbsp;"].iter().any(|known| rest.starts_with(known)) => {
                out.push_str("&amp;");
            }
            c => out.push(c),
        }
        rest = &rest[c.len_utf8()..];
    }
    Some(out)
}

/// Copies one tag, given without its brackets.
fn tag(inner: &str, out: &mut String) -> Option<()> {
    if let Some(name) = inner.strip_prefix('/') {
        known(name)?;
        out.push_str("</");
        out.push_str(name);
        out.push('>');
        return Some(());
    }
    let (inner, close) = inner.strip_suffix('/').map_or((inner, ">"), |inner| (inner, "/>"));
    let (name, mut rest) = inner.split_once(' ').unwrap_or((inner, ""));
    known(name)?;
    out.push('<');
    out.push_str(name);
    while !rest.trim_start().is_empty() {
        let (attribute, after) = rest.trim_start().split_once("=\"")?;
        let (value, after) = after.split_once('"')?;
        rest = after;
        if ATTRIBUTES.contains(&attribute) {
            out.extend([" ", attribute, "=\"", value, "\""]);
        } else if attribute != "style" {
            return None;
        } else if value.starts_with("margin-left") {
            // MathML has no negative width; a class says it without an inline style.
            out.push_str(" class=\"m-back\"");
        }
    }
    out.push_str(close);
    Some(())
}

fn known(name: &str) -> Option<()> {
    TAGS.contains(&name).then_some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_becomes_mathml_without_inline_styles() {
        let html = mathml(r"\frac{a}{b} + \sqrt{x^2} \quad \text{per day}", true).expect("it is a formula");
        assert!(html.starts_with("<math") && html.contains("<mfrac>"), "{html}");
        for tex in [r"a\!b", r"\color{red}x", r"\begin{align}a&=b\\[1em]c&=d\end{align}"] {
            let html = mathml(tex, true).expect(tex);
            assert!(!html.contains("style="), "{tex}: {html}");
        }
    }

    #[test]
    fn a_formula_cannot_bring_html_of_its_own() {
        for tex in [
            r#"\operatorname{<img src=x onerror="document.title=1">}"#,
            r"\operatorname{<script>alert(1)</script>}",
            r"\operatorname*{</math><img src=x>}",
            r"\def\x{<b onclick=1>}\operatorname{\x}",
            r"\text{<b onclick=1>}",
            r"\mathrm{<b onclick=1>}",
            r"<script>alert(1)</script>",
        ] {
            // Refused or shown as text: either way every tag left is one of MathML's.
            let html = mathml(tex, false).unwrap_or_default();
            for piece in html.split('<').skip(1) {
                let name = piece.trim_start_matches('/').split([' ', '>']).next().unwrap_or_default();
                assert!(TAGS.contains(&name), "{tex}: {html}");
            }
            assert!(!html.contains(" onerror=\"") && !html.contains("<b"), "{tex}: {html}");
        }
    }

    #[test]
    fn signs_of_html_are_text() {
        assert!(mathml("a<b", false).expect("it is a formula").contains("<mo>&lt;</mo>"));
        assert!(mathml(r"a\&b", false).expect("it is a formula").contains("&amp;"));
        assert!(checked("<mi>a</mi><b>").is_none() && checked("<mi onclick=\"x\">a</mi>").is_none());
    }

    #[test]
    fn everyday_formulas_can_be_read() {
        for tex in [
            r"e^{i\pi}+1=0",
            r"\sum_{i=1}^{n} i = \frac{n(n+1)}{2}",
            r"\int_0^\infty e^{-x^2}\,dx",
            r"\begin{pmatrix}1&0\\0&1\end{pmatrix}",
            r"f(x)=\begin{cases}1&x>0\\0&x\le 0\end{cases}",
            r"\left(\frac{a}{b}\right)^2 \ne \sqrt[3]{x}",
            r"\hat{x}\;\overline{y}\;\vec{v}\;\underbrace{a+b}_{c}",
            r"P(A\mid B)\in[0,1],\ \mathbb{R},\ \mathcal{O}(n\log n)",
            r"\operatorname{rank}(A) \not= 0",
            r"\begin{array}{|c|r|}\hline a&b\\\hline c&d\\\hline\end{array}",
        ] {
            mathml(tex, true).unwrap_or_else(|message| panic!("{tex}: {message}"));
        }
    }

    #[test]
    fn what_is_no_formula_is_an_error_in_words() {
        for tex in ["", "  ", r"\frac{a", "a$b", r"\nosuchcommand", "a&b", "x^a^b"] {
            let message = mathml(tex, false).expect_err(tex);
            assert!(message.starts_with(|c: char| c.is_lowercase()) && !message.contains('\n'), "{tex}: {message}");
        }
        assert!(mathml(&"x".repeat(LONGEST + 1), false).is_err());
        assert!(mathml(&format!("{}x{}", "{".repeat(500), "}".repeat(500)), false).is_err());
    }
}
