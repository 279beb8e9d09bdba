//! Text in which some stretches are marked.

use leptos::prelude::*;
use model::customers::Mark;

/// The text with its marked stretches. Positions count UTF-16 code units; one inside a character marks all of it.
pub fn marked(text: &str, marks: &[Mark]) -> AnyView {
    let stretches = split(text, marks);
    let view = stretches.into_iter().map(|(stretch, is_mark)| {
        if is_mark { view! { <mark>{stretch}</mark> }.into_any() } else { stretch.into_any() }
    });
    view.collect_view().into_any()
}

fn split(text: &str, marks: &[Mark]) -> Vec<(String, bool)> {
    let mut stretches: Vec<(String, bool)> = Vec::new();
    let mut at = 0u32;
    for character in text.chars() {
        let next = at + u32::from(character.len_utf16() as u8);
        let is_mark = marks.iter().any(|mark| mark.start < next && at < mark.end);
        match stretches.last_mut() {
            Some((stretch, same)) if *same == is_mark => stretch.push(character),
            _ => stretches.push((character.to_string(), is_mark)),
        }
        at = next;
    }
    stretches
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_utf_16() {
        let mark = |start, end| Mark { start, end };
        let words = |pairs: &[(&str, bool)]| pairs.iter().map(|(t, m)| ((*t).to_owned(), *m)).collect::<Vec<_>>();
        assert_eq!(split("Bianchi & Figli", &[mark(0, 7)]), words(&[("Bianchi", true), (" & Figli", false)]));
        assert_eq!(split("🌳 ok", &[mark(3, 5)]), words(&[("🌳 ", false), ("ok", true)]));
        assert_eq!(split("abc", &[mark(1, 2), mark(2, 3)]), words(&[("a", false), ("bc", true)]));
        assert_eq!(split("", &[mark(0, 3)]), words(&[]));
    }
}
