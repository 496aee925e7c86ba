//! Parses arguments, runs one command, maps its outcome to an exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    candor::cli::run(std::env::args_os())
}
