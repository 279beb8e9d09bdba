//! Two people who edit the same thing: changes of different fields merge, changes of the same field conflict.

use crate::error::{Error, FieldConflict, Result};
use model::contacts::{ContactField, ContactForm};
use model::customers::{CustomerField, CustomerForm};
use model::users::{UserField, UserForm};
use std::collections::BTreeMap;

/// One field and what it is to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change<F> {
    /// The field.
    pub field: F,
    /// What the editor saw; with it changes of different fields merge, and of the same field conflict.
    pub base: Option<String>,
    /// The value as typed; empty = none.
    pub value: String,
}

/// What is to change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit<F> {
    /// The version that the editor saw, all of it; another one is stale.
    pub version: Option<u32>,
    /// The changes.
    pub changes: Vec<Change<F>>,
}

/// A form whose fields are edited one by one.
pub(crate) trait Fields {
    type Field: Copy + 'static;
    const ALL: &'static [Self::Field];
    fn name(field: Self::Field) -> &'static str;
    fn get(&self, field: Self::Field) -> &str;
    fn get_mut(&mut self, field: Self::Field) -> &mut String;
}

macro_rules! fields {
    ($($form:ty: $field:ty;)*) => {$(
        impl Fields for $form {
            type Field = $field;
            const ALL: &'static [$field] = &<$field>::ALL;

            fn name(field: $field) -> &'static str {
                field.as_str()
            }

            fn get(&self, field: $field) -> &str {
                self.get(field)
            }

            fn get_mut(&mut self, field: $field) -> &mut String {
                self.get_mut(field)
            }
        }
    )*};
}

fields! {
    CustomerForm: CustomerField;
    ContactForm: ContactField;
    UserForm: UserField;
}

/// The form with the changes in it, unless someone else changed the same fields meanwhile.
pub(crate) fn merged<F: Fields>(mut form: F, changes: &[Change<F::Field>]) -> Result<F> {
    let conflict = |change: &Change<F::Field>| {
        conflict(F::name(change.field), form.get(change.field), change.base.as_deref(), &change.value)
    };
    let conflicts: Vec<FieldConflict> = changes.iter().filter_map(conflict).collect();
    if !conflicts.is_empty() {
        return Err(Error::Conflict(conflicts));
    }
    for change in changes {
        change.value.clone_into(form.get_mut(change.field));
    }
    Ok(form)
}

/// The fields in which two forms differ.
pub(crate) fn changed<F: Fields>(old: &F, new: &F) -> Vec<F::Field> {
    F::ALL.iter().copied().filter(|&field| old.get(field) != new.get(field)).collect()
}

/// Those fields as the activity tells them.
pub(crate) fn told<F: Fields>(form: &F, fields: &[F::Field]) -> BTreeMap<&'static str, String> {
    fields.iter().map(|&field| (F::name(field), form.get(field).to_owned())).collect()
}

/// A conflict, if someone changed the field since `base` to something else than what is to be saved.
fn conflict(field: &'static str, theirs: &str, base: Option<&str>, yours: &str) -> Option<FieldConflict> {
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
