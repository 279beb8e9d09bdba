//! What says something at a glance: icons, counts and states, panels.

use super::{Section, state, wide};
use crate::customers::specimens::{statuses, summary_card};
use crate::format::initials;
use crate::ui::icon::{art, icon, icon_saying, icon_with};
use crate::ui::marks::marked;
use leptos::prelude::*;
use model::customers::Mark;

/// Their sections.
pub fn sections() -> Vec<Section> {
    vec![
        Section {
            name: "badge",
            about: "A state as a dot and a word, only where it isn't the usual one; a count; the initials of a provider or a person.",
            states: badges(),
        },
        Section {
            name: "card",
            about: "A panel within a page: for a form in a tab, a preview, a result.",
            states: vec![wide("The summary before a customer is saved", summary_card())],
        },
        Section {
            name: "icon",
            about: "All icons of the sprite and all drawings. They are decoration: what they mean stands beside them or in a label.",
            states: icons(),
        },
    ]
}

fn badges() -> Vec<AnyView> {
    let people = view! {
        <div class="buttons">
            <span class="mark" aria-hidden="true">"P"</span>
            <span class="mark large" aria-hidden="true">"C"</span>
            <span class="avatar" aria-hidden="true">{initials("Ugo Ferri")}</span>
            <span class="avatar" aria-hidden="true">{initials("王 芳")}</span>
        </div>
    };
    let count = view! { <h3 class="dev-title">"Customers "<span class="count">"12,345"</span></h3> };
    let found = marked("Telematica Bianchi & Figli", &[Mark { start: 11, end: 18 }]);
    vec![
        state("States of customers and users", statuses()),
        state("A provider, a person", people.into_any()),
        state("A count beside its heading", count.into_any()),
        state("What a search found", view! { <p>{found}</p> }.into_any()),
    ]
}

fn icons() -> Vec<AnyView> {
    let names = include_str!("../../../style/icons.txt").lines().map(str::trim);
    let names = names.filter(|name| !name.is_empty() && !name.starts_with('#'));
    let all = names.map(|name| view! { <li>{icon(name)}<code class="mono">{name}</code></li> }).collect_view();
    let sizes = view! {
        <div class="buttons">{icon_with("lock", "small")}{icon("lock")}{icon_with("lock", "large")}{icon_saying("building-2", "Company")}</div>
    };
    let turning = view! { <div class="buttons"><span class="spinner" role="img" aria-label="Saving"></span></div> };
    let arts = ["none", "nomatch", "closed", "broken", "lost", "trash", "people"];
    let arts =
        arts.map(|name| view! { <li class="empty">{art(name)}<code class="mono">{name}</code></li> }).collect_view();
    vec![
        wide("Icons", view! { <ul class="dev-swatches icons">{all}</ul> }.into_any()),
        state("Small, usual, large, and one that says something by itself", sizes.into_any()),
        state("Something goes on", turning.into_any()),
        wide("Drawings for empty places", view! { <ul class="dev-swatches arts">{arts}</ul> }.into_any()),
    ]
}
