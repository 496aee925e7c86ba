//! The real program over real files: it sees what editors, git and people do to a folder.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};

use super::{Reply, ask, connect, eventually};
use crate::repository::Repository;

/// A running preview, ended when it is dropped.
struct Running {
    child: Child,
    address: SocketAddr,
}

impl Running {
    fn of(repository: &Repository, arguments: &[&str]) -> Running {
        let mut child = Command::new(env!("CARGO_BIN_EXE_candor"))
            .args(["serve", "--port", "0"])
            .args(arguments)
            .current_dir(repository.path("."))
            .env("NO_COLOR", "1")
            .env_remove("GIT_DIR")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program can be started");
        let mut out = BufReader::new(child.stdout.take().expect("it has an output"));
        let mut line = String::new();
        out.read_line(&mut line).expect("it says where it is");
        let address = line.trim().trim_start_matches("the wiki is at http://").trim_end_matches('/').to_string();
        let address = address.parse().unwrap_or_else(|error| panic!("{error}: {line}"));
        // What comes later has nobody to read it, and must not stop the program.
        std::thread::spawn(move || out.read_to_end(&mut Vec::new()));
        Running { child, address }
    }

    fn get(&self, target: &str) -> Reply {
        ask(self.address, "GET", target, &[], "")
    }

    fn shows(&self, target: &str, words: &str) {
        eventually(&format!("{target} shows {words:?}"), || {
            let reply = self.get(target);
            reply.status == 200 && reply.text().contains(words)
        });
    }

