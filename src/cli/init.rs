//! `candor init`: a small good start of a site.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};

use crate::theme;

use super::{Failure, InitArgs, Outcome, print};

pub(super) fn run(args: &InitArgs) -> Result<Outcome, Failure> {
    let mut written = 0;
    let mut kept = 0;
    for (path, bytes) in theme::starter() {
        let target = args.dir.join(&path);
        if let Some(parent) = target.parent() {
            fs::create_dir_all(parent)
                .map_err(|error| Failure(format!("could not make `{}`: {error}", parent.display())))?;
        }
        // What is there already is somebody's work.
        match OpenOptions::new().write(true).create_new(true).open(&target) {
            Ok(mut file) => {
                file.write_all(&bytes)
                    .map_err(|error| Failure(format!("could not write `{}`: {error}", target.display())))?;
                written += 1;
            }
            Err(error) if error.kind() == ErrorKind::AlreadyExists => kept += 1,
            Err(error) => return Err(Failure(format!("could not write `{}`: {error}", target.display()))),
        }
    }
    let kept = if kept == 0 { String::new() } else { format!(", {kept} there already and left as they were") };
    print(&format!("{written} files written{kept}"));
    let go = if args.dir.as_os_str() == "." { String::new() } else { format!("cd {} && ", args.dir.display()) };
    print(&format!("next: {go}candor build, then open public/index.html"));
    Ok(Outcome::Fine)
}
