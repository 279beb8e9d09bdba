//! Italian fiscal codes: 16 characters for persons, 11 digits for entities (D.P.R. 605/1973; D.M. 23 December
//! 1976). Elsewhere a fiscal code is text.

use super::vat::is_partita_iva;
use super::{Country, code, compact::compact, date};
use crate::form::Problem;

code!(
    /// A fiscal code, without spaces, dots and hyphens, letters raised; checked for Italy only. Companies and
    /// individuals can have either kind.
    FiscalCode
);

/// Where a person's code has digits, and may have the letters of omocodia instead.
const DIGITS: [usize; 7] = [6, 7, 9, 10, 12, 13, 14];
/// The letters that stand for 0 to 9 when two persons would have the same code.
const OMOCODIA: &[u8] = b"LMNPQRSTUV";
/// The letters of January to December.
const MONTHS: &[u8] = b"ABCDEHLMPRST";
/// What characters at odd places count: 0 to 9 like A to J, then K to Z.
const ODD: [u8; 26] = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];

impl FiscalCode {
    /// Reads the fiscal code of a customer in a country.
    pub fn parse(raw: &str, country: Country) -> Result<Self, Problem> {
        let text = compact(raw)?;
        match <&[u8; 16]>::try_from(text.as_bytes()) {
            _ if country != Country::IT && text.is_empty() => return Err(Problem::Malformed),
            _ if country != Country::IT => {}
            Ok(code) => check_person(code)?,
            Err(_) => check_entity(&text)?,
        }
        Ok(Self(text))
    }
}

fn check_person(code: &[u8; 16]) -> Result<(), Problem> {
    let mut decoded = *code;
    for place in DIGITS {
        if let Some(digit) = OMOCODIA.iter().position(|b| *b == code[place]) {
            decoded[place] = b'0' + digit as u8;
        }
    }
    let well_shaped = |(place, b): (usize, &u8)| {
        if DIGITS.contains(&place) { b.is_ascii_digit() } else { b.is_ascii_uppercase() }
    };
    let month = MONTHS.iter().position(|b| *b == code[8]).ok_or(Problem::FiscalShape)?;
    if !decoded.iter().enumerate().all(well_shaped) {
        return Err(Problem::FiscalShape);
    }
    let two = |from: usize| u32::from(decoded[from] - b'0') * 10 + u32::from(decoded[from + 1] - b'0');
    let (year, day) = (two(6), two(9));
    // The century is unknown; only in 2000 was there a leap day that 1900 lacks. Women's days are 40 higher.
    if !date::exists(2000 + year, month as u32 + 1, if day > 40 { day - 40 } else { day }) {
        return Err(Problem::FiscalDate);
    }
    let fitting = check_letter(code);
    if code[15] == fitting {
        return Ok(());
    }
    let mut mended = *code;
    mended[15] = fitting;
    Err(Problem::FiscalCheck { mended: String::from_utf8(mended.to_vec()).ok() })
}

/// The sum of the first 15 characters as written, odd places by their table, modulo 26.
fn check_letter(code: &[u8; 16]) -> u8 {
    let rank = |b: u8| {
        if b.is_ascii_digit() { b - b'0' } else { b - b'A' }
    };
    let value = |(place, b): (usize, &u8)| u32::from(if place % 2 == 0 { ODD[rank(*b) as usize] } else { rank(*b) });
    b'A' + (code[..15].iter().enumerate().map(value).sum::<u32>() % 26) as u8
}

