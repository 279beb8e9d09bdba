//! Spain: the NIF of persons and of entities (Real Decreto 1065/2007, Orden EHA/451/2008).

use super::digits::{digits, luhn, number, value};

/// Nine characters: DNI (8 digits and a letter), NIE (X, Y or Z, 7 digits and a letter), K, L or M likewise, or an
/// entity's letter, 7 digits and a check digit or letter.
pub(super) fn es(body: &str) -> Option<bool> {
    let &[first, .., last] = body.as_bytes() else {
        return None;
    };
    let d: [u32; 7] = digits(body.get(1..8).filter(|_| body.len() == 9)?)?;
    let of_person = |leading: u64| {
        letter(last).map(|_| {
            let place = (leading * 10_000_000 + number(&d)) % 23;
            b"TRWAGMYFPDXBNJZSQVHLCKE"[place as usize] == last
        })
    };
    match first {
        b'0'..=b'9' => of_person(u64::from(first - b'0')),
        b'X'..=b'Z' => of_person(u64::from(first - b'X')),
        b'K' | b'L' | b'M' => of_person(0),
        // Which kinds of entity have the digit and which the letter differs by source: either is right.
        b'A'..=b'H' | b'J' | b'N' | b'P'..=b'S' | b'U'..=b'W' => of_entity(d, value(last).or_else(|| letter(last))?),
        _ => None,
    }
}

/// An entity's check letter stands for a digit: J is 0, A is 1, … I is 9; other letters never fit.
fn of_entity(d: [u32; 7], check: u32) -> Option<bool> {
    let check = if check == 10 {
        return Some(false);
    } else {
        check
    };
    let [a, b, c, e, f, g, h] = d;
    Some(luhn(&[a, b, c, e, f, g, h, check]))
}

/// J to I as 0 to 9, any other letter as 10.
fn letter(byte: u8) -> Option<u32> {
    byte.is_ascii_uppercase().then(|| b"JABCDEFGHI".iter().position(|b| *b == byte).map_or(10, |place| place as u32))
}
