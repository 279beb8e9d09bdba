//! `/account`: one's own name, password, sessions, and how the pages look. Every form works without wasm.

use crate::forms::posted;
use crate::frame::Myself;
use crate::messages::t;
use crate::people::account_api::RenameMyself;
use crate::people::account_factor::factor;
use crate::people::account_passkeys::passkeys;
use crate::people::account_password::password;
use crate::people::account_sessions::{MySessions, sessions};
use crate::people::gate::preferences;
use crate::routes;
use crate::ui::field::Field;
use crate::ui::form::{Problems, check_form, checked, entered, post_to, send};
use crate::ui::nav::Nav;
use crate::ui::toast::Toasts;
use leptos::ev;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use model::account::OwnNameForm;
use model::form::FieldErrors;
use model::people::Me;

/// The page.
#[component]
pub fn AccountPage() -> impl IntoView {
    let m = &t().account;
    let myself = Myself::get();
    let mine = MySessions::provide();
    let own = move || myself.read().map(|me| vec![profile(&me), password(&me)]);
    view! {
        <Title text=m.title />
        <div class="page">
            <div class="page-inner account">
                <header class="head"><h1 tabindex="-1" class="title">{m.title}</h1></header>
                {done()}
                <Suspense>{own}</Suspense>
                {factor(mine)}
                {passkeys()}
                {sessions(mine)}
                {section("appearance", m.appearance, m.appearance_text, preferences("account"))}
            </div>
        </div>
    }
}

/// What a form without wasm has done.
fn done() -> Option<AnyView> {
    let m = &t().account;
    let done = Nav::get().query.with_untracked(|query| query.get("done"))?;
    let words = match done.as_str() {
        routes::NAME_SAVED => m.name_saved,
        routes::PASSWORD_CHANGED => m.password_changed,
        routes::SESSIONS_ENDED => m.ended,
        routes::FACTOR_OFF => t().second_factor.was_turned_off,
        routes::PASSKEY_RENAMED => t().passkeys.was_renamed,
        routes::PASSKEY_REMOVED => t().passkeys.was_removed,
        _ => return None,
    };
    Some(view! { <p class="account-done" role="status">{words}</p> }.into_any())
}

/// A section of the page.
pub fn section(id: &'static str, title: &'static str, text: &'static str, content: AnyView) -> AnyView {
    let heading = format!("{id}-title");
    view! {
        <section class="form-section" id=id aria-labelledby=heading.clone()>
            <header><h2 id=heading.clone()>{title}</h2><p>{text}</p></header>
            <div class="account-part">{content}</div>
        </section>
    }
    .into_any()
}

fn profile(me: &Me) -> AnyView {
    let m = t();
    let (myself, toasts) = (Myself::get(), Toasts::get());
    let answer = posted(RenameMyself::PATH).unwrap_or_default();
    let name = answer.value("form[name]").map_or_else(|| me.name.clone(), str::to_owned);
    let problems = Problems::new(answer.error);
    let busy = RwSignal::new(false);
    let submit = move |event: ev::SubmitEvent| {
        let Some(data) = checked(&event, problems, errors) else { return };
        send::<RenameMyself>(&data, busy, move |answer| match answer {
            Ok(()) => {
                toasts.done(t().account.name_saved.to_owned());
                myself.refresh();
            }
            Err(error) => problems.refuse(error),
        });
    };
    let content = view! {
        <form class="form" method="post" novalidate on:submit=submit on:input=check_form(problems, errors)
            on:focusout=check_form(problems, errors)>
            {post_to(RenameMyself::PATH)}
            {problems.summary(|_| t().people.your_name, |field| format!("form[{field}]"))}
            {Field::new("form[name]", m.people.your_name).value(name).required().autocomplete("name")
                .error(problems.at("name")).view_bare()}
            <div class="buttons"><button class="button" disabled=busy>{m.account.save_name}</button></div>
        </form>
        <dl class="account-facts">
            <div><dt>{m.people.email}</dt><dd><bdi>{me.email.clone()}</bdi></dd><dd class="help">{m.account.email_help}</dd></div>
            <div><dt>{m.users.role}</dt><dd>{m.role(me.role)}</dd></div>
            <div><dt>{m.customers.customer}</dt><dd><bdi>{me.customer.clone()}</bdi></dd></div>
        </dl>
    };
    section("profile", m.account.profile, m.account.profile_text, content.into_any())
}

fn errors(data: &web_sys::FormData) -> Option<FieldErrors> {
    Some(OwnNameForm { name: entered(data, "form[name]") }.parse().err().unwrap_or_default())
}
