//! `/sign-in/code`: the second step of signing in, for who has a second factor. As after the first step, the next page is
//! loaded anew.

use crate::forms::posted;
use crate::messages::t;
use crate::people::gate::{head, open_gate};
use crate::people::second_factor_api::{EnterCode, awaits_code};
use crate::routes;
use crate::ui::asked::ask;
use crate::ui::field::Field;
use crate::ui::form::{Problems, hidden, post_to};
use crate::ui::nav::Nav;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;

/// The page.
#[component]
pub fn CodePage() -> impl IntoView {
    let m = t();
    let problems = Problems::new(posted(EnterCode::PATH).unwrap_or_default().error);
    let next = Nav::get().query.with_untracked(|query| query.get("next").unwrap_or_default());
    // Who has no half of a session is sent to the first step while the server renders.
    let half = ask(|| (), |()| awaits_code());
    let content = view! {
        <Title text=m.second_factor.step_title />
        {head(m.second_factor.step_title, view! { <p>{m.second_factor.step_text}</p> }.into_any())}
        <Suspense>{move || half.get().map(drop)}</Suspense>
        <form class="form" method="post">
            {post_to(EnterCode::PATH)}
            {hidden("next", next)}
            {problems.summary(|_| t().second_factor.code, |field| format!("form[{field}]"))}
            {Field::new("form[code]", m.second_factor.code).required().mono().autocomplete("one-time-code")
                .help(m.second_factor.step_help).error(problems.at("code")).view_bare()}
            <button class="button primary wide">{m.people.sign_in}</button>
            <a class="button quiet wide" href=routes::SIGN_IN rel="external">{m.people.to_sign_in}</a>
            <p class="form-note">{m.second_factor.step_lost}</p>
        </form>
    };
    open_gate(content.into_any())
}
