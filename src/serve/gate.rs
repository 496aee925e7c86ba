//! Takes connections and keeps them within limits: the one place that waits for strangers.
//!
//! A connection has a thread of its own while it lasts. Where there are too many, the one that
//! has waited longest for its next request makes room, or else the one that has been longest at
//! taking an answer, so that neither idle nor slow ones can keep a new one out. Nothing here knows
//! what is asked for.

mod receive;

use std::collections::HashMap;
use std::io::{self, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::http::{Answer, Body, Request};
use super::hub::{Heard, Hub};
use receive::receive;

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
    /// How long it may be at one answer before it makes room for others, where there is none.
    pub slow: Duration,
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
            slow: Duration::from_secs(1),
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
    state: State,
}

/// What a connection is at.
#[derive(Clone, Copy)]
enum State {
    /// Waiting for its next request, since then.
    Waits(Instant),
    /// Waiting for us.
    Asked,
    /// Taking an answer, since then.
    Takes(Instant),
}

/// Whatever becomes of a connection's thread, the place is free again.
struct Place<'a>(&'a Shared, u64);

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.live().remove(&self.1);
    }
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

    /// Lets a connection in, at the cost of the one that has waited longest, or of the slowest. Nothing where all are
    /// at work.
    fn admit(&self, stream: &TcpStream) -> Option<u64> {
        let stream = stream.try_clone().ok()?;
        let mut live = self.live();
        if live.len() >= self.limits.connections {
            let longest = |since: &dyn Fn(State) -> Option<Instant>| {
                live.iter().filter_map(|(id, one)| Some((since(one.state)?, *id))).min().map(|(_, id)| id)
            };
            let waits = |state| if let State::Waits(since) = state { Some(since) } else { None };
            let takes = |state| match state {
                State::Takes(since) if since.elapsed() >= self.limits.slow => Some(since),
                _ => None,
            };
            let id = longest(&waits).or_else(|| longest(&takes))?;
            if let Some(gone) = live.remove(&id) {
                let _ = gone.stream.shutdown(Shutdown::Both);
            }
        }
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        live.insert(id, Live { stream, state: State::Waits(Instant::now()) });
        Some(id)
    }

    fn is(&self, id: u64, state: State) {
        if let Some(live) = self.live().get_mut(&id) {
            live.state = state;
        }
    }

    /// Answers a request, whatever happens.
    fn answer(&self, request: &Request) -> Answer {
        catch_unwind(AssertUnwindSafe(|| self.answers.answer(request))).unwrap_or_else(|_| {
            Answer::text(
                500,
                "candor stumbled over a mistake of its own; what the terminal says of it helps to mend it\n",
            )
        })
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
            let _place = Place(&talking, id);
            talk(stream, id, &talking);
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
        shared.is(id, State::Waits(Instant::now()));
        let request = match receive(&mut stream, &mut bytes, &shared.limits) {
            Ok(request) => request,
            Err(Some(status)) => return refuse(stream, status),
            Err(None) => return,
        };
        shared.is(id, State::Asked);
        let answer = shared.answer(&request);
        if matches!(answer.body, Body::Events) {
            shared.live().remove(&id);
            return listen(stream, answer, shared.answers.hub());
        }
        shared.is(id, State::Takes(Instant::now()));
        match answer.write(&mut stream, Some(&request)) {
            Ok(true) if !shared.closing.load(Ordering::SeqCst) => {}
            _ => return linger(stream),
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
