//! The sign-in page. Its form always loads the next page anew: who is signed in changes everything.

use crate::forms::posted;
use crate::messages::t;
use crate::people::api::{self, SignIn};
use crate::people::gate::{gate, head};
use crate::people::passkey_button::passkey_button;
use crate::routes;
use crate::ui::asked::ask;
use crate::ui::field::{Control, Field};
use crate::ui::form::{Problems, hidden, post_to};
use crate::ui::nav::Nav;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;

/// `/sign-in`.
#[component]
pub fn SignInPage() -> impl IntoView {
    let m = t();
    let answer = posted(SignIn::PATH).unwrap_or_default();
    let email = answer.value("form[email]").unwrap_or_default().to_owned();
    let remember = answer.value("form[remember]").is_some();
    let problems = Problems::new(answer.error);
    let next = Nav::get().query.with_untracked(|query| query.get("next").unwrap_or_default());
    let over = Nav::get().query.with_untracked(|query| query.get("over").is_some());
    let over = over.then(|| view! { <p role="status">{m.second_factor.step_over}</p> });
    let waits = ask(|| (), |()| api::awaits_setup());
    let hint = move || {
        let waits = waits.get()?.unwrap_or_default();
        waits.then(|| view! { <p role="status">{t().people.awaits_setup}</p> })
    };
    let content = view! {
        <Title text=m.people.sign_in />
        {head(m.people.sign_in, ().into_any())}
        {over}
        <Suspense>{hint}</Suspense>
        <form class="form" method="post">
            {post_to(SignIn::PATH)}
            {hidden("next", next.clone())}
            {problems.summary(|_| "", str::to_owned)}
            {Field::new("form[email]", m.people.email).control(Control::Line("email")).value(email).required()
                .autocomplete("username").view_bare()}
            {Field::new("form[password]", m.people.password).control(Control::Password).required()
                .autocomplete("current-password").view_bare()}
            <div class="gate-row">
                <label class="check">
                    <input type="checkbox" name="form[remember]" value="true" checked=remember />
                    <span>{m.people.remember}</span>
                </label>
                <a class="link" href=routes::RESET>{m.people.forgotten}</a>
            </div>
            <button class="button primary wide">{m.people.sign_in}</button>
            {passkey_button(next)}
        </form>
    };
    gate(content.into_any())
}
