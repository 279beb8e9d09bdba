//! VAT numbers and fiscal codes whose check digits fit: made up, then mended by what the checks say.

use super::rng::Rng;
use model::codes::{Country, FiscalCode, VatNumber};
use model::form::Problem;
use std::fmt::Write;

/// Tries until a number fits; some bodies have no fitting check digit.
const TRIES: usize = 20;

/// A VAT number of a pattern; `#` stands for a digit.
pub(super) fn vat_number(rng: &mut Rng, pattern: &str, country: Country) -> Option<VatNumber> {
    (0..TRIES).find_map(|_| {
        let mut made_up: String =
            pattern.chars().map(|c| if c == '#' { char::from(b'0' + rng.below(10) as u8) } else { c }).collect();
        if pattern.starts_with("FR") {
            // The key in front is made from the number behind, which has to be right before.
            made_up.push(luhn(&made_up[4..]));
        }
        match VatNumber::parse(&made_up, country) {
            Ok(number) => Some(number),
            Err(Problem::VatCheck { mended: Some(mended) }) => VatNumber::parse(&mended, country).ok(),
            Err(_) => None,
        }
    })
}

/// The digit that makes a Luhn sum fit.
fn luhn(digits: &str) -> char {
    let double = |digit: u32| if digit > 4 { 2 * digit - 9 } else { 2 * digit };
    let digits = digits.bytes().rev().map(|digit| u32::from(digit - b'0')).enumerate();
    let sum: u32 = digits.map(|(place, digit)| if place % 2 == 0 { double(digit) } else { digit }).sum();
    char::from(b'0' + ((10 - sum % 10) % 10) as u8)
}

/// A person's fiscal code: three letters of each name, a date of birth, a town, the check letter.
pub(super) fn person(rng: &mut Rng, first_name: &str, last_name: &str) -> Option<FiscalCode> {
    let (year, month, town) = (40 + rng.below(60), *rng.pick(b"ABCDEHLMPRST"), 100 + rng.below(900));
    let day = 1 + rng.below(28) + if rng.percent(50) { 40 } else { 0 };
    let mut code = letters(last_name) + &letters(first_name);
    // Writing to a String never fails.
    let _ = write!(code, "{year:02}{}{day:02}{}{town}A", char::from(month), char::from(b'A' + rng.below(9) as u8));
    match FiscalCode::parse(&code, Country::IT) {
        Ok(code) => Some(code),
        Err(Problem::FiscalCheck { mended: Some(mended) }) => FiscalCode::parse(&mended, Country::IT).ok(),
        Err(_) => None,
    }
}

/// Consonants, then vowels, then X: the first three.
fn letters(name: &str) -> String {
    let folded = crate::fold::fold(name);
    let of = |vowels: bool| folded.chars().filter(move |c| c.is_ascii_lowercase() && "aeiou".contains(*c) == vowels);
    of(false).chain(of(true)).chain("xxx".chars()).take(3).map(|c| c.to_ascii_uppercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::super::countries::SAMPLES;
    use super::*;

    #[test]
    fn every_country_gets_numbers_that_fit() {
        let mut rng = Rng::new(7);
        assert_eq!(SAMPLES.iter().map(|sample| sample.share).sum::<u64>(), 100);
        for sample in SAMPLES.iter().filter(|sample| !sample.vat.is_empty()) {
            let country = Country::parse(sample.code).unwrap();
            let found = (0..200).filter(|_| vat_number(&mut rng, sample.vat, country).is_some()).count();
            assert!(found > 190, "{}: {found} of 200", sample.code);
        }
        assert!((0..200).all(|_| person(&mut rng, "Niccolò", "Dell'Orto").is_some()));
        assert_eq!(letters("Fo"), "FOX");
    }
}
