//! `candor serve`: the wiki on one's own machine, right again whenever a note is saved.

mod desk;
mod disk;
mod rewrite;

use std::net::{IpAddr, Ipv4Addr, SocketAddr, UdpSocket};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use crate::diagnostic::{Diagnostic, terminal};
use crate::serve::gate::{Gate, Limits};
use crate::serve::guard::{self, Guard};
use crate::serve::room::Settings;
use crate::serve::turn::{self, Loop, Source, Stage, Turn};
use crate::serve::watch::{Bell, Watch};
use crate::serve::{self, Preview};
use crate::source::read::Changes;

use self::desk::{Author, Shared, editor};
use self::disk::Disk;
use super::progress::Progress;
use super::{Failure, Outcome, ServeArgs, colours, print, say, site};

pub(super) fn run(args: &ServeArgs) -> Result<Outcome, Failure> {
    let folder = site::find(args.site.site.as_deref())?;
    let editor = editor(args.editor.as_deref()).map_err(Failure)?;
    let ip = args.host.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST));
    let listener = serve::listen(ip, args.port).map_err(|error| not_ours(ip, args.port, &error))?;
    let token = guard::token().map_err(|error| Failure(format!("the system gives no randomness: {error}")))?;
    let guard = Guard::new(listener.local_addr()?, token);

    let stage = Arc::new(Stage::default());
    let bell = Bell::default();
    let end = bell.clone();
    ctrlc::set_handler(move || end.end())?;

    let shared = Arc::new(Shared::default());
    let mut disk = Disk::new(&folder, args.readers.audience(), Arc::clone(&shared));
    let mut watch = Watch::new(bell, args.poll);
    let mut state = Loop::default();
    let progress = Progress::start();
    progress.say("building");
    // Watched before it is read, so that nothing falls between the two.
    watch.arm(&disk.folders(), &disk.ignored());
    let first = state.turn(&mut disk, &Changes::Any, &stage);
    drop(progress);
    let Some(first) = first else { return Err(Failure("there is nothing to serve".to_string())) };
    if let (Some(words), None) = (&first.moment.trouble, first.counts) {
        return Err(Failure(words.clone()));
    }
    for remark in shared.remarks() {
        say(&format!("remark: {remark}"));
    }
    let mut teller = Teller { timings: args.timings, ..Teller::default() };
    teller.tell(&first, &mut watch);

    let settings =
        Settings { drafts: args.readers.drafts, audience: args.readers.audience.clone(), follow: args.follow };
    let author = Author::new(&folder, settings, editor, shared);
    let open = guard.is_open();
    let token = guard.token().to_string();
    let preview = Preview::new(Arc::clone(&stage), guard, Arc::new(author));
    let gate = Gate::open(listener, Limits::default(), Arc::new(preview))?;
    let address = address(gate.address(), open.then_some(&*token));
    print(&format!("the wiki is at {address}\n  it follows what you save; Ctrl-C ends it"))?;
    if args.open && !opened(&address) {
        say("candor: found no browser to open");
    }
    turn::run(state, &mut disk, &mut watch, &stage, &mut |turn, watch| teller.tell(turn, watch));
    drop(gate);
    Ok(Outcome::Fine)
}

/// Tells the terminal of each build, and of what it found where that is new.
#[derive(Default)]
struct Teller {
    found: Arc<Vec<Diagnostic>>,
    told_watch: bool,
    timings: bool,
}

impl Teller {
    fn tell(&mut self, turn: &Turn, watch: &mut Watch) {
        let moment = &turn.moment;
        if let Some(trouble) = watch.trouble.as_ref().filter(|_| !self.told_watch) {
            self.told_watch = true;
            say(&format!(
                "remark: the system cannot watch the notes ({trouble}), so they are looked at from time to time"
            ));
        }
        match (&moment.trouble, turn.counts) {
            (Some(trouble), _) => say(&format!("candor: {trouble}")),
            (None, Some((pages, notes))) => {
                let (news, many) = terminal::few(&news(&self.found, &moment.found));
                if !news.is_empty() {
                    say(terminal::draw(&news, &*moment.texts, colours(), 100).trim_end());
                    say("");
                }
                if many {
                    say("the suggestions are shown by: candor check");
                }
                let what = match &moment.changed[..] {
                    [] => String::new(),
                    [one] => format!(" after {one}"),
                    [one, others @ ..] => format!(" after {one} and {} more", others.len()),
                };
                let state = if moment.kept { "; the last good version stays" } else { "" };
                let milliseconds = |time: Duration| time.as_secs_f64() * 1000.0;
                for (name, time) in turn.timings.iter().filter(|_| self.timings) {
                    say(&format!("{name:>10} {:>9.1} ms", milliseconds(*time)));
                }
                say(&format!(
                    "{pages} pages from {notes} notes in {:.0} ms{what}: {}{state}",
                    milliseconds(moment.took),
                    terminal::summary(&moment.found)
                ));
            }
            (None, None) => {}
        }
        self.found = Arc::clone(&moment.found);
    }
}

/// Returns what was not found before. Both are sorted by place.
fn news(before: &[Diagnostic], now: &[Diagnostic]) -> Vec<Diagnostic> {
    let mut before = before.iter().peekable();
    let new = now.iter().filter(|found| {
        while before.next_if(|old| old.order() < found.order()).is_some() {}
        // Several may stand at one place.
        let mut here = before.clone().take_while(|old| old.order() == found.order());
        !here.any(|old| old == *found)
    });
    new.cloned().collect()
}

fn not_ours(ip: IpAddr, port: Option<u16>, error: &std::io::Error) -> Failure {
    let at = port.map_or_else(|| ip.to_string(), |port| SocketAddr::new(ip, port).to_string());
    let help = match error.kind() {
        std::io::ErrorKind::AddrInUse => "another program is there: leave `--port` out, and a free one is taken",
        std::io::ErrorKind::AddrNotAvailable => "give `--host` an address of this machine, or 0.0.0.0 for all of them",
        _ => "choose another `--port`, or leave it out",
    };
    Failure(format!("could not serve at {at}: {error}\n  {help}"))
}

/// The address to open, with the token where one is needed.
fn address(at: SocketAddr, token: Option<&str>) -> String {
    let mut shown = at;
    if at.ip().is_unspecified()
        && let Some(ip) = outside()
    {
        shown.set_ip(ip);
    }
    token.map_or_else(|| format!("http://{shown}/"), |token| format!("http://{shown}/?token={token}"))
}

/// The address under which others see this machine, as the system would choose it. Sends nothing.
fn outside() -> Option<IpAddr> {
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).ok()?;
    // An address that the standards keep for examples.
    socket.connect((Ipv4Addr::new(192, 0, 2, 1), 9)).ok()?;
    Some(socket.local_addr().ok()?.ip())
}

/// Opens an address in the browser that the system knows.
fn opened(address: &str) -> bool {
    let (program, arguments): (&str, &[&str]) = match std::env::consts::OS {
        "macos" => ("open", &[]),
        "windows" => ("rundll32", &["url.dll,FileProtocolHandler"]),
        _ => ("xdg-open", &[]),
    };
    let mut command = Command::new(program);
    command.args(arguments).arg(address).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().is_ok()
}
