//! Turns the stream of `git log --raw -z` into what is known of each file.
//!
//! Each commit is five fields that end in NUL (hash, day, name, e-mail, and
//! then its changes); a change begins with `:` and is followed by one path, or
//! by two for a rename. Fields are told apart by their order alone, so no name
//! or path can pass for another field. Nothing is asked of git from here.

use std::collections::{HashMap, HashSet};
use std::io::{self, BufRead};

use crate::date::Date;
use crate::history::{Author, FileHistory};

/// Reads the log, the oldest commit first, and returns the files of today by their path from the top.
///
/// `boundary` are commits whose parents the clone does not have: all their
/// files look new in them, and are not.
pub(super) fn read(mut stream: impl BufRead, boundary: &HashSet<String>) -> io::Result<HashMap<String, FileHistory>> {
    let mut files = Files::default();
    let mut field = Vec::new();
    let mut commit = None;
    while next(&mut stream, &mut field)? {
        // A line break stands between the words of a commit and its changes.
        let start = usize::from(field.first() == Some(&b'\n'));
        if field.get(start) == Some(&b':') {
            let status = field[start..].rsplit(|&byte| byte == b' ').next().and_then(|status| status.first().copied());
            let status = status.ok_or_else(cut_short)?;
            let path = text(&mut stream, &mut field)?;
            let to = if matches!(status, b'R' | b'C') { Some(text(&mut stream, &mut field)?) } else { None };
            let commit = commit.as_ref().ok_or_else(cut_short)?;
            files.change(commit, status, path, to);
        } else if field.len() > start {
            let hash = String::from_utf8_lossy(&field[start..]).into_owned();
            let day = text(&mut stream, &mut field)?;
            let name = text(&mut stream, &mut field)?;
            let email = text(&mut stream, &mut field)?;
            commit = Some(if boundary.contains(&hash) {
                Commit::Boundary
            } else {
                // A clock that stood before the year 0 gives no day, and the rest still counts.
                Commit::Known { day: Date::parse(&day).ok(), author: files.author(Author { name, email }) }
            });
        }
    }
    Ok(files.today())
}

/// Reads one field without its NUL; false at the end.
fn next(stream: &mut impl BufRead, field: &mut Vec<u8>) -> io::Result<bool> {
    field.clear();
    stream.read_until(0, field)?;
    let any = !field.is_empty();
    field.pop_if(|byte| *byte == 0);
    Ok(any)
}

/// Reads one field that must be there. Of a path that is not UTF-8 nothing is
/// asked later, because reading the content refuses it.
fn text(stream: &mut impl BufRead, field: &mut Vec<u8>) -> io::Result<String> {
    if next(stream, field)? { Ok(String::from_utf8_lossy(field).into_owned()) } else { Err(cut_short()) }
}

fn cut_short() -> io::Error {
    io::Error::new(io::ErrorKind::UnexpectedEof, "its log was cut short")
}

enum Commit {
    Boundary,
    Known { day: Option<Date>, author: usize },
}

/// A file through all its names.
#[derive(Default)]
struct File {
    first: Option<Date>,
    last: Option<Date>,
    authors: Vec<usize>,
    commits: usize,
    before_boundary: bool,
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    Live,
    /// Deleted: a file that comes back under this name is the same one, as when a deletion is reverted.
    Deleted,
    /// Renamed: a change under the old name comes from a branch that had not
    /// heard of it, while a new file of that name is another file.
    Renamed,
}

#[derive(Default)]
struct Files {
    files: Vec<File>,
    names: HashMap<String, (usize, State)>,
    authors: Vec<Author>,
    known: HashMap<Author, usize>,
}

impl Files {
    fn author(&mut self, author: Author) -> usize {
        *self.known.entry(author).or_insert_with_key(|author| {
            self.authors.push(author.clone());
            self.authors.len() - 1
        })
    }

    fn change(&mut self, commit: &Commit, status: u8, path: String, to: Option<String>) {
        let file = match (status, to) {
            (b'D', _) => {
                if let Some((_, state)) = self.names.get_mut(&path) {
                    *state = State::Deleted;
                }
                return;
            }
            (b'R', Some(to)) => {
                let file = self.file(&path, false);
                self.names.insert(path, (file, State::Renamed));
                self.names.insert(to, (file, State::Live));
                file
            }
            (b'A', _) => self.live(path, true),
            (_, Some(to)) => self.live(to, true),
            (_, None) => self.file(&path, false),
        };
        let file = &mut self.files[file];
        match *commit {
            Commit::Boundary => file.before_boundary = true,
            Commit::Known { day, author } => {
                // Earliest and latest, because the order of commits need not be that of their days.
                file.first = file.first.into_iter().chain(day).min();
                file.last = file.last.into_iter().chain(day).max();
                file.commits += 1;
                if !file.authors.contains(&author) {
                    file.authors.push(author);
                }
            }
        }
    }

    fn live(&mut self, path: String, added: bool) -> usize {
        let file = self.file(&path, added);
        self.names.insert(path, (file, State::Live));
        file
    }

    /// Returns the file that a path means at this point of the log.
    fn file(&mut self, path: &str, added: bool) -> usize {
        match self.names.get(path) {
            Some(&(file, state)) if !(added && state == State::Renamed) => file,
            _ => {
                self.files.push(File::default());
                let file = self.files.len() - 1;
                self.names.insert(path.to_owned(), (file, State::Live));
                file
            }
        }
    }

    fn today(self) -> HashMap<String, FileHistory> {
        let Files { files, names, authors, .. } = self;
        let history = |file: usize| {
            let File { first, last, authors: of, commits, before_boundary } = &files[file];
            FileHistory {
                first: if *before_boundary { None } else { *first },
                last: *last,
                authors: of.iter().map(|&author| authors[author].clone()).collect(),
                commits: *commits,
                whole: !before_boundary,
            }
        };
        names
            .into_iter()
            .filter(|(_, (_, state))| *state == State::Live)
            .map(|(path, (file, _))| (path, history(file)))
            .collect()
    }
}
