//! What the keyboard leads to from every page: `Ctrl/Cmd-K` finds customers, pages and actions, `?` lists the keys.

use crate::customers::{Suggest, kind_symbol, list_saved_views, query};
use crate::error::AppError;
use crate::format::lower;
use crate::messages::{lang, t};
use crate::parts::{self, Part, Piece};
use crate::people::api::{prefer, sign_out};
use crate::prefs::{Density, Theme};
use crate::routes;
use crate::ui::dialog::modal;
use crate::ui::dom;
use crate::ui::icon::icon;
use crate::ui::nav::Nav;
use crate::ui::toast::Toasts;
use leptos::ev;
use leptos::prelude::*;
use model::customers::CustomerRow;
use model::lang::Lang;
use model::people::{Me, Role};
use model::saved_views::SavedView;

const LIST: &str = "palette-list";

#[derive(Clone, Copy, PartialEq)]
enum Shown {
    Palette,
    Keys,
}

/// Something to choose.
#[derive(Clone, PartialEq)]
struct Entry {
    icon: &'static str,
    label: String,
    note: String,
    act: Act,
}

#[derive(Clone, PartialEq)]
enum Act {
    Go(String),
    Theme(Theme),
    Density(Density),
    Language(Lang),
    Keys,
    SignOut,
}

/// What the keys opened, for who is signed in.
#[derive(Clone, Copy)]
struct Opened {
    shown: RwSignal<Option<Shown>>,
    /// What was typed before the palette was there to take it.
    early: StoredValue<String>,
    role: Role,
}

/// Listens for the keys, and shows what they ask for.
pub fn palette(me: &Me) -> AnyView {
    let shown = RwSignal::new(None::<Shown>);
    let early = StoredValue::new(String::new());
    provide_context(Opened { shown, early, role: me.role });
    Effect::new(move |_| {
        let handle = window_event_listener(ev::keydown, move |event| {
            let key = event.key();
            let typing = dom::is_typing(document().active_element());
            let plain = !(event.ctrl_key() || event.meta_key() || event.alt_key());
            if plain && !typing && key.chars().count() == 1 && shown.get_untracked() == Some(Shown::Palette) {
                event.prevent_default();
                return early.update_value(|early| early.push_str(&key));
            }
            let asked = match key.as_str() {
                "k" | "K" if event.ctrl_key() || event.meta_key() => Shown::Palette,
                "?" if !typing => Shown::Keys,
                "Control" | "Meta" => return parts::expect(vec![Part::Home]),
                _ => return,
            };
            event.prevent_default();
            early.set_value(String::new());
            shown.set(Some(asked));
        });
        on_cleanup(move || handle.remove());
    });
    let view = move || {
        shown.get().map(|what| match what {
            Shown::Palette => parts::show(Piece::Palette),
            Shown::Keys => parts::show(Piece::KeyList),
        })
    };
    view.into_any()
}

fn opened(title: &'static str, class: &'static str, content: fn(Opened) -> AnyView) -> AnyView {
    let opened: Opened = expect_context();
    let close = Callback::new(move |()| {
        opened.shown.try_set(None);
    });
    modal(title, class, close, content(opened))
}

/// The palette.
pub fn finder() -> AnyView {
    opened(t().palette.title, "palette", finding)
}

/// Both, for the page of components.
#[cfg(all(feature = "ssr", debug_assertions))]
pub fn specimens() -> [AnyView; 2] {
    let early = StoredValue::new(String::new());
    provide_context(Opened { shown: RwSignal::new(None), early, role: Role::Admin });
    [finder(), key_list()]
}

/// Every key that works anywhere.
pub fn key_list() -> AnyView {
    opened(t().palette.keys, "", |_| keys())
}

fn finding(Opened { shown, early, role }: Opened) -> AnyView {
    let m = &t().palette;
    let suggest = Suggest::idle();
    let typed = RwSignal::new(String::new());
    let active = RwSignal::new(0usize);
    let customers = RwSignal::new(Vec::<CustomerRow>::new());
    let views = RwSignal::new(Vec::<SavedView>::new());
    Effect::new(move |_| {
        leptos::task::spawn_local(async move {
            if let Ok(saved) = list_saved_views().await {
                views.try_set(saved);
            }
        });
    });
    let entries = memo(move |_| fitting(&typed.get(), role, &customers.get(), &views.get()));
    let (nav, toasts) = (Nav::get(), Toasts::get());
    let look = move |q: String| {
        active.set(0);
        if q.trim().is_empty() {
            suggest.forget();
            customers.set(Vec::new());
        } else {
            suggest.ask(q.trim().to_owned(), move |rows| {
                customers.try_set(rows);
            });
        }
        typed.set(q);
    };
    let input = move |event: ev::Event| look(event_target_value(&event));
    let first = early.get_value();
    if !first.is_empty() {
        look(first.clone());
    }
    let choose = move |index: usize| {
        let Some(entry) = entries.with_untracked(|entries| entries.get(index).cloned()) else { return };
        shown.set(None);
        run(entry.act, nav, toasts, shown);
    };
    let key = move |event: ev::KeyboardEvent| {
        if event.key() == "Enter" {
            event.prevent_default();
            choose(active.get_untracked());
        } else if let Some(at) = dom::step(&event.key(), active.get_untracked(), entries.with_untracked(Vec::len)) {
            event.prevent_default();
            active.set(at);
        }
    };
    let options = move || {
        let entries = entries.get();
        if entries.is_empty() {
            return view! { <div class="combo-list static"><p class="combo-empty">{m.none}</p></div> }.into_any();
        }
        let options = entries.into_iter().enumerate().map(|(index, entry)| {
            let selected = move || (active.get() == index).to_string();
            view! {
                <div role="option" id=option_id(index) aria-selected=selected on:click=move |_| choose(index)>
                    {icon(entry.icon)}<span class="truncate"><bdi>{entry.label}</bdi></span><span class="tertiary">{entry.note}</span>
                </div>
            }
        });
        view! { <div class="combo-list static" id=LIST role="listbox" aria-label=m.title>{options.collect_view()}</div> }
            .into_any()
    };
    let any = move || entries.with(|entries| !entries.is_empty());
    let count = move || entries.with(|entries| (m.count)(u32::try_from(entries.len()).unwrap_or(u32::MAX)));
    view! {
        <div class="palette-field">
            {icon("search")}
            <input class="input" type="search" role="combobox" prop:value=first aria-expanded=move || any().to_string() aria-controls=LIST aria-autocomplete="list"
                aria-label=m.title placeholder=m.placeholder autocomplete="off" autofocus
                aria-activedescendant=move || any().then(|| option_id(active.get())) on:input=input on:keydown=key />
        </div>
        {options}
        <p class="visually-hidden" role="status">{count}</p>
    }
    .into_any()
}

