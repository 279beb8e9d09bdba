//! States whose VAT numbers follow one formula.

use super::digits::{digits, luhn, mod_11_10, number, value, weighted};

/// Austria: U, then 8 digits; the last from sums like Luhn's, with 4 added.
pub(super) fn at(body: &str) -> Option<bool> {
    let d: [u32; 8] = digits(body.strip_prefix('U')?)?;
    let twice = |d: u32| 2 * d / 10 + 2 * d % 10;
    let sum = d[0] + twice(d[1]) + d[2] + twice(d[3]) + d[4] + twice(d[5]) + d[6] + 4;
    Some((sum + d[7]).is_multiple_of(10))
}

/// Belgium: the enterprise number; its last two digits are 97 less the rest modulo 97.
pub(super) fn be(body: &str) -> Option<bool> {
    let d: [u32; 10] = digits(body)?;
    (d[0] <= 1).then(|| 97 - number(&d[..8]) % 97 == number(&d[8..]))
}

/// Cyprus: 8 digits, not beginning with 12, and a letter; digits at odd places count by a table.
pub(super) fn cy(body: &str) -> Option<bool> {
    const ODD: [u32; 10] = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21];
    let (start, letter) = body.split_at_checked(8)?;
    let d: [u32; 8] = digits(start)?;
    let [letter @ b'A'..=b'Z'] = letter.as_bytes() else {
        return None;
    };
    let value = |(place, d): (usize, &u32)| if place % 2 == 0 { ODD[*d as usize] } else { *d };
    let sum: u32 = d.iter().enumerate().map(value).sum();
    (d[..2] != [1, 2]).then(|| sum % 26 == u32::from(letter - b'A'))
}

/// Germany: 9 digits, ISO 7064 MOD 11,10.
pub(super) fn de(body: &str) -> Option<bool> {
    let d: [u32; 9] = digits(body)?;
    (d[0] != 0).then(|| mod_11_10(&d))
}

/// Denmark: the CVR number.
pub(super) fn dk(body: &str) -> Option<bool> {
    let d: [u32; 8] = digits(body)?;
    (d[0] != 0).then(|| weighted(&[2, 7, 6, 5, 4, 3, 2, 1], &d).is_multiple_of(11))
}

/// Greece: the AFM; weights are powers of 2.
pub(super) fn el(body: &str) -> Option<bool> {
    let d: [u32; 9] = digits(body)?;
    Some(weighted(&[256, 128, 64, 32, 16, 8, 4, 2], &d) % 11 % 10 == d[8])
}

/// Finland: the business ID without its hyphen.
pub(super) fn fi(body: &str) -> Option<bool> {
    let d: [u32; 8] = digits(body)?;
    Some(weighted(&[7, 9, 10, 5, 8, 4, 2, 1], &d).is_multiple_of(11))
}

/// Croatia: the OIB, ISO 7064 MOD 11,10.
pub(super) fn hr(body: &str) -> Option<bool> {
    Some(mod_11_10(&digits::<11>(body)?))
}

/// Hungary: the first 8 digits of the tax number.
pub(super) fn hu(body: &str) -> Option<bool> {
    let d: [u32; 8] = digits(body)?;
    Some(weighted(&[9, 7, 3, 1, 9, 7, 3, 1], &d).is_multiple_of(10))
}

/// Italy: the partita IVA, also the fiscal code of entities: a number, the office that gave it, Luhn's digit
/// (D.P.R. 633/1972, art. 35; D.M. 23 December 1976).
pub fn it(body: &str) -> Option<bool> {
    let d: [u32; 11] = digits(body)?;
    let office = matches!(number(&d[7..10]), 1..=100 | 120 | 121 | 888 | 999);
    (office && d[..7] != [0; 7]).then(|| luhn(&d))
}

/// Luxembourg: the last two digits are the rest modulo 89.
pub(super) fn lu(body: &str) -> Option<bool> {
    let d: [u32; 8] = digits(body)?;
    Some(number(&d[..6]) % 89 == number(&d[6..]))
}

