//! Ireland: 7 digits, a check letter, since 2013 a second letter; before, the second digit could be a letter.

use super::digits::{digits, value, weighted};

/// The check letter by weights modulo 23; the second letter counts nine times (A = 1, W = 0). In the oldest form
/// the first digit stands last, after a 0 and the others.
pub(super) fn ie(body: &str) -> Option<bool> {
    const LETTERS: &[u8] = b"WABCDEFGHIJKLMNOPQRSTUV";
    let bytes = body.as_bytes();
    (body.is_ascii() && (8..=9).contains(&bytes.len())).then_some(())?;
    let check = LETTERS.iter().position(|b| *b == bytes[7])?;
    let extra = match bytes.get(8) {
        None | Some(b'W') => 0,
        Some(b @ b'A'..=b'I') => u32::from(b - b'A') + 1,
        Some(_) => return None,
    };
    let d: [u32; 7] = if bytes[1].is_ascii_digit() {
        digits(&body[..7])?
    } else {
        (bytes.len() == 8 && matches!(bytes[1], b'A'..=b'Z' | b'+' | b'*')).then_some(())?;
        let [c, d, e, f, g] = digits(&body[2..7])?;
        [0, c, d, e, f, g, value(bytes[0])?]
    };
    Some((weighted(&[8, 7, 6, 5, 4, 3, 2], &d) + 9 * extra) % 23 == check as u32)
}
