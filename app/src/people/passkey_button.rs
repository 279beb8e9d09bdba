//! Signing in by a passkey: a button below the form of the sign-in page, and what the browser suggests in the e-mail field. The
//! button's place is kept free until the wasm runs.

use crate::error::{AppError, Code};
use crate::messages::t;
use crate::people::passkey_api::{BeginPasskeySignIn, SignInByPasskey, offers_passkeys};
use crate::people::passkey_autofill::{Autofill, Picked};
use crate::people::passkey_browser::{able, sign};
use crate::routes;
use crate::ui::asked::ask;
use crate::ui::form::send;
use crate::ui::icon::icon;
use leptos::prelude::*;

#[derive(Clone, Copy)]
struct Button {
    busy: RwSignal<bool>,
    said: RwSignal<Option<String>>,
    next: StoredValue<String>,
    autofill: Autofill,
}

/// The button, and what is said of it; nothing where the server's address has no passkeys.
pub fn passkey_button(next: String) -> AnyView {
    let m = &t().passkeys;
    let offered = ask(|| (), |()| offers_passkeys());
    let autofill = Autofill::new();
    let (busy, said) = (RwSignal::new(false), RwSignal::new(None));
    let button = Button { busy, said, next: StoredValue::new(next), autofill };
    let able = able();
    on_cleanup(move || autofill.stop());
    let class = move || if able.get() == Some(true) { "button wide" } else { "button wide unseen" };
    let said = move || {
        let words = button.said.get()?;
        Some(view! { <div class="form-summary" role="alert"><p>{icon("circle-alert")}{words}</p></div> })
    };
    let view = move || {
        offered.get()?.unwrap_or_default().then(|| {
            Effect::new(move |_: Option<()>| {
                if able.get() == Some(true) {
                    button.suggest();
                }
            });
            view! {
                {said}
                <button class=class type="button" disabled=button.busy on:click=move |_| button.press()>
                    {icon("key-round")}{m.sign_in}
                </button>
            }
        })
    };
    view! { <div class="passkey-sign-in"><Suspense>{view}</Suspense></div> }.into_any()
}

impl Button {
    /// Until the person picks a passkey in the e-mail field, or does something else.
    fn suggest(self) {
        leptos::task::spawn_local(async move {
            match self.autofill.wait().await {
                Some(Picked::Answer(answer)) => self.enter(&answer),
                Some(Picked::Late) => self.press(),
                None => {}
            }
        });
    }

    fn press(self) {
        // A browser asks for one thing at a time.
        self.autofill.stop();
        self.said.try_set(None);
        let Ok(nothing) = web_sys::FormData::new() else { return };
        send::<BeginPasskeySignIn>(&nothing, self.busy, move |begun| match begun {
            Ok(options) => leptos::task::spawn_local(self.go_on(options)),
            Err(error) => self.tell(&error),
        });
    }

    async fn go_on(self, options: String) {
        // Until the person has chosen; the browser shows it.
        self.busy.try_set(true);
        let signed = sign(options, None).await;
        // Whoever has left the page meanwhile signs in no more.
        if self.busy.try_set(false).is_some() {
            return;
        }
        match signed {
            Ok(answer) => self.enter(&answer),
            Err(trouble) => {
                self.say(trouble.words().to_owned());
                self.suggest();
            }
        }
    }

    fn enter(self, answer: &str) {
        let Ok(data) = web_sys::FormData::new() else { return };
        let _ = data.append_with_str("answer", answer);
        let box_ticked = document().query_selector("input[name='form[remember]']:checked").ok().flatten().is_some();
        let _ = data.append_with_str("remember", if box_ticked { "true" } else { "false" });
        send::<SignInByPasskey>(&data, self.busy, move |answer| match answer {
            // The whole page anew: who is signed in changes everything.
            Ok(()) => {
                let next = self.next.try_get_value().unwrap_or_default();
                let _ = window().location().set_href(routes::local(&next));
            }
            Err(error) => self.tell(&error),
        });
    }

    fn tell(self, error: &AppError) {
        let m = t();
        let words = if error.code == Code::SignInFailed { m.passkeys.refused.to_owned() } else { m.sentence(error) };
        self.say(words);
    }

    fn say(self, words: String) {
        self.said.try_set(Some(words));
    }
}