    fn lacks(&self, target: &str) {
        eventually(&format!("{target} is gone"), || self.get(target).status == 404);
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn wiki() -> Repository {
    let repository = Repository::new();
    repository.write("site.toml", "title = \"Wiki\"\n");
    repository.write("content/a.md", "---\ntitle: A\n---\nFirst words.\n");
    repository.write("content/deep/er/b.md", "---\ntitle: B\n---\nSee [[A]].\n");
    repository
}

#[test]
fn whatever_is_done_to_the_files_is_seen() {
    let repository = wiki();
    repository.git(&["add", "-A"]);
    repository.git(&["commit", "--quiet", "-m", "notes"]);
    let running = Running::of(&repository, &[]);
    running.shows("/a.html", "First words.");

    // Written in place; and by rename, as many editors do.
    repository.write("content/a.md", "---\ntitle: A\n---\nSecond words.\n");
    running.shows("/a.html", "Second words.");
    repository.write("content/.a.md.swp", "---\ntitle: A\n---\nThird words.\n");
    fs::rename(repository.path("content/.a.md.swp"), repository.path("content/a.md")).expect("a file can be renamed");
    running.shows("/a.html", "Third words.");

    // A title, for others who link to it; a note and a folder that come and go.
    repository.write("content/a.md", "---\ntitle: Another\naliases: [A]\n---\nThird words.\n");
    running.shows("/deep/er/b.html", "Another");
    repository.write("content/new/place/c.md", "A new note.");
    running.shows("/new/place/c.html", "A new note.");
    repository.write("content/new/place/c.md", "An old note.");
    running.shows("/new/place/c.html", "An old note.");
    fs::remove_dir_all(repository.path("content/new")).expect("a folder can be removed");
    running.lacks("/new/place/c.html");
    repository.write("content/new/place/c.md", "Here again.");
    running.shows("/new/place/c.html", "Here again.");

    // Another branch, and back.
    repository.git(&["stash", "--quiet", "--include-untracked"]);
    running.shows("/a.html", "First words.");
    running.lacks("/new/place/c.html");
    repository.git(&["stash", "pop", "--quiet"]);
    running.shows("/new/place/c.html", "Here again.");

    // All of the content goes and comes back; what was there stays served until then.
    fs::rename(repository.path("content"), repository.path("aside")).expect("a folder can be renamed");
    eventually("it is told", || running.get("/.candor/state").json()["good"] == false);
    running.shows("/a.html", "Third words.");
    fs::rename(repository.path("aside"), repository.path("content")).expect("a folder can be renamed");
    eventually("it is good again", || running.get("/.candor/state").json()["good"] == true);
    let config = fs::read(repository.path("site.toml")).expect("it is there");
    fs::remove_file(repository.path("site.toml")).expect("a file can be removed");
    eventually("that is told too", || running.get("/.candor/state").json()["good"] == false);
    fs::write(repository.path("site.toml"), config).expect("it can be written");
    eventually("and good again", || running.get("/.candor/state").json()["good"] == true);
    repository.write("content/deep/er/b.md", "Watched as before.");
    running.shows("/deep/er/b.html", "Watched as before.");

    // site.toml, a theme that comes, a kind.
    repository.write("site.toml", "title = \"Notebook\"\n");
    running.shows("/a.html", "Notebook");
    repository.write("themes/own/theme.toml", "name = \"own\"\nextends = \"default\"\n");
    repository.write("themes/own/components/site_footer.html", "<footer>Own foot.</footer>");
    repository.write("site.toml", "title = \"Notebook\"\ntheme = \"own\"\n");
    eventually("the theme is in use or told", || {
        running.get("/a.html").text().contains("Own foot.") || running.get("/.candor/state").json()["good"] == false
    });
}

#[test]
fn a_build_into_the_folder_beside_the_notes_wakes_nobody() {
    let repository = wiki();
    let running = Running::of(&repository, &[]);
    let build = || running.get("/.candor/state").json()["build"].as_u64().expect("builds are counted");
    let before = build();
    assert_eq!(repository.candor(&["build"]).code, 0);
    // Something that does wake it, so that there is an end to the waiting.
    repository.write("content/a.md", "Other words.");
    running.shows("/a.html", "Other words.");
    assert_eq!(build(), before + 1);
}

#[test]
fn thousands_of_files_at_once_are_all_there_in_the_end() {
    let repository = wiki();
    let running = Running::of(&repository, &[]);
    for round in 0..3 {
        for number in 0..400 {
            repository
                .write(&format!("content/many/{}/n{number}.md", number % 7), &format!("Round {round} of {number}."));
        }
    }
    running.shows("/many/0/n399.html", "Round 2 of 399.");
    running.shows("/many/6/n6.html", "Round 2 of 6.");
    fs::remove_dir_all(repository.path("content/many")).expect("a folder can be removed");
    running.lacks("/many/6/n6.html");
}

#[test]
fn looking_from_time_to_time_sees_the_same() {
    let repository = wiki();
    let running = Running::of(&repository, &["--poll"]);
    running.shows("/a.html", "First words.");
    repository.write("content/a.md", "---\ntitle: A\n---\nOther words.\n");
    running.shows("/a.html", "Other words.");
}

#[test]
fn after_many_edits_every_page_is_as_a_fresh_build_has_it() {
    let repository = wiki();
    let running = Running::of(&repository, &["--drafts"]);
    // A small generator, the same each time.
    let mut seed: u32 = 7;
    let mut random = |below: u32| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 16) % below
    };
    // Each name is in one folder, so that no link may lead to two.
    let path = |number: u32| format!("content/{}/n{number}.md", ["x", "y", "deep/z"][number as usize % 3]);
    for round in 0..60 {
        let (number, other) = (random(20), random(20));
        let name = path(number);
        match random(6) {
            0 => drop(fs::remove_file(repository.path(&name))),
            1 => drop(fs::rename(repository.path(&name), repository.path(&path(other)))),
            2 => {
                let topic = random(3);
                repository
                    .write(&name, &format!("---\ntitle: D{number}\ntopics: [t{topic}]\nstatus: draft\n---\nDraft."));
            }
            _ => {
                let title = format!("Title {number} {}", random(4));
                repository.write(&name, &format!("---\ntitle: {title}\n---\nRound {round}: [[n{other}]], [[A]].\n"));
            }
        }
        if random(4) == 0 {
            std::thread::sleep(std::time::Duration::from_millis(u64::from(random(40))));
        }
    }
    repository.write("content/last.md", "The last of all.");
    running.shows("/last.html", "The last of all.");
    let beside = tempfile::tempdir().expect("there is a folder for temporary files");
    let fresh = beside.path().join("fresh");
    let said = repository.candor(&["build", "--drafts", "--output", fresh.to_str().expect("its name is text")]);
    assert_eq!(said.code, 0, "{}", said.err);
    let mut files = Vec::new();
    let mut left = vec![fresh.clone()];
    while let Some(folder) = left.pop() {
        for entry in fs::read_dir(&folder).expect("it was written just now") {
            let path = entry.expect("it can be listed").path();
            if path.is_dir() {
                left.push(path);
                continue;
            }
            let target = path.strip_prefix(&fresh).expect("it is below").to_string_lossy().replace('\\', "/");
            // The manifest and the lock are the folder's own, and the page for what is not there has other links here.
            if !target.starts_with(".candor") && target != "404.html" {
                files.push((target, fs::read(&path).expect("it can be read")));
            }
        }
    }
    assert!(files.len() > 40, "{} files", files.len());
    // A reading may fall between two edits; the last one has seen them all.
    let differs = |(target, bytes): &(String, Vec<u8>)| {
        let reply = running.get(&format!("/{target}"));
        let page = target.ends_with(".html") && reply.status == 200;
        let served = if page { reply.built().into_bytes() } else { reply.body };
        served != *bytes
    };
    eventually("every file is as a fresh build has it", || !files.iter().any(differs));
}

