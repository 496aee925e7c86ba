//! Mermaid diagrams drawn at build time, once for light and once for dark.
//!
//! mermaid.js needs inline styles, which the site's security policy forbids;
//! an SVG file shown by `<img>` needs nothing. The same source gives the same
//! bytes on every machine: no font of the machine is measured. What the
//! renderer cannot draw soon or well is refused, and then shown as its source.

mod guard;
mod words;

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};

use mermaid_rs_renderer::ir::NodeStyle;
use mermaid_rs_renderer::{
    DiagramKind, Graph, LayoutConfig, ParseError, Theme, compute_layout, parse_mermaid, parse_mermaid_strict,
    render_svg,
};

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
    guard::source(source)?;
    // The renderer is young: a panic of its must not take the wiki down. What
    // cannot be caught, a stack that overflows or a search without end, is
    // kept away by the limits before and after parsing.
    catch_unwind(AssertUnwindSafe(|| drawn(source))).unwrap_or_else(|_| Err("the renderer gave up".to_string()))
}

fn drawn(source: &str) -> Result<Drawing, String> {
    let source = &with_times(source);
    let mut graph = parsed(source)?;
    drawn_well(&graph)?;
    soon(&graph)?;
    // A picture cannot be clicked, and a link in it could be a script.
    graph.node_links.clear();
    for styles in [&mut graph.class_defs, &mut graph.node_styles, &mut graph.subgraph_styles] {
        readable(styles);
    }
    let theme = themed(&LIGHT);
    let config = config();
    let svg = render_svg(&compute_layout(&graph, &theme, &config), &theme, &config);
    // Transparent, so that it lies on whatever the page has.
    let svg = svg.replacen(&format!("fill=\"{}\"", theme.background), "fill=\"none\"", 1);
    // Labels that the source quotes are drawn with their quotes.
    let svg = svg.replace(NO_FONT, FONTS).replace(">&quot;", ">").replace("&quot;<", "<");
    // White words on bars: the bars are toned for the side's ink.
    let bars = graph.kind == DiagramKind::Gantt;
    let svg = if bars { svg.replace("\"#FFFFFF\"", &format!("\"{}\"", LIGHT.ink)) } else { svg };
    let (width, height) = guard::picture(&svg)?;
    let sort = match graph.kind {
        DiagramKind::Gantt => words::Sort::Schedule,
        DiagramKind::Pie => words::Sort::Shares,
        _ => words::Sort::Other,
    };
    words::missing(source, &svg, sort, &names(&graph))?;
    Ok(Drawing { light: recoloured(&svg, Side::Light), dark: recoloured(&svg, Side::Dark), width, height })
}

/// Writes the colon of a time as U+2236 in a timeline, where a colon would end the name of the moment.
fn with_times(source: &str) -> Cow<'_, str> {
    if !source.trim_start().starts_with("timeline") {
        return Cow::Borrowed(source);
    }
    let bytes = source.as_bytes();
    let digit = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_digit);
    source
        .char_indices()
        .map(|(at, c)| if c == ':' && digit(at.checked_sub(1)) && digit(Some(at + 1)) { '∶' } else { c })
        .collect()
}

/// Returns the names of things, which need not be seen where a label is.
fn names(graph: &Graph) -> HashSet<&str> {
    let nodes = graph.nodes.keys().map(String::as_str);
    let groups = graph.subgraphs.iter().filter_map(|group| group.id.as_deref());
    // A name may hold several words: `depot-12`.
    nodes
        .chain(groups)
        .chain(graph.sequence_participants.iter().map(String::as_str))
        .chain(graph.class_defs.keys().map(String::as_str))
        .flat_map(|name| name.split(|c: char| !c.is_alphanumeric()))
        .collect()
}

