//! `candor init`: what it writes, what it leaves alone, and what it says.
//!
//! What the hook does is in `hook.rs`, what the recipes do in `recipes.rs`.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::repository::Repository;

/// Every file below a folder but git's own, by its path from there.
fn files(folder: &Path) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut left = vec![folder.to_path_buf()];
    while let Some(dir) = left.pop() {
        for entry in fs::read_dir(&dir).expect("a folder can be read") {
            let path = entry.expect("an entry").path();
            let below = path.strip_prefix(folder).expect("it is below").to_str().expect("it is UTF-8").to_string();
            if below == ".git" {
                continue;
            }
            if path.is_dir() {
                left.push(path);
            } else {
                found.insert(below);
            }
        }
    }
    found
}

fn starter() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default/starter")
}

#[test]
fn a_new_site_has_every_file_of_the_starter_and_builds_without_a_word() {
    let place = Repository::folder();
    let said = place.candor(&["init", "note book"]);
    assert_eq!((said.code, said.err.as_str()), (0, ""), "{}", said.out);
    assert!(said.out.contains("next: cd 'note book' && candor serve --open"), "{}", said.out);
    let hook =
        "no git repository yet, so the hook is off: cd 'note book' && git init && git config core.hooksPath .githooks";
    assert!(said.out.contains(hook), "{}", said.out);
    let written = files(&place.path("note book"));
    assert_eq!(written, files(&starter()));
    for path in [".gitignore", ".githooks/pre-commit", ".github/workflows/wiki.yml", ".gitlab-ci.yml", "site.toml"] {
        assert!(written.contains(path), "{path} is missing");
    }
    let built = place.candor(&["build", "--site", "note book"]);
    assert_eq!((built.code, built.err.as_str()), (0, ""));
}

#[cfg(unix)]
#[test]
fn the_hook_can_be_run_and_notes_cannot() {
    use std::os::unix::fs::PermissionsExt;
    let place = Repository::folder();
    place.candor(&["init"]);
    let mode = |path: &str| fs::metadata(place.path(path)).expect("it was written").permissions().mode();
    assert_eq!(mode(".githooks/pre-commit") & 0o100, 0o100);
    assert_eq!(mode("site.toml") & 0o111, 0);
}

#[test]
fn what_is_there_already_stays_as_it_is() {
    let place = Repository::folder();
    let own = ["site.toml", ".gitignore", ".githooks/pre-commit", ".github/workflows/wiki.yml"];
    for path in own {
        place.write(path, "");
    }
    let said = place.candor(&["init"]);
    assert!(said.out.contains("; 4 there already and left as they were"), "{}", said.out);
    assert!(said.out.contains("with CI for GitLab and Forgejo;"), "only what was written: {}", said.out);
    for path in own {
        assert_eq!(place.read(path), "", "{path}");
    }
    let all = files(&place.path(""));
    let said = place.candor(&["init"]);
    let kept = all.iter().filter(|path| !path.starts_with("content/")).count();
    let first = format!("0 files written; {kept} there already and left as they were");
    assert_eq!(said.out.lines().next(), Some(first.as_str()));
    assert_eq!(files(&place.path("")), all);
}

#[test]
fn a_wiki_that_has_notes_gets_no_examples() {
    let place = Repository::folder();
    place.write("content/ours.md", "# Ours\n");
    assert_eq!(place.candor(&["init"]).code, 0);
    assert_eq!(files(&place.path("content")), BTreeSet::from(["ours.md".to_string()]));
    assert!(place.path(".githooks/pre-commit").is_file() && place.path("site.toml").is_file());
}

