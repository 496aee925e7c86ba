//! Whether what templates read is there: every path is followed through the types of the views, also into components.
//!
//! A build fails on an unknown field, too, but only where a page comes by; this
//! looks at every branch. Where no caller says what a parameter is, nothing is judged.

use std::collections::{BTreeMap, BTreeSet};

use super::template::{self, Component, Tag, Token, name_at};
use super::views::{EVERYWHERE, Type, Views};

/// Names that are no variables.
const WORDS: [&str; 10] = ["and", "or", "not", "in", "if", "else", "true", "false", "none", "loop"];

/// A file of a theme, read.
pub struct File {
    /// `templates/note.html`.
    pub name: String,
    pub tags: Vec<Tag>,
    pub components: Vec<Component>,
}

/// The names that stand behind `site.words`, `site.icons` and `site.assets`.
pub type Keys = BTreeMap<&'static str, BTreeSet<String>>;

/// What components are given by those who call them: by component and parameter, each type once.
type Given = BTreeMap<(String, String), Vec<Type>>;

/// What was found.
pub struct Checked {
    /// What is read and not there, each with its place.
    pub problems: Vec<String>,
    /// Who calls each component.
    pub callers: BTreeMap<String, BTreeSet<String>>,
    given: Given,
}

impl Checked {
    /// Returns what a component is given under a name, where all who call it agree.
    pub fn given(&self, component: &str, parameter: &str) -> Option<&Type> {
        match self.given.get(&(component.to_owned(), parameter.to_owned()))?.as_slice() {
            [one] => Some(one),
            _ => None,
        }
    }
}

/// Follows every path of these files.
pub fn check(files: &[File], views: &Views, keys: &Keys) -> Checked {
    let mut checked = Checked { problems: Vec::new(), callers: BTreeMap::new(), given: Given::new() };
    // What a component is given may be what its caller was given: once more until nothing is new.
    loop {
        let before = checked.given.clone();
        checked.problems.clear();
        for file in files {
            Reader { file, views, keys, scopes: Vec::new(), checked: &mut checked }.read();
        }
        if checked.given == before {
            return checked;
        }
    }
}

/// Returns the view that a template's first comment names: how it is called, and the struct; nothing where it sees
/// `site` and `page` alone.
///
/// # Panics
/// Where there is no such comment.
pub fn seen(file: &File) -> Option<(&str, &str)> {
    let comment = file.tags.first().and_then(|tag| tag.comment.as_deref()).unwrap_or_default();
    let (_, after) = comment
        .split_once("Sees `")
        .unwrap_or_else(|| panic!("{}: its first comment does not say what it sees", file.name));
    let (name, after) = after.split_once('`').expect("the backtick closes");
    let Some(after) = after.strip_prefix(" (") else {
        assert_eq!(name, "site", "{}: write \"Sees `{name}` (itsType), `site` and `page`\"", file.name);
        return None;
    };
    Some((name, after.split_once(')').expect("the bracket closes").0))
}

struct Reader<'a> {
    file: &'a File,
    views: &'a Views,
    keys: &'a Keys,
    scopes: Vec<BTreeMap<String, Option<Type>>>,
    checked: &'a mut Checked,
}

