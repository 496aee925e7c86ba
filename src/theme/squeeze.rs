//! Takes out of style sheets and scripts what only their authors need: comments and indentation.
//!
//! Never renames, reorders or rewrites anything, so that what a browser shows of a
//! file is still the file. A minifier would save a few percent more and be a second
//! language implementation; where a line could mean something else, it stays.

/// Returns a style sheet without comments and without white space that says nothing.
///
/// Strings and what stands in `url(...)` are kept as they are.
pub fn css(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        if let Some(comment) = rest.strip_prefix("/*") {
            rest = comment.find("*/").map_or("", |end| &comment[end + 2..]);
            space(&mut out);
        } else if first == '"' || first == '\'' {
            let (string, after) = rest.split_at(string_end(rest, first));
            out.push_str(string);
            rest = after;
        } else if rest.len() >= 4 && rest.is_char_boundary(4) && rest[..4].eq_ignore_ascii_case("url(") {
            let (url, after) = rest.split_at(rest.find(')').map_or(rest.len(), |end| end + 1));
            out.push_str(url);
            rest = after;
        } else if first.is_ascii_whitespace() {
            space(&mut out);
            rest = rest.trim_start_matches(|letter: char| letter.is_ascii_whitespace());
        } else {
            // No space is needed before these, and no semicolon before the brace that closes a rule.
            if matches!(first, '{' | '}' | ';' | ',' | '>') && out.ends_with(' ') {
                out.pop();
            }
            if first == '}' && out.ends_with(';') {
                out.pop();
            }
            out.push(first);
            rest = &rest[first.len_utf8()..];
        }
    }
    out
}

/// Adds a space where one could mean something: not at the start of a rule, nor after a colon or a comma.
fn space(out: &mut String) {
    if !out.is_empty() && !out.ends_with(['{', '}', ';', ',', ':', '>', ' ']) {
        out.push(' ');
    }
}

/// Where the string that opens a text ends, with its closing quote.
fn string_end(text: &str, quote: char) -> usize {
    let mut escaped = false;
    let end = text.char_indices().skip(1).find(|&(_, letter)| {
        let closes = letter == quote && !escaped;
        escaped = letter == '\\' && !escaped;
        closes
    });
    end.map_or(text.len(), |(at, _)| at + 1)
}

/// Returns a script without indentation, blank lines and lines that are a comment.
///
/// A script with a template literal or a continued line is returned as it is:
/// there, the beginning of a line may be text.
pub fn script(text: &str) -> String {
    if text.contains('`') || text.lines().any(|line| line.ends_with('\\')) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut in_comment = false;
    for line in text.lines().map(str::trim) {
        let opens = line.starts_with("/*");
        if in_comment || opens {
            // Only a comment that has its lines to itself is taken out.
            let closes = line.ends_with("*/");
            if opens && !closes && line.contains("*/") {
                out.push_str(line);
                out.push('\n');
                continue;
            }
            in_comment = !closes;
            continue;
        }
        if !line.is_empty() && !line.starts_with("//") {
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_style_sheet_keeps_all_that_means_something() {
        for (written, squeezed) in [
            ("/* a */ a  b {\n  color : red;\n  margin: 0 auto;\n}\n", "a b{color :red;margin:0 auto}"),
            ("a > b , c{}\n\nd{}", "a>b,c{}d{}"),
            ("a :hover, a:hover{}", "a :hover,a:hover{}"),
            (
                "a{content: \"/* no */  } ;\" ; width: calc(1px + 2px)}",
                "a{content:\"/* no */  } ;\";width:calc(1px + 2px)}",
            ),
            ("a{content: 'it\\'s  so'}", "a{content:'it\\'s  so'}"),
            ("a{background: URL( \"x  y.png\" ) no-repeat}", "a{background:URL( \"x  y.png\" ) no-repeat}"),
            (
                "@media (min-width: 60em) and (hover: none) { a { b: c } }",
                "@media (min-width:60em) and (hover:none){a{b:c}}",
            ),
            ("a{b:c}/* open", "a{b:c}"),
            ("a/**/b{}", "a b{}"),
            (":root { --x: a   b; }", ":root{--x:a b}"),
            ("é { content: \"→\" }", "é{content:\"→\"}"),
        ] {
            assert_eq!(css(written), squeezed);
        }
    }

    #[test]
    fn a_script_loses_only_lines_that_are_comments() {
        let written =
            "// A\n(function () {\n  /* one\n   * two */\n  a(); // stays\n\n  b(\"// not a comment\");\n})();\n";
        assert_eq!(script(written), "(function () {\na(); // stays\nb(\"// not a comment\");\n})();\n");
        assert_eq!(script("/* a */ b();\n/* c */\nd();\n"), "/* a */ b();\nd();\n");
        for kept in ["a = `\n  // text\n`;\n", "a = 'b\\\n  c';\n"] {
            assert_eq!(script(kept), kept);
        }
    }
}
