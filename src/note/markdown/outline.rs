//! The levels of a body's headings, without gaps: one is at most one deeper than
//! the one it stands under, whatever its author began with.
//!
//! Which heading stands under which is never changed.

/// The deepest heading that HTML has.
const DEEPEST: u8 = 6;

/// The headings that what comes next may stand under: the level as written and the level on the page.
#[derive(Default)]
pub(super) struct Outline {
    above: Vec<(u8, u8)>,
}

impl Outline {
    /// Returns the level on the page of the next heading: 2 or more, since the title is the page's `h1`.
    pub(super) fn next(&mut self, written: u8) -> u8 {
        while self.above.last().is_some_and(|(level, _)| *level >= written) {
            self.above.pop();
        }
        let level = self.above.last().map_or(2, |(_, level)| (level + 1).min(DEEPEST));
        self.above.push((written, level));
        level
    }
}

#[cfg(test)]
mod tests {
    use super::Outline;

    fn levels(written: &[u8]) -> Vec<u8> {
        let mut outline = Outline::default();
        written.iter().map(|level| outline.next(*level)).collect()
    }

    #[test]
    fn an_outline_without_gaps_stays() {
        assert_eq!(levels(&[2, 3, 3, 4, 2, 3]), [2, 3, 3, 4, 2, 3]);
    }

    #[test]
    fn gaps_close_and_no_heading_changes_its_parent() {
        assert_eq!(levels(&[3, 5, 4, 3]), [2, 3, 3, 2]);
        assert_eq!(levels(&[1, 2, 1, 3]), [2, 3, 2, 3]);
        assert_eq!(levels(&[1, 2, 3, 4, 5, 6]), [2, 3, 4, 5, 6, 6]);
    }
}
