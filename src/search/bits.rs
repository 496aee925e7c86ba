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
    text: String,
    waiting: u32,
    count: u32,
}

impl Bits {
    /// Writes the lowest `count` bits of a number, at most 25.
    pub fn put(&mut self, value: u32, count: u32) {
        debug_assert!(count <= 25 && (count == 32 || value >> count == 0), "{value} in {count} bits");
        self.waiting = self.waiting << count | value;
        self.count += count;
        while self.count >= 6 {
            self.count -= 6;
            self.text.push(character((self.waiting >> self.count & 63) as usize));
        }
        self.waiting &= (1 << self.count) - 1;
    }

    /// Writes a number of 1 or more in Elias's gamma code.
    pub fn gamma(&mut self, value: u32) {
        let digits = value.ilog2();
        self.zeros(digits);
        self.long(value, digits + 1);
    }

    /// Writes a number in Rice's code of parameter `k`.
    pub fn rice(&mut self, value: u32, k: u32) {
        for _ in 0..value >> k {
            self.put(1, 1);
        }
        self.put(0, 1);
        self.long(value & ((1 << k) - 1), k);
    }

    fn zeros(&mut self, count: u32) {
        self.long(0, count);
    }

    fn long(&mut self, value: u32, count: u32) {
        if count > 16 {
            self.put(value >> 16, count - 16);
            self.put(value & 0xFFFF, 16);
        } else {
            self.put(value, count);
        }
    }

    /// Returns the bits as text, filled up with 0.
    pub fn text(mut self) -> String {
        if self.count > 0 {
            self.put(0, 6 - self.count);
        }
        self.text
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
