//! One's own passkeys: which there are, their names, and removing them, with wasm and without.

use crate::error::AppError;
use crate::format;
use crate::forms::posted;
use crate::messages::{lang, t};
use crate::people::account_page::section;
use crate::people::passkey_api::{RemovePasskey, RenamePasskey, my_passkeys};
use crate::people::passkey_browser::able;
use crate::people::passkey_form::passkey_form;
use crate::routes;
use crate::ui::asked::{Asked, ask};
use crate::ui::delete_dialog::{Question, delete_dialog};
use crate::ui::dom;
use crate::ui::field::Field;
use crate::ui::form::{Problems, check_form, checked, entered, hidden, post_to, send};
use crate::ui::icon::icon;
use crate::ui::nav::Nav;
use crate::ui::state::failed;
use crate::ui::toast::Toasts;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos::{erase, ev};
use model::form::FieldErrors;
use model::passkeys::{MOST, Passkey, PasskeyForm, Passkeys};

/// What opens the form of a new one.
const ADD: &str = "passkey";

/// The passkeys of the page, for what changes them.
#[derive(Clone, Copy)]
pub struct MyPasskeys {
    asked: Asked<Result<Passkeys, AppError>>,
    /// Whether the browser has any; unknown until the page has come to life.
    able: RwSignal<Option<bool>>,
    /// Where the focus belongs as long as nothing is open: the card is rendered when a form closes, and when the answer comes.
    focus: StoredValue<Option<String>>,
    pub nav: Nav,
    pub toasts: Toasts,
}

impl MyPasskeys {
    /// Something has changed: the form that did it closes, and the focus goes back to where it was opened.
    pub fn changed(self, words: String, focus: &str) {
        self.toasts.done(words);
        self.close(focus);
        self.nav.replace(routes::ACCOUNT.to_owned());
        self.asked.refetch();
    }

    /// What is open closes: the focus goes back to where it was opened.
    pub fn close(self, focus: &str) {
        self.focus.try_set_value(Some(focus.to_owned()));
    }
}

/// The section.
pub fn passkeys() -> AnyView {
    let m = &t().passkeys;
    let mine = MyPasskeys {
        asked: ask(|| (), |()| my_passkeys()),
        able: able(),
        focus: StoredValue::new(None),
        nav: Nav::get(),
        toasts: Toasts::get(),
    };
    let retry = Callback::new(move |()| mine.asked.refetch());
    let content = move || {
        Some(match mine.asked.get()? {
            Ok(passkeys) => all(passkeys, mine),
            Err(error) => failed(&error, false, retry),
        })
    };
    section("passkeys", m.title, m.text, erase(view! { <Transition>{content}</Transition> }))
}

fn all(passkeys: Passkeys, mine: MyPasskeys) -> AnyView {
    let m = &t().passkeys;
    let open = |name: &str| mine.nav.query.with(|query| query.get(name).unwrap_or_default());
    let (edit, purge, adds) = (open("edit"), open("purge"), open("add") == ADD);
    let asks =
        passkeys.all.iter().find(|passkey| passkey.id.to_string() == purge).map(|passkey| question(passkey, mine));
    if adds || !edit.is_empty() || !purge.is_empty() {
        mine.focus.set_value(None);
    } else if let Some(selector) = mine.focus.get_value() {
        dom::focus(selector);
    }
    let full = passkeys.all.len() >= MOST as usize;
    let none = passkeys.all.is_empty();
    let rows = passkeys
        .all
        .into_iter()
        .map(|passkey| if passkey.id.to_string() == edit { naming(&passkey, mine) } else { row(&passkey) });
    let list = (!none).then(|| view! { <ul class="my-things">{rows.collect_view()}</ul> });
    let below = if !passkeys.available {
        view! { <p>{m.unavailable}</p> }.into_any()
    } else if full {
        view! { <p>{m.full}</p> }.into_any()
    } else {
        let name = (t().account.device)(passkeys.browser.as_deref(), passkeys.system.as_deref());
        let none = none.then(|| view! { <p>{m.none}</p> });
        view! { {none}{adding(name, adds, mine)} }.into_any()
    };
    view! { {list}{below}{asks} }.into_any()
}

