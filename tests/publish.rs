//! Publishing: killed, out of space, without the right to write, and in
//! folders that are not ours.
//!
//! Nothing here looks at what is in a page: outputs are made up, and every
//! expectation is about whole files.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, SystemTime};

use candor::output::Output;
use candor::publish::{PublishError, Published};
use candor::source::Bytes;

fn output(path: &str, text: &str) -> Output {
    Output::ready(path, text.into())
}

fn publish(outputs: &[Output], folder: &Path) -> Result<Published, PublishError> {
    candor::publish::publish(outputs.to_vec(), folder, &mut |_| {})
}

/// A site of about 300 files in one of two versions: some files are in both
/// and alike, most differ, some are in one only, and in one place a page of
/// the first is a folder of the second.
fn tree(version: char) -> Vec<Output> {
    let mut outputs = Vec::new();
    for number in 0..100 {
        outputs.push(output(&format!("same/{number}.html"), &format!("page {number}\n").repeat(50)));
        let length = 20 + (number * 37) % 900;
        outputs.push(output(
            &format!("notes/{}/{number}.html", number % 7),
            &format!("{version}{number}\n").repeat(length),
        ));
    }
    for number in 0..50 {
        outputs.push(output(&format!("only-{version}/{number}.html"), &format!("{version}{number}")));
        outputs
            .push(output(&format!("assets/{version}-{number}.css"), &format!("/* {version} {number} */").repeat(60)));
    }
    match version {
        'A' => outputs.push(output("shape", "a file")),
        _ => outputs.extend([output("shape/one.html", "in a folder"), output("shape/deep/two.html", "deeper")]),
    }
    outputs.push(output("index.html", &format!("home of {version}")));
    outputs
}

fn bytes_of(outputs: &[Output]) -> BTreeMap<String, Vec<u8>> {
    let bytes = |output: &Output| match output.bytes().expect("it can be made") {
        Bytes::Memory(bytes) => bytes.to_vec(),
        Bytes::File { path, .. } => fs::read(path).expect("the source is there"),
    };
    outputs.iter().map(|output| (output.path.to_string(), bytes(output))).collect()
}

/// Everything in a folder by its path; folders end in `/`. Our own names are left out.
fn on_disk(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    fn add(folder: &Path, prefix: &str, all: &mut BTreeMap<String, Vec<u8>>) {
        for entry in fs::read_dir(folder).expect("a folder") {
            let entry = entry.expect("an entry");
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if name == ".candor" || name == ".candor-lock" || name == ".candor-staging" {
                continue;
            }
            if entry.file_type().expect("a type").is_dir() {
                add(&entry.path(), &format!("{name}/"), all);
                all.insert(format!("{name}/"), Vec::new());
            } else {
                all.insert(name, fs::read(entry.path()).expect("a file"));
            }
        }
    }
    let mut all = BTreeMap::new();
    add(folder, "", &mut all);
    all
}

fn files_on_disk(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    on_disk(folder).into_iter().filter(|(path, _)| !path.ends_with('/')).collect()
}

/// The folder holds exactly these outputs: no file and no folder more.
#[track_caller]
fn assert_holds(folder: &Path, outputs: &[Output]) {
    let expected = bytes_of(outputs);
    let found = on_disk(folder);
    let folders: BTreeSet<String> = expected
        .keys()
        .flat_map(|path| path.match_indices('/').map(|(at, _)| path[..=at].to_owned()).collect::<Vec<_>>())
        .collect();
    let names: BTreeSet<&String> = expected.keys().chain(&folders).collect();
    assert_eq!(found.keys().collect::<BTreeSet<_>>(), names);
    assert!(expected.iter().all(|(path, bytes)| found[path] == *bytes), "a file has other bytes");
    assert!(!folder.join(".candor-staging").exists(), "the staging folder is still there");
}

fn temporary() -> tempfile::TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

// Processes of our own: this very program, told what to do by its environment.

/// Makes a command that runs [`child`] with this task in this folder.
fn child_command(program: &str, arguments: &[&str], task: &str, folder: &Path) -> Command {
    let own = std::env::current_exe().expect("tests run from a file");
    let name = match module_path!().split_once("::") {
        Some((_, module)) => format!("{module}::child"),
        None => "child".to_owned(),
    };
    let mut command = if program.is_empty() { Command::new(&own) } else { Command::new(program) };
    command.args(arguments);
    if !program.is_empty() {
        command.arg(&own);
    }
    command.args(["--exact", &name, "--ignored", "--nocapture", "--test-threads=1"]);
    command.env("CANDOR_TEST_TASK", task).env("CANDOR_TEST_FOLDER", folder).stdin(Stdio::null());
    command
}

