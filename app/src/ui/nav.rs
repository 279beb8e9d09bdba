//! Going from page to page without loading the document anew: the address, the links, where the focus goes, and the key
//! that leads to the search.
//!
//! A router of pages whose addresses are few and known: [`Page`] reads a path, [`Nav`] holds the address. `leptos_router`
//! does more and weighs more: each of its routes is a type of its own.

use crate::forms;
use crate::parts::{self, Part};
use crate::routes::{self, Page};
use crate::ui::{dom, scroll};
use leptos::prelude::*;
use leptos::wasm_bindgen::{JsCast, JsValue};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// Parts of an address that open something on its page: a field, a dialog, a form.
pub const OPENERS: [&str; 4] = ["add", "dialog", "edit", "purge"];

/// Whether the page has changed since it came from the server.
static MOVED: AtomicBool = AtomicBool::new(false);

/// Whether the focus stays where it is when the next page arrives.
static KEEP: AtomicBool = AtomicBool::new(false);

/// The parts of an address behind its question mark.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query(Vec<(String, String)>);

impl Query {
    /// Reads it, with or without the question mark.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        Self(form_urlencoded::parse(text.trim_start_matches('?').as_bytes()).into_owned().collect())
    }

    /// The first value of this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<String> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone())
    }

    /// One more value.
    pub fn insert(&mut self, name: &str, value: String) {
        self.0.push((name.to_owned(), value));
    }

    /// All of it.
    pub fn pairs(self) -> impl Iterator<Item = (String, String)> {
        self.0.into_iter()
    }
}

/// The address of what is shown, and the way to others.
#[derive(Clone, Copy)]
pub struct Nav {
    address: RwSignal<(String, String)>,
    /// Its path.
    pub pathname: Memo<String>,
    /// Its query.
    pub query: Memo<Query>,
}

impl Nav {
    /// The handle.
    pub fn get() -> Self {
        expect_context()
    }

    /// The address of the page with what it has opened closed.
    pub fn closed(self) -> String {
        let mut address = self.pathname.get();
        for (name, value) in self.query.get().pairs().filter(|(name, _)| !OPENERS.contains(&name.as_str())) {
            address = routes::with(&address, &name, &value);
        }
        address
    }

    /// Goes to a page.
    pub fn push(self, address: String) {
        self.go(&address, false);
        dom::scroll_to_top();
    }

    /// Puts the focus on an element of a page, which is gone to if it is another; no address is the one that is shown.
    pub fn lead(self, page: &'static str, selector: String) {
        if page.is_empty() || self.pathname.with_untracked(|path| path == page) {
            dom::focus(selector);
        } else {
            self.push(page.to_owned());
            // After the page has put it on its heading.
            request_animation_frame(move || dom::focus(selector));
        }
    }

    /// Leads on from a page that has nothing to show, unless one has left it meanwhile.
    pub fn lead_on(self, from: &'static str, to: &'static str) {
        Effect::new(move |_| {
            if here().0 == from {
                self.replace(to.to_owned());
            }
        });
    }

    /// Changes the address of the page that is shown.
    pub fn replace(self, address: String) {
        self.go(&address, true);
    }

    /// Changes the address, so that Back leads to the present one.
    pub fn step(self, address: String) {
        self.go(&address, false);
    }

    fn go(self, address: &str, replace: bool) {
        if !replace {
            scroll::keep();
        }
        if let Ok(history) = window().history() {
            let _ = if replace {
                history.replace_state_with_url(&JsValue::NULL, "", Some(address))
            } else {
                history.push_state_with_url(&JsValue::NULL, "", Some(address))
            };
        }
        self.show(address);
    }

    fn show(self, address: &str) {
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        let address = (path.to_owned(), query.to_owned());
        if self.address.try_with_untracked(|shown| *shown != address) == Some(true) {
            leptos::enliven();
            self.address.set(address);
        }
    }
}

