//! What publishing promises: never half a file, never a file of somebody else's, whatever happens to the process.
//!
//! Builds no wiki: trees of made-up files go straight to `publish`. Kills and limits befall a child, which is this
//! very test binary, so that nothing but the library is at work.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use candor::output::Output;
use candor::publish::{PublishError, Published, publish};
use candor::source::Bytes;
use candor::source::MANIFEST;
use tempfile::TempDir;

/// Tells the test [`child`] that it is one, and what to do: `loop` or `once`.
const TASK: &str = "CANDOR_TEST_PUBLISH";
const FOLDER: &str = "CANDOR_TEST_FOLDER";
const KILLS: usize = 100;

type Tree = BTreeMap<String, Vec<u8>>;

/// About 200 files. Most names are in both trees, some in one only; `swap` is a file here and a folder there.
fn tree(which: char) -> Tree {
    let other = usize::from(which == 'b');
    let mut tree = Tree::new();
    for number in 0..200 {
        let path = match number {
            0 => "index.html".to_owned(),
            1 => ["swap", "swap/inner/deep.html"][other].to_owned(),
            2 => ["turn/inner/deep.html", "turn"][other].to_owned(),
            _ if number % 10 == 3 => format!("only-{which}/deep/{number}.html"),
            _ if number % 10 == 4 => format!("shared/renamed-{which}-{number}.svg"),
            _ => format!("part-{}/{number}.{}", number % 7, ["html", "css", "js"][number % 3]),
        };
        // Every fifth file is the same in both.
        let letter = if number % 5 == 0 { 'x' } else { which };
        let line = format!("{letter} {path}\n");
        tree.insert(path, line.bytes().cycle().take(1 + number * 7919 % 40_960).collect());
    }
    tree
}

fn outputs(tree: &Tree) -> Vec<Output> {
    let output = |(path, bytes): (&String, &Vec<u8>)| Output {
        path: path.as_str().into(),
        bytes: Bytes::Memory(bytes.as_slice().into()),
    };
    tree.iter().map(output).collect()
}

fn small(paths: &[&str]) -> Vec<Output> {
    outputs(&paths.iter().map(|path| ((*path).to_owned(), format!("bytes of {path}").into_bytes())).collect())
}

/// Every file below a folder, without the manifest. An empty folder counts, as `name/`: it is a left-over too.
fn found(folder: &Path) -> Tree {
    let mut tree = Tree::new();
    for entry in walkdir::WalkDir::new(folder).min_depth(1) {
        let entry = entry.expect("the folder can be read");
        let path = entry.path().strip_prefix(folder).expect("below it").to_str().expect("plain names").to_owned();
        if entry.file_type().is_dir() {
            if fs::read_dir(entry.path()).expect("a folder").next().is_none() {
                tree.insert(path + "/", Vec::new());
            }
        } else if path != MANIFEST {
            tree.insert(path, fs::read(entry.path()).expect("a file"));
        }
    }
    tree
}

/// Like `assert_eq`, but names the paths instead of printing megabytes.
fn assert_same(found: &Tree, wanted: &Tree, when: &str) {
    let differs = |path: &&String| found.get(*path) != wanted.get(*path);
    let wrong: Vec<&String> = found.keys().chain(wanted.keys()).filter(differs).collect();
    assert!(wrong.is_empty(), "{when}: {wrong:?}");
}

/// A folder inside a temporary one that every user may enter.
fn place() -> (TempDir, PathBuf) {
    let outer = TempDir::new().expect("a temporary folder");
    fs::set_permissions(outer.path(), fs::Permissions::from_mode(0o755)).expect("it is ours");
    let folder = outer.path().join("site");
    (outer, folder)
}

fn arguments(command: &mut Command, task: &str, folder: &Path) {
    command.args(["publish::child", "--exact", "--nocapture", "--test-threads=1"]);
    command.env(TASK, task).env(FOLDER, folder).stdout(Stdio::piped()).stderr(Stdio::null());
}

fn say(text: &str) {
    // Past libtest's own line, and at once.
    let mut out = std::io::stdout().lock();
    out.write_all(format!("\n{text}\n").as_bytes()).and_then(|()| out.flush()).expect("the parent listens");
}

/// Nothing on its own: the part that the other tests kill and limit.
#[test]
fn child() {
    let Ok(task) = std::env::var(TASK) else { return };
    let folder = PathBuf::from(std::env::var_os(FOLDER).expect("set together with the task"));
    let (a, b) = (outputs(&tree('a')), outputs(&tree('b')));
    say("ready");
    if task == "once" {
        return say(&match publish(&b, &folder) {
            Ok(_) => "published".to_owned(),
            Err(error) => error.to_string(),
        });
    }
    loop {
        publish(&b, &folder).expect("nothing in the way");
        publish(&a, &folder).expect("nothing in the way");
    }
}