/// Reads the source, strictly but for two checks of the library that refuse what Mermaid allows.
fn parsed(source: &str) -> Result<Graph, String> {
    let output = match parse_mermaid_strict(source) {
        Err(ParseError::UnknownParticipant { name, .. }) if name.starts_with(['+', '-']) => {
            return Err(BARS.to_string());
        }
        // Mermaid adds whom a message names, whether others were declared or not.
        Err(ParseError::UnknownParticipant { .. }) => parse_mermaid(source),
        // `<<interface>>` is no arrow.
        Err(ParseError::UnexpectedToken { found, .. }) if found.starts_with("<<") => parse_mermaid(source),
        Err(error) => return Err(in_words(&error)),
        Ok(output) => return Ok(output.graph),
    };
    output.map(|output| output.graph).map_err(|error| first_line(&error.to_string()))
}

fn in_words(error: &ParseError) -> String {
    match error {
        ParseError::UnexpectedToken { found, expected, .. } if found == "<empty>" || expected.contains("header") => {
            "its first word names no sort of diagram, such as `flowchart`".to_string()
        }
        ParseError::UnexpectedToken { line: 1, col: 1, expected, .. } => first_line(expected),
        ParseError::UnexpectedToken { line, found, expected, .. } => {
            format!("line {line} has `{found}` where {expected} belongs")
        }
        ParseError::UnclosedSubgraph { opened_at } => format!("what line {opened_at} opens is never closed by `end`"),
        other => first_line(&other.to_string()),
    }
}

fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or("it cannot be read").trim().to_string()
}

/// The renderer ends the bar of `A-->>-B` at B instead of at A.
const BARS: &str = "the bars of `activate`, `+` and `-` would end at the wrong place";

/// Refuses the sorts and the parts that were looked at and not found right.
///
/// Tables (`erDiagram`) lay their labels over the signs at the ends of lines.
fn drawn_well(graph: &Graph) -> Result<(), String> {
    use DiagramKind::{Class, Flowchart, Gantt, Pie, Sequence, State, Timeline};
    let ends = || graph.edges.iter().any(|edge| edge.start_label.is_some() || edge.end_label.is_some());
    Err(match graph.kind {
        Class if ends() => "numbers at the ends of a line would lie under its arrow",
        State if two_ways(graph) => "words on two lines between the same two states would lie on each other",
        Sequence if !graph.sequence_activations.is_empty() => BARS,
        Sequence if graph.edges.last().is_some_and(|edge| edge.from == edge.to) => {
            "a message to oneself at the end would run into the box below it"
        }
        Sequence if !graph.sequence_frames.is_empty() && !graph.sequence_notes.is_empty() => {
            "a note would stand inside the frame that ends before it"
        }
        Flowchart | Sequence | State | Class | Pie | Gantt | Timeline => return Ok(()),
        _ => "diagrams of this sort are not drawn yet",
    }
    .to_string())
}

/// Says whether two labelled lines join the same two states.
fn two_ways(graph: &Graph) -> bool {
    let mut seen = HashSet::new();
    let labelled = graph.edges.iter().filter(|edge| edge.label.is_some());
    labelled.map(|edge| ((&edge.from).min(&edge.to), (&edge.from).max(&edge.to))).any(|pair| !seen.insert(pair))
}

/// Refuses what would take the renderer seconds: its search for places grows faster than the square.
fn soon(graph: &Graph) -> Result<(), String> {
    let lines = graph.edges.len() + graph.sequence_frames.len() + graph.sequence_notes.len();
    let things = graph.nodes.len()
        + graph.subgraphs.len()
        + graph.gantt_tasks.len()
        + graph.pie_slices.len()
        + graph.timeline.events.len();
    let (most_things, most_lines) = if graph.kind == DiagramKind::Flowchart { (40, 50) } else { (60, 80) };
    if things > most_things || lines > most_lines {
        return Err(format!(
            "it has {things} things and {lines} lines; {most_things} and {most_lines} are the most that are drawn"
        ));
    }
    Ok(())
}

