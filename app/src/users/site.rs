//! A user whose fields are edited in its row, or on its page.

use super::api::{self, EditUser};
use super::known::{KnownUsers, take};
use crate::messages::t;
use crate::ui::field::options;
use crate::ui::inline::{Entry, Saving, Seat, Subject};
use crate::ui::marks::marked;
use crate::ui::nav::Nav;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use model::customers::Mark;
use model::form::Problem;
use model::people::{Role, User};
use model::users::UserField as F;

/// Whose field it is.
pub struct UserSite {
    /// The user as it is known by now.
    pub user: RwSignal<User>,
    /// As the search found it: after a change its marks no longer fit.
    pub found: User,
    /// The parts of the name that matched.
    pub name_marks: Vec<Mark>,
    /// The parts of the address that matched.
    pub email_marks: Vec<Mark>,
    /// Who else is told of what is saved.
    pub known: KnownUsers,
    /// Asks for the user's page again; a row has none.
    pub page: Option<Callback<()>>,
    /// The address, of the list or of the page.
    pub nav: Nav,
}

impl Subject for UserSite {
    fn id(&self) -> String {
        self.found.id.to_string()
    }

    fn target(&self) -> (&'static str, &'static str) {
        (EditUser::PATH, "user")
    }

    fn seat(&self) -> Seat {
        if self.page.is_some() { Seat::Page } else { Seat::Row }
    }

    fn here(&self) -> String {
        self.nav.closed()
    }

    fn value(&self, field: &str) -> String {
        let field = F::from_name(field);
        field.map(|field| self.user.with(|user| user.form().get(field).to_owned())).unwrap_or_default()
    }

    fn label(&self, field: &str) -> &'static str {
        let m = t();
        match field {
            "name" => m.fields.name,
            "email" => m.fields.email,
            _ => m.users.role,
        }
    }

    fn in_words(&self, field: &str, value: String) -> String {
        match Role::parse(&value) {
            Ok(role) if field == "role" => t().role(role).to_owned(),
            _ => value,
        }
    }

    fn shown(&self, field: &str) -> AnyView {
        let value = self.value(field);
        let marks = match field {
            "name" if value == self.found.name => self.name_marks.as_slice(),
            "email" if value == self.found.email => self.email_marks.as_slice(),
            _ => &[],
        };
        let value = self.in_words(field, value);
        let class = if self.page.is_some() { "value" } else { "value truncate" };
        view! { <bdi class=class title=value.clone()>{marked(&value, marks)}</bdi> }.into_any()
    }

    fn entry(&self, field: &str, typed: &str) -> Entry {
        match field {
            "role" => {
                let roles = Role::ALL.into_iter().rev().map(|role| (role.as_str(), t().role(role)));
                Entry::OneOf(options(roles, typed))
            }
            "email" => Entry::Line("email", false),
            _ => Entry::Line("text", false),
        }
    }

    fn check(&self, field: &str, value: &str) -> Option<Problem> {
        let mut form = self.user.with_untracked(User::form);
        value.clone_into(form.get_mut(F::from_name(field)?));
        form.parse().err()?.at(field).cloned()
    }

    fn guess(&self, field: &str, value: &str) {
        self.user.try_update(|user| match F::from_name(field) {
            Some(F::Name) => value.clone_into(&mut user.name),
            Some(F::Email) => value.clone_into(&mut user.email),
            Some(F::Role) => user.role = Role::parse(value).unwrap_or(user.role),
            None => {}
        });
    }

    fn save(&self, field: &'static str, base: String, value: String) -> Saving {
        let (shown, id, known, page) = (self.user, self.found.id, self.known, self.page);
        Box::pin(async move {
            let Some(field) = F::from_name(field) else { return Ok(()) };
            let user = api::edit_user(id, field, base, value).await?;
            take(shown, &user);
            known.change(&user);
            // Another role or address ends sessions, and who is the last admin may have changed.
            if let Some(page) = page.filter(|_| field != F::Name) {
                page.try_run(());
            }
            Ok(())
        })
    }

    fn reload(&self) {
        let (shown, id) = (self.user, self.found.id);
        if let Some(page) = self.page {
            return page.run(());
        }
        leptos::task::spawn_local(async move {
            if let Ok(user) = api::find_user(id).await {
                take(shown, &user);
            }
        });
    }
}
