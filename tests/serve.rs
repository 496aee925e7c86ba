//! The live preview: what it answers, whom, and that it follows what is saved.
//!
//! Speaks HTTP through plain sockets, as whoever means harm would. Waits for what has to come for as long as a slow
//! machine may need, and never asks how long it took.

mod answers;
mod hostile;
mod kinder;
mod program;
mod rounds;

use std::io::{Read, Write};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use candor::serve::Preview;
use candor::serve::gate::{Gate, Limits};
use candor::serve::guard::Guard;
use candor::serve::room::{Desk, KindOffer, Settings};
use candor::serve::turn::{Loop, Reading, Source, Stage, Turn};
use candor::serve::watch::Folder;
use candor::source::read::Changes;

use crate::site::Site;

const TOKEN: &str = "0123456789abcdef0123456789abcdef";

/// A preview of a site in memory.
pub struct Shown {
    gate: Gate,
    pub stage: Arc<Stage>,
    pub site: Site,
    state: Loop,
    pub made: Arc<Mutex<Vec<(String, String)>>>,
}

impl Shown {
    pub fn of(files: &[(&str, &str)]) -> Shown {
        Shown::with(files, Limits::default(), Ipv4Addr::LOCALHOST)
    }

    pub fn with(files: &[(&str, &str)], limits: Limits, ip: Ipv4Addr) -> Shown {
        let stage = Arc::new(Stage::default());
        let made = Arc::default();
        let listener = TcpListener::bind((IpAddr::V4(ip), 0)).expect("there is a free port");
        let guard = Guard::new(listener.local_addr().expect("it has an address"), TOKEN.to_string());
        let desk = Notebook { made: Arc::clone(&made) };
        let preview = Preview::new(Arc::clone(&stage), guard, Arc::new(desk));
        let gate = Gate::open(listener, limits, Arc::new(preview)).expect("the gate opens");
        let mut shown = Shown { gate, stage, site: Site::of(files), state: Loop::default(), made };
        shown.turn();
        shown
    }

    /// Reads and builds once more.
    pub fn turn(&mut self) -> Option<Turn> {
        self.turn_after(Vec::new())
    }

    fn turn_after(&mut self, changed: Vec<Arc<str>>) -> Option<Turn> {
        self.state.turn(&mut InMemory(self.site.clone(), changed), &Changes::Any, &self.stage)
    }

    pub fn edit(&mut self, path: &str, text: &str) -> Option<Turn> {
        self.site.files.insert(path.to_string(), text.to_string());
        self.turn_after(vec![Arc::from(path)])
    }

    pub fn address(&self) -> SocketAddr {
        SocketAddr::new(Ipv4Addr::LOCALHOST.into(), self.gate.address().port())
    }

    pub fn host(&self) -> String {
        self.address().to_string()
    }

    pub fn connections(&self) -> usize {
        self.gate.connections()
    }

    pub fn get(&self, target: &str) -> Reply {
        self.ask("GET", target, &[])
    }

    pub fn ask(&self, method: &str, target: &str, headers: &[(&str, &str)]) -> Reply {
        ask(self.address(), method, target, headers, "")
    }

    pub fn connect(&self) -> TcpStream {
        connect(self.address())
    }
}

struct InMemory(Site, Vec<Arc<str>>);

impl Source for InMemory {
    fn folders(&self) -> Vec<Folder> {
        Vec::new()
    }

    fn ignored(&self) -> Vec<PathBuf> {
        Vec::new()
    }

    fn read(&mut self, _: &Changes) -> Result<Option<Reading>, String> {
        let site = self.0.input();
        let files = self.0.files.clone();
        let texts = Arc::new(move |path: &str| files.get(path).map(|text| Arc::from(text.as_str())));
        Ok(Some(Reading { site, texts, changed: self.1.clone() }))
    }
}

struct Notebook {
    made: Arc<Mutex<Vec<(String, String)>>>,
}

impl Desk for Notebook {
    fn settings(&self) -> Settings {
        Settings::default()
    }

    fn kinds(&self) -> Vec<KindOffer> {
        vec![KindOffer { name: "note".to_string(), label: "Note".to_string(), folder: "notes".to_string() }]
    }

    fn create(&self, kind: &str, title: &str) -> Result<String, String> {
        self.made.lock().expect("no writer panics").push((kind.to_string(), title.to_string()));
        Ok(format!("content/notes/{title}.md"))
    }

    fn editor(&self, file: &str, line: usize, column: usize) -> Option<String> {
        Some(format!("editor://{file}:{line}:{column}"))
    }

    fn rewrite(&self, file: &str, was: &str, now: &str) -> Result<(), String> {
        let mut made = self.made.lock().expect("no writer panics");
        made.push((file.to_string(), format!("{was} -> {now}")));
        Ok(())
    }

    fn changed_line(&self, _: &str) -> Option<String> {
        None
    }
}

/// An answer, read whole.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
}

impl Reply {
    /// Reads one answer of those that come on a connection. Nothing where it ends before.
    pub fn read(from: &mut impl Read, bodiless: bool) -> Option<Reply> {
        let mut head = Vec::new();
        let mut byte = [0];
        while !head.ends_with(b"\r\n\r\n") {
            if from.read(&mut byte).ok()? == 0 {
                return None;
            }
            head.push(byte[0]);
        }
        let head = String::from_utf8(head).expect("heads are text");
        let status = head.split(' ').nth(1)?.parse().ok()?;
        let mut reply = Reply { status, head, body: Vec::new() };
        let length = reply.header("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
        if !bodiless && status != 304 {
            reply.body = vec![0; length];
            from.read_exact(&mut reply.body).ok()?;
        }
        Some(reply)
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.filter(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value).next()
    }

    pub fn text(&self) -> String {
        String::from_utf8(self.body.clone()).expect("it is text")
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    /// The page as it was built, without what the preview adds.
    pub fn built(&self) -> String {
        let mut text = self.text();
        for (open, close) in
            [("<script src=\"/.candor/", "</script>"), ("<link rel=\"stylesheet\" href=\"/.candor/", ">")]
        {
            let at = text.find(open).unwrap_or_else(|| panic!("no {open} in {text}"));
            let end = at + text[at..].find(close).expect("it is closed") + close.len();
            text.replace_range(at..end, "");
        }
        text
    }
}

pub fn connect(address: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(address).expect("the preview takes connections");
    stream.set_read_timeout(Some(Duration::from_secs(60))).expect("a socket can wait");
    stream
}

pub fn ask(address: SocketAddr, method: &str, target: &str, headers: &[(&str, &str)], body: &str) -> Reply {
    let mut stream = connect(address);
    let own = !headers.iter().any(|(name, _)| *name == "Host");
    let host = if own { format!("Host: {address}\r\n") } else { String::new() };
    let more: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    let length = if body.is_empty() { String::new() } else { format!("Content-Length: {}\r\n", body.len()) };
    write!(stream, "{method} {target} HTTP/1.1\r\n{host}{more}{length}\r\n{body}").expect("it can be asked");
    Reply::read(&mut stream, method == "HEAD").unwrap_or_else(|| panic!("no answer to {method} {target}"))
}

/// Waits until something is so.
pub fn eventually(what: &str, mut so: impl FnMut() -> bool) {
    let until = Instant::now() + Duration::from_secs(90);
    while !so() {
        assert!(Instant::now() < until, "never: {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}
