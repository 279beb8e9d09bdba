//! A field for a new password that says how strong it is, as one types. The server weighs it and forgets it; typing never
//! waits for that, and without wasm nothing is said.

use crate::messages::t;
use crate::people::account_api::weigh_password;
use crate::ui::field::Field;
use crate::ui::pause::Pause;
use leptos::ev;
use leptos::prelude::*;
use std::time::Duration;

const WORDS: Duration = Duration::from_millis(250);

/// The field; `about` is what others may know of the person.
pub fn new_password(field: Field, about: String) -> AnyView {
    let score = RwSignal::new(None::<u8>);
    let turn = StoredValue::new(0u32);
    let pause = Pause::of(WORDS);
    let about = StoredValue::new(about);
    let input = move |event: ev::Event| {
        let typed = event_target_value(&event);
        turn.update_value(|turn| *turn += 1);
        pause.forget();
        if typed.is_empty() {
            return score.set(None);
        }
        let asked = turn.get_value();
        pause.then(move || {
            leptos::task::spawn_local(async move {
                let weighed = weigh_password(typed, about.get_value()).await;
                // What was typed before says nothing about what stands there now.
                if turn.try_get_value() == Some(asked) {
                    score.try_set(weighed.ok());
                }
            });
        });
    };
    let said = move || score.get().map(meter);
    let said = view! { <div class="strength" role="status">{said}</div> };
    view! { <div class="new-password" on:input=input>{field.view_with(said.into_any())}</div> }.into_any()
}

/// A bar and its words. The least has a bar too.
fn meter(score: u8) -> AnyView {
    let m = &t().account;
    let words = m.strengths.get(usize::from(score)).copied().unwrap_or_default();
    view! {
        <meter min="0" max="5" low="3" high="4" optimum="5" value=(score + 1).to_string() aria-label=m.strength></meter>
        <span>{words}</span>
    }
    .into_any()
}
