//! Materialised paths: `/1/2s/` is customer 100 below customer 1, ids in base 36. A subtree is the range of its prefix.

use model::customers::MAX_DEPTH;

/// The path of a customer below a parent's path; `/` is above the provider.
#[must_use]
pub fn child(parent: &str, id: i64) -> String {
    format!("{parent}{}/", base36(id))
}

fn base36(mut id: i64) -> String {
    let mut digits = Vec::with_capacity(8);
    loop {
        digits.push(char::from_digit((id % 36) as u32, 36).unwrap_or('0'));
        id /= 36;
        if id == 0 {
            return digits.into_iter().rev().collect();
        }
    }
}

/// The first path past a subtree: `path >= prefix AND path < end(prefix)`. `0` follows `/` in ASCII.
#[must_use]
pub fn end(prefix: &str) -> String {
    format!("{}0", prefix.strip_suffix('/').unwrap_or(prefix))
}

/// Whether a path lies in the subtree of another, itself included.
#[must_use]
pub fn is_within(path: &str, subtree: &str) -> bool {
    path.starts_with(subtree)
}

/// The row ids along a path, from the top.
pub fn ids(path: &str) -> impl DoubleEndedIterator<Item = i64> + '_ {
    path.split('/').filter(|part| !part.is_empty()).filter_map(|part| i64::from_str_radix(part, 36).ok())
}

/// The path of the parent; `/` for the provider.
#[must_use]
pub fn parent(path: &str) -> &str {
    let inner = path.strip_suffix('/').unwrap_or(path);
    &path[..inner.rfind('/').map_or(0, |at| at + 1)]
}

/// Levels below the provider, which is 0.
#[must_use]
pub fn depth(path: &str) -> u32 {
    (path.matches('/').count() as u32).saturating_sub(2)
}

/// Whether a path of this depth is allowed.
#[must_use]
pub fn fits(depth: u32) -> bool {
    depth <= MAX_DEPTH
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_subtree_is_the_range_of_its_prefix(a in prop::collection::vec(1i64..5000, 1..6), b in prop::collection::vec(1i64..5000, 1..6)) {
            let build = |ids: &[i64]| ids.iter().fold("/".to_owned(), |path, &id| child(&path, id));
            let (path, other) = (build(&a), build(&b));
            prop_assert_eq!(ids(&path).collect::<Vec<_>>(), a.clone());
            prop_assert_eq!(depth(&path) as usize, a.len() - 1);
            prop_assert_eq!(parent(&path), build(&a[..a.len() - 1]));
            let in_range = path.as_str() >= other.as_str() && path < end(&other);
            prop_assert_eq!(in_range, a.starts_with(&b));
            prop_assert_eq!(in_range, is_within(&path, &other));
        }
    }
}
