//! The files that are no pages: the notes' assets, the theme's, and drawn diagrams.

use std::sync::Arc;

use super::File;
use crate::note::diagram::Drawing;
use crate::source::{Asset, Bytes};
use crate::theme::Theme;

/// Returns the path of a drawing.
pub(super) fn drawing_path(name: &str, shade: &str) -> String {
    format!("diagrams/{name}-{shade}.svg")
}

/// Returns the files, in no particular order.
pub fn files<'a>(
    assets: &'a [Asset],
    drawings: impl Iterator<Item = &'a (String, Drawing)>,
    theme: &Theme,
) -> Vec<File> {
    let assets = assets.iter().map(|asset| File::new(Arc::clone(&asset.at), asset.bytes.clone()));
    let published = theme.published().into_iter();
    let themes = published.map(|(_, url, bytes)| File::new(url, Bytes::Memory(bytes)));
    let drawings = drawings.flat_map(|(name, drawing)| {
        [("light", &drawing.light), ("dark", &drawing.dark)]
            .map(|(shade, svg)| File::ready(drawing_path(name, shade), svg.as_bytes().to_vec()))
    });
    assets.chain(themes).chain(drawings).collect()
}
