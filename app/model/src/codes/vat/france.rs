//! France: a key of two characters and the SIREN (article 286 ter of the Code général des impôts).

use super::digits::{digits, luhn, number};

/// The SIREN has Luhn's digit, but those of Monaco, which begin with 000, don't. A key of digits is
/// `12 + 3 × SIREN` modulo 97; one with a letter (never I or O) holds quotient and remainder by 11.
pub(super) fn fr(body: &str) -> Option<bool> {
    let (key, siren) = body.split_at_checked(2)?;
    let d: [u32; 9] = digits(siren)?;
    let [first, second] = [key_value(key.as_bytes()[0])?, key_value(key.as_bytes()[1])?];
    let (siren, siren_fits) = (number(&d), luhn(&d) || d[..3] == [0; 3]);
    let fits = if first < 10 && second < 10 {
        (12 + 3 * (siren % 97)) % 97 == first * 10 + second
    } else {
        let code = if first < 10 { first * 24 + second - 10 } else { first * 34 + second - 100 };
        (siren + 1 + code / 11) % 11 == code % 11
    };
    Some(siren_fits && fits)
}

fn key_value(byte: u8) -> Option<u64> {
    b"0123456789ABCDEFGHJKLMNPQRSTUVWXYZ".iter().position(|b| *b == byte).map(|place| place as u64)
}