impl Reader<'_> {
    fn read(&mut self) {
        let mut top: BTreeMap<String, Option<Type>> = BTreeMap::new();
        if self.file.name.starts_with("templates/") {
            let everywhere = EVERYWHERE.into_iter();
            for (name, ty) in everywhere.chain(seen(self.file)) {
                top.insert(name.to_owned(), Some(Type::View(ty.to_owned())));
            }
        }
        self.scopes.push(top);
        let file = self.file;
        for tag in &file.tags {
            self.tag(tag);
        }
    }

    fn tag(&mut self, tag: &Tag) {
        if tag.comment.is_some() {
            return;
        }
        if let Some(component) = tag.called() {
            let user = self.file.name.clone();
            self.checked.callers.entry(component.to_owned()).or_default().insert(user);
            for (name, expression) in tag.arguments() {
                self.uses(expression, tag.line);
                let given = match self.type_of(expression) {
                    // Whoever calls it asks first whether there is one.
                    Some(Type::Maybe(inner)) => *inner,
                    Some(ty) => ty,
                    None => continue,
                };
                let known = self.checked.given.entry((component.to_owned(), name.to_owned())).or_default();
                if !known.contains(&given) {
                    known.push(given);
                }
            }
            return;
        }
        match tag.verb() {
            "extends" | "block" | "endblock" | "endif" | "include" => {}
            "component" => {
                let component = tag.component("").expect("it begins with `component`");
                self.scopes.push(self.scope_of(&component));
            }
            "endfor" | "endcomponent" => drop(self.scopes.pop()),
            "for" => {
                let at = tag.tokens.iter().position(|token| *token == Token::Name("in".into())).unwrap_or(2);
                let expression = &tag.tokens[(at + 1).min(tag.tokens.len())..];
                self.uses(expression, tag.line);
                let inner = match self.type_of(expression) {
                    Some(Type::List(inner)) => Some(*inner),
                    _ => None,
                };
                let names = tag.tokens[1..at].iter().filter(|token| matches!(token, Token::Name(_))).count();
                let mut scope = BTreeMap::new();
                for token in &tag.tokens[1..at] {
                    if let Token::Name(name) = token {
                        scope.insert(name.clone(), inner.clone().filter(|_| names == 1));
                    }
                }
                self.scopes.push(scope);
            }
            "set" => {
                let expression = tag.tokens.get(3..).unwrap_or_default();
                self.uses(expression, tag.line);
                let ty = self.type_of(expression);
                let scope = self.scopes.last_mut().expect("there is one");
                scope.insert(name_at(&tag.tokens, 1).to_owned(), ty);
            }
            "if" | "elif" => self.uses(&tag.tokens[1..], tag.line),
            _ => self.uses(&tag.tokens, tag.line),
        }
    }

    fn scope_of(&self, component: &Component) -> BTreeMap<String, Option<Type>> {
        let mut scope = BTreeMap::new();
        for (name, ty) in EVERYWHERE {
            if component.sees.iter().any(|seen| seen == name) {
                scope.insert(name.to_owned(), Some(Type::View(ty.to_owned())));
            }
        }
        for parameter in &component.parameters {
            let ty = match parameter.ty.as_str() {
                "string" => Some(Type::Text),
                "bool" => Some(Type::Bool),
                "integer" | "number" | "float" => Some(Type::Number),
                _ => self.checked.given(&component.name, &parameter.name).cloned(),
            };
            scope.insert(parameter.name.clone(), ty);
        }
        scope
    }

    /// What an expression is, where that is plain to see.
    fn type_of(&mut self, expression: &[Token]) -> Option<Type> {
        // `a if b else c` is what `a` is.
        let end = expression.iter().position(|token| *token == Token::Name("if".into())).unwrap_or(expression.len());
        match &expression[..end] {
            [Token::Text(_)] => Some(Type::Text),
            [Token::Name(name)] if name == "true" || name == "false" => Some(Type::Bool),
            path => {
                let (ty, length) = self.follow(path, None);
                ty.filter(|_| length == path.len())
            }
        }
    }

    /// Follows every path in an expression.
    fn uses(&mut self, expression: &[Token], line: usize) {
        let mut at = 0;
        while at < expression.len() {
            let sign = |place: usize, sign: char| expression.get(place) == Some(&Token::Sign(sign));
            let before = at.checked_sub(1).map(|at| &expression[at]);
            let Token::Name(name) = &expression[at] else {
                at += 1;
                continue;
            };
            let is_filter = before == Some(&Token::Sign('|'));
            let is_argument = sign(at + 1, '=') && !sign(at + 2, '=');
            if name == "is" {
                at += if name_at(expression, at + 1) == "not" { 3 } else { 2 };
            } else if name == "loop" {
                at += 3;
            } else if is_filter
                || is_argument
                || sign(at + 1, '(')
                || WORDS.contains(&name.as_str())
                || name.starts_with(|first: char| first.is_ascii_digit())
            {
                at += 1;
            } else {
                at += self.follow(&expression[at..], Some(line)).1.max(1);
            }
        }
    }

    /// Follows the path that an expression begins with; tells what is not there where it is given a line.
    ///
    /// Returns what it leads to, and how many tokens it has.
    fn follow(&mut self, path: &[Token], line: Option<usize>) -> (Option<Type>, usize) {
        let root = name_at(path, 0);
        if root.is_empty() {
            return (None, 0);
        }
        let mut told = line.is_none();
        let mut tell = |problems: &mut Vec<String>, message: String| {
            if let Some(line) = line.filter(|_| !told) {
                problems.push(format!("{}:{line}: {message}", self.file.name));
            }
            told = true;
        };
        let mut ty = match self.scopes.iter().rev().find_map(|scope| scope.get(root)) {
            Some(ty) => ty.clone(),
            None => {
                tell(&mut self.checked.problems, format!("there is no `{root}` here"));
                None
            }
        };
        let mut walked = root.to_owned();
        let mut at = 1;
        loop {
            let optional = usize::from(path.get(at) == Some(&Token::Sign('?')));
            let (step, length) = match (path.get(at + optional), path.get(at + optional + 1)) {
                (Some(Token::Sign('.')), Some(Token::Name(name))) => (Some(name), 2 + optional),
                (Some(Token::Sign('[')), Some(Token::Text(name))) => (Some(name), 3),
                // A name that is only known when the page is made.
                (Some(Token::Sign('[')), _) => {
                    let end = path[at..].iter().position(|token| *token == Token::Sign(']'));
                    let end = end.map_or(path.len() - 1, |end| at + end);
                    // A part of a list is a list.
                    if path[at..end].contains(&Token::Sign(':')) {
                        at = end + 1;
                        continue;
                    }
                    (None, end + 1 - at)
                }
                _ => return (ty, at),
            };
            let inner = match ty {
                Some(Type::Maybe(inner)) => Some(*inner),
                other => other,
            };
            ty = match (inner, step) {
                (Some(Type::View(view)), Some(step)) => {
                    let fields = &self.views.named(&view).expect("views hold views").fields;
                    let field = fields.iter().find(|field| field.name == *step);
                    if field.is_none() {
                        tell(&mut self.checked.problems, format!("`{walked}.{step}`: a {view} has no `{step}`"));
                    }
                    field.map(|field| field.ty.clone())
                }
                (Some(Type::ByName(inner)), step) => {
                    let keys = self.keys.iter().find(|(keys, _)| walked.ends_with(**keys)).map(|(_, keys)| keys);
                    if let (Some(keys), Some(step)) = (keys, step)
                        && !keys.contains(step)
                    {
                        tell(&mut self.checked.problems, format!("`{walked}.{step}`: there is no `{step}`"));
                    }
                    Some(*inner)
                }
                (Some(other), Some(step)) => {
                    tell(&mut self.checked.problems, format!("`{walked}.{step}`: `{walked}` is {}", other.words("")));
                    None
                }
                _ => None,
            };
            if let Some(step) = step {
                walked = format!("{walked}.{step}");
            }
            at += length;
        }
    }
}

