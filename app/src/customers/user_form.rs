//! The inputs of a new user, in the form of a new customer and in that of a user.

use crate::forms::Posted;
use crate::messages::t;
use crate::ui::field::{Control, Field, options};
use crate::ui::form::Problems;
use crate::ui::form::entered;
use leptos::prelude::*;
use model::people::{NewUserForm, PASSWORD_MIN, Role};

/// Where the inputs stand.
#[derive(Clone, Copy)]
pub struct Place {
    /// The beginning of the inputs' names.
    pub prefix: &'static str,
    /// The fields as problems name them: name, e-mail, role, password, confirmation.
    pub fields: [&'static str; 5],
    /// Whether name and e-mail must be given.
    pub required: bool,
}

/// In the form of a user.
pub const USER: Place =
    Place { prefix: "form", fields: ["name", "email", "role", "password", "password_confirmation"], required: true };

/// In the form of a customer, for its first user.
pub const FIRST_USER: Place = Place {
    prefix: "form[first_user]",
    fields: [
        "first_user.name",
        "first_user.email",
        "first_user.role",
        "first_user.password",
        "first_user.password_confirmation",
    ],
    required: false,
};

/// What is typed about the user.
pub fn typed_user(data: &web_sys::FormData, place: Place) -> NewUserForm {
    let at = |field: &str| entered(data, &format!("{}[{field}]", place.prefix));
    NewUserForm {
        name: at("name"),
        email: at("email"),
        role: at("role"),
        activation: at("activation"),
        password: at("password"),
        password_confirmation: at("password_confirmation"),
    }
}

/// The inputs.
pub fn user_fields(place: Place, problems: Problems, posted: &Posted) -> AnyView {
    let m = t();
    let name = |field: &str| format!("{}[{field}]", place.prefix);
    let value = |field: &str| posted.value(&name(field)).unwrap_or_default().to_owned();
    let now = value("activation") == "password";
    let needed = |field: Field| if place.required { field.required() } else { field };
    let [name_at, email_at, role_at, password_at, again_at] = place.fields;
    let role = if value("role").is_empty() { Role::Admin.as_str().to_owned() } else { value("role") };
    let activation = name("activation");
    view! {
        {needed(Field::new(name("name"), m.fields.name).value(value("name")).error(problems.at(name_at))).view()}
        {needed(Field::new(name("email"), m.fields.email).control(Control::Line("email")).value(value("email"))
            .error(problems.at(email_at))).view()}
        {Field::new(name("role"), m.users.role).control(Control::Select(roles(&role)))
            .error(problems.at(role_at)).whole().view()}
        <fieldset class="field whole user-access">
            <legend class="label">{m.users.how}</legend>
            <div class="choices">
                <label class="check">
                    <input type="radio" name=activation.clone() value="link" checked=!now />
                    <span>{m.users.by_link}<small>{m.users.by_link_help}</small></span>
                </label>
                <label class="check">
                    <input type="radio" name=activation value="password" checked=now />
                    <span>{m.users.by_password}</span>
                </label>
            </div>
        </fieldset>
        <div class="field whole user-password">
            <div class="form-grid">
                {Field::new(name("password"), m.people.password).control(Control::Password).autocomplete("new-password")
                    .help((m.people.password_help)(PASSWORD_MIN)).error(problems.at(password_at)).view()}
                {Field::new(name("password_confirmation"), m.people.password_again).control(Control::Password)
                    .autocomplete("new-password").error(problems.at(again_at)).view()}
            </div>
        </div>
    }
    .into_any()
}

fn roles(selected: &str) -> String {
    options(Role::ALL.into_iter().rev().map(|role| (role.as_str(), t().role_with_reach(role))), selected)
}
