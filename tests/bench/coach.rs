//! How well the coach tells blame from what only sounds like it.
//!
//! By hand: `cargo bench --bench coach -- [--show] [--others FILE] FILE.jsonl... FOLDER...`.
//! A `.jsonl` file has labelled sentences (`text`, `blame`, `category`, `source`); a folder has notes, for which
//! everything found is listed, with the number of hints in 1,000 words. `--others` sets the figures of other
//! programs beside ours: `tests/bench/coach/others.mjs` makes that file. `CANDOR_RULES` names a folder of rules
//! to read in place of those that are built in, so that trying a rule needs no compiler. `--parse "A sentence."` shows
//! what the grammar makes of it. `RAYON_NUM_THREADS=1 cargo bench --bench coach -- --site FOLDER` times all that the
//! coach does with the notes of a site, cold and again with nothing changed.

#![expect(clippy::print_stdout, reason = "a bench is read on a terminal")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Instant;

use candor::audience::Audience;
use candor::cli::site::{self, Request};
use candor::coach::language::{self, Files};
use candor::coach::{Coach, Setting};
use candor::date;
use candor::note::markdown::prose;
use candor::pipeline::{self, Hints, Memo};
use serde_json::Value;

/// A labelled sentence, and what was found in it.
struct Case {
    text: String,
    blame: bool,
    category: String,
    it: bool,
    found: Option<String>,
}

/// Sources of the set that are about information technology: what a sentence's `source` begins with.
const NOT_IT: [&str; 5] = ["Kshetkar1", "page", "http", "thread", "index"];

fn main() {
    let mut files = Vec::new();
    let mut show = false;
    let mut others = None;
    let mut arguments = std::env::args().skip(1).filter(|argument| argument != "--bench");
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--show" => show = true,
            "--parse" => return parse(&rules(), &arguments.next().unwrap_or_default()),
            "--site" => return site(Path::new(&arguments.next().unwrap_or_default())),
            "--others" => others = arguments.next(),
            _ => files.push(PathBuf::from(argument)),
        }
    }
    let coach = rules();
    for file in &files {
        if file.is_dir() {
            notes(&coach, file);
        } else {
            sentences(&coach, file, show, others.as_deref());
        }
    }
}

fn rules() -> Coach {
    let english = language::files("en").expect("English is there");
    let Some(folder) = std::env::var_os("CANDOR_RULES") else { return Coach::of(english).expect("our own rules") };
    let folder = PathBuf::from(folder);
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap_or_else(|why| panic!("{name}: {why}"));
    let categories: Vec<String> = english.names.iter().map(|name| read(&format!("{name}.toml"))).collect();
    let categories: Vec<&str> = categories.iter().map(String::as_str).collect();
    let (words, spares, whole) = (read("words.toml"), read("spare.toml"), read("whole.toml"));
    let files = Files {
        tag: "en",
        words: &words,
        spares: &spares,
        whole: &whole,
        names: english.names,
        categories: &categories,
    };
    Coach::of(&files).unwrap_or_else(|why| panic!("{why}"))
}

/// Times what `candor check` and the preview ask of the coach.
fn site(folder: &Path) {
    let request = Request { audience: Audience::default(), today: date::today(), strict: false };
    let opened = site::open(folder, request).unwrap_or_else(|why| panic!("{why}"));
    let built = pipeline::build(&opened.site, &mut Memo::forgetful());
    let words: usize = opened.site.files.iter().map(|file| file.text.split_whitespace().count()).sum();
    let per_note = |seconds: f64| seconds * 600.0 * 1e6 / words.max(1) as f64;
    let (found, cold) = best(|| pipeline::coach(&built, &mut Hints::forgetful()));
    let mut hints = Hints::default();
    pipeline::coach(&built, &mut hints);
    let start = Instant::now();
    pipeline::coach(&built, &mut hints);
    println!(
        "{} notes of {words} words, {} hints: {:.0} µs for 600 words, {:.1} µs where nothing changed",
        built.notes,
        found.len(),
        per_note(cold),
        per_note(start.elapsed().as_secs_f64())
    );
}

