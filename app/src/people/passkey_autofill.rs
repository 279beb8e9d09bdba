//! Passkeys among what the browser suggests in the e-mail field of the sign-in page. The browser is asked once and answers when
//! the person picks one, which may be never. Challenges live for five minutes on the server, so another one takes a waiting
//! one's place before; a page in the background, whose person is elsewhere, asks for none.

use crate::people::passkey_api::BeginPasskeySignIn;
use crate::people::passkey_browser::{sign, suggests};
use crate::ui::pause::Pause;
use crate::wire::submit;
use leptos::prelude::*;
use leptos::web_sys::AbortController;
use send_wrapper::SendWrapper;
use std::time::Duration;

/// When another challenge takes the place of a waiting one, in milliseconds.
const FRESH: f64 = 240_000.0;
/// From when on an answer is worth nothing any more: a little before the server says so.
const OVER: f64 = 295_000.0;
/// How often it is looked at: who comes back to the page after a while finds a fresh one soon.
const LOOK: Duration = Duration::from_secs(15);

/// What waits in the field, if anything.
#[derive(Clone, Copy)]
pub struct Autofill {
    asked: StoredValue<Asked>,
    look: Pause,
}

#[derive(Default)]
struct Asked {
    /// Rises whenever something else takes its place.
    turn: u32,
    /// Ends it; there is none on the server, where what belongs to one thread would be dropped by another.
    abort: Option<SendWrapper<AbortController>>,
    /// When the challenge came, and whether another one is to take its place.
    at: f64,
    anew: bool,
}

/// What came of it.
pub enum Picked {
    /// What the server is to be told.
    Answer(String),
    /// The person picked one when the challenge was over: it has to be asked for once more.
    Late,
}

impl Autofill {
    /// Nothing waits yet.
    pub fn new() -> Self {
        Self { asked: StoredValue::new(Asked::default()), look: Pause::of(LOOK) }
    }

    /// Gives up what waits.
    pub fn stop(self) {
        self.look.forget();
        let abort = self.asked.try_update_value(|asked| {
            asked.turn += 1;
            asked.anew = false;
            asked.abort.take()
        });
        if let Some(Some(abort)) = abort {
            abort.abort();
        }
    }

    /// Waits until the person picks a passkey in the field; none when the browser has no such thing, when it gave up, or when
    /// something else took its place. Whatever goes wrong is not told: nobody has asked for anything yet.
    pub async fn wait(self) -> Option<Picked> {
        let turn = self.asked.try_update_value(|asked| {
            asked.turn += 1;
            asked.turn
        })?;
        if !suggests().await {
            return None;
        }
        let field = document().query_selector("input[name='form[email]']").ok().flatten()?;
        let _ = field.set_attribute("autocomplete", "username webauthn");
        loop {
            let data = web_sys::FormData::new().ok()?;
            let _ = data.append_with_str("suggested", "true");
            let options = submit::<BeginPasskeySignIn>(&data).await.ok()?;
            let abort = AbortController::new().ok()?;
            let signal = abort.signal();
            let waits = self.asked.try_update_value(|asked| {
                if asked.turn == turn {
                    (asked.abort, asked.at) = (Some(SendWrapper::new(abort)), js_sys::Date::now());
                }
                asked.turn == turn
            });
            if waits != Some(true) {
                return None;
            }
            self.look_after();
            let signed = sign(options, Some(signal)).await;
            let (anew, age) = self.asked.try_update_value(|asked| {
                let anew = std::mem::take(&mut asked.anew);
                (asked.turn == turn).then(|| (anew, js_sys::Date::now() - asked.at))
            })??;
            self.look.forget();
            match signed {
                Ok(answer) if age < OVER => return Some(Picked::Answer(answer)),
                Ok(_) => return Some(Picked::Late),
                Err(_) if anew => {}
                Err(_) => return None,
            }
        }
    }

    /// Ends a challenge that has grown old, so that another one takes its place.
    fn look_after(self) {
        self.look.then(move || {
            let old = self.asked.try_with_value(|asked| js_sys::Date::now() - asked.at > FRESH);
            if old != Some(true) || document().hidden() {
                return self.look_after();
            }
            let abort = self.asked.try_update_value(|asked| {
                asked.anew = true;
                asked.abort.take()
            });
            if let Some(Some(abort)) = abort {
                abort.abort();
            }
        });
    }
}
