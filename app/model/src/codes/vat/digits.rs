//! The sums that check digits are made of.

/// The text's digits, if it is so many and nothing else.
pub(super) fn digits<const N: usize>(text: &str) -> Option<[u32; N]> {
    let mut out = [0; N];
    (text.len() == N).then_some(())?;
    for (digit, byte) in out.iter_mut().zip(text.bytes()) {
        *digit = value(byte)?;
    }
    Some(out)
}

/// The value of an ASCII digit.
pub(super) fn value(byte: u8) -> Option<u32> {
    byte.is_ascii_digit().then(|| u32::from(byte - b'0'))
}

/// Digits read as one number.
pub(super) fn number(digits: &[u32]) -> u64 {
    digits.iter().fold(0, |n, d| n * 10 + u64::from(*d))
}

/// The sum of the digits, each times its weight.
pub(super) fn weighted(weights: &[u32], digits: &[u32]) -> u32 {
    weights.iter().zip(digits).map(|(w, d)| w * d).sum()
}

/// ISO/IEC 7812: every second digit from the right, not the last, counts twice, its digits added.
pub(super) fn luhn(digits: &[u32]) -> bool {
    let twice = |d: u32| if d > 4 { 2 * d - 9 } else { 2 * d };
    let value = |(place, d): (usize, &u32)| if place % 2 == 1 { twice(*d) } else { *d };
    digits.iter().rev().enumerate().map(value).sum::<u32>().is_multiple_of(10)
}

/// ISO/IEC 7064, MOD 11,10.
pub(super) fn mod_11_10(digits: &[u32]) -> bool {
    let Some((check, rest)) = digits.split_last() else {
        return false;
    };
    let product = rest.iter().fold(10, |product, d| {
        let sum = (product + d) % 10;
        (if sum == 0 { 10 } else { sum }) * 2 % 11
    });
    (product + check) % 10 == 1
}
