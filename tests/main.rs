//! All integration tests in one binary, so that they are linked once; each module below is one subject.
//!
//! Holds no test of its own.

mod bad_input;
mod crawl;
mod incremental;
mod promises;
mod publish;
mod reference;
mod site;
mod tidy;
