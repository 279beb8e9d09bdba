//! What the browser loads: the app, brought to life.

use leptos::prelude::document;

/// Called by the page's script when the wasm is there.
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    #[cfg(debug_assertions)]
    std::panic::set_hook(Box::new(|panic| leptos::logging::error!("{panic}")));
    app::prepare();
    leptos::mount::hydrate_body(app::App);
    // From here on the page does by itself what its forms do by loading it anew; the browser tests wait for this.
    if let Some(html) = document().document_element() {
        let _ = html.set_attribute("data-live", "");
    }
}
