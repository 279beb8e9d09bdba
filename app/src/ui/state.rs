//! What stands where content would: nothing yet, nothing found, not allowed, failed. Each has its words and one way out.

use crate::error::{AppError, Code};
use crate::messages::t;
use crate::routes;
use crate::ui::icon::{art, icon};
use leptos::prelude::*;

/// An empty place. `heading` is `h1` where it is the whole page.
pub fn empty(drawing: &'static str, heading: bool, title: String, text: String, way: AnyView) -> AnyView {
    let title = if heading {
        view! { <h1 tabindex="-1">{title}</h1> }.into_any()
    } else {
        view! { <h2 tabindex="-1">{title}</h2> }.into_any()
    };
    view! { <div class="empty">{art(drawing)}{title}<p>{text}</p>{way}</div> }.into_any()
}

/// A link that looks like a button.
pub fn way(href: String, label: &'static str) -> AnyView {
    view! { <div class="buttons"><a class="button" href=href>{label}</a></div> }.into_any()
}

/// Why there is nothing to show, and what to do. `retry` asks again; without wasm the link loads the page anew.
pub fn failed(error: &AppError, heading: bool, retry: Callback<()>) -> AnyView {
    let m = t();
    let again = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        retry.run(());
    };
    match error.code {
        Code::NotFound | Code::LinkInvalid(_) => not_found(heading),
        Code::Forbidden | Code::Governed | Code::Provider | Code::Oneself | Code::Viewing => {
            closed(heading, m.sentence(error))
        }
        Code::SecondFactor => empty(
            "closed",
            heading,
            m.two_factor.refused_title.to_owned(),
            m.sentence(error),
            view! { <div class="buttons"><a class="button" href=routes::SET_UP_FACTOR rel="external">{m.second_factor.begin}</a></div> }.into_any(),
        ),
        Code::Unauthenticated => empty(
            "closed",
            heading,
            m.states.signed_out.to_owned(),
            m.states.signed_out_text.to_owned(),
            way(routes::SIGN_IN.to_owned(), m.people.sign_in),
        ),
        _ => {
            let id = error.request_id.clone().map(|id| view! { <code class="mono">{id}</code> });
            let way = view! {
                <div class="buttons"><a class="button" href="" rel="external" on:click=again>{icon("rotate-ccw")}{m.states.again}</a></div>
                {id}
            };
            empty("broken", heading, m.states.broken.to_owned(), m.sentence(error), way.into_any())
        }
    }
}

/// There is nothing at this address.
pub fn not_found(heading: bool) -> AnyView {
    lost(heading, to_customers())
}

/// The same, with another way out.
pub fn lost(heading: bool, way: AnyView) -> AnyView {
    let m = &t().states;
    empty("lost", heading, m.lost.to_owned(), m.lost_text.to_owned(), way)
}

/// It is for others; `why` says for whom, or what is missing.
pub fn closed(heading: bool, why: String) -> AnyView {
    empty("closed", heading, t().states.closed.to_owned(), why, to_customers())
}

fn to_customers() -> AnyView {
    way(routes::CUSTOMERS.to_owned(), t().states.to_customers)
}
