//! A forgotten password: the address is asked for, and the answer is the same whether there is such an account or not.

use crate::forms::posted;
use crate::messages::t;
use crate::people::api::AskReset;
use crate::people::gate::{head, open_gate};
use crate::routes;
use crate::ui::field::{Control, Field};
use crate::ui::form::{Problems, check_form, entered, keep_if_wrong, post_to};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use model::form::FieldErrors;
use model::people::AskResetForm;

/// `/reset`.
#[component]
pub fn AskResetPage() -> impl IntoView {
    let answer = posted(AskReset::PATH);
    let sent = answer.as_ref().is_some_and(|answer| answer.error.is_none());
    let answer = answer.unwrap_or_default();
    let email = answer.value("form[email]").unwrap_or_default().to_owned();
    let content = if sent { on_its_way(&email) } else { form(email, Problems::new(answer.error)) };
    let content = view! { <Title text=t().people.reset_title />{content} };
    open_gate(content.into_any())
}

fn form(email: String, problems: Problems) -> AnyView {
    let m = &t().people;
    view! {
        {head(m.reset_title, view! { <p>{m.reset_text}</p> }.into_any())}
        <form class="form" method="post" novalidate on:input=check_form(problems, errors)
            on:focusout=check_form(problems, errors) on:submit=keep_if_wrong(problems, errors)>
            {post_to(AskReset::PATH)}
            {problems.summary(|_| t().people.email, |field| format!("form[{field}]"))}
            {Field::new("form[email]", m.email).control(Control::Line("email")).value(email).required()
                .autocomplete("username").error(problems.at("email")).view_bare()}
            <button class="button primary wide">{m.send_link}</button>
            <a class="button quiet wide" href=routes::SIGN_IN>{m.to_sign_in}</a>
        </form>
    }
    .into_any()
}

fn errors(data: &web_sys::FormData) -> Option<FieldErrors> {
    let form = AskResetForm { email: entered(data, "form[email]") };
    Some(form.parse().err().unwrap_or_default())
}

/// What is said to every address.
fn on_its_way(email: &str) -> AnyView {
    let m = &t().people;
    view! {
        {head(m.look_into_mail, view! { <p>{(m.on_its_way)(email)}</p> }.into_any())}
        <ul class="gate-notes"><li>{m.how_long}</li><li>{m.look_into_spam}</li><li>{m.none_came}</li></ul>
        <div class="buttons">
            <a class="button" href=routes::SIGN_IN>{m.to_sign_in}</a>
            <a class="button quiet" href=routes::RESET rel="external">{m.another_address}</a>
        </div>
    }
    .into_any()
}
