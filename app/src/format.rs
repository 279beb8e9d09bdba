//! Numbers and dates by language: the same text on server and in the browser, so without the device's clock or zone.

use model::lang::Lang;
use model::time::{Date, Timestamp};

const ENGLISH: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const ITALIAN: [&str; 12] = ["gen", "feb", "mar", "apr", "mag", "giu", "lug", "ago", "set", "ott", "nov", "dic"];

/// 12,345 or 12.345; in Italian four digits stay together (Accademia della Crusca).
#[must_use]
pub fn number(lang: Lang, value: u32) -> String {
    let digits = value.to_string();
    let (mark, from) = match lang {
        Lang::En => (',', 4),
        Lang::It => ('.', 5),
    };
    if digits.len() < from {
        return digits;
    }
    let mut text = String::with_capacity(digits.len() + 4);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(mark);
        }
        text.push(digit);
    }
    text
}

/// 21 Nov 2026.
#[must_use]
pub fn date(lang: Lang, at: Timestamp) -> String {
    let Date { year, month, day } = at.date();
    let months = match lang {
        Lang::En => ENGLISH,
        Lang::It => ITALIAN,
    };
    let month = usize::try_from(month - 1).ok().and_then(|index| months.get(index)).copied().unwrap_or_default();
    format!("{day} {month} {year}")
}

/// 21 Nov 2026, 09:14 UTC.
#[must_use]
pub fn moment(lang: Lang, at: Timestamp) -> String {
    let (hour, minute) = at.hour_minute();
    format!("{}, {hour:02}:{minute:02} UTC", date(lang, at))
}

/// In small letters, to compare by. The browser knows how; Rust would bring its tables along.
#[must_use]
pub fn lower(text: &str) -> String {
    #[cfg(target_arch = "wasm32")]
    return js_sys::JsString::from(text).to_lower_case().into();
    #[cfg(not(target_arch = "wasm32"))]
    text.to_lowercase()
}

/// The first letters of the first and last word, for a round picture, whose style raises them.
#[must_use]
pub fn initials(name: &str) -> String {
    let mut words = name.split_whitespace().filter_map(|word| word.chars().find(|c| !c.is_ascii_punctuation()));
    let first = words.next();
    first.into_iter().chain(words.next_back()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_by_language() {
        assert_eq!(number(Lang::En, 999), "999");
        assert_eq!(number(Lang::En, 2_318), "2,318");
        assert_eq!(number(Lang::It, 2_318), "2318");
        assert_eq!(number(Lang::It, 1_002_318), "1.002.318");
    }

    #[test]
    fn dates_are_absolute() {
        let at = "2026-03-01T09:05:59Z".parse().expect("a time");
        assert_eq!(moment(Lang::En, at), "1 Mar 2026, 09:05 UTC");
        assert_eq!(date(Lang::It, at), "1 mar 2026");
    }

    #[test]
    fn initials_fit_a_circle() {
        assert_eq!(initials("Mette Sørensen-Lindqvist"), "MS");
        assert_eq!(initials("ليلى"), "ل");
        assert_eq!(initials("a (b) ç"), "aç");
        assert_eq!(initials(""), "");
    }
}
