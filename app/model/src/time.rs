//! Moments in time: milliseconds since 1970 UTC, RFC 3339 on the wire, the same text in server and browser.

use std::fmt;
use std::str::FromStr;

/// A moment, in milliseconds since 1970-01-01T00:00:00Z. Years 0001 to 9999.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(pub i64);

/// The text was not an RFC 3339 date-time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidTimestamp;

impl fmt::Display for InvalidTimestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a time is written as in RFC 3339, such as 2026-03-29T23:00:00Z")
    }
}

impl std::error::Error for InvalidTimestamp {}

/// A second in milliseconds.
pub const SECOND: i64 = 1_000;
/// An hour in milliseconds.
pub const HOUR: i64 = 3_600 * SECOND;
/// A day in milliseconds.
pub const DAY: i64 = 24 * HOUR;

/// A calendar day of the proleptic Gregorian calendar, years 0001 to 9999; `2026-03-29` on the wire (RFC 3339, full-date).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Date {
    /// Year, 1 to 9999.
    pub year: i64,
    /// Month, 1 to 12.
    pub month: i64,
    /// Day of the month, from 1.
    pub day: i64,
}

/// Days from 1970-01-01 to a date (Howard Hinnant, "chrono-compatible low-level date algorithms").
fn days_from_civil(date: Date) -> i64 {
    let year = if date.month <= 2 { date.year - 1 } else { date.year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((date.month + 9) % 12) + 2) / 5 + date.day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

fn civil_from_days(days: i64) -> Date {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let month = (shifted_month + 2) % 12 + 1;
    Date {
        year: year_of_era + era * 400 + i64::from(month <= 2),
        month,
        day: day_of_year - (153 * shifted_month + 2) / 5 + 1,
    }
}

impl Date {
    /// Its first moment in UTC.
    #[must_use]
    pub fn start(self) -> Timestamp {
        Timestamp(days_from_civil(self) * DAY)
    }

    /// The first moment after it in UTC.
    #[must_use]
    pub fn end(self) -> Timestamp {
        self.start().plus(DAY)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl FromStr for Date {
    type Err = InvalidTimestamp;

    /// Reads RFC 3339's full-date.
    fn from_str(text: &str) -> Result<Self, InvalidTimestamp> {
        if text.len() != "2026-03-29".len() {
            return Err(InvalidTimestamp);
        }
        Ok(format!("{text}T00:00:00Z").parse::<Timestamp>()?.date())
    }
}

impl Timestamp {
    /// This moment and so many milliseconds.
    #[must_use]
    pub const fn plus(self, milliseconds: i64) -> Self {
        Self(self.0.saturating_add(milliseconds))
    }

    /// The day in UTC.
    #[must_use]
    pub fn date(self) -> Date {
        civil_from_days(self.0.div_euclid(DAY))
    }

    /// Hour and minute of the day in UTC.
    #[must_use]
    pub fn hour_minute(self) -> (i64, i64) {
        let minutes = self.0.rem_euclid(DAY) / 60_000;
        (minutes / 60, minutes % 60)
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Date { year, month, day } = self.date();
        let rest = self.0.rem_euclid(DAY);
        let (hour, minute) = self.hour_minute();
        let second = rest / SECOND % 60;
        write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")?;
        match rest % SECOND {
            0 => f.write_str("Z"),
            milliseconds => write!(f, ".{milliseconds:03}Z"),
        }
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Timestamp {
    type Err = InvalidTimestamp;

    /// Reads RFC 3339 with any offset; digits past the millisecond are cut.
    fn from_str(text: &str) -> Result<Self, InvalidTimestamp> {
        let bytes = text.as_bytes();
        if bytes.len() < 20 || !text.is_ascii() {
            return Err(InvalidTimestamp);
        }
        let number = |from: usize, to: usize| -> Result<i64, InvalidTimestamp> {
            let digits = &text[from..to];
            if !digits.bytes().all(|b| b.is_ascii_digit()) {
                return Err(InvalidTimestamp);
            }
            digits.parse().map_err(|_| InvalidTimestamp)
        };
        let fixed = [(4, b'-'), (7, b'-'), (13, b':'), (16, b':')];
        if fixed.iter().any(|&(at, byte)| bytes[at] != byte) || !matches!(bytes[10], b'T' | b't' | b' ') {
            return Err(InvalidTimestamp);
        }
        let date = Date { year: number(0, 4)?, month: number(5, 7)?, day: number(8, 10)? };
        let (hour, minute, second) = (number(11, 13)?, number(14, 16)?, number(17, 19)?);
        let mut at = 19;
        let mut milliseconds = 0;
        if bytes[at] == b'.' {
            let digits = text[at + 1..].bytes().take_while(u8::is_ascii_digit).count();
            if digits == 0 {
                return Err(InvalidTimestamp);
            }
            for place in 0..3 {
                let digit = if place < digits { i64::from(bytes[at + 1 + place] - b'0') } else { 0 };
                milliseconds = milliseconds * 10 + digit;
            }
            at += 1 + digits;
        }
        let offset = match bytes.get(at) {
            Some(b'Z' | b'z') if bytes.len() == at + 1 => 0,
            Some(sign @ (b'+' | b'-')) if bytes.len() == at + 6 && bytes[at + 3] == b':' => {
                let (hours, minutes) = (number(at + 1, at + 3)?, number(at + 4, at + 6)?);
                if hours > 23 || minutes > 59 {
                    return Err(InvalidTimestamp);
                }
                (hours * 60 + minutes) * 60_000 * if *sign == b'+' { 1 } else { -1 }
            }
            _ => return Err(InvalidTimestamp),
        };
        let valid = date.year >= 1
            && hour <= 23
            && minute <= 59
            && second <= 59
            && civil_from_days(days_from_civil(date)) == date;
        if !valid {
            return Err(InvalidTimestamp);
        }
        let day = days_from_civil(date) * DAY;
        let time = hour * HOUR + minute * 60_000 + second * SECOND + milliseconds;
        Ok(Self(day + time - offset))
    }
}

impl serde::Serialize for Timestamp {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Timestamp {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

impl serde::Serialize for Date {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Date {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_what_rfc_3339_allows() {
        let noon = "2024-02-29T12:00:00Z".parse::<Timestamp>().unwrap();
        assert_eq!(noon.0, 1_709_208_000_000);
        assert_eq!("2024-02-29T13:30:00+01:30".parse(), Ok(noon));
        assert_eq!("2024-02-29t12:00:00.0009z".parse(), Ok(noon));
        assert_eq!(noon.plus(250).to_string(), "2024-02-29T12:00:00.250Z");
    }

    #[test]
    fn refuses_days_that_do_not_exist_and_other_shapes() {
        for text in [
            "2023-02-29T12:00:00Z",
            "2024-13-01T00:00:00Z",
            "2024-01-01",
            "2024-01-01T24:00:00Z",
            "2024-01-01T00:00:00",
            "2024-01-01T00:00:00.Z",
            "2024-01-01T00:00:00+1:00",
            "０024-01-01T00:00:00Z",
        ] {
            assert_eq!(text.parse::<Timestamp>(), Err(InvalidTimestamp), "{text}");
        }
    }

    #[test]
    fn a_day_begins_and_ends_at_midnight() {
        let day: Date = "2024-02-29".parse().unwrap();
        assert_eq!(
            (day.start().to_string(), day.end().to_string()),
            ("2024-02-29T00:00:00Z".into(), "2024-03-01T00:00:00Z".into())
        );
        for text in ["2023-02-29", "2024-2-29", "2024-02-29T", "29.02.2024", "", "0000-01-01", "2024-02-2９"] {
            assert_eq!(text.parse::<Date>(), Err(InvalidTimestamp), "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_day_reads_what_it_writes(value in -62_135_596_800_000i64..253_402_300_800_000) {
            let date = Timestamp(value).date();
            prop_assert_eq!(date.to_string().parse(), Ok(date));
            prop_assert!(date.start().0 <= value && value < date.end().0);
        }

        #[test]
        fn reads_what_it_writes(value in -62_135_596_800_000i64..253_402_300_800_000) {
            let time = Timestamp(value);
            prop_assert_eq!(time.to_string().parse(), Ok(time));
        }

        #[test]
        fn no_text_makes_it_panic(text in ".{0,40}") {
            let _ = text.parse::<Timestamp>();
        }
    }
}
