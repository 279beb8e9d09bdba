//! Forgiving one typo: only when the exact search finds nothing, one edit or swap in words of five letters or more.

use super::plan::{Plan, by_name, conditions, order, sort_key};
use super::term::{Term, all_grams};
use super::{Filter, Key};
use crate::Engine;
use crate::call::View;
use crate::error::{Error, Result};
use crate::sql::Values;

/// Shortest word in which a typo is forgiven, in letters.
const SHORTEST: usize = 5;
/// Most candidates that are compared letter by letter.
const COMPARED: i64 = 5_000;

/// A customer that may match.
struct Candidate<'t> {
    id: i64,
    key: Key,
    text: &'t str,
}

/// Row ids of the page, the total, and the words that were meant. `plan` is that of the exact search.
pub(super) async fn search(
    view: &View,
    filter: &Filter<'_>,
    plan: &Plan,
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
    let typed: Vec<Vec<char>> = long.iter().map(|term| term.as_str().chars().collect()).collect();
    let gathered = gathered(view, filter, plan, &long, &short).await?;
    for candidate in candidates(&gathered, filter)? {
        let words: Vec<Option<&str>> = typed.iter().map(|typed| similar_word(candidate.text, typed)).collect();
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
    let (_, descending) = order(filter.query.sort);
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

/// What a word's customers hold at least one of: its first half as the beginning of a word, its second half, or the whole
/// with the letters around the middle swapped. One edit leaves at least one half as it is; each has a trigram.
fn pieces(term: &Term) -> [String; 3] {
    let letters: Vec<char> = term.as_str().chars().collect();
    let middle = letters.len() / 2;
    let mut swapped = letters.clone();
    swapped.swap(middle - 1, middle);
    let (first, second) = letters.split_at(middle);
    [format!(" {}", String::from_iter(first)), String::from_iter(second), format!(" {}", String::from_iter(swapped))]
}

/// Between the fields of a candidate, and between candidates. No text holds either.
const FIELD: char = '\u{1f}';
const RECORD: char = '\u{1e}';

/// Customers whose own fields hold a piece of each long word, in one text: thousands of rows cost several times as much
/// to hand over as to find. In a large tree they come from the trigram index.
async fn gathered(view: &View, filter: &Filter<'_>, plan: &Plan, long: &[Term], short: &[Term]) -> Result<String> {
    let mut values = Values::default();
    let pieces: Vec<[String; 3]> = long.iter().map(pieces).collect();
    let nodes = match view.backend().engine() {
        Engine::Sqlite if !plan.scans() => {
            let words =
                pieces.iter().map(|pieces| format!("({})", pieces.each_ref().map(|p| all_grams(p)).join(" OR ")));
            let fts = values.add(words.collect::<Vec<_>>().join(" AND "));
            format!(
                "(SELECT rowid AS id FROM nodes_trigrams WHERE nodes_trigrams MATCH {fts}) AS found
                 CROSS JOIN nodes n ON n.id = found.id"
            )
        }
        _ => "nodes n".to_owned(),
    };
    let mut sql = conditions(view, filter, &mut values, short);
    for pieces in pieces {
        let parts = pieces.map(|piece| format!("n.search_text LIKE {}", values.add(format!("%{piece}%"))));
        sql.push_str(&format!(" AND ({})", parts.join(" OR ")));
    }
    let key = sort_key(filter);
    let limit = values.add(COMPARED);
    let (join, char) = match view.backend().engine() {
        Engine::Sqlite => ("group_concat", "char"),
        Engine::Postgres => ("string_agg", "chr"),
    };
    let (field, record) = (format!("{char}({})", FIELD as u32), format!("{char}({})", RECORD as u32));
    let query = format!(
        "SELECT {join}(id || {field} || sort_key || {field} || search_text, {record}) FROM (
            SELECT n.id, {key} AS sort_key, n.search_text FROM {nodes} JOIN customers c ON c.id = n.id
            WHERE {sql} LIMIT {limit}) AS found"
    );
    let row = view.one(&query, values.0).await?;
    Ok(row.map(|row| row.try_get_by_index::<Option<String>>(0)).transpose()?.flatten().unwrap_or_default())
}

fn candidates<'t>(gathered: &'t str, filter: &Filter<'_>) -> Result<Vec<Candidate<'t>>> {
    let read = |record: &'t str| {
        let mut fields = record.splitn(3, FIELD);
        let (id, key, text) = (fields.next()?, fields.next()?, fields.next()?);
        let key = if by_name(filter) { Key::Text(key.to_owned()) } else { Key::Number(key.parse().ok()?) };
        Some(Candidate { id: id.parse().ok()?, key, text })
    };
    let records = gathered.split(RECORD).filter(|record| !record.is_empty());
    let all: Option<Vec<_>> = records.map(read).collect();
    all.ok_or_else(|| Error::internal("a candidate without its fields"))
}

