//! Formulas: TeX in, MathML out, at build time.

use pulldown_latex::config::DisplayMode;
use pulldown_latex::{Parser, RenderConfig, Storage, push_mathml};

/// Longer formulas than this, in bytes, are refused: no page has room for them.
const LONGEST: usize = 8 * 1024;

/// Returns a formula as MathML, without any style attribute.
///
/// # Errors
/// A few words about what cannot be read.
pub fn mathml(tex: &str, display: bool) -> Result<String, String> {
    if tex.len() > LONGEST {
        return Err(format!("it is longer than {} KB", LONGEST / 1024));
    }
    let storage = Storage::new();
    let parser = Parser::new(tex, &storage);
    let events: Vec<_> = parser.collect();
    if let Some(error) = events.iter().find_map(|event| event.as_ref().err()) {
        let words = error.to_string();
        return Err(words.lines().next().unwrap_or("it ends too early").trim().to_string());
    }
    let display_mode = if display { DisplayMode::Block } else { DisplayMode::Inline };
    let config = RenderConfig { display_mode, annotation: None, ..RenderConfig::default() };
    let mut html = String::new();
    push_mathml(&mut html, events.into_iter(), config).map_err(|error| error.to_string())?;
    Ok(without_styles(&html))
}

/// Takes `style="…"` out: the site's security policy allows no inline style, and MathML reads well without.
fn without_styles(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find(" style=\"") {
        let value = at + " style=\"".len();
        let Some(end) = rest[value..].find('"') else { break };
        out.push_str(&rest[..at]);
        rest = &rest[value + end + 1..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_becomes_mathml_without_inline_styles() {
        let html = mathml(r"\frac{a}{b} + \sqrt{x^2} \quad \text{per day}", true).expect("it is a formula");
        assert!(html.starts_with("<math") && html.contains("<mfrac>"), "{html}");
        assert!(!html.contains("style="), "{html}");
    }

    #[test]
    fn what_is_no_formula_is_an_error_in_words() {
        assert!(mathml(r"\frac{a", false).is_err());
        assert!(mathml(&"x".repeat(LONGEST + 1), false).is_err());
    }
}
