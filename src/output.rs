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
    content: Content,
}

#[derive(Clone)]
enum Content {
    Ready(Bytes),
    /// Written anew each time somebody asks, the same every time.
    Made(Arc<Make>),
}

type Make = dyn Fn() -> Result<Vec<u8>, Box<Diagnostic>> + Send + Sync;

impl Output {
    /// Takes bytes that are there.
    pub fn new(path: impl Into<Arc<str>>, bytes: Bytes) -> Self {
        Output { path: path.into(), content: Content::Ready(bytes) }
    }

    /// Takes bytes that were just written.
    pub fn ready(path: impl Into<Arc<str>>, bytes: Vec<u8>) -> Self {
        Output::new(path, Bytes::Memory(bytes.into()))
    }

    /// Takes what writes the bytes when somebody asks for them.
    pub fn made(
        path: impl Into<Arc<str>>,
        make: impl Fn() -> Result<Vec<u8>, Box<Diagnostic>> + Send + Sync + 'static,
    ) -> Self {
        Output { path: path.into(), content: Content::Made(Arc::new(make)) }
    }

    /// Returns its bytes.
    ///
    /// # Errors
    /// What is wrong with the template that should have made it.
    pub fn bytes(&self) -> Result<Bytes, Box<Diagnostic>> {
        match &self.content {
            Content::Ready(bytes) => Ok(bytes.clone()),
            Content::Made(make) => Ok(Bytes::Memory(make()?.into())),
        }
    }
}

impl fmt::Debug for Output {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Output").field("path", &self.path).finish_non_exhaustive()
    }
}

/// All that the files of one build are made from, shared by those that are still to be written.
pub struct Edition {
    /// What pages are made from.
    pub matter: Matter,
    /// Every page that has its address, sorted by it.
    pub pages: Vec<Page>,
    /// `site.toml`.
    pub config: Arc<Config>,
    /// The theme.
    pub theme: Arc<Theme>,
    /// Its templates.
    pub templates: Templates,
}

impl Edition {
    /// Returns the pages as files.
    pub fn rendered(self: &Arc<Self>) -> impl Iterator<Item = Output> + '_ {
        self.pages.iter().enumerate().map(|(number, page)| {
            let edition = Arc::clone(self);
            Output::made(page.url.as_str(), move || {
                edition.templates.render(&edition.pages[number].sheet(&edition.matter))
            })
        })
    }
}