/// The first word, or beginning of one, that is what was typed or differs from it by one edit or swap.
fn similar_word<'t>(text: &'t str, typed: &[char]) -> Option<&'t str> {
    text.split([' ', '\n']).find_map(|word| Some(&word[..similar_beginning(word, typed)?]))
}

/// The length in bytes of a word's beginning that is similar. The edit, if there is one, can be where the two first differ.
fn similar_beginning(word: &str, typed: &[char]) -> Option<usize> {
    let same = word.chars().zip(typed).take_while(|(a, b)| a == *b).count();
    let start = word.char_indices().nth(same).map_or(word.len(), |(at, _)| at);
    let (word, typed) = (&word[start..], &typed[same..]);
    // Where the rest of the word goes on with the rest of what was typed, leaving out some of each.
    let goes_on = |left_out: usize, typed: &[char]| {
        let mut letters = word.chars();
        let skipped: usize = letters.by_ref().take(left_out).map(char::len_utf8).sum();
        let mut length = skipped;
        typed
            .iter()
            .all(|typed| letters.next().inspect(|letter| length += letter.len_utf8()) == Some(*typed))
            .then_some(length)
    };
    let mut ahead = word.chars();
    let (first, second) = (ahead.next(), ahead.next());
    let rest = match typed {
        [] => Some(0),
        [one, rest @ ..] => {
            let swapped = match rest {
                [other, after @ ..] if first == Some(*other) && second == Some(*one) => goes_on(2, after),
                _ => None,
            };
            let substituted = || first.and_then(|_| goes_on(1, rest));
            swapped.or_else(substituted).or_else(|| goes_on(0, rest)).or_else(|| goes_on(1, typed))
        }
    };
    Some(start + rest?)
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

    /// All that one edit or swap makes of a word.
    fn typos(word: &[char]) -> Vec<Vec<char>> {
        let mut all = Vec::new();
        for at in 0..=word.len() {
            for other in ['a', 'm', 'z'] {
                all.push([&word[..at], &[other], &word[at..]].concat());
                if at < word.len() {
                    all.push([&word[..at], &[other], &word[at + 1..]].concat());
                }
            }
            if at < word.len() {
                all.push([&word[..at], &word[at + 1..]].concat());
            }
            if at + 1 < word.len() {
                let mut swapped = word.to_vec();
                swapped.swap(at, at + 1);
                all.push(swapped);
            }
        }
        all
    }

    #[test]
    fn whatever_the_typo_one_piece_of_the_word_is_left() {
        for meant in ["monza", "molino", "lombardi", "ottica", "consulting"] {
            for typed in typos(&meant.chars().collect::<Vec<_>>()) {
                if typed.len() < SHORTEST {
                    continue;
                }
                let typed = String::from_iter(typed);
                let pieces = pieces(&Term::exactly(typed.clone()));
                let text = format!(" studio {meant}\n roma");
                assert!(pieces.iter().any(|piece| text.contains(piece)), "{typed} for {meant}: {pieces:?}");
                assert!(pieces.iter().all(|piece| piece.chars().count() >= 3), "{pieces:?}");
            }
        }
    }

    #[test]
    fn a_word_is_found_by_its_beginning_too() {
        let similar = |typed: &str| similar_word(" studio lombardi\n roma", &typed.chars().collect::<Vec<_>>());
        assert_eq!(similar("lonbar"), Some("lombar"));
        assert_eq!(similar("lombar"), Some("lombar"));
        assert_eq!(similar("milano"), None);
        assert_eq!(similar_word("\u{1234}omano", &['r', 'o', 'm', 'a']), Some("\u{1234}oma"));
    }

    #[test]
    fn beginnings_are_similar_exactly_when_one_edit_makes_one_of_the_other() {
        let words = ["molino", "lombardi", "aabba", "ababab", "mm"];
        for word in words {
            let letters: Vec<char> = word.chars().collect();
            for typed in words.iter().flat_map(|other| typos(&other.chars().collect::<Vec<_>>())) {
                let beginnings = (typed.len().saturating_sub(1)..=typed.len() + 1).filter_map(|end| letters.get(..end));
                let expected = beginnings.clone().any(|beginning| is_one_edit(&typed, beginning));
                let found = similar_beginning(word, &typed);
                assert_eq!(found.is_some(), expected, "{typed:?} in {word}");
                assert!(found.is_none_or(|end| is_one_edit(&typed, &letters[..end])), "{typed:?} in {word}: {found:?}");
            }
        }
    }
}
