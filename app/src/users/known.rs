//! What the list of users and the page of one beside it tell each other.

use leptos::prelude::*;
use model::people::User;

/// So many are followed before those that are gone are forgotten.
const MANY: usize = 1_000;

/// The users that are shown, and those that were changed here since the list came.
#[derive(Clone, Copy)]
pub struct KnownUsers {
    shown: StoredValue<Vec<RwSignal<User>>>,
    changed: StoredValue<Vec<User>>,
}

impl KnownUsers {
    /// Nobody yet.
    pub fn new() -> Self {
        Self { shown: StoredValue::new(Vec::new()), changed: StoredValue::new(Vec::new()) }
    }

    /// From now on the signal gets what is changed elsewhere on the page; at once what was changed before.
    pub fn follow(self, user: RwSignal<User>) {
        let id = user.with_untracked(|user| user.id);
        let newer = self.changed.with_value(|changed| changed.iter().find(|known| known.id == id).cloned());
        if let Some(newer) = newer.filter(|newer| user.with_untracked(|user| user.version < newer.version)) {
            user.set(newer);
        }
        self.shown.update_value(|shown| {
            if shown.len() >= MANY {
                shown.retain(|known| !known.is_disposed());
            }
            shown.push(user);
        });
    }

    /// One of the list's first page, whose rows may not be there yet, or of a page that came later.
    pub fn find(self, id: &str, first: impl IntoIterator<Item = User>) -> Option<User> {
        let is = |known: &User| known.id.to_string() == id;
        let later = |known: &RwSignal<User>| known.try_with_untracked(|user| is(user).then(|| user.clone())).flatten();
        let first = first.into_iter().find(is);
        first.or_else(|| self.shown.with_value(|shown| shown.iter().find_map(later)))
    }

    /// A user has other values; all that show older ones follow at once. An invitation or a sign-in is no other version.
    pub fn change(self, user: &User) {
        let other = |known: &User| known.id == user.id && known.version <= user.version && known != user;
        for known in self.shown.try_get_value().unwrap_or_default() {
            if known.try_with_untracked(other) == Some(true) {
                known.set(user.clone());
            }
        }
        self.changed.try_update_value(|changed| {
            changed.retain(|known| known.id != user.id);
            changed.push(user.clone());
        });
    }
}

/// The server's answer to what was saved. Two answers may come in another order than they were asked for.
pub fn take(shown: RwSignal<User>, user: &User) {
    if shown.try_with_untracked(|now| now.version <= user.version) == Some(true) {
        shown.set(user.clone());
    }
}
