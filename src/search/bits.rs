//! Numbers as bits, and bits as text that a script file can hold.
//!
//! Section 4 of `RANKING.md`.

/// Six bits each, the characters of RFC 4648, section 5.
pub const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Returns the character that stands for a small number; the last one for any larger.
pub fn character(number: usize) -> char {
    char::from(ALPHABET[number.min(63)])
}

/// Bits that are being written, the highest first.
#[derive(Default)]
pub struct Bits {
    text: Vec<u8>,
    waiting: u64,
    count: u32,
}

impl Bits {
    /// Writes the lowest `count` bits of a number that has no more, at most 32.
    pub fn put(&mut self, value: u32, count: u32) {
        debug_assert!(count == 32 || (count < 32 && value >> count == 0), "{value} in {count} bits");
        // Fewer than 6 wait, so there is always room.
        self.waiting = self.waiting << count | u64::from(value);
        self.count += count;
        while self.count >= 6 {
            self.count -= 6;
            self.text.push(ALPHABET[(self.waiting >> self.count & 63) as usize]);
        }
    }

    /// Writes a number of 1 or more in Elias's gamma code.
    pub fn gamma(&mut self, value: u32) {
        let digits = value.ilog2();
        self.put(0, digits);
        self.put(value, digits + 1);
    }

    /// Writes a number in Rice's code of parameter `k`, at most 31.
    pub fn rice(&mut self, value: u32, k: u32) {
        let mut ones = value >> k;
        while ones > 24 {
            self.put((1 << 24) - 1, 24);
            ones -= 24;
        }
        self.put(((1 << ones) - 1) << 1, ones + 1);
        self.put(value & ((1 << k) - 1), k);
    }

    /// Returns the bits as text, filled up with 0.
    pub fn text(mut self) -> String {
        if self.count > 0 {
            self.put(0, 6 - self.count);
        }
        String::from_utf8(self.text).expect("the alphabet is ASCII")
    }
}

/// Returns Rice's parameter for so many numbers below `space`.
pub fn parameter(space: u32, count: u32) -> u32 {
    (u64::from(space) * 11 / (u64::from(count.max(1)) * 16)).checked_ilog2().unwrap_or(0)
}

/// Returns how many bits a gamma code has.
pub fn gamma_length(value: u32) -> u32 {
    2 * value.ilog2() + 1
}

/// Returns how many bits a Rice code has.
pub fn rice_length(value: u32, k: u32) -> u32 {
    (value >> k) + 1 + k
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_those_of_their_authors() {
        let mut bits = Bits::default();
        bits.gamma(1); // 1
        bits.gamma(5); // 00101
        bits.rice(9, 2); // 110 01
        bits.put(1, 1); // 1
        assert_eq!(
            bits.text(),
            ["100101", "110011"]
                .map(|six| character(usize::from_str_radix(six, 2).expect("bits")))
                .iter()
                .collect::<String>()
        );
    }

    #[test]
    fn large_numbers_have_their_place() {
        let mut bits = Bits::default();
        bits.gamma(1 << 20);
        assert_eq!(bits.text().len(), 41_usize.div_ceil(6));
        assert_eq!((gamma_length(1 << 20), rice_length(9, 2)), (41, 5));
        assert_eq!(
            [(1024, 100), (1024, 1000), (1, 1), (16, 0)].map(|(space, count)| parameter(space, count)),
            [2, 0, 0, 3]
        );
    }
}
