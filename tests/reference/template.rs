//! A template as far as its reference and its check need it: comments, blocks, components, and the paths it reads.
//!
//! Never renders. What Tera itself would refuse is Tera's to tell.

/// A piece of what stands inside `{{ }}` or `{% %}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Token {
    Name(String),
    Text(String),
    Sign(char),
}

/// One tag of a template, with its line.
#[derive(Debug)]
pub struct Tag {
    pub line: usize,
    pub tokens: Vec<Token>,
    /// The comment that it is, if it is one.
    pub comment: Option<String>,
}

/// A parameter of a component.
#[derive(Debug, PartialEq, Eq)]
pub struct Parameter {
    pub name: String,
    /// The type in its signature: `map`; empty where it has none.
    pub ty: String,
    /// As its signature has it: `level: integer = 3`.
    pub written: String,
}

/// A component as its first line has it.
#[derive(Debug)]
pub struct Component {
    pub name: String,
    pub about: String,
    pub parameters: Vec<Parameter>,
    /// What it sees of the page without being given it: `site`, `page`.
    pub sees: Vec<String>,
}

/// Returns the tags of a template, in order.
pub fn tags(text: &str) -> Vec<Tag> {
    let mut tags = Vec::new();
    let mut at = 0;
    while let Some(open) = text[at..].find('{').map(|found| at + found) {
        let line = text[..open].matches('\n').count() + 1;
        let (end, tag) = match text.as_bytes().get(open + 1) {
            Some(b'#') => {
                let end = text[open..].find("#}").map_or(text.len(), |end| open + end);
                let inside = text[open + 2..end].trim_start_matches('-').trim_end_matches('-');
                let words = inside.split_whitespace().collect::<Vec<_>>().join(" ");
                (end, Some(Tag { line, tokens: Vec::new(), comment: Some(words) }))
            }
            Some(b'{') => scan(text, open + 2, "}}", line),
            Some(b'%') => scan(text, open + 2, "%}", line),
            _ => (open, None),
        };
        tags.extend(tag);
        at = (end + 1).min(text.len());
    }
    tags
}

/// Reads tokens up to the end of a tag.
fn scan(text: &str, start: usize, end: &str, line: usize) -> (usize, Option<Tag>) {
    let mut tokens = Vec::new();
    let mut rest = &text[start..];
    while let Some(first) = rest.chars().next() {
        if rest.starts_with(end) {
            break;
        }
        let length = if first == '"' || first == '\'' {
            let mut escaped = false;
            let closes = |letter: char| {
                let closes = letter == first && !escaped;
                escaped = letter == '\\' && !escaped;
                closes
            };
            let inside = rest[1..].find(closes).unwrap_or(rest.len() - 1);
            tokens.push(Token::Text(rest[1..=inside].to_owned()));
            (inside + 2).min(rest.len())
        } else if first.is_alphanumeric() || first == '_' {
            let name: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            tokens.push(Token::Name(name.clone()));
            name.len()
        } else {
            if !first.is_whitespace() {
                tokens.push(Token::Sign(first));
            }
            first.len_utf8()
        };
        rest = &rest[length..];
    }
    // The dashes of `{%- -%}` stand at the ends; a minus never does.
    if tokens.first() == Some(&Token::Sign('-')) {
        tokens.remove(0);
    }
    if tokens.last() == Some(&Token::Sign('-')) {
        tokens.pop();
    }
    (text.len() - rest.len(), Some(Tag { line, tokens, comment: None }))
}

impl Tag {
    /// Returns the word that a statement begins with: `for`, `set`, `block`.
    pub fn verb(&self) -> &str {
        name_at(&self.tokens, 0)
    }

    /// Returns the component that the tag calls.
    pub fn called(&self) -> Option<&str> {
        (self.tokens.first() == Some(&Token::Sign('<')))
            .then(|| name_at(&self.tokens, 1))
            .filter(|name| !name.is_empty())
    }