/// Reads a file of a theme.
pub fn file(name: &str, text: &str) -> File {
    let tags = template::tags(text);
    let components = template::components(&tags);
    File { name: name.to_owned(), tags, components }
}

#[test]
fn a_path_that_leads_nowhere_is_told_also_inside_a_component() {
    let views = Views::read();
    let files = [
        file(
            "templates/x.html",
            "{# X. Sees `list` (ListView), `site` and `page`. #}\n\
             {% set words = site.words %}{{ words.home }}{{ words.nope }}{{ page.rot }}{{ lost }}\n\
             {% for card in list.cards | first %}{{ card.whatever }}{% endfor %}\n\
             {% for card in list.cards[:6] %}{{ <one card={card} /> }}{% endfor %}{{ card.title }}\n\
             {{ list.title.more or list.count_label is containing(pat=\"x\") and loop.index }}{{ site.assets[\"no.css\"] }}{{ site.icons[page.nav] }}",
        ),
        file(
            "components/one.html",
            "{% component one(card: map, n: integer = 3) %}{{ <two c={card.kind} /> }}{% endcomponent one %}",
        ),
        file(
            "components/two.html",
            "{% component two(c: map, @page) %}{{ c.label }}{{ c.hew }}{{ page.root }}{{ site.title }}{% endcomponent two %}",
        ),
    ];
    let keys =
        Keys::from([("words", BTreeSet::from(["home".to_owned()])), ("assets", BTreeSet::from(["a.css".to_owned()]))]);
    let checked = check(&files, &views, &keys);
    assert_eq!(
        checked.problems,
        [
            "templates/x.html:2: `words.nope`: there is no `nope`",
            "templates/x.html:2: `page.rot`: a PageFrame has no `rot`",
            "templates/x.html:2: there is no `lost` here",
            "templates/x.html:4: there is no `card` here",
            "templates/x.html:5: `list.title.more`: `list.title` is text",
            "templates/x.html:5: `site.assets.no.css`: there is no `no.css`",
            "components/two.html:1: `c.hew`: a KindView has no `hew`",
            "components/two.html:1: there is no `site` here",
        ]
    );
    assert_eq!(checked.given("two", "c"), Some(&Type::View("KindView".into())));
    assert!(checked.callers["two"].contains("components/one.html"));
}
