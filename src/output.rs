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

use std::sync::Arc;

use crate::source::Bytes;

/// One file of the output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    /// Its path in the output folder, with `/`.
    pub path: Arc<str>,
    /// Its bytes.
    pub bytes: Bytes,
}
