//! The customers below one's own: how many, and the newest.

use super::page::card;
use crate::customers::kind_symbol;
use crate::format;
use crate::messages::{lang, t};
use crate::routes;
use crate::ui::icon::icon;
use leptos::prelude::*;
use model::customers::CustomerRow;
use model::home::Home;

/// The panel.
pub fn below(home: &Home, of_provider: bool) -> AnyView {
    let m = t();
    let title = if of_provider { m.frame.customers } else { m.customers.sub_customers };
    let add = home.own.rights.add_below.then(|| {
        view! { <a class="button small" href=routes::NEW_CUSTOMER>{icon("plus")}{m.customers.add}</a> }
    });
    let content = if home.newest.is_empty() {
        let text = if home.own.rights.add_below { m.home.none_below_add } else { m.home.none_below };
        view! { <p class="home-none">{text}</p> }.into_any()
    } else {
        let count = (m.home.newest_of)(&(m.total)(home.below.total, home.below.more));
        let rows = home.newest.iter().map(row).collect_view();
        view! {
            <p class="home-note">{count}</p>
            <ul class="home-list">{rows}</ul>
            <a class="link home-on" href=routes::CUSTOMERS>{m.home.all_customers}</a>
        }
        .into_any()
    };
    card("home-below", title, add.into_any(), content)
}

fn row(row: &CustomerRow) -> AnyView {
    let customer = &row.customer;
    let (href, at) = (routes::customer(customer.id), customer.created_at);
    view! {
        <li>
            <a class="home-row" href=href>
                {icon(kind_symbol(customer.kind))}
                <span class="home-name"><bdi class="truncate">{customer.name.clone()}</bdi></span>
                <time datetime=at.to_string() title=format::moment(lang(), at)>{format::date(lang(), at)}</time>
            </a>
        </li>
    }
    .into_any()
}