/// Malta: weights, modulo 37; the last two digits are the check.
pub(super) fn mt(body: &str) -> Option<bool> {
    let d: [u32; 8] = digits(body)?;
    (d[0] != 0).then(|| weighted(&[3, 4, 6, 7, 8, 9, 10, 1], &d).is_multiple_of(37))
}

/// Netherlands: for companies 9 digits with a check digit, B, a branch; since 2020 for sole traders ISO 7064
/// MOD 97-10 over the whole, letters counting from A = 10.
pub(super) fn nl(body: &str) -> Option<bool> {
    let (start, branch) = body.split_once('B')?;
    let (d, branch): ([u32; 9], [u32; 2]) = (digits(start)?, digits(branch)?);
    let (of_company, branch) = (weighted(&[9, 8, 7, 6, 5, 4, 3, 2], &d) % 11 == d[8], number(&branch));
    // N = 23, L = 21, B = 11.
    let whole = ((2_321 * 1_000_000_000 + number(&d)) * 100 + 11) * 100 + branch;
    (branch > 0 && number(&d) > 0).then_some(of_company || whole % 97 == 1)
}

/// Poland: the NIP.
pub(super) fn pl(body: &str) -> Option<bool> {
    let d: [u32; 10] = digits(body)?;
    Some(weighted(&[6, 5, 7, 2, 3, 4, 5, 6, 7], &d) % 11 == d[9])
}

/// Portugal: the NIF.
pub(super) fn pt(body: &str) -> Option<bool> {
    let d: [u32; 9] = digits(body)?;
    (d[0] != 0).then(|| (11 - weighted(&[9, 8, 7, 6, 5, 4, 3, 2], &d) % 11) % 11 % 10 == d[8])
}

/// Romania: the CUI, 2 to 10 digits, weights aligned at the right.
pub(super) fn ro(body: &str) -> Option<bool> {
    ((2..=10).contains(&body.len()) && !body.starts_with('0')).then_some(())?;
    let d: [u32; 10] = digits(&format!("{body:0>10}"))?;
    Some(10 * weighted(&[7, 5, 3, 2, 1, 7, 5, 3, 2], &d) % 11 % 10 == d[9])
}

/// Sweden: the organisation number with Luhn's digit, then 01 to 94.
pub(super) fn se(body: &str) -> Option<bool> {
    let d: [u32; 12] = digits(body)?;
    (1..=94).contains(&number(&d[10..])).then(|| luhn(&d[..10]))
}

/// Slovenia: the tax number; a remainder of 0 has no check digit.
pub(super) fn si(body: &str) -> Option<bool> {
    let d: [u32; 8] = digits(body)?;
    let rest = weighted(&[8, 7, 6, 5, 4, 3, 2], &d) % 11;
    (d[0] != 0).then(|| rest != 0 && (11 - rest) % 10 == d[7])
}

/// Northern Ireland: 9 digits, for branches 3 more; the last two of the 9 by weights modulo 97, for numbers given
/// since 2009, from 100 on, with 55 taken off ("9755"). GD and under 500 for government departments, HA and 500 or more for health authorities.
pub(super) fn xi(body: &str) -> Option<bool> {
    if body.len() == 5 {
        let d: [u32; 3] = digits(body.get(2..)?)?;
        return match &body[..2] {
            "GD" if d[0] < 5 => Some(true),
            "HA" if d[0] >= 5 => Some(true),
            _ => None,
        };
    }
    (body.len() == 9 || body.len() == 12 && body.bytes().all(|b| value(b).is_some())).then_some(())?;
    let d: [u32; 9] = digits(body.get(..9)?)?;
    Some(match weighted(&[8, 7, 6, 5, 4, 3, 2, 10, 1], &d) % 97 {
        0 => true,
        42 => d[0] > 0,
        _ => false,
    })
}
