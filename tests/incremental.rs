//! A warm build equals a fresh one, in bytes and in what it tells, after any edit.

use candor::pipeline::{Build, Memo};

use candor::source::Bytes;

use crate::site::{Site, page, written};

/// A small linear congruential generator (Knuth's MMIX constants): the same edits in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n.max(1)
    }

    fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }
}

fn told(build: &Build) -> Vec<String> {
    build.diagnostics.iter().map(|found| format!("{found:?}")).collect()
}

#[test]
fn a_warm_build_equals_a_fresh_one_after_each_of_300_random_edits() {
    let mut random = Random(20_261_124);
    let mut site = Site::of(&[("site.toml", "title = \"Tiny\"\nurl = \"https://wiki.example\"\n")]);
    for n in 0..24 {
        site.files.insert(format!("content/lessons/n{n}.md"), note(&mut random, n));
    }
    let mut memo = Memo::default();
    let mut changed = 0;
    let mut before: Vec<(String, Bytes)> = Vec::new();
    for step in 0..300 {
        edit(&mut site, &mut random, step);
        let warm = site.build_with(&mut memo);
        let fresh = site.build();
        assert_eq!(told(&warm), told(&fresh), "what is told differs after edit {step}");
        let difference = first_difference(&written(&warm), &written(&fresh));
        assert!(difference.is_none(), "bytes differ after edit {step}: {difference:?}");
        let now = written(&warm);
        changed += usize::from(now != before);
        before = now;
    }
    // The edits must be real ones, or the comparison shows nothing.
    assert!(changed > 200, "only {changed} of 300 edits changed the output");
}

#[test]
fn a_page_is_made_anew_when_a_note_inside_it_shows_other_words() {
    let mut site = Site::of(&[
        ("content/a.md", "# A\n\n![[b]]\n"),
        ("content/b.md", "# B\n\n[[c]]\n"),
        ("content/c.md", "# C\n"),
        ("content/q.md", "---\nkind: question\n---\n# Q\n"),
        (
            "content/deep/r.md",
            "---\nkind: reply\nreply_to: q\n---\n# R\n\n[[c]] and [own](#part)\n\n## Part\n\n![[b]]\n",
        ),
    ]);
    let mut memo = Memo::default();
    let pages = |build: &Build| ["a.html", "q.html"].map(|path| page(build, path));
    assert!(pages(&site.build_with(&mut memo)).iter().all(|html| html.contains(">C</a>")));
    site.files.insert("content/c.md".to_string(), "# See\n".to_string());
    let warm = site.build_with(&mut memo);
    assert!(pages(&warm).iter().all(|html| html.contains(">See</a>") && !html.contains(">C</a>")));
    assert!(written(&warm) == written(&site.build()));
}

/// Whether a build worked out addresses and links anew.
fn resolved(build: &Build) -> bool {
    build.timings.iter().any(|(stage, _)| *stage == "resolve")
}

#[test]
fn an_edit_of_prose_alone_leaves_addresses_and_links_as_they_are_and_any_other_does_not() {
    let mut site = Site::of(&[
        ("content/a.md", "---\ntopics: [one]\n---\n# A\n\nSee [[b#Part]].\n"),
        ("content/b.md", "# B\n\nText.\n\n## Part\n\nMore.\n"),
        ("content/c.md", "# C\n\n[[nowhere]]\n"),
    ]);
    let mut memo = Memo::default();
    assert!(resolved(&site.build_with(&mut memo)));
    let mut edit = |path: &str, from: &str, to: &str| {
        let text = site.files.get_mut(path).expect("it is there");
        assert!(text.contains(from));
        *text = text.replace(from, to);
        let warm = site.build_with(&mut memo);
        assert!(written(&warm) == written(&site.build()), "{path}: {to}");
        resolved(&warm)
    };
    assert!(!edit("content/b.md", "Text.", "Quite another text, and a *longer* one."));
    assert!(!edit("content/a.md", "See", "Do see"));
    // A message would stand in the wrong place.
    assert!(edit("content/c.md", "# C\n", "# C\n\nA paragraph before it.\n"));
    assert!(edit("content/b.md", "## Part", "## Another part"));
    assert!(edit("content/a.md", "[one]", "[two]"));
    assert!(edit("content/a.md", "# A", "# Alpha"));
}

