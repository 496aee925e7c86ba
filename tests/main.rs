//! All integration tests in one binary, so that they are linked once; each module below is one subject.
//!
//! Holds no test of its own.

mod addresses;
mod bad_input;
mod crawl;
mod guide;
mod hook;
mod incremental;
mod init;
mod keep_going;
mod machines;
mod order;
mod promises;
mod publish;
mod recipes;
mod reference;
mod remarks;
mod repository;
mod site;
mod terms;
mod tidy;