#[test]
fn a_hundred_kills_tear_no_file_and_leave_nothing_behind() {
    let (_outer, folder) = place();
    let (a, b) = (tree('a'), tree('b'));
    let mut random = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_nanos() as u64 | 1;
    let (mut interrupted, mut mixed) = (0, 0);
    for kill in 0..KILLS {
        let mut command = Command::new(std::env::current_exe().expect("this binary"));
        arguments(&mut command, "loop", &folder);
        let mut child = command.spawn().expect("this binary runs");
        let lines = BufReader::new(child.stdout.take().expect("piped")).lines();
        assert!(lines.map_while(Result::ok).any(|line| line == "ready"), "the child never began");
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        std::thread::sleep(Duration::from_micros(random % 60_000));
        child.kill().expect("it loops for ever");
        child.wait().expect("it was ours");

        interrupted += usize::from(folder.join(".candor-staging").exists());
        let (mut from_a, mut from_b) = (false, false);
        let manifest = fs::read_to_string(folder.join(MANIFEST)).unwrap_or_default();
        for (path, bytes) in found(&folder) {
            if path.starts_with(".candor-staging") || path.ends_with('/') {
                continue;
            }
            let (is_a, is_b) = (a.get(&path) == Some(&bytes), b.get(&path) == Some(&bytes));
            assert!(is_a || is_b, "kill {kill}: `{path}` is torn, {} bytes", bytes.len());
            assert!(manifest.lines().any(|line| line == path), "kill {kill}: `{path}` is not in the manifest");
            from_a |= is_a && !is_b;
            from_b |= is_b && !is_a;
        }
        mixed += usize::from(from_a && from_b);
        // Every other time the child's own next run has to cope with what the kill left.
        let wanted = if kill % 4 < 2 { &a } else { &b };
        if kill % 2 == 1 || kill + 1 == KILLS {
            publish(&outputs(wanted), &folder).expect("a kill leaves nothing in the way");
            assert_same(&found(&folder), wanted, &format!("after kill {kill}"));
        }
    }
    say(&format!("{KILLS} kills: {interrupted} during a publish, {mixed} between the first rename and the last"));
    assert!(interrupted > KILLS / 10 && mixed > 0, "too few kills struck: {interrupted}, {mixed}");
}

/// Publishes tree b over tree a in a child that cannot succeed; returns what it said.
fn refused(mut command: Command, folder: &Path) -> String {
    arguments(&mut command, "once", folder);
    let before = (found(folder), fs::read(folder.join(MANIFEST)).expect("published before"));
    let output = command.output().expect("the shell runs");
    let after = (found(folder), fs::read(folder.join(MANIFEST)).expect("still there"));
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_same(&after.0, &before.0, &said);
    assert_eq!(after.1, before.1, "the manifest changed");
    let said = said.split_once("ready\n").expect("the child began").1.to_owned();
    assert!(said.contains("could not ") && said.contains("the site that was there before is whole"), "{said}");
    said
}

#[test]
fn files_that_cannot_be_written_leave_the_old_site_whole() {
    let (_outer, folder) = place();
    publish(&outputs(&tree('a')), &folder).expect("an empty folder");
    let mut shell = Command::new("sh");
    shell.args(["-c", r#"trap '' XFSZ; ulimit -f 16; exec "$0" "$@""#]).arg(std::env::current_exe().expect("this"));
    let said = refused(shell, &folder);
    assert!(said.contains("could not write") && said.contains("File too large"), "{said}");
}

/// Unmounts whatever the test's end.
struct Mounted(PathBuf);

impl Drop for Mounted {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

/// Only where this user may mount; the limit above stands for it everywhere else.
#[test]
fn a_full_disk_leaves_the_old_site_whole() {
    let (_outer, folder) = place();
    fs::create_dir(&folder).expect("a new folder");
    let mut mount = Command::new("mount");
    mount.args(["-t", "tmpfs", "-o", "size=6m", "candor-test"]).arg(&folder).stderr(Stdio::null());
    if !mount.status().is_ok_and(|status| status.success()) {
        return say("no right to mount: only the limit on files was tested");
    }
    let _mounted = Mounted(folder.clone());
    publish(&outputs(&tree('a')), &folder).expect("there is room for one");
    let said = refused(Command::new(std::env::current_exe().expect("this")), &folder);
    assert!(said.contains("the disk is full: make room"), "{said}");
}

#[test]
fn a_read_only_folder_leaves_the_old_site_whole() {
    let (outer, folder) = place();
    publish(&outputs(&tree('a')), &folder).expect("an empty folder");
    // A copy, since the folder of this binary may be closed to the user that the child becomes.
    let copy = outer.path().join("tests");
    fs::copy(std::env::current_exe().expect("this"), &copy).expect("room for it");
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o555)).expect("it is ours");
    let mut command = Command::new(&copy);
    if fs::metadata(&folder).expect("it is there").uid() == 0 {
        // Root may write everywhere.
        command = Command::new("setpriv");
        command.args(["--reuid=65534", "--regid=65534", "--clear-groups"]).arg(&copy);
    }
    let said = refused(command, &folder);
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).expect("it is ours");
    assert!(said.contains("Permission denied") && said.contains("change its permissions"), "{said}");
}

