//! `candor export search`: the notes for another search engine.

use std::fs;
use std::io::Write;
use std::path::PathBuf;

use crate::pipeline;
use crate::search::export::{self, File, Format};

use super::{EngineFormat, ExportSearchArgs, Failure, Outcome, opened, print};

pub(super) fn search(args: &ExportSearchArgs) -> Result<Outcome, Failure> {
    let opened = opened(&args.site, &args.readers)?;
    let (_, catalogue) = pipeline::search(&opened.site);
    let config = &opened.site.config;
    let base = if config.url.is_empty() { String::new() } else { format!("{}/", config.url.trim_end_matches('/')) };
    let format = match args.format {
        EngineFormat::Jsonl => Format::JsonLines,
        EngineFormat::Meilisearch => Format::Meilisearch,
        EngineFormat::Typesense => Format::Typesense,
        EngineFormat::Opensearch => Format::OpenSearch,
    };
    let files = export::files(&catalogue, format, &base, &config.language);
    let Some(output) = &args.output else {
        return match files.as_slice() {
            // A closed pipe is no error: whoever closed it has what they wanted.
            [File { text, .. }] => {
                let _ = std::io::stdout().lock().write_all(text.as_bytes());
                Ok(Outcome::Fine)
            }
            _ => Err(Failure("this format is several files\n  name a folder for them: --output DIR".to_string())),
        };
    };
    fs::create_dir_all(output).map_err(|error| Failure(format!("could not make `{}`: {error}", output.display())))?;
    for file in &files {
        write(&output.join(file.name), &file.text)?;
    }
    print(&format!("{} notes: {}", catalogue.notes.len(), names(&files, output.display())));
    Ok(Outcome::Fine)
}

fn names(files: &[File], folder: impl std::fmt::Display) -> String {
    files.iter().map(|file| format!("{folder}/{}", file.name)).collect::<Vec<_>>().join(", ")
}

fn write(path: &PathBuf, text: &str) -> Result<(), Failure> {
    fs::write(path, text).map_err(|error| Failure(format!("could not write `{}`: {error}", path.display())))
}
