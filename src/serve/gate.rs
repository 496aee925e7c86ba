//! Takes connections and keeps them within limits: the one place that waits for strangers.
//!
//! A connection has a thread of its own while it lasts. Where there are too many, the one that
//! has waited longest for its next request makes room, so that idle ones can never keep a new one
//! out. Nothing here knows what is asked for.

use std::collections::HashMap;
use std::io::{self, ErrorKind, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::http::{Answer, Body, Head, Request};
use super::hub::{Heard, Hub};

/// What gives the answers. A server behind another crate would ask for no more.
pub trait Answers: Send + Sync + 'static {
    /// Answers a request.
    fn answer(&self, request: &Request) -> Answer;

    /// What those who listen to events are told from.
    fn hub(&self) -> &Hub;
}

/// What a stranger may take.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes of a request's head.
    pub head: usize,
    /// Bytes of its body.
    pub body: usize,
    /// Connections at a time, without those that listen to events.
    pub connections: usize,
    /// How long a request may take to come whole, once it has begun.
    pub request: Duration,
    /// How long a connection may wait for its next request.
    pub idle: Duration,
    /// How long the other side may take none of an answer.
    pub write: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            head: 16 * 1024,
            body: 16 * 1024,
            connections: 128,
            request: Duration::from_secs(10),
            idle: Duration::from_secs(30),
            write: Duration::from_secs(10),
        }
    }
}

/// An open gate.
pub struct Gate {
    address: SocketAddr,
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

struct Shared {
    answers: Arc<dyn Answers>,
    limits: Limits,
    closing: AtomicBool,
    next: AtomicU64,
    live: Mutex<HashMap<u64, Live>>,
}

/// A connection as the gate sees it.
struct Live {
    stream: TcpStream,
    /// Since when it has waited; nothing while it is being answered.
    waits: Option<Instant>,
}

impl Gate {
    /// Opens the gate on a listener.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn open(listener: TcpListener, limits: Limits, answers: Arc<dyn Answers>) -> io::Result<Gate> {
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared {
            answers,
            limits,
            closing: AtomicBool::new(false),
            next: AtomicU64::new(0),
            live: Mutex::default(),
        });
        let taking = Arc::clone(&shared);
        let thread = thread::Builder::new().name("gate".to_string()).spawn(move || take(&listener, &taking))?;
        Ok(Gate { address, shared, thread: Some(thread) })
    }

    /// Returns where it is.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Returns how many connections there are, without those that listen to events.
    pub fn connections(&self) -> usize {
        self.shared.live().len()
    }
}

impl Drop for Gate {
    /// Closes it: nobody new comes in, and whoever is in is shown out.
    fn drop(&mut self) {
        self.shared.closing.store(true, Ordering::SeqCst);
        self.shared.answers.hub().close();
        // The thread that takes connections waits for one.
        let mut knock = self.address;
        if knock.ip().is_unspecified() {
            knock.set_ip(if knock.is_ipv4() { [127, 0, 0, 1].into() } else { std::net::Ipv6Addr::LOCALHOST.into() });
        }
        let knocked = TcpStream::connect_timeout(&knock, Duration::from_secs(1)).is_ok();
        for live in self.shared.live().values() {
            let _ = live.stream.shutdown(Shutdown::Both);
        }
        if let Some(thread) = self.thread.take().filter(|_| knocked) {
            let _ = thread.join();
        }
    }
}

impl Shared {
    fn live(&self) -> MutexGuard<'_, HashMap<u64, Live>> {
        self.live.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets a connection in, at the cost of the one that has waited longest. Nothing where all are at work.
    fn admit(&self, stream: &TcpStream) -> Option<u64> {
        let stream = stream.try_clone().ok()?;
        let mut live = self.live();
        if live.len() >= self.limits.connections {
            let longest = live.iter().filter_map(|(id, one)| Some((one.waits?, *id))).min();
            let (_, id) = longest?;
            if let Some(gone) = live.remove(&id) {
                let _ = gone.stream.shutdown(Shutdown::Both);
            }
        }
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        live.insert(id, Live { stream, waits: Some(Instant::now()) });
        Some(id)
    }

    fn waits(&self, id: u64, waits: Option<Instant>) {
        if let Some(live) = self.live().get_mut(&id) {
            live.waits = waits;
        }
    }
}

fn take(listener: &TcpListener, shared: &Arc<Shared>) {
    for stream in listener.incoming() {
        if shared.closing.load(Ordering::SeqCst) {
            return;
        }
        let Ok(mut stream) = stream else {
            // Out of files, most likely: some will be closed in a moment.
            thread::sleep(Duration::from_millis(20));
            continue;
        };
        let _ = stream.set_nodelay(true);
        let _ = stream.set_write_timeout(Some(shared.limits.write));
        let Some(id) = shared.admit(&stream) else {
            let _ = Answer::text(503, "too many connections at a time\n").write(&mut stream, None);
            continue;
        };
        let talking = Arc::clone(shared);
        let spawned = thread::Builder::new().name("connection".to_string()).spawn(move || {
            talk(stream, id, &talking);
            talking.live().remove(&id);
        });
        if spawned.is_err() {
            shared.live().remove(&id);
        }
    }
}

