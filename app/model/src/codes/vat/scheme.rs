//! The table of VAT schemes: prefix, shape in words, rule, and where its check characters stand.

use super::{baltic, france, ireland, people, plain, spain};
use crate::form::Problem;
use crate::lang::Lang;

/// Judges what follows the prefix: `None` for another shape, else whether the check digits fit.
type Rule = fn(&str) -> Option<bool>;

/// A run of check characters: where it begins (negative: from the end), and its length.
type Run = (i8, u8);

pub(super) struct Scheme {
    prefix: &'static str,
    english: &'static str,
    italian: &'static str,
    rule: Rule,
    checks: &'static [Run],
}

const fn scheme(
    prefix: &'static str,
    english: &'static str,
    italian: &'static str,
    rule: Rule,
    checks: &'static [Run],
) -> Scheme {
    Scheme { prefix, english, italian, rule, checks }
}

const LAST: &[Run] = &[(-1, 1)];
const LAST_TWO: &[Run] = &[(-2, 2)];

static SCHEMES: [Scheme; 28] = [
    scheme("AT", "ATU and 8 digits", "ATU e 8 cifre", plain::at, LAST),
    scheme("BE", "BE and 10 digits, the first 0 or 1", "BE e 10 cifre, la prima 0 o 1", plain::be, LAST_TWO),
    scheme("BG", "BG and 9 or 10 digits", "BG e 9 o 10 cifre", people::bg, LAST),
    scheme("CY", "CY, 8 digits and a letter", "CY, 8 cifre e una lettera", plain::cy, LAST),
    scheme(
        "CZ",
        "CZ and 8 digits, or a birth number of 9 or 10 digits",
        "CZ e 8 cifre, o un numero di nascita di 9 o 10 cifre",
        people::cz,
        LAST,
    ),
    scheme("DE", "DE and 9 digits, the first not 0", "DE e 9 cifre, la prima non 0", plain::de, LAST),
    scheme("DK", "DK and 8 digits, the first not 0", "DK e 8 cifre, la prima non 0", plain::dk, LAST),
    scheme("EE", "EE and 9 digits", "EE e 9 cifre", baltic::ee, LAST),
    scheme("EL", "EL and 9 digits", "EL e 9 cifre", plain::el, LAST),
    scheme(
        "ES",
        "ES and 9 characters, the first or the last or both a letter",
        "ES e 9 caratteri, il primo o l'ultimo o entrambi una lettera",
        spain::es,
        LAST,
    ),
    scheme("FI", "FI and 8 digits", "FI e 8 cifre", plain::fi, LAST),
    scheme("FR", "FR, 2 characters and 9 digits", "FR, 2 caratteri e 9 cifre", france::fr, &[(0, 2), (-1, 1)]),
    scheme("HR", "HR and 11 digits", "HR e 11 cifre", plain::hr, LAST),
    scheme("HU", "HU and 8 digits", "HU e 8 cifre", plain::hu, LAST),
    scheme("IE", "IE, 7 digits and 1 or 2 letters", "IE, 7 cifre e 1 o 2 lettere", ireland::ie, &[(7, 1)]),
    scheme(
        "IT",
        "IT and 11 digits, the 8th to 10th an office (001–100, 120, 121, 888 or 999)",
        "IT e 11 cifre, dall'8ª alla 10ª un ufficio (001–100, 120, 121, 888 o 999)",
        plain::it,
        LAST,
    ),
    scheme("LT", "LT and 9 or 12 digits, the last but one 1", "LT e 9 o 12 cifre, la penultima 1", baltic::lt, LAST),
    scheme("LU", "LU and 8 digits", "LU e 8 cifre", plain::lu, LAST_TWO),
    scheme(
        "LV",
        "LV and 11 digits, or a personal code of 11 digits",
        "LV e 11 cifre, o un codice personale di 11 cifre",
        baltic::lv,
        LAST,
    ),
    scheme("MT", "MT and 8 digits, the first not 0", "MT e 8 cifre, la prima non 0", plain::mt, LAST_TWO),
    scheme("NL", "NL, 9 digits, B and 2 digits", "NL, 9 cifre, B e 2 cifre", plain::nl, &[(8, 1), (-2, 2)]),
    scheme("PL", "PL and 10 digits", "PL e 10 cifre", plain::pl, LAST),
    scheme("PT", "PT and 9 digits, the first not 0", "PT e 9 cifre, la prima non 0", plain::pt, LAST),
    scheme("RO", "RO and 2 to 10 digits, the first not 0", "RO e da 2 a 10 cifre, la prima non 0", plain::ro, LAST),
    scheme(
        "SE",
        "SE and 12 digits, the last two 01 to 94",
        "SE e 12 cifre, le ultime due da 01 a 94",
        plain::se,
        &[(9, 1)],
    ),
    scheme("SI", "SI and 8 digits, the first not 0", "SI e 8 cifre, la prima non 0", plain::si, LAST),
    scheme(
        "SK",
        "SK and 10 digits, the third 2, 3, 4, 7, 8 or 9",
        "SK e 10 cifre, la terza 2, 3, 4, 7, 8 o 9",
        people::sk,
        LAST,
    ),
    scheme(
        "XI",
        "XI and 9 or 12 digits, or GD or HA and 3 digits",
        "XI e 9 o 12 cifre, o GD o HA e 3 cifre",
        plain::xi,
        &[(7, 2)],
    ),
];