    /// Returns what the component that the tag calls is given: name and expression.
    pub fn arguments(&self) -> Vec<(&str, &[Token])> {
        let mut found = Vec::new();
        let mut at = 2;
        while at + 2 < self.tokens.len() {
            let (name, is) = (name_at(&self.tokens, at), self.tokens[at + 1] == Token::Sign('='));
            if name.is_empty() || !is {
                at += 1;
                continue;
            }
            let start = at + 2;
            let end = match self.tokens[start] {
                Token::Sign('{') => closing(&self.tokens, start),
                _ => start + 1,
            };
            let inner = if end > start + 1 { &self.tokens[start + 1..end] } else { &self.tokens[start..end] };
            found.push((name, inner));
            at = end;
        }
        found
    }

    /// Reads a component's first line.
    pub fn component(&self, about: &str) -> Option<Component> {
        if self.verb() != "component" {
            return None;
        }
        let open = self.tokens.iter().position(|token| *token == Token::Sign('('))?;
        let close = self.tokens.iter().rposition(|token| *token == Token::Sign(')'))?;
        let name: String = self.tokens[1..open].iter().map(written).collect();
        let mut component = Component { name, about: about.to_owned(), parameters: Vec::new(), sees: Vec::new() };
        for part in self.tokens[open + 1..close].split(|token| *token == Token::Sign(',')) {
            match part {
                [] => {}
                [Token::Sign('@'), Token::Name(name)] => component.sees.push(name.clone()),
                [Token::Name(name), rest @ ..] => {
                    let ty = if rest.first() == Some(&Token::Sign(':')) { name_at(rest, 1) } else { "" };
                    let default = rest.iter().position(|token| *token == Token::Sign('='));
                    let mut text = name.clone();
                    if !ty.is_empty() {
                        text = format!("{text}: {ty}");
                    }
                    if let Some(at) = default {
                        let value: String = rest[at + 1..].iter().map(written).collect();
                        text = format!("{text} = {value}");
                    }
                    component.parameters.push(Parameter { name: name.clone(), ty: ty.to_owned(), written: text });
                }
                other => panic!("a parameter of `{}` cannot be read: {other:?}", component.name),
            }
        }
        Some(component)
    }
}

/// Returns the name at a place; nothing where none stands there.
pub fn name_at(tokens: &[Token], at: usize) -> &str {
    match tokens.get(at) {
        Some(Token::Name(name)) => name,
        _ => "",
    }
}

fn written(token: &Token) -> String {
    match token {
        Token::Name(name) => name.clone(),
        Token::Text(text) => format!("\"{text}\""),
        Token::Sign(sign) => sign.to_string(),
    }
}

/// Where the brace that opens here closes.
fn closing(tokens: &[Token], open: usize) -> usize {
    let mut depth = 0;
    for (at, token) in tokens.iter().enumerate().skip(open) {
        match token {
            Token::Sign('{') => depth += 1,
            Token::Sign('}') => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at;
        }
    }
    tokens.len()
}

/// Returns the components that a file defines, each with the comment before it.
pub fn components(tags: &[Tag]) -> Vec<Component> {
    let mut about = "";
    let mut found = Vec::new();
    for tag in tags {
        if let Some(comment) = &tag.comment {
            about = comment;
        } else if let Some(component) = tag.component(about) {
            found.push(component);
            about = "";
        }
    }
    found
}

#[test]
fn a_template_is_read_as_tera_reads_it() {
    let tags = tags(
        "{#- One.\n  Two. -#}\n{%- component a(x: map, n: integer = 3, s: string = \"}}\", y, @page) -%}{ {{ <b v={x.y} w=\"z\\\"\" k={1 if a else 2} /> }}",
    );
    assert_eq!(tags[0].comment.as_deref(), Some("One. Two."));
    let component = &components(&tags)[0];
    let written: Vec<&str> = component.parameters.iter().map(|it| it.written.as_str()).collect();
    assert_eq!(written, ["x: map", "n: integer = 3", "s: string = \"}}\"", "y"]);
    assert_eq!(
        (component.name.as_str(), component.about.as_str(), &*component.sees),
        ("a", "One. Two.", &["page".to_owned()][..])
    );
    assert_eq!((tags[2].line, tags[2].called()), (3, Some("b")));
    let arguments = tags[2].arguments();
    assert_eq!(arguments.iter().map(|(name, _)| *name).collect::<Vec<_>>(), ["v", "w", "k"]);
    assert_eq!(
        (arguments[0].1.len(), arguments[1].1, arguments[2].1.len()),
        (3, &[Token::Text("z\\\"".into())][..], 5)
    );
}
