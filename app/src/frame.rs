//! The frame of every page behind the sign-in: the rail, on a phone the bar at the bottom, and the person's menu.

use crate::answer;
use crate::error::AppError;
use crate::format::initials;
use crate::messages::t;
use crate::palette::palette;
use crate::people::api::{self, Prefer, SignOut};
use crate::people::{gate, preferences, viewing_bar};
use crate::prefs::{self, NARROW, Prefs, WIDE};
use crate::routes::{self, Page};
use crate::ui::asked::{Asked, ask};
use crate::ui::form::post_to;
use crate::ui::icon::{icon, icon_with};
use crate::ui::nav::Nav;
use crate::ui::state::not_found;
use leptos::ev;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use model::people::{Me, Role};

/// Who is signed in, for the pages in the frame; read it under a `Suspense`.
#[derive(Clone, Copy)]
pub struct Myself(Asked<Result<Me, AppError>>);

impl Myself {
    /// The handle.
    pub fn get() -> Self {
        expect_context()
    }

    /// The person, once known.
    pub fn read(self) -> Option<Me> {
        self.0.get().and_then(Result::ok)
    }

    /// Asks anew, after they have changed something about themselves.
    pub fn refresh(self) {
        self.0.refetch();
    }

    /// Whether they may change anything at all.
    pub fn may_write(self) -> bool {
        self.read().is_some_and(|me| me.role >= Role::Editor)
    }
}

/// The frame, with the page in it.
#[component]
pub fn Frame(
    /// What is in it.
    page: Memo<Page>,
) -> impl IntoView {
    let me = ask(|| (), |()| api::signed_in_person());
    provide_context(Myself(me));
    view! {
        {skip_link()}
        <div class="frame">
            <Suspense>{move || me.get().map(|me| me.ok().map(|me| vec![viewing_bar(&me), palette(&me), rail(me)]))}</Suspense>
            <main class="main" id="main" tabindex="-1">{offline_banner()}{routes::inner(page)}</main>
        </div>
    }
}

/// Any other address: a true 404, in the frame for who is signed in.
#[component]
pub fn NotFound() -> impl IntoView {
    answer::missing();
    let me = ask(|| (), |()| api::person_if_any());
    let page = move |me: Result<Option<Me>, AppError>| match me {
        Ok(Some(me)) => view! {
            {skip_link()}
            <div class="frame">
                {viewing_bar(&me)}
                {rail(me)}
                <main class="main" id="main" tabindex="-1"><div class="page">{not_found(true)}</div></main>
            </div>
        }
        .into_any(),
        _ => gate(not_found(true)),
    };
    view! {
        <Title text=t().states.lost />
        <Suspense>{move || me.get().map(page)}</Suspense>
    }
}

fn skip_link() -> AnyView {
    view! { <a class="skip" href="#main" rel="external">{t().frame.skip}</a> }.into_any()
}

fn rail(me: Me) -> AnyView {
    let m = t();
    let mark: String = initials(&me.customer).chars().take(1).collect();
    view! {
        <nav class="rail" aria-label=m.frame.main>
            <a class="rail-mark" href=routes::HOME title=me.customer.clone()>
                <span class="mark" aria-hidden="true">{mark}</span>
                <span class="rail-label">{me.customer.clone()}</span>
            </a>
            {search()}
            <ul class="rail-list">
                {item(routes::HOME, "house", m.home.title)}
                {item(routes::CUSTOMERS, "building-2", m.frame.customers)}
                {item(routes::USERS, "users", m.customers.users)}
            </ul>
            <ul class="rail-list last">
                {(me.role >= Role::Editor).then(|| item(routes::TRASH, "trash-2", m.frame.trash))}
                {rail_switch()}
            </ul>
            <ul class="rail-foot">
                <li>
                    <button class="rail-item rail-person" type="button" popovertarget="person-menu" title=me.name.clone()>
                        <span class="avatar" aria-hidden="true">{initials(&me.name)}</span>
                        <span class="rail-label">{me.name.clone()}</span>
                        {icon_with("chevrons-up-down", "small")}
                    </button>
                </li>
            </ul>
            {person_menu(&me)}
        </nav>
    }
    .into_any()
}