fn sentences(coach: &Coach, file: &Path, show: bool, others: Option<&str>) {
    let text = std::fs::read_to_string(file).expect("the file can be read");
    let setting = Setting { told: true, actions: false };
    let mut cases = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let value: Value = serde_json::from_str(line).expect("each line is JSON");
        let word = |key: &str| value[key].as_str().unwrap_or_default().to_string();
        let text = word("text");
        let heard = |found: &candor::coach::Finding| coach.categories[found.category].code != "coach/root-cause";
        let found = coach.read(&text, setting).into_iter().find(heard).map(|found| {
            let category = &coach.categories[found.category];
            let rewrite = found.rewrite.map_or(String::new(), |(place, put)| {
                format!(" => {}{put}{}", &text[..place.start], &text[place.end..])
            });
            format!("{}/{} [{}]{rewrite}", category.code, category.rules[found.rule].name, &text[found.place])
        });
        let source = word("source");
        let it = !NOT_IT.iter().any(|not| source.starts_with(not)) && !source.contains("made up");
        cases.push(Case { blame: value["blame"] == true, category: word("category"), it, found, text });
    }
    println!("{}", file.display());
    figures("all", cases.iter());
    figures("IT repositories", cases.iter().filter(|case| case.it));
    let mut categories: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for case in cases.iter().filter(|case| case.blame) {
        let entry = categories.entry(&case.category).or_default();
        entry.1 += 1;
        entry.0 += usize::from(case.found.is_some());
    }
    let mut said: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for case in &cases {
        if let Some(found) = &case.found {
            let code = found.split('/').nth(1).unwrap_or_default();
            let entry = said.entry(code).or_default();
            entry.1 += 1;
            entry.0 += usize::from(case.blame);
        }
    }
    println!("  {:<16} {:>14} {:>18}", "category", "recall", "precision of ours");
    for (category, (hit, all)) in &categories {
        let (right, told) = said.get(category).copied().unwrap_or_default();
        println!(
            "  {category:<16} {hit:>4}/{all:<3} {:>5} {right:>7}/{told:<3} {:>5}",
            ratio(*hit, *all),
            ratio(right, told)
        );
    }
    if let Some(others) = others {
        let text = std::fs::read_to_string(others).expect("the other programs' file can be read");
        let flagged: BTreeMap<String, Vec<bool>> = serde_json::from_str(&text).expect("it is JSON");
        for (name, flags) in flagged {
            let of = |case: usize| flags.get(case).copied().unwrap_or_default();
            table(&name, cases.iter().enumerate().map(|(number, case)| (case.blame, of(number))));
            let it = cases.iter().enumerate().filter(|(_, case)| case.it);
            table(&format!("{name}, IT"), it.map(|(number, case)| (case.blame, of(number))));
        }
    }
    if show {
        for case in &cases {
            match (&case.found, case.blame) {
                (None, true) => println!("MISSED {}: {}", case.category, case.text),
                (Some(found), false) => println!("FALSE  {}: {}\n         {found}", case.category, case.text),
                (Some(found), true) => println!("ok     {}: {}\n         {found}", case.category, case.text),
                (None, false) => {}
            }
        }
    }
}

/// Shows what the grammar makes of a text.
fn parse(coach: &Coach, text: &str) {
    let mut sentences = candor::coach::text::Sentences::new(text, &coach.words.stops);
    let mut sentence = candor::coach::parse::Sentence::default();
    while let Some(pieces) = sentences.next_pieces() {
        sentence.read(text, pieces, &coach.words, &Default::default());
        sentence.parse(&coach.words, 0);
        for token in &sentence.tokens {
            let phrase = token.phrase.map(|number| &sentence.phrases[number as usize]);
            println!(
                "{:<16} {:<40} phrase {:<16} subject {}",
                &text[token.place.clone()],
                coach.words.names(token.classes).join(" "),
                phrase.map_or(String::new(), |phrase| format!(
                    "{:?} {}{}",
                    phrase.tokens,
                    coach.words.names(phrase.sort).join("|"),
                    if phrase.owner { " owner" } else { "" }
                )),
                coach.words.names(token.subject).join("|")
            );
        }
        coach.spared_by(&sentence).iter().for_each(|line| println!("  {line}"));
    }
    println!("{:?}", coach.read(text, Setting { told: true, actions: false }));
}

