//! Amounts such as `$5 a head, $7 at the door`, which are no formulas.
//!
//! GitHub's rule: the dollar that closes a formula is not followed by a letter
//! or a digit. The parser does not know it, so it is asked first, and each
//! dollar that it would wrongly open a formula with is hidden from it.

use std::borrow::Cow;

use pulldown_cmark::{CowStr, Event, Options, Parser};

/// Stands for a dollar that opens no formula: one byte as well, so that places stay right.
const HIDDEN: char = '\u{1A}';

/// How often the parser is asked. Whatever is left then is shown as it stands.
const ROUNDS: usize = 8;

/// Hides every dollar that opens no formula.
pub(super) fn hide(text: &str, extensions: Options) -> Cow<'_, str> {
    let mut hidden = Cow::Borrowed(text);
    if !extensions.contains(Options::ENABLE_MATH) || text.matches('$').nth(1).is_none() || text.contains(HIDDEN) {
        return hidden;
    }
    for _ in 0..ROUNDS {
        let amounts: Vec<usize> = Parser::new_ext(&hidden, extensions)
            .into_offset_iter()
            .filter(|(event, range)| matches!(event, Event::InlineMath(_)) && is_amount(&hidden[range.end..]))
            .map(|(_, range)| range.start)
            .collect();
        if amounts.is_empty() {
            break;
        }
        let text = hidden.to_mut();
        for at in amounts {
            text.replace_range(at..=at, HIDDEN.encode_utf8(&mut [0]));
        }
    }
    hidden
}

/// Says from what follows the closing dollar whether there is no formula after all.
pub(super) fn is_amount(after: &str) -> bool {
    after.chars().next().is_some_and(char::is_alphanumeric)
}

/// Gives an event its dollars back.
pub(super) fn show(event: Event<'_>) -> Event<'_> {
    let back = |text: CowStr<'_>| CowStr::from(text.replace(HIDDEN, "$"));
    match event {
        Event::Text(text) if text.contains(HIDDEN) => Event::Text(back(text)),
        Event::Code(text) if text.contains(HIDDEN) => Event::Code(back(text)),
        Event::Html(text) if text.contains(HIDDEN) => Event::Html(back(text)),
        Event::InlineHtml(text) if text.contains(HIDDEN) => Event::InlineHtml(back(text)),
        Event::InlineMath(text) if text.contains(HIDDEN) => Event::InlineMath(back(text)),
        event => event,
    }
}
