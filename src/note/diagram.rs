//! Mermaid diagrams drawn at build time, once for light and once for dark.
//!
//! mermaid.js needs inline styles, which the site's security policy forbids;
//! an SVG file shown by `<img>` needs nothing. Sizes come from the renderer's
//! built-in text metrics, never from the fonts of the machine that builds, so
//! that the same source gives the same bytes everywhere.

use std::panic::{AssertUnwindSafe, catch_unwind};

use mermaid_rs_renderer::{DiagramKind, LayoutConfig, Theme, compute_layout, parse_mermaid_strict, render_svg};

/// Longer sources than this, in bytes, are refused: a diagram of that size says nothing to anybody.
const LONGEST: usize = 20 * 1024;

/// A drawn diagram.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawing {
    /// The SVG file for light pages.
    pub light: String,
    /// The SVG file for dark pages.
    pub dark: String,
    /// Width in CSS pixels.
    pub width: u32,
    /// Height in CSS pixels.
    pub height: u32,
}

/// Draws a diagram.
///
/// # Errors
/// A few words about why it cannot be drawn.
pub fn draw(source: &str) -> Result<Drawing, String> {
    if source.len() > LONGEST {
        return Err(format!("it is longer than {} KB", LONGEST / 1024));
    }
    // The renderer is young: a panic of its must not take the wiki down.
    catch_unwind(AssertUnwindSafe(|| {
        let parsed = parse_mermaid_strict(source).map_err(|error| first_line(&error.to_string()))?;
        if !drawn_well(parsed.graph.kind) {
            return Err("diagrams of this sort are not drawn yet".to_string());
        }
        let config = LayoutConfig { fast_text_metrics: true, ..LayoutConfig::default() };
        let one = |theme: &Theme| {
            let layout = compute_layout(&parsed.graph, theme, &config);
            let svg = render_svg(&layout, theme, &config);
            // Transparent, so that it lies on whatever the page has.
            (svg.replacen(&format!("fill=\"{}\"", theme.background), "fill=\"none\"", 1), layout.width, layout.height)
        };
        let (light, ..) = one(&light());
        let (dark, ..) = one(&dark());
        let (width, height) = size(&light).ok_or("it has no size")?;
        Ok(Drawing { light, dark, width, height })
    }))
    .unwrap_or_else(|_| Err("the renderer gave up".to_string()))
}

/// The sorts that were looked at and found right.
fn drawn_well(kind: DiagramKind) -> bool {
    use DiagramKind::{Class, Er, Flowchart, Gantt, Pie, Sequence, State, Timeline};
    matches!(kind, Flowchart | Sequence | State | Class | Er | Pie | Gantt | Timeline)
}

fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or("it cannot be read").trim().to_string()
}

fn size(svg: &str) -> Option<(u32, u32)> {
    let attribute = |name: &str| {
        let start = svg.find(&format!(" {name}=\""))? + name.len() + 3;
        let end = svg[start..].find('"')?;
        svg[start..start + end].trim_end_matches("px").parse::<f64>().ok().map(|value| value.ceil() as u32)
    };
    Some((attribute("width")?, attribute("height")?))
}

struct Palette {
    ink: &'static str,
    line: &'static str,
    fill: &'static str,
    soft: &'static str,
    edge: &'static str,
    paper: &'static str,
    hues: [&'static str; 4],
}

/// The theme's own tokens (see `themes/default/assets/css`).
const LIGHT: Palette = Palette {
    ink: "#24221E",
    line: "#676157",
    fill: "#FEFDFA",
    soft: "#E2ECE5",
    edge: "#878072",
    paper: "#F8F6F1",
    hues: ["#C9DCD2", "#D8D9EE", "#EADDBE", "#E6D0E1"],
};

const DARK: Palette = Palette {
    ink: "#E6E1D6",
    line: "#A0998B",
    fill: "#23221F",
    soft: "#21332C",
    edge: "#827B6E",
    paper: "#1A1917",
    hues: ["#2C4A3F", "#3A3C63", "#54441F", "#553049"],
};

fn light() -> Theme {
    themed(&LIGHT)
}

fn dark() -> Theme {
    themed(&DARK)
}

fn themed(palette: &Palette) -> Theme {
    let own = |colour: &str| colour.to_string();
    let hue = |index: usize| own(palette.hues[index % palette.hues.len()]);
    Theme {
        font_family: own("system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', sans-serif"),
        font_size: 15.0,
        primary_color: own(palette.fill),
        primary_text_color: own(palette.ink),
        primary_border_color: own(palette.edge),
        line_color: own(palette.line),
        secondary_color: own(palette.soft),
        tertiary_color: own(palette.soft),
        edge_label_background: own(palette.paper),
        cluster_background: own(palette.soft),
        cluster_border: own(palette.edge),
        background: own(palette.paper),
        sequence_actor_fill: own(palette.fill),
        sequence_actor_border: own(palette.edge),
        sequence_actor_line: own(palette.line),
        sequence_note_fill: own(palette.soft),
        sequence_note_border: own(palette.edge),
        sequence_activation_fill: own(palette.soft),
        sequence_activation_border: own(palette.edge),
        text_color: own(palette.ink),
        git_colors: std::array::from_fn(hue),
        git_branch_label_colors: std::array::from_fn(|_| own(palette.ink)),
        pie_colors: std::array::from_fn(hue),
        pie_title_text_color: own(palette.ink),
        pie_section_text_color: own(palette.ink),
        pie_legend_text_color: own(palette.ink),
        pie_stroke_color: own(palette.paper),
        pie_outer_stroke_color: own(palette.edge),
        ..Theme::modern()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flowchart_is_drawn_twice_with_the_same_size() {
        let drawing = draw("flowchart LR\n  a[Scan] --> b[Sort]\n").expect("it is a flowchart");
        assert!(drawing.light.starts_with("<svg") && drawing.dark.starts_with("<svg"));
        assert_ne!(drawing.light, drawing.dark);
        assert_eq!(size(&drawing.light), size(&drawing.dark));
        assert!(drawing.width > 50 && drawing.height > 20);
        assert!(!drawing.light.contains("<script") && !drawing.light.contains("foreignObject"));
    }

    #[test]
    fn what_cannot_be_drawn_is_an_error_in_words() {
        assert!(draw("no diagram at all").is_err());
        assert!(draw(&"a".repeat(LONGEST + 1)).is_err());
    }
}
