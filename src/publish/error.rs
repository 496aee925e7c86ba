//! What can keep a site from being published, with what to do about it.
//!
//! Trouble with the world, and templates that turn out not to work when a page is made. What is
//! wrong in the notes is a diagnostic and never comes here: a build with errors is not published at all.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::diagnostic::Diagnostic;

/// Why a site could not be published.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// The folder holds something, and none of it is ours.
    #[error(
        "`{}` holds files that Candor did not write, so it was left alone; \
         choose another folder with `--output`, or empty this one",
        .0.display()
    )]
    Foreign(PathBuf),
    /// A file stands where the output folder should be.
    #[error("`{}` is a file, not a folder; choose another folder with `--output`", .0.display())]
    NotAFolder(PathBuf),
    /// Another process publishes into the same folder at this moment.
    #[error("another `candor` is publishing into `{}` at this moment; run this again when it is done", .0.display())]
    Busy(PathBuf),
    /// The list of our files is damaged, or is somebody else's file.
    #[error(
        "`{}` is not a list of files as Candor writes it ({reason}), so nothing here can be told to be ours; \
         delete the output folder and build again, or choose another with `--output`",
        .path.display()
    )]
    Manifest {
        /// The manifest.
        path: PathBuf,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// An output path that leads out of the folder, or to a name that we keep for ourselves.
    #[error("`{0}` cannot be the path of a published file: {1}")]
    Path(String, &'static str),
    /// Two outputs that cannot both be there.
    #[error("`{0}` and `{1}` cannot both be published: they are the same path, or one needs the other as its folder")]
    Conflict(String, String),
    /// Something of somebody else's stands where a file or folder of ours must go.
    #[error(
        "`{}` was not written by Candor and stands where the site needs to write; \
         move it into `content/` if it belongs to the site, or delete it (nothing was changed)",
        .0.display()
    )]
    InTheWay(PathBuf),
    /// A symbolic link stands where a folder of the output should be.
    #[error(
        "`{}` is a symbolic link, and Candor does not write through links inside the output folder; \
         remove the link and build again (nothing was changed)",
        .0.display()
    )]
    Link(PathBuf),
    /// Some outputs could not be made: their paths, and what is wrong with their templates.
    #[error("{} of the pages could not be made (the site that was there is unchanged)", .0.len())]
    Unmade(Vec<(Arc<str>, Box<Diagnostic>)>),
    /// The system refused.
    #[error("cannot {doing} `{}`: {source}{}", .path.display(), Hint(.source, *.changed))]
    Io {
        /// What was being done, as the words after "cannot": `write`.
        doing: &'static str,
        /// To which path.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
        /// Whether files of the site had been replaced already.
        changed: bool,
    },
}

impl PublishError {
    /// Wraps what the system said before anything of the site was changed.
    pub(super) fn io(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> PublishError {
        let path = path.to_path_buf();
        move |source| PublishError::Io { doing, path, source, changed: false }
    }

    /// Marks that files of the site had been replaced already.
    pub(super) fn after_changes(mut self) -> PublishError {
        if let PublishError::Io { changed, .. } = &mut self {
            *changed = true;
        }
        self
    }
}

/// The way forward after an error of the system.
struct Hint<'a>(&'a io::Error, bool);

impl fmt::Display for Hint<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use io::ErrorKind as Kind;
        match self.0.kind() {
            Kind::StorageFull => f.write_str("; free some space on this disk and build again")?,
            Kind::QuotaExceeded => f.write_str("; free some of the space you may use here and build again")?,
            Kind::FileTooLarge => f.write_str("; allow larger files here (see `ulimit -f`) and build again")?,
            Kind::ReadOnlyFilesystem => {
                f.write_str("; choose a folder that can be written with `--output`, or mount this one for writing")?;
            }
            Kind::PermissionDenied => {
                f.write_str("; allow this user to write there, or choose another folder with `--output`")?;
            }
            _ => {}
        }
        if self.1 {
            f.write_str(" (some files are new and some are old, each of them whole; the next build finishes the rest)")
        } else {
            f.write_str(" (the site that was there is unchanged)")
        }
    }
}
