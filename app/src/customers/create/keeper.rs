//! Keeps what is typed as a draft on the server: after a pause, and at once when the page is left.

use crate::customers::draft_api::KeepCustomerDraft;
use crate::ui::dom;
use crate::ui::pause::Pause;
use crate::wire::{submit, submit_on_leaving};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos::wasm_bindgen::JsCast;
use std::time::Duration;

/// The form whose content is kept.
pub const FORM: &str = "new-customer";

const WORDS: Duration = Duration::from_millis(700);
/// They stay in the page.
const SECRETS: [&str; 2] = ["form[first_user][password]", "form[first_user][password_confirmation]"];

/// What became of the draft, as far as it is known.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// Nothing was typed since the page came.
    Unknown,
    /// It is on the server.
    Yes,
    /// It is not: it is too large, or the server can't be reached.
    No,
}

/// The form's keeper.
#[derive(Clone, Copy)]
pub struct Keeper {
    pause: Pause,
    under_way: StoredValue<bool>,
    waiting: StoredValue<Option<Callback<()>>>,
    /// What became of it.
    pub kept: RwSignal<Kept>,
}

impl Keeper {
    /// Nothing is typed yet. What is typed and not kept when the page is left goes out then.
    pub fn idle() -> Self {
        let keeper = Self {
            pause: Pause::of(WORDS),
            under_way: StoredValue::new(false),
            waiting: StoredValue::new(None),
            kept: RwSignal::new(Kept::Unknown),
        };
        Effect::new(move |_| {
            let leaving = window_event_listener_untyped("pagehide", move |_| {
                if keeper.forget()
                    && let Some(data) = without_secrets()
                {
                    submit_on_leaving(KeepCustomerDraft::PATH, &data);
                }
            });
            on_cleanup(move || {
                leaving.remove();
                if keeper.forget() {
                    keeper.send();
                }
            });
        });
        keeper
    }

    /// Something was typed.
    pub fn later(self) {
        self.pause.then(move || self.send());
    }

    /// What was typed is sent in another way: nothing more is kept, and `then` runs once what is under way has arrived.
    pub fn settle(self, then: Callback<()>) {
        self.forget();
        if self.under_way.get_value() {
            self.waiting.set_value(Some(then));
        } else {
            then.run(());
        }
    }

    /// Gives up what was to be sent later; whether there was anything.
    pub fn forget(self) -> bool {
        self.pause.forget()
    }

    fn send(self) {
        let Some(data) = without_secrets() else { return };
        self.under_way.try_set_value(true);
        let sent = submit::<KeepCustomerDraft>(&data);
        leptos::task::spawn_local(async move {
            let kept = if sent.await == Ok(true) { Kept::Yes } else { Kept::No };
            self.kept.try_set(kept);
            self.under_way.try_set_value(false);
            if let Some(then) = self.waiting.try_update_value(Option::take).flatten() {
                then.try_run(());
            }
        });
    }
}

/// What stands in the form.
pub fn typed() -> Option<web_sys::FormData> {
    let form: web_sys::HtmlFormElement = dom::by_id(FORM)?.dyn_into().ok()?;
    web_sys::FormData::new_with_form(&form).ok()
}

/// What stands in the form, but for passwords.
pub fn without_secrets() -> Option<web_sys::FormData> {
    let data = typed()?;
    for secret in SECRETS {
        data.delete(secret);
    }
    Some(data)
}
