//! Host names as people type them, for e-mail and web addresses. Not converted: the text is kept as typed.

/// Whether a domain has a dot and only labels that a host can have (RFC 1123 §2.1, RFC 5891 for letters beyond
/// ASCII): 1 to 63 letters, digits and inner hyphens, the last one not of digits alone.
pub(super) fn is_domain(text: &str) -> bool {
    let last_is_number = text.rsplit('.').next().is_none_or(|last| last.bytes().all(|b| b.is_ascii_digit()));
    text.contains('.') && text.len() <= 253 && !last_is_number && text.split('.').all(is_label)
}

fn is_label(label: &str) -> bool {
    (1..=63).contains(&label.chars().count())
        && !label.starts_with('-')
        && !label.ends_with('-')
        && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || is_foreign(c))
}

/// A visible character beyond ASCII; not white space, nor one of those that hide or turn round what surrounds them.
pub(super) fn is_foreign(c: char) -> bool {
    let invisible = matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{ffff}' | '\u{e0000}'..='\u{e0fff}');
    !c.is_ascii() && !c.is_whitespace() && !c.is_control() && !invisible
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn domains() {
        let long = format!("{}.it", "a".repeat(63));
        for good in
            ["example.com", "a.b.c.it", "bücher.example", "xn--bcher-kva.example", "1.example", "例え.jp", &long]
        {
            assert!(is_domain(good), "{good}");
        }
        let longer = format!("{}.it", "a".repeat(64));
        for bad in [
            "",
            ".",
            "localhost",
            "a..b",
            ".it",
            "example.com.",
            "-a.it",
            "a-.it",
            "a_b.it",
            "a b.it",
            "192.0.2.1",
            "a.\u{202e}it",
            "a\u{200b}.it",
            "a/b.it",
            &longer,
        ] {
            assert!(!is_domain(bad), "{bad}");
        }
    }
}
