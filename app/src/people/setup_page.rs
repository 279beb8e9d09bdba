//! The page behind the one-time set-up link: the provider and its first admin.

use crate::forms::posted;
use crate::messages::t;
use crate::people::activate_page::{password_fields, password_label};
use crate::people::api::{self, SetUp};
use crate::people::dead_link::{Use, no_link};
use crate::people::gate::{head, open_gate};
use crate::ui::asked::ask;
use crate::ui::field::{Control, Field, country_options};
use crate::ui::form::entered;
use crate::ui::form::{Problems, check_form, hidden, keep_if_wrong, post_to, required_note};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use model::form::FieldErrors;
use model::people::SetupForm;

/// `/setup/{token}`.
#[component]
pub fn SetupPage(
    /// From the address.
    token: String,
) -> impl IntoView {
    let open = {
        let token = token.clone();
        ask(|| (), move |()| api::setup_open(token.clone()))
    };
    let content = view! {
        <Title text=t().people.set_up />
        <Suspense>
            {move || open.get().map(|found| match found {
                Ok(()) => form(token.clone()),
                Err(error) => no_link(Use::SetUp, &error, Callback::new(move |()| open.refetch())),
            })}
        </Suspense>
    };
    open_gate(content.into_any())
}

fn form(token: String) -> AnyView {
    let m = t();
    let answer = posted(SetUp::PATH).unwrap_or_default();
    let typed = |field: &str| answer.value(&format!("form[{field}]")).unwrap_or_default().to_owned();
    let problems = Problems::new(answer.error.clone());
    view! {
        {head(m.people.set_up_title, view! { <p>{m.people.set_up_text}</p> }.into_any())}
        <form class="form" method="post" novalidate on:input=check_form(problems, errors)
            on:focusout=check_form(problems, errors) on:submit=keep_if_wrong(problems, errors)>
            {post_to(SetUp::PATH)}
            {hidden("token", token)}
            {problems.summary(label, |field| format!("form[{field}]"))}
            {Field::new("form[provider]", m.people.provider).value(typed("provider")).required()
                .autocomplete("organization").help(m.people.provider_help).error(problems.at("provider")).view()}
            {Field::new("form[country]", m.fields.country).control(Control::Select(country_options(&typed("country"), "")))
                .required().error(problems.at("country")).view()}
            {Field::new("form[name]", m.people.your_name).value(typed("name")).required().autocomplete("name")
                .error(problems.at("name")).view()}
            {Field::new("form[email]", m.people.email).control(Control::Line("email")).value(typed("email")).required()
                .autocomplete("username").error(problems.at("email")).view()}
            {password_fields(problems, String::new())}
            {required_note()}
            <button class="button primary wide">{m.people.create_provider}</button>
        </form>
    }
    .into_any()
}

fn errors(data: &web_sys::FormData) -> Option<FieldErrors> {
    let at = |field: &str| entered(data, &format!("form[{field}]"));
    let form = SetupForm {
        provider: at("provider"),
        country: at("country"),
        name: at("name"),
        email: at("email"),
        password: at("password"),
        password_confirmation: at("password_confirmation"),
    };
    Some(form.parse().err().unwrap_or_default())
}

fn label(field: &str) -> &'static str {
    let m = t();
    match field {
        "provider" => m.people.provider,
        "country" => m.fields.country,
        "name" => m.people.your_name,
        "email" => m.people.email,
        other => password_label(other),
    }
}
