//! `navigator.credentials`: what the server says goes in with its bytes as buffers, what comes out goes back as text. Written
//! out, since not every browser that has passkeys converts them by itself; and by name, since typed bindings weigh more.

use crate::messages::t;
use js_sys::{Array, Function, JSON, Object, Promise, Reflect, Uint8Array};
use leptos::prelude::*;
use leptos::wasm_bindgen::{JsCast, JsValue};
use leptos::web_sys::AbortSignal;
use wasm_bindgen_futures::JsFuture;

/// Why a browser has done nothing.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// Nobody wanted it, or the time was over: browsers don't tell which.
    Cancelled,
    /// The device has a passkey of this person already.
    There,
    /// It can't, or not at this address.
    Failed,
}

impl Trouble {
    /// What is said of it.
    pub fn words(self) -> &'static str {
        let m = &t().passkeys;
        match self {
            Self::Cancelled => m.cancelled,
            Self::There => m.there,
            Self::Failed => m.failed,
        }
    }
}

/// Whether the browser has passkeys; unknown until the page has come to life.
pub fn able() -> RwSignal<Option<bool>> {
    let able = RwSignal::new(None);
    Effect::new(move |_| able.set(Some(member(&window(), "PublicKeyCredential").is_function())));
    able
}

/// Whether the browser shows passkeys among what it suggests in a field (`isConditionalMediationAvailable`).
pub async fn suggests() -> bool {
    let class = member(&window(), "PublicKeyCredential");
    let Ok(ask) = member(&class, "isConditionalMediationAvailable").dyn_into::<Function>() else { return false };
    let Ok(promise) = ask.call0(&class) else { return false };
    JsFuture::from(Promise::resolve(&promise)).await.is_ok_and(|able| able.as_bool() == Some(true))
}

/// Makes a passkey as the server says; gives what the server is to be told.
pub async fn make(options: String) -> Result<String, Trouble> {
    let options = JSON::parse(&options).map_err(trouble)?;
    to_bytes(&options, "challenge");
    to_bytes(&member(&options, "user"), "id");
    for known in Array::from(&member(&options, "excludeCredentials")).iter() {
        to_bytes(&known, "id");
    }
    let made = credential("create", &options, None).await?;
    Ok(told(&made, &["clientDataJSON", "attestationObject"]))
}

/// Uses a passkey of the person's choice; gives what the server is to be told. With a signal nothing is shown but a suggestion
/// in the field that takes them, for as long as the signal lets it.
pub async fn sign(options: String, waiting: Option<AbortSignal>) -> Result<String, Trouble> {
    let options = JSON::parse(&options).map_err(trouble)?;
    to_bytes(&options, "challenge");
    let used = credential("get", &options, waiting).await?;
    Ok(told(&used, &["clientDataJSON", "authenticatorData", "signature", "userHandle"]))
}

/// Asks the browser, which asks the person.
async fn credential(verb: &str, options: &JsValue, waiting: Option<AbortSignal>) -> Result<JsValue, Trouble> {
    let container = member(&window().navigator(), "credentials");
    let asked = Object::new();
    let _ = Reflect::set(&asked, &"publicKey".into(), options);
    if let Some(signal) = waiting {
        let _ = Reflect::set(&asked, &"mediation".into(), &"conditional".into());
        let _ = Reflect::set(&asked, &"signal".into(), &signal);
    }
    let verb = member(&container, verb).dyn_into::<Function>().map_err(trouble)?;
    let promise = verb.call1(&container, &asked).map_err(trouble)?;
    JsFuture::from(Promise::resolve(&promise)).await.map_err(trouble)
}

fn trouble(error: JsValue) -> Trouble {
    match member(&error, "name").as_string().as_deref() {
        Some("NotAllowedError" | "AbortError") => Trouble::Cancelled,
        Some("InvalidStateError") => Trouble::There,
        _ => Trouble::Failed,
    }
}

fn member(of: &JsValue, name: &str) -> JsValue {
    Reflect::get(of, &name.into()).unwrap_or_default()
}

/// Puts bytes in the place of a text in base64url.
fn to_bytes(of: &JsValue, name: &str) {
    let text = member(of, name).as_string().unwrap_or_default().replace('-', "+").replace('_', "/");
    let raw: Vec<u8> = window().atob(&text).unwrap_or_default().chars().map(|c| c as u8).collect();
    let _ = Reflect::set(of, &name.into(), &Uint8Array::from(raw.as_slice()));
}

/// The members of a response as texts in base64url. These hold no character that JSON would have to escape.
fn told(credential: &JsValue, members: &[&str]) -> String {
    let response = member(credential, "response");
    let mut texts = String::new();
    for name in members {
        let buffer = member(&response, name);
        // Which authenticator doesn't say whose passkey it is is refused by the server.
        if buffer.is_object() {
            let raw: String = Uint8Array::new(&buffer).to_vec().into_iter().map(char::from).collect();
            let text = window().btoa(&raw).unwrap_or_default().replace('+', "-").replace('/', "_").replace('=', "");
            texts = format!("{texts}{}\"{name}\":\"{text}\"", if texts.is_empty() { "" } else { "," });
        }
    }
    let id = member(credential, "id").as_string().unwrap_or_default();
    format!("{{\"id\":\"{id}\",\"response\":{{{texts}}}}}")
}
