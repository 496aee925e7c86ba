//! What a build says about its surroundings, and of no note: once, and without failing.

use crate::repository::Repository;

fn two_commits() -> Repository {
    let repository = Repository::new();
    repository.write("site.toml", "");
    repository.write("content/a.md", "# A\n\n[[b]]\n");
    repository.write("content/b.md", "# B\n");
    for message in ["one", "two"] {
        repository.write("content/c.md", &format!("# C\n\n{message}\n"));
        repository.git(&["add", "--all"]);
        repository.git(&["commit", "--quiet", "--message", message]);
    }
    repository
}

#[test]
fn a_shallow_clone_is_told_once_and_published_all_the_same() {
    let whole = two_commits();
    let clone = Repository::folder();
    let url = format!("file://{}", whole.path("").display());
    clone.git(&["clone", "--quiet", "--depth", "1", &url, "."]);
    let said = clone.candor(&["build"]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert_eq!(said.err.lines().count(), 1, "{}", said.err);
    assert!(said.err.starts_with("remark: ") && said.err.contains("git fetch --unshallow"), "{}", said.err);
    assert_eq!(clone.candor(&["build", "--strict"]).code, 0, "a remark is no warning");
    assert_eq!(clone.candor(&["build", "--keep-going"]).err.matches("remark: ").count(), 1);
}

#[test]
fn a_whole_clone_has_nothing_to_remark() {
    let said = two_commits().candor(&["build"]);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
}