#[test]
fn recipes_are_written_for_the_forges_asked_for() {
    let recipes = |arguments: &[&str], remotes: &[(&str, &str)]| {
        let place = Repository::new();
        for (name, url) in remotes {
            place.git(&["remote", "add", name, url]);
        }
        let said = place.candor(&[&["init"], arguments].concat());
        assert_eq!(said.code, 0, "{}", said.err);
        [".github/workflows/wiki.yml", ".gitlab-ci.yml", ".forgejo/workflows/wiki.yml"]
            .map(|path| place.path(path).is_file())
    };
    let gitlab = ("origin", "git@gitlab.brindlemoor.example:notebook.git");
    let github = ("up", "https://github.com/brindlemoor/notebook");
    assert_eq!(recipes(&[], &[]), [true; 3]);
    assert_eq!(recipes(&[], &[github, gitlab]), [false, true, false], "origin counts");
    assert_eq!(recipes(&[], &[github]), [true, false, false], "or the only remote");
    assert_eq!(recipes(&[], &[("origin", "/srv/git/notebook.git")]), [true; 3]);
    assert_eq!(recipes(&["--ci", "github", "--ci", "forgejo"], &[gitlab]), [true, false, true]);
    assert_eq!(recipes(&["--ci", "none"], &[gitlab]), [false; 3]);
    let both = Repository::folder().candor(&["init", "--ci", "none", "--ci", "github"]);
    assert_eq!(both.code, 2);
    assert!(both.err.contains("leave one of them out"), "{}", both.err);
    let help = Repository::folder().candor(&["init", "--help"]).out;
    assert!(help.contains("--ci") && help.contains("candor init notebook --ci gitlab"), "{help}");
}

#[test]
fn in_a_repository_it_says_how_to_turn_the_hook_on_and_changes_no_setting() {
    let place = Repository::new();
    let before = place.read(".git/config");
    let said = place.candor(&["init"]);
    assert!(said.out.contains("git config core.hooksPath .githooks\n"), "{}", said.out);
    assert!(said.out.contains("the two lines at the top of each CI recipe"), "{}", said.out);
    assert_eq!(place.read(".git/config"), before);
    assert_eq!(place.git(&["diff", "--cached", "--name-only"]).out, "", "nothing was staged");

    place.git(&["config", "core.hooksPath", ".githooks"]);
    assert!(!place.candor(&["init"]).out.contains("before each commit"), "it is on already");
    place.git(&["config", "core.hooksPath", "their hooks"]);
    let said = place.candor(&["init"]);
    assert!(said.out.contains("call .githooks/pre-commit in the hook that is there"), "{}", said.out);
    place.git(&["config", "--unset", "core.hooksPath"]);
    place.write(".git/hooks/pre-commit", "#!/bin/sh\n");
    let said = place.candor(&["init"]);
    assert!(said.out.contains("call .githooks/pre-commit in the hook that is there"), "{}", said.out);
}

#[test]
fn below_the_top_of_a_repository_it_says_where_forges_look() {
    let place = Repository::new();
    let said = place.candor(&["init", "docs/our wiki", "--ci", "gitlab"]);
    assert!(said.out.contains("git config core.hooksPath 'docs/our wiki/.githooks'\n"), "{}", said.out);
    assert!(said.out.contains("set SITE to `docs/our wiki`"), "{}", said.out);
    assert!(!place.path(".gitlab-ci.yml").exists(), "nothing is written outside of the folder that was named");
}

#[test]
fn the_output_folder_is_kept_out_of_git_whatever_its_name() {
    let place = Repository::new();
    place.candor(&["init"]);
    place.candor(&["build"]);
    let names = |place: &Repository| place.git(&["ls-files", "--others", "--exclude-standard"]).out;
    assert!(names(&place).contains("site.toml") && !names(&place).contains("public/"), "{}", names(&place));

    let place = Repository::new();
    place.write("site.toml", "[output]\nfolder = \"www\"\n");
    let said = place.candor(&["init"]);
    assert!(said.out.contains("into www/"), "{}", said.out);
    place.candor(&["build"]);
    assert!(place.path("www/index.html").is_file() && !names(&place).contains("www/"), "{}", names(&place));

    let place = Repository::new();
    place.write(".gitignore", "*.swp\n");
    assert!(place.candor(&["init"]).out.contains("add a line `/public/` to .gitignore"));
    place.write(".gitignore", "pub*\n");
    assert!(!place.candor(&["init"]).out.contains("add a line"));
}

#[test]
fn the_crate_as_packaged_has_every_file_of_the_starter() {
    let listed = Command::new(env!("CARGO"))
        .args(["package", "--list", "--allow-dirty", "--offline"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs this test");
    let text = String::from_utf8_lossy(&listed.stdout);
    assert!(listed.status.success(), "{}", String::from_utf8_lossy(&listed.stderr));
    let packaged: BTreeSet<String> = text
        .lines()
        .filter_map(|line| line.replace('\\', "/").strip_prefix("themes/default/starter/").map(String::from))
        .collect();
    assert_eq!(packaged, files(&starter()));
}
