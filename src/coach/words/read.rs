//! Reads a language's words from their file, and those that a site adds.

use super::inflect::{ing, regular, third};
use super::{Classes, Ending, Forms, Grammar, Word, Words};
use crate::config::{Sort, Table, parse_toml};

impl Words {
    /// Reads a word list. Says what is wrong with it, which is a bug of ours for a list that we ship.
    ///
    /// # Errors
    /// Where the list is not TOML, or holds something other than texts, or more than 128 classes.
    pub fn parse(text: &str) -> Result<Words, String> {
        let (root, problems) = parse_toml(&"words.toml".into(), text, "config/invalid");
        if let Some(problem) = problems.first() {
            return Err(problem.message.clone());
        }
        let mut words = Words { next: 1, ..Words::default() };
        let language = texts(&root, "language")?;
        let set = |name: &str| language.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
        words.inflects = set("inflection") == Some("english");
        words.stops.ordinals = set("ordinals") == Some("stop");
        words.stops.abbreviated = set("abbreviated").unwrap_or_default().split_whitespace().map(Box::from).collect();
        words.add_lists(&root)?;
        let mut error = None;
        words.grammar = {
            let mut class = |name: &str| {
                words.class(name).unwrap_or_else(|why| {
                    error = Some(why);
                    0
                })
            };
            Grammar::of(&mut class)
        };
        if let Some(why) = error {
            return Err(why);
        }
        words.capital = match set("capital") {
            Some(class) => words.class(class)?,
            None => 0,
        };
        for (group, classes) in texts(&root, "groups")? {
            let mut mask = 0;
            for class in classes.split_whitespace() {
                mask |= words.names.get(class).copied().ok_or(format!("group `{group}`: no class `{class}`"))?;
            }
            words.names.insert(group, mask);
        }
        for (classes, ends) in texts(&root, "endings")? {
            let mut mask = 0;
            for class in classes.split('_') {
                mask |= words.class(class)?;
            }
            let (unless, ends): (Vec<&str>, Vec<&str>) = ends.split_whitespace().partition(|end| end.starts_with('-'));
            let unless: Vec<Box<str>> = unless.into_iter().map(|end| end[1..].into()).collect();
            let ending = |end: &str| Ending { end: end.into(), unless: unless.clone(), classes: mask };
            words.endings.extend(ends.into_iter().map(ending));
        }
        for (class, shapes) in texts(&root, "guess")? {
            let bit = words.class(&class)?;
            for shape in shapes.split_whitespace() {
                let (begin, end) = shape.split_once('*').ok_or(format!("`{shape}` has no `*`"))?;
                words.guesses.push((begin.to_string(), end.to_string(), bit));
            }
        }
        words.sorts = words.names.get("sorts").copied().ok_or("there is no group `sorts`")?;
        Ok(words)
    }

    /// Adds the words of the tables `words` and `verbs`, by class.
    ///
    /// # Errors
    /// Where one of them is no table of texts, or there are too many classes.
    pub(in crate::coach) fn add_lists(&mut self, root: &Table) -> Result<(), String> {
        for (class, list) in texts(root, "words")? {
            let bit = self.class(&class)?;
            list.split_whitespace().try_for_each(|word| self.noun(word, &class, bit))?;
        }
        for (class, list) in texts(root, "verbs")? {
            let bit = self.class(&class)?;
            list.split_whitespace().for_each(|verb| self.verb(verb, bit));
        }
        Ok(())
    }

    /// Adds a word with what follows for it from its class.
    fn noun(&mut self, word: &str, class: &str, bit: Classes) -> Result<(), String> {
        self.add(word, bit);
        if !self.inflects {
            return Ok(());
        }
        if class == "mishap" && word.ends_with("ly") {
            let adv = self.class("adv")?;
            self.add(word, adv);
        }
        let several = word.ends_with('s') && !["ss", "us", "is", "its"].iter().any(|end| word.ends_with(end));
        if several && ["thing", "harm", "rule", "act", "mistake", "noun"].contains(&class) {
            let plural = self.class("plural")?;
            self.add(word, plural);
        }
        // Several engineers are what one engineer is.
        if ["role", "half", "team", "outsider", "mistake", "vice"].contains(&class) && !word.ends_with('s') {
            let plural = self.class("plural")?;
            self.add(&third(word), bit | plural);
        }
        Ok(())
    }

    fn add(&mut self, form: &str, classes: Classes) -> u32 {
        let next = &mut self.next;
        let word = self.words.entry(form.to_lowercase().into()).or_insert_with(|| {
            *next += 1;
            Word { id: *next - 1, classes: 0 }
        });
        word.classes |= classes;
        word.id
    }

    /// Returns the number of a word, listing it without a class if it was not.
    pub fn number(&mut self, word: &str) -> u32 {
        self.add(word, 0)
    }

    /// Adds a verb in all its forms: `delete`, or `break:broke:broken`. Where the language does not inflect as English
    /// does, the forms that are written: `vergessen:vergaß:vergessen`.
    fn verb(&mut self, written: &str, class: Classes) {
        let mut parts = written.split(':');
        let base = parts.next().unwrap_or_default().to_string();
        let past = parts.next().map_or_else(|| regular(&base), str::to_string);
        let part = parts.next().map_or_else(|| past.clone(), str::to_string);
        let ing = ing(&base, &past);
        let bit = |words: &mut Words, name| words.class(name).unwrap_or_default();
        let mut ids = Vec::new();
        let forms = [
            (base.clone(), "base"),
            (past.clone(), "past"),
            (part.clone(), "part"),
            (third(&base), "third"),
            (ing.clone(), "ing"),
        ];
        for (form, name) in forms.into_iter().take(if self.inflects { 5 } else { 3 }) {
            let form_bit = bit(self, name);
            ids.push(self.add(&form, class | form_bit));
        }
        for id in ids {
            self.forms.entry(id).or_insert_with(|| Forms {
                base: base.clone(),
                past: past.clone(),
                part: part.clone(),
                ing: ing.clone(),
            });
        }
    }
}

/// Returns the entries of a table whose values are texts.
fn texts(root: &Table, name: &str) -> Result<Vec<(String, String)>, String> {
    let Some(entry) = root.entries.iter().find(|entry| entry.key == name) else { return Ok(Vec::new()) };
    let Sort::Table(table) = &entry.value.sort else { return Err(format!("`{name}` is no table")) };
    let text = |entry: &crate::config::Entry| match &entry.value.sort {
        Sort::Text(text) => Ok((entry.key.clone(), text.clone())),
        _ => Err(format!("`{}` is no text", entry.key)),
    };
    table.entries.iter().map(text).collect()
}