/// Provides [`Nav`] and what goes with every change of page.
pub fn provide() {
    let (path, query) = here();
    let address = RwSignal::new((path, query));
    let pathname = memo(move |_| address.with(|(path, _)| path.clone()));
    let query = memo(move |_| address.with(|(_, query)| Query::parse(query)));
    let nav = Nav { address, pathname, query };
    provide_context(nav);
    Effect::new(move |before: Option<String>| {
        let path = pathname.get();
        if before.is_some_and(|before| before != path) {
            MOVED.store(true, Ordering::Relaxed);
            forms::forget_posted();
        }
        path
    });
    Effect::new(move |_| {
        let keys = window_event_listener(leptos::ev::keydown, search_key);
        let clicks = window_event_listener(leptos::ev::click, move |event| {
            follow(nav, &event);
        });
        // Who points at a link or comes to it by keys will soon follow it.
        let aims = window_event_listener(leptos::ev::pointerover, |event| aim(event.target()));
        let comes = window_event_listener(leptos::ev::focusin, |event| aim(event.target()));
        let back = window_event_listener(leptos::ev::popstate, move |event| {
            let (path, query) = here();
            nav.show(&format!("{path}?{query}"));
            scroll::restore(&event.state());
        });
        on_cleanup(move || {
            keys.remove();
            clicks.remove();
            aims.remove();
            comes.remove();
            back.remove();
        });
    });
}

/// Path and query of the document.
pub fn here() -> (String, String) {
    #[cfg(feature = "ssr")]
    return crate::request::address();
    #[cfg(not(feature = "ssr"))]
    {
        let location = window().location();
        let query = location.search().unwrap_or_default();
        (location.pathname().unwrap_or_default(), query.trim_start_matches('?').to_owned())
    }
}

/// Loads the parts that a link leads to, once what is under way is painted: rows that come below a pointer that rests aim, too.
fn aim(target: Option<web_sys::EventTarget>) {
    let link = target.and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let link = link.and_then(|element| element.closest("a[href]").ok().flatten());
    if let Some(link) = link.and_then(|link| link.dyn_into::<web_sys::HtmlAnchorElement>().ok()) {
        set_timeout(move || parts::expect(Part::at(&(link.pathname(), link.search()))), Duration::ZERO);
    }
}

/// A plain click on a link to a page of ours goes there. `rel="external"` leaves it to the browser, `data-noscroll` keeps
/// the place of what is shown.
fn follow(nav: Nav, event: &web_sys::MouseEvent) -> Option<()> {
    let modified = event.meta_key() || event.ctrl_key() || event.shift_key() || event.alt_key();
    if event.default_prevented() || event.button() != 0 || modified {
        return None;
    }
    let target: web_sys::Element = event.target()?.dyn_into().ok()?;
    let link: web_sys::HtmlAnchorElement = target.closest("a[href]").ok()??.dyn_into().ok()?;
    let elsewhere = link.has_attribute("target") || link.has_attribute("download") || link.rel().contains("external");
    let path = link.pathname();
    if elsewhere || link.origin() != window().location().origin().ok()? || Page::at(&path) == Page::Missing {
        return None;
    }
    event.prevent_default();
    let address = path + &link.search();
    if link.has_attribute("data-noscroll") {
        nav.step(address)
    } else {
        nav.push(address)
    }
    Some(())
}

/// `/` leads to the search of the page, else to that of the rail.
fn search_key(event: web_sys::KeyboardEvent) {
    let modified = event.ctrl_key() || event.meta_key() || event.alt_key();
    if event.key() == "/" && !modified && !dom::is_typing(document().active_element()) {
        event.prevent_default();
        // At once: the next key comes sooner than the next frame.
        if !dom::type_into(".search-field input") {
            dom::type_into(".rail-search input");
        }
    }
}

/// The next page that arrives leaves the focus where it is.
pub fn keep_focus() {
    KEEP.store(true, Ordering::Relaxed);
}

/// Puts the focus on a heading, unless the browser has just loaded the page with it.
pub fn focus_heading(selector: &'static str) {
    if MOVED.load(Ordering::Relaxed) && !KEEP.swap(false, Ordering::Relaxed) {
        dom::focus(selector.to_owned());
    }
}

/// For pages whose heading is there at once.
pub fn focus_on_arrival() {
    Effect::new(|_| focus_heading("#main h1"));
}
