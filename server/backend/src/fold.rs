//! Folding: the form of a text in which accents, case and punctuation do not matter.
//! Done here rather than by the engines, so that both find and sort alike.

use model::customers::Mark;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Most bytes of a name key: with path and search text it must fit an index row of 2,704 bytes.
const NAME_KEY_BYTES: usize = 240;

/// Letters that have no decomposition but a customary spelling.
fn spelled(c: char) -> Option<&'static str> {
    Some(match c {
        'ß' | 'ẞ' => "ss",
        'ø' | 'Ø' => "o",
        'ł' | 'Ł' => "l",
        'đ' | 'Đ' | 'ð' | 'Ð' => "d",
        'æ' | 'Æ' => "ae",
        'œ' | 'Œ' => "oe",
        'þ' | 'Þ' => "th",
        'ı' | 'İ' => "i",
        'ς' => "σ",
        _ => return None,
    })
}

/// Calls `emit` with every folded character: letters and digits without case and accents, anything else as a space.
fn fold_char(c: char, emit: &mut impl FnMut(char)) {
    if let Some(letters) = spelled(c) {
        letters.chars().for_each(emit);
        return;
    }
    for part in std::iter::once(c).nfkd() {
        if is_combining_mark(part) {
            continue;
        }
        if part.is_alphanumeric() {
            for lower in part.to_lowercase() {
                match spelled(lower) {
                    Some(letters) => letters.chars().for_each(&mut *emit),
                    None if !is_combining_mark(lower) => emit(lower),
                    None => {}
                }
            }
        } else {
            emit(' ');
        }
    }
}

/// The folded text: words separated by single spaces, none at the ends.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        fold_char(c, &mut |c| {
            if c != ' ' || !(folded.is_empty() || folded.ends_with(' ')) {
                folded.push(c);
            }
        });
    }
    if folded.ends_with(' ') {
        folded.pop();
    }
    folded
}

/// The longest beginning of at most so many bytes.
#[must_use]
pub fn cut(text: &str, bytes: usize) -> &str {
    &text[..text.floor_char_boundary(bytes)]
}

/// The key by which names are sorted and looked up.
#[must_use]
pub fn name_key(name: &str) -> String {
    let folded = fold(name);
    // A name of punctuation alone still needs a place in the order.
    let key = if folded.is_empty() { name.to_lowercase() } else { folded };
    cut(&key, NAME_KEY_BYTES).to_owned()
}

/// Where a folded term stands in a text, in UTF-16 code units of that text; every place, without overlaps.
/// `at_word` asks for beginnings of words only.
#[must_use]
pub fn marks(text: &str, term: &str, at_word: bool) -> Vec<Mark> {
    let (mut folded, mut origins) = (String::from(" "), vec![(0, 0)]);
    let mut position = 0;
    for c in text.chars() {
        let end = position + c.len_utf16() as u32;
        fold_char(c, &mut |f| {
            if f != ' ' || !folded.ends_with(' ') {
                folded.push(f);
                origins.resize(folded.len(), (position, end));
            }
        });
        position = end;
    }
    let needle = if at_word { format!(" {term}") } else { term.to_owned() };
    if term.is_empty() {
        return Vec::new();
    }
    let skipped = usize::from(at_word);
    folded
        .match_indices(&needle)
        .map(|(at, found)| Mark { start: origins[at + skipped].0, end: origins[at + found.len() - 1].1 })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn accents_case_and_punctuation_do_not_matter() {
        for (text, folded) in [
            ("İstanbul Bulut A.Ş.", "istanbul bulut a s"),
            ("Società  Cooperativa", "societa cooperativa"),
            ("Straße & Söhne", "strasse sohne"),
            ("株式会社青空", "株式会社青空"),
            ("Ωmega ΑΕ", "ωmega αε"),
            ("R11-000240", "r11 000240"),
            ("…", ""),
        ] {
            assert_eq!(fold(text), folded);
        }
    }

    #[test]
    fn marks_are_those_of_the_original_text() {
        assert_eq!(marks("Società Bianchi", "bianchi", false), [Mark { start: 8, end: 15 }]);
        assert_eq!(marks("😀 Straße", "strasse", false), [Mark { start: 3, end: 9 }]);
        assert_eq!(marks("Alba Balba", "ba", true), [Mark { start: 5, end: 7 }]);
        assert_eq!(marks("Alba", "", false), []);
    }

    proptest! {
        #[test]
        fn folding_is_idempotent_and_marks_stay_inside(text in "\\PC{0,40}", term in "\\PC{0,5}") {
            let folded = fold(&text);
            prop_assert_eq!(fold(&folded), folded.clone());
            let length = text.encode_utf16().count() as u32;
            for mark in marks(&text, &fold(&term), false) {
                prop_assert!(mark.start <= mark.end && mark.end <= length);
            }
        }
    }
}