/// The way to add one, or its form: only a script can, so it shows once there is one.
fn adding(name: String, open: bool, mine: MyPasskeys) -> AnyView {
    let m = &t().passkeys;
    let content = move || match mine.able.get() {
        Some(false) => view! { <p>{m.no_browser}</p> }.into_any(),
        Some(true) if open => passkey_form(name.clone(), mine),
        able => {
            let class = if able.is_some() { "button" } else { "button unseen" };
            let href = routes::with(routes::ACCOUNT, "add", ADD);
            view! {
                <div class="buttons">
                    <a class=class id="add-passkey" href=href data-noscroll>{icon("plus")}{m.add}</a>
                </div>
            }
            .into_any()
        }
    };
    content.into_any()
}

fn row(passkey: &Passkey) -> AnyView {
    let m = &t().passkeys;
    let (id, name) = (passkey.id.to_string(), passkey.name.clone());
    let added = (m.added)(&format::date(lang(), passkey.created_at));
    let used = passkey.last_used_at.map_or_else(
        || m.unused.into_any(),
        |at| {
            let words = (m.used)(&format::moment(lang(), at));
            view! { <time datetime=at.to_string()>{words}</time> }.into_any()
        },
    );
    let place = if passkey.synced { m.synced } else { m.one_device };
    let to = |opener: &str| routes::with(routes::ACCOUNT, opener, &id);
    view! {
        <li>
            <div>
                <strong><bdi>{name.clone()}</bdi></strong>
                <small><time datetime=passkey.created_at.to_string()>{added}</time>" · "{used}" · "{place}</small>
            </div>
            <div class="buttons">
                <a class="button small" id=format!("rename-{id}") href=to("edit") aria-label=(m.rename_of)(&name) data-noscroll>{m.rename}</a>
                <a class="button small" href=to("purge") aria-label=(m.remove_of)(&name) data-noscroll>{m.remove}</a>
            </div>
        </li>
    }
    .into_any()
}

/// A row whose name is being changed.
fn naming(passkey: &Passkey, mine: MyPasskeys) -> AnyView {
    let m = &t().passkeys;
    let answer = posted(RenamePasskey::PATH).unwrap_or_default();
    let name = answer.value("passkey[name]").map_or_else(|| passkey.name.clone(), str::to_owned);
    let problems = Problems::new(answer.error);
    let busy = RwSignal::new(false);
    let back = StoredValue::new(format!("#rename-{}", passkey.id));
    let submit = move |event: ev::SubmitEvent| {
        let Some(data) = checked(&event, problems, errors) else { return };
        send::<RenamePasskey>(&data, busy, move |answer| match answer {
            Ok(()) => {
                let back = back.try_get_value().unwrap_or_default();
                mine.changed(t().passkeys.was_renamed.to_owned(), &back);
            }
            Err(error) => problems.refuse(error),
        });
    };
    Effect::new(|_| dom::focus("#passkey-name".to_owned()));
    let cancel = move |_| mine.close(&back.try_get_value().unwrap_or_default());
    view! {
        <li>
            <form class="form" method="post" novalidate on:submit=submit on:input=check_form(problems, errors)
                on:focusout=check_form(problems, errors)>
                {post_to(RenamePasskey::PATH)}
                {hidden("id", passkey.id.to_string())}
                {move || problems.general()}
                {Field::new("passkey[name]", m.name).value(name).required().error(problems.at("name")).view_bare()}
                <div class="buttons">
                    <button class="button primary" disabled=busy>{t().save}</button>
                    <a class="button quiet" href=routes::ACCOUNT data-noscroll on:click=cancel>{t().cancel}</a>
                </div>
            </form>
        </li>
    }
    .into_any()
}

/// What is wrong with a name.
pub fn errors(data: &web_sys::FormData) -> Option<FieldErrors> {
    Some(PasskeyForm { name: entered(data, "passkey[name]") }.parse().err().unwrap_or_default())
}

fn question(passkey: &Passkey, mine: MyPasskeys) -> AnyView {
    let m = &t().passkeys;
    let done = Callback::new(move |()| mine.changed(t().passkeys.was_removed.to_owned(), "#add-passkey"));
    delete_dialog::<RemovePasskey>(Question {
        title: m.remove_title,
        name: passkey.name.clone(),
        text: m.remove_text.to_owned(),
        verb: m.remove_verb,
        id: ("id", passkey.id.to_string()),
        back: routes::ACCOUNT.to_owned(),
        done,
    })
}
