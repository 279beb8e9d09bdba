//! The whole URL table: the routes, and the builders of every path that pages link to.

use crate::customers::{CreatePage, CustomersPage, DetailPage};
use crate::frame::{Frame, Home, NotFound};
use crate::people::{ActivatePage, SetupPage, SignInPage};
use crate::trash::TrashPage;
use leptos::erase;
use leptos::prelude::*;
use leptos_router::components::{ParentRoute, Route, Routes};
use leptos_router::{SsrMode, path};
use model::ids::CustomerId;

/// Where server functions live.
pub const API: &str = "/api/";
/// The sign-in page.
pub const SIGN_IN: &str = "/sign-in";
/// The list of customers.
pub const CUSTOMERS: &str = "/customers";
/// The page that adds a customer.
pub const NEW_CUSTOMER: &str = "/customers/new";
/// The Trash.
pub const TRASH: &str = "/trash";

/// Every page.
pub fn pages() -> AnyView {
    erase(view! {
        <Routes fallback=NotFound>
            <Route path=path!("/sign-in") view=SignInPage ssr=SsrMode::Async />
            <Route path=path!("/activate/:token") view=ActivatePage ssr=SsrMode::Async />
            <Route path=path!("/setup/:token") view=SetupPage ssr=SsrMode::Async />
            <ParentRoute path=path!("") view=Frame ssr=SsrMode::Async>
                <Route path=path!("/") view=Home />
                <Route path=path!("/customers/new") view=CreatePage />
                <ParentRoute path=path!("/customers") view=CustomersPage>
                    <Route path=path!("") view=|| () />
                    // The page shows its tabs itself, so that it stays when they change.
                    <ParentRoute path=path!(":id") view=DetailPage>
                        <Route path=path!("") view=|| () />
                        <Route path=path!("users") view=|| () />
                    </ParentRoute>
                </ParentRoute>
                <Route path=path!("/trash") view=TrashPage />
            </ParentRoute>
        </Routes>
    })
}

/// Text as part of a query: the same on the server and in the browser, and as browsers write it.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            escaped.push_str(&format!("%{byte:02X}"));
        }
    }
    escaped
}

/// The sign-in page, with where to go afterwards.
#[must_use]
pub fn sign_in(next: Option<&str>) -> String {
    match next {
        Some(next) if next != "/" => format!("{SIGN_IN}?next={}", escape(next)),
        _ => SIGN_IN.to_owned(),
    }
}

/// A path of ours that one may be sent to, whatever a link said.
#[must_use]
pub fn local(next: &str) -> &str {
    let second = next.as_bytes().get(1);
    let local = next.starts_with('/') && !matches!(second, Some(b'/' | b'\\')) && !next.chars().any(char::is_control);
    if local && !next.starts_with(SIGN_IN) { next } else { CUSTOMERS }
}

/// The activation page of a link.
#[must_use]
pub fn activate(token: &str) -> String {
    format!("/activate/{}", escape(token))
}

/// A customer's profile.
#[must_use]
pub fn customer(id: CustomerId) -> String {
    format!("{CUSTOMERS}/{id}")
}

/// A customer's users.
#[must_use]
pub fn customer_users(id: CustomerId) -> String {
    format!("{CUSTOMERS}/{id}/users")
}

/// The page that adds a customer below another.
#[must_use]
pub fn new_below(id: CustomerId) -> String {
    format!("{NEW_CUSTOMER}?parent={id}")
}

/// The customer that a path shows.
#[must_use]
pub fn customer_in(path: &str) -> Option<CustomerId> {
    path.strip_prefix(CUSTOMERS)?.strip_prefix('/')?.split('/').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_ours_are_gone_to() {
        assert_eq!(local("/trash?q=a"), "/trash?q=a");
        for foreign in ["", "trash", "//evil.example", "/\\evil.example", "https://evil.example", "/sign-in", "/a\r\nb"]
        {
            assert_eq!(local(foreign), CUSTOMERS, "{foreign}");
        }
    }

    #[test]
    fn addresses_are_legible() {
        assert_eq!(escape("-created_at"), "-created_at");
        assert_eq!(escape("città & \"b\""), "citt%C3%A0%20%26%20%22b%22");
    }

    #[test]
    fn the_customer_is_read_from_the_path() {
        let id = CustomerId(7);
        assert_eq!(customer_in(&customer_users(id)), Some(id));
        assert_eq!(customer_in(&customer(id)), Some(id));
        assert_eq!(customer_in(NEW_CUSTOMER), None);
    }
}
