//! All integration tests in one binary, so that they are linked once; each module below is one subject.
//!
//! Holds no test of its own.

mod addresses;
mod bad_input;
mod callouts;
mod check;
mod coach;
mod crawl;
mod export;
mod guide;
mod hints;
mod hook;
mod incremental;
mod init;
mod keep_going;
mod languages;
mod lists;
mod machines;
mod order;
mod print;
mod promises;
mod publish;
mod reader;
mod recipes;
mod reference;
mod related;
mod remarks;
mod repository;
mod sarif;
mod script_data;
mod search;
mod serve;
mod site;
mod terminal;
mod terms;
mod themes;
mod tidy;
