//! HTTP messages: the head of a request is read here, and an answer is written.
//!
//! Knows no page and no socket. Reading is `httparse`, the parser of hyper; writing is
//! `tiny_http`. That crate's own server is left aside: it takes connections, spawns threads and
//! reads heads without any limit, and has no door at which to set one. `gate.rs` does that part.

use std::fs::File;
use std::io::{self, Cursor, Read, Seek, SeekFrom, Write};
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use tiny_http::{HTTPVersion, Header, Response, StatusCode};

/// More headers than this no browser sends.
const HEADERS: usize = 64;

/// A request, read whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Request {
    /// `GET`, in the letters that were sent.
    pub method: String,
    /// What was asked for, as it was sent: `/lessons/a.html?x=1`.
    pub target: String,
    /// Whether the connection may be used for another request.
    pub keeps: bool,
    /// What it carries.
    pub body: Vec<u8>,
    headers: Vec<(String, String)>,
}

/// What came of reading a head.
pub enum Head {
    /// Not all of it has come yet.
    Partial,
    /// The request without its body, how many bytes the head took, and how many the body has.
    Whole(Request, usize, usize),
    /// It cannot be answered but with this status; what follows on the connection means nothing.
    Bad(u16),
}

impl Request {
    /// Reads the head of a request from the bytes that have come so far.
    pub fn head(bytes: &[u8]) -> Head {
        let mut headers = [httparse::EMPTY_HEADER; HEADERS];
        let mut parsed = httparse::Request::new(&mut headers);
        let used = match parsed.parse(bytes) {
            Ok(httparse::Status::Complete(used)) => used,
            Ok(httparse::Status::Partial) => return Head::Partial,
            Err(httparse::Error::TooManyHeaders) => return Head::Bad(431),
            Err(httparse::Error::Version) => return Head::Bad(505),
            Err(_) => return Head::Bad(400),
        };
        let text = |value: &[u8]| String::from_utf8(value.to_vec()).ok();
        let headers: Option<Vec<(String, String)>> = parsed
            .headers
            .iter()
            .map(|header| Some((header.name.to_ascii_lowercase(), text(header.value)?.trim().to_string())))
            .collect();
        let (Some(headers), Some(method), Some(target)) = (headers, parsed.method, parsed.path) else {
            return Head::Bad(400);
        };
        let mut request =
            Request { method: method.to_string(), target: target.to_string(), keeps: false, body: Vec::new(), headers };
        let modern = parsed.version == Some(1);
        let hosts = request.all("host").count();
        // Two of them are how requests are smuggled; none is no request of our time.
        if hosts > 1 || (modern && hosts == 0) {
            return Head::Bad(400);
        }
        if request.one("transfer-encoding").is_some() {
            return Head::Bad(501);
        }
        let length = match request.all("content-length").collect::<Vec<_>>()[..] {
            [] => 0,
            [digits] if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) => {
                match digits.parse() {
                    Ok(length) => length,
                    Err(_) => return Head::Bad(413),
                }
            }
            _ => return Head::Bad(400),
        };
        let connection = request.one("connection").unwrap_or_default().to_ascii_lowercase();
        request.keeps = modern && !connection.split(',').any(|word| word.trim() == "close");
        Head::Whole(request, used, length)
    }

    /// Returns the value of a header, given its name in lower case; the first where there are several.
    pub fn one(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.headers.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// An answer to a request.
#[derive(Debug)]
pub struct Answer {
    /// The status: 200, 404.
    pub status: u16,
    /// Its headers, without those of the connection and the length.
    pub headers: Vec<(&'static str, String)>,
    /// What it carries.
    pub body: Body,
}

/// What an answer carries.
#[derive(Debug)]
pub enum Body {
    /// Bytes, of which a part is sent.
    Bytes(Arc<[u8]>, Range<usize>),
    /// A file, of which a part is sent.
    File(PathBuf, Range<u64>),
    /// Events, for as long as both sides like.
    Events,
}

impl Answer {
    /// Makes an answer of a text.
    pub fn text(status: u16, text: impl Into<String>) -> Answer {
        Answer::of(status, "text/plain; charset=utf-8", text.into().into_bytes())
    }

    /// Makes an answer of bytes of some type.
    pub fn of(status: u16, mime: &str, bytes: impl Into<Arc<[u8]>>) -> Answer {
        let bytes = bytes.into();
        let all = 0..bytes.len();
        Answer { status, headers: vec![("Content-Type", mime.to_string())], body: Body::Bytes(bytes, all) }
    }

    /// Makes an answer that sends on to another place.
    pub fn to(place: &str) -> Answer {
        Answer::text(302, format!("{place}\n")).with("Location", place)
    }

    /// Returns the answer with one more header.
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Answer {
        self.headers.push((name, value.into()));
        self
    }

    /// Writes it, without its body for `HEAD`. Returns whether the connection may be used again.
    ///
    /// An answer after which the connection ends is one of HTTP 1.0, which says just that.
    ///
    /// # Errors
    /// When the other side is gone, or a file is.
    pub fn write(self, to: &mut impl Write, request: Option<&Request>) -> io::Result<bool> {
        let keeps = request.is_some_and(|request| request.keeps);
        let bare = request.is_some_and(|request| request.method == "HEAD");
        let (reader, length): (Box<dyn Read>, u64) = match self.body {
            Body::Bytes(bytes, part) => {
                let length = part.len() as u64;
                let mut cursor = Cursor::new(bytes);
                cursor.set_position(part.start as u64);
                (Box::new(cursor.take(length)), length)
            }
            Body::File(path, part) => {
                let mut file = File::open(path)?;
                file.seek(SeekFrom::Start(part.start))?;
                let length = part.end - part.start;
                (Box::new(file.take(length)), length)
            }
            Body::Events => (Box::new(io::empty()), 0),
        };
        let header = |name: &str, value: &str| Header::from_bytes(name, value).ok();
        let mut headers: Vec<Header> = self.headers.iter().filter_map(|(name, value)| header(name, value)).collect();
        headers.extend(header("Server", "candor"));
        let length = usize::try_from(length).map_err(io::Error::other)?;
        let version = HTTPVersion::from(if keeps { (1, 1) } else { (1, 0) });
        let response = Response::new(StatusCode(self.status), headers, reader, Some(length), None);
        let mut buffered = io::BufWriter::with_capacity(64 * 1024, &mut *to);
        response.with_chunked_threshold(usize::MAX).raw_print(&mut buffered, version, &[], bare, None)?;
        buffered.flush()?;
        Ok(keeps)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(head: &str) -> u16 {
        match Request::head(head.as_bytes()) {
            Head::Partial => 0,
            Head::Whole(..) => 200,
            Head::Bad(status) => status,
        }
    }

    #[test]
    fn a_head_is_read_whole_or_refused() {
        assert_eq!(status("GET / HTTP/1.1\r\nHost: a\r\n\r\n"), 200);
        assert_eq!(status("GET / HTTP/1.1\r\nHost: a\r\n"), 0);
        assert_eq!(status("GET / HTTP/1.1\r\n\r\n"), 400, "no host");
        assert_eq!(status("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"), 400, "two hosts");
        assert_eq!(status("GET / HTTP/2.0\r\nHost: a\r\n\r\n"), 505);
        assert_eq!(status("GET /\u{0} HTTP/1.1\r\nHost: a\r\n\r\n"), 400);
        assert_eq!(status("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +5\r\n\r\n"), 400);
        assert_eq!(status("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n"), 400);
        assert_eq!(status("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999999\r\n\r\n"), 413);
        assert_eq!(status("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"), 501);
    }

    #[test]
    fn an_answer_says_its_length_and_leaves_its_body_out_for_head() {
        let Head::Whole(request, ..) = Request::head(b"HEAD / HTTP/1.1\r\nHost: a\r\n\r\n") else {
            panic!("it is a request")
        };
        let mut written = Vec::new();
        assert!(Answer::text(200, "four").write(&mut written, Some(&request)).expect("memory takes everything"));
        let text = String::from_utf8(written).expect("it is text");
        assert!(text.starts_with("HTTP/1.1 200 OK\r\n") && text.ends_with("Content-Length: 4\r\n\r\n"), "{text}");
    }
}
