//! Another password for who is signed in and knows the one until now.

use crate::forms::posted;
use crate::messages::t;
use crate::people::account_api::ChangeMyPassword;
use crate::people::account_page::section;
use crate::people::account_sessions::MySessions;
use crate::people::strength::new_password;
use crate::ui::field::{Control, Field};
use crate::ui::form::{Problems, check_form, checked, entered, post_to, send};
use crate::ui::toast::Toasts;
use leptos::ev;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos::wasm_bindgen::JsCast;
use model::account::PasswordChangeForm;
use model::form::FieldErrors;
use model::people::{Me, PASSWORD_MIN};

/// The section.
pub fn password(me: &Me) -> AnyView {
    let m = t();
    let (toasts, sessions) = (Toasts::get(), MySessions::get());
    let problems = Problems::new(posted(ChangeMyPassword::PATH).unwrap_or_default().error);
    let busy = RwSignal::new(false);
    let submit = move |event: ev::SubmitEvent| {
        let Some(data) = checked(&event, problems, errors) else { return };
        let form = event.target().and_then(|form| form.dyn_into::<web_sys::HtmlFormElement>().ok());
        send::<ChangeMyPassword>(&data, busy, move |answer| match answer {
            Ok(()) => {
                toasts.done(t().account.password_changed.to_owned());
                if let Some(form) = form {
                    form.reset();
                }
                problems.settle();
                sessions.reload();
            }
            Err(error) => problems.refuse(error),
        });
    };
    let field = |name: &'static str, label, token, at: &'static str| {
        let field = Field::new(name, label).control(Control::Password).required().autocomplete(token);
        field.error(problems.at(at))
    };
    let first = field("form[password]", m.account.new_password, "new-password", "password");
    let about = format!("{} {}", me.name, me.email);
    let content = view! {
        <form class="form" method="post" novalidate on:submit=submit on:input=check_form(problems, errors)
            on:focusout=check_form(problems, errors)>
            {post_to(ChangeMyPassword::PATH)}
            <input class="visually-hidden" type="email" value=me.email.clone() autocomplete="username" tabindex="-1" aria-hidden="true" readonly />
            {problems.summary(label, |field| format!("form[{field}]"))}
            {field("form[current_password]", m.account.current_password, "current-password", "current_password").view_bare()}
            {new_password(first.help((m.people.password_help)(PASSWORD_MIN)).bare(), about)}
            {field("form[password_confirmation]", m.account.new_password_again, "new-password", "password_confirmation")
                .view_bare()}
            <div class="buttons"><button class="button" disabled=busy>{m.account.change_password}</button></div>
        </form>
    };
    section("password", m.account.password, m.account.password_text, content.into_any())
}

fn errors(data: &web_sys::FormData) -> Option<FieldErrors> {
    let at = |field: &str| entered(data, &format!("form[{field}]"));
    let form = PasswordChangeForm {
        current_password: at("current_password"),
        password: at("password"),
        password_confirmation: at("password_confirmation"),
    };
    Some(form.parse().err().unwrap_or_default())
}

fn label(field: &str) -> &'static str {
    let m = &t().account;
    match field {
        "current_password" => m.current_password,
        "password" => m.new_password,
        _ => m.new_password_again,
    }
}
