//! The live preview: a server for the author's own machine, and the loop that keeps it right.
//!
//! It knows bytes, types and diagnostics, and no note: what is served is what `build` would
//! write, and everything the preview adds is added when answering.

pub mod address;
pub mod file;
pub mod gate;
pub mod guard;
pub mod http;
pub mod hub;
mod kinder;
pub mod page;
pub mod room;
pub mod site;
pub mod told;
pub mod turn;
pub mod watch;

use std::io;
use std::net::{IpAddr, TcpListener};
use std::sync::Arc;

use address::Asked;
use gate::Answers;
use guard::Guard;
use http::{Answer, Request};
use hub::Hub;
use room::Desk;
use turn::Stage;

/// The first port that is tried.
pub const PORT: u16 = 4100;

/// How many ports after it are tried, where it is taken.
const PORTS: u16 = 100;

/// Takes a port: the one named, or the next that is free.
///
/// # Errors
/// When the one that was named is taken, or the address is not this machine's.
pub fn listen(ip: IpAddr, port: Option<u16>) -> io::Result<TcpListener> {
    if let Some(port) = port {
        return TcpListener::bind((ip, port));
    }
    let taken = |error: &io::Error| matches!(error.kind(), io::ErrorKind::AddrInUse | io::ErrorKind::PermissionDenied);
    let mut ports = PORT..PORT + PORTS;
    loop {
        let Some(port) = ports.next() else { return TcpListener::bind((ip, 0)) };
        match TcpListener::bind((ip, port)) {
            Err(error) if taken(&error) => {}
            other => return other,
        }
    }
}

/// What answers the requests of a preview.
pub struct Preview {
    stage: Arc<Stage>,
    guard: Guard,
    desk: Arc<dyn Desk>,
}

impl Preview {
    /// Puts one together.
    pub fn new(stage: Arc<Stage>, guard: Guard, desk: Arc<dyn Desk>) -> Preview {
        Preview { stage, guard, desk }
    }
}

impl Answers for Preview {
    fn answer(&self, request: &Request) -> Answer {
        let Some(asked) = Asked::read(&request.target) else {
            return Guard::sealed(Answer::text(400, "this is no address of a page\n"));
        };
        if let Some(refusal) = self.guard.refusal(request, &asked) {
            return Guard::sealed(refusal);
        }
        let moment = self.stage.now.get();
        let answer = match asked.path.strip_prefix(page::ROOM) {
            Some(name) => room::answer(name, &asked, request, &moment, &self.guard, &*self.desk),
            None if !matches!(request.method.as_str(), "GET" | "HEAD") => {
                Answer::text(405, "pages are only read\n").with("Allow", "GET, HEAD")
            }
            None => file::answer(&moment.served, &asked, request),
        };
        Guard::sealed(answer)
    }

    fn hub(&self) -> &Hub {
        &self.stage.hub
    }
}
