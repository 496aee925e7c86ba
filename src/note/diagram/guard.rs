//! Keeps from the renderer what it cannot bear, and from readers what a picture must not hold.
//!
//! It knows text only: no diagram is understood here.

/// Longer sources than this, in bytes, are refused: a diagram of that size says nothing to anybody.
const LONGEST: usize = 20 * 1024;
/// More lines than this are refused.
const LINES: usize = 500;
/// Longer lines than this, in bytes, are refused.
const LONGEST_LINE: usize = 600;
/// Deeper brackets than this are refused: the renderer's parsers recurse, or take time that grows with the power of it.
const DEEPEST: usize = 12;
/// Pictures above this, in pixels either way, are refused.
const LARGEST: f64 = 8000.0;
/// Files above this, in bytes, are refused.
const HEAVIEST: usize = 512 * 1024;

/// Judges a source before it is parsed.
pub fn source(source: &str) -> Result<(), String> {
    if source.len() > LONGEST {
        return Err(format!("it is longer than {} KB", LONGEST / 1024));
    }
    if source.lines().count() > LINES {
        return Err(format!("it has more than {LINES} lines"));
    }
    for (number, line) in (1..).zip(source.lines()) {
        if line.len() > LONGEST_LINE {
            return Err(format!("line {number} is longer than {LONGEST_LINE} bytes"));
        }
        // No letter of XML: the file could not be shown.
        if line.contains(|c: char| (c.is_control() && c != '\t') || matches!(c, '\u{FFFE}' | '\u{FFFF}')) {
            return Err(format!("line {number} has a control character"));
        }
        let mut depth = 0_usize;
        for c in line.chars() {
            match c {
                '(' | '[' | '{' => depth += 1,
                ')' | ']' | '}' => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth > DEEPEST {
                return Err(format!("line {number} has brackets more than {DEEPEST} deep"));
            }
        }
    }
    Ok(())
}

/// Elements of a plain picture.
#[rustfmt::skip]
const TAGS: [&str; 17] = [
    "svg", "g", "defs", "marker", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text",
    "tspan", "title", "desc", "clipPath", "linearGradient",
];

/// Judges a drawn picture, and returns its width and height in whole pixels.
///
/// A file that is opened by itself is a document of the site: it must hold no
/// script, no link and nothing from elsewhere, whatever the source said.
pub fn picture(svg: &str) -> Result<(u32, u32), String> {
    if svg.len() > HEAVIEST {
        return Err("its picture is too heavy".to_string());
    }
    let mut rest = svg;
    let mut size = None;
    while let Some(at) = rest.find('<') {
        let (inner, after) = rest[at + 1..].split_once('>').ok_or("its picture is broken")?;
        rest = after;
        if inner.starts_with('/') {
            continue;
        }
        let inner = inner.strip_suffix('/').unwrap_or(inner);
        let (name, mut attributes) = inner.split_once(char::is_whitespace).unwrap_or((inner, ""));
        let foreign = || format!("its picture would hold `{name}`, which is more than a picture");
        if !TAGS.contains(&name) {
            return Err(foreign());
        }
        let (mut width, mut height) = (None, None);
        while !attributes.trim_start().is_empty() {
            let (attribute, after) = attributes.trim_start().split_once("=\"").ok_or_else(foreign)?;
            let (value, after) = after.split_once('"').ok_or_else(foreign)?;
            attributes = after;
            let plain = attribute.chars().all(|c| c.is_ascii_alphabetic() || matches!(c, '-' | ':' | '1' | '2'));
            let elsewhere = value.contains("url(") && !value.starts_with("url(#");
            if !plain || attribute.starts_with("on") || attribute.ends_with("href") || elsewhere {
                return Err(format!("its picture would hold `{attribute}`, which is more than a picture"));
            }
            match attribute {
                "width" => width = value.parse::<f64>().ok(),
                "height" => height = value.parse::<f64>().ok(),
                _ => {}
            }
        }
        size = size.or(width.zip(height));
    }
    let (width, height) = size.ok_or("it has no size")?;
    if !(width >= 20.0 && height >= 20.0) {
        return Err("there is nothing in it".to_string());
    }
    if width > LARGEST || height > LARGEST {
        return Err(format!("it would be {} by {} pixels large", width.round(), height.round()));
    }
    Ok((width.ceil() as u32, height.ceil() as u32))
}

/// Returns how light a colour is, 0 to 1, or nothing for one that is not understood.
pub fn lightness(colour: &str) -> Option<f64> {
    let named = |name: &str| NAMED.iter().find(|known| known.0.eq_ignore_ascii_case(name)).map(|known| known.1);
    let hex = colour.trim().strip_prefix('#').or_else(|| named(colour.trim()))?;
    let part = |at: usize| match hex.len() {
        3 => u8::from_str_radix(hex.get(at..=at)?, 16).ok().map(|value| value * 17),
        6 => u8::from_str_radix(hex.get(2 * at..2 * at + 2)?, 16).ok(),
        _ => None,
    };
    let linear = |value: u8| (f64::from(value) / 255.0).powf(2.2);
    Some(0.2126 * linear(part(0)?) + 0.7152 * linear(part(1)?) + 0.0722 * linear(part(2)?))
}

/// The names of colours that authors write.
#[rustfmt::skip]
const NAMED: [(&str, &str); 24] = [
    ("white", "ffffff"), ("black", "000000"), ("red", "ff0000"), ("green", "008000"), ("blue", "0000ff"),
    ("yellow", "ffff00"), ("orange", "ffa500"), ("purple", "800080"), ("pink", "ffc0cb"), ("brown", "a52a2a"),
    ("gray", "808080"), ("grey", "808080"), ("lightgray", "d3d3d3"), ("lightgrey", "d3d3d3"), ("lightblue", "add8e6"),
    ("lightgreen", "90ee90"), ("lightyellow", "ffffe0"), ("lime", "00ff00"), ("cyan", "00ffff"), ("teal", "008080"),
    ("navy", "000080"), ("gold", "ffd700"), ("salmon", "fa8072"), ("coral", "ff7f50"),
];