fn config() -> LayoutConfig {
    let mut config = LayoutConfig { fast_text_metrics: true, ..LayoutConfig::default() };
    // Else its file says `100%`, and an `<img>` needs pixels.
    config.pie.use_max_width = false;
    config
}

/// A family that no machine has, so that widths come from the library's own table.
///
/// Even with `fast_text_metrics` it measures all text beyond ASCII, and much of
/// tables and pies, with the machine's font of the family it is given.
const NO_FONT: &str = "candor-measures-no-font";
/// What stands in the files instead.
const FONTS: &str = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', sans-serif";

/// Gives things that the author filled a text that can be read on them, in light and in dark.
fn readable(styles: &mut HashMap<String, NodeStyle>) {
    for style in styles.values_mut() {
        let Some(fill) = &style.fill else { continue };
        match guard::lightness(fill) {
            Some(light) if style.text_color.is_none() => {
                // One off the palette's own ink and paper, so that dark does not turn them.
                style.text_color = Some(if light > 0.4 { "#24221D" } else { "#FEFDF9" }.to_string());
            }
            Some(_) => {}
            // A colour that is not understood cannot be answered with a readable text.
            None => style.fill = None,
        }
    }
}

/// The side of the theme that a picture is for.
#[derive(Clone, Copy, PartialEq)]
enum Side {
    Light,
    Dark,
}

/// Turns each colour of the light palette, and each that the renderer brings along, into that of the side.
fn recoloured(svg: &str, side: Side) -> String {
    let palette = if side == Side::Light { &LIGHT } else { &DARK };
    let own = LIGHT.all().into_iter().zip(palette.all());
    let pairs: HashMap<&str, &str> = own.chain(palette.strangers()).collect();
    let mut out = String::with_capacity(svg.len());
    let mut rest = svg;
    while let Some(at) = rest.find("=\"") {
        out.push_str(&rest[..at + 2]);
        rest = &rest[at + 2..];
        let value = &rest[..rest.find('"').unwrap_or(rest.len())];
        match pairs.get(value) {
            Some(colour) => out.push_str(colour),
            None => out.push_str(&toned(value, side).unwrap_or_else(|| value.to_string())),
        }
        rest = &rest[value.len()..];
    }
    out.push_str(rest);
    out
}

