//! The page behind an activation link: choose a password. Looking at it does not consume the link.

use crate::error::AppError;
use crate::forms::posted;
use crate::messages::t;
use crate::people::api::{self, Activate, Invitation};
use crate::people::gate::{gate, head};
use crate::routes;
use crate::ui::asked::ask;
use crate::ui::field::{Control, Field};
use crate::ui::form::entered;
use crate::ui::form::{Problems, check_form, hidden, keep_if_wrong, post_to};
use crate::ui::state::{empty, way};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use model::form::FieldErrors;
use model::people::PasswordForm;

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
    let answer = posted(Activate::PATH).unwrap_or_default();
    let problems = Problems::new(answer.error);
    let content = view! {
        <Title text=t().people.choose_password />
        <Suspense>{move || link.get().map(|found| page(found, token.clone(), problems))}</Suspense>
    };
    gate(content.into_any())
}

fn page(found: Result<Invitation, AppError>, token: String, problems: Problems) -> AnyView {
    let m = t();
    match found {
        Ok(link) => view! {
            {head(m.people.choose_password, view! { <p>{(m.people.activation_for)(&link.email, &link.customer)}</p> }.into_any())}
            {form(token, link.email, problems)}
        }
        .into_any(),
        Err(_) => dead_link(),
    }
}

fn form(token: String, email: String, problems: Problems) -> AnyView {
    let m = t();
    view! {
        <form class="form" method="post" novalidate on:input=check_form(problems, errors)
            on:focusout=check_form(problems, errors) on:submit=keep_if_wrong(problems, errors)>
            {post_to(Activate::PATH)}
            {hidden("token", token)}
            <input class="visually-hidden" type="email" value=email autocomplete="username" tabindex="-1" aria-hidden="true" readonly />
            {problems.summary(password_label, |field| format!("form[{field}]"))}
            {password_fields(problems)}
            <button class="button primary wide">{m.people.activate}</button>
        </form>
    }
    .into_any()
}

fn errors(data: &web_sys::FormData) -> Option<FieldErrors> {
    let at = |field: &str| entered(data, &format!("form[{field}]"));
    let form = PasswordForm { password: at("password"), password_confirmation: at("password_confirmation") };
    Some(form.parse().err().unwrap_or_default())
}

/// The two inputs of a new password.
pub fn password_fields(problems: Problems) -> AnyView {
    let m = t();
    view! {
        {Field::new("form[password]", m.people.password).control(Control::Password).required()
            .autocomplete("new-password").help((m.people.password_help)(model::people::PASSWORD_MIN))
            .error(problems.at("password")).view()}
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

/// A link that no longer works, or never did.
pub fn dead_link() -> AnyView {
    let m = t();
    let way = way(routes::SIGN_IN.to_owned(), m.people.sign_in);
    empty("lost", true, m.people.dead_link.to_owned(), m.people.dead_link_text.to_owned(), way)
}
