//! Cells that a spreadsheet would run as a formula, and the quote that keeps it from doing so
//! (OWASP, "CSV Injection").

use std::borrow::Cow;

/// Whether a spreadsheet may take a cell that begins so for a formula.
const fn dangerous(first: char) -> bool {
    matches!(first, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '\0' | '＝' | '＋' | '－' | '＠')
}

/// The cell as it is exported. What already begins with the quote gets another, so that [`unguard`] gives back
/// exactly what was there.
#[must_use]
pub fn guard(cell: &str) -> Cow<'_, str> {
    match cell.chars().next() {
        Some(first) if dangerous(first) || first == '\'' => Cow::Owned(format!("'{cell}")),
        _ => Cow::Borrowed(cell),
    }
}

/// The cell as it is imported: one quote goes, if it guards something; `'s-Hertogenbosch` stays.
#[must_use]
pub fn unguard(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(|c| dangerous(c) || c == '\'') => rest,
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn formulas_are_guarded_and_all_else_is_kept() {
        for first in ["=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠", "'"] {
            let cell = format!("{first}1+1");
            assert_eq!(guard(&cell), format!("'{cell}"));
        }
        for cell in ["", "a=b", " =1", "−1", "日本", "\"=1"] {
            assert!(matches!(guard(cell), Cow::Borrowed(same) if same == cell));
        }
    }

    #[test]
    fn only_a_quote_that_guards_goes() {
        assert_eq!(unguard("'=1"), "=1");
        assert_eq!(unguard("''s-Hertogenbosch"), "'s-Hertogenbosch");
        assert_eq!(unguard("'s-Hertogenbosch"), "'s-Hertogenbosch");
        assert_eq!(unguard("'"), "'");
        assert_eq!(unguard("'＠x"), "＠x");
    }

    proptest! {
        #[test]
        fn import_gives_back_what_export_was_given(cell in "['=+@s\t\0＝-]{0,4}\\PC{0,8}") {
            let exported = guard(&cell);
            prop_assert_eq!(unguard(&exported), cell.as_str());
            prop_assert!(!exported.starts_with(dangerous));
        }
    }
}
