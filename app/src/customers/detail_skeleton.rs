//! A customer that is on its way: bars where its parts will stand.

use crate::ui::inline::heading_to_come;
use leptos::prelude::*;

/// The bars.
pub(super) fn skeleton() -> AnyView {
    let facts = times(4, || view! { <div><dt>{bar(" short")}</dt><dd>{bar("")}</dd></div> }.into_any());
    let tabs = times(3, || view! { <a>{bar("")}</a> }.into_any());
    let sections = times(4, || {
        let fields =
            times(5, || view! { <div class="edit"><dt>{bar("")}</dt><dd>{bar(" long")}</dd></div> }.into_any());
        view! { <section class="detail-section"><div class="section-head">{bar(" short")}</div><dl class="edits">{fields}</dl></section> }
            .into_any()
    });
    view! {
        {heading_to_come()}
        <div class="pane-scroll detail-skeleton" aria-hidden="true">
            <div class="detail-head">
                <div class="detail-title"><p>{bar(" long")}</p></div>
                <div class="detail-meta">{bar("")}</div>
                <div class="detail-bars">{bar(" long")}</div>
            </div>
            <dl class="facts detail-facts">{facts}</dl>
            <div class="tabs">{tabs}</div>
            <div class="detail-body"><div class="detail-sections">{sections}</div></div>
        </div>
    }
    .into_any()
}

fn bar(length: &'static str) -> AnyView {
    view! { <span class=format!("skeleton{length}")></span> }.into_any()
}

fn times(count: u32, part: fn() -> AnyView) -> AnyView {
    (0..count).map(|_| part()).collect_view().into_any()
}
