//! How a new user is said: alone, or as a new customer's first.

use super::json::Object;
use model::form::{FieldErrors, Problem};
use model::people::{NewUserForm, Role};

/// Whether the user is a new customer's first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum First {
    /// Without a role an admin: someone has to be.
    Yes,
    /// The role has to be said.
    No,
}

/// Members of a user that are never set.
const READ_ONLY: [&str; 7] =
    ["id", "customer_id", "status", "last_sign_in_at", "created_at", "version", "activation_link"];

/// Reads the members of a new user: name, e-mail, role, and either a password or a kind of activation.
pub fn user_form(mut body: Object, first: First, wrong: &mut FieldErrors) -> NewUserForm {
    let with_password = body.has("password");
    let (password, activation) = (body.text("password"), body.text("activation"));
    let mut form = NewUserForm {
        name: body.text("name"),
        email: body.text("email"),
        role: body.text("role"),
        password_confirmation: password.clone(),
        password,
        activation: "password".to_owned(),
    };
    if !with_password || form.password.is_empty() && !activation.trim().is_empty() {
        form.activation = activation;
        match form.activation.trim() {
            "" => body.wrong.add("activation", Problem::Required),
            "link" => {}
            // There is no mail to send it by.
            _ => body.wrong.add("activation", Problem::Choice { allowed: "link".into() }),
        }
    } else if !activation.trim().is_empty() {
        body.wrong.add("activation", Problem::ReadOnly);
    }
    if form.role.trim().is_empty() {
        match first {
            First::Yes => form.role = Role::Admin.as_str().to_owned(),
            First::No => body.wrong.add("role", Problem::Required),
        }
    }
    body.read_only(&READ_ONLY);
    *wrong = body.finish();
    form
}
