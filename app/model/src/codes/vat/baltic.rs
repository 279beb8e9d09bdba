//! Estonia, Latvia, Lithuania.

use super::super::date;
use super::digits::{digits, number, weighted};

/// Estonia: the KMKR number; weights 3, 7, 1 modulo 10.
pub(super) fn ee(body: &str) -> Option<bool> {
    let d: [u32; 9] = digits(body)?;
    Some(weighted(&[3, 7, 1, 3, 7, 1, 3, 7, 1], &d).is_multiple_of(10))
}

/// Lithuania: 9 digits for companies, 12 for those registered for a while; the last but one is 1.
pub(super) fn lt(body: &str) -> Option<bool> {
    let d: [u32; 12] = digits::<9>(body)
        .map(|d| std::array::from_fn(|place| d.get(place).copied().unwrap_or_default()))
        .or_else(|| digits(body))?;
    let check = body.len() - 1;
    let rest = |shift: usize| {
        let value = |(place, d): (usize, &u32)| ((place + shift) % 9 + 1) as u32 * d;
        d[..check].iter().enumerate().map(value).sum::<u32>() % 11
    };
    let expected = match rest(0) {
        10 => rest(2) % 10,
        rest => rest,
    };
    (d[check - 1] == 1).then(|| expected == d[check])
}

/// Latvia: a company's number begins with 4 to 9, a personal code with the date of birth; codes given since 2017
/// begin with 32 and hold no date.
pub(super) fn lv(body: &str) -> Option<bool> {
    let d: [u32; 11] = digits(body)?;
    if d[0] > 3 {
        return Some(weighted(&[9, 1, 4, 8, 3, 10, 2, 5, 7, 6, 1], &d) % 11 == 3);
    }
    let [day, month, year] = [0, 2, 4].map(|from| number(&d[from..from + 2]) as u32);
    (d[..2] == [3, 2] || d[6] <= 2 && date::exists(1800 + 100 * d[6] + year, month, day))
        .then(|| (1 + weighted(&[10, 5, 8, 4, 2, 1, 6, 3, 7, 9], &d)) % 11 % 10 == d[10])
}
