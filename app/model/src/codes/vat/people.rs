//! States whose VAT numbers can be a person's number, with a date of birth: Bulgaria, Czechia, Slovakia.

use super::super::date;
use super::digits::{digits, number, weighted};

/// Bulgaria: 9 digits for companies; 10 for persons (EGN), foreigners (PNF) and others.
pub(super) fn bg(body: &str) -> Option<bool> {
    if let Some(d) = digits::<9>(body) {
        let expected = match weighted(&[1, 2, 3, 4, 5, 6, 7, 8], &d) % 11 {
            10 => weighted(&[3, 4, 5, 6, 7, 8, 9, 10], &d) % 11 % 10,
            rest => rest,
        };
        return Some(expected == d[8]);
    }
    let d: [u32; 10] = digits(body)?;
    let egn = egn_date(&d) && weighted(&[2, 4, 8, 5, 10, 9, 7, 3, 6], &d) % 11 % 10 == d[9];
    let foreigner = weighted(&[21, 19, 17, 13, 11, 9, 7, 3, 1], &d) % 10 == d[9];
    let other = (11 - weighted(&[4, 3, 2, 7, 6, 5, 4, 3, 2], &d) % 11) % 11 == d[9];
    Some(egn || foreigner || other)
}

/// The months of the 1800s are 20 higher, those of the 2000s 40.
fn egn_date(d: &[u32; 10]) -> bool {
    let (year, month, day) = (two(d, 0), two(d, 2), two(d, 4));
    match month {
        21..=32 => date::exists(1800 + year, month - 20, day),
        41..=52 => date::exists(2000 + year, month - 40, day),
        _ => date::exists(1900 + year, month, day),
    }
}

/// Czechia: 8 digits for companies; 9 or 10 for persons (birth number); 9 that begin with 6 for others.
pub(super) fn cz(body: &str) -> Option<bool> {
    match body.len() {
        8 => {
            let d: [u32; 8] = digits(body)?;
            let expected = match weighted(&[8, 7, 6, 5, 4, 3, 2], &d) % 11 {
                0 => 1,
                rest => (11 - rest) % 10,
            };
            (d[0] != 9).then_some(expected == d[7])
        }
        9 => {
            let d: [u32; 9] = digits(body)?;
            if d[0] == 6 {
                // 9 less what is missing to the next multiple of 11.
                let missing = 11 - weighted(&[8, 7, 6, 5, 4, 3, 2], &d[1..8]) % 11;
                return Some((19 - missing) % 10 == d[8]);
            }
            // Given until 1953, without a check digit.
            let year = match two(&d, 0) {
                year @ 0..=53 => 1900 + year,
                year @ 80.. => 1800 + year,
                _ => return None,
            };
            date::exists(year, two(&d, 2) % 50, two(&d, 4)).then_some(true)
        }
        _ => birth_number(&digits(body)?),
    }
}

/// Slovakia: a multiple of 11 with 2, 3, 4, 7, 8 or 9 at the third place; or a birth number.
pub(super) fn sk(body: &str) -> Option<bool> {
    let d: [u32; 10] = digits(body)?;
    if birth_number(&d) == Some(true) {
        return Some(true);
    }
    (d[0] != 0 && matches!(d[2], 2..=4 | 7..=9)).then(|| number(&d).is_multiple_of(11))
}

/// A birth number of 10 digits, given since 1954: women's months are 50 higher, since 2004 also 20 more when the
/// day's numbers ran out. The last digit is the rest modulo 11, a rest of 10 written as 0.
fn birth_number(d: &[u32; 10]) -> Option<bool> {
    let year = two(d, 0) + if two(d, 0) < 54 { 2000 } else { 1900 };
    let month = match two(d, 2) % 50 {
        month @ 21..=32 if year >= 2004 => month - 20,
        month => month,
    };
    date::exists(year, month, two(d, 4)).then(|| number(&d[..9]) % 11 % 10 == u64::from(d[9]))
}

/// Two digits as one number.
fn two(d: &[u32], from: usize) -> u32 {
    d[from] * 10 + d[from + 1]
}
