//! A line to copy: shown once, selected by a click, copied by a button.

use crate::messages::t;
use crate::ui::icon::icon;
use crate::ui::toast::Toasts;
use leptos::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// Copies a text and says so.
pub fn copy(toasts: Toasts, text: String) {
    // Browsers have no clipboard where the address is plain http.
    if !window().is_secure_context() {
        return toasts.failed(t().not_copied.to_owned());
    }
    let writing = window().navigator().clipboard().write_text(&text);
    leptos::task::spawn_local(async move {
        match JsFuture::from(writing).await {
            Ok(_) => toasts.done(t().copied.to_owned()),
            Err(_) => toasts.failed(t().not_copied.to_owned()),
        }
    });
}

/// A section with the line; `title` says whose, `note` what holds for it.
pub fn copy_line(title: String, note: &'static str, text: String) -> AnyView {
    let toasts = Toasts::get();
    let copying = text.clone();
    view! {
        <section class="copy" aria-labelledby="copy-title" tabindex="-1">
            <h2 id="copy-title">{icon("link")}{title}</h2>
            <p>{note}</p>
            <div class="copy-line">
                <input class="input mono" readonly value=text aria-label=t().users.link />
                <button class="button" type="button" on:click=move |_| copy(toasts, copying.clone())>
                    {icon("copy")}{t().copy}
                </button>
            </div>
        </section>
    }
    .into_any()
}
