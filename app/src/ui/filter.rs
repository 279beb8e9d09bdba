//! The parts of the tools above a list: a choice among the filters, the filters that are on, a head that sorts.

use crate::messages::t;
use crate::ui::icon::icon;
use leptos::prelude::*;

/// A filter that is on.
pub struct Chip {
    /// What it looks at.
    pub label: &'static str,
    /// What it lets through.
    pub value: String,
    /// The address without it.
    pub without: String,
}

/// The filters that are on, each with the link that takes it off; `all` is the address without any.
pub fn chip_list(chips: Vec<Chip>, all: &'static str) -> AnyView {
    let m = &t().filters;
    if chips.is_empty() {
        return ().into_any();
    }
    let chips = chips.into_iter().map(|Chip { label, value, without }| {
        let remove = (m.remove)(label, &value);
        view! {
            <li class="chip">
                <span><small>{label}</small>" "<bdi>{value}</bdi></span>
                <a href=without aria-label=remove>{icon("x")}</a>
            </li>
        }
    });
    let chips = chips.collect_view();
    view! {
        <ul class="chips" aria-label=m.on>
            {chips}
            <li><a class="link" href=all>{m.clear_all}</a></li>
        </ul>
    }
    .into_any()
}

/// A choice among the filters.
pub fn select(name: &'static str, label: &'static str, options: String, class: &'static str) -> AnyView {
    let id = format!("f-{name}");
    view! {
        <div class=class>
            <label for=id.clone()>{label}</label>
            <div class="select"><select class="input" id=id name=name inner_html=options></select>{icon("chevron-down")}</div>
        </div>
    }
    .into_any()
}

/// A head that sorts. `now` is how its column is sorted, `href` leads to the other way.
pub fn sort_head(class: &'static str, label: &'static str, now: Option<&'static str>, href: String) -> AnyView {
    let arrow = if now == Some("descending") { "arrow-down" } else { "arrow-up" };
    view! {
        <th class=class role="columnheader" scope="col" aria-sort=now>
            <a class="sort" href=href data-noscroll>{label}{icon(arrow)}</a>
        </th>
    }
    .into_any()
}
