//! Content trees on disk, with everything in them that a folder can hold.
//!
//! Never skips: what root could read in spite of its mode is read by a process without that right.

use std::fs::{self, File, FileTimes};
use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, SystemTime};

use super::*;

/// A site with a content folder, filled from text.
struct Site(tempfile::TempDir);

impl Site {
    fn new(files: &[(&str, &[u8])]) -> Self {
        let site = Site(tempfile::tempdir().expect("a temporary folder"));
        fs::create_dir(site.path().join("content")).expect("a folder");
        for (path, bytes) in files {
            site.write(path, bytes);
        }
        site
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn write(&self, path: &str, bytes: &[u8]) {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("a folder");
        fs::write(path, bytes).expect("a file");
    }

    /// Sets the time of a file back, so that it counts as standing still.
    fn settle(&self, path: &str, seconds: u64) -> SystemTime {
        let time = SystemTime::now() - Duration::from_secs(seconds);
        let file = File::options().write(true).open(self.path().join(path)).expect("it is there");
        file.set_times(FileTimes::new().set_modified(time)).expect("it can be set");
        time
    }

    fn root(&self) -> Root {
        Root {
            dir: self.path().join("content"),
            shown: "content".to_owned(),
            prefix: String::new(),
            site: self.path().to_path_buf(),
        }
    }

    fn read(&self) -> Tree {
        read(&[self.root()], None, &Changes::Any).0
    }
}

fn notes(tree: &Tree) -> Vec<&str> {
    tree.files.iter().map(|file| &*file.path).collect()
}

fn assets(tree: &Tree) -> Vec<&str> {
    tree.assets.iter().map(|asset| &*asset.path).collect()
}

/// Code, path and message of each diagnostic.
fn problems(tree: &Tree) -> Vec<(&'static str, String, String)> {
    let row = |found: &Diagnostic| (found.code.0, found.primary.span.file.to_string(), found.message.clone());
    tree.diagnostics.iter().map(row).collect()
}

fn only_problem(tree: &Tree) -> (&'static str, String, String) {
    let mut problems = problems(tree);
    assert_eq!(problems.len(), 1, "{problems:?}");
    problems.remove(0)
}

#[test]
fn notes_and_assets_are_sorted_by_the_bytes_of_their_paths() {
    let site = Site::new(&[
        ("content/b.md", b"b"),
        ("content/B.markdown", b"B"),
        ("content/a/z.MD", b"z"),
        ("content/a.md", b"a"),
        ("content/a-b.md", b"ab"),
        ("content/a/pic.png", b"not really"),
        ("content/_index.md", b"home"),
    ]);
    let tree = site.read();
    let expected =
        ["content/B.markdown", "content/_index.md", "content/a-b.md", "content/a.md", "content/a/z.MD", "content/b.md"];
    assert_eq!(notes(&tree), expected);
    assert_eq!(assets(&tree), ["content/a/pic.png"]);
    assert_eq!(tree.assets[0].size, None);
    assert!(tree.diagnostics.is_empty(), "{:?}", tree.diagnostics);
}

#[test]
fn hidden_files_and_output_folders_are_not_content() {
    let site = Site::new(&[
        ("content/a.md", b"a"),
        ("content/.hidden.md", b""),
        ("content/_draft.md", b""),
        ("content/_drafts/b.md", b""),
        ("content/.git/config", b""),
        ("content/node_modules/c.md", b""),
        ("content/public/.candor", b""),
        ("content/public/index.html", b""),
        ("content/target/d.md", b"a folder like any other"),
    ]);
    let tree = site.read();
    assert_eq!(notes(&tree), ["content/a.md", "content/target/d.md"]);
    assert!(tree.assets.is_empty() && tree.diagnostics.is_empty());
}

#[test]
fn a_source_stands_under_its_prefix() {
    let site = Site::new(&[("content/a.md", b"a"), ("books/hand/b.md", b"b")]);
    let mut other = site.root();
    (other.dir, other.shown, other.prefix) = (site.path().join("books"), "../books".to_owned(), "handbook".to_owned());
    let (tree, _) = read(&[site.root(), other], None, &Changes::Any);
    let places: Vec<_> = tree.files.iter().map(|file| (&*file.path, &*file.at)).collect();
    assert_eq!(places, [("../books/hand/b.md", "handbook/hand/b.md"), ("content/a.md", "a.md")]);
}

#[test]
fn a_byte_order_mark_goes_and_line_endings_stay() {
    let site = Site::new(&[("content/a.md", b"\xEF\xBB\xBFone\r\ntwo\n")]);
    assert_eq!(&*site.read().files[0].text, "one\r\ntwo\n");
}

#[test]
fn a_note_that_is_not_utf_8_is_told_with_its_place_and_the_others_are_read() {
    let site = Site::new(&[
        ("content/a.md", b"fine"),
        ("content/latin.md", b"# Depot\n\ncaf\xE9 au lait\n"),
        ("content/cut.md", b"ends in a sign that is cut \xE2\x82"),
        ("content/wide.md", b"\xFF\xFEh\0i\0"),
    ]);
    let tree = site.read();
    assert_eq!(notes(&tree), ["content/a.md"]);
    let found = problems(&tree);
    assert_eq!(found.iter().map(|row| row.0).collect::<Vec<_>>(), ["file/encoding"; 3]);
    assert_eq!(found[0].2, "this note is not UTF-8: line 1 has the bytes E2 82 at byte 27 of the file");
    assert_eq!(found[1].2, "this note is not UTF-8: line 3 has the byte E9 at byte 12 of the file");
    assert_eq!(found[2].2, "this note is written in UTF-16");
    let span = &tree.diagnostics[1].primary.span;
    assert_eq!((span.start, span.end), (12, 13));
    assert!(tree.diagnostics.iter().all(|found| found.help.as_deref() == Some("save it as UTF-8")));
}

#[test]
fn a_note_of_more_than_five_megabytes_is_not_read() {
    let mut at_most = vec![b'a'; LONGEST as usize];
    let site = Site::new(&[("content/full.md", &at_most)]);
    at_most.push(b'a');
    site.write("content/over.md", &at_most);
    site.write("content/data.csv", &at_most);
    let tree = site.read();
    assert_eq!(notes(&tree), ["content/full.md"]);
    assert_eq!(assets(&tree), ["content/data.csv"]);
    assert_eq!(only_problem(&tree).0, "file/too-large");
}

#[test]
fn an_image_has_the_size_that_its_header_states() {
    let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    png.extend([0, 0, 1, 64, 0, 0, 0, 200, 8, 6, 0, 0, 0]);
    let site = Site::new(&[
        ("content/a.png", &png),
        ("content/b.GIF", b"GIF89a\x40\x01\xC8\0\0\0\0"),
        ("content/c.svg", b"<svg viewBox=\"0 0 320 200\"></svg>"),
        ("content/d.txt", b"<svg width=\"1\" height=\"1\">"),
    ]);
    let sizes: Vec<_> = site.read().assets.iter().map(|asset| asset.size).collect();
    assert_eq!(sizes, [Some((320, 200)), Some((320, 200)), Some((320, 200)), None]);
}

#[test]
fn a_missing_content_folder_is_told() {
    let site = Site::new(&[]);
    fs::remove_dir(site.path().join("content")).expect("it is empty");
    let (code, path, _) = only_problem(&site.read());
    assert_eq!((code, path.as_str()), ("file/unreadable", "content"));
}

/// Each file that changed since is read anew, and the one that stands still is not opened.
/// Elsewhere the system keeps no time that would tell this edit.
#[test]
#[cfg(unix)]
fn a_file_that_stands_still_is_remembered_and_any_other_is_read_again() {
    let site = Site::new(&[("content/still.md", b"still"), ("content/edited.md", b"before")]);
    site.settle("content/still.md", 60);
    let edited = site.settle("content/edited.md", 60);
    // The moment of the last change of a file cannot be set back, only waited for.
    std::thread::sleep(Duration::from_millis(2100));
    let (first, cache) = read(&[site.root()], None, &Changes::Any);
    site.write("content/edited.md", b"after!");
    let file = File::options().write(true).open(site.path().join("content/edited.md")).expect("it is there");
    file.set_times(FileTimes::new().set_modified(edited)).expect("it can be set");
    let (second, _) = read(&[site.root()], Some(cache), &Changes::Any);
    assert_eq!(&*second.files[0].text, "after!", "same size and same time, but not the same file");
    assert!(std::sync::Arc::ptr_eq(&first.files[1].text, &second.files[1].text), "it was read again");
    let (cold, _) = read(&[site.root()], None, &Changes::Any);
    assert_eq!(
        cold.files.iter().map(|file| file.digest).collect::<Vec<_>>(),
        second.files.iter().map(|file| file.digest).collect::<Vec<_>>()
    );
}

#[test]
fn a_file_changed_just_before_it_was_read_is_read_again() {
    let site = Site::new(&[("content/a.md", b"one")]);
    let (first, cache) = read(&[site.root()], None, &Changes::Any);
    let (second, _) = read(&[site.root()], Some(cache), &Changes::Any);
    assert!(
        !std::sync::Arc::ptr_eq(&first.files[0].text, &second.files[0].text),
        "an edit may hide in the same instant"
    );
}

#[test]
fn a_removed_file_is_forgotten() {
    let site = Site::new(&[("content/a.md", b"one"), ("content/b.md", b"two")]);
    let (_, cache) = read(&[site.root()], None, &Changes::Any);
    fs::remove_file(site.path().join("content/a.md")).expect("it is there");
    let (tree, _) = read(&[site.root()], Some(cache), &Changes::Any);
    assert_eq!(notes(&tree), ["content/b.md"]);
}

/// Says all that a reading gives, to be compared.
fn said((tree, _): &(Tree, Cache)) -> String {
    let notes = tree.files.iter().map(|file| format!("{} {} {:?}\n", file.path, file.at, file.digest));
    let assets = tree.assets.iter().map(|asset| format!("{asset:?}\n"));
    notes.chain(assets).chain(tree.diagnostics.iter().map(|found| format!("{found:?}\n"))).collect()
}

#[test]
fn what_is_named_is_read_as_if_everything_was() {
    let site = Site::new(&[("content/a.md", b"a"), ("content/x/b.md", b"b"), ("content/x-y/c.md", b"c")]);
    let roots = [site.root()];
    let at = |path: &str| site.path().join("content").join(path);
    let mut seed: u32 = 3;
    let mut random = |below: u32| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 16) % below
    };
    let mut reading = read(&roots, None, &Changes::Any);
    let mut only_looked = 0;
    for step in 0..400 {
        let names =
            ["a.md", "x/b.md", "x/new.md", "x-y/c.md", "x/deep/d.md", "picture.png", ".hidden.md", "x/odd\\name.md"];
        // What cannot be published comes late: where there is such a thing, all is walked.
        let known = if step < 300 { 7 } else { 8 };
        let (path, other) = (names[random(known) as usize], names[random(known) as usize]);
        let mut named = BTreeSet::from([at(path)]);
        // As a watch names them: a folder that is made on the way, too.
        named.extend(at(path).ancestors().filter(|folder| !folder.exists()).map(Path::to_path_buf));
        match random(9) {
            0 => drop(fs::remove_file(at(path))),
            1 => {
                named.insert(at(other));
                drop(fs::rename(at(path), at(other)));
            }
            2 => {
                named.insert(at("x"));
                named.insert(at("gone"));
                drop(fs::rename(at("x"), at("gone")));
            }
            3 => {
                named.insert(at("x"));
                named.insert(at("gone"));
                drop(fs::rename(at("gone"), at("x")));
            }
            4 => {
                named.insert(at("x/.candor"));
                match fs::remove_file(at("x/.candor")) {
                    Ok(()) => {}
                    Err(_) => drop(fs::write(at("x/.candor"), "")),
                }
            }
            5 => site.write(&format!("content/{path}"), b"not \xff UTF-8"),
            _ => site.write(&format!("content/{path}"), format!("words {step}").as_bytes()),
        }
        let mut cache = reading.1;
        only_looked += usize::from(cache.look_again(&roots, &Changes::Files(named.clone())));
        reading = read(&roots, Some(cache), &Changes::Files(named));
        assert_eq!(said(&reading), said(&read(&roots, None, &Changes::Any)), "after step {step}");
    }
    assert!(only_looked > 100, "{only_looked} readings were without a walk");
}