/// Runs a child to its end and returns what it said.
#[track_caller]
fn run(mut command: Command) -> String {
    let output = command.output().expect("the child runs");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{said}\n{}", String::from_utf8_lossy(&output.stderr));
    said
}

#[test]
#[ignore = "run by the other tests as a process of its own"]
#[expect(clippy::print_stdout, reason = "the parent reads it")]
fn child() {
    let (Some(task), Some(folder)) = (std::env::var_os("CANDOR_TEST_TASK"), std::env::var_os("CANDOR_TEST_FOLDER"))
    else {
        return;
    };
    let folder = PathBuf::from(folder);
    match task.to_str().expect("the parent writes it") {
        "alternate" => {
            let trees = [tree('B'), tree('A')];
            println!("\nstarted");
            for tree in trees.iter().cycle() {
                publish(tree, &folder).expect("nothing is in its way");
            }
        }
        "large" => {
            let error = publish(&large(), &folder).expect_err("there is no room for it");
            println!("\nerror: {error}");
        }
        "B" => match publish(&tree('B'), &folder) {
            Ok(_) => println!("\npublished"),
            Err(error) => println!("\nerror: {error}"),
        },
        "full disk" => {
            publish(&tree('A'), &folder).expect("the disk has room for the first");
            let error = publish(&large(), &folder).expect_err("there is no room for it");
            assert_holds(&folder, &tree('A'));
            publish(&tree('B'), &folder).expect("the disk has room again");
            assert_holds(&folder, &tree('B'));
            println!("\nerror: {error}");
        }
        other => panic!("no task `{other}`"),
    }
}

/// Version B with a file of eight megabytes in the middle.
fn large() -> Vec<Output> {
    let mut outputs = tree('B');
    outputs.insert(150, Output::ready("assets/film.bin", vec![7; 8 << 20]));
    outputs
}

/// Numbers that differ from run to run; the seed is told so that a failure can be looked at.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }
}

#[test]
#[expect(clippy::print_stdout, reason = "the seed belongs to a failure")]
fn killed_at_any_moment_every_file_is_whole_and_the_next_publish_repairs_the_rest() {
    let place = temporary();
    let folder = place.path().join("public");
    let (a, b) = (bytes_of(&tree('A')), bytes_of(&tree('B')));
    let started = SystemTime::now();
    publish(&tree('A'), &folder).expect("the folder is new");
    publish(&tree('B'), &folder).expect("the folder is ours");
    // Kills fall anywhere within two rounds of the child.
    let span = u64::try_from(started.elapsed().expect("time goes on").as_micros()).expect("it is short").max(20_000);
    let seed = started.duration_since(SystemTime::UNIX_EPOCH).expect("it is after 1970").as_nanos() as u64 | 1;
    println!("seed {seed}, kills within {span} microseconds");
    let mut random = Random(seed);
    let (mut staging, mut mixed) = (0, 0);
    let mut kill = 0;
    // At least 100, and on until some fell where it matters: a busy machine spreads them otherwise.
    while kill < 100 || staging < 10 || mixed == 0 {
        assert!(kill < 1_000, "of {kill} kills {staging} fell into a publish and {mixed} between two renames");
        kill += 1;
        let mut child = child_command("", &[], "alternate", &folder).stdout(Stdio::piped()).spawn().expect("it runs");
        let lines = BufReader::new(child.stdout.take().expect("it was asked for")).lines();
        for line in lines {
            if line.expect("the child speaks").ends_with("started") {
                break;
            }
        }
        std::thread::sleep(Duration::from_micros(random.below(span)));
        assert!(child.try_wait().expect("it can be asked").is_none(), "the child ended by itself");
        child.kill().expect("it can be killed");
        child.wait().expect("it ends");

        staging += usize::from(folder.join(".candor-staging").exists());
        let found = files_on_disk(&folder);
        for (path, bytes) in &found {
            let whole = a.get(path) == Some(bytes) || b.get(path) == Some(bytes);
            assert!(whole, "after kill {kill}, `{path}` is in neither version as it stands");
        }
        mixed += usize::from(found != a && found != b);
        for path in a.keys().filter(|path| b.contains_key(*path)) {
            assert!(found.contains_key(path), "after kill {kill}, `{path}` is missing though both versions have it");
        }
        publish(&tree('B'), &folder).expect("the next publish repairs it");
        assert_holds(&folder, &tree('B'));
    }
    println!("of {kill} kills, {staging} left a staging folder and {mixed} a site between the versions");
}

