//! Fields on the page of what they belong to: a row of label and value, and the heading.

use super::{Inline, State, button, control};
use crate::messages::t;
use leptos::prelude::*;
use std::sync::Arc;

/// A row of label and value. `bare` where the heading above is its label.
pub fn in_page(inline: Inline, bare: bool) -> AnyView {
    let field = inline.field;
    let busy = move || (inline.state.get() == State::Saving).to_string();
    let class = if bare { "edit bare" } else { "edit" };
    let label_class = if bare { "visually-hidden" } else { "" };
    view! {
        <div class=class data-state=move || inline.doing()>
            <dt id=format!("label-{field}") class=label_class>{inline.of().label(field)}</dt>
            <dd aria-busy=busy>{control(inline, Arc::new(move || button(inline)))}</dd>
        </div>
    }
    .into_any()
}

/// The heading of the page. The label of the pane is the value itself, also while it is an input.
pub fn in_heading(inline: Inline) -> AnyView {
    view! {
        <h1 id="d-name" tabindex="-1" class="edit-title" data-state=move || inline.doing() aria-label=move || inline.value()>
            {control(inline, Arc::new(move || button(inline)))}
        </h1>
    }
    .into_any()
}

/// The heading for who only reads.
pub fn heading(name: impl Fn() -> String + Send + 'static) -> AnyView {
    view! { <h1 id="d-name" tabindex="-1" class="edit-title"><span class="edit-text"><bdi class="value">{name}</bdi></span></h1> }
        .into_any()
}

/// The heading of a page that is on its way, for who hears it.
pub fn heading_to_come() -> AnyView {
    view! { <h1 id="d-name" class="visually-hidden">{t().loading}</h1> }.into_any()
}
