//! One line on the terminal that says what a long command is doing.
//!
//! It appears after a second and is gone when the command has something to
//! say. It is never written to a file or a pipe, and never delays anything.

use std::io::{self, IsTerminal, Write};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// A command shorter than this says only how it ended.
const PATIENCE: Duration = Duration::from_secs(1);

/// The pause between two looks of the line.
const BEAT: Duration = Duration::from_millis(100);

/// The line, drawn from a thread of its own until it is dropped.
pub(super) struct Progress {
    line: Option<(Sender<String>, JoinHandle<()>)>,
}

impl Progress {
    /// Starts it, where standard error is a terminal that can erase a line.
    pub(super) fn start() -> Self {
        let able = io::stderr().is_terminal() && std::env::var_os("TERM").is_none_or(|name| name != "dumb");
        Progress { line: able.then(|| Self::draw_to(io::stderr(), PATIENCE)) }
    }

    fn draw_to(mut terminal: impl Write + Send + 'static, patience: Duration) -> (Sender<String>, JoinHandle<()>) {
        let (sender, texts) = mpsc::channel::<String>();
        let thread = thread::spawn(move || {
            let start = Instant::now();
            let (mut text, mut shown) = (String::new(), String::new());
            loop {
                match texts.recv_timeout(BEAT) {
                    // Of several the last one counts.
                    Ok(newer) => text = texts.try_iter().last().unwrap_or(newer),
                    Err(RecvTimeoutError::Timeout) => {}
                    Err(RecvTimeoutError::Disconnected) => break,
                }
                if start.elapsed() >= patience && text != shown {
                    // A terminal that is gone is no reason to stop the work.
                    let _ = write!(terminal, "\r\x1b[K{text} …").and_then(|()| terminal.flush());
                    shown.clone_from(&text);
                    thread::sleep(BEAT);
                }
            }
            if !shown.is_empty() {
                let _ = write!(terminal, "\r\x1b[K").and_then(|()| terminal.flush());
            }
        });
        (sender, thread)
    }

    /// Says what is being done now: `writing 300 of 1,200 files`.
    pub(super) fn say(&self, text: impl Into<String>) {
        if let Some((sender, _)) = &self.line {
            // The thread ends only when this is dropped.
            let _ = sender.send(text.into());
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some((sender, thread)) = self.line.take() {
            drop(sender);
            let _ = thread.join();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::{Arc, Mutex};

    #[derive(Clone, Default)]
    struct Screen(Arc<Mutex<Vec<u8>>>);

    impl Write for Screen {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().expect("no writer panics").extend_from_slice(bytes);
            Ok(bytes.len())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn drawn(patience: Duration) -> String {
        let screen = Screen::default();
        let progress = Progress { line: Some(Progress::draw_to(screen.clone(), patience)) };
        progress.say("reading");
        // Until it is seen, or until it is certain that it never will be.
        for _ in 0..if patience.is_zero() { 200 } else { 5 } {
            if !screen.0.lock().expect("no writer panics").is_empty() {
                break;
            }
            thread::sleep(Duration::from_millis(50));
        }
        drop(progress);
        String::from_utf8(screen.0.lock().expect("no writer panics").clone()).expect("it writes text")
    }

    #[test]
    fn the_line_is_drawn_and_erased_again() {
        assert_eq!(drawn(Duration::ZERO), "\r\x1b[Kreading …\r\x1b[K");
    }

    #[test]
    fn a_short_command_draws_nothing() {
        assert_eq!(drawn(Duration::from_secs(3600)), "");
    }
}
