//! Declares commands and flags, and turns what was typed into what is meant.
//!
//! Exit codes: 0 fine, 1 problems in the notes, 2 could not do it.

mod build;
mod check;
mod export;
mod init;
mod new;
mod progress;
mod search;
mod serve;
pub mod site;

use std::ffi::OsString;
use std::io::{IsTerminal, Write};
use std::net::IpAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::audience::Audience;
use crate::date::{self, Date};

/// A wiki of what work taught us, from Markdown notes in git.
#[derive(Parser)]
#[command(
    name = "candor",
    version,
    about,
    after_help = "Start with:\n  candor init notebook\n  cd notebook\n  candor serve --open\n  candor new lesson \"What the labels taught us\"\n  candor build\n\nExit codes: 0 fine, 1 problems in the notes, 2 could not do it."
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Make a new site with a few notes to start from.
    ///
    /// Writes site.toml, notes to start from, a git hook that checks notes before a commit, and CI recipes that check
    /// changes and publish. Files that are there already are left as they are, and so are git's settings; a site that has
    /// notes gets no example notes.
    #[command(
        after_help = "Examples:\n  candor init                        in this folder\n  candor init notebook               in a new folder\n  candor init notebook --ci gitlab   with CI for GitLab alone\n  candor init --ci github --ci forgejo\n  candor init --ci none\n\nThe hook is turned on by: git config core.hooksPath .githooks"
    )]
    Init(InitArgs),
    /// Write a new note from its kind's template.
    #[command(
        after_help = "Examples:\n  candor new lesson \"What the labels taught us\"\n  candor new review \"The night without labels\" --edit\n\nThe note is put into its kind's folder; its path is printed."
    )]
    New(NewArgs),
    /// Build the site into its output folder.
    #[command(
        after_help = "Examples:\n  candor build\n  candor build --output /srv/www/wiki\n  candor build --drafts --output preview\n  candor build --audience payments --output for-payments\n  candor build --strict              warnings forbid publishing too\n  candor build --today 2026-11-24    the same bytes on any day\n\nExit codes: 0 published; 1 problems in the notes: nothing published, or with --keep-going all but those notes; 2 could not do it."
    )]
    Build(BuildArgs),
    /// Show the wiki in a browser, and keep it right while notes are written.
    ///
    /// Builds the site in memory and serves it on this machine alone. Whenever a file is saved, the pages that changed
    /// are put right in the browser, without losing the place one reads at. An error is shown over the last good page.
    /// Nothing is written, and nothing of the preview is ever published.
    #[command(
        after_help = "Examples:\n  candor serve --open\n  candor serve --drafts --follow     with drafts; the browser goes where one writes\n  candor serve --port 8080\n  candor serve --poll                for network drives, which tell of no change\n  candor serve --host 0.0.0.0        for others too, who need the address with its token\n  candor serve --editor code         \"Open in editor\" leads there\n\nExit codes: 0 ended by Ctrl-C, 2 could not do it."
    )]
    Serve(ServeArgs),
    /// Find what is wrong in notes, and words that blame, without writing anything.
    ///
    /// Tells everything that a build would, and what the coach finds: wording that blames or judges, with a kinder way.
    /// The coach only ever suggests; what it finds is shown here, kept nowhere, and never published.
    #[command(
        after_help = "Examples:\n  candor check\n  candor check --changed-since origin/main --strict    what a change caused, warnings too\n  candor check --format github                        beside the lines of a pull request\n  candor check --explain coach/counterfactual\n\nExit codes: 0 no errors, 1 errors in the notes, 2 could not do it."
    )]
    Check(CheckArgs),
    /// Find notes by their words.
    ///
    /// Ranks as the search of the wiki's pages does, straight from the notes: nothing needs to be built before.
    #[command(
        after_help = "Examples:\n  candor search conveyor belt\n  candor search '\"row count\" -export'     a phrase, and a word that is not to be there\n  candor search kind:review label        as --kind review\n  candor search billing-gateway --json | jq -r '.hits[0].path'\n\nAlso team:, topic:, system: and year:2024..2026. Words that no note has are taken for those spelt nearly so. What --kind and --team say holds as well as the query.\n\nIn JSON, `marks` are pairs of offsets into `excerpt`, counted in bytes of UTF-8: the first byte, and the first after. `near` has the words that were taken for misspelt ones, and `unknown` the filters whose value no note has, each with the nearest that some note has as `meant`, or null. `partial` has notes with most of the words, where few have all of three or more, and `lacks` the words that such a note has not.\n\nExit codes: 0 something was found, 1 nothing was, 2 could not do it."
    )]
    Search(SearchArgs),
    /// Write the notes for another program.
    #[command(subcommand)]
    Export(Export),
}

