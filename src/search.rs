//! Finding notes: the index, and who comes first.
//!
//! `RANKING.md` beside these files is the specification that this module and
//! the browser's reader both follow. Each note's words are read from the note
//! alone ([`terms`]) and merged ([`index`]); [`rank`] answers from the index in
//! memory, and `output/data/search.rs` writes it as the shards of [`shards`].

mod bits;
pub mod catalogue;
mod condition;
pub mod excerpt;
pub mod export;
mod forms;
pub mod index;
pub mod marks;
mod near;
mod places;
pub mod query;
pub mod rank;
pub mod shards;
pub mod stem;
pub mod terms;
pub mod text;
pub mod words;
