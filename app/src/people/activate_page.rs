//! The pages behind a link that sets a password, the first one or another. Looking at them does not consume the link.

use crate::error::AppError;
use crate::forms::posted;
use crate::messages::t;
use crate::people::api::{self, Activate, Invitation, Reset};
use crate::people::dead_link::{Use, no_link};
use crate::people::gate::{head, open_gate};
use crate::people::strength::new_password;
use crate::ui::asked::{Asked, ask};
use crate::ui::field::{Control, Field};
use crate::ui::form::entered;
use crate::ui::form::{Problems, check_form, hidden, keep_if_wrong, post_to};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use model::form::FieldErrors;
use model::people::PasswordForm;

/// What a link leads to.
type Found = Result<Invitation, AppError>;

/// `/activate/{token}`.
#[component]
pub fn ActivatePage(
    /// From the address.
    token: String,
) -> impl IntoView {
    let link = {
        let token = token.clone();
        ask(|| (), move |()| api::activation(token.clone()))
    };
    page(Use::Activate, token, link)
}

/// `/reset/{token}`.
#[component]
pub fn ResetPage(
    /// From the address.
    token: String,
) -> impl IntoView {
    let link = {
        let token = token.clone();
        ask(|| (), move |()| api::reset_link(token.clone()))
    };
    page(Use::Reset, token, link)
}

fn page(of: Use, token: String, link: Asked<Found>) -> AnyView {
    let m = &t().people;
    let (title, action) = match of {
        Use::Reset => (m.choose_new_password, Reset::PATH),
        _ => (m.choose_password, Activate::PATH),
    };
    let answer = posted(action).unwrap_or_default();
    let problems = Problems::new(answer.error);
    let retry = Callback::new(move |()| link.refetch());
    let found = move || {
        Some(match link.get()? {
            Ok(link) => form(of, action, token.clone(), link, problems),
            Err(error) => no_link(of, &error, retry),
        })
    };
    let content = view! {
        <Title text=title />
        <Suspense>{found}</Suspense>
    };
    open_gate(content.into_any())
}

fn form(of: Use, action: &'static str, token: String, link: Invitation, problems: Problems) -> AnyView {
    let m = &t().people;
    let whom = (m.activation_for)(&link.email, &link.customer);
    let (title, verb, note) = match of {
        Use::Reset => (m.choose_new_password, m.save_password, Some(m.reset_note)),
        _ => (m.choose_password, m.activate, None),
    };
    let about = format!("{} {}", link.email, link.customer);
    let note = note.map(|note| view! { <p class="form-note">{note}</p> });
    view! {
        {head(title, view! { <p>{whom}</p> }.into_any())}
        <form class="form" method="post" novalidate on:input=check_form(problems, errors)
            on:focusout=check_form(problems, errors) on:submit=keep_if_wrong(problems, errors)>
            {post_to(action)}
            {hidden("token", token)}
            <input class="visually-hidden" type="email" value=link.email autocomplete="username" tabindex="-1" aria-hidden="true" readonly />
            {problems.summary(password_label, |field| format!("form[{field}]"))}
            {password_fields(problems, about)}
            <button class="button primary wide">{verb}</button>
            {note}
        </form>
    }
    .into_any()
}

fn errors(data: &web_sys::FormData) -> Option<FieldErrors> {
    let at = |field: &str| entered(data, &format!("form[{field}]"));
    let form = PasswordForm { password: at("password"), password_confirmation: at("password_confirmation") };
    Some(form.parse().err().unwrap_or_default())
}

/// The two inputs of a new password; `about` is what others may know of the person.
pub fn password_fields(problems: Problems, about: String) -> AnyView {
    let m = t();
    let first = Field::new("form[password]", m.people.password).control(Control::Password).required();
    let first = first.autocomplete("new-password").help((m.people.password_help)(model::people::PASSWORD_MIN));
    view! {
        {new_password(first.error(problems.at("password")), about)}
        {Field::new("form[password_confirmation]", m.people.password_again).control(Control::Password).required()
            .autocomplete("new-password").error(problems.at("password_confirmation")).view()}
    }
    .into_any()
}

/// What the fields of a new password are called.
pub fn password_label(field: &str) -> &'static str {
    let m = t();
    if field == "password" { m.people.password } else { m.people.password_again }
}
