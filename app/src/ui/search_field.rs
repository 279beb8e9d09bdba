//! The search of a list: the list narrows as one types, and the address follows. Within one search the history keeps one
//! step, so that Back leads to before the typing. Without wasm it is the field `q` of the form around it.

use crate::messages::t;
use crate::ui::icon::{icon, icon_with};
use crate::ui::nav::Nav;
use crate::ui::pause::Pause;
use leptos::ev;
use leptos::prelude::*;
use std::time::Duration;

/// After the last key, before the list is asked for.
const WORDS: Duration = Duration::from_millis(120);

/// The field. `q` is what is searched for now, `address` where another search leads.
pub fn search_field(
    q: Memo<String>,
    address: impl Fn(String) -> String + Copy + Send + Sync + 'static,
    label: &'static str,
    placeholder: &'static str,
) -> AnyView {
    let nav = Nav::get();
    let typed = RwSignal::new(q.get_untracked());
    let sent = StoredValue::new(typed.get_untracked());
    let pause = Pause::of(WORDS);
    // The address changed by a link or by Back, not by typing.
    Effect::new(move |_| {
        let q = q.get();
        if sent.get_value() != q {
            pause.forget();
            sent.set_value(q.clone());
            typed.set(q);
        }
    });
    let send = move || {
        let now = q.get_untracked();
        let words = typed.get_untracked().trim().to_owned();
        if words == now {
            return;
        }
        sent.set_value(words.clone());
        let goal = address(words);
        if now.is_empty() { nav.step(goal) } else { nav.replace(goal) }
    };
    let input = move |event: ev::Event| {
        typed.set(event_target_value(&event));
        pause.then(send);
    };
    let clear = move || {
        (!typed.with(String::is_empty)).then(|| {
            // What it leads to may have changed meanwhile.
            q.track();
            view! { <a href=address(String::new()) aria-label=t().filters.clear_search data-noscroll>{icon_with("x", "small")}</a> }
        })
    };
    view! {
        <div class="search-field">
            {icon("search")}
            <input class="input" id="q" type="search" name="q" value=q.get_untracked() prop:value=typed placeholder=placeholder
                aria-label=label aria-keyshortcuts="/" autocomplete="off" on:input=input />
            <kbd aria-hidden="true">"/"</kbd>
            {clear}
        </div>
    }
    .into_any()
}
