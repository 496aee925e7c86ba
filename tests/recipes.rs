//! The CI recipes that `candor init` writes, as far as they can be tested without a forge:
//! they are YAML, what they run is shell, and that shell does what it says.
//!
//! Compiling candor is not repeated here: `cargo` is a stand-in that notes how it was called.

#![cfg(unix)]

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::Command;

use serde_yaml::Value;

use crate::repository::{Repository, Said};

const GITHUB: &str = ".github/workflows/wiki.yml";
const GITLAB: &str = ".gitlab-ci.yml";
const FORGEJO: &str = ".forgejo/workflows/wiki.yml";
const ALL: [&str; 3] = [GITHUB, GITLAB, FORGEJO];

fn text(recipe: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default/starter").join(recipe);
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{recipe}: {error}"))
}

fn yaml(recipe: &str) -> Value {
    serde_yaml::from_str(&text(recipe)).unwrap_or_else(|error| panic!("{recipe}: {error}"))
}

/// Follows keys and places in lists.
fn at<'a>(value: &'a Value, way: &[&str]) -> &'a Value {
    way.iter().fold(value, |value, step| match step.parse::<usize>() {
        Ok(place) => &value[place],
        Err(_) => &value[*step],
    })
}

/// Every text that stands under one of these keys, alone or in a list, in the order of the file.
fn under(value: &Value, keys: &[&str], found: &mut Vec<String>) {
    match value {
        Value::Mapping(map) => {
            for (key, value) in map {
                match value {
                    Value::String(text) if keys.iter().any(|name| key == *name) => found.push(text.clone()),
                    Value::Sequence(list) if keys.iter().any(|name| key == *name) => {
                        found.extend(list.iter().filter_map(|one| one.as_str().map(String::from)));
                    }
                    _ => under(value, keys, found),
                }
            }
        }
        Value::Sequence(list) => list.iter().for_each(|one| under(one, keys, found)),
        _ => {}
    }
}

fn texts(recipe: &str, keys: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    under(&yaml(recipe), keys, &mut found);
    found
}

fn scripts(recipe: &str) -> Vec<String> {
    let scripts = texts(recipe, &["run", "script", "before_script"]);
    assert!(scripts.len() >= 2, "{recipe}: only {} scripts found", scripts.len());
    scripts
}

/// A checked-out repository with a new site, and a home whose cargo and rustup are stand-ins.
fn runner() -> Repository {
    let place = Repository::new();
    place.candor(&["init", "wiki"]);
    place.git(&["add", "--all"]);
    place.git(&["commit", "--quiet", "--message", "start"]);
    place.git(&["update-ref", "refs/remotes/origin/main", "HEAD"]);
    for program in ["cargo", "rustup", "apt-get"] {
        place.write(&format!("bin/{program}"), &format!("#!/bin/sh\necho {program} \"$@\" >> \"$HOME/calls\"\n"));
        let mode = fs::Permissions::from_mode(0o755);
        fs::set_permissions(place.path(&format!("bin/{program}")), mode).expect("the mode can be set");
    }
    for folder in ["candor/bin", ".candor-tool/bin"] {
        fs::create_dir_all(place.path(folder)).expect("a folder can be made");
        symlink(env!("CARGO_BIN_EXE_candor"), place.path(&format!("{folder}/candor"))).expect("a link can be made");
    }
    place
}

fn run(place: &Repository, script: &str, variables: &BTreeMap<&str, &str>) -> Said {
    let path = std::env::var("PATH").expect("there is a PATH");
    let mut command = Command::new("sh");
    // Both kinds of runner stop at the first command that fails.
    command.args(["-e", "-c", script]).envs(variables);
    command.env("HOME", place.path("")).env("PATH", format!("{}:{path}", place.path("bin").display()));
    place.run(command)
}

#[test]
fn every_recipe_is_yaml_and_everything_it_runs_is_shell() {
    for recipe in ALL {
        for script in scripts(recipe) {
            let said = Command::new("sh").args(["-n", "-c", &script]).output().expect("there is a shell");
            assert!(said.status.success(), "{recipe}: {}\n{script}", String::from_utf8_lossy(&said.stderr));
        }
    }
}

#[test]
fn every_recipe_fetches_the_whole_history() {
    assert_eq!(at(&yaml(GITHUB), &["jobs", "build", "steps", "0", "with", "fetch-depth"]), &Value::from(0));
    assert_eq!(at(&yaml(FORGEJO), &["jobs", "build", "steps", "1", "with", "fetch-depth"]), &Value::from(0));
    assert_eq!(at(&yaml(GITLAB), &["variables", "GIT_DEPTH"]), "0");
}

#[test]
fn a_recipe_may_write_only_where_it_publishes() {
    let github = yaml(GITHUB);
    let rights = |way: &[&str]| serde_yaml::to_string(at(&github, way)).expect("it is YAML").trim().to_string();
    assert_eq!(rights(&["permissions"]), "contents: read");
    assert_eq!(rights(&["jobs", "build", "permissions"]), "null");
    assert_eq!(rights(&["jobs", "publish", "permissions"]), "pages: write\nid-token: write");
    for recipe in [GITHUB, FORGEJO] {
        assert!(text(recipe).contains("persist-credentials: false"), "{recipe} leaves a token lying about");
        assert!(!text(recipe).contains("pull_request_target"), "{recipe} runs a stranger's change with our rights");
        for action in texts(recipe, &["uses"]) {
            let (_, version) = action.rsplit_once('@').unwrap_or_else(|| panic!("{recipe}: {action} has no version"));
            let major = version.strip_prefix('v').is_some_and(|number| number.parse::<u32>().is_ok());
            assert!(major, "{recipe}: {action} is not pinned to a major version");
        }
        // What a script is given comes in variables: pasted into its text, a branch's name would be run.
        for script in scripts(recipe) {
            assert!(!script.contains("${{"), "{recipe}: {script}");
        }
    }
}

