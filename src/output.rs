//! Finished files of the site, before they are written.

mod app;
pub mod asset;
pub mod claim;
pub mod data;
mod feed;
pub mod html;
mod llms;
pub mod made;
mod markdown;
mod open_data;
mod opensearch;
mod robots;
mod sitemap;
mod xml;

use std::fmt;
use std::sync::Arc;

use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::page::{Matter, Page};
use crate::source::Bytes;
use crate::theme::Theme;
use html::Templates;

/// One file of the output.
#[derive(Clone)]
pub struct Output {
    /// Its path in the output folder, with `/`.
    pub path: Arc<str>,
    source: Source,
}

#[derive(Clone)]
enum Source {
    Ready(Bytes),
    /// Written anew each time somebody asks, the same every time.
    Made(Arc<Make>, Arc<Edition>),
}

type Make = dyn Fn(&Edition) -> Result<Vec<u8>, Box<Diagnostic>> + Send + Sync;

impl Output {
    /// Takes bytes that are there.
    pub fn new(path: impl Into<Arc<str>>, bytes: Bytes) -> Self {
        Output { path: path.into(), source: Source::Ready(bytes) }
    }

    /// Takes bytes that were just written.
    pub fn ready(path: impl Into<Arc<str>>, bytes: Vec<u8>) -> Self {
        Output::new(path, Bytes::Memory(bytes.into()))
    }

    /// Returns its bytes.
    ///
    /// # Errors
    /// What is wrong with the template that should have made it.
    pub fn bytes(&self) -> Result<Bytes, Box<Diagnostic>> {
        match &self.source {
            Source::Ready(bytes) => Ok(bytes.clone()),
            Source::Made(make, edition) => Ok(Bytes::Memory(make(edition)?.into())),
        }
    }
}

impl fmt::Debug for Output {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Output").field("path", &self.path).finish_non_exhaustive()
    }
}

/// A file that any edition with the same outline has: where it is, and how it is written.
#[derive(Clone)]
pub struct File {
    /// Its path in the output folder, with `/`.
    pub path: Arc<str>,
    content: Content,
}

#[derive(Clone)]
enum Content {
    Ready(Bytes),
    Made(Arc<Make>),
}

impl File {
    /// Takes bytes that are the same in every edition.
    pub fn new(path: impl Into<Arc<str>>, bytes: Bytes) -> Self {
        File { path: path.into(), content: Content::Ready(bytes) }
    }

    /// Takes bytes that were just written.
    pub fn ready(path: impl Into<Arc<str>>, bytes: Vec<u8>) -> Self {
        File::new(path, Bytes::Memory(bytes.into()))
    }

    /// Takes what writes the bytes.
    pub fn made(
        path: impl Into<Arc<str>>,
        make: impl Fn(&Edition) -> Result<Vec<u8>, Box<Diagnostic>> + Send + Sync + 'static,
    ) -> Self {
        File { path: path.into(), content: Content::Made(Arc::new(make)) }
    }

    /// Returns its bytes, where they are in memory and the same in every edition.
    #[cfg(test)]
    fn known(&self) -> Option<&[u8]> {
        match &self.content {
            Content::Ready(Bytes::Memory(bytes)) => Some(bytes),
            _ => None,
        }
    }

    /// Returns the file as one edition has it.
    pub fn of(&self, edition: &Arc<Edition>) -> Output {
        let source = match &self.content {
            Content::Ready(bytes) => Source::Ready(bytes.clone()),
            Content::Made(make) => Source::Made(Arc::clone(make), Arc::clone(edition)),
        };
        Output { path: Arc::clone(&self.path), source }
    }
}

/// All that the files of one build are made from, shared by those that are still to be written.
pub struct Edition {
    /// What pages are made from.
    pub matter: Matter,
    /// Every page that has its address, sorted by it.
    pub pages: Arc<Vec<Page>>,
    /// `site.toml`.
    pub config: Arc<Config>,
    /// The theme.
    pub theme: Arc<Theme>,
    /// Its templates.
    pub templates: Arc<Templates>,
}

/// Returns pages, sorted by their address, as files.
pub fn rendered(pages: &[Page]) -> impl Iterator<Item = File> + '_ {
    pages.iter().enumerate().map(|(number, page)| {
        File::made(page.url.as_str(), move |edition| {
            edition.templates.render(&edition.pages[number].sheet(&edition.matter))
        })
    })
}