/// Answers one request after the other, for as long as they come.
fn talk(mut stream: TcpStream, id: u64, shared: &Shared) {
    let mut bytes = Vec::new();
    loop {
        shared.waits(id, Some(Instant::now()));
        let request = match receive(&mut stream, &mut bytes, &shared.limits) {
            Ok(request) => request,
            Err(Some(status)) => return refuse(stream, status),
            Err(None) => return,
        };
        shared.waits(id, None);
        let answer = shared.answers.answer(&request);
        if matches!(answer.body, Body::Events) {
            shared.live().remove(&id);
            return listen(stream, answer, shared.answers.hub());
        }
        match answer.write(&mut stream, Some(&request)) {
            Ok(true) if !shared.closing.load(Ordering::SeqCst) => {}
            _ => return linger(stream),
        }
    }
}

/// Waits for a request to come whole. `bytes` holds what came and belongs to no request yet.
///
/// Fails with the status to answer with, or with none where there is nobody to answer.
fn receive(stream: &mut TcpStream, bytes: &mut Vec<u8>, limits: &Limits) -> Result<Request, Option<u16>> {
    let mut until = Instant::now() + if bytes.is_empty() { limits.idle } else { limits.request };
    let (mut request, used, length) = loop {
        match Request::head(bytes) {
            Head::Whole(_, used, _) if used > limits.head => return Err(Some(431)),
            Head::Whole(request, used, length) => break (request, used, length),
            Head::Bad(status) => return Err(Some(status)),
            Head::Partial if bytes.len() >= limits.head => return Err(Some(431)),
            Head::Partial => {}
        }
        let fresh = bytes.is_empty();
        // Silence from the beginning is no request; half of one is told that its time is over.
        more(stream, bytes, until).map_err(|late| late.filter(|_| !fresh))?;
        if fresh {
            until = Instant::now() + limits.request;
        }
    };
    if length > limits.body {
        return Err(Some(413));
    }
    while bytes.len() < used + length {
        more(stream, bytes, until)?;
    }
    request.body = bytes[used..used + length].to_vec();
    bytes.drain(..used + length);
    Ok(request)
}

/// Reads what there is; fails where nothing comes in time, or nothing will.
fn more(stream: &mut TcpStream, bytes: &mut Vec<u8>, until: Instant) -> Result<(), Option<u16>> {
    let mut part = [0; 8 * 1024];
    loop {
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(Some(408));
        }
        stream.set_read_timeout(Some(left)).map_err(|_| None)?;
        match stream.read(&mut part) {
            Ok(0) => return Err(None),
            Ok(read) => {
                bytes.extend_from_slice(&part[..read]);
                return Ok(());
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => return Err(Some(408)),
            Err(_) => return Err(None),
        }
    }
}

fn refuse(mut stream: TcpStream, status: u16) {
    let words = match status {
        408 => "the request did not come whole in time\n",
        413 => "the request carries too much\n",
        431 => "the head of the request is too large\n",
        501 => "this way of sending a body is not known here\n",
        505 => "this version of HTTP is not known here\n",
        _ => "this is not a request of HTTP\n",
    };
    let _ = Answer::text(status, words).write(&mut stream, None);
    linger(stream);
}

/// Ends a connection so that what was answered arrives, though the other side may still be sending.
fn linger(mut stream: TcpStream) {
    const MOST: usize = 1024 * 1024;
    let _ = stream.shutdown(Shutdown::Write);
    let until = Instant::now() + Duration::from_secs(1);
    let mut part = [0; 8 * 1024];
    let mut seen = 0;
    while seen < MOST {
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() || stream.set_read_timeout(Some(left)).is_err() {
            return;
        }
        match stream.read(&mut part) {
            Ok(read) if read > 0 => seen += read,
            _ => return,
        }
    }
}

/// Tells of each new build until one of the sides has gone.
fn listen(mut stream: TcpStream, answer: Answer, hub: &Hub) {
    let mut head = String::from("HTTP/1.1 200 OK\r\nConnection: close\r\n");
    for (name, value) in &answer.headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    // How long to wait before one comes back, in milliseconds.
    head.push_str("\r\nretry: 500\n\n");
    let mut place = hub.enter();
    let mut next = Some(head);
    while let Some(words) = next {
        if stream.write_all(words.as_bytes()).is_err() {
            return;
        }
        next = match place.wait() {
            Heard::Build(number) => Some(format!("data: {number}\n\n")),
            Heard::Nothing => Some(":\n\n".to_string()),
            Heard::End => None,
        };
    }
    let _ = stream.shutdown(Shutdown::Both);
}
