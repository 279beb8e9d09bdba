//! Where one is signed in, and ending that.

use crate::error::AppError;
use crate::format;
use crate::messages::{lang, t};
use crate::people::account_api::{EndMySession, SignOutEverywhere, list_my_sessions};
use crate::people::account_page::section;
use crate::routes;
use crate::ui::asked::{Asked, ask};
use crate::ui::form::{data_of, hidden, post_to, send};
use crate::ui::state::failed;
use crate::ui::toast::Toasts;
use leptos::ev;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use model::account::OwnSession;
use model::time::Timestamp;
use serde::de::DeserializeOwned;

/// The sessions of the page, for what changes them.
#[derive(Clone, Copy)]
pub struct MySessions {
    asked: Asked<Result<Vec<OwnSession>, AppError>>,
    busy: RwSignal<bool>,
    toasts: Toasts,
}

impl MySessions {
    /// Asks for them; the sections of the page find them here.
    pub fn provide() -> Self {
        let asked = ask(|| (), |()| list_my_sessions());
        let sessions = Self { asked, busy: RwSignal::new(false), toasts: Toasts::get() };
        provide_context(sessions);
        sessions
    }

    /// The handle.
    pub fn get() -> Self {
        expect_context()
    }

    /// Some have ended.
    pub fn reload(self) {
        self.asked.refetch();
    }

    fn press<F>(self, event: &ev::SubmitEvent, done: fn(Self, F::Output))
    where
        F: ServerFn<Error = AppError> + 'static,
        F::Output: DeserializeOwned,
    {
        event.prevent_default();
        let Some(data) = data_of(event) else { return };
        send::<F>(&data, self.busy, move |answer| match answer {
            Ok(answer) => done(self, answer),
            Err(error) => self.toasts.failed(t().sentence(&error)),
        });
    }
}

/// Who has ended the session that they are in signs in anew.
fn leave() {
    let _ = window().location().set_href(routes::SIGN_IN);
}

/// The section.
pub fn sessions(mine: MySessions) -> AnyView {
    let m = &t().account;
    let retry = Callback::new(move |()| mine.reload());
    let list = move || {
        Some(match mine.asked.get()? {
            Ok(all) => all.into_iter().map(|one| row(&one, mine)).collect_view().into_any(),
            Err(error) => failed(&error, false, retry),
        })
    };
    let everywhere = |which: &'static str, label, class: &'static str, submit: Submit| {
        view! {
            <form method="post" on:submit=submit>
                {post_to(SignOutEverywhere::PATH)}
                {hidden("which", which)}
                <button class=class disabled=mine.busy>{label}</button>
            </form>
        }
        .into_any()
    };
    let others = move |event: ev::SubmitEvent| {
        mine.press::<SignOutEverywhere>(&event, |mine, ended| {
            mine.toasts.done((t().account.ended_else)(ended));
            mine.reload();
        });
    };
    let all = move |event: ev::SubmitEvent| mine.press::<SignOutEverywhere>(&event, |_, _| leave());
    let content = view! {
        <Transition><ul class="my-sessions">{list}</ul></Transition>
        <div class="buttons">
            {everywhere("else", m.everywhere_else, "button", Box::new(others))}
            {everywhere("here", m.everywhere, "button quiet", Box::new(all))}
        </div>
    };
    section("sessions", m.sessions, m.sessions_text, content.into_any())
}

type Submit = Box<dyn Fn(ev::SubmitEvent)>;

fn row(session: &OwnSession, mine: MySessions) -> AnyView {
    let m = &t().account;
    let device = (m.device)(session.browser.as_deref(), session.system.as_deref());
    let end = move |event: ev::SubmitEvent| {
        mine.press::<EndMySession>(&event, |mine, here| {
            if here {
                return leave();
            }
            mine.toasts.done(t().account.ended.to_owned());
            mine.reload();
        });
    };
    let beside = if session.current {
        view! { <span class="status on">{m.this_one}</span> }.into_any()
    } else {
        view! {
            <form method="post" on:submit=end>
                {post_to(EndMySession::PATH)}
                {hidden("id", session.id.clone())}
                <button class="button small" aria-label=(m.end_of)(&device)>{m.end}</button>
            </form>
        }
        .into_any()
    };
    view! {
        <li>
            <div>
                <strong>{device.clone()}</strong>
                <small>{when(session.created_at, m.signed_in)}" · "{when(session.seen_at, m.seen)}</small>
            </div>
            {beside}
        </li>
    }
    .into_any()
}

fn when(at: Timestamp, words: fn(&str) -> String) -> AnyView {
    let words = words(&format::moment(lang(), at));
    view! { <time datetime=at.to_string()>{words}</time> }.into_any()
}
