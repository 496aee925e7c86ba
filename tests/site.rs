//! The one helper through which tests meet the pipeline: a site made of text, built warm or fresh.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use candor::audience::Audience;
use candor::config::Config;
use candor::date::Date;
use candor::history::History;
use candor::output::Output;
use candor::pipeline::{self, Build, Memo, Site as Input};
use candor::source::{Asset, Bytes, SourceFile, Span};
use candor::theme;

/// A site in memory: files by their path from the site's folder.
#[derive(Clone, Default)]
pub struct Site {
    pub files: BTreeMap<String, String>,
    pub audience: Audience,
    /// The day of the build, where it matters.
    pub today: Option<&'static str>,
    /// What the repository knows.
    pub history: History,
}

impl Site {
    /// Makes a site of `(path, text)`; paths are from the site's folder.
    pub fn of(files: &[(&str, &str)]) -> Self {
        let files = files.iter().map(|(path, text)| ((*path).to_string(), (*text).to_string())).collect();
        Site { files, ..Site::default() }
    }

    /// Returns what the pipeline takes.
    pub fn input(&self) -> Input {
        let text = self.files.get("site.toml").map_or("", String::as_str);
        let (mut config, mut diagnostics) = Config::parse(&Arc::from("site.toml"), text);
        config.coach = self.files.get("coach.toml").map_or("", String::as_str).into();
        let (mut theme, found) = theme::load(None, "default", &Span::new(&Arc::from("site.toml"), 0..0));
        diagnostics.extend(found);
        for (path, text) in &self.files {
            if let Some(name) = path.strip_prefix("themes/own/templates/") {
                let file = theme::ThemeFile { path: path.as_str().into(), text: text.as_str().into() };
                theme.templates.insert(name.to_string(), file);
            }
            if let Some(kind) = path.strip_prefix("kinds/").and_then(|path| path.strip_suffix("/kind.toml")) {
                let (parsed, found) = candor::kind::Kind::parse(kind, &path.as_str().into(), text, Some(""));
                diagnostics.extend(found);
                if let Some(parsed) = parsed {
                    theme.kinds.insert(parsed);
                }
            }
        }
        theme.digest = candor::hashed::digest(&(&theme.templates, &theme.words, &theme.icons, &theme.kinds));
        let content = self.files.iter().filter_map(|(path, text)| Some((path, path.strip_prefix("content/")?, text)));
        let (notes, others): (Vec<_>, Vec<_>) = content.partition(|(path, ..)| path.ends_with(".md"));
        let mut files: Vec<SourceFile> =
            notes.into_iter().map(|(path, at, text)| SourceFile::new(path.as_str(), at, text.as_str())).collect();
        files.sort_by(|a, b| a.at.cmp(&b.at));
        let asset = |(path, at, text): (&String, &str, &String)| Asset {
            path: path.as_str().into(),
            at: at.into(),
            bytes: Bytes::Memory(Arc::from(text.as_bytes())),
            size: None,
        };
        Input {
            config: Arc::new(config),
            theme: Arc::new(theme),
            files,
            assets: others.into_iter().map(asset).collect(),
            withheld: BTreeSet::new(),
            history: self.history.clone(),
            audience: self.audience.clone(),
            today: Date::parse(self.today.unwrap_or("2026-11-24")).expect("it is a date"),
            strict: false,
            diagnostics,
        }
    }

    /// Builds with what earlier builds remembered.
    pub fn build_with(&self, memo: &mut Memo) -> Build {
        pipeline::build(&self.input(), memo)
    }

    /// Builds from nothing.
    pub fn build(&self) -> Build {
        self.build_with(&mut Memo::forgetful())
    }
}

/// Returns a page of a build as text.
pub fn page(build: &Build, path: &str) -> String {
    let known = || build.outputs().iter().map(|output| &*output.path).collect::<Vec<_>>().join(" ");
    match build.output(path).as_ref().map(bytes) {
        Some(Bytes::Memory(bytes)) => String::from_utf8(bytes.to_vec()).expect("pages are UTF-8"),
        _ => panic!("no page {path} among {}", known()),
    }
}

/// Returns the bytes of a file.
pub fn bytes(output: &Output) -> Bytes {
    output.bytes().unwrap_or_else(|error| panic!("{} cannot be made: {error:?}", output.path))
}

/// Returns every file of a build, written.
pub fn written(build: &Build) -> Vec<(String, Bytes)> {
    build.outputs().iter().map(|output| (output.path.to_string(), bytes(output))).collect()
}

/// Returns the files of a build that are text.
pub fn texts(build: &Build) -> Vec<(String, String)> {
    let text = |(path, bytes)| match bytes {
        Bytes::Memory(bytes) => Some((path, String::from_utf8(bytes.to_vec()).ok()?)),
        Bytes::File { .. } => None,
    };
    written(build).into_iter().filter_map(text).collect()
}

/// Returns the paths of all files of a build.
pub fn paths(build: &Build) -> Vec<String> {
    build.outputs().iter().map(|output| output.path.to_string()).collect()
}

/// Returns the codes that a build told, sorted.
pub fn codes(build: &Build) -> Vec<&'static str> {
    let mut codes: Vec<&str> = build.diagnostics.iter().map(|found| found.code.0).collect();
    codes.sort_unstable();
    codes
}