#[test]
fn what_is_not_named_is_not_looked_at() {
    let site = Site::new(&[("content/a.md", b"one"), ("content/b.md", b"two")]);
    let roots = [site.root()];
    let (_, cache) = read(&roots, None, &Changes::Any);
    site.write("content/a.md", b"other");
    site.write("content/b.md", b"another");
    let named = Changes::Files([site.path().join("content/a.md")].into());
    let (tree, cache) = read(&roots, Some(cache), &named);
    assert_eq!((&*tree.files[0].text, &*tree.files[1].text), ("other", "two"));
    let (tree, _) = read(&roots, Some(cache), &Changes::Any);
    assert_eq!(&*tree.files[1].text, "another", "in the end all is");
}

#[cfg(unix)]
mod links {
    use std::os::unix::fs::symlink;

    use super::*;

    fn link(site: &Site, target: impl AsRef<Path>, path: &str) {
        symlink(target, site.path().join(path)).expect("a link");
    }

    #[test]
    fn links_within_the_site_are_followed() {
        let site = Site::new(&[("content/a.md", b"a"), ("shared/b.md", b"b"), ("logo.svg", b"<svg/>")]);
        link(&site, "../shared", "content/shared");
        link(&site, "../logo.svg", "content/logo.svg");
        let tree = site.read();
        assert_eq!(notes(&tree), ["content/a.md", "content/shared/b.md"]);
        assert_eq!(assets(&tree), ["content/logo.svg"]);
        assert!(tree.diagnostics.is_empty(), "{:?}", tree.diagnostics);
    }

