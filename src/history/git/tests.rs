//! Repositories written as short stories, and what must be known of them.
//!
//! Nothing is mocked: each test asks the git of this machine.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::*;
use crate::date::Date;
use crate::history::FileHistory;

/// A repository that is written as a story: who does what on which day.
struct Repo {
    folder: tempfile::TempDir,
}

impl Repo {
    fn new() -> Self {
        let repo = Repo { folder: tempfile::tempdir().expect("a temporary folder") };
        repo.git("Ida", "2025-01-01", &["init", "--quiet", "--initial-branch=main", "."]);
        repo
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn git(&self, who: &str, day: &str, arguments: &[&str]) {
        let email = format!("{}@example.org", who.to_lowercase());
        // The first hour in a zone far to the east: in UTC it is still the day before.
        let date = format!("{day}T00:30:00+11:00");
        let status = Command::new("git")
            .arg("-C")
            .arg(self.path())
            .args(["-c", "commit.gpgSign=false", "-c", "core.autocrlf=false"])
            .args(arguments)
            .envs([("GIT_AUTHOR_NAME", who), ("GIT_AUTHOR_EMAIL", &email), ("GIT_AUTHOR_DATE", &date)])
            .envs([
                ("GIT_COMMITTER_NAME", "Forge"),
                ("GIT_COMMITTER_EMAIL", "forge@example.org"),
                ("GIT_COMMITTER_DATE", &date),
            ])
            .output()
            .expect("git runs");
        assert!(status.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&status.stderr));
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    }

    fn commit(&self, who: &str, day: &str) {
        self.git(who, day, &["add", "--all"]);
        self.git(who, day, &["commit", "--quiet", "--allow-empty", "--message", "a change"]);
    }

    fn history(&self) -> History {
        self.history_of("")
    }

    fn history_of(&self, site: &str) -> History {
        read(&self.path().join(site), &[PathBuf::from("content")])
    }
}

fn day(text: &str) -> Option<Date> {
    Some(Date::parse(text).expect("a day"))
}

fn names(file: &FileHistory) -> Vec<&str> {
    file.authors.iter().map(|author| author.name.as_str()).collect()
}

const LONG: &str = "# A note\n\nThe depot scanners lost their network.\nA second line.\nA third line.\nA fourth.\n";

#[test]
fn a_renamed_note_keeps_its_first_day_and_its_authors_in_order() {
    let repo = Repo::new();
    repo.write("content/old.md", LONG);
    repo.commit("Wren", "2025-02-03");
    repo.git("Ida", "2025-03-04", &["mv", "content/old.md", "content/new name é.md"]);
    repo.write("content/new name é.md", &format!("{LONG}And one more.\n"));
    repo.commit("Ida", "2025-03-04");
    repo.write("content/old.md", "another note under the old name\n");
    repo.commit("Mei", "2025-05-06");

    let history = repo.history();
    let moved = history.of("content/new name é.md").expect("it is known");
    assert_eq!((moved.first, moved.last), (day("2025-02-03"), day("2025-03-04")));
    assert_eq!(names(moved), ["Wren", "Ida"]);
    assert_eq!((moved.commits, moved.whole), (2, true));
    assert_eq!(moved.authors[0].email, "wren@example.org");
    let other = history.of("content/old.md").expect("it is known");
    assert_eq!((other.first, names(other)), (day("2025-05-06"), vec!["Mei"]));
    assert!(history.remarks.is_empty() && !history.shallow);
}

