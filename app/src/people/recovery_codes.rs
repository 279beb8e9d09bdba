//! Recovery codes, shown once: to be copied, downloaded, or written down.

use crate::messages::t;
use crate::routes::escape;
use crate::ui::copy::copy;
use crate::ui::icon::icon;
use crate::ui::toast::Toasts;
use leptos::prelude::*;

const FILE: &str = "recovery-codes.txt";

/// The codes, if there are any to be shown.
pub fn recovery_codes(toasts: Toasts, codes: Vec<String>) -> Option<AnyView> {
    if codes.is_empty() {
        return None;
    }
    let m = &t().second_factor;
    let text = codes.join("\n") + "\n";
    let file = format!("data:text/plain;charset=utf-8,{}", escape(&text));
    let list = codes.into_iter().map(|code| view! { <li><code class="mono">{code}</code></li> }).collect_view();
    let view = view! {
        <section class="copy" aria-labelledby="codes-title">
            <h2 id="codes-title" tabindex="-1">{icon("key-round")}{m.codes_title}</h2>
            <p>{m.codes_text}</p>
            <ul class="codes">{list}</ul>
            <div class="buttons">
                <button class="button" type="button" on:click=move |_| copy(toasts, text.clone())>{icon("copy")}{t().copy}</button>
                <a class="button" href=file download=FILE rel="external">{m.download}</a>
            </div>
        </section>
    };
    Some(view.into_any())
}