#[derive(Subcommand)]
enum Export {
    /// Write the search documents for a search engine that you run already.
    ///
    /// One document a note, one a line, and beside them the settings that the engine wants: which fields are searched,
    /// and which are facets. Only what the audience may see is in them, and never who wrote a note. Load each export into
    /// a new index and let it take the old one's place: a note that was withdrawn is in no export, and loading over what
    /// is there would keep it. The keys of your engine go into the headers that it asks for.
    #[command(
        after_help = "Examples:\n  candor export search --format jsonl > notes.jsonl\n  candor export search --format meilisearch --output export\n    curl -X PATCH HOST/indexes/notes/settings -H 'Content-Type: application/json' -d @export/settings.json\n    curl -X POST HOST/indexes/notes/documents -H 'Content-Type: application/x-ndjson' --data-binary @export/documents.jsonl\n  candor export search --format typesense --output export\n    curl HOST/collections -d @export/schema.json\n    curl 'HOST/collections/notes/documents/import?action=create' --data-binary @export/documents.jsonl\n    curl -X PUT HOST/presets/notes -d @export/preset.json\n  candor export search --format opensearch --output export\n    curl -X PUT HOST/notes -H 'Content-Type: application/json' -d @export/index.json\n    curl -X POST HOST/_bulk -H 'Content-Type: application/x-ndjson' --data-binary @export/bulk.ndjson\n    curl -X PUT HOST/_scripts/notes -H 'Content-Type: application/json' -d @export/search.json"
    )]
    Search(ExportSearchArgs),
}

#[derive(Args)]
struct SiteArgs {
    /// The site's folder [default: the nearest one upwards with a `site.toml`]
    #[arg(long, value_name = "DIR")]
    site: Option<PathBuf>,
}

#[derive(Args)]
struct InitArgs {
    /// The folder to make the site in
    #[arg(default_value = ".")]
    dir: PathBuf,
    /// The forge to write a CI recipe for; may be given more than once [default: the one that the folder's git remote names, else all]
    #[arg(long, value_name = "FORGE")]
    ci: Vec<init::Ci>,
}

#[derive(Args)]
struct NewArgs {
    /// The kind: lesson, review, question, ...
    kind: String,
    /// The title, in quotes
    title: String,
    /// Open the note in $EDITOR
    #[arg(long)]
    edit: bool,
    #[command(flatten)]
    site: SiteArgs,
}

/// For whom notes are read.
#[derive(Args)]
struct ReadersArgs {
    /// For a closed audience named in site.toml
    #[arg(long, value_name = "NAME")]
    audience: Option<String>,
    /// Drafts and notes in review too
    #[arg(long)]
    drafts: bool,
}

impl ReadersArgs {
    fn audience(&self) -> Audience {
        Audience { name: self.audience.clone(), drafts: self.drafts }
    }
}

#[derive(Args)]
struct BuildArgs {
    #[command(flatten)]
    site: SiteArgs,
    /// Where to write the pages [default: `output.folder` of site.toml, `public`]
    #[arg(long, value_name = "DIR")]
    output: Option<PathBuf>,
    #[command(flatten)]
    readers: ReadersArgs,
    /// Treat warnings as errors
    #[arg(long)]
    strict: bool,
    /// Publish everything but the notes with errors and what is below a section note with errors
    #[arg(long)]
    keep_going: bool,
    /// The day of the build, for overdue notices and short dates
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = |text: &str| Date::parse(text).map_err(|error| error.message))]
    today: Option<Date>,
    /// Say how long each stage took
    #[arg(long)]
    timings: bool,
}

#[derive(Args)]
struct ServeArgs {
    #[command(flatten)]
    site: SiteArgs,
    /// The port [default: the first free one from 4100]
    #[arg(long, value_name = "N")]
    port: Option<u16>,
    /// Serve at this address of the machine instead of 127.0.0.1; the address to open then ends in a token
    #[arg(long, value_name = "ADDRESS")]
    host: Option<IpAddr>,
    /// Open the browser
    #[arg(long)]
    open: bool,
    #[command(flatten)]
    readers: ReadersArgs,
    /// Look for changes from time to time, where the system does not tell of them
    #[arg(long)]
    poll: bool,
    /// Have the browser open the note that is being edited
    #[arg(long)]
    follow: bool,
    /// The editor that notes are opened in: code, codium, zed, idea, ... or an address with {file}, {line} and {column} [default: $VISUAL or $EDITOR, where it is one of these]
    #[arg(long, value_name = "NAME")]
    editor: Option<String>,
    /// Say how long each stage of each build took
    #[arg(long)]
    timings: bool,
}

