//! Where the links in a note's text lead, and what is told of those that lead nowhere.

use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::nearest;
use crate::note::Note;
use crate::note::markdown::{Link, LinkSort};
use crate::source::{Asset, Span};
use crate::wiki::link::{self, Anchor, Found, Names, Place, Target};
use crate::wiki::{Entry, NoteId};

/// The tables that every link is looked up in.
pub(super) struct Linker<'a> {
    /// All notes.
    pub(super) entries: &'a [Entry],
    /// All assets.
    pub(super) assets: &'a [Asset],
    /// What a link may name.
    pub(super) names: &'a Names,
    /// What names somebody who has no page.
    pub(super) private: &'a Names,
}

impl Linker<'_> {
    /// Tells a name that several notes have.
    pub(super) fn ambiguous(&self, span: Span, name: &str, ids: &[NoteId]) -> Diagnostic {
        let paths: Vec<String> =
            ids.iter().map(|id| format!("`{}`", self.entries[id.0 as usize].note.at.trim_end_matches(".md"))).collect();
        Diagnostic::new("link/ambiguous", span, format!("`{name}` fits {} notes", ids.len()))
            .help(format!("write the path of the one you mean: {}", paths.join(" or ")))
    }

    /// Returns where a link leads, and tells why where it leads nowhere.
    pub(super) fn target(&self, entry: &Entry, index: usize, link: &Link, diagnostics: &mut Vec<Diagnostic>) -> Target {
        let span = || Span::new(&entry.note.path, link.span.clone());
        let dest = link.dest.trim();
        if link.sort == LinkSort::Wiki || link.sort == LinkSort::Embed {
            return self.wiki_target(entry, index, link, diagnostics);
        }
        if let Some(fragment) = dest.strip_prefix('#') {
            return self.own(entry, &link::decode(fragment), span(), diagnostics);
        }
        if let Some(scheme) = link::scheme(dest) {
            let source = matches!(link.sort, LinkSort::Image | LinkSort::HtmlSource);
            return match scheme.to_ascii_lowercase().as_str() {
                "http" | "https" => Target::External(dest.to_string()),
                "mailto" | "tel" if !source => Target::External(dest.to_string()),
                _ => {
                    diagnostics.push(
                        Diagnostic::new("link/scheme", span(), format!("`{scheme}:` links are not published"))
                            .help("link with `https:`, `mailto:` or `tel:`, or to a file of the site"),
                    );
                    Target::Refused
                }
            };
        }
        if dest.starts_with("//") {
            return Target::External(format!("https:{dest}"));
        }
        let found = link::join(entry.note.folder(), dest);
        let (path, fragment) = match &found {
            Some((path, fragment)) => (path.as_str(), fragment.clone()),
            None => ("", None),
        };
        let place = if link.sort == LinkSort::Image {
            // `![[picture.png]]` may name a picture anywhere, as in Obsidian.
            self.names.path(path).or_else(|| self.names.file(path))
        } else {
            self.names.path(path)
        };
        match place {
            _ if found.is_none() || dest.is_empty() => self.missing(entry, link, span(), dest, diagnostics),
            Some(place) => self.place(entry, index, place, fragment, span(), diagnostics),
            None => self.missing(entry, link, span(), dest, diagnostics),
        }
    }

    fn wiki_target(&self, entry: &Entry, index: usize, link: &Link, diagnostics: &mut Vec<Diagnostic>) -> Target {
        let span = || Span::new(&entry.note.path, link.span.clone());
        let dest = link.dest.trim().trim_end_matches('\\');
        let (name, fragment) = link::split(dest);
        if name.is_empty() {
            return match fragment {
                Some(fragment) => self.own(entry, &fragment, span(), diagnostics),
                None => self.missing(entry, link, span(), dest, diagnostics),
            };
        }
        match self.names.name(name, entry.note.folder()) {
            Found::One(place) => self.place(entry, index, place, fragment, span(), diagnostics),
            Found::Several(ids) => {
                diagnostics.push(self.ambiguous(span(), name, &ids));
                Target::Missing
            }
            Found::None => self.missing(entry, link, span(), name, diagnostics),
        }
    }

    fn own(&self, entry: &Entry, fragment: &str, span: Span, diagnostics: &mut Vec<Diagnostic>) -> Target {
        Target::Own(anchor(&entry.note, Some(fragment), &|| "this note".to_string(), span, diagnostics))
    }

    fn place(
        &self,
        entry: &Entry,
        index: usize,
        place: Place,
        fragment: Option<String>,
        span: Span,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Target {
        match place {
            Place::Note(id) if id.0 as usize == index => match fragment {
                Some(fragment) => self.own(entry, &fragment, span, diagnostics),
                None => Target::Own(None),
            },
            Place::Note(id) => {
                let other = &self.entries[id.0 as usize];
                let what = || format!("`{}`", other.note.at);
                let anchor = anchor(&other.note, fragment.as_deref(), &what, span, diagnostics);
                Target::Note { id, url: Arc::clone(&other.url), anchor }
            }
            Place::Page(url) => {
                let fragment = fragment.filter(|fragment| !link::is_for_the_browser(fragment));
                if let Some(fragment) = &fragment {
                    diagnostics.push(missing_anchor(span, fragment, &format!("`{url}`"), &[]));
                }
                Target::Page(url, fragment.map(Anchor::Gone))
            }
            Place::Asset(number) => {
                let asset = &self.assets[number];
                let fragment = fragment.filter(|fragment| !fragment.is_empty());
                let fragment = fragment.map_or(String::new(), |fragment| format!("#{}", link::encode(&fragment)));
                Target::Asset { url: link::encode(&asset.at) + &fragment, size: asset.size }
            }
        }
    }

    /// Returns the person without a page whom a path or a name means.
    pub(super) fn private(&self, found: &Found) -> Option<&Entry> {
        match found {
            Found::One(Place::Note(id)) => Some(&self.entries[id.0 as usize]),
            _ => None,
        }
    }

    /// Tells a name that means such a person.
    pub(super) fn without_page(span: Span, what: &str) -> Diagnostic {
        Diagnostic::new("link/private", span, format!("{what}, who has no page to link to"))
            .help("a person's page is private unless their own note says `profile: public`; readers see the name alone")
    }

    fn missing(&self, entry: &Entry, link: &Link, span: Span, name: &str, diagnostics: &mut Vec<Diagnostic>) -> Target {
        let folder = entry.note.folder();
        let found = match link.sort {
            LinkSort::Wiki | LinkSort::Embed => self.private.name(name, folder),
            LinkSort::Inline => {
                let path = link::join(folder, name).and_then(|(path, _)| self.private.path(&path));
                path.map_or(Found::None, Found::One)
            }
            // Raw HTML says of itself what it shows of a link that leads nowhere.
            LinkSort::Image | LinkSort::Html | LinkSort::HtmlSource => Found::None,
        };
        if let Some(person) = self.private(&found) {
            diagnostics.push(Self::without_page(span, &format!("`{name}` leads to a person")));
            return Target::Private(person.title.as_str().into());
        }
        let source = matches!(link.sort, LinkSort::Image | LinkSort::HtmlSource);
        let path = name.split(['#', '?']).next().unwrap_or_default();
        let last = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
        let file = last.rsplit_once('.').is_some_and(|(_, end)| {
            (1..=5).contains(&end.len())
                && end.chars().all(|c| c.is_ascii_alphanumeric())
                && !matches!(end, "md" | "html" | "htm" | "markdown")
        });
        let found = if source || (file && link.sort != LinkSort::Wiki) {
            Diagnostic::new("asset/missing", span, format!("there is no file `{path}` here"))
                .help("put the file beside the note, or mend the path")
        } else {
            let stem = last.trim_end_matches(".md").trim_end_matches(".html");
            let near = self.names.nearest(stem).map(|near| format!("did you mean `{near}`?"));
            Diagnostic::new("link/broken", span, format!("`{name}` leads to no note")).help(
                near.unwrap_or_else(|| "write the note, or mend the link; readers see \"not written yet\"".to_string()),
            )
        };
        diagnostics.push(found);
        Target::Missing
    }
}

/// Returns the anchor of a note that a fragment names, and tells when there is none.
fn anchor(
    note: &Note,
    fragment: Option<&str>,
    what: &dyn Fn() -> String,
    span: Span,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Anchor> {
    let body = &note.body;
    let fragment = fragment?;
    if let Some(there) = link::anchor(fragment, &body.anchors) {
        return Some(Anchor::There(there));
    }
    // The heading that became the title stands at the top of the page.
    if link::is_for_the_browser(fragment) || link::anchor(fragment, body.title_anchor.as_slice()).is_some() {
        return None;
    }
    diagnostics.push(missing_anchor(span, fragment, &what(), &body.anchors));
    Some(Anchor::Gone(fragment.to_string()))
}

fn missing_anchor(span: Span, fragment: &str, what: &str, anchors: &[String]) -> Diagnostic {
    let near = nearest::did_you_mean(fragment, anchors.iter().map(String::as_str));
    Diagnostic::new("anchor/missing", span, format!("{what} has no heading `#{fragment}`")).help(near.unwrap_or_else(
        || "link to the note itself, or to one of its headings; until then readers land at its top".to_string(),
    ))
}
