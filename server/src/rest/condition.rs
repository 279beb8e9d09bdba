//! `If-Match`: the version that the caller means to change.

use super::problem::Fault;
use axum::http::{HeaderMap, header};

/// What a request says about the version that it changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Condition {
    /// Nothing: allowed everywhere but on PATCH.
    Absent,
    /// `*`: whichever version there is.
    Any,
    /// `"3"`: this version alone. What is no version of ours is 0, which nothing has.
    Version(u32),
}

impl Condition {
    /// Reads the header. Weak validators count as strong ones, since proxies that compress answers weaken them.
    /// What is not one entity tag is refused: guessing could overwrite someone's change.
    pub fn read(headers: &HeaderMap) -> Result<Self, Fault> {
        let mut values = headers.get_all(header::IF_MATCH).iter();
        let Some(value) = values.next() else {
            return Ok(Self::Absent);
        };
        if values.next().is_some() {
            return Err(Fault::IfMatch);
        }
        let text = value.to_str().map_err(|_| Fault::IfMatch)?.trim();
        if text == "*" {
            return Ok(Self::Any);
        }
        let tag = text.strip_prefix("W/").unwrap_or(text);
        let tag = tag.strip_prefix('"').and_then(|tag| tag.strip_suffix('"')).ok_or(Fault::IfMatch)?;
        if tag.contains('"') {
            return Err(Fault::IfMatch);
        }
        let canonical = tag.bytes().all(|b| b.is_ascii_digit()) && !tag.starts_with('0');
        Ok(Self::Version(tag.parse().ok().filter(|_| canonical).unwrap_or(0)))
    }

    /// The version to compare with, if any.
    #[must_use]
    pub fn version(self) -> Option<u32> {
        match self {
            Self::Absent | Self::Any => None,
            Self::Version(version) => Some(version),
        }
    }

    /// The same, where saying nothing is not allowed (RFC 6585 §3).
    pub fn required(self) -> Result<Option<u32>, Fault> {
        if self == Self::Absent { Err(Fault::PreconditionRequired) } else { Ok(self.version()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<Condition> {
        let headers = HeaderMap::from_iter([(header::IF_MATCH, text.parse().unwrap())]);
        Condition::read(&headers).ok()
    }

    #[test]
    fn one_tag_or_a_star() {
        assert_eq!(read("\"3\""), Some(Condition::Version(3)));
        assert_eq!(read(" W/\"3\" "), Some(Condition::Version(3)));
        assert_eq!(read("*"), Some(Condition::Any));
        for never in ["\"\"", "\"03\"", "\"abc\"", "\"99999999999\"", "\"-1\"", "\"+1\""] {
            assert_eq!(read(never), Some(Condition::Version(0)), "{never}");
        }
        for garbled in ["3", "\"3", "3\"", "\"", "\"1\", \"2\"", "W/3", ""] {
            assert_eq!(read(garbled), None, "{garbled}");
        }
    }
}