fn item(href: &'static str, symbol: &'static str, label: &'static str) -> AnyView {
    let path = Nav::get().pathname;
    let current = move || {
        path.with(|path| {
            let rest = path.strip_prefix(href)?;
            if rest.is_empty() { Some("page") } else { rest.starts_with('/').then_some("true") }
        })
    };
    view! {
        <li>
            <a class="rail-item" href=href aria-current=current title=label>{icon(symbol)}<span class="rail-label">{label}</span></a>
        </li>
    }
    .into_any()
}

/// On a desktop: icons alone, or words too.
fn rail_switch() -> AnyView {
    let m = &t().frame;
    let narrow = RwSignal::new(Prefs::current().narrow_rail);
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        narrow.update(|narrow| *narrow = !*narrow);
        prefs::keep_rail(narrow.get_untracked());
    };
    let goal = move || if narrow.get() { WIDE } else { NARROW };
    view! {
        <li class="rail-switch">
            <form method="post" on:submit=submit>
                {post_to(Prefer::PATH)}
                <button class="rail-item" name="rail" value=goal title=m.narrow_rail aria-pressed=move || narrow.get().to_string()>
                    {icon("panel-left")}<span class="rail-label">{m.narrow_rail}</span>
                </button>
            </form>
        </li>
    }
    .into_any()
}

/// The search of every page: Enter opens the list.
fn search() -> AnyView {
    let m = t();
    let nav = Nav::get();
    view! {
        <form class="rail-search" role="search" action=routes::CUSTOMERS
            on:submit=move |event| find_customers(&event, nav)>
            {icon("search")}
            <input class="input" type="search" name="q" placeholder=m.frame.search aria-label=m.frame.search
                aria-keyshortcuts="/" autocomplete="off" />
        </form>
    }
    .into_any()
}

/// Opens the list with the words of a form's field `q`.
pub fn find_customers(event: &ev::SubmitEvent, nav: Nav) {
    event.prevent_default();
    let form = event_target::<web_sys::HtmlFormElement>(event);
    let words = crate::ui::dom::value_of_named(&form, "q");
    let words = words.trim();
    let list = routes::CUSTOMERS.to_owned();
    nav.push(if words.is_empty() { list } else { routes::with(&list, "q", words) });
    form.reset();
}

fn person_menu(me: &Me) -> AnyView {
    let m = t();
    // The provider stands in no list: from here its own admins come to its page.
    let outbox = (me.of_provider && me.role == Role::Admin).then(|| {
        let own = routes::customer(me.customer_id);
        view! {
            <a class="menu-item" href=own>{icon("building-2")}<bdi>{me.customer.clone()}</bdi></a>
            <a class="menu-item" href=routes::OUTBOX>{icon("mail")}{m.outbox.title}</a>
        }
    });
    view! {
        <div class="menu" id="person-menu" popover="auto">
            <div class="menu-head">
                <strong>{me.name.clone()}</strong>
                <small>{me.email.clone()}</small>
                <small>{m.role(me.role)}</small>
            </div>
            <hr />
            <a class="menu-item" href=routes::ACCOUNT>{icon("user")}{m.account.title}</a>
            {outbox}
            <hr />
            {preferences("menu")}
            <hr />
            <form method="post">{post_to(SignOut::PATH)}<button class="menu-item">{icon("log-out")}{m.frame.sign_out}</button></form>
        </div>
    }
    .into_any()
}

/// Says so while the browser has no network.
fn offline_banner() -> AnyView {
    let offline = RwSignal::new(false);
    Effect::new(move |_| {
        offline.set(!window().navigator().on_line());
        let gone = window_event_listener(ev::offline, move |_| offline.set(true));
        let back = window_event_listener(ev::online, move |_| offline.set(false));
        on_cleanup(move || {
            gone.remove();
            back.remove();
        });
    });
    (move || offline.get().then(offline_line)).into_any()
}

pub(crate) fn offline_line() -> AnyView {
    view! { <div class="banner amber" role="status">{icon("wifi-off")}<p>{t().frame.offline}</p></div> }.into_any()
}
