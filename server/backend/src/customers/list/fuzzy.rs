//! Forgiving one typo: only when the exact search finds nothing, one edit or swap in words of five letters or more.

use super::plan::conditions;
use super::term::Term;
use super::{Filter, Key};
use crate::call::View;
use crate::error::Result;
use crate::sql::Values;
use model::customers::CustomerSort;

/// Shortest word in which a typo is forgiven, in letters.
const SHORTEST: usize = 5;
/// Most candidates that are compared letter by letter.
const COMPARED: i64 = 5_000;

/// A customer that may match.
struct Candidate {
    id: i64,
    key: Key,
    text: String,
}

/// Row ids of the page, the total, and the words that were meant.
pub(super) async fn search(
    view: &View,
    filter: &Filter<'_>,
    after: Option<&(Key, i64)>,
    limit: usize,
) -> Result<(Vec<i64>, u32, Vec<Term>)> {
    let (long, short): (Vec<Term>, Vec<Term>) =
        filter.terms.iter().cloned().partition(|term| term.as_str().chars().count() >= SHORTEST);
    if long.is_empty() {
        return Ok((Vec::new(), 0, Vec::new()));
    }
    let mut meant = short.clone();
    let mut found = Vec::new();
    for candidate in candidates(view, filter, &long, &short).await? {
        let words: Vec<Option<&str>> = long.iter().map(|term| similar_word(&candidate.text, term.as_str())).collect();
        if words.iter().all(Option::is_some) {
            for word in words.into_iter().flatten() {
                let word = Term::exactly(word.to_owned());
                if !meant.contains(&word) {
                    meant.push(word);
                }
            }
            found.push(candidate);
        }
    }
    let descending = matches!(
        filter.query.sort,
        CustomerSort::NameDescending | CustomerSort::CreatedAtDescending | CustomerSort::UpdatedAtDescending
    );
    found.sort_by(|a, b| {
        let order = compare(&a.key, &b.key).then(a.id.cmp(&b.id));
        if descending { order.reverse() } else { order }
    });
    let total = found.len() as u32;
    let ids = found.into_iter().filter(|candidate| {
        after.is_none_or(|(key, id)| {
            let order = compare(&candidate.key, key).then(candidate.id.cmp(id));
            if descending { order.is_lt() } else { order.is_gt() }
        })
    });
    Ok((ids.map(|candidate| candidate.id).take(limit).collect(), total, meant))
}

fn compare(a: &Key, b: &Key) -> std::cmp::Ordering {
    match (a, b) {
        (Key::Text(a), Key::Text(b)) => a.cmp(b),
        (Key::Number(a), Key::Number(b)) => a.cmp(b),
        (Key::Text(_), Key::Number(_)) => std::cmp::Ordering::Less,
        (Key::Number(_), Key::Text(_)) => std::cmp::Ordering::Greater,
    }
}

/// Customers whose own fields hold one half of each long word, or the whole with the letters around the middle
/// swapped: one edit leaves at least one half as it is.
async fn candidates(view: &View, filter: &Filter<'_>, long: &[Term], short: &[Term]) -> Result<Vec<Candidate>> {
    let mut values = Values::default();
    let mut sql = conditions(view, filter, &mut values, short);
    for term in long {
        let letters: Vec<char> = term.as_str().chars().collect();
        let middle = letters.len() / 2;
        let mut swapped = letters.clone();
        swapped.swap(middle - 1, middle);
        let parts = [&letters[..middle], &letters[middle..], &swapped[..]];
        let parts = parts.map(|part| {
            let text: String = part.iter().collect();
            format!("n.search_text LIKE {}", values.add(format!("%{text}%")))
        });
        sql.push_str(&format!(" AND ({})", parts.join(" OR ")));
    }
    let key = match filter.query.sort {
        CustomerSort::Name | CustomerSort::NameDescending => "n.name_key",
        CustomerSort::CreatedAt | CustomerSort::CreatedAtDescending => "c.created_at",
        CustomerSort::UpdatedAt | CustomerSort::UpdatedAtDescending => "c.updated_at",
    };
    let limit = values.add(COMPARED);
    let query = format!(
        "SELECT n.id, n.search_text, {key} FROM nodes n JOIN customers c ON c.id = n.id WHERE {sql} LIMIT {limit}"
    );
    let rows = view.all(&query, values.0).await?;
    rows.iter()
        .map(|row| {
            let key = if key == "n.name_key" {
                Key::Text(row.try_get_by_index(2)?)
            } else {
                Key::Number(row.try_get_by_index(2)?)
            };
            Ok(Candidate { id: row.try_get_by_index(0)?, key, text: row.try_get_by_index(1)? })
        })
        .collect()
}

/// The first word, or beginning of one, that differs by one edit or swap.
fn similar_word<'t>(text: &'t str, typed: &str) -> Option<&'t str> {
    let typed: Vec<char> = typed.chars().collect();
    text.split([' ', '\n']).find_map(|word| {
        let letters: Vec<(usize, char)> = word.char_indices().collect();
        (typed.len() - 1..=typed.len() + 1).find_map(|length| {
            if length > letters.len() {
                return None;
            }
            let end = letters.get(length).map_or(word.len(), |&(at, _)| at);
            let beginning: Vec<char> = letters[..length].iter().map(|&(_, c)| c).collect();
            is_one_edit(&typed, &beginning).then_some(&word[..end])
        })
    })
}

/// Whether one insertion, deletion, substitution or swap of neighbours turns one word into the other, or none does.
pub(in crate::customers) fn is_one_edit(a: &[char], b: &[char]) -> bool {
    let same_start = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[same_start..], &b[same_start..]);
    let same_end = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[..a.len() - same_end], &b[..b.len() - same_end]);
    match (a, b) {
        ([] | [_], [] | [_]) => true,
        ([p, q], [r, s]) => p == s && q == r,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one_edit(a: &str, b: &str) -> bool {
        is_one_edit(&a.chars().collect::<Vec<_>>(), &b.chars().collect::<Vec<_>>())
    }

    #[test]
    fn one_edit_or_swap_is_forgiven_and_no_more() {
        for typo in ["bianch", "biianchi", "bianxhi", "biacnhi", "bianchi"] {
            assert!(one_edit(typo, "bianchi"), "{typo}");
        }
        for other in ["bianc", "ibnachi", "xianxhi", "biiaanchi", "rossi"] {
            assert!(!one_edit(other, "bianchi"), "{other}");
        }
    }

    #[test]
    fn a_word_is_found_by_its_beginning_too() {
        assert_eq!(similar_word(" studio lombardi\n roma", "lonbar"), Some("lombar"));
        assert_eq!(similar_word(" studio lombardi\n roma", "milano"), None);
    }
}
