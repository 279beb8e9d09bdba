//! `/sign-in/two-factor`: for who has signed in and lacks the second factor that is required of them. Until it is set up
//! there is no other page; then it leads on to where one wanted to go, loaded anew.

use crate::messages::t;
use crate::people::account_factor::{Place, factor_state};
use crate::people::api::SignOut;
use crate::people::gate::{gate, head};
use crate::people::second_factor_api::my_factor_duty;
use crate::routes;
use crate::ui::asked::ask;
use crate::ui::form::post_to;
use crate::ui::nav::Nav;
use leptos::erase;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use model::second_factor::RequiredBy;

/// The page.
#[component]
pub fn SetUpFactorPage() -> impl IntoView {
    let m = &t().two_factor;
    let next = Nav::get().query.with_untracked(|query| query.get("next").unwrap_or_default());
    let duty = ask(|| (), |()| my_factor_duty());
    let why = move || {
        let text = match duty.get()?.ok()?.by {
            Some(RequiredBy::Customer(name)) => (t().two_factor.set_up_for)(&name),
            Some(RequiredBy::Above) => t().two_factor.set_up_above.to_owned(),
            None => return None,
        };
        Some(view! { <p>{text}</p> })
    };
    let place = Place::Gate { next: StoredValue::new(routes::local(&next).to_owned()) };
    let content = view! {
        <Title text=m.set_up />
        {head(m.set_up, erase(view! { <Suspense>{why}</Suspense> }))}
        {factor_state(place)}
        <form class="form" method="post">
            {post_to(SignOut::PATH)}
            <button class="button quiet wide">{t().frame.sign_out}</button>
        </form>
    };
    gate(content.into_any())
}
