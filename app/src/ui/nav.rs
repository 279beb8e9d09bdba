//! Going from page to page: a handle for event handlers, where the focus goes, and the key that leads to the search.

use crate::forms;
use crate::ui::dom;
use leptos::prelude::*;
use leptos::web_sys;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether the page has changed since it came from the server.
static MOVED: AtomicBool = AtomicBool::new(false);

struct Trip {
    path: String,
    replace: bool,
    scroll: bool,
}

/// Goes to paths of ours without loading the document anew.
#[derive(Clone, Copy)]
pub struct Nav(Callback<Trip>);

impl Nav {
    /// The handle; inside the router only.
    pub fn get() -> Self {
        expect_context()
    }

    /// Goes to a page.
    pub fn push(self, path: String) {
        self.0.run(Trip { path, replace: false, scroll: true });
    }

    /// Changes the address of the page that is shown.
    pub fn replace(self, path: String) {
        self.0.run(Trip { path, replace: true, scroll: false });
    }

    /// Changes the address, so that Back leads to the present one.
    pub fn step(self, path: String) {
        self.0.run(Trip { path, replace: false, scroll: false });
    }
}

/// Provides [`Nav`] and what goes with every change of page. Inside the router, before the routes.
pub fn provide() {
    let navigate = use_navigate();
    provide_context(Nav(Callback::new(move |trip: Trip| {
        navigate(&trip.path, NavigateOptions { replace: trip.replace, scroll: trip.scroll, ..Default::default() });
    })));
    let pathname = use_location().pathname;
    Effect::new(move |before: Option<String>| {
        let path = pathname.get();
        if before.is_some_and(|before| before != path) {
            MOVED.store(true, Ordering::Relaxed);
            forms::forget_posted();
        }
        path
    });
    Effect::new(|_| {
        let handle = window_event_listener(leptos::ev::keydown, search_key);
        on_cleanup(move || handle.remove());
    });
}

/// `/` leads to the search of the page, else to that of the rail.
fn search_key(event: web_sys::KeyboardEvent) {
    let modified = event.ctrl_key() || event.meta_key() || event.alt_key();
    if event.key() == "/" && !modified && !dom::is_typing(document().active_element()) {
        event.prevent_default();
        let own = document().query_selector(".customers-search input").ok().flatten().is_some();
        dom::focus(if own { ".customers-search input" } else { ".rail-search input" }.to_owned());
    }
}

/// Puts the focus on a heading, unless the browser has just loaded the page with it.
pub fn focus_heading(selector: &'static str) {
    if MOVED.load(Ordering::Relaxed) {
        dom::focus(selector.to_owned());
    }
}

/// For pages whose heading is there at once.
pub fn focus_on_arrival() {
    Effect::new(|_| focus_heading("#main h1"));
}