/// Gives a colour that the renderer mixed the lightness on which the side's ink can be read.
fn toned(value: &str, side: Side) -> Option<String> {
    let inner = value.strip_prefix("hsl(")?.strip_suffix(')')?;
    let parts: Vec<f64> = inner.split(',').map_while(|part| part.trim().trim_end_matches('%').parse().ok()).collect();
    let [hue, strength, light] = parts[..] else { return None };
    let (strength, light) = match (side, light > 90.0) {
        (Side::Light, true) => (strength, light),
        (Side::Light, false) => (strength.min(50.0), 80.0),
        (Side::Dark, true) => (strength.min(12.0), 13.0),
        (Side::Dark, false) => (strength.min(35.0), 28.0),
    };
    Some(format!("hsl({hue:.0}, {strength:.0}%, {light:.0}%)"))
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

impl Palette {
    fn all(&self) -> [&'static str; 10] {
        let [a, b, c, d] = self.hues;
        [self.ink, self.line, self.fill, self.soft, self.edge, self.paper, a, b, c, d]
    }

    /// Colours that the renderer has from nobody, for grids, bars' labels and moments, and ours for them.
    fn strangers(&self) -> [(&'static str, &'static str); 8] {
        let [a, b, c, d] = self.hues;
        [
            ("#E2E8F0", self.soft),
            ("#0F172A", self.ink),
            ("#ECECFF", b),
            ("#FFE6CC", c),
            ("#D5E8D4", a),
            ("#F8CECC", d),
            ("#FFF2CC", c),
            ("#E1D5E7", d),
        ]
    }
}

fn themed(palette: &Palette) -> Theme {
    let own = |colour: &str| colour.to_string();
    let hue = |index: usize| own(palette.hues[index % palette.hues.len()]);
    Theme {
        font_family: own(NO_FONT),
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

    const GOOD: [&str; 8] = [
        "flowchart LR\n  a[Scan] -->|no label| b{Known?}\n  b -- yes --> c[(parcel-db)]\n  subgraph night [Night shift]\n    c --> d\n  end\n",
        "flowchart TD\n  A[Before] --> B:::hot\n  classDef hot fill:#ffdddd\n  style A fill:navy\n",
        "sequenceDiagram\n  participant C as courier-app\n  C->>G: POST /scan\n  alt known\n    G-->>C: 202\n  else unknown\n    G-->>C: 404\n  end\n",
        "stateDiagram-v2\n  [*] --> Open\n  Open --> Answered : a note answers it\n  state Answered {\n    Proposed --> Chosen\n  }\n",
        "classDiagram\n  class Stop {\n    <<interface>>\n    +route() Route\n  }\n  Stop <|-- Depot\n",
        "pie showData\n  title Where the time went\n  \"Noticing\" : 45\n  \"Mending\" : 12\n",
        "gantt\n  title After the outage\n  dateFormat YYYY-MM-DD\n  section Export\n  Guard :done, a1, 2026-09-04, 3d\n  Alarm :crit, after a1, 5d\n",
        "timeline\n  title The night\n  02:10 : The export runs\n  07:05 : Depot asks : View is found\n",
    ];

    #[test]
    fn what_is_accepted_is_drawn_twice_with_a_size_and_nothing_but_shapes() {
        for source in GOOD {
            let drawing = draw(source).unwrap_or_else(|message| panic!("{source}\n{message}"));
            assert!(drawing.width > 50 && drawing.height > 20, "{source}");
            assert_ne!(drawing.light, drawing.dark, "{source}");
            for svg in [&drawing.light, &drawing.dark] {
                assert!(svg.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\""), "{svg}");
                assert_eq!(guard::picture(svg), Ok((drawing.width, drawing.height)));
            }
            assert_eq!(draw(source).as_ref(), Ok(&drawing), "the same source gives the same bytes");
        }
    }

    #[test]
    fn no_light_ink_is_left_on_a_dark_page() {
        for source in GOOD {
            let dark = draw(source).expect("it is drawn").dark;
            for colour in LIGHT.all().into_iter().chain(["#E2E8F0", "#ECECFF", "#D5E8D4"]) {
                assert!(!dark.contains(colour), "{colour} in {source}");
            }
        }
    }

    #[test]
    fn words_on_a_colour_of_the_authors_can_be_read_on_both_sides() {
        let drawing =
            draw("flowchart LR\n  a[One] --> b[Two]\n  style a fill:#ffdddd\n  style b fill:navy\n").expect("drawn");
        for svg in [&drawing.light, &drawing.dark] {
            assert!(svg.contains("#24221D") && svg.contains("#FEFDF9"), "{svg}");
        }
    }

    #[test]
    fn no_font_of_the_machine_is_measured() {
        let svg = draw("flowchart LR\n  a[Überprüfung] --> b[発送]\n").expect("drawn").light;
        assert!(svg.contains(FONTS) && !svg.contains(NO_FONT));
        let theme = themed(&LIGHT);
        assert_eq!(theme.font_family, NO_FONT);
    }

    #[test]
    fn a_picture_that_would_leave_words_out_is_refused_by_name() {
        for (source, word) in [
            ("sequenceDiagram\n  A->>B: one\n  B--xA: two\n", "xA"),
            ("timeline\n  section Night\n  2024 : a\n", "Night"),
            ("stateDiagram-v2\n  A --> B\n  note left of B\n    several\n  end note\n", "several"),
            ("gantt\n  dateFormat YYYY-MM-DD\n  excludes weekends\n  A :2026-01-01, 3d\n", "excludes"),
            ("flowchart LR\n  A@{ shape: cyl, label: \"Data\" } --> B\n", "shape"),
            ("flowchart LR\n  A[\"<b>x</b>\"] --> B\n", "<b>"),
        ] {
            let message = draw(source).expect_err(source);
            assert!(message.contains(word), "{source}: {message}");
        }
    }

    #[test]
    fn what_is_drawn_wrongly_is_refused() {
        for source in [
            "sequenceDiagram\n  A->>+B: one\n  B-->>-A: two\n",
            "sequenceDiagram\n  A->>B: one\n  B->>B: two\n",
            "sequenceDiagram\n  participant A\n  participant B\n  A->>+B: one\n",
            "classDiagram\n  A \"1\" --> \"0..1\" B\n",
            "stateDiagram-v2\n  A --> B : go\n  B --> A : back\n",
            "erDiagram\n  A ||--o{ B : has\n",
            "mindmap\n  root\n    a\n",
            "gitGraph\n  commit\n",
        ] {
            assert!(draw(source).is_err(), "{source}");
        }
    }

    #[test]
    fn no_source_can_bring_a_script_or_a_link() {
        for source in [
            "flowchart TD\n  a-->b\n  click a \"javascript:alert(1)\"\n  click b href \"https://example.org/\" _blank\n",
            "flowchart TD\n  a-->b\n  style a stroke:red\" onload=\"alert(1)\n",
            "flowchart TD\n  a-->b\n  linkStyle 0 stroke:red\" onload=\"alert(1)\n",
            "flowchart TD\n  a-->b\n  classDef k fill:url(https://example.org/x),stroke:url(https://example.org/y)\n  class b k\n",
            "flowchart TD\n  a[\"<script>alert(1)</script>\"]-->b\n",
        ] {
            let Ok(drawing) = draw(source) else { continue };
            for word in ["<script", "onload", "href", "example.org", "javascript"] {
                assert!(!drawing.light.contains(word), "{word}: {}", drawing.light);
            }
        }
    }

    #[test]
    fn what_would_take_the_renderer_seconds_or_its_stack_is_refused_at_once() {
        let many = |line: &dyn Fn(usize) -> String, n: usize| (0..n).map(line).collect::<String>();
        let sources = [
            format!("%%{{init: {}{}}}%%\nflowchart TD\na-->b\n", "[".repeat(250), "]".repeat(250)),
            format!("flowchart TD\na{}x{}\n", "(".repeat(250), ")".repeat(250)),
            format!("flowchart TD\n{}", many(&|i| format!("a{i}-->a{}\n", i * 7 % 60), 200)),
            format!("classDiagram\n{}", many(&|i| format!("C{i} --> C{}\n", i * 7 % 90), 200)),
            format!("sequenceDiagram\n{}", many(&|i| format!("A{i}->>A{}: x\n", i + 1), 300)),
            format!("stateDiagram-v2\n{}", many(&|i| format!("s{i} --> s{}\n", i + 1), 300)),
            format!("flowchart TD\na[{}]\n", "w".repeat(5000)),
            "a".repeat(30 * 1024),
        ];
        // Without the limits some of these take minutes, and others the process.
        for source in &sources {
            assert!(draw(source).is_err(), "{}", &source[..60]);
        }
    }

    #[test]
    fn an_error_says_what_is_there() {
        for (source, words) in [
            ("", "names no sort of diagram"),
            ("no diagram at all", "names no sort of diagram"),
            ("flowchart TD\nsubgraph a\nb-->c\n", "line 2 opens"),
            ("flowchart TD\n", "nothing in it"),
            ("flowchart TD\na[\u{7}]\n", "control character"),
        ] {
            let message = draw(source).expect_err(source);
            assert!(message.contains(words), "{source}: {message}");
        }
    }
}
