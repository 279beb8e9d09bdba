//! A line to copy: shown once, selected by a click, copied by a button.

use crate::messages::t;
use crate::ui::icon::icon;
use crate::ui::toast::Toasts;
use leptos::prelude::*;

/// Copies a text and says so.
pub fn copy(toasts: Toasts, text: String) {
    let writing = window().navigator().clipboard().write_text(&text);
    leptos::task::spawn_local(async move {
        match wasm_bindgen_futures(writing).await {
            true => toasts.done(t().copied.to_owned()),
            false => toasts.failed(t().not_copied.to_owned()),
        }
    });
}

async fn wasm_bindgen_futures(promise: js_sys::Promise) -> bool {
    leptos::wasm_bindgen_futures::JsFuture::from(promise).await.is_ok()
}

/// A section with the line; `title` says whose, `note` what holds for it.
pub fn copy_line(title: String, note: &'static str, text: String) -> AnyView {
    let toasts = Toasts::get();
    let copying = text.clone();
    view! {
        <section class="copy" aria-labelledby="copy-title" tabindex="-1">
            <h3 id="copy-title">{icon("link")}{title}</h3>
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
