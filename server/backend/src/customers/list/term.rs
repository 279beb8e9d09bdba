//! Search words.

use crate::fold::fold;

/// Most words of a search; the rest is left out.
const MOST: usize = 8;
/// Most bytes of a word; more can't be in a search text's field anyway.
const LONGEST: usize = 200;

/// One word of a search, folded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Term(String);

impl Term {
    /// The words of what was typed. Punctuation inside a word asks for its parts in a row: `R11-7` for `r11 7`.
    pub fn of(typed: &str) -> Vec<Self> {
        let words = typed.split_whitespace().map(fold).filter(|word| !word.is_empty());
        words.map(|word| Self(crate::fold::cut(&word, LONGEST).trim_end().to_owned())).take(MOST).collect()
    }

    /// A word taken as it is.
    pub fn exactly(folded: String) -> Self {
        Self(folded)
    }

    /// The folded word.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Words of one or two letters match beginnings of words only.
    pub fn at_word(&self) -> bool {
        self.0.chars().nth(2).is_none()
    }

    /// The pattern for `LIKE`; a folded word holds no wildcard.
    pub fn pattern(&self) -> String {
        if self.at_word() { format!("% {}%", self.0) } else { format!("%{}%", self.0) }
    }

    /// The text whose trigrams a match must contain; `None` when it is too short to have one.
    pub fn grams(&self) -> Option<Vec<String>> {
        let text = if self.at_word() { format!(" {}", self.0) } else { self.0.clone() };
        Some(grams_of(&text)).filter(|grams| !grams.is_empty())
    }

    /// The query of an FTS5 trigram index.
    pub fn fts(&self) -> Option<String> {
        Some(all_of(&self.grams()?))
    }
}

/// The query for all trigrams of a text of three letters or more.
pub(super) fn all_grams(text: &str) -> String {
    format!("({})", all_of(&grams_of(text)))
}

fn grams_of(text: &str) -> Vec<String> {
    let text: Vec<char> = text.chars().collect();
    text.windows(3).map(|window| window.iter().collect()).collect()
}

/// Each as a string of its own.
fn all_of(grams: &[String]) -> String {
    grams.iter().map(|gram| format!("\"{gram}\"")).collect::<Vec<_>>().join(" AND ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_folded_and_short_ones_match_beginnings() {
        let terms = Term::of("  Società R11-7 bi ");
        let patterns: Vec<String> = terms.iter().map(Term::pattern).collect();
        assert_eq!(patterns, ["%societa%", "%r11 7%", "% bi%"]);
        assert_eq!(Term::of("bi")[0].fts().as_deref(), Some("\" bi\""));
        assert_eq!(Term::of("b")[0].fts(), None);
        assert_eq!(Term::of("% _ ' \" …"), []);
    }
}
