//! Finds out whether a picture says everything that its source says.
//!
//! The renderer passes over what it does not know: a message whose arrow ends
//! in a cross, a section of a timeline, the type of a field. A picture that
//! leaves words out is worse than its source, so it is refused by name. Words
//! only are compared: where a thing stands in the picture is not judged.

use std::collections::HashSet;

/// Words of the languages themselves, which no picture shows.
#[rustfmt::skip]
const SYNTAX: [&str; 47] = [
    "flowchart", "graph", "subgraph", "end", "direction", "TD", "TB", "BT", "LR", "RL", "sequenceDiagram",
    "participant", "actor", "as", "autonumber", "note", "Note", "over", "left", "right", "of", "alt", "else", "opt",
    "loop", "par", "and", "stateDiagram", "v2", "state", "fork", "join", "choice", "classDiagram", "class", "for",
    "gantt", "title", "section", "pie", "showData", "timeline", "br", "amp", "quot", "lt", "gt",
];
/// Lines that begin with these say how a thing looks or behaves, not what it is.
#[rustfmt::skip]
const UNSEEN: [&str; 14] = [
    "%%", "style ", "classDef ", "linkStyle ", "click ", "activate ", "deactivate ", "accTitle", "accDescr",
    "dateFormat ", "axisFormat ", "tickInterval ", "todayMarker ", "direction ",
];
/// What is left in a label where the renderer did not understand its brackets or arrows.
const LEFT_OVER: [&str; 10] = ["shape:", "--", "==&gt;", "-.-", "[/", "/]", "@{", "`", "[&quot;", "&lt;/"];

/// How the words that are seen stand in a line.
#[derive(Clone, Copy)]
pub enum Sort {
    /// Before the first colon: `name :done, 2026-01-01, 3d`.
    Schedule,
    /// In quotes: `"label" : 12`.
    Shares,
    /// Anywhere.
    Other,
}

/// Returns what is missing from the picture, in words.
///
/// `names` are the things' own names, which labels may stand for.
pub fn missing(source: &str, svg: &str, sort: Sort, names: &HashSet<&str>) -> Result<(), String> {
    let seen = texts(svg);
    if let Some(text) = seen.iter().find(|text| left_over(text)) {
        return Err(format!("the renderer does not understand `{}`", plain(text)));
    }
    let shown: HashSet<&str> = seen.iter().flat_map(|text| words(text)).collect();
    for (number, line) in (1..).zip(source.lines()) {
        let line = line.trim();
        if UNSEEN.iter().any(|start| line.starts_with(start)) {
            continue;
        }
        for word in said(line, sort).into_iter().flat_map(words) {
            if !shown.contains(word) && !SYNTAX.contains(&word) && !names.contains(word) {
                return Err(format!("the renderer would leave out `{word}` of line {number}"));
            }
        }
    }
    Ok(())
}

/// Returns the parts of a line that a reader is meant to see.
fn said(line: &str, sort: Sort) -> Vec<&str> {
    match sort {
        // `name :done, a1, 2026-01-01, 3d`: the rest is drawn, not written.
        Sort::Schedule => vec![line.split(':').next().unwrap_or_default()],
        // `"label" : 12`: the share is drawn.
        Sort::Shares => match line.split_once('"').and_then(|(_, rest)| rest.split_once('"')) {
            Some((label, _)) => vec![label],
            None => vec![line],
        },
        Sort::Other => {
            line.split(":::").enumerate().map(|(at, part)| if at == 0 { part } else { after_name(part) }).collect()
        }
    }
}

/// Returns what stands behind the name of a style: `hot --> b` gives `--> b`.
fn after_name(part: &str) -> &str {
    part.trim_start_matches(|c: char| c.is_alphanumeric() || c == '_')
}

/// Returns the texts of a picture, as they are escaped there.
fn texts(svg: &str) -> Vec<&str> {
    svg.split('<')
        .filter_map(|part| part.split_once('>'))
        .map(|(_, text)| text.trim())
        .filter(|t| !t.is_empty())
        .collect()
}

fn left_over(text: &str) -> bool {
    let half_arrow = text.starts_with("&gt;") || text.ends_with("&lt;");
    let tag = text
        .match_indices("&lt;")
        .any(|(at, _)| text[at + 4..].starts_with(|c: char| c.is_ascii_lowercase()) && !text[..at].ends_with("&lt;"));
    half_arrow || tag || LEFT_OVER.iter().any(|rest| text.contains(rest))
}

fn plain(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}
