//! A real git repository in a temporary folder, with the real program run in it.
//!
//! What a person or a machine has set for git is set aside; nothing is mocked.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A folder that is a repository, or is about to be one.
pub struct Repository {
    folder: tempfile::TempDir,
}

/// What a program said, and how it ended.
pub struct Said {
    /// Its exit code.
    pub code: i32,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Said {
    fn of(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("programs speak UTF-8");
        let code = output.status.code().expect("the program was not killed");
        Said { code, out: text(output.stdout), err: text(output.stderr) }
    }
}

impl Repository {
    /// Makes an empty folder without git.
    pub fn folder() -> Self {
        Repository { folder: tempfile::tempdir().expect("there is a folder for temporary files") }
    }

    /// Makes an empty repository.
    pub fn new() -> Self {
        let repository = Self::folder();
        repository.git(&["init", "--quiet", "--initial-branch=main", "."]);
        repository
    }

    /// Returns where something in it is.
    pub fn path(&self, below: &str) -> PathBuf {
        self.folder.path().join(below)
    }

    /// Writes a file and the folders it is in.
    pub fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("a folder can be made");
        fs::write(path, text).expect("a file can be written");
    }

    /// Returns a file's text.
    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Runs git, which has to succeed.
    pub fn git(&self, arguments: &[&str]) -> Said {
        let said = self.run(git(arguments));
        assert_eq!(said.code, 0, "git {arguments:?}: {}{}", said.out, said.err);
        said
    }

    /// Runs the program in the repository's folder.
    pub fn candor(&self, arguments: &[&str]) -> Said {
        let mut command = Command::new(env!("CARGO_BIN_EXE_candor"));
        command.args(arguments).env("NO_COLOR", "1");
        self.run(command)
    }

    /// Runs a command in the repository's folder.
    pub fn run(&self, command: Command) -> Said {
        self.run_in(".", command)
    }

    /// Runs a command in a folder of the repository.
    pub fn run_in(&self, below: &str, mut command: Command) -> Said {
        // The tests may themselves be run by a git hook.
        for variable in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR"] {
            command.env_remove(variable);
        }
        command.envs([
            ("GIT_CONFIG_NOSYSTEM", "1"),
            ("GIT_CONFIG_GLOBAL", "/dev/null"),
            ("GIT_AUTHOR_NAME", "Ida Fenwright"),
            ("GIT_AUTHOR_EMAIL", "ida@brindlemoor.example"),
            ("GIT_COMMITTER_NAME", "Ida Fenwright"),
            ("GIT_COMMITTER_EMAIL", "ida@brindlemoor.example"),
        ]);
        Said::of(command.current_dir(self.path(below)).output().expect("the program can be started"))
    }
}

/// Makes a call of git.
pub fn git(arguments: &[&str]) -> Command {
    let mut command = Command::new("git");
    command.args(arguments);
    command
}

/// Returns the folder above the program, for a `PATH` on which it is found.
pub fn program_folder() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_candor")).parent().expect("a program is in a folder")
}
