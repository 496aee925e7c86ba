//! Writes a made-up wiki of any size, the same for the same seed, or copies one that exists.
//!
//! Never writes into a wiki of somebody's own.

use std::fs;
use std::io;
use std::path::Path;

use crate::image;
use crate::note;
use crate::put;
use crate::random::{Random, Zipf};
use crate::words::{Words, capital};

/// Pictures in `content/images/`.
pub const PICTURES: usize = 6;

/// What the notes are about.
pub const SYSTEMS: [&str; 12] = [
    "route-planner",
    "label-printer",
    "parcel-db",
    "scan-gateway",
    "billing-export",
    "depot-scanners",
    "courier-app",
    "login",
    "tariff-table",
    "van-tracker",
    "night-report",
    "returns-desk",
];

const TEAMS: [&str; 20] = [
    "sorting",
    "delivery-apps",
    "payments",
    "platform",
    "customer-care",
    "learning",
    "depots",
    "vans",
    "tariffs",
    "claims",
    "data",
    "network",
    "security",
    "returns",
    "partners",
    "planning",
    "quality",
    "facilities",
    "sales",
    "legal",
];

const KINDS: [&str; 8] = ["note", "lesson", "lesson", "near-miss", "win", "guide", "decision", "learned"];

/// What is settled before any text is written, so that notes can name each other.
pub struct Plan {
    /// The seed of everything.
    pub seed: u64,
    /// The vocabulary.
    pub words: Words,
    /// Topics, the most frequent first.
    pub topics: Vec<String>,
    /// How often each is used.
    pub topic_ranks: Zipf,
    /// Handles of those who write.
    pub people: Vec<String>,
    /// The notes.
    pub heads: Vec<Head>,
}

/// What other notes know of a note.
pub struct Head {
    /// Its title.
    pub title: String,
    /// Its file's name without `.md`.
    pub slug: String,
    /// Its team, which is its folder.
    pub team: &'static str,
    /// Its kind.
    pub kind: &'static str,
    /// `2024-03-09`.
    pub date: String,
}

impl Plan {
    fn new(notes: usize, seed: u64) -> Plan {
        let words = Words::new(seed);
        let random = &mut Random::new(seed, 2);
        let mut topics: Vec<String> = words.trade().to_vec();
        while topics.len() < 200 {
            let topic = format!("{}-{}", random.one_of(words.trade()), random.one_of(words.trade()));
            if !topics.contains(&topic) {
                topics.push(topic);
            }
        }
        let names = ["ada", "bo", "cyd", "dag", "eun", "fay", "gil", "hux"];
        let people = names
            .iter()
            .flat_map(|name| ["lark", "moss", "reed", "tarn", "vale"].map(|place| format!("{name}-{place}")));
        let people = people.collect();
        let team_ranks = Zipf::new(TEAMS.len(), 3.0, 0.9);
        let head = |index: usize| {
            let (first, second) = (words.heavy(random), words.heavy(random));
            let title = format!("{} before {second}, {index}", capital(first));
            let date = format!("{}-{:02}-{:02}", random.within(2019..2027), random.within(1..11), random.within(1..29));
            Head {
                slug: format!("{first}-before-{second}-{index:06}"),
                title,
                team: TEAMS[team_ranks.pick(random)],
                kind: random.pick(&KINDS),
                date,
            }
        };
        let heads = (0..notes).map(head).collect();
        Plan { seed, topics, topic_ranks: Zipf::new(200, 3.0, 0.8), people, heads, words }
    }
}

/// Writes a wiki of so many notes, ready for every generator the bench knows.
pub fn write(site: &Path, notes: usize, seed: u64) -> io::Result<()> {
    let plan = Plan::new(notes, seed);
    let content = site.join("content");
    remove(&content)?;
    put(&site.join("site.toml"), "title = \"Team notes\"\n")?;
    put(&content.join("_index.md"), "---\ntitle: Team notes\n---\n\nWhat we learned, by team.\n")?;
    for team in TEAMS.iter().filter(|team| plan.heads.iter().any(|head| head.team == **team)) {
        put(
            &content.join(team).join("_index.md"),
            format!("---\ntitle: {}\n---\n\nNotes of {team}.\n", capital(team)),
        )?;
    }
    for person in &plan.people {
        let name = person.split('-').map(capital).collect::<Vec<_>>().join(" ");
        put(
            &content.join(format!("people/{person}.md")),
            format!("---\ntitle: {name}\nkind: person\nprofile: public\n---\n\nWrites here.\n"),
        )?;
    }
    let random = &mut Random::new(seed, 3);
    for picture in 0..PICTURES {
        let (width, height) = (120 + 10 * picture as u32, 80 + 5 * picture as u32);
        put(&content.join(format!("images/picture-{picture}.png")), image::png(random, width, height))?;
    }
    for (index, head) in plan.heads.iter().enumerate() {
        put(&content.join(head.team).join(format!("{}.md", head.slug)), note::text(&plan, index))?;
    }
    Ok(())
}

/// Copies a wiki, without what stands beside its text and what begins with a dot; an empty `site.toml` is added where there is none.
pub fn copy(from: &Path, to: &Path) -> io::Result<()> {
    remove(to)?;
    if from.join("content").is_dir() {
        copy_folder(from, to)?;
    } else {
        copy_folder(from, &to.join("content"))?;
    }
    let config = to.join("site.toml");
    if config.exists() { Ok(()) } else { put(&config, "") }
}

fn copy_folder(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        let kind = entry.file_type()?;
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        if kind.is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else if kind.is_file() {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

/// Removes a file or a folder with all in it; nothing there is fine.
pub fn remove(path: &Path) -> io::Result<()> {
    let removed = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
    removed.or_else(|problem| if problem.kind() == io::ErrorKind::NotFound { Ok(()) } else { Err(problem) })
}
