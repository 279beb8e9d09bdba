//! What the browser loads: the app, brought to life.

mod parts;

use leptos::prelude::document;
use wasm_bindgen::prelude::wasm_bindgen;

/// Called by the page's script when the wasm is there.
#[wasm_bindgen]
pub async fn hydrate() {
    #[cfg(debug_assertions)]
    std::panic::set_hook(Box::new(|panic| leptos::logging::error!("{panic}")));
    if !app::prepare(parts::LOADER).await {
        // The page stays what the server made of it: it reads and posts without us.
        return;
    }
    leptos::mount::hydrate_body(app::App);
    // From here on the page does by itself what its forms do by loading it anew; the browser tests wait for this.
    app::once_alive(|| {
        if let Some(html) = document().document_element() {
            let _ = html.set_attribute("data-live", "");
        }
    });
}
