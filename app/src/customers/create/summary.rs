//! What the first step says, in words, before it is saved.

use crate::customers::field_value::{in_words, is_code, tier};
use crate::customers::similar::Known;
use crate::messages::t;
use crate::routes;
use leptos::prelude::*;
use model::customers::{Crumb, CustomerField as F, CustomerForm};
use model::rankings::Ranking;

/// In this order; what is empty is left out.
const FIELDS: [F; 13] = [
    F::RefId,
    F::RankingId,
    F::VatNumber,
    F::FiscalCode,
    F::Street,
    F::PostalCode,
    F::City,
    F::Province,
    F::Country,
    F::Email,
    F::Phone,
    F::Website,
    F::Notes,
];

/// The summary. `home` manages who has nobody else.
pub fn summary(form: &CustomerForm, parent: Option<&Crumb>, home: &str, rankings: &[Ranking], known: Known) -> AnyView {
    let m = t();
    let given = |field: F| {
        let value = form.get(field).trim().to_owned();
        let value = if field == F::RankingId { tier(value, rankings) } else { in_words(field, value) };
        (!value.is_empty()).then(|| line(m.field(field), value, if is_code(field) { "mono" } else { "" }))
    };
    let rest: Vec<_> = FIELDS.into_iter().filter_map(given).collect();
    let manager = parent.map_or(home, |crumb| crumb.name.as_str());
    view! {
        <section class="card summary">
            <header><h2>{m.customers.summary}</h2><a class="button quiet small" href=routes::NEW_CUSTOMER>{m.customers.change}</a></header>
            <dl>{given(F::Name)}{given(F::Kind)}{line(m.customers.managed_by, manager.to_owned(), "")}{rest}</dl>
            {known.note(None)}
        </section>
    }
    .into_any()
}

fn line(label: &'static str, value: String, class: &'static str) -> AnyView {
    view! { <div><dt>{label}</dt><dd><bdi class=class>{value}</bdi></dd></div> }.into_any()
}