#[test]
fn a_change_on_a_branch_that_had_not_heard_of_the_rename_counts_for_the_renamed_note() {
    let repo = Repo::new();
    repo.write("content/old.md", LONG);
    repo.commit("Wren", "2025-02-03");
    repo.git("Wren", "2025-02-03", &["checkout", "--quiet", "-b", "side"]);
    repo.write("content/old.md", &LONG.replace("A fourth.", "A better fourth."));
    repo.commit("Tomas", "2025-02-20");
    repo.git("Wren", "2025-02-03", &["checkout", "--quiet", "main"]);
    repo.git("Ida", "2025-02-10", &["mv", "content/old.md", "content/new.md"]);
    repo.commit("Ida", "2025-02-10");
    repo.git("Ida", "2025-02-25", &["merge", "--quiet", "--no-edit", "side"]);

    let history = repo.history();
    let moved = history.of("content/new.md").expect("it is known");
    assert_eq!(names(moved), ["Wren", "Ida", "Tomas"]);
    assert_eq!(moved.last, day("2025-02-20"));
    assert_eq!(history.of("content/old.md"), None);
}

#[test]
fn a_deletion_that_is_reverted_does_not_make_the_note_young() {
    let repo = Repo::new();
    repo.write("content/a.md", LONG);
    repo.commit("Wren", "2025-02-03");
    std::fs::remove_file(repo.path().join("content/a.md")).expect("it is there");
    repo.commit("Tomas", "2025-02-04");
    assert_eq!(repo.history().of("content/a.md"), None);
    repo.write("content/a.md", LONG);
    repo.commit("Wren", "2025-02-05");

    let history = repo.history();
    let note = history.of("content/a.md").expect("it is known");
    assert_eq!((note.first, note.last), (day("2025-02-03"), day("2025-02-05")));
    assert_eq!(names(note), ["Wren"], "who deleted a note is not its author");
}

#[test]
fn the_mailmap_names_the_authors() {
    let repo = Repo::new();
    repo.write(".mailmap", "Ida Fenwright <ida@brindlemoor.example> <ida@example.org>\n");
    repo.write("content/a.md", LONG);
    repo.commit("Ida", "2025-02-03");
    let history = repo.history();
    let author = &history.of("content/a.md").expect("it is known").authors[0];
    assert_eq!((author.name.as_str(), author.email.as_str()), ("Ida Fenwright", "ida@brindlemoor.example"));
}

#[test]
fn a_site_in_a_folder_of_the_repository_sees_its_own_paths() {
    let repo = Repo::new();
    repo.write("content/a.md", "another site's\n");
    repo.commit("Tomas", "2025-01-02");
    repo.write("docs/[wiki]/content/a.md", LONG);
    repo.commit("Wren", "2025-02-03");
    repo.git("Ida", "2025-03-04", &["mv", "docs/[wiki]/content/a.md", "docs/[wiki]/content/b.md"]);
    repo.commit("Ida", "2025-03-04");

    let history = repo.history_of("docs/[wiki]");
    assert_eq!(history.len(), 1);
    assert_eq!(names(history.of("content/b.md").expect("it is known")), ["Wren", "Ida"]);
}

#[test]
fn a_source_in_a_repository_of_its_own_is_known_by_its_shown_path() {
    let (site, source) = (Repo::new(), Repo::new());
    site.write("content/a.md", LONG);
    site.commit("Ida", "2025-01-02");
    source.write("notes/b.md", LONG);
    source.commit("Mei", "2025-02-03");
    let shown = source.path().join("notes");
    let history = read(site.path(), &[PathBuf::from("content"), shown.clone()]);
    assert_eq!(names(history.of("content/a.md").expect("it is known")), ["Ida"]);
    assert_eq!(names(history.of(&format!("{}/b.md", shown.display())).expect("it is known")), ["Mei"]);
}

