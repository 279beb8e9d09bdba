//! The steps of a form on several pages: which one is shown, and the way back to those before.

use crate::messages::t;
use crate::ui::icon::icon_with;
use leptos::prelude::*;

/// The steps, each with its address and name; `at` is the one that is shown.
pub fn steps(all: Vec<(&'static str, &'static str)>, at: Signal<usize>) -> AnyView {
    let all = all.into_iter().enumerate().map(|(index, (href, name))| {
        let current = move || (at.get() == index).then_some("step");
        let inside = move || {
            if at.get() > index {
                view! { <a href=href>{icon_with("check", "small")}{name}</a> }.into_any()
            } else {
                view! { <span><span class="number" aria-hidden="true">{(index + 1).to_string()}</span>{name}</span> }
                    .into_any()
            }
        };
        view! { <li aria-current=current>{inside}</li> }
    });
    let all = all.collect_view();
    view! { <ol class="steps" aria-label=t().steps>{all}</ol> }.into_any()
}
