//! What people see: the pages, rendered on the server and brought to life in the browser.

mod answer;
pub mod customers;
#[cfg(all(feature = "ssr", debug_assertions))]
pub mod dev;
pub mod error;
mod format;
pub mod forms;
mod frame;
mod home;
pub mod messages;
pub mod outbox;
mod palette;
pub mod parts;
pub mod people;
pub mod prefs;
#[cfg(feature = "ssr")]
pub mod request;
pub mod routes;
pub mod shell;
pub mod trash;
mod ui;
mod users;
mod wire;

/// Runs it once everything on the server's page is alive.
pub use leptos::once_alive;
use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};

/// The whole app, inside `<body>`.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    provide_context(prefs::Prefs::current());
    forms::provide_posted();
    ui::toast::provide();
    ui::nav::provide();
    view! {
        <Title formatter=|page: String| if page.is_empty() { "Canopy".to_owned() } else { format!("{page} · Canopy") } />
        {routes::pages()}
        {ui::toast::region()}
    }
}

/// In the browser, before anything is hydrated: takes the way to load parts, loads those that the page needs and its words,
/// reads what the server wrote into `<html>`. Whether all of it came.
#[cfg(not(feature = "ssr"))]
pub async fn prepare(loader: parts::Loader) -> bool {
    ui::icon::find_sprite();
    let lang = prefs::Prefs::current().lang;
    let words = (loader.words)(lang);
    parts::set_loader(loader);
    // What is on its way together arrives together.
    parts::expect(parts::Part::at(&ui::nav::here()));
    let Some(words) = words.await else { return false };
    messages::speak(lang, words);
    parts::load_first().await
}