#[test]
fn a_second_publish_touches_nothing() {
    let place = temporary();
    let folder = place.path().join("public");
    let first = publish(&tree('A'), &folder).expect("the folder is new");
    assert_eq!((first.written, first.unchanged, first.removed), (tree('A').len(), 0, 0));
    let times = |folder: &Path| -> BTreeMap<String, SystemTime> {
        let mut paths: Vec<String> = on_disk(folder).into_keys().collect();
        paths.push(".candor".to_owned());
        let time = |path: &String| fs::metadata(folder.join(path)).expect("it is there").modified().expect("a time");
        paths.iter().map(|path| (path.clone(), time(path))).collect()
    };
    let before = times(&folder);
    std::thread::sleep(Duration::from_millis(20));
    let second = publish(&tree('A'), &folder).expect("the folder is ours");
    assert_eq!((second.written, second.unchanged, second.removed), (0, tree('A').len(), 0));
    assert_eq!(times(&folder), before);

    let mut changed = tree('A');
    changed.pop();
    changed.push(output("index.html", "home, mended"));
    let third = publish(&changed, &folder).expect("the folder is ours");
    assert_eq!((third.written, third.unchanged), (1, changed.len() - 1));
    let differ: Vec<String> =
        times(&folder).into_iter().filter(|(path, time)| before[path] != *time).map(|(path, _)| path).collect();
    assert_eq!(differ, ["index.html"], "only what changed is touched");
}

#[test]
fn a_folder_of_somebody_else_is_refused_and_not_touched() {
    let place = temporary();
    fs::write(place.path().join("thesis.txt"), "years of work").expect("a file");
    let error = publish(&tree('A'), place.path()).expect_err("it is not ours");
    assert!(matches!(error, PublishError::Foreign(_)));
    let message = error.to_string();
    assert!(message.contains(&place.path().display().to_string()) && message.contains("--output"), "{message}");
    let names: Vec<_> =
        fs::read_dir(place.path()).expect("a folder").map(|entry| entry.expect("an entry").file_name()).collect();
    assert_eq!(names, ["thesis.txt"]);
    let file = place.path().join("thesis.txt");
    assert!(matches!(publish(&tree('A'), &file), Err(PublishError::NotAFolder(_))));
    assert_eq!(fs::read_to_string(&file).expect("it is there"), "years of work");
}

#[test]
fn a_folder_with_a_damaged_or_foreign_manifest_is_refused_and_not_touched() {
    let place = temporary();
    publish(&tree('A'), place.path()).expect("the folder is empty");
    let path = place.path().join(".candor");
    let good = fs::read_to_string(&path).expect("the manifest");
    let torn = &good[..good.len() / 2];
    let led_out = good.replace("index.html", "../../home.html");
    for text in [torn, &led_out, "", "somebody else's settings\n", "\u{0}\u{0}"] {
        fs::write(&path, text).expect("it can be written");
        let error = publish(&tree('B'), place.path()).expect_err("nothing can be told to be ours");
        assert!(matches!(error, PublishError::Manifest { .. }), "{error}");
        assert_eq!(files_on_disk(place.path()), bytes_of(&tree('A')));
    }
    fs::write(&path, good).expect("it can be written");
    publish(&tree('B'), place.path()).expect("the folder is ours again");
    assert_holds(place.path(), &tree('B'));
}

