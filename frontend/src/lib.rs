//! What the browser loads: the app, brought to life.

/// Called by the page's script when the wasm is there.
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    app::prepare();
    leptos::mount::hydrate_body(app::App);
}
