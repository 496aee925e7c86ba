//! Finished files of the site, before they are written.

pub mod asset;
pub mod claim;
pub mod data;
pub mod html;

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
