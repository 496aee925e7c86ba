//! `candor` turns a git repository of Markdown notes into a fast intranet
//! wiki for learning without blame.
//!
//! One pure pipeline, memoised by digest, with the world at its two ends:
//!
//! ```text
//! source::read, history::git, theme, config      outside: disk and git
//!        |  pipeline::Site
//!        v
//! note::parse -> audience -> wiki::resolve -> check, search, page -> output::html
//!        |  pipeline::Build { outputs, diagnostics }
//!        v
//! publish, serve, diagnostic::terminal           outside: disk, network and terminal
//! ```
//!
//! Modules in reading order: [`source`], [`note`], [`audience`], [`wiki`],
//! [`check`], [`search`], [`page`], [`output`], [`pipeline`], [`publish`], [`serve`], [`cli`].

pub mod audience;
pub mod check;
pub mod cli;
pub mod coach;
pub mod config;
pub mod date;
pub mod diagnostic;
pub mod hashed;
pub mod history;
pub mod kind;
pub mod language;
pub mod memo;
pub mod nearest;
pub mod note;
pub mod output;
pub mod page;
pub mod pipeline;
pub mod publish;
pub mod search;
pub mod serve;
pub mod source;
pub mod theme;
pub mod wiki;

pub use pipeline::build;
