//! The language that `site.toml` names: whether the theme can say a word in it.

use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::nearest::did_you_mean;
use crate::theme::Theme;

/// Tells a language that the theme has no words for, neither for it nor for the one it is a form of.
pub fn check(config: &Config, theme: &Theme) -> Option<Diagnostic> {
    let language = &config.language;
    if !theme.own_words_in(language).is_empty() {
        return None;
    }
    let near = did_you_mean(&language.to_lowercase(), theme.words.keys().map(String::as_str));
    let message = format!("the theme has no words for the language `{language}`, so pages speak English");
    Some(
        Diagnostic::new("language/unknown", config.place("language"), message).help(
            near.unwrap_or_else(|| format!("add its words as `words/{language}.toml` to a theme of the site's own")),
        ),
    )
}
