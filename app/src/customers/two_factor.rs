//! Whether a customer requires a second factor: the section of its page that says so, and what opens the question.

use crate::customers::detail_page::Open;
use crate::customers::why::why_link;
use crate::messages::t;
use crate::routes;
use leptos::prelude::*;
use model::customers::TwoFactorRule;
use model::permissions::Action;
use model::second_factor::RequiredBy;

/// The section.
pub fn two_factor(open: Open) -> AnyView {
    let m = &t().two_factor;
    let rule = open.detail.with_value(|detail| detail.two_factor.clone());
    let way = if !rule.on && rule.above.is_some() {
        // Nothing would change.
        ().into_any()
    } else if rule.may && !open.in_trash() {
        let href = move || routes::with(&open.here(), "dialog", "two-factor");
        let word = if rule.on { m.release } else { m.require };
        view! { <a class="button quiet small" href=href data-noscroll>{word}</a> }.into_any()
    } else {
        let action = if rule.on { Action::CustomerReleaseTwoFactor } else { Action::CustomerRequireTwoFactor };
        why_link(open, untrack(|| open.here()), action)
    };
    view! {
        <section class="detail-section">
            <div class="section-head"><h2>{m.section}</h2>{way}</div>
            <dl class="edits">
                <div class="edit"><dt>{m.label}</dt><dd><div class="edit-text"><bdi class="value">{stands(&rule)}</bdi></div></dd></div>
            </dl>
        </section>
    }
    .into_any()
}

/// How it stands. Who is above says more than the customer's own choice, which then changes nothing.
fn stands(rule: &TwoFactorRule) -> String {
    let m = &t().two_factor;
    match &rule.above {
        Some(RequiredBy::Customer(name)) => (m.above_by)(name),
        Some(RequiredBy::Above) => m.above.to_owned(),
        None if rule.on => m.on.to_owned(),
        None => m.off.to_owned(),
    }
}
