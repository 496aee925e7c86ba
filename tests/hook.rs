//! The hook that `candor init` writes, in real repositories: what it stops, and what it lets pass.

#![cfg(unix)]

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use crate::repository::{Repository, Said, git, program_folder};

/// A new site in a folder of a repository, committed, with the hook turned on.
struct Desk {
    repository: Repository,
    /// Where the hook makes its temporary folder.
    temporary: tempfile::TempDir,
    path: OsString,
}

const BROKEN: &str = "---\ntitle: [A list that never ends\n---\n";

impl Desk {
    fn new(below: &str) -> Self {
        let repository = Repository::new();
        repository.candor(&["init", below, "--ci", "none"]);
        repository.git(&["add", "--all"]);
        repository.git(&["commit", "--quiet", "--message", "start"]);
        repository.git(&["config", "core.hooksPath", &format!("{below}/.githooks")]);
        let temporary = tempfile::tempdir().expect("there is a folder for temporary files");
        Desk { repository, temporary, path: path_with(&[program_folder()]) }
    }

    fn git(&self, arguments: &[&str]) -> Said {
        let mut command = git(arguments);
        command.env("PATH", &self.path).env("TMPDIR", self.temporary.path());
        let said = self.repository.run(command);
        assert_eq!(left(self.temporary.path()), 0, "the hook left its temporary folder behind: {}", said.err);
        said
    }

    fn commit(&self) -> Said {
        self.git(&["commit", "--quiet", "--message", "a change"])
    }

    fn write(&self, path: &str, text: &str) {
        self.repository.write(path, text);
    }

    fn stage(&self, path: &str, text: &str) {
        self.write(path, text);
        self.repository.git(&["add", path]);
    }
}

fn left(folder: &Path) -> usize {
    fs::read_dir(folder).expect("a folder").count()
}

/// The machine's `PATH`, with these folders before it and without any that has a candor of its own.
fn path_with(first: &[&Path]) -> OsString {
    let machine = env::var_os("PATH").unwrap_or_default();
    let others = env::split_paths(&machine).filter(|folder| !folder.join("candor").exists());
    let first = first.iter().map(|folder| folder.to_path_buf());
    env::join_paths(first.chain(others).collect::<Vec<PathBuf>>()).expect("no folder has a colon in its name")
}

#[test]
fn a_good_note_is_committed_in_silence_and_nothing_is_built_in_the_folder() {
    let desk = Desk::new(".");
    desk.stage("content/lessons/good.md", "# A good note\n");
    let said = desk.commit();
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    assert!(!desk.repository.path("public").exists());
    assert_eq!(desk.repository.git(&["status", "--porcelain"]).out, "");
}

#[test]
fn a_note_with_broken_front_matter_is_stopped_with_its_place_and_a_way_on() {
    let desk = Desk::new(".");
    desk.stage("content/lessons/bad.md", BROKEN);
    let said = desk.commit();
    assert_eq!(said.code, 1);
    assert!(said.err.contains("error[front-matter/invalid]"), "{}", said.err);
    assert!(said.err.contains("--> content/lessons/bad.md:"), "{}", said.err);
    assert!(said.err.contains("git commit --no-verify"), "{}", said.err);
    assert!(!said.err.contains("nothing was published"), "nobody meant to publish: {}", said.err);
    assert_eq!(desk.git(&["commit", "--quiet", "--no-verify", "--message", "all the same"]).code, 0);
}

#[test]
fn a_warning_stops_nothing_and_is_shown() {
    let desk = Desk::new(".");
    desk.stage("content/lessons/link.md", "# A link\n\n[[nowhere at all]]\n");
    let said = desk.commit();
    assert_eq!(said.code, 0);
    assert!(said.err.starts_with("warning[link/broken]"), "{}", said.err);
    assert!(said.err.ends_with("\nwiki: none of this stops the commit\n"), "{}", said.err);
}

#[test]
fn the_hints_of_what_is_staged_are_shown_and_nobody_elses() {
    for below in [".", "docs/our [wiki]"] {
        let desk = Desk::new(below);
        let path = |name: &str| format!("{below}/content/lessons/{name}.md");
        let note = |words: &str| format!("# A note\n\n{words}\n\n[[nowhere at all]]\n");
        desk.stage(&path("theirs"), &note("It was a sloppy edit."));
        desk.git(&["commit", "--quiet", "--no-verify", "--message", "theirs"]);
        desk.stage(&path("mine"), "# Mine\n\nIt was a careless edit.\n");
        let said = desk.commit();
        assert_eq!(said.code, 0, "{}", said.err);
        assert!(said.err.contains("`careless` judges"), "{}", said.err);
        assert!(!said.err.contains("theirs.md"), "{}", said.err);
        // With an error, that comes first, and still nothing of the others.
        desk.stage(&path("a"), "# A\n\nIt was a reckless edit.\n");
        desk.stage(&path("bad"), BROKEN);
        let said = desk.commit();
        assert_eq!(said.code, 1);
        assert!(said.err.starts_with("error["), "{}", said.err);
        assert!(said.err.contains("`reckless` judges") && !said.err.contains("theirs.md"), "{}", said.err);
    }
}

