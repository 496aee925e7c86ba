//! Numbers that look random and are the same on every machine, for the same seed.
//!
//! Never asks the clock or the system, and is no good for secrets.

/// A stream of numbers (SplitMix64).
pub struct Random(u64);

impl Random {
    /// Returns the stream of a seed; `salt` keeps streams of one seed apart.
    pub fn new(seed: u64, salt: u64) -> Random {
        let mut random = Random(seed ^ salt.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        random.next();
        random
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// Returns a number from 0 up to, but not, 1.
    pub fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Returns a number of the range.
    pub fn within(&mut self, range: std::ops::Range<usize>) -> usize {
        range.start + (self.share() * range.len() as f64) as usize
    }

    /// Tells `true` in this share of all cases.
    pub fn chance(&mut self, share: f64) -> bool {
        self.share() < share
    }

    /// Picks one, each as likely as the others.
    pub fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.within(0..from.len())]
    }

    /// Points at one, each as likely as the others.
    pub fn one_of<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.within(0..from.len())]
    }
}

/// Ranks that are picked the less the higher they are: after Zipf and Mandelbrot, `1 / (rank + shift) ^ slope`.
pub struct Zipf {
    sums: Vec<f64>,
}

impl Zipf {
    /// Returns the distribution over ranks 0 up to `count`.
    pub fn new(count: usize, shift: f64, slope: f64) -> Zipf {
        let mut sum = 0.0;
        let weights = (0..count).map(|rank| 1.0 / (rank as f64 + shift).powf(slope));
        Zipf {
            sums: weights
                .map(|weight| {
                    sum += weight;
                    sum
                })
                .collect(),
        }
    }

    /// Picks a rank.
    pub fn pick(&self, random: &mut Random) -> usize {
        let at = random.share() * self.sums.last().copied().unwrap_or_default();
        self.sums.partition_point(|sum| *sum <= at).min(self.sums.len() - 1)
    }
}