/// Built like a partita IVA, and may differ from the entity's own.
fn check_entity(text: &str) -> Result<(), Problem> {
    match is_partita_iva(text) {
        Some(true) => Ok(()),
        Some(false) => {
            let candidates = (0..10).map(|check| format!("{}{check}", &text[..10]));
            Err(Problem::FiscalCheck { mended: candidates.into_iter().find(|c| is_partita_iva(c) == Some(true)) })
        }
        None => Err(Problem::FiscalShape),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const GOOD: &str = "RCCMNL83S18D969H";

    fn parse(text: &str) -> Result<String, Problem> {
        FiscalCode::parse(text, Country::IT).map(|code| code.to_string())
    }

    /// The code with the digits in `mask` written as letters, and its check letter.
    fn variant(mask: u32) -> String {
        let mut code = *<&[u8; 16]>::try_from(GOOD.as_bytes()).expect("16 characters");
        for (bit, place) in DIGITS.into_iter().enumerate().filter(|(bit, _)| mask >> bit & 1 == 1) {
            assert!(bit < 7);
            code[place] = OMOCODIA[usize::from(code[place] - b'0')];
        }
        code[15] = check_letter(&code);
        String::from_utf8(code.to_vec()).expect("ASCII")
    }

    #[test]
    fn published_codes_are_good() {
        for good in [GOOD, "RCCMNL83S18D969H", "RCCMNL83S18D96VW", "RSSMRA85T10A562S", "00743110157", "12345670017"] {
            assert_eq!(parse(good).as_deref(), Ok(good));
        }
        assert_eq!(parse(" rcc mnl 83s18.d969-h").as_deref(), Ok(GOOD));
    }

    #[test]
    fn all_128_variants_of_omocodia_are_good() {
        let variants: std::collections::BTreeSet<_> = (0..128).map(variant).collect();
        assert_eq!(variants.len(), 128);
        assert!(variants.contains(GOOD) && variants.contains("RCCMNL83S18D96VW"));
        for code in variants {
            assert_eq!(parse(&code).as_deref(), Ok(code.as_str()));
            let fitting = (b'A'..=b'Z').filter(|c| parse(&format!("{}{}", &code[..15], char::from(*c))).is_ok());
            assert_eq!(fitting.count(), 1, "{code}");
        }
    }

    #[test]
    fn the_check_character_is_mended() {
        for (typed, right) in
            [("RCCMNL83S18D969X", GOOD), ("RCCMNL83S18D96VA", "RCCMNL83S18D96VW"), ("00743110158", "00743110157")]
        {
            assert_eq!(parse(typed), Err(Problem::FiscalCheck { mended: Some(right.to_owned()) }));
        }
    }

    #[test]
    fn days_that_do_not_exist_and_other_shapes_are_refused() {
        for bad in [
            "RCCMNL83B30D969H",
            "RCCMNL83S31D969H",
            "RCCMNL83S00D969H",
            "RCCMNL83S32D969H",
            "RCCMNL83S40D969H",
            "RCCMNL83S71D969H",
            "RCCMNL83B69D969H",
            "RCCMNL83SVVD969H",
            "RCCMNL83SPMD969H",
        ] {
            assert_eq!(parse(bad), Err(Problem::FiscalDate), "{bad}");
        }
        for bad in [
            "RCCMNL83F18D969H",
            "RCCMNL83S18D969",
            "RCCMNL83S18D969HH",
            "1CCMNL83S18D969H",
            "RCCMNL8AS18D969H",
            "RCCMNL83S18D9691",
            "ÀCCMNL83S18D96H",
            "0074311015",
            "00743111017",
            "00000000000",
            "IT00743110157",
        ] {
            assert_eq!(parse(bad), Err(Problem::FiscalShape), "{bad}");
        }
        // A leap day of 2000, and a woman's.
        assert!(matches!(parse("RCCMNL00B29D969H"), Err(Problem::FiscalCheck { .. })));
        assert!(matches!(parse("RCCMNL84B69D969H"), Err(Problem::FiscalCheck { .. })));
    }

    #[test]
    fn elsewhere_it_is_text() {
        let germany = Country::parse("DE").expect("a country");
        let parse = |text: &str| FiscalCode::parse(text, germany).map(|code| code.to_string());
        assert_eq!(parse("12/345 678.90-x").as_deref(), Ok("12/34567890X"));
        assert_eq!(parse(&"1".repeat(201)), Err(Problem::TooLong { max: 200 }));
        assert_eq!(parse("1\0"), Err(Problem::ControlCharacter));
        assert_eq!(parse("--"), Err(Problem::Malformed));
        assert_eq!(parse(""), Err(Problem::Required));
    }

    proptest! {
        #[test]
        fn what_is_mended_parses(code in "[A-Z]{6}[0-9LMNPQRSTUV]{2}[A-EHLMPRST][0-7LMNPQRST][0-9][A-Z][0-9LMNPQRSTUV]{3}[A-Z]|[0-9]{7}0[0-9]{3}") {
            match parse(&code) {
                Ok(same) => prop_assert_eq!(same, code),
                Err(Problem::FiscalCheck { mended }) => {
                    let mended = mended.expect("some check character always fits");
                    prop_assert_eq!(&mended[..mended.len() - 1], &code[..code.len() - 1]);
                    prop_assert_eq!(parse(&mended), Ok(mended));
                }
                Err(problem) => prop_assert!(matches!(problem, Problem::FiscalDate | Problem::FiscalShape)),
            }
        }

        #[test]
        fn a_change_of_one_digit_is_refused(mask in 0u32..128, place in 0..DIGITS.len(), to in 0u8..10) {
            let mut code = variant(mask).into_bytes();
            let before = code[DIGITS[place]];
            let after = if before.is_ascii_digit() { b'0' + to } else { OMOCODIA[usize::from(to)] };
            code[DIGITS[place]] = after;
            let code = String::from_utf8(code).expect("ASCII");
            prop_assert_eq!(parse(&code).is_ok(), before == after);
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,20}|[0-9A-Zé]{11}|[0-9A-Zé]{15,16}") {
            if let Ok(code) = parse(&text) {
                prop_assert_eq!(parse(&code), Ok(code));
            }
        }
    }
}
