//! Published numbers of every scheme, and properties that hold for all of them.

use super::*;
use crate::lang::Lang;
use proptest::prelude::*;

const PUBLISHED: [&str; 54] = [
    "ATU13585627",
    "ATU10223006",
    "BE0411905847",
    "BE0428759497",
    "BG175074752",
    "BG7523169263",
    "BG7111042925",
    "CY10259033P",
    "CZ25123891",
    "CZ7103192745",
    "CZ640903926",
    "CZ395601439",
    "DE136695976",
    "DE129273398",
    "DK13585628",
    "EE100931558",
    "EE100594102",
    "EL094259216",
    "EL023456780",
    "ESB58378431",
    "ESA13585625",
    "ES54362315K",
    "ESX2482300W",
    "ESJ99216582",
    "FI20774740",
    "FR40303265045",
    "FR23334175221",
    "FRK7399859412",
    "HR33392005961",
    "HU12892312",
    "IE6433435F",
    "IE6433435OA",
    "IE8D79739I",
    "IT00743110157",
    "IT12345670017",
    "LT119511515",
    "LT100001919017",
    "LU15027442",
    "LV40003521600",
    "LV16117519997",
    "MT11679112",
    "NL004495445B01",
    "NL123456789B13",
    "PL8567346215",
    "PT501964843",
    "RO18547290",
    "SE123456789701",
    "SI50223054",
    "SK2022749619",
    "XI980780684",
    "XI802311782",
    "XIGD000",
    "XIHA500",
    "XI980780684001",
];

/// Prefix and length of the schemes in which no change of one digit goes unseen.
const STRICT: [(&str, usize); 13] = [
    ("ATU", 8),
    ("BE0", 9),
    ("DE", 9),
    ("DK", 8),
    ("EE", 9),
    ("FI", 8),
    ("HR", 11),
    ("HU", 8),
    ("IT", 11),
    ("LU", 8),
    ("MT", 8),
    ("PL", 10),
    ("SI", 8),
];

fn country(prefix: &str) -> Country {
    Country::parse(match prefix {
        "EL" => "GR",
        "XI" => "GB",
        code => code,
    })
    .expect("a country")
}

fn parse(text: &str) -> Result<String, Problem> {
    VatNumber::parse(text, country(&text[..2])).map(|number| number.to_string())
}

#[test]
fn published_numbers_are_good_with_and_without_prefix() {
    for number in PUBLISHED {
        assert_eq!(parse(number).as_deref(), Ok(number));
        let (prefix, body) = number.split_at(2);
        if prefix != "XI" {
            let typed = format!(" {}-{}. ", body[..3].to_lowercase(), &body[3..]);
            assert_eq!(VatNumber::parse(&typed, country(prefix)).expect(number).as_str(), number);
        }
    }
    let covered = |prefix: &str| PUBLISHED.iter().any(|number| number.starts_with(prefix));
    assert!(Country::ALL.iter().filter_map(|c| c.vat_prefix()).all(covered));
}

#[test]
fn a_wrong_check_digit_is_mended_by_one_change() {
    for (typed, right) in [
        ("IT00743110158", "IT00743110157"),
        ("DE136695970", "DE136695976"),
        ("BE0411905800", "BE0411905847"),
        ("FR00303265045", "FR40303265045"),
        ("FR40303265046", "FR40303265045"),
        ("CY10259033A", "CY10259033P"),
        ("IE6433435A", "IE6433435F"),
        ("ES54362315A", "ES54362315K"),
        ("NL004495444B01", "NL004495445B01"),
        ("XI980780685", "XI980780684"),
    ] {
        assert_eq!(parse(typed), Err(Problem::VatCheck { mended: Some(right.to_owned()) }), "{typed}");
    }
    // The sum's rest is 10: no last digit fits.
    assert_eq!(parse("DK10000050"), Err(Problem::VatCheck { mended: None }));
}

#[test]
fn other_shapes_are_refused() {
    for bad in [
        "IT",
        "IT1234567001",
        "IT123456700178",
        "IT00000000000",
        "IT12345671013",
        "IT1234567O017",
        "AT13585627",
        "DE036695976",
        "BE2411905847",
        "SE123456789700",
        "CY12259033P",
        "CZ396613439",
        "LV16137519997",
        "NL004495445B00",
        "NL004495445A01",
        "ESO1234567L",
        "IE8D79739IA",
        "XIGD500",
        "XIHA499",
        "XI12",
        "LT119511505",
        "ITé2345670017",
        "FRI7399859412",
        "RO012",
        "DE１３６６９５９７６",
    ] {
        assert!(matches!(parse(bad), Err(Problem::VatShape { .. })), "{bad}: {:?}", parse(bad));
    }
    assert!(matches!(parse("FI00000000"), Err(Problem::VatCheck { .. })));
}