#[derive(Args)]
struct CheckArgs {
    #[command(flatten)]
    site: SiteArgs,
    #[command(flatten)]
    readers: ReadersArgs,
    /// How to write what was found
    #[arg(long, value_enum, default_value_t = CheckFormat::Human)]
    format: CheckFormat,
    /// Treat warnings as errors
    #[arg(long)]
    strict: bool,
    /// Only what a change since this commit caused; errors are told all the same
    #[arg(long, value_name = "REV")]
    changed_since: Option<String>,
    /// Only what concerns the files of this list, one a line, by their path from the site; errors are told all the same
    #[arg(long, value_name = "LIST", conflicts_with = "changed_since")]
    changed_files: Option<PathBuf>,
    /// All hints of the coach, and not the first five of each note
    #[arg(long)]
    all: bool,
    /// Say what a code finds, why, and what to do about it
    #[arg(long, value_name = "CODE", conflicts_with_all = ["changed_since", "changed_files", "strict", "format", "all"])]
    explain: Option<String>,
    /// The day of the check, for overdue reviews
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = |text: &str| Date::parse(text).map_err(|error| error.message))]
    today: Option<Date>,
}

#[derive(Clone, Copy, ValueEnum)]
enum CheckFormat {
    /// For people, with the line and what to do
    Human,
    /// One JSON object a line
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Annotations for GitHub and Forgejo
    Github,
}

#[derive(Args)]
struct SearchArgs {
    /// Words, "phrases", filters, and -words (after `--`, or in quotes with others); with --kind or --team none are needed
    #[arg(required_unless_present_any = ["kind", "team"], value_name = "WORDS")]
    words: Vec<String>,
    /// Only notes of this kind; given twice, of either
    #[arg(long, value_name = "KIND")]
    kind: Vec<String>,
    /// Only notes of this team; given twice, of either
    #[arg(long, value_name = "TEAM")]
    team: Vec<String>,
    /// At most so many notes
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::builder::RangedU64ValueParser::<usize>::new().range(1..=1_000_000))]
    limit: usize,
    /// Write one JSON document
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    readers: ReadersArgs,
    #[command(flatten)]
    site: SiteArgs,
}

#[derive(Args)]
struct ExportSearchArgs {
    /// For which engine
    #[arg(long, value_enum)]
    format: EngineFormat,
    /// The folder for the files; without one, jsonl goes to standard output
    #[arg(long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Export everything but the notes with errors and what is below a section note with errors
    #[arg(long)]
    keep_going: bool,
    #[command(flatten)]
    readers: ReadersArgs,
    #[command(flatten)]
    site: SiteArgs,
}

#[derive(Clone, Copy, ValueEnum)]
enum EngineFormat {
    Jsonl,
    Meilisearch,
    Typesense,
    Opensearch,
}

/// What a command came to.
enum Outcome {
    Fine,
    Problems,
}

/// Why a command could not be done: words for the terminal.
struct Failure(String);

impl<E: std::error::Error> From<E> for Failure {
    fn from(error: E) -> Self {
        Failure(error.to_string())
    }
}

/// Reads the site for a command that looks into its notes as they are today.
fn opened(site: &SiteArgs, readers: &ReadersArgs) -> Result<site::Opened, Failure> {
    let folder = site::find(site.site.as_deref())?;
    let request = site::Request { audience: readers.audience(), today: date::today(), strict: false };
    Ok(site::open(&folder, request)?)
}

/// Runs what was typed. Returns the exit code.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => {
            // Help goes to standard output with 0, a wrong flag to standard error with 2. A closed pipe is no error.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    let result = match cli.command {
        Command::Init(args) => init::run(&args),
        Command::New(args) => new::run(&args),
        Command::Build(args) => build::run(&args),
        Command::Serve(args) => serve::run(&args),
        Command::Check(args) => check::run(&args),
        Command::Search(args) => search::run(&args),
        Command::Export(Export::Search(args)) => export::search(&args),
    };
    match result {
        Ok(Outcome::Fine) => ExitCode::SUCCESS,
        Ok(Outcome::Problems) => ExitCode::from(1),
        Err(Failure(words)) => {
            say(&format!("candor: {words}"));
            ExitCode::from(2)
        }
    }
}

/// Writes a line to standard error.
fn say(line: &str) {
    // When even that is closed there is nobody left to tell.
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}

/// Writes a line to standard output.
///
/// # Errors
/// When it cannot be written; not when whoever reads it has closed it, having what they wanted.
fn print(line: &str) -> Result<(), Failure> {
    write_out(format!("{line}\n").as_bytes())
}

/// Writes bytes to standard output, likewise.
fn write_out(bytes: &[u8]) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Failure(format!("could not write to standard output: {error}")))
        }
        _ => Ok(()),
    }
}

/// Whether standard error takes colours: a terminal, and `NO_COLOR` unset.
fn colours() -> bool {
    std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}
