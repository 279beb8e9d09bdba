//! The inputs of a new user, in the form of a new customer and in that of a user.

use crate::forms::Posted;
use crate::messages::t;
use crate::ui::field::{Control, Field, options};
use crate::ui::form::{Problems, entered};
use leptos::prelude::*;
use model::people::{NewUserForm, PASSWORD_MIN, Role};

/// Where the inputs stand.
#[derive(Clone, Copy)]
pub struct Place {
    /// The beginning of the inputs' names.
    pub prefix: &'static str,
    /// The fields as problems name them: name, e-mail, role, password, confirmation.
    pub fields: [&'static str; 5],
    /// Whether it may also be nobody: then nothing is typed.
    pub optional: bool,
}

/// In the form of a user.
pub const USER: Place =
    Place { prefix: "form", fields: ["name", "email", "role", "password", "password_confirmation"], optional: false };

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
    optional: true,
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

/// The inputs. `mails` tells whether mail is sent.
pub fn user_fields(place: Place, problems: Problems, posted: &Posted, mails: bool) -> AnyView {
    vec![person(place, problems, posted), way_in(place, posted, mails), password(place, problems)].into_any()
}

fn person(place: Place, problems: Problems, posted: &Posted) -> AnyView {
    let m = t();
    let field = |which: &str, label, at| {
        Field::new(format!("{}[{which}]", place.prefix), label)
            .value(stood(place, posted, which))
            .error(problems.at(at))
    };
    let needed = |field: Field| if place.optional { field } else { field.required() };
    let [name_at, email_at, role_at, ..] = place.fields;
    let role = stood(place, posted, "role");
    let role = if role.is_empty() { Role::Admin.as_str() } else { &role };
    view! {
        {needed(field("name", m.fields.name, name_at)).view()}
        {needed(field("email", m.fields.email, email_at).control(Control::Line("email"))).view()}
        {field("role", m.users.role, role_at).control(Control::Select(roles(role))).whole().view()}
    }
    .into_any()
}

/// How they get in: by a mailed link, unless something else is chosen.
fn way_in(place: Place, posted: &Posted, mails: bool) -> AnyView {
    let m = &t().users;
    let now = stood(place, posted, "activation");
    let now = if matches!(now.as_str(), "link" | "password") { now.as_str() } else { "email" };
    let choice = |value: &'static str, text: &'static str, help: &'static str| {
        let help = (!help.is_empty()).then(|| view! { <small>{help}</small> });
        view! {
            <label class="check">
                <input type="radio" name=format!("{}[activation]", place.prefix) value=value checked=value == now />
                <span>{text}{help}</span>
            </label>
        }
        .into_any()
    };
    let by_mail_help = if mails { m.by_mail_help } else { m.by_mail_waits };
    let choices = vec![
        choice("email", m.by_mail, by_mail_help),
        choice("link", m.by_link, m.by_link_help),
        choice("password", m.by_password, ""),
    ];
    view! {
        <fieldset class="field whole user-access">
            <legend class="label">{m.how}</legend>
            <div class="choices">{choices}</div>
        </fieldset>
    }
    .into_any()
}

fn password(place: Place, problems: Problems) -> AnyView {
    let m = &t().people;
    let field = |which: &str, label, at| {
        let field = Field::new(format!("{}[{which}]", place.prefix), label).control(Control::Password);
        field.autocomplete("new-password").error(problems.at(at))
    };
    let [.., password_at, again_at] = place.fields;
    view! {
        <div class="field whole user-password">
            <div class="form-grid">
                {field("password", m.password, password_at).help((m.password_help)(PASSWORD_MIN)).view()}
                {field("password_confirmation", m.password_again, again_at).view()}
            </div>
        </div>
    }
    .into_any()
}

/// What stood in an input.
fn stood(place: Place, posted: &Posted, which: &str) -> String {
    posted.value(&format!("{}[{which}]", place.prefix)).unwrap_or_default().to_owned()
}

fn roles(selected: &str) -> String {
    options(Role::ALL.into_iter().rev().map(|role| (role.as_str(), t().role_with_reach(role))), selected)
}
