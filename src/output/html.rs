//! A view and a theme to HTML.
//!
//! A template's world is its view: no function or filter looks anything up,
//! and nothing here knows what a note is.

use std::collections::BTreeMap;
use std::sync::Arc;

use tera::{Context, ErrorKind, Tera};

use crate::diagnostic::Diagnostic;
use crate::hashed::Hashed;
use crate::nearest;
use crate::page::Sheet;
use crate::page::view::SiteView;
use crate::source::Span;
use crate::theme::Theme;

/// The theme's templates, ready to use.
pub struct Templates {
    tera: Tera,
    paths: BTreeMap<String, Arc<str>>,
    names: Vec<String>,
}

impl Templates {
    /// Compiles a theme's templates for a site. Every broken one is told.
    pub fn new(theme: &Theme, site: &Hashed<SiteView>) -> (Self, Vec<Diagnostic>) {
        let mut tera = Tera::new();
        let mut diagnostics = Vec::new();
        let paths: BTreeMap<String, Arc<str>> =
            theme.templates.iter().map(|(name, file)| (name.clone(), Arc::clone(&file.path))).collect();
        let all = theme.templates.iter().map(|(name, file)| (name.as_str(), &*file.text));
        if let Err(error) = tera.add_raw_templates(all.collect::<Vec<_>>()) {
            diagnostics.push(told(&error, &paths, "the theme's templates"));
            // The set is refused as a whole; each file by itself tells the other broken ones.
            for (name, file) in &theme.templates {
                if let Err(error) = Tera::new().add_raw_template(name, &file.text)
                    && let ErrorKind::SyntaxError(_) = error.kind()
                {
                    diagnostics.push(told(&error, &paths, name));
                }
            }
        }
        tera.global_context().insert("site", &**site);
        let names = tera.get_template_names().map(String::from).collect();
        (Templates { tera, paths, names }, diagnostics)
    }

    /// Renders a page with the first of its templates that the theme has.
    ///
    /// # Errors
    /// A diagnostic with the template's line when it cannot be rendered.
    pub fn render(&self, page: &Sheet) -> Result<Vec<u8>, Box<Diagnostic>> {
        let name = page
            .templates
            .iter()
            .find(|name| self.names.iter().any(|known| known == *name))
            .or(page.templates.last())
            .map_or("note.html", String::as_str);
        let mut context = Context::new();
        context.insert("page", &page.frame);
        context.insert(page.view.name(), &page.view);
        match self.tera.render(name, &context) {
            Ok(html) => Ok(html.into_bytes()),
            Err(error) => Err(Box::new(told(&error, &self.paths, name))),
        }
    }
}

/// Tells each template error once, however many pages it stopped, with the first of their URLs.
pub fn once(errors: impl IntoIterator<Item = (Arc<str>, Box<Diagnostic>)>) -> Vec<Diagnostic> {
    let mut found: Vec<(Box<Diagnostic>, Arc<str>, usize)> = Vec::new();
    for (url, error) in errors {
        match found.iter_mut().find(|(known, ..)| *known == error) {
            Some((.., pages)) => *pages += 1,
            None => found.push((error, url, 1)),
        }
    }
    let told = found.into_iter().map(|(error, url, pages)| {
        let pages = match pages {
            1 => format!("`{url}`"),
            2 => format!("`{url}` and one more page"),
            _ => format!("`{url}` and {} more pages", pages - 1),
        };
        let help = error.help.clone().unwrap_or_default();
        error.help(format!("{help} (it was rendering {pages})"))
    });
    told.collect()
}

/// Turns a template error into a diagnostic at its place.
fn told(error: &tera::Error, paths: &BTreeMap<String, Arc<str>>, name: &str) -> Diagnostic {
    let path = |name: &str| paths.get(name).cloned().unwrap_or_else(|| Arc::from(name));
    let help = "mend the template, or take it out of your theme to use the built-in one";
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            let range = report.span().range.clone();
            let (message, fields) = match report.message().split_once(". Available fields: ") {
                Some((message, fields)) => (message, Some(fields)),
                None => (report.message(), None),
            };
            let help = fields.map_or_else(|| help.to_string(), |fields| known_fields(message, fields));
            let span = Span::new(&path(report.filename()), range);
            Diagnostic::new("theme/invalid", span, message.to_lowercase_first()).help(help)
        }
        ErrorKind::CircularExtend { tpl, .. } => extends(&path(tpl), "this template extends itself"),
        ErrorKind::MissingParent { current, parent } => {
            extends(&path(current), &format!("this template extends `{parent}`, which is not there"))
        }
        _ => {
            let mut words = error.to_string();
            let mut source = std::error::Error::source(error);
            while let Some(cause) = source {
                words = format!("{words}: {cause}");
                source = cause.source();
            }
            Diagnostic::new("theme/invalid", Span::new(&path(name), 0..0), words).help(help)
        }
    }
}

/// Tells that a template extends what it cannot.
fn extends(path: &Arc<str>, message: &str) -> Diagnostic {
    let help = "the template that yours replaces is `default/templates/NAME.html`, or that of the theme yours extends";
    Diagnostic::new("theme/invalid", Span::new(path, 0..0), message).help(help)
}

/// Says which field was meant, or which there are.
fn known_fields(message: &str, fields: &str) -> String {
    let wrong = message.split('`').nth(1).unwrap_or_default();
    nearest::did_you_mean(wrong, fields.split(", ")).unwrap_or_else(|| format!("the fields are {fields}"))
}

trait LowercaseFirst {
    fn to_lowercase_first(&self) -> String;
}

impl LowercaseFirst for str {
    fn to_lowercase_first(&self) -> String {
        let mut letters = self.chars();
        letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
    }
}