    #[test]
    fn links_that_leave_the_site_or_lead_to_what_is_hidden_are_told_and_not_read() {
        let secret = tempfile::tempdir().expect("a temporary folder");
        fs::write(secret.path().join("key.md"), "secret").expect("a file");
        let site = Site::new(&[("content/a.md", b"a"), (".git/config", b"token")]);
        link(&site, secret.path(), "content/folder");
        link(&site, secret.path().join("key.md"), "content/key.md");
        link(&site, "../.git/config", "content/config.txt");
        let tree = site.read();
        assert_eq!((notes(&tree), assets(&tree)), (vec!["content/a.md"], vec![]));
        let found = problems(&tree);
        let expected = ["content/config.txt", "content/folder", "content/key.md"];
        assert_eq!(found.iter().map(|row| row.1.as_str()).collect::<Vec<_>>(), expected);
        assert!(found.iter().all(|row| row.0 == "file/outside"), "{found:?}");
    }

    #[test]
    fn links_in_a_circle_are_told_and_the_rest_is_read_once() {
        let site = Site::new(&[("content/a/b.md", b"b"), ("site.toml", b"")]);
        link(&site, "..", "content/a/up");
        link(&site, "../..", "content/a/site");
        link(&site, "self", "content/self");
        let tree = site.read();
        assert_eq!((notes(&tree), assets(&tree)), (vec!["content/a/b.md"], vec![]));
        let rows = problems(&tree);
        let found: Vec<_> = rows.iter().map(|row| (row.0, row.1.as_str())).collect();
        assert_eq!(
            found,
            [("file/loop", "content/a/site"), ("file/loop", "content/a/up"), ("file/loop", "content/self")]
        );
    }