#[test]
fn only_the_default_branch_is_published() {
    let default = "github.ref_name == github.event.repository.default_branch";
    assert_eq!(at(&yaml(GITHUB), &["jobs", "publish", "if"]), default);
    for (recipe, action) in [(GITHUB, "upload-pages-artifact"), (FORGEJO, "upload-artifact")] {
        let recipe = yaml(recipe);
        let steps = at(&recipe, &["jobs", "build", "steps"]).as_sequence().expect("a list");
        let hands_on: Vec<&Value> =
            steps.iter().filter(|step| step["uses"].as_str().is_some_and(|uses| uses.contains(action))).collect();
        assert_eq!(hands_on.len(), 1);
        assert_eq!(hands_on[0]["if"], default);
    }
    assert_eq!(at(&yaml(GITLAB), &["pages", "rules", "0", "if"]), "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH");
    assert_eq!(at(&yaml(GITLAB), &["pages", "artifacts", "paths", "0"]), "public");
}

#[test]
fn an_address_that_is_not_filled_in_stops_the_run_and_names_the_file() {
    for recipe in ALL {
        for variables in [[("CANDOR_SOURCE", ""), ("CANDOR_REV", "")], [("CANDOR_SOURCE", "x"), ("CANDOR_REV", "")]] {
            let place = runner();
            let script = scripts(recipe).into_iter().find(|script| script.contains("-z")).expect("it asks");
            let said = run(&place, &script, &BTreeMap::from(variables));
            assert_eq!(said.code, 1, "{recipe}");
            assert_eq!(said.err, format!("fill in CANDOR_SOURCE and CANDOR_REV in {recipe}\n"));
            assert!(!place.path("calls").exists(), "{recipe}: something was installed");
        }
        let two_lines = text(recipe).lines().filter(|line| line.starts_with("  CANDOR_")).count();
        assert_eq!(two_lines, 2, "{recipe}: the place to fill in");
    }
}

#[test]
fn filled_in_a_recipe_installs_what_it_says_and_builds_the_wiki_with_its_history() {
    for recipe in ALL {
        let place = runner();
        let source = "https://forge.example/tools/candor";
        let mut variables = BTreeMap::from([("CANDOR_SOURCE", source), ("CANDOR_REV", "v1"), ("SITE", "wiki")]);
        variables.extend([("GITHUB_BASE_REF", "main"), ("CI_MERGE_REQUEST_DIFF_BASE_SHA", "origin/main")]);
        for script in scripts(recipe) {
            let said = run(&place, &script, &variables);
            assert_eq!(said.code, 0, "{recipe}: {script}\n{}{}", said.out, said.err);
            assert!(!said.err.contains("remark: "), "{recipe}: {}", said.err);
        }
        let calls = place.read("calls");
        assert!(calls.contains("install --locked --git https://forge.example/tools/candor --rev v1 --root"), "{calls}");
        assert!(place.path("public/index.html").is_file(), "{recipe} builds the folder that it hands on");

        place.write("wiki/content/bad.md", "---\ntitle: [no end\n---\n");
        let build = scripts(recipe).pop().expect("the last one builds");
        let said = run(&place, &build, &variables);
        assert_eq!(said.code, 1, "{recipe}: an error fails the run");
        fs::remove_file(place.path("wiki/content/bad.md")).expect("it is there");
        place.write("wiki/content/link.md", "# Link\n\n[[nowhere at all]]\n");
        let said = run(&place, &build, &variables);
        assert_eq!(said.code, 0, "{recipe}: a warning fails nothing");
        assert!(said.err.contains("warning[link/broken]"), "{recipe}: and is shown: {}", said.err);
    }
}

/// The promise: what the coach finds is shown to the author only.
#[test]
fn a_recipe_tells_of_a_proposed_change_and_of_nothing_else() {
    for recipe in ALL {
        let place = runner();
        place.write("wiki/content/old.md", "# Old\n\nIt was a careless edit.\n");
        place.git(&["add", "--all"]);
        place.git(&["commit", "--quiet", "--message", "old"]);
        place.git(&["update-ref", "refs/remotes/origin/main", "HEAD"]);
        place.write("wiki/content/new.md", "# New\n\nIt was a sloppy edit.\n");
        place.git(&["add", "--all"]);
        place.git(&["commit", "--quiet", "--message", "new"]);
        let variables =
            [("SITE", "wiki"), ("GITHUB_BASE_REF", "main"), ("CI_MERGE_REQUEST_DIFF_BASE_SHA", "origin/main")];
        let check = scripts(recipe).into_iter().find(|script| script.contains("candor check")).expect("it checks");
        let said = run(&place, &check, &BTreeMap::from(variables));
        let told = format!("{}{}", said.out, said.err);
        assert!(told.contains("sloppy") && !told.contains("careless"), "{recipe}: {told}");
        // A push to the default branch shows nobody's hints to anybody.
        if recipe != GITLAB {
            let recipe = yaml(recipe);
            let steps = at(&recipe, &["jobs", "build", "steps"]).as_sequence().expect("a list");
            let checks = |step: &&Value| step["run"].as_str().is_some_and(|run| run.contains("candor check"));
            assert_eq!(steps.iter().find(checks).expect("it checks")["if"], "github.event_name == 'pull_request'");
        }
    }
}