#[test]
fn what_is_not_in_the_manifest_is_never_replaced_or_removed() {
    let place = temporary();
    publish(&tree('A'), place.path()).expect("the folder is empty");
    let theirs = place.path().join("only-A/theirs.txt");
    fs::write(&theirs, "theirs").expect("a file");
    let published = publish(&tree('B'), place.path()).expect("their file is in nobody's way");
    // The file that became a folder is not counted: it was replaced.
    assert_eq!(published.removed, 100);
    assert_eq!(fs::read_to_string(&theirs).expect("it is there"), "theirs");

    let mut outputs = tree('B');
    outputs.push(output("only-A/theirs.txt", "ours"));
    let error = publish(&outputs, place.path()).expect_err("their file is in the way");
    assert!(matches!(&error, PublishError::InTheWay(path) if *path == theirs), "{error}");
    outputs.pop();
    outputs.push(output("only-A", "ours"));
    let error = publish(&outputs, place.path()).expect_err("their file is in the way");
    assert!(matches!(&error, PublishError::InTheWay(path) if *path == theirs), "{error}");
    outputs.pop();
    outputs.push(output("only-A/theirs.txt/page.html", "ours"));
    let error = publish(&outputs, place.path()).expect_err("their file is in the way");
    assert!(matches!(&error, PublishError::InTheWay(path) if *path == theirs), "{error}");
    assert_eq!(fs::read_to_string(&theirs).expect("it is there"), "theirs");
    fs::remove_file(&theirs).expect("it is there");
    fs::remove_dir(place.path().join("only-A")).expect("it is empty");
    assert_holds(place.path(), &tree('B'));
}

#[test]
fn outputs_that_exclude_each_other_or_lead_out_of_the_folder_are_refused_before_anything_is_written() {
    let place = temporary();
    publish(&tree('A'), place.path()).expect("the folder is empty");
    for path in [
        "../out.html",
        "/tmp/out.html",
        "a/../../out.html",
        "",
        "a//b.html",
        ".candor",
        ".candor-staging/x",
        "a\n.html",
    ] {
        let error = publish(&[output(path, "x")], place.path()).expect_err("the path is unsafe");
        assert!(matches!(error, PublishError::Path(..)), "{path}: {error}");
    }
    for paths in [["a.html", "a.html"], ["a", "a/b.html"], ["a/b/c.html", "a/b"]] {
        let error = publish(&paths.map(|path| output(path, "x")), place.path()).expect_err("both cannot be there");
        assert!(matches!(error, PublishError::Conflict(..)), "{paths:?}: {error}");
    }
    assert_holds(place.path(), &tree('A'));
}

#[test]
fn two_publish_at_once_are_one_and_a_clear_refusal() {
    let place = temporary();
    publish(&tree('A'), place.path()).expect("the folder is empty");
    let mut inner = None;
    candor::publish::publish(tree('B'), place.path(), &mut |_| {
        inner.get_or_insert_with(|| publish(&tree('A'), place.path()));
    })
    .expect("the first goes on");
    let error = inner.expect("there was progress").expect_err("the folder is in use");
    assert!(matches!(error, PublishError::Busy(_)), "{error}");
    assert_holds(place.path(), &tree('B'));
}

/// Stale files are there until every new one is: looked at after each rename and removal.
#[test]
fn what_pages_refer_to_comes_first_and_what_is_stale_goes_last() {
    use candor::publish::Phase;
    let place = temporary();
    let many = |version: char| -> Vec<Output> {
        let pages = (0..600).map(|number| output(&format!("p{version}{number}.html"), "page"));
        let assets = (0..600).map(|number| output(&format!("{version}{number}.css"), "style"));
        pages.chain(assets).chain([output("index.html", &version.to_string())]).collect()
    };
    publish(&many('A'), place.path()).expect("the folder is empty");
    let mut seen = BTreeSet::new();
    candor::publish::publish(many('B'), place.path(), &mut |progress| {
        let found = files_on_disk(place.path());
        let count =
            |end: &str, start: &str| found.keys().filter(|path| path.ends_with(end) && path.starts_with(start)).count();
        let home_is_new = found["index.html"] == b"B";
        if count(".html", "pB") > 0 {
            assert_eq!(count(".css", "B"), 600, "a page was there before all styles were");
        }
        if home_is_new {
            assert_eq!(count(".html", "pB"), 600, "the list of pages was there before all pages were");
        }
        if count(".html", "pA") < 600 || count(".css", "A") < 600 {
            assert!(home_is_new, "a stale file went before all new ones were there");
        }
        seen.insert(format!("{:?}", progress.phase));
        assert!(progress.done <= progress.total);
        if progress.phase == Phase::Removing {
            assert!(home_is_new);
        }
    })
    .expect("nothing is in the way");
    assert_eq!(seen.into_iter().collect::<Vec<_>>().join(" "), expected_phases());
    assert_holds(place.path(), &many('B'));
}