#[test]
fn a_shallow_clone_gives_no_day_that_it_cannot_know() {
    let repo = Repo::new();
    repo.write("content/old.md", LONG);
    repo.write("content/revised.md", "first\n");
    repo.commit("Wren", "2025-02-03");
    repo.commit("Tomas", "2025-02-04");
    repo.write("content/revised.md", "second\n");
    repo.write("content/new.md", "new\n");
    repo.commit("Ida", "2025-03-04");
    let clone = tempfile::tempdir().expect("a temporary folder");
    let from = format!("file://{}", repo.path().display());
    let target = clone.path().to_string_lossy().into_owned();
    repo.git("Ida", "2025-03-05", &["clone", "--quiet", "--depth=2", &from, &target]);

    let history = read(clone.path(), &[PathBuf::from("content")]);
    assert!(history.shallow);
    assert_eq!(history.remarks.len(), 1);
    let old = history.of("content/old.md").expect("it is known");
    assert_eq!((old.first, old.last, old.authors.len(), old.whole), (None, None, 0, false));
    let revised = history.of("content/revised.md").expect("it is known");
    assert_eq!((revised.first, revised.last), (None, day("2025-03-04")));
    assert_eq!(names(revised), ["Ida"]);
    let new = history.of("content/new.md").expect("it is known");
    assert_eq!((new.first, new.whole), (day("2025-03-04"), true));
}

#[test]
fn settings_that_change_the_log_or_run_a_program_are_set_aside() {
    let repo = Repo::new();
    repo.write("content/a.md", LONG);
    repo.commit("Wren", "2025-02-03");
    repo.git("Wren", "2025-02-03", &["mv", "content/a.md", "content/b.md"]);
    repo.commit("Ida", "2025-03-04");
    let before = repo.history();
    let trap = repo.path().join("trap");
    let program = format!("touch '{}'; true", trap.display());
    for (key, value) in [
        ("core.fsmonitor", program.as_str()),
        ("core.pager", &program),
        ("diff.external", &program),
        ("gpg.program", &program),
        ("log.showSignature", "true"),
        ("log.showRoot", "false"),
        ("log.diffMerges", "on"),
        ("log.date", "relative"),
        ("log.follow", "true"),
        ("diff.renames", "false"),
        ("diff.renameLimit", "1"),
        ("diff.relative", "true"),
        ("color.ui", "always"),
        ("core.quotePath", "true"),
        ("format.pretty", "oneline"),
    ] {
        repo.git("Ida", "2025-03-04", &["config", key, value]);
    }
    assert_eq!(repo.history(), before);
    assert!(!trap.exists(), "a program of the repository's settings was run");
}

#[test]
fn outside_of_a_repository_and_before_the_first_commit_nothing_is_known_and_nothing_is_said() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    std::fs::create_dir(folder.path().join("content")).expect("a folder");
    assert_eq!(read(folder.path(), &[PathBuf::from("content")]), History::empty());
    let repo = Repo::new();
    repo.write("content/a.md", LONG);
    assert_eq!(repo.history(), History::empty());
}

#[test]
fn a_repository_that_git_cannot_read_is_told() {
    let repo = Repo::new();
    repo.write("content/a.md", LONG);
    repo.commit("Wren", "2025-02-03");
    std::fs::write(repo.path().join(".git/config"), "[core\n").expect("a file");
    let history = repo.history();
    assert!(history.is_empty());
    assert_eq!(history.remarks.len(), 1);
    assert!(history.remarks[0].contains("git could not tell the history of"), "{}", history.remarks[0]);
}

#[test]
fn a_log_that_is_cut_short_is_an_error_and_not_half_a_history() {
    let whole = "aa\x002025-01-01\0Ida\0i@x\0\n:0 1 2 3 R090\0old.md\0new.md\0";
    let none = HashSet::new();
    assert_eq!(log::read(whole.as_bytes(), &none).expect("it is whole").len(), 1);
    let cut = &whole[..whole.len() - "new.md\0".len()];
    assert!(log::read(cut.as_bytes(), &none).is_err());
}

#[test]
fn nothing_is_known_of_a_note_that_was_taken_out() {
    let repo = Repo::new();
    repo.write("content/a.md", LONG);
    repo.write("content/b.md", "b\n");
    repo.commit("Wren", "2025-02-03");
    let mut history = repo.history();
    history.without(["content/a.md"]);
    assert_eq!(history.of("content/a.md"), None);
    assert!(history.of("content/b.md").is_some());
}
