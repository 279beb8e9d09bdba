//! Above the list: the search as one types, the filters, and those that are on as chips. All of it is the address.

use crate::customers::listing::Listing;
use crate::customers::query;
use crate::customers::view_menu::{view_button, view_menu};
use crate::customers::work::Work;
use crate::format;
use crate::messages::{lang, t};
use crate::routes;
use crate::ui::dom;
use crate::ui::field::{country_options, option, options};
use crate::ui::filter::{Chip, chip_list, select};
use crate::ui::icon::icon;
use crate::ui::nav::Query;
use crate::ui::search_field::search_field;
use leptos::ev;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use model::customers::{CustomerQuery, CustomerSort, Kind, Status};
use model::time::Date;

/// The tools of the list.
pub fn tools(listing: Listing) -> AnyView {
    let Listing { query: current, work, nav, .. } = listing;
    let path = nav.pathname;
    // Without a detail open the list stays the list; with one open, the address keeps it.
    let address = move |query: &CustomerQuery| format!("{}{}", path.get_untracked(), query::write_from_start(query));
    let q = memo(move |_| current.with(|query| query.q.clone()));
    let search = move |q| address(&CustomerQuery { q, cursor: None, ..current.get_untracked() });
    let m = &t().filters;
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let form = event_target::<web_sys::HtmlFormElement>(&event);
        nav.step(address(&read_form(&form, &current.get_untracked())));
        if let Ok(Some(details)) = form.query_selector("details[open]") {
            let _ = details.remove_attribute("open");
        }
    };
    let count = move || current.with(filters_on);
    let summary = move || match count() {
        0 => t().filters.filter.to_owned(),
        n => (t().filters.filter_on)(n),
    };
    view! {
        <div class="customers-tools">
            <form class="customers-form" role="search" aria-label=t().filters.this_list action=routes::CUSTOMERS on:submit=submit>
                {search_field(q, search, m.search, m.placeholder)}
                <details class="filters">
                    <summary class="button" aria-label=summary>
                        {icon("sliders-horizontal")}<span class="word">{t().filters.filter}</span>
                        {move || Some(count()).filter(|n| *n > 0).map(|n| view! { <span class="count">{n}</span> })}
                    </summary>
                    <div><Transition>{move || selects(&current.get(), work)}</Transition></div>
                </details>
                {view_button()}
                {move || current.get().under.map(|id| view! { <input type="hidden" name="under" value=id.to_string() /> })}
            </form>
            {view_menu()}
            <Transition>{move || Some(chips(&current.get(), work, listing.top.get()?))}</Transition>
        </div>
    }
    .into_any()
}

fn read_form(form: &web_sys::HtmlFormElement, current: &CustomerQuery) -> CustomerQuery {
    let mut map = Query::default();
    for name in ["q", "status", "kind", "country", "ranking", "created_from", "created_to", "sort"] {
        map.insert(name, dom::value_of_named(form.unchecked_ref(), name));
    }
    CustomerQuery { under: current.under, parent: current.parent, ..query::read(&map) }
}

fn filters_on(query: &CustomerQuery) -> u32 {
    let created = query.created_from.is_some() || query.created_to.is_some();
    let on = [query.status.is_some(), query.kind.is_some(), query.country.is_some(), query.ranking.is_some(), created];
    on.into_iter().map(u32::from).sum()
}

fn selects(query: &CustomerQuery, work: Work) -> AnyView {
    let m = t();
    let any = m.filters.any;
    let text = |value: Option<&'static str>| value.unwrap_or_default();
    let status = option("", any, "")
        + &options(Status::ALL.map(|s| (s.as_str(), m.status(s))), text(query.status.map(Status::as_str)));
    let kind =
        option("", any, "") + &options(Kind::ALL.map(|k| (k.as_str(), m.kind(k))), text(query.kind.map(Kind::as_str)));
    let country = query.country.map(|country| country.to_string()).unwrap_or_default();
    let tiers: Vec<_> = work.rankings().into_iter().map(|tier| (tier.id.to_string(), tier.name)).collect();
    let ranking = query.ranking.map(|id| id.to_string()).unwrap_or_default();
    let rankings =
        option("", any, "") + &options(tiers.iter().map(|(id, name)| (id.as_str(), name.as_str())), &ranking);
    let sort = options(CustomerSort::ALL.map(|sort| (sort.as_str(), m.sort(sort))), query.sort.as_str());
    view! {
        {select("status", m.filters.status, status, "field")}
        {select("kind", m.fields.kind, kind, "field")}
        {select("country", m.fields.country, country_options(&country, any), "field")}
        {select("ranking", m.fields.ranking, rankings, "field")}
        {day("created_from", m.filters.created_from, query.created_from)}
        {day("created_to", m.filters.created_to, query.created_to)}
        {select("sort", m.filters.sort, sort, "field whole")}
        <div class="buttons end">
            <a class="button quiet" href=routes::CUSTOMERS>{m.filters.clear_all}</a>
            <button class="button primary">{m.filters.show}</button>
        </div>
    }
    .into_any()
}

fn day(name: &'static str, label: &'static str, value: Option<Date>) -> AnyView {
    let (id, value) = (format!("f-{name}"), value.map(|day| day.to_string()));
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <input class="input" type="date" id=id name=name value=value />
        </div>
    }
    .into_any()
}

/// The filters that are on, each with the link that takes it off.
pub fn chips(query: &CustomerQuery, work: Work, top: String) -> AnyView {
    let m = t();
    let mut chips = Vec::new();
    let mut add = |label: &'static str, value: String, without: CustomerQuery| {
        let without = format!("{}{}", routes::CUSTOMERS, query::write_from_start(&without));
        chips.push(Chip { label, value, without });
    };
    if let Some(status) = query.status {
        add(m.filters.status, m.status(status).to_owned(), CustomerQuery { status: None, ..query.clone() });
    }
    if let Some(kind) = query.kind {
        add(m.fields.kind, m.kind(kind).to_owned(), CustomerQuery { kind: None, ..query.clone() });
    }
    if let Some(country) = query.country {
        add(m.fields.country, country.name(t().countries).to_owned(), CustomerQuery { country: None, ..query.clone() });
    }
    if let Some(ranking) = query.ranking {
        let name = work.rankings().into_iter().find(|tier| tier.id == ranking).map(|tier| tier.name);
        add(m.fields.ranking, name.unwrap_or_default(), CustomerQuery { ranking: None, ..query.clone() });
    }
    let day = |day: Date| format::date(lang(), day.start());
    if let Some(from) = query.created_from {
        add(m.filters.created_from, day(from), CustomerQuery { created_from: None, ..query.clone() });
    }
    if let Some(to) = query.created_to {
        add(m.filters.created_to, day(to), CustomerQuery { created_to: None, ..query.clone() });
    }
    if query.under.is_some() {
        let name = if top.is_empty() { m.filters.one_branch.to_owned() } else { top };
        add(m.filters.under, name, CustomerQuery { under: None, ..query.clone() });
    }
    if query.parent.is_some() {
        add(m.filters.under, m.filters.one_level.to_owned(), CustomerQuery { parent: None, ..query.clone() });
    }
    chip_list(chips, routes::CUSTOMERS)
}