fn first_difference(warm: &[(String, Bytes)], fresh: &[(String, Bytes)]) -> Option<(String, String)> {
    let path = |file: Option<&(String, Bytes)>| file.map_or(String::new(), |(path, _)| path.clone());
    (0..warm.len().max(fresh.len()))
        .find(|&number| warm.get(number) != fresh.get(number))
        .map(|number| (path(warm.get(number)), path(fresh.get(number))))
}

fn note(random: &mut Random, n: usize) -> String {
    let kind = *random.pick(&["lesson", "review", "question", "win", "no-such-kind"]);
    let other = random.below(26);
    let embed = if random.below(6) == 0 { format!("\n\n![[n{}]]\n", random.below(24)) } else { String::new() };
    let field = *random.pick(&[
        "date: 2026-02-30",
        "date: 2026-05-04",
        "severty: high",
        "topics: [labels, on-call]",
        "audience: [crew]",
    ]);
    format!(
        "---\ntitle: Note {n} {}\nkind: {kind}\n{field}\nteam: platform\nbuilds_on: n{other}\n---\n\nWords {} with [[n{other}]] and [one](n{}.md#part).\n\n## Part\n\nMore.{embed}\n",
        random.below(9),
        random.below(1000),
        random.below(26),
    )
}

fn edit(site: &mut Site, random: &mut Random, step: usize) {
    let notes: Vec<String> = site.files.keys().filter(|path| path.ends_with(".md")).cloned().collect();
    let path = random.pick(&notes).clone();
    let n = random.below(30);
    match random.below(9) {
        0 | 1 => {
            let text = site.files[&path].replace("More.", &format!("More and {step}."));
            site.files.insert(path, text);
        }
        2 => {
            let text = note(random, n);
            site.files.insert(path, text);
        }
        3 => {
            let text = site.files.remove(&path).expect("it was listed");
            site.files.insert(format!("content/reviews/moved{step}.md"), text);
        }
        4 if notes.len() > 8 => {
            site.files.remove(&path);
        }
        4 | 5 => {
            let text = note(random, n);
            site.files.insert(format!("content/lessons/n{n}.md"), text);
        }
        6 => {
            let kinds = ["Lesson", "Insight", "Finding"];
            let label = random.pick(&kinds);
            let kind = format!(
                "label = \"{label}\"\nplural = \"{label}s {step}\"\nglyph = \"lesson\"\nhue = \"lesson\"\nfolder = \"lessons\"\n"
            );
            site.files.insert("kinds/lesson/kind.toml".to_string(), kind);
        }
        7 => {
            let word = step % 3;
            let template = format!(
                "{{% extends \"base.html\" %}}{{% block main %}}<h1>{{{{ note.title }}}}</h1>{word}{{{{ note.body | safe }}}}{{% endblock main %}}"
            );
            site.files.insert("themes/own/templates/note.html".to_string(), template);
        }
        _ => {
            let content = if step.is_multiple_of(2) { "full" } else { "summary" };
            let toml = format!(
                "title = \"Tiny {step}\"\nurl = \"https://wiki{step}.example\"\n[feeds]\ncontent = \"{content}\"\n[audiences]\ncrew = \"Crew\"\n"
            );
            site.files.insert("site.toml".to_string(), toml);
        }
    }
}

#[test]
fn a_note_that_is_named_inside_an_embed_is_read_again_when_its_title_changes() {
    let mut site = Site::of(&[
        ("site.toml", ""),
        ("content/a.md", "# A\n\n![[b]]\n"),
        ("content/b.md", "# B\n\nSee [[c]].\n"),
        ("content/c.md", "# The old title\n"),
    ]);
    let mut memo = Memo::default();
    site.build_with(&mut memo);
    site.files.insert("content/c.md".to_string(), "# The new title\n".to_string());
    let warm = site.build_with(&mut memo);
    assert!(page(&warm, "a.html").contains("The new title"));
    assert!(written(&warm) == written(&site.build()));
}
