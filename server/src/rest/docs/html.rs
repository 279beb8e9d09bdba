//! Text as HTML.

use std::fmt::{self, Display, Formatter};

/// Text in which markup counts as text.
pub struct Text<'a>(pub &'a str);

impl Display for Text<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for c in self.0.chars() {
            match c {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                c => write!(f, "{c}")?,
            }
        }
        Ok(())
    }
}

/// Text in which what stands between backticks is code.
pub struct Prose<'a>(pub &'a str);

impl Display for Prose<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let pieces: Vec<&str> = self.0.split('`').collect();
        // An odd backtick has no partner and is one.
        let paired = if pieces.len().is_multiple_of(2) { pieces.len() - 1 } else { pieces.len() };
        for (place, piece) in pieces.iter().enumerate() {
            match (place % 2 == 1, place < paired) {
                (true, true) => write!(f, "<code>{}</code>", Text(piece))?,
                (_, false) => write!(f, "`{}", Text(piece))?,
                _ => write!(f, "{}", Text(piece))?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_text_and_backticks_are_code() {
        assert_eq!(Text("<a b='\"'>&").to_string(), "&lt;a b=&#39;&quot;&#39;&gt;&amp;");
        assert_eq!(Prose("a `<b>` c").to_string(), "a <code>&lt;b&gt;</code> c");
        assert_eq!(Prose("a ` c").to_string(), "a ` c");
        assert_eq!(Prose("").to_string(), "");
    }
}
