//! Tells while one types that a customer like this one is there already.

use crate::customers::create::without_secrets;
use crate::customers::draft_api::SimilarCustomers;
use crate::messages::t;
use crate::routes;
use crate::ui::icon::icon_with;
use crate::wire::submit;
use leptos::ev;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use model::customers::{CustomerField as F, Similar};

/// The fields that tell one customer from another, and the country, which says how its numbers are read.
const TELLING: [F; 5] = [F::Name, F::RefId, F::VatNumber, F::Email, F::Country];

/// What is known to be there, and how often was asked.
#[derive(Clone, Copy)]
pub struct Known {
    list: RwSignal<Vec<Similar>>,
    turn: StoredValue<u32>,
}

impl Known {
    /// What came with the page.
    pub fn new() -> Self {
        Self { list: RwSignal::new(Vec::new()), turn: StoredValue::new(0) }
    }

    /// What is known by now.
    pub fn set(self, list: Vec<Similar>) {
        self.list.try_set(list);
    }

    /// For `on:change` of the form: asks when what tells was changed. An answer to what was typed before is dropped.
    pub fn ask(self, event: &ev::Event) {
        let name = event.target().and_then(|at| at.dyn_into::<web_sys::HtmlElement>().ok()?.get_attribute("name"));
        let tells = |name: String| TELLING.into_iter().any(|field| name.ends_with(&format!("[{}]", field.as_str())));
        if !name.is_some_and(tells) {
            return;
        }
        let Some(data) = without_secrets() else { return };
        let turn = self.turn.try_update_value(|turn| {
            *turn += 1;
            *turn
        });
        let sent = submit::<SimilarCustomers>(&data);
        leptos::task::spawn_local(async move {
            if let Ok(list) = sent.await
                && self.turn.try_get_value() == turn
            {
                self.set(list);
            }
        });
    }

    /// The note under a field, or all of them with the fields' names.
    pub fn note(self, field: Option<F>) -> AnyView {
        let content = move || {
            let lines = self.list.get().into_iter().filter(|similar| field.is_none_or(|field| similar.field == field));
            let lines: Vec<_> = lines.map(|similar| line(similar, field.is_none())).collect();
            (!lines.is_empty()).then(|| view! { <div class="similar" role="status">{lines}</div> })
        };
        content.into_any()
    }
}

fn line(similar: Similar, named: bool) -> AnyView {
    let m = t();
    let prefix = named.then(|| format!("{}: ", m.field(similar.field)));
    view! {
        <p>
            {icon_with("users", "small")}
            <span>{prefix}{m.customers.there_already}" "<a href=routes::customer(similar.customer.id)><bdi>{similar.customer.name}</bdi></a></span>
        </p>
    }
    .into_any()
}
