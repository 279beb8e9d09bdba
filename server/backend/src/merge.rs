//! Two people who edit the same thing: changes of different fields merge, changes of the same field conflict.

use crate::error::FieldConflict;

/// A conflict, if someone changed the field since `base` to something else than what is to be saved.
pub(crate) fn conflict(field: &'static str, theirs: &str, base: Option<&str>, yours: &str) -> Option<FieldConflict> {
    let conflicts = !same_lines(theirs, base?) && theirs != yours.trim();
    conflicts.then(|| FieldConflict { field, theirs: theirs.to_owned(), yours: yours.to_owned() })
}

/// Whether two texts differ in how their lines end at most: a form that is sent without a script ends all with CR LF.
fn same_lines(one: &str, other: &str) -> bool {
    one.split('\n')
        .map(|line| line.trim_end_matches('\r'))
        .eq(other.split('\n').map(|line| line.trim_end_matches('\r')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ends_of_lines_are_no_conflict() {
        assert!(same_lines("a\nb", "a\r\nb"));
        assert!(!same_lines("a\nb", "a b"));
        assert!(!same_lines("a\n", "a"));
    }

    #[test]
    fn only_another_value_of_the_same_field_conflicts() {
        assert_eq!(conflict("city", "Roma", None, "Pisa"), None, "who names no base overwrites");
        assert_eq!(conflict("city", "Roma", Some("Roma"), "Pisa"), None);
        assert_eq!(conflict("city", "Pisa", Some("Roma"), " Pisa "), None, "both wanted the same");
        assert_eq!(conflict("city", "Lodi", Some("Roma"), "Pisa").map(|c| c.theirs).as_deref(), Some("Lodi"));
    }
}
