//! `candor export search`: the notes for another search engine.

use std::fs;
use std::path::PathBuf;

use crate::pipeline::{self, Memo, Searched};
use crate::search::export::{self, File, Format};

use super::build::{leave_out, left_out};
use super::{EngineFormat, ExportSearchArgs, Failure, Outcome, opened, print, say, write_out};

pub(super) fn search(args: &ExportSearchArgs) -> Result<Outcome, Failure> {
    let mut opened = opened(&args.site, &args.readers)?;
    // What leaves for another engine is held to what publishing is.
    let built = pipeline::build(&opened.site, &mut Memo::forgetful());
    if built.failed() {
        if !args.keep_going {
            return Err(Failure(
                "nothing was exported: the notes have errors\n  mend what `candor build` tells, or leave the notes concerned out with `--keep-going`"
                    .to_string(),
            ));
        }
        let built = leave_out(&mut opened, built).map_err(|why| Failure(format!("nothing was exported: {why}")))?;
        say(&format!("{}\n  which: `candor check` tells", left_out(&built.left_out)));
    }
    let Searched { catalogue, .. } = pipeline::search(&opened.site);
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
            [File { text, .. }] => write_out(text.as_bytes()).map(|()| Outcome::Fine),
            _ => Err(Failure("this format is several files\n  name a folder for them: --output DIR".to_string())),
        };
    };
    fs::create_dir_all(output).map_err(|error| Failure(format!("could not make `{}`: {error}", output.display())))?;
    for file in &files {
        write(&output.join(file.name), &file.text)?;
    }
    print(&format!("{} notes: {}", catalogue.notes.len(), names(&files, output.display())))?;
    Ok(Outcome::Fine)
}

fn names(files: &[File], folder: impl std::fmt::Display) -> String {
    files.iter().map(|file| format!("{folder}/{}", file.name)).collect::<Vec<_>>().join(", ")
}

fn write(path: &PathBuf, text: &str) -> Result<(), Failure> {
    fs::write(path, text).map_err(|error| Failure(format!("could not write `{}`: {error}", path.display())))
}
