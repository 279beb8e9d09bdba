//! What is set from above, for who only reads it.

use crate::messages::t;
use crate::ui::icon::icon_with;
use leptos::prelude::*;
use model::customers::CustomerDetail;

/// Label and value of each fact that is set, under each other.
pub fn governed_facts(detail: &CustomerDetail) -> AnyView {
    let m = t();
    let customer = &detail.customer;
    let code = |label: &'static str, value: &Option<String>| value.clone().map(|value| reading(label, value, "mono"));
    view! {
        <dl class="readings">
            {reading(m.fields.kind, m.kind(customer.kind).to_owned(), "")}
            {reading(m.filters.status, m.status(customer.status).to_owned(), "")}
            {code(m.fields.ref_id, &customer.ref_id)}
            {code(m.fields.vat_number, &customer.vat_number)}
            {code(m.fields.fiscal_code, &customer.fiscal_code)}
            {detail.ranking.clone().map(|name| reading(m.fields.ranking, name, ""))}
        </dl>
    }
    .into_any()
}

/// A label and its value.
pub fn reading(label: &'static str, value: String, class: &'static str) -> AnyView {
    view! { <div><dt>{label}</dt><dd><bdi class=class>{value}</bdi></dd></div> }.into_any()
}

/// Who sets it. Whoever that is lies above what the reader sees, so it has no name here.
pub fn by_provider() -> AnyView {
    view! { <span class="governed">{icon_with("lock", "small")}{t().governed.by_provider}</span> }.into_any()
}
