//! Notes that nobody should have to write, and what candor says to them, word for word.
//!
//! `UPDATE=1 cargo test bad_input` rewrites `tests/golden/bad-input.txt`; its diff is read like prose.

use std::fs;
use std::path::Path;
use std::process::Command;

fn site(root: &Path) {
    let notes: [(&str, Vec<u8>); 14] = [
        ("broken-yaml.md", b"---\ntitle: \"open\nkind: lesson\n---\nx\n".to_vec()),
        ("tab.md", b"---\ntitle: a\ntopics:\n\t- b\n---\nx\n".to_vec()),
        ("unclosed.md", b"---\ntitle: a\n\nbody\n".to_vec()),
        ("twice.md", b"---\ntitle: a\nteam: x\ntitle: b\n---\n".to_vec()),
        (
            "large-front-matter.md",
            format!("---\n{}---\n", "a: bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb\n".repeat(60_000)).into_bytes(),
        ),
        ("alias-bomb.md", b"---\na: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n---\n".to_vec()),
        ("latin-1.md", b"caf\xe9\n".to_vec()),
        ("byte-order-mark.md", b"\xef\xbb\xbf# Fine\n".to_vec()),
        (
            "crlf.md",
            b"---\r\ntitle: Many things\r\ndate: 2026-02-30\r\nseverty: x\r\nkind: reviw\r\n---\r\nHi\r\n".to_vec(),
        ),
        ("empty.md", Vec::new()),
        ("nested-quotes.md", format!("{} deep\n", ">".repeat(5_000)).into_bytes()),
        ("fifty-megabytes.md", vec![b'a'; 50 * 1024 * 1024]),
        ("Same Name.md", b"# One\n".to_vec()),
        ("same-name.md", b"# Another\n\n![[circle-one]]\n".to_vec()),
    ];
    fs::create_dir_all(root.join("content/folder")).expect("a temporary folder can be written");
    fs::write(root.join("site.toml"), "titel = \"x\"\n").expect("as above");
    for (name, bytes) in notes {
        fs::write(root.join("content").join(name), bytes).expect("as above");
    }
    fs::write(root.join("content/circle-one.md"), "# Circle one\n\n![[circle-two]]\n").expect("as above");
    fs::write(root.join("content/circle-two.md"), "# Circle two\n\n![[circle-one]]\n").expect("as above");
    #[cfg(unix)]
    for (target, link) in [("../folder", "folder/loop"), ("/etc/hostname", "leaves.md"), ("nowhere", "dangling.md")] {
        std::os::unix::fs::symlink(target, root.join("content").join(link)).expect("as above");
    }
}

#[cfg(unix)]
#[test]
fn every_bad_input_is_told_with_its_place_and_nothing_is_published() {
    let root = tempfile::tempdir().expect("there is a folder for temporary files");
    site(root.path());
    let output = Command::new(env!("CARGO_BIN_EXE_candor"))
        .args(["build", "--today", "2026-11-24", "--site"])
        .arg(root.path())
        .output()
        .expect("the binary was built for this test");
    let told = String::from_utf8(output.stderr).expect("messages are UTF-8");
    assert_eq!(output.status.code(), Some(1), "{told}");
    assert!(!root.path().join("public").exists(), "something was published");
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/bad-input.txt");
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&golden, &told).expect("the golden file can be written");
    }
    let wanted = fs::read_to_string(&golden).unwrap_or_default();
    assert!(told == wanted, "the messages changed; if they are right, UPDATE=1 cargo test bad_input:\n{told}");
}
