//! Phone numbers: ITU-T E.164, the international form; no numbering plan is applied.

use super::{code, compact::compact};
use crate::form::Problem;

code!(
    /// A phone number in E.164: `+`, then 2 to 15 digits. Italian landlines keep their leading 0.
    Phone
);

impl Phone {
    /// Reads a number, without regard to spaces, dots and hyphens.
    pub fn parse(raw: &str) -> Result<Self, Problem> {
        let text = compact(raw)?;
        match text.as_bytes() {
            [b'+', b'1'..=b'9', rest @ ..] if (1..=14).contains(&rest.len()) && rest.iter().all(u8::is_ascii_digit) => {
                Ok(Self(text))
            }
            _ => Err(Problem::Phone),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn separators_are_dropped() {
        assert_eq!(Phone::parse("+39 02 123-4567").expect("good").as_str(), "+39021234567");
        assert_eq!(Phone::parse("+1.202.555.0100").expect("good").as_str(), "+12025550100");
        assert_eq!(Phone::parse("+12").expect("good").as_str(), "+12");
        assert!(Phone::parse("+123456789012345").is_ok());
    }

    #[test]
    fn all_else_is_refused() {
        for bad in [
            "12 34",
            "0039021234567",
            "+0123456",
            "+1",
            "+",
            "--",
            "+1234567890123456",
            "++12",
            "+12a",
            "+١٢٣٤",
            "+1/2",
        ] {
            assert_eq!(Phone::parse(bad), Err(Problem::Phone), "{bad}");
        }
        assert_eq!(Phone::parse(" "), Err(Problem::Required));
    }

    proptest! {
        #[test]
        fn what_parses_parses_again_to_the_same(text in "\\+[1-9][0-9 .-]{0,20}|\\PC{0,12}") {
            if let Ok(phone) = Phone::parse(&text) {
                prop_assert_eq!(Phone::parse(phone.as_str()), Ok(phone));
            }
        }
    }
}