#[test]
fn a_note_that_is_not_written_yet_is_made_from_its_template() {
    let repository = wiki();
    let running = Running::of(&repository, &[]);
    let token = running.get("/.candor/state").json()["new"]["token"].as_str().expect("there is a token").to_string();
    let origin = format!("http://{}", running.address);
    let headers = [("Origin", &*origin), ("Content-Type", "application/json")];
    let post = |title: &str| {
        let body = serde_json::json!({ "token": token, "kind": "lesson", "title": title }).to_string();
        ask(running.address, "POST", "/.candor/new", &headers, &body)
    };
    let made = post("What the \"labels\" taught us");
    assert_eq!(
        (made.status, made.json()["file"].as_str()),
        (201, Some("content/lessons/what-the-labels-taught-us.md"))
    );
    assert!(
        repository
            .read("content/lessons/what-the-labels-taught-us.md")
            .contains("title: \"What the \\\"labels\\\" taught us\"")
    );
    running.shows("/lessons/what-the-labels-taught-us.html", "taught us");
    assert_eq!(post("What the labels taught us").status, 409, "nothing is written over");
    assert_eq!(post("../../x").json()["file"], "content/lessons/x.md", "a title is no path");
    assert_eq!(post("…").status, 409);
}

#[test]
fn a_port_that_is_taken_is_told_and_the_next_is_found() {
    let repository = wiki();
    let running = Running::of(&repository, &[]);
    let said = repository.candor(&["serve", "--port", &running.address.port().to_string()]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("could not serve at 127.0.0.1:"), "{}", said.err);
    let said = Repository::new().candor(&["serve"]);
    assert!(said.code == 2 && said.err.contains("there is no `site.toml`"), "{}", said.err);
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_it_cleanly_whoever_is_connected() {
    let repository = wiki();
    let mut running = Running::of(&repository, &[]);
    let mut listener = connect(running.address);
    write!(listener, "GET /.candor/events HTTP/1.1\r\nHost: {}\r\n\r\n", running.address).expect("it can be asked");
    assert!(Reply::read(&mut listener, true).is_some());
    let mut half = connect(running.address);
    half.write_all(b"GET / HT").expect("it can be asked");
    let killed =
        Command::new("kill").args(["-INT", &running.child.id().to_string()]).status().expect("there is a kill");
    assert!(killed.success());
    let mut status = None;
    eventually("it ends", || {
        status = running.child.try_wait().expect("it can be asked");
        status.is_some()
    });
    assert_eq!(status.and_then(|status| status.code()), Some(0));
    let mut rest = Vec::new();
    let _ = listener.read_to_end(&mut rest);
}

#[cfg(target_os = "linux")]
#[test]
fn memory_stays_flat_under_attack() {
    let repository = wiki();
    let running = Running::of(&repository, &[]);
    running.shows("/a.html", "First words.");
    let status = || fs::read_to_string(format!("/proc/{}/status", running.child.id())).expect("it runs");
    let number = |name: &str| -> u64 {
        let status = status();
        let line = status.lines().find(|line| line.starts_with(name)).unwrap_or_default();
        line.split_whitespace().nth(1).and_then(|number| number.parse().ok()).expect("it is a number")
    };
    let before = number("VmHWM:");
    let part = vec![b'a'; 1024 * 1024];
    for _ in 0..3 {
        let mut stream = connect(running.address);
        let _ = stream.write_all(b"GET / HTTP/1.1\r\nX: ");
        assert!((0..64).take_while(|_| stream.write_all(&part).is_ok()).count() < 64);
    }
    let half: Vec<_> = (0..200)
        .map(|_| {
            let mut stream = connect(running.address);
            let _ = stream.write_all(b"GET / HTTP/1.1\r\nX: ");
            stream
        })
        .collect();
    running.shows("/a.html", "First words.");
    let deaf: Vec<_> = (0..400)
        .map(|_| {
            let mut stream = connect(running.address);
            let _ = write!(stream, "GET /.candor/events HTTP/1.1\r\nHost: {}\r\n\r\n", running.address);
            stream
        })
        .collect();
    repository.write("content/a.md", "---\ntitle: A\n---\nOther words.\n");
    running.shows("/a.html", "Other words.");
    let after = number("VmHWM:");
    assert!(after < before + 48 * 1024, "{before} KB before, {after} KB at most");
    eventually("the threads have gone", || number("Threads:") < 250);
    drop((half, deaf));
}
