//! Numbers that look random and are the same for the same seed (Steele, Lea, Flood: SplitMix64).

/// A sequence of numbers.
#[derive(Clone, Debug)]
pub struct Rng(u64);

impl Rng {
    /// The sequence of a seed.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number.
    pub const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below a bound.
    pub const fn below(&mut self, bound: u64) -> u64 {
        ((self.next() as u128 * bound as u128) >> 64) as u64
    }

    /// Whether something happens that happens so many times in a hundred.
    pub const fn percent(&mut self, chance: u64) -> bool {
        self.below(100) < chance
    }

    /// One of several.
    pub const fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len() as u64) as usize]
    }

    /// So many decimal digits.
    pub fn digits(&mut self, count: u32) -> String {
        format!("{:0width$}", self.below(10u64.pow(count)), width = count as usize)
    }

    /// A UUIDv7 of a moment, in milliseconds since 1970.
    pub fn uuid_v7(&mut self, at: i64) -> u128 {
        let random = u128::from(self.next()) << 64 | u128::from(self.next());
        let time = (at.max(0) as u128 & 0xffff_ffff_ffff) << 80;
        time | 0x7 << 76 | (random >> 64 & 0xfff) << 64 | 0b10 << 62 | random & 0x3fff_ffff_ffff_ffff
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_numbers() {
        let mut rng = Rng::new(1_234_567);
        // The published test vector of SplitMix64.
        let first = [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423];
        assert_eq!([rng.next(), rng.next(), rng.next()], first);
        assert!((0..1_000).all(|_| rng.below(7) < 7));
        assert_eq!(rng.digits(11).len(), 11);
        let id = model::ids::CustomerId(rng.uuid_v7(0x0198_c0de_7a2b)).to_string();
        assert!(id.starts_with("0198c0de-7a2b-7") && matches!(id.as_bytes()[19], b'8' | b'9' | b'a' | b'b'), "{id}");
    }
}
