//! What ends soon, and how safe one's own account is.

use super::page::card;
use crate::customers::reading;
use crate::format;
use crate::messages::{lang, t};
use crate::routes;
use crate::ui::icon::icon;
use leptos::prelude::*;
use model::home::{Ending, EndingOf, Home};

/// The panel of what ends; without anything that does there is none.
pub fn endings(home: &Home) -> AnyView {
    if home.endings.is_empty() {
        return ().into_any();
    }
    let rows = home.endings.iter().map(row).collect_view();
    let list = view! { <ul class="home-list">{rows}</ul> };
    card("home-endings", t().home.endings, ().into_any(), list.into_any())
}

fn row(ending: &Ending) -> AnyView {
    let m = &t().home;
    let (symbol, words, note, href) = match &ending.what {
        EndingOf::Invitation { user, name, customer } => {
            ("mail", (m.invitation)(name), customer.name.clone(), Some(routes::user(*user)))
        }
        EndingOf::Deletion(customer) => {
            ("trash-2", customer.name.clone(), m.is_deleted.to_owned(), Some(routes::customer(customer.id)))
        }
        EndingOf::Token(name) => ("key-round", name.clone(), m.token.to_owned(), None),
    };
    let at = ending.at;
    let content = view! {
        {icon(symbol)}
        <span class="home-name"><bdi class="truncate">{words}</bdi><small class="truncate"><bdi>{note}</bdi></small></span>
        <time datetime=at.to_string() title=format::moment(lang(), at)>{format::date(lang(), at)}</time>
    };
    match href {
        Some(href) => view! { <li><a class="home-row" href=href>{content}</a></li> }.into_any(),
        None => view! { <li><div class="home-row">{content}</div></li> }.into_any(),
    }
}

/// The panel of one's own account; who views the pages as someone else sees none.
pub fn account(home: &Home) -> AnyView {
    let Some(account) = home.account else { return ().into_any() };
    let m = t();
    let (class, words) = if account.second_factor { ("status on", m.home.on) } else { ("status off", m.home.off) };
    let set_up = (!account.second_factor).then(|| {
        view! { <a class="link" href=routes::ACCOUNT_FACTOR rel="external">{m.home.set_up}</a> }
    });
    let sessions = (m.home.sessions)(account.sessions);
    let content = view! {
        <dl class="readings">
            <div><dt>{m.second_factor.title}</dt><dd><span class="home-state"><span class=class>{words}</span>{set_up}</span></dd></div>
            {reading(m.account.sessions, sessions, "")}
        </dl>
    };
    let verb = view! { <a class="button small" href=routes::ACCOUNT>{m.account.title}</a> };
    card("home-account", m.home.safety, verb.into_any(), content.into_any())
}
