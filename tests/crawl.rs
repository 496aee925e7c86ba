//! Every internal link of the written pages is followed: the dead ones are those
//! that the build reported, no more and no fewer.
//!
//! By hand on any other site: `CANDOR_CRAWL_SITE=folder cargo test crawl -- --nocapture`
//! crawls the site in that folder as well and prints what it found. Nothing here is
//! left out when the variable is not set.
//!
//! Looks at pages only as they stand on the disk (`crawl/page.rs`, `crawl/folder.rs`),
//! and never asks the build where it believes a link to lead; `crawl/compare.rs` then
//! lays what was found beside what was reported. Not compared: HTML files of the
//! author's own, which are copied as they are, and fields that name no note
//! (`reference/unknown`), of which a page shows no link.

mod compare;
mod each_dead_link_is_seen;
mod fixture;
mod folder;
mod page;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use candor::audience::{self, Audience};
use candor::cli::site::{self, Opened, Request};
use candor::config::{Config, Levels};
use candor::date::Date;
use candor::pipeline::{self, Build, Memo};
use candor::wiki;

use crate::site::written;
use compare::Reported;
use folder::{Crawl, Why};

#[test]
fn every_way_of_linking_is_dead_exactly_where_it_is_reported() {
    let site = fixture::write();
    let (crawl, reported) = crawl_site(site.path());
    // The fixture must hold both, or the comparison shows nothing.
    let told = crawl.dead.iter().filter(|dead| matches!(dead.why, Why::Told(_))).count();
    let anchors = crawl.dead.iter().filter(|dead| matches!(dead.why, Why::Anchor(..))).count();
    assert!(told > 200 && anchors > 80 && reported.len() > 100, "{told} told, {anchors} anchors, {}", reported.len());
    assert!(crawl.links > 2_500, "{} links", crawl.links);
    // Dead and reported is not right where the way is a good one.
    let wrong: Vec<String> =
        reported.iter().filter(|one| one.note == "content/guide/ways.md").map(Reported::told).collect();
    assert!(wrong.is_empty(), "reported in a note of good links:\n  {}", wrong.join("\n  "));
}

#[test]
fn the_projects_own_pages_have_no_dead_link() {
    let (crawl, _) = crawl_site(Path::new(env!("CARGO_MANIFEST_DIR")));
    assert!(crawl.pages.len() > 100 && crawl.links > 5_000, "{} pages, {} links", crawl.pages.len(), crawl.links);
    assert!(crawl.dead.is_empty(), "{:?}", crawl.dead);
}

#[test]
fn nothing_leads_to_a_listing_that_is_not_made() {
    let site = fixture::written(&[
        ("site.toml", "[nav]\nitems = [\"topics\", \"systems\", \"teams\", \"people\", \"recent\"]\n"),
        ("content/people/rota.md", "---\nkind: note\n---\n# Who is on call\n\n[All](./) [Mei](mei.md)\n"),
        ("content/people/mei.md", "---\ntitle: Mei Castellane\nkind: person\n---\n[Gone](gone.md)\n"),
        ("content/topics/plan.txt", "a file, and no topic"),
    ]);
    let (crawl, reported) = crawl_site(site.path());
    assert!(crawl.pages.contains_key("people/index.html"));
    // A person without a page is a name on the page, and no dead link.
    assert_eq!(reported.iter().map(|one| one.source.as_str()).collect::<Vec<_>>(), Vec::<&str>::new());
}

#[test]
fn a_site_named_by_hand_is_dead_exactly_where_it_is_reported() {
    if let Some(folder) = std::env::var_os("CANDOR_CRAWL_SITE") {
        crawl_site(&PathBuf::from(folder));
    }
}

#[test]
fn a_code_that_is_off_changes_no_page() {
    let site = fixture::write();
    let mut opened = open(site.path());
    let loud = build(&mut opened);
    let text = "[check]\n\"anchor/missing\" = \"off\"\n\"link/broken\" = \"suggestion\"\n";
    Arc::make_mut(&mut opened.site.config).check = Config::parse(&"site.toml".into(), text).0.check;
    let quiet = pipeline::build(&opened.site, &mut Memo::default());
    assert!(written(&loud) == written(&quiet));
    assert!(quiet.diagnostics.len() < loud.diagnostics.len());
}

fn open(folder: &Path) -> Opened {
    let request = Request {
        audience: Audience::default(),
        today: Date::parse("2026-11-24").expect("it is a date"),
        strict: false,
    };
    site::open(folder, request).expect("the site can be read")
}

/// Builds with every code at its usual severity: a site may silence a report, and its link is dead all the same.
fn build(opened: &mut Opened) -> Build {
    Arc::make_mut(&mut opened.site.config).check = Levels::default();
    pipeline::build(&opened.site, &mut Memo::default())
}

/// Builds a site, writes it, crawls what was written and compares. Returns the crawl, and what was reported.
#[track_caller]
#[expect(clippy::print_stdout, reason = "the figures are what one runs it by hand for")]
fn crawl_site(folder: &Path) -> (Crawl, Vec<Reported>) {
    let mut opened = open(folder);
    let mut build = build(&mut opened);
    let written = tempfile::tempdir().expect("there is a folder for temporary files");
    let output = written.path().join("public");
    candor::publish::publish(build.take_outputs(), &output, &mut |_| {}).expect("a new folder can be written");
    let assets = &opened.site.assets;
    let top = match opened.site.config.url.split_once("://") {
        Some((_, rest)) => format!("/{}", rest.split_once('/').map_or(String::new(), |(_, path)| format!("{path}/"))),
        None => String::new(),
    };
    let crawl = folder::crawl(&output, &|path| assets.iter().any(|asset| &*asset.at == path), &top);
    let text = |path: &str| opened.text(path).map_or_else(String::new, |text| text.to_string());
    let reported = compare::reported(&build.diagnostics, &text);
    let count = |of: &dyn Fn(&Why) -> bool| crawl.dead.iter().filter(|dead| of(&dead.why)).count();
    println!(
        "{}: {} pages, {} internal links; dead: {} files, {} anchors, {} told as not there; {} reported",
        folder.display(),
        crawl.pages.len(),
        crawl.links,
        count(&|why| matches!(why, Why::File(_))),
        count(&|why| matches!(why, Why::Anchor(..))),
        count(&|why| matches!(why, Why::Told(_))),
        reported.len(),
    );
    let problems = compare::without_partner(&crawl, &reported, &pages(&opened));
    assert!(problems.is_empty(), "{} without a partner:\n  {}", problems.len(), problems.join("\n  "));
    (crawl, reported)
}

/// Returns the note whose text each page shows.
fn pages(opened: &Opened) -> BTreeMap<String, String> {
    let site = &opened.site;
    let options = &site.config.markdown;
    let notes: Vec<_> = site.files.iter().map(|file| candor::note::parse(file, options).into()).collect();
    let rules = audience::Rules {
        audience: &site.audience,
        withheld: &site.withheld,
        config: &site.config,
        kinds: &site.theme.kinds,
    };
    let shown = audience::sort(&notes, &site.assets, &rules, &mut Vec::new()).shown;
    let wiki = wiki::resolve(shown, &site.theme.kinds, &site.config, &site.history, &mut Vec::new());
    let shown = wiki.notes.iter().filter(|entry| entry.has_page);
    shown.map(|entry| (entry.url.to_string(), entry.note.path.to_string())).collect()
}
