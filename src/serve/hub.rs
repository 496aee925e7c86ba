//! Those who listen for the next build: each waits in a thread of its own, and none holds up another.
//!
//! Only the number of the latest build is told, so that nothing queues up for one who is slow.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How many may listen; a further one takes the place of the one that has listened longest.
pub const LISTENERS: usize = 64;

/// The pause after which a listener is told that nothing happened, so that one who has gone is noticed.
const BEAT: Duration = Duration::from_secs(10);

/// Where builds are announced.
#[derive(Debug, Default)]
pub struct Hub {
    state: Mutex<State>,
    told: Condvar,
}

#[derive(Debug, Default)]
struct State {
    build: u64,
    entered: u64,
    listeners: VecDeque<u64>,
    closed: bool,
}

/// What a listener hears.
#[derive(Debug, PartialEq, Eq)]
pub enum Heard {
    /// There is a new build, with this number.
    Build(u64),
    /// Nothing for a while.
    Nothing,
    /// No more will come.
    End,
}

/// A listener's place.
pub struct Place<'a> {
    hub: &'a Hub,
    id: u64,
    heard: u64,
}

impl Hub {
    /// Announces a build.
    pub fn announce(&self, build: u64) {
        self.state().build = build;
        self.told.notify_all();
    }

    /// Takes a place; the first thing heard there is the build that stands.
    pub fn enter(&self) -> Place<'_> {
        let mut state = self.state();
        state.entered += 1;
        let id = state.entered;
        state.listeners.push_back(id);
        if state.listeners.len() > LISTENERS {
            state.listeners.pop_front();
            self.told.notify_all();
        }
        Place { hub: self, id, heard: 0 }
    }

    /// Sends all listeners away.
    pub fn close(&self) {
        self.state().closed = true;
        self.told.notify_all();
    }

    /// Returns how many listen.
    pub fn listeners(&self) -> usize {
        self.state().listeners.len()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Place<'_> {
    /// Waits for what comes next.
    pub fn wait(&mut self) -> Heard {
        let here = |state: &State| !state.closed && state.listeners.contains(&self.id);
        let (state, _) = self
            .hub
            .told
            .wait_timeout_while(self.hub.state(), BEAT, |state| here(state) && state.build == self.heard)
            .unwrap_or_else(PoisonError::into_inner);
        if !here(&state) {
            return Heard::End;
        }
        if state.build == self.heard {
            return Heard::Nothing;
        }
        self.heard = state.build;
        Heard::Build(self.heard)
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.hub.state().listeners.retain(|id| *id != self.id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_listener_hears_the_latest_build_once_and_the_longest_makes_room() {
        let hub = Hub::default();
        hub.announce(3);
        let mut first = hub.enter();
        hub.announce(4);
        assert_eq!(first.wait(), Heard::Build(4));
        let mut others: Vec<Place> = (0..LISTENERS).map(|_| hub.enter()).collect();
        assert_eq!(hub.listeners(), LISTENERS);
        assert_eq!(first.wait(), Heard::End);
        assert_eq!(others[0].wait(), Heard::Build(4));
        hub.close();
        assert_eq!(others[1].wait(), Heard::End);
    }
}