fn figures<'a>(name: &str, cases: impl Iterator<Item = &'a Case>) {
    table(name, cases.map(|case| (case.blame, case.found.is_some())));
}

fn table(name: &str, cases: impl Iterator<Item = (bool, bool)>) {
    let (mut right, mut wrong, mut missed) = (0, 0, 0);
    for (blame, found) in cases {
        match (blame, found) {
            (true, true) => right += 1,
            (false, true) => wrong += 1,
            (true, false) => missed += 1,
            (false, false) => {}
        }
    }
    let f1 = ratio(2 * right, 2 * right + wrong + missed);
    println!(
        "  {name:<24} precision {} ({right}/{})  recall {} ({right}/{})  F1 {f1}",
        ratio(right, right + wrong),
        right + wrong,
        ratio(right, right + missed),
        right + missed
    );
}

fn ratio(part: usize, of: usize) -> String {
    if of == 0 { "-".to_string() } else { format!("{:.2}", part as f64 / of as f64) }
}

fn notes(coach: &Coach, folder: &Path) {
    let mut files = Vec::new();
    let mut left = vec![folder.to_owned()];
    while let Some(next) = left.pop() {
        for entry in std::fs::read_dir(next).expect("the folder can be read").flatten() {
            let path = entry.path();
            if path.is_dir() {
                left.push(path);
            } else if path.extension().is_some_and(|end| end == "md") {
                files.push(path);
            }
        }
    }
    files.sort();
    for told in [false, true] {
        let (mut words, mut hints, mut reading, mut judging) = (0, 0, 0.0, 0.0);
        for path in &files {
            let text = String::from_utf8_lossy(&std::fs::read(path).expect("a note can be read")).into_owned();
            let (blocks, took) = best(|| prose::read(&text, 0, &[]));
            reading += took;
            let (found, took) = best(|| {
                let setting = |section: Option<&str>| Setting { told, actions: coach.is_of_actions(section) };
                let read = blocks.iter().map(|block| coach.read(&block.text, setting(block.section.as_deref())));
                read.collect::<Vec<_>>()
            });
            judging += took;
            words += blocks.iter().map(|block| block.text.split_whitespace().count()).sum::<usize>();
            for (block, found) in blocks.iter().zip(found) {
                // Silent until a site asks for it.
                for found in
                    found.into_iter().filter(|found| coach.categories[found.category].code != "coach/root-cause")
                {
                    hints += 1;
                    let category = &coach.categories[found.category];
                    let from = block.text[..found.place.start].rfind(". ").map_or(0, |at| at + 2);
                    let to =
                        block.text[found.place.end..].find(". ").map_or(block.text.len(), |at| found.place.end + at);
                    println!(
                        "{} {}/{} [{}] {}",
                        if told { "told" } else { "note" },
                        category.code,
                        category.rules[found.rule].name,
                        &block.text[found.place.clone()],
                        &block.text[from..to]
                    );
                }
            }
        }
        println!(
            "{} as {}: {hints} hints in {words} words of {} notes, {:.2} in 1,000; for 600 words {:.0} µs, of it {:.0} to read the Markdown",
            folder.display(),
            if told { "reviews" } else { "notes" },
            files.len(),
            hints as f64 * 1000.0 / words.max(1) as f64,
            (reading + judging) * 600.0 * 1e6 / words.max(1) as f64,
            reading * 600.0 * 1e6 / words.max(1) as f64
        );
    }
}

/// Does something several times over. Returns what it gives, and the least time that it took, in seconds: what it costs
/// where no other program is in the way.
fn best<T>(work: impl Fn() -> T) -> (T, f64) {
    let timed = || {
        let start = Instant::now();
        let made = work();
        (made, start.elapsed().as_secs_f64())
    };
    let first = timed();
    (1..7).map(|_| timed()).fold(first, |best, next| if next.1 < best.1 { next } else { best })
}