fn expected_phases() -> &'static str {
    "Placing Removing Staging Syncing"
}

#[test]
fn a_file_is_copied_with_its_bytes_and_the_permissions_of_a_new_one() {
    let place = temporary();
    let (source, folder) = (place.path().join("scan.pdf"), place.path().join("public"));
    let bytes: Vec<u8> = (0..300_000_u32).map(|number| number.to_le_bytes()[number as usize % 3]).collect();
    fs::write(&source, &bytes).expect("a file");
    #[cfg(unix)]
    fs::set_permissions(&source, std::os::unix::fs::PermissionsExt::from_mode(0o400)).expect("a mode");
    let outputs = || {
        let bytes = Bytes::File { path: source.clone(), len: bytes.len() as u64, mtime: 0 };
        [Output::new("files/scan.pdf", bytes)]
    };
    assert_eq!(publish(&outputs(), &folder).expect("the folder is new").written, 1);
    assert_eq!(fs::read(folder.join("files/scan.pdf")).expect("it is there"), bytes);
    assert_eq!(publish(&outputs(), &folder).expect("the folder is ours").written, 0);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = |path: &Path| fs::metadata(path).expect("it is there").permissions().mode() & 0o777;
        fs::write(place.path().join("new"), "").expect("a file");
        assert_eq!(mode(&folder.join("files/scan.pdf")), mode(&place.path().join("new")));
    }
    // One byte in the middle, length as before.
    let mut edited = bytes.clone();
    edited[150_000] ^= 1;
    fs::remove_file(&source).expect("it is there");
    fs::write(&source, &edited).expect("a file");
    assert_eq!(publish(&outputs(), &folder).expect("the folder is ours").written, 1);
    assert_eq!(fs::read(folder.join("files/scan.pdf")).expect("it is there"), edited);

    fs::remove_file(&source).expect("it is there");
    let error = publish(&outputs(), &folder).expect_err("its source is gone");
    assert!(error.to_string().contains("scan.pdf"), "{error}");
    assert_eq!(fs::read(folder.join("files/scan.pdf")).expect("it is there"), edited);
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    /// Whatever this user may do, the child may not write past the modes of folders.
    fn bound(task: &str, folder: &Path) -> Command {
        let probe = temporary();
        fs::set_permissions(probe.path(), PermissionsExt::from_mode(0o500)).expect("a mode");
        if fs::write(probe.path().join("x"), "").is_ok() {
            child_command("setpriv", &["--bounding-set=-dac_override,-dac_read_search,-fowner"], task, folder)
        } else {
            child_command("", &[], task, folder)
        }
    }

    #[test]
    fn a_linked_folder_inside_the_output_is_never_written_or_removed_through() {
        let (place, outside) = (temporary(), temporary());
        publish(&tree('A'), place.path()).expect("the folder is empty");
        // Theirs now: the folder was moved away and a link put in its place.
        let link = place.path().join("only-A");
        let moved = outside.path().join("moved");
        let before: BTreeMap<String, Vec<u8>> = on_disk(&link);
        fs::create_dir(&moved).expect("a folder");
        for (name, bytes) in &before {
            fs::write(moved.join(name), bytes).expect("a file");
        }
        fs::remove_dir_all(&link).expect("it is there");
        symlink(&moved, &link).expect("a link");

        let home = fs::read(place.path().join("index.html")).expect("it is there");
        for version in ['A', 'B'] {
            let error = publish(&tree(version), place.path()).expect_err("the link is in the way");
            assert!(matches!(&error, PublishError::Link(path) if *path == link), "{error}");
            assert_eq!(on_disk(&moved), before, "version {version} went through the link");
            assert_eq!(fs::read(place.path().join("index.html")).expect("it is there"), home);
        }
        fs::remove_file(&link).expect("the link");
        publish(&tree('B'), place.path()).expect("nothing is in the way");
        assert_holds(place.path(), &tree('B'));
        assert_eq!(on_disk(&moved), before);
    }

    #[test]
    fn a_linked_file_is_replaced_and_what_it_leads_to_stays() {
        let (place, outside) = (temporary(), temporary());
        publish(&tree('A'), place.path()).expect("the folder is empty");
        let (target, home) = (outside.path().join("precious"), place.path().join("index.html"));
        fs::write(&target, "precious").expect("a file");
        fs::remove_file(&home).expect("it is there");
        symlink(&target, &home).expect("a link");
        publish(&tree('B'), place.path()).expect("the name is ours");
        assert_holds(place.path(), &tree('B'));
        assert!(!home.symlink_metadata().expect("it is there").is_symlink());
        assert_eq!(fs::read_to_string(&target).expect("it is there"), "precious");
    }

    #[test]
    fn an_output_folder_may_itself_be_a_link() {
        let place = temporary();
        fs::create_dir(place.path().join("www")).expect("a folder");
        symlink("www", place.path().join("public")).expect("a link");
        publish(&tree('A'), &place.path().join("public")).expect("that is the user's choice");
        assert_holds(&place.path().join("www"), &tree('A'));
    }

    /// The limit stands in for a full disk where nothing can be mounted: the
    /// write fails in the same call, only under another name.
    #[test]
    fn a_file_that_cannot_be_written_leaves_the_old_site_whole() {
        let place = temporary();
        publish(&tree('A'), place.path()).expect("the folder is empty");
        // Ignored, so that the write fails instead of ending the process; in blocks of 512 or 1024 bytes.
        let limited = ["-c", "trap '' XFSZ; ulimit -f 4096; exec \"$@\"", "sh"];
        let said = run(child_command("sh", &limited, "large", place.path()));
        assert!(said.contains("error: cannot write `") && said.contains("assets/film.bin"), "{said}");
        assert!(said.contains("ulimit -f") && said.contains("the site that was there is unchanged"), "{said}");
        assert_holds(place.path(), &tree('A'));
        publish(&tree('B'), place.path()).expect("there is room again");
        assert_holds(place.path(), &tree('B'));
    }

    /// A disk of five megabytes in a mount namespace of its own.
    #[test]
    #[cfg(target_os = "linux")]
    #[expect(clippy::print_stdout, reason = "a test that did not run must say so")]
    fn a_full_disk_leaves_the_old_site_whole() {
        let place = temporary();
        let disk = place.path().join("disk");
        fs::create_dir(&disk).expect("a folder");
        let script = "mount -t tmpfs -o size=5m none \"$CANDOR_TEST_FOLDER\" || exit 77; exec \"$@\"";
        let arguments = ["--user", "--map-root-user", "--mount", "sh", "-c", script, "sh"];
        let output = child_command("unshare", &arguments, "full disk", &disk).output().expect("unshare runs");
        let (said, wrong) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        if output.status.code() == Some(77) || wrong.contains("unshare") {
            println!("nothing can be mounted here; the test with a limit on file sizes stands for this one: {wrong}");
            return;
        }
        assert!(output.status.success(), "{said}\n{wrong}");
        assert!(said.contains("error: cannot write `") && said.contains("free some space"), "{said}");
    }

    #[test]
    fn a_folder_that_cannot_be_written_is_told_with_a_way_forward() {
        let place = temporary();
        let folder = place.path().join("public");
        publish(&tree('A'), &folder).expect("the folder is new");
        for locked in ["", "notes/3", "only-A"] {
            let locked = folder.join(locked);
            fs::set_permissions(&locked, PermissionsExt::from_mode(0o555)).expect("a mode");
            let said = run(bound("B", &folder));
            fs::set_permissions(&locked, PermissionsExt::from_mode(0o755)).expect("a mode");
            assert!(said.contains("error: cannot ") && said.contains("--output"), "{}: {said}", locked.display());
            assert!(said.contains(locked.to_str().expect("it is UTF-8")), "{said}");
            assert!(said.contains("the site that was there is unchanged"), "{said}");
            assert_holds(&folder, &tree('A'));
        }
        assert!(run(bound("B", &folder)).contains("published"));
        assert_holds(&folder, &tree('B'));
    }

    #[test]
    fn a_missing_folder_in_a_place_that_cannot_be_written_is_told() {
        let place = temporary();
        fs::set_permissions(place.path(), PermissionsExt::from_mode(0o555)).expect("a mode");
        let said = run(bound("B", &place.path().join("a/public")));
        fs::set_permissions(place.path(), PermissionsExt::from_mode(0o755)).expect("a mode");
        assert!(said.contains("error: cannot make the folder") && said.contains("--output"), "{said}");
    }
}
