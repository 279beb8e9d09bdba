//! The HTML document around the app: language, theme, the hashed files of the site, and the script that starts it.

use crate::App;
use crate::parts::Part;
use crate::prefs::{NARROW, Prefs};
use crate::ui::{icon, nav};
use leptos::nonce::use_nonce;
use leptos::prelude::*;
use leptos_meta::MetaTags;
use model::lang::Lang;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The paths of the site's files, as in `manifest.json`.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Assets {
    /// The wasm's glue.
    pub js: String,
    /// The app.
    pub wasm: String,
    /// What each part of the app needs more, by the part's name; empty when the wasm is not cut.
    pub parts: BTreeMap<String, Vec<String>>,
    /// All styles.
    pub css: String,
    /// All icons.
    pub sprite: String,
    /// The font that every page needs first.
    pub font: String,
}

/// The document. Needs [`Prefs`] in context.
pub fn shell(assets: &Assets) -> impl IntoView + use<> {
    icon::set_sprite(&assets.sprite);
    let Prefs { lang, theme, density, columns, narrow_rail } = Prefs::current();
    let rail = narrow_rail.then_some(NARROW);
    let nonce = use_nonce();
    let Assets { js, wasm, parts, css, sprite, font } = assets.clone();
    let needed = Part::at(&nav::here());
    let needed = needed.iter().map(|part| part.name()).chain([words(lang)]);
    let mut parts: Vec<_> = needed.filter_map(|name| parts.get(name)).flatten().cloned().collect();
    // Two parts may have a file in common.
    parts.sort_unstable();
    parts.dedup();
    let start = start(&js, &wasm, &parts);
    view! {
        <!DOCTYPE html>
        <html lang=lang.tag() data-theme=theme.as_str() data-density=density.as_str() data-columns=columns.names() data-rail=rail data-sprite=sprite>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
                <meta name="color-scheme" content="light dark" />
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                <link rel="preload" href=font r#as="font" r#type="font/woff2" crossorigin="anonymous" />
                <link rel="stylesheet" href=css />
                <script type="module" nonce=nonce inner_html=start></script>
                <MetaTags />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
}

/// The words of a language among the files of the site.
const fn words(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "english",
        Lang::It => "italian",
    }
}

/// Fetches the wasm and starts it, once the page has been painted, after its first frame: on a slow line nothing of it then
/// keeps the styles and the font waiting. A page in a background tab isn't painted, so that there it starts at once.
fn start(js: &str, wasm: &str, parts: &[String]) -> String {
    let files = std::iter::once(wasm).chain(parts.iter().map(String::as_str));
    let files = files.map(|file| format!("'{file}'")).collect::<Vec<_>>().join(",");
    format!(
        "const start=()=>{{\
         for(const href of [{files}])document.head.append(Object.assign(document.createElement('link'),{{rel:'preload',as:'fetch',crossOrigin:'anonymous',href}}));\
         import('{js}').then(({{default:init,hydrate}})=>init({{module_or_path:'{wasm}'}}).then(hydrate))}};\
         document.hidden?start():requestAnimationFrame(()=>requestAnimationFrame(()=>setTimeout(start)))"
    )
}
