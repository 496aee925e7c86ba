//! All integration tests in one binary, so that they are linked once; each module below is one subject.
//!
//! Holds no test of its own.

#[cfg(unix)]
mod publish;
mod tidy;
