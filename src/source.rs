//! Files as they were read, and places in them.
//!
//! A [`SourceFile`] is plain text with a name. Reading it is `source/read.rs`;
//! nothing here touches the disk.

pub mod read;

use std::hash::Hash;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use crate::hashed::{Digest, digest};

/// The file that marks a folder as candor's output: what it lists there may be removed, and nothing in it is content.
pub const MANIFEST: &str = ".candor";

/// A file's path from the site's folder, with `/` on every system, as a message shows it.
pub type FilePath = Arc<str>;

/// One text file of the site.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// Where it is, as messages name it: `content/lessons/a.md`.
    pub path: FilePath,
    /// Where it stands in the content tree: `lessons/a.md`. Differs from
    /// `path` for the folders named in `[[sources]]`.
    pub at: Arc<str>,
    /// Its text, without a byte-order mark.
    pub text: Arc<str>,
    /// The digest of path, place and text.
    pub digest: Digest,
}

impl SourceFile {
    /// Makes a file and its digest.
    pub fn new(path: impl Into<Arc<str>>, at: impl Into<Arc<str>>, text: impl Into<Arc<str>>) -> Self {
        let (path, at, text) = (path.into(), at.into(), text.into());
        let digest = digest(&(&*path, &*at, &*text));
        SourceFile { path, at, text, digest }
    }
}

/// A file that is published as it is: an image, a PDF, a data file.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Asset {
    /// Where it is, as messages name it.
    pub path: FilePath,
    /// Where it stands in the content tree, and in the output.
    pub at: Arc<str>,
    /// Its bytes, or where to copy them from.
    pub bytes: Bytes,
    /// Width and height in pixels, for the images whose header says so.
    pub size: Option<(u32, u32)>,
}

/// The bytes of an output file: in memory, or still on disk.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Bytes {
    /// In memory.
    Memory(Arc<[u8]>),
    /// On disk, copied when published. Length in bytes and modification time
    /// in nanoseconds since 1970 stand for the content in digests.
    File {
        /// Absolute path of the file to copy.
        path: PathBuf,
        /// Length in bytes.
        len: u64,
        /// Modification time, nanoseconds since the epoch.
        mtime: i128,
    },
}

/// A range of bytes in a file.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// Which file, as [`SourceFile::path`].
    pub file: FilePath,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// Makes a span from a file's path and a byte range.
    pub fn new(file: &FilePath, range: Range<usize>) -> Self {
        Span { file: Arc::clone(file), start: range.start, end: range.end }
    }
}

/// Returns the line and column of a byte offset, both counted from 1; columns count characters.
pub fn line_column(text: &str, offset: usize) -> (usize, usize) {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    let before = &text[..offset];
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let line = before.bytes().filter(|&byte| byte == b'\n').count() + 1;
    (line, before[line_start..].chars().count() + 1)
}

/// Where the lines of a text begin, for whoever asks for many places in it.
///
/// It says what [`line_column`] says, without going through the text again for each place.
#[derive(Clone, Debug)]
pub struct Lines {
    text: Arc<str>,
    begins: Vec<usize>,
    /// How many characters stand before each stretch of [`STRETCH`] bytes: a line can be as long as a file.
    before: Vec<usize>,
}

/// The bytes that are counted anew for a place.
const STRETCH: usize = 256;

impl Lines {
    /// Goes through a text once.
    pub fn new(text: Arc<str>) -> Lines {
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        let begins = std::iter::once(0).chain(ends).collect();
        let mut count = 0;
        let before = text.as_bytes().chunks(STRETCH).map(|stretch| {
            let here = count;
            count += characters(stretch);
            here
        });
        let before = before.collect();
        Lines { text, begins, before }
    }

    /// Returns the line and column of a byte offset, as [`line_column`] does.
    pub fn line_column(&self, offset: usize) -> (usize, usize) {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.begins.partition_point(|begins| *begins <= offset);
        (line, self.characters(offset) - self.characters(self.begins[line - 1]) + 1)
    }

    /// Returns how many characters begin before a byte.
    fn characters(&self, at: usize) -> usize {
        let Some(before) = self.before.get(at / STRETCH) else {
            return self
                .before
                .last()
                .map_or(0, |before| before + characters(&self.text.as_bytes()[(self.before.len() - 1) * STRETCH..at]));
        };
        before + characters(&self.text.as_bytes()[at / STRETCH * STRETCH..at])
    }
}

/// Returns how many characters begin in bytes of UTF-8.
fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0b1100_0000 != 0b1000_0000).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_of_lines_says_what_counting_says() {
        let long = "aé漢\n".repeat(40) + &"ü".repeat(700) + "\n";
        for text in ["", "a", "\n", "aé\nb", &long, &"x".repeat(2 * STRETCH)] {
            let lines = Lines::new(text.into());
            for offset in 0..text.len() + 3 {
                assert_eq!(lines.line_column(offset), line_column(text, offset), "{offset} of {text:?}");
            }
        }
    }

    #[test]
    fn columns_count_characters_and_lines_start_at_one() {
        assert_eq!(line_column("aé\nb", 0), (1, 1));
        assert_eq!(line_column("aé\nb", 3), (1, 3));
        assert_eq!(line_column("aé\nb", 4), (2, 1));
        assert_eq!(line_column("a", 99), (1, 2));
    }
}
