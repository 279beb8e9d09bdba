//! Requiring a second factor, or no longer: whom it meets, then the press.

use crate::customers::detail_page::Open;
use crate::customers::two_factor_api::RequireTwoFactor;
use crate::format;
use crate::forms::posted;
use crate::messages::{lang, t};
use crate::ui::dialog::{dialog, foot};
use crate::ui::form::{Problems, data_of, hidden, post_to, send};
use crate::ui::toast::Toasts;
use leptos::ev;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// The dialog.
pub fn two_factor_dialog() -> AnyView {
    let open = Open::get();
    let m = &t().two_factor;
    let toasts = Toasts::get();
    let on = open.detail.with_value(|detail| detail.two_factor.on);
    let id = open.customer.with_untracked(|c| c.id).to_string();
    let back = untrack(|| open.here());
    let problems = Problems::new(posted(RequireTwoFactor::PATH).and_then(|answer| answer.error));
    let busy = RwSignal::new(false);
    let title = if on { m.release_title } else { m.require_title };
    dialog(title.into_any(), back.clone(), move |closer| {
        let submit = move |event: ev::SubmitEvent| {
            event.prevent_default();
            let Some(data) = data_of(&event) else { return };
            send::<RequireTwoFactor>(&data, busy, move |answer| match answer {
                Ok(customer) => {
                    closer.close();
                    let m = &t().two_factor;
                    let words = if customer.require_two_factor { m.was_required } else { m.was_released };
                    toasts.done(words(&customer.name));
                    open.refresh.try_run(());
                }
                Err(error) => problems.refuse(error),
            });
        };
        let text = if on { view! { <p class="secondary">{m.release_text}</p> }.into_any() } else { plan(open) };
        let verb = if on { m.release } else { m.require };
        let button = view! { <button class="button primary" disabled=busy>{verb}</button> };
        view! {
            <form method="post" novalidate on:submit=submit>
                {post_to(RequireTwoFactor::PATH)}
                {hidden("id", id)}
                {hidden("on", (!on).to_string())}
                <div class="dialog-body">
                    {problems.summary(|_| "", |_| String::new())}
                    {text}
                </div>
                {foot(back, closer, button.into_any())}
            </form>
        }
        .into_any()
    })
}

/// Whom it meets.
fn plan(open: Open) -> AnyView {
    let told = move || {
        let m = &t().two_factor;
        Some(match open.two_factor_plan()? {
            Ok(plan) if plan.users == 0 => m.nobody_lacks.to_owned(),
            Ok(plan) => {
                let count = format::number(lang(), plan.users) + if plan.more { "+" } else { "" };
                let oneself = if plan.oneself { format!(" {}", m.oneself) } else { String::new() };
                (m.lacking)(&count, plan.users == 1) + &oneself
            }
            Err(error) => t().sentence(&error),
        })
    };
    view! {
        <p role="status"><Suspense>{told}</Suspense></p>
        <p class="secondary">{t().two_factor.effect}</p>
    }
    .into_any()
}
