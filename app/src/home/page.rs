//! The page: one's own customer, its people, what is below, what ends soon, one's own account.

use super::api;
use super::below::below;
use super::endings::{account, endings};
use super::own::own;
use super::people::people;
use crate::frame::{Myself, find_customers};
use crate::messages::t;
use crate::routes;
use crate::ui::asked::ask;
use crate::ui::icon::icon;
use crate::ui::nav;
use crate::ui::state::failed;
use leptos::prelude::*;
use leptos_meta::Title;
use model::home::Home;
use model::people::Me;

/// The page.
#[component]
pub fn HomePage() -> impl IntoView {
    let myself = Myself::get();
    let home = ask(|| (), |()| api::open_home());
    let retry = Callback::new(move |()| home.refetch());
    let content = move || {
        let (found, me) = (home.get()?, myself.read()?);
        nav::focus_heading("#main h1");
        Some(match found {
            Ok(home) => page(&home, &me),
            Err(error) => failed(&error, true, retry),
        })
    };
    view! {
        <Title text=t().home.title />
        <div class="page"><div class="home"><Suspense fallback=skeleton>{content}</Suspense></div></div>
    }
}

fn page(home: &Home, me: &Me) -> AnyView {
    let m = &t().home;
    view! {
        <header class="home-head">
            <div>
                <p class="home-hello">{(m.hello)(&me.name)}</p>
                <h1 tabindex="-1"><bdi>{home.own.customer.name.clone()}</bdi></h1>
            </div>
            {(home.below.total > 0).then(search)}
        </header>
        <div class="home-cards">
            <div>{own(home)}{people(home)}</div>
            <div>{endings(home)}{below(home, me.of_provider)}{account(home)}</div>
        </div>
    }
    .into_any()
}

/// The customers' field: Enter or the button opens the list.
fn search() -> AnyView {
    let m = t();
    let nav = nav::Nav::get();
    view! {
        <form class="home-search" role="search" aria-label=m.frame.customers action=routes::CUSTOMERS
            on:submit=move |event| find_customers(&event, nav)>
            <label for="home-q">{m.frame.customers}</label>
            <div class="search-field">
                {icon("search")}
                <input class="input" id="home-q" type="search" name="q" placeholder=m.home.search aria-keyshortcuts="/" autocomplete="off" />
                <kbd aria-hidden="true">"/"</kbd>
            </div>
            <button class="button">{m.home.view}</button>
        </form>
    }
    .into_any()
}

/// A panel under a heading; `verb` stands beside that.
pub fn card(id: &'static str, title: &'static str, verb: AnyView, content: AnyView) -> AnyView {
    view! {
        <section class="card home-card" aria-labelledby=id>
            <header><h2 id=id>{title}</h2>{verb}</header>
            {content}
        </section>
    }
    .into_any()
}

/// A number or a name with what it is; with an address it leads there.
pub fn fact(label: &'static str, value: String, href: Option<String>) -> AnyView {
    let value = match href {
        Some(href) => view! { <a class="link" href=href><bdi>{value}</bdi></a> }.into_any(),
        None => view! { <bdi>{value}</bdi> }.into_any(),
    };
    view! { <div><dt>{label}</dt><dd>{value}</dd></div> }.into_any()
}

fn skeleton() -> AnyView {
    let line = || view! { <p><span class="skeleton long"></span></p> };
    let panel = || view! { <div class="card home-card">{(0..4).map(|_| line()).collect_view()}</div> };
    view! {
        <h1 class="visually-hidden">{t().home.title}</h1>
        <div aria-hidden="true">
            <div class="home-head"><span class="skeleton"></span></div>
            <div class="home-cards"><div>{panel()}{panel()}</div><div>{panel()}{panel()}</div></div>
        </div>
    }
    .into_any()
}