fn option_id(index: usize) -> String {
    format!("{LIST}-{index}")
}

/// Customers first, then the pages and actions whose words hold what was typed, and the saved views, which come later and
/// move nothing that one is about to choose.
fn fitting(typed: &str, role: Role, customers: &[CustomerRow], views: &[SavedView]) -> Vec<Entry> {
    let words = lower(typed.trim());
    let found = customers.iter().map(|row| Entry {
        icon: kind_symbol(row.customer.kind),
        label: row.customer.name.clone(),
        note: row.customer.ref_id.clone().unwrap_or_default(),
        act: Act::Go(routes::customer(row.customer.id)),
    });
    let views = views.iter().map(|view| Entry {
        icon: "bookmark",
        label: view.name.clone(),
        note: t().saved_views.one.to_owned(),
        act: Act::Go(query::address(&view.shown.query, view.shown.tree)),
    });
    let named = fixed(role).into_iter().chain(views).filter(|entry| lower(&entry.label).contains(&words));
    found.chain(named).collect()
}

fn fixed(role: Role) -> Vec<Entry> {
    let m = t();
    let p = &m.palette;
    let entry = |icon, label: String, note: &str, act| Entry { icon, label, note: note.to_owned(), act };
    let page = |icon, label: &str, path: &str| entry(icon, label.to_owned(), p.page, Act::Go(path.to_owned()));
    let mut all = vec![page("house", m.home.title, routes::HOME)];
    all.extend([
        page("building-2", m.frame.customers, routes::CUSTOMERS),
        page("users", m.customers.users, routes::USERS),
    ]);
    if role >= Role::Editor {
        all.push(page("plus", m.customers.add, routes::NEW_CUSTOMER));
        all.push(page("trash-2", m.frame.trash, routes::TRASH));
    }
    all.push(page("user", m.account.title, routes::ACCOUNT));
    let choice = |what: &str, value: &str, act| entry("sliders-horizontal", format!("{what}: {value}"), p.action, act);
    all.extend(Theme::ALL.map(|theme| choice(m.frame.theme, m.theme(theme), Act::Theme(theme))));
    all.extend(Density::ALL.map(|density| choice(m.frame.density, m.density(density), Act::Density(density))));
    let others = Lang::ALL.into_iter().filter(|other| *other != lang());
    all.extend(others.map(|other| choice(m.frame.language, other.name(), Act::Language(other))));
    all.push(entry("keyboard", p.keys.to_owned(), p.action, Act::Keys));
    all.push(entry("log-out", m.frame.sign_out.to_owned(), p.action, Act::SignOut));
    all
}

fn run(act: Act, nav: Nav, toasts: Toasts, shown: RwSignal<Option<Shown>>) {
    let none = String::new;
    match act {
        Act::Go(path) => nav.push(path),
        Act::Keys => shown.set(Some(Shown::Keys)),
        Act::Theme(theme) => anew(prefer(none(), theme.as_str().to_owned(), none(), none()), toasts),
        Act::Density(density) => anew(prefer(none(), none(), density.as_str().to_owned(), none()), toasts),
        Act::Language(lang) => anew(prefer(lang.tag().to_owned(), none(), none(), none()), toasts),
        Act::SignOut => anew(sign_out(), toasts),
    }
}

/// The server renders the page by what it remembers: once that is another, the page is loaded anew.
fn anew(done: impl Future<Output = Result<(), AppError>> + 'static, toasts: Toasts) {
    leptos::task::spawn_local(async move {
        match done.await {
            Ok(()) => {
                let _ = window().location().reload();
            }
            Err(error) => toasts.failed(t().sentence(&error)),
        }
    });
}

fn keys() -> AnyView {
    let m = &t().palette;
    let all = [
        ("Ctrl K  ·  ⌘ K", m.key_palette),
        ("/", m.key_search),
        ("?", m.key_keys),
        ("↑  ↓", m.key_rows),
        ("→  ←", m.key_branch),
        ("Enter  ·  F2", m.key_edit),
        ("Ctrl X  ·  Ctrl V", m.key_move),
        ("Esc", m.key_escape),
    ];
    let rows = all.map(|(key, what)| view! { <div><dt><kbd>{key}</kbd></dt><dd>{what}</dd></div> });
    view! { <dl class="keys">{rows.collect_view()}</dl> }.into_any()
}