    #[test]
    fn a_link_to_nothing_is_told_with_where_it_leads_unless_its_name_is_hidden() {
        let site = Site::new(&[("content/a.md", b"a")]);
        link(&site, "nowhere.md", "content/b.md");
        link(&site, "b.md", "content/c.md");
        link(&site, "a.md/below-a-file", "content/d.md");
        link(&site, "ida@depot.1234", "content/.#a.md");
        let tree = site.read();
        assert_eq!(notes(&tree), ["content/a.md"]);
        let found = problems(&tree);
        let told: Vec<_> = found.iter().map(|(code, path, message)| (*code, path.as_str(), message.as_str())).collect();
        let nowhere = "this symbolic link leads nowhere: there is no";
        assert_eq!(
            told,
            [
                ("file/unreadable", "content/b.md", format!("{nowhere} `nowhere.md`").as_str()),
                ("file/unreadable", "content/c.md", format!("{nowhere} `b.md`").as_str()),
                ("file/unreadable", "content/d.md", format!("{nowhere} `a.md/below-a-file`").as_str()),
            ]
        );
        let help = tree.diagnostics[0].help.as_deref().unwrap_or_default();
        assert!(help.contains("remove the link") && !help.contains("allow"), "{help}");
    }

    #[test]
    fn a_content_folder_that_is_a_link_out_of_the_site_is_told() {
        let outside = tempfile::tempdir().expect("a temporary folder");
        let site = Site::new(&[]);
        fs::remove_dir(site.path().join("content")).expect("it is empty");
        link(&site, outside.path(), "content");
        assert_eq!(only_problem(&site.read()).0, "file/outside");
    }