#[test]
fn what_is_staged_counts_and_not_what_lies_in_the_folder() {
    let desk = Desk::new(".");
    desk.stage("content/lessons/a.md", "# Good when it was staged\n");
    desk.write("content/lessons/a.md", BROKEN);
    desk.write("content/lessons/b.md", BROKEN);
    assert_eq!(desk.commit().code, 0, "what is committed is good");
    desk.stage("content/lessons/a.md", BROKEN);
    desk.write("content/lessons/a.md", "# Good again, and not staged\n");
    assert_eq!(desk.commit().code, 1, "what would be committed is broken");
    // With these, git makes an index of its own for the commit.
    assert_eq!(desk.git(&["commit", "--quiet", "--message", "x", "content/lessons/a.md"]).code, 0);
    desk.write("content/lessons/a.md", BROKEN);
    assert_eq!(desk.git(&["commit", "--quiet", "--all", "--message", "x"]).code, 1);
}

#[test]
fn without_candor_the_commit_passes_with_a_word() {
    let mut desk = Desk::new(".");
    desk.path = path_with(&[]);
    desk.stage("content/lessons/bad.md", BROKEN);
    let said = desk.commit();
    assert_eq!(said.code, 0);
    assert_eq!(said.err, "wiki: candor is not installed here, so nothing was checked\n");
}

#[test]
fn a_candor_that_cannot_do_it_lets_the_commit_pass_with_its_words() {
    let desk = Desk::new(".");
    desk.repository.git(&["rm", "-r", "--quiet", "content"]);
    let said = desk.commit();
    assert_eq!(said.code, 0);
    assert!(said.err.contains("candor: "), "{}", said.err);
    assert!(said.err.ends_with("wiki: candor could not check the wiki, so nothing was checked\n"), "{}", said.err);
}

#[test]
fn in_a_folder_of_a_larger_repository_only_the_wiki_is_looked_at() {
    let desk = Desk::new("docs/our [wiki]");
    desk.stage("docs/our [wiki]/content/lessons/bad.md", BROKEN);
    let said = desk.commit();
    assert_eq!(said.code, 1);
    assert!(said.err.contains("--> content/lessons/bad.md:"), "{}", said.err);
    desk.git(&["commit", "--quiet", "--no-verify", "--message", "all the same"]);
    desk.stage("src/main.c", "int main() { return 0; }\n");
    let said = desk.commit();
    assert_eq!((said.code, said.err.as_str()), (0, ""), "this commit does not touch the wiki");
}

#[test]
fn the_first_commit_a_second_worktree_and_a_copy_of_the_hook_work_alike() {
    let desk = Desk::new(".");
    desk.repository.git(&["worktree", "add", "--quiet", "second", "-b", "second"]);
    desk.write("second/content/bad.md", BROKEN);
    desk.git(&["-C", "second", "add", "content/bad.md"]);
    let said = desk.git(&["-C", "second", "commit", "--quiet", "--message", "x"]);
    assert_eq!(said.code, 1, "{}", said.err);

    let hook = desk.repository.path(".githooks/pre-commit");
    fs::copy(hook, desk.repository.path(".git/hooks/pre-commit")).expect("git has a folder for hooks");
    desk.repository.git(&["config", "--unset", "core.hooksPath"]);
    desk.stage("content/bad.md", BROKEN);
    assert_eq!(desk.commit().code, 1);

    let fresh = Desk::new(".");
    fresh.repository.git(&["update-ref", "-d", "HEAD"]);
    fresh.stage("content/bad.md", BROKEN);
    assert_eq!(fresh.commit().code, 1);
}

#[test]
fn a_wiki_with_notes_from_elsewhere_is_checked_as_it_lies_in_the_folder_and_that_is_said() {
    let desk = Desk::new(".");
    desk.write("elsewhere/a.md", "# From elsewhere\n");
    desk.write(".git/info/exclude", "elsewhere\n");
    desk.stage("site.toml", "[[sources]]\npath = \"elsewhere\"\nprefix = \"e\"\n");
    let said = desk.commit();
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(said.err.contains("the folder is checked as it is"), "{}", said.err);
    desk.stage("content/bad.md", BROKEN);
    assert_eq!(desk.commit().code, 1);
    assert!(!desk.repository.path("public").exists());
}