/// A prefix's shape in words, such as `EE and 9 digits`.
#[must_use]
pub fn shape(prefix: &str, lang: Lang) -> &'static str {
    Scheme::of(prefix).map_or("", |scheme| match lang {
        Lang::En => scheme.english,
        Lang::It => scheme.italian,
    })
}

impl Scheme {
    pub(super) fn of(prefix: &str) -> Option<&'static Self> {
        SCHEMES.iter().find(|scheme| scheme.prefix == prefix)
    }

    /// The number with its prefix, from text without separators.
    pub(super) fn parse(&self, text: &str) -> Result<String, Problem> {
        let own = text.strip_prefix(self.prefix).or_else(|| text.strip_prefix("GR").filter(|_| self.prefix == "EL"));
        let of_another =
            |text: &str| text.get(..2).is_some_and(|start| Self::of(start).is_some() || ["GR", "GB"].contains(&start));
        if own.is_none() && of_another(text) {
            return Err(Problem::VatCountry { expected: self.prefix.into() });
        }
        let body = own.unwrap_or(text);
        match self.judge(body) {
            Some(true) => Ok(format!("{}{body}", self.prefix)),
            Some(false) => {
                Err(Problem::VatCheck { mended: self.mend(body).map(|body| format!("{}{body}", self.prefix)) })
            }
            None => Err(Problem::VatShape { prefix: self.prefix.into() }),
        }
    }

    /// Zeros alone fit most sums; no state gives such a number (the department GD000 apart).
    fn judge(&self, body: &str) -> Option<bool> {
        let not_zero = body.starts_with("GD") || body.bytes().any(|b| matches!(b, b'1'..=b'9'));
        Some((self.rule)(body)? && not_zero)
    }

    /// The same number with one run of check characters changed so that it fits, in as few places as it takes.
    fn mend(&self, body: &str) -> Option<String> {
        self.checks.iter().find_map(|&(from, length)| {
            let from = match from {
                ..0 => body.len().checked_sub(usize::from(from.unsigned_abs()))?,
                _ => usize::from(from.unsigned_abs()),
            };
            let run = from..from + usize::from(length);
            let mut changed = body.as_bytes().to_vec();
            for b in changed.get_mut(run.clone())? {
                *b = if b.is_ascii_digit() { b'0' } else { b'A' };
            }
            let mut best: Option<(usize, String)> = None;
            loop {
                let candidate = std::str::from_utf8(&changed).ok()?;
                let changes = changed.iter().zip(body.bytes()).filter(|(a, b)| **a != *b).count();
                if best.as_ref().is_none_or(|(least, _)| changes < *least) && self.judge(candidate) == Some(true) {
                    best = Some((changes, candidate.to_owned()));
                }
                if advance(&mut changed[run.clone()]).is_none() {
                    return best.map(|(_, number)| number);
                }
            }
        })
    }
}

/// The next text of the same kind, digit for digit and letter for letter; `None` after the last.
fn advance(run: &mut [u8]) -> Option<()> {
    for b in run.iter_mut().rev() {
        match *b {
            b'9' => *b = b'0',
            b'Z' => *b = b'A',
            _ => {
                *b += 1;
                return Some(());
            }
        }
    }
    None
}
