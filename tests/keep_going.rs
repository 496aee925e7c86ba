//! What `candor build --keep-going` leaves out, on the real binary: never less than it must.

use std::fs;
use std::path::Path;
use std::process::Command;

/// A path from the site's folder, and its bytes.
type File<'a> = (&'a str, &'a [u8]);

/// Builds a site of these files. Returns the exit code, what was told, and the paths published.
fn keep_going(files: &[File<'_>]) -> (Option<i32>, String, Vec<String>) {
    let root = tempfile::tempdir().expect("there is a folder for temporary files");
    for (path, bytes) in files {
        let path = root.path().join(path);
        fs::create_dir_all(path.parent().expect("each file is in a folder")).expect("it can be written");
        fs::write(path, bytes).expect("it can be written");
    }
    let output = Command::new(env!("CARGO_BIN_EXE_candor"))
        .args(["build", "--keep-going", "--today", "2026-11-24", "--site"])
        .arg(root.path())
        .output()
        .expect("the binary was built for this test");
    let told = String::from_utf8(output.stderr).expect("messages are UTF-8");
    let mut published = Vec::new();
    list(&root.path().join("public"), "", &mut published);
    (output.status.code(), told, published)
}

fn list(folder: &Path, above: &str, out: &mut Vec<String>) {
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let entry = entry.expect("the folder can be read");
        let path = format!("{above}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            list(&entry.path(), &format!("{path}/"), out);
        } else {
            out.push(path);
        }
    }
}

#[test]
fn a_section_note_with_any_error_closes_everything_below_it() {
    let large = [b"---\naudience: [payments]\n---\n".as_slice(), &vec![b'a'; 5 * 1024 * 1024 + 1]].concat();
    let broken: [File<'_>; 6] = [
        ("not UTF-8", b"---\naudience: [payments]\n---\ncaf\xe9\n"),
        ("too large", &large),
        ("unclosed", b"---\naudience: [payments]\n\ntext\n"),
        ("not YAML", b"---\naudience: [payments\n---\n"),
        ("twice", b"---\naudience: [payments]\naudience: [payments]\n---\n"),
        ("an error elsewhere in it", b"---\ndate: 2026-02-30\n---\n"),
    ];
    for (what, bytes) in broken {
        for index in ["_index.md", "README.md", "readme.md"] {
            let (code, told, published) = keep_going(&[
                ("site.toml", b"[audiences]\npayments = \"Payments\"\n"),
                ("content/open.md", b"# Open\n"),
                (&format!("content/x/{index}"), bytes),
                ("content/x/n.md", b"# Quiet\n"),
                ("content/x/n.pdf", b"quiet"),
                ("content/x/deep/m.md", b"# Quiet\n"),
            ]);
            assert_eq!(code, Some(1), "{what}: {told}");
            assert!(published.contains(&"open.html".to_string()), "{what}: {published:?}");
            assert!(!published.iter().any(|path| path.starts_with("x/")), "{what} {index}: {published:?}");
            // Where `audience` could be read, it is what closes the folder.
            let below = if what == "twice" { "" } else { ", and 2 notes in the folders it stands for" };
            assert!(told.contains(&format!("left out: 1 note with errors{below}\n")), "{what}: {told}");
        }
    }
}

#[test]
fn a_note_that_cannot_be_read_takes_the_files_that_nobody_else_shows_along() {
    let (code, told, published) = keep_going(&[
        ("content/open.md", b"# Open\n\n![seen](seen.png)\n"),
        ("content/n.md", b"caf\xe9 ![x](quiet.png)\n"),
        ("content/quiet.png", b"x"),
        ("content/seen.png", b"x"),
    ]);
    assert_eq!(code, Some(1), "{told}");
    assert!(published.contains(&"seen.png".to_string()), "{published:?}");
    assert!(!published.contains(&"quiet.png".to_string()), "{published:?}");
    assert!(told.contains("left out: 1 note with errors"), "{told}");
}

#[test]
fn an_error_that_belongs_to_no_note_is_never_passed_over() {
    let cases: [(&str, &[File<'_>]); 5] = [
        ("a key of site.toml", &[("site.toml", b"titel = \"x\"\n")]),
        ("site.toml itself", &[("site.toml", b"[markdown]\nraw_html = \"escape\n")]),
        ("a kind", &[("kinds/lesson/kind.toml", b"label = 3\n")]),
        ("a theme", &[("site.toml", b"theme = \"own\"\n"), ("themes/own/theme.toml", b"extends = \"none\"\n")]),
        ("a source that is not there", &[("site.toml", b"[[sources]]\npath = \"gone\"\nprefix = \"team\"\n")]),
    ];
    for (what, files) in cases {
        let mut files = files.to_vec();
        files.push(("content/open.md", b"# Open\n"));
        files.push(("content/bad.md", b"---\ndate: 2026-02-30\n---\n"));
        let (code, told, published) = keep_going(&files);
        assert_eq!(code, Some(1), "{what}: {told}");
        assert!(published.is_empty(), "{what}: {published:?}");
        assert!(told.contains("nothing was published"), "{what}: {told}");
    }
}

#[test]
fn an_error_in_the_note_of_the_whole_site_publishes_nothing() {
    let (code, told, published) =
        keep_going(&[("content/_index.md", b"---\ndate: 2026-02-30\n---\n"), ("content/open.md", b"# Open\n")]);
    assert_eq!(code, Some(1), "{told}");
    assert!(published.is_empty() && told.contains("nothing was published"), "{published:?} {told}");
}