#[test]
fn a_second_publish_touches_no_file() {
    let (_outer, folder) = place();
    let a = outputs(&tree('a'));
    let first = publish(&a, &folder).expect("an empty folder");
    assert_eq!(first, Published { written: 200, unchanged: 0, removed: 0 });
    let stamps = || -> BTreeMap<PathBuf, (i64, i64, u64)> {
        let entries = walkdir::WalkDir::new(&folder).min_depth(1).into_iter().map(|entry| entry.expect("readable"));
        let stamp = |entry: walkdir::DirEntry| {
            let data = entry.metadata().expect("it was just listed");
            (entry.into_path(), (data.mtime(), data.mtime_nsec(), data.ino()))
        };
        entries.map(stamp).collect()
    };
    let before = stamps();
    std::thread::sleep(Duration::from_millis(20));
    let second = publish(&a, &folder).expect("the same again");
    assert_eq!(second, Published { written: 0, unchanged: 200, removed: 0 });
    assert_eq!(stamps(), before);
}

#[test]
fn a_foreign_folder_is_refused_and_untouched() {
    let manifests: [Option<&[u8]>; 4] = [None, Some(b"mine\nthesis.txt\n"), Some(b"\xff\xfe not text"), Some(b"")];
    for manifest in manifests {
        let (_outer, folder) = place();
        fs::create_dir(&folder).expect("a new folder");
        fs::write(folder.join("thesis.txt"), "years of work").expect("a new file");
        if let Some(bytes) = manifest {
            fs::write(folder.join(MANIFEST), bytes).expect("a new file");
        }
        let before = found(&folder);
        let error = publish(&small(&["index.html", "thesis.txt"]), &folder).expect_err("it is not ours");
        assert!(matches!(error, PublishError::Foreign(_)), "{manifest:?}: {error}");
        assert_same(&found(&folder), &before, "refused");
        assert_eq!(fs::read(folder.join(MANIFEST)).ok().as_deref(), manifest);
    }
}

#[test]
fn what_is_no_longer_built_goes_and_what_is_not_ours_stays() {
    let (_outer, folder) = place();
    publish(&small(&["index.html", "old/deep/a.html", "old/b.html", "kept/c.html", "kept/d.html"]), &folder)
        .expect("new");
    fs::write(folder.join("kept/mine.txt"), "mine").expect("a new file");
    let done = publish(&small(&["index.html"]), &folder).expect("ours");
    assert_eq!(done, Published { written: 0, unchanged: 1, removed: 4 });
    let left: Vec<String> = found(&folder).into_keys().collect();
    assert_eq!(left, ["index.html", "kept/mine.txt"]);
    assert!(!folder.join("old").exists(), "an emptied folder stays");

    // A page that would now have the name of that file must not replace it, nor a page need its place as a folder.
    for wanted in ["kept/mine.txt", "kept/mine.txt/page.html", "kept"] {
        let error = publish(&small(&["index.html", "new.html", wanted]), &folder).expect_err("that place is taken");
        assert!(matches!(error, PublishError::Foreign(_)), "{wanted}: {error}");
        assert_eq!(found(&folder).into_keys().collect::<Vec<_>>(), left, "{wanted}");
        assert_eq!(fs::read(folder.join("kept/mine.txt")).expect("still there"), b"mine");
    }
}

#[test]
fn a_symbolic_link_to_a_folder_is_not_followed() {
    let (outer, folder) = place();
    publish(&small(&["index.html", "sub/a.html"]), &folder).expect("an empty folder");
    let target = outer.path().join("elsewhere");
    fs::create_dir(&target).expect("a new folder");
    fs::write(target.join("a.html"), "not candor's").expect("a new file");
    fs::remove_dir_all(folder.join("sub")).expect("ours");
    symlink(&target, folder.join("sub")).expect("a new link");
    // To write through it, to write beside it, and to remove through it.
    for paths in [&["index.html", "sub/a.html"][..], &["index.html", "sub/new.html"], &["index.html"]] {
        let error = publish(&small(paths), &folder).expect_err("it leads outside");
        assert!(matches!(error, PublishError::Outside(_)), "{paths:?}: {error}");
        let there = found(&target);
        assert_eq!(
            there.into_iter().collect::<Vec<_>>(),
            [("a.html".to_owned(), b"not candor's".to_vec())],
            "{paths:?}"
        );
    }
}

#[test]
fn a_file_becomes_a_folder_and_back() {
    let (_outer, folder) = place();
    for round in 0..2 {
        for paths in [&["index.html", "x"][..], &["index.html", "x/y/z.html", "x/w.html"]] {
            let wanted = small(paths);
            publish(&wanted, &folder).unwrap_or_else(|error| panic!("round {round}, {paths:?}: {error}"));
            assert_eq!(found(&folder).into_keys().collect::<Vec<_>>().len(), paths.len());
            assert!(paths.iter().all(|path| folder.join(path).is_file()), "{paths:?}");
        }
    }
    File::open(folder.join("x/w.html")).expect("the last round left the folder");
}
