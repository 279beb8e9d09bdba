//! One mail of the outbox: to whom, how far it has got, and what can be done with it.

use crate::error::AppError;
use crate::format;
use crate::messages::{lang, t};
use crate::outbox::api::{DiscardMail, Letter, ReadMail, RetryMail};
use crate::ui::dom;
use crate::ui::form::{data_of, hidden, send};
use crate::ui::row_menu::{Submit, icon_verb};
use crate::ui::toast::Toasts;
use leptos::ev;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use model::mail::{Mail, MailStatus};
use serde::de::DeserializeOwned;

/// What the rows share.
#[derive(Clone, Copy)]
pub struct Desk {
    /// The mail that was opened.
    pub letter: RwSignal<Option<Letter>>,
    /// Asks for the list again.
    pub reload: Callback<()>,
    /// Whether there is a mail server.
    pub sends: bool,
    busy: RwSignal<bool>,
    toasts: Toasts,
}

impl Desk {
    /// Nothing is opened, or what a form without wasm has opened.
    pub fn new(letter: RwSignal<Option<Letter>>, reload: Callback<()>, sends: bool) -> Self {
        Self { letter, reload, sends, busy: RwSignal::new(false), toasts: Toasts::get() }
    }

    fn press<F>(self, event: &ev::SubmitEvent, done: impl FnOnce(Self, F::Output) + 'static)
    where
        F: ServerFn<Error = AppError> + 'static,
        F::Output: DeserializeOwned,
    {
        event.prevent_default();
        let Some(data) = data_of(event) else { return };
        send::<F>(&data, self.busy, move |answer| {
            match answer {
                Ok(answer) => done(self, answer),
                Err(error) => self.toasts.failed(t().sentence(&error)),
            }
            self.reload.try_run(());
        });
    }

    fn done(self, words: &'static str) {
        self.letter.try_set(None);
        self.toasts.done(words.to_owned());
    }
}

/// The row.
pub fn row(mail: Mail, desk: Desk) -> AnyView {
    let m = &t().outbox;
    let status = match mail.status {
        MailStatus::Sent => "status on",
        MailStatus::Failed => "status bad",
        MailStatus::Waiting | MailStatus::Sending => "status wait",
        MailStatus::Expired | MailStatus::Discarded => "status off",
    };
    let told = |error: String| {
        let title = error.clone();
        view! { <small class="truncate" title=title>{error}</small> }
    };
    let error = mail.error.clone().map(told);
    let written = mail.created_at;
    view! {
        <tr class="row" role="row">
            <td class="name" role="cell">
                <strong class="truncate" title=mail.recipient.clone()><bdi>{mail.recipient.clone()}</bdi></strong>
                <small>{(m.kind)(mail.kind)}</small>
            </td>
            <td class="state" role="cell"><span class=status>{(m.status)(mail.status)}</span>{error}</td>
            <td class="when" role="cell">
                <time datetime=written.to_string() title=format::moment(lang(), written)>{format::date(lang(), written)}</time>
            </td>
            <td class="next" role="cell">{next(&mail, desk.sends)}</td>
            <td class="verbs" role="cell">{verbs(&mail, desk)}</td>
        </tr>
    }
    .into_any()
}

/// What happens next, or has.
fn next(mail: &Mail, sends: bool) -> Option<String> {
    let m = &t().outbox;
    match mail.status {
        MailStatus::Waiting if sends => mail.next_attempt_at.map(|at| (m.next)(&format::moment(lang(), at))),
        MailStatus::Waiting => Some((m.until)(&format::moment(lang(), mail.expires_at))),
        MailStatus::Sent => mail.sent_at.map(|at| (m.sent)(&format::moment(lang(), at))),
        _ => None,
    }
}

fn verbs(mail: &Mail, desk: Desk) -> Vec<AnyView> {
    let m = &t().outbox;
    let (id, to) = (mail.id.to_string(), mail.recipient.as_str());
    let verb = |path, symbol, title, label, submit: Submit| {
        icon_verb(path, hidden("mail", id.clone()), symbol, title, label, submit)
    };
    let read = move |event: ev::SubmitEvent| {
        desk.press::<ReadMail>(&event, |desk, letter| {
            desk.letter.try_set(Some(letter));
            dom::focus("#letter".to_owned());
        });
    };
    let retry = move |event: ev::SubmitEvent| {
        desk.press::<RetryMail>(&event, |desk, ()| desk.done(t().outbox.was_retried));
    };
    let discard = move |event: ev::SubmitEvent| {
        desk.press::<DiscardMail>(&event, |desk, ()| desk.done(t().outbox.was_discarded));
    };
    let waits = mail.status == MailStatus::Waiting;
    let lost = matches!(mail.status, MailStatus::Failed | MailStatus::Expired);
    let mut verbs = Vec::with_capacity(3);
    if waits {
        verbs.push(verb(ReadMail::PATH, "eye", m.read, (m.read_for)(to), Box::new(read)));
    }
    if (waits && desk.sends) || lost {
        verbs.push(verb(RetryMail::PATH, "rotate-ccw", m.retry, (m.retry_for)(to), Box::new(retry)));
    }
    if waits {
        verbs.push(verb(DiscardMail::PATH, "trash-2", m.discard, (m.discard_for)(to), Box::new(discard)));
    }
    verbs
}