#[test]
fn a_foreign_prefix_must_fit() {
    let other = |prefix: &'static str| Err(Problem::VatCountry { expected: prefix.into() });
    assert_eq!(VatNumber::parse("DE136695976", Country::IT), other("IT"));
    assert_eq!(VatNumber::parse("DE136695976", country("FR")), other("FR"));
    assert_eq!(VatNumber::parse("GB980780684", country("IE")), other("IE"));
    assert_eq!(VatNumber::parse("GR094259216", Country::IT), other("IT"));
    let greek = VatNumber::parse("gr 094 259 216", country("EL")).expect("Greek");
    assert_eq!(greek.as_str(), "EL094259216");
}

#[test]
fn outside_the_union_twenty_characters_go_unchecked() {
    let stored = |text: &str, code| VatNumber::parse(text, country(code)).map(|number| number.to_string());
    assert_eq!(stored("che-123.456.789 mwst", "CH").as_deref(), Ok("CHE123456789MWST"));
    assert_eq!(stored("GB 123 4567 89", "GB").as_deref(), Ok("GB123456789"));
    assert_eq!(stored("DE000000000", "US").as_deref(), Ok("DE000000000"));
    assert_eq!(stored(&"é".repeat(20), "JP"), Ok("é".repeat(20)));
    assert_eq!(stored(&"é".repeat(21), "JP"), Err(Problem::TooLong { max: 20 }));
    assert_eq!(stored("1\u{7}2", "US"), Err(Problem::ControlCharacter));
    assert_eq!(stored("-.-", "US"), Err(Problem::Malformed));
    assert_eq!(stored(" ", "US"), Err(Problem::Required));
    assert!(matches!(stored("XI980780685", "GB"), Err(Problem::VatCheck { .. })));
}

#[test]
fn every_shape_has_words_in_both_languages() {
    for prefix in Country::ALL.iter().filter_map(|c| c.vat_prefix()).chain(["XI"]) {
        for lang in Lang::ALL {
            assert!(shape(prefix, lang).starts_with(prefix));
            assert!(Problem::VatShape { prefix: prefix.into() }.sentence(lang).contains(shape(prefix, lang)));
        }
    }
}

/// A number that is good: the digits as they are or mended.
fn good(text: &str) -> Option<String> {
    match parse(text) {
        Ok(number) | Err(Problem::VatCheck { mended: Some(number) }) => Some(number),
        _ => None,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn a_change_of_one_digit_is_refused(scheme in 0..STRICT.len(), digits in "[0-9]{11}", place in 0usize..11, by in 1u8..10) {
        let (prefix, length) = STRICT[scheme];
        if let Some(number) = good(&format!("{prefix}{}", &digits[..length])) {
            let mut changed = number.clone().into_bytes();
            let at = prefix.len() + place % length;
            changed[at] = b'0' + (changed[at] - b'0' + by) % 10;
            let changed = String::from_utf8(changed).expect("ASCII");
            prop_assert!(parse(&changed).is_err(), "{number} and {changed}");
        }
    }

    #[test]
    fn what_is_mended_parses(index in 0..PUBLISHED.len(), place in 2usize..16, put in "[0-9A-Z]") {
        let mut typed = PUBLISHED[index].to_owned();
        if place < typed.len() {
            typed.replace_range(place..=place, &put);
        }
        if let Err(Problem::VatCheck { mended: Some(mended) }) = parse(&typed) {
            prop_assert_eq!(parse(&mended), Ok(mended));
        }
    }

    #[test]
    fn no_text_makes_it_panic_and_what_is_stored_parses_again(text in "[A-Z]{0,2}[0-9A-Zé*+]{0,12}|\\PC{0,14}", at in 0..Country::ALL.len()) {
        for country in [Country::ALL[at], country(PUBLISHED[at % PUBLISHED.len()].get(..2).expect("a prefix"))] {
            if let Ok(number) = VatNumber::parse(&text, country) {
                prop_assert_eq!(VatNumber::parse(number.as_str(), country), Ok(number));
            }
        }
    }
}