    #[test]
    fn a_pipe_is_told_and_never_waited_for() {
        let site = Site::new(&[("content/a.md", b"a")]);
        let made = Command::new("mkfifo").arg(site.path().join("content/pipe.md")).status().expect("mkfifo runs");
        assert!(made.success());
        let tree = site.read();
        assert_eq!(notes(&tree), ["content/a.md"]);
        assert_eq!(only_problem(&tree).2, "this is neither a file nor a folder");
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn a_name_that_cannot_stand_in_a_link_is_told() {
        use std::ffi::OsStr;
        use std::os::unix::ffi::OsStrExt;
        let site =
            Site::new(&[("content/a.md", b"a"), ("content/two\nlines.md", b""), ("content/back\\slash.md", b"")]);
        fs::write(site.path().join("content").join(OsStr::from_bytes(b"caf\xE9.md")), "").expect("a file");
        let tree = site.read();
        assert_eq!(notes(&tree), ["content/a.md"]);
        let found = problems(&tree);
        assert_eq!(found.iter().map(|row| row.0).collect::<Vec<_>>(), ["path/unsafe"; 3]);
        assert!(found.iter().all(|row| !row.1.contains('\n')), "{found:?}");
    }

    /// Root reads whatever the modes say, so the reading is done by a process without that right.
    #[test]
    fn what_this_user_may_not_read_is_told() {
        use std::os::unix::fs::PermissionsExt;
        let site = Site::new(&[
            ("content/a.md", b"a"),
            ("content/b.md", b"b"),
            ("content/c.pdf", b"c"),
            ("content/d/e.md", b"e"),
        ]);
        for path in ["content/b.md", "content/c.pdf", "content/d"] {
            fs::set_permissions(site.path().join(path), fs::Permissions::from_mode(0o0)).expect("the mode can be set");
        }
        let own = std::env::current_exe().expect("this test runs from a file");
        let module = module_path!().split_once("::").expect("tests are in a module").1;
        let mut command = if File::open(site.path().join("content/b.md")).is_ok() {
            let mut command = Command::new("setpriv");
            command.arg("--bounding-set=-dac_override,-dac_read_search").arg(own);
            command
        } else {
            Command::new(own)
        };
        command.args(["--exact", &format!("{module}::reads_as_a_child"), "--ignored", "--nocapture"]);
        let output = command.env("CANDOR_TEST_SITE", site.path()).output().expect("the child runs");
        // Or the folder could not be removed.
        fs::set_permissions(site.path().join("content/d"), fs::Permissions::from_mode(0o700))
            .expect("the mode can be set");
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{said}\n{}", String::from_utf8_lossy(&output.stderr));
        for line in [
            "note content/a.md",
            "file/unreadable content/b.md",
            "file/unreadable content/c.pdf",
            "file/unreadable content/d",
        ] {
            assert!(said.contains(&format!("{line}\n")), "no `{line}` in {said}");
        }
        assert!(!said.contains("note content/b.md"));
    }

    #[test]
    fn where_there_are_links_everything_is_looked_at() {
        let site = Site::new(&[("content/a.md", b"one")]);
        symlink("a.md", site.path().join("content/b.md")).expect("a link can be made");
        let roots = [site.root()];
        let (_, cache) = read(&roots, None, &Changes::Any);
        site.write("content/a.md", b"two");
        let (tree, _) = read(&roots, Some(cache), &Changes::Files([site.path().join("content/a.md")].into()));
        assert_eq!(&*tree.files[1].text, "two", "it has another name");
    }

    #[test]
    #[ignore = "run by the test above"]
    fn reads_as_a_child() {
        let Some(folder) = std::env::var_os("CANDOR_TEST_SITE") else { return };
        let folder = std::path::PathBuf::from(folder);
        let root =
            Root { dir: folder.join("content"), shown: "content".to_owned(), prefix: String::new(), site: folder };
        let (tree, _) = read(&[root], None, &Changes::Any);
        let mut said = String::from("\n");
        for note in notes(&tree) {
            said += &format!("note {note}\n");
        }
        for (code, path, _) in problems(&tree) {
            said += &format!("{code} {path}\n");
        }
        std::io::stdout().write_all(said.as_bytes()).expect("the parent listens");
    }
}
