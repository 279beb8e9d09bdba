//! Free text: trimmed, otherwise kept byte for byte; control characters refused (interfaces: "Text").

use crate::form::Problem;

/// Longest name, in characters.
pub const NAME: usize = 200;
/// Longest ref ID, in characters.
pub const REF_ID: usize = 64;
/// Longest notes, in characters.
pub const NOTES: usize = 10_000;
/// Longest of all other texts, in characters.
pub const OTHER: usize = 200;

/// One line of text, at most `max` characters; empty becomes `None`.
pub fn line(raw: &str, max: usize) -> Result<Option<String>, Problem> {
    checked(raw, max, |c| c.is_control())
}

/// Text in which line breaks are welcome; empty becomes `None`.
pub fn lines(raw: &str, max: usize) -> Result<Option<String>, Problem> {
    checked(raw, max, |c| c.is_control() && !matches!(c, '\n' | '\r'))
}

/// One line of text that must not be empty.
pub fn required(raw: &str, max: usize) -> Result<String, Problem> {
    line(raw, max)?.ok_or(Problem::Required)
}

fn checked(raw: &str, max: usize, refused: impl Fn(char) -> bool) -> Result<Option<String>, Problem> {
    let text = raw.trim();
    if text.is_empty() {
        return Ok(None);
    }
    if text.chars().any(refused) {
        return Err(Problem::ControlCharacter);
    }
    if text.chars().nth(max).is_some() {
        return Err(Problem::TooLong { max: max as u32 });
    }
    Ok(Some(text.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_trimmed_and_otherwise_kept() {
        let wild = "<script>alert(1)</script>'; DROP TABLE customers; -- \u{202e}שלום";
        assert_eq!(line(&format!("\u{3000} {wild}\t"), 200), Ok(Some(wild.to_owned())));
        assert_eq!(line("  ", 200), Ok(None));
        assert_eq!(required(" ", 200), Err(Problem::Required));
    }

    #[test]
    fn control_characters_and_excess_are_refused() {
        assert_eq!(line("a\0b", 200), Err(Problem::ControlCharacter));
        assert_eq!(line("a\nb", 200), Err(Problem::ControlCharacter));
        assert_eq!(lines("a\r\nb", 200), Ok(Some("a\r\nb".to_owned())));
        assert_eq!(lines("a\u{7}b", 200), Err(Problem::ControlCharacter));
        assert_eq!(line(&"é".repeat(200), 200), Ok(Some("é".repeat(200))));
        assert_eq!(line(&"é".repeat(201), 200), Err(Problem::TooLong { max: 200 }));
    }
}
