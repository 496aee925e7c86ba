//! `manifest.webmanifest`: lets a browser keep the site like an app.
//!
//! All addresses in it are relative, so that it works wherever the site stands.

use serde::Serialize;

use super::opensearch::short;
use crate::page::Frame;
use crate::theme::Theme;

/// The most letters that fit under an icon.
const NAME: usize = 12;

#[derive(Serialize)]
struct Manifest<'a> {
    name: &'a str,
    short_name: String,
    #[serde(skip_serializing_if = "str::is_empty")]
    description: &'a str,
    lang: &'a str,
    dir: &'a str,
    start_url: &'static str,
    scope: &'static str,
    /// With the browser's own way back: a wiki is read by following links.
    display: &'static str,
    theme_color: &'a str,
    background_color: &'a str,
    icons: Vec<Icon<'a>>,
}

#[derive(Serialize)]
struct Icon<'a> {
    src: &'a str,
    sizes: &'static str,
    #[serde(rename = "type")]
    mime: &'static str,
}

/// Writes it.
pub(super) fn write(frame: &Frame, theme: &Theme) -> Vec<u8> {
    let site = &frame.site;
    let icon = site.assets.get("mark.svg").map(|src| Icon { src, sizes: "any", mime: "image/svg+xml" });
    let manifest = Manifest {
        name: &site.title,
        short_name: short(&site.title, NAME),
        description: &site.description,
        lang: &site.language,
        dir: site.direction,
        start_url: "index.html",
        scope: "./",
        display: "minimal-ui",
        theme_color: &theme.colours.accent,
        background_color: &theme.colours.background,
        icons: icon.into_iter().collect(),
    };
    let mut json = serde_json::to_vec_pretty(&manifest).expect("texts can be written as JSON");
    json.push(b'\n');
    json
}
