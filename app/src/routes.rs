//! The whole URL table: the routes, and the builders of every path that pages link to.

use crate::customers::CustomersPage;
use crate::frame::{Frame, NotFound};
use crate::parts::{self, Piece};
use crate::ui::nav::Nav;
use leptos::erase;
use leptos::prelude::*;
use model::ids::{CustomerId, UserId};

/// Where server functions live.
pub const API: &str = "/api/";
/// What one sees first.
pub const HOME: &str = "/";
/// The sign-in page.
pub const SIGN_IN: &str = "/sign-in";
/// The second step of signing in.
pub const CODE: &str = "/sign-in/code";
/// Where the second factor is set up by who lacks the one that is required of them.
pub const SET_UP_FACTOR: &str = "/sign-in/two-factor";
/// The first step, after the time for the second is over.
const CODE_OVER: &str = "/sign-in?over=code";
/// Where one asks for a new password.
pub const RESET: &str = "/reset";
/// The list of customers.
pub const CUSTOMERS: &str = "/customers";
/// The page that adds a customer.
pub const NEW_CUSTOMER: &str = "/customers/new";
/// Its second step: the first user, and the summary of the first step.
pub const NEW_CUSTOMER_USER: &str = "/customers/new/user";
/// All users.
pub const USERS: &str = "/users";
/// The Trash.
pub const TRASH: &str = "/trash";

/// What the address calls the dialog of the saved views.
pub const VIEWS: &str = "views";

/// One's own account.
pub const ACCOUNT: &str = "/account";
/// The outbox, for admins of the provider.
pub const OUTBOX: &str = "/settings/mail";
/// What a form on [`ACCOUNT`] has done, when it came without wasm.
pub const NAME_SAVED: &str = "name";
/// The same.
pub const PASSWORD_CHANGED: &str = "password";
/// The same.
pub const SESSIONS_ENDED: &str = "sessions";
/// The same.
pub const FACTOR_OFF: &str = "factor";
/// The same.
pub const PASSKEY_RENAMED: &str = "passkey-name";
/// The same.
pub const PASSKEY_REMOVED: &str = "passkey";
/// The second factor on [`ACCOUNT`].
pub const ACCOUNT_FACTOR: &str = "/account#two-factor";

/// The addresses of all pages, as the server's router writes them.
pub const PATHS: [&str; 20] = [
    HOME,
    SIGN_IN,
    CODE,
    SET_UP_FACTOR,
    "/activate/{token}",
    RESET,
    "/reset/{token}",
    "/setup/{token}",
    CUSTOMERS,
    NEW_CUSTOMER,
    NEW_CUSTOMER_USER,
    "/customers/{id}",
    "/customers/{id}/users",
    "/customers/{id}/contacts",
    "/customers/{id}/edit",
    USERS,
    "/users/{id}",
    TRASH,
    ACCOUNT,
    OUTBOX,
];

/// What is at an address.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are those of the pages")]
pub enum Page {
    Home,
    SignIn,
    SignInCode,
    SetUpFactor,
    Activate {
        token: String,
    },
    AskReset,
    Reset {
        token: String,
    },
    SetUp {
        token: String,
    },
    /// The list, with a customer beside it or not; which one the list reads from the address.
    Customers,
    /// Both steps; which one is shown the page reads from the address.
    NewCustomer,
    EditCustomer {
        id: String,
    },
    /// The list, with a user beside it or not.
    Users,
    Trash,
    Account,
    Outbox,
    /// Nothing.
    Missing,
}

impl Page {
    /// The page at this path.
    #[must_use]
    pub fn at(path: &str) -> Self {
        let steps: Vec<&str> = path.trim_start_matches('/').split('/').collect();
        match steps[..] {
            [""] => Self::Home,
            ["sign-in"] => Self::SignIn,
            ["sign-in", "code"] => Self::SignInCode,
            ["sign-in", "two-factor"] => Self::SetUpFactor,
            ["activate", token] => Self::Activate { token: token.to_owned() },
            ["reset"] => Self::AskReset,
            ["reset", token] => Self::Reset { token: token.to_owned() },
            ["setup", token] => Self::SetUp { token: token.to_owned() },
            ["customers", "new"] | ["customers", "new", "user"] => Self::NewCustomer,
            ["customers", id, "edit"] => Self::EditCustomer { id: id.to_owned() },
            ["customers"] | ["customers", _] | ["customers", _, "users" | "contacts"] => Self::Customers,
            ["users"] | ["users", _] => Self::Users,
            ["trash"] => Self::Trash,
            ["account"] => Self::Account,
            ["settings", "mail"] => Self::Outbox,
            _ => Self::Missing,
        }
    }
}

/// The page at the address.
pub fn pages() -> AnyView {
    let nav = Nav::get();
    let page = memo(move |_| nav.pathname.with(|path| Page::at(path)));
    // The frame stays when the page in it changes.
    let outer = memo(move |_| match page.get() {
        Page::Customers
        | Page::NewCustomer
        | Page::EditCustomer { .. }
        | Page::Users
        | Page::Trash
        | Page::Account
        | Page::Outbox => Page::Home,
        outside => outside,
    });
    let view = move || match outer.get() {
        Page::Missing => erase(view! { <NotFound /> }),
        Page::Home => erase(view! { <Frame page /> }),
        outside => Piece::of(outside).map(parts::show).into_any(),
    };
    view.into_any()
}

/// The page in the frame.
pub fn inner(page: Memo<Page>) -> AnyView {
    let view = move || match page.get() {
        Page::Customers => erase(view! { <CustomersPage /> }),
        page => Piece::of(page).map(parts::show).into_any(),
    };
    view.into_any()
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

/// An address with one more part.
#[must_use]
pub fn with(path: &str, name: &str, value: &str) -> String {
    let mark = if path.contains('?') { '&' } else { '?' };
    format!("{path}{mark}{name}={}", escape(value))
}

/// The sign-in page, with where to go afterwards.
#[must_use]
pub fn sign_in(next: Option<&str>) -> String {
    match next {
        Some(next) if next.starts_with(CODE) => CODE_OVER.to_owned(),
        Some(next) if next != HOME => format!("{SIGN_IN}?next={}", escape(next)),
        _ => SIGN_IN.to_owned(),
    }
}

/// The second step of signing in, with where to go afterwards.
#[must_use]
pub fn code(next: &str) -> String {
    if next == HOME { CODE.to_owned() } else { with(CODE, "next", next) }
}

/// Where a second factor is set up, with where to go afterwards.
#[must_use]
pub fn set_up_factor(next: &str) -> String {
    if local(next) == HOME { SET_UP_FACTOR.to_owned() } else { with(SET_UP_FACTOR, "next", next) }
}

/// A path of ours that one may be sent to, whatever a link said.
#[must_use]
pub fn local(next: &str) -> &str {
    let second = next.as_bytes().get(1);
    let local = next.starts_with('/') && !matches!(second, Some(b'/' | b'\\')) && !next.chars().any(char::is_control);
    if local && !next.starts_with(SIGN_IN) { next } else { HOME }
}

/// The page of one's account, which says what was done.
#[must_use]
pub fn account_after(done: &str) -> String {
    with(ACCOUNT, "done", done)
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

/// A customer's contacts.
#[must_use]
pub fn customer_contacts(id: CustomerId) -> String {
    format!("{CUSTOMERS}/{id}/contacts")
}

/// A user's page.
#[must_use]
pub fn user(id: UserId) -> String {
    format!("{USERS}/{id}")
}

/// What stands in the place of a user's id, if it is the path of one.
#[must_use]
pub fn user_id_in(path: &str) -> Option<&str> {
    path.strip_prefix(USERS)?.strip_prefix('/')
}

/// The page that adds a customer below another.
#[must_use]
pub fn new_below(id: CustomerId) -> String {
    format!("{NEW_CUSTOMER}?parent={id}")
}

/// The form that changes all of a customer.
#[must_use]
pub fn customer_edit(id: CustomerId) -> String {
    format!("{CUSTOMERS}/{id}/edit")
}

/// What stands in the place of a customer's id, if it is the path of one.
#[must_use]
pub fn id_in(path: &str) -> Option<&str> {
    path.strip_prefix(CUSTOMERS)?.strip_prefix('/')?.split('/').next().filter(|id| *id != "new")
}

/// The customer that a path shows.
#[must_use]
pub fn customer_in(path: &str) -> Option<CustomerId> {
    id_in(path)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_ours_are_gone_to() {
        assert_eq!(local("/trash?q=a"), "/trash?q=a");
        for foreign in ["", "trash", "//evil.example", "/\\evil.example", "https://evil.example", "/sign-in", "/a\r\nb"]
        {
            assert_eq!(local(foreign), HOME, "{foreign}");
        }
    }

    #[test]
    fn addresses_are_legible() {
        assert_eq!(escape("-created_at"), "-created_at");
        assert_eq!(escape("città & \"b\""), "citt%C3%A0%20%26%20%22b%22");
    }

    #[test]
    fn an_address_takes_one_more_part() {
        assert_eq!(with("/a", "q", "a b"), "/a?q=a%20b");
        assert_eq!(with("/a?x=1", "edit", "city"), "/a?x=1&edit=city");
    }

    #[test]
    fn every_path_has_its_page() {
        for path in PATHS {
            assert_ne!(Page::at(path), Page::Missing, "{path}");
        }
        assert_eq!(Page::at(NEW_CUSTOMER), Page::NewCustomer);
        assert_eq!(Page::at(NEW_CUSTOMER_USER), Page::NewCustomer);
        for path in [
            "/nowhere",
            "/customers/new/nowhere",
            "/customers/new/user/2",
            "/customers/1/nowhere",
            "/customers/1/users/2",
            "/users/1/2",
            "//customers",
            "/trash/",
        ] {
            let page = Page::at(path);
            assert!(page == Page::Missing || path == "//customers", "{path}: {page:?}");
        }
    }

    #[test]
    fn the_customer_is_read_from_the_path() {
        let id = CustomerId(7);
        assert_eq!(customer_in(&customer_users(id)), Some(id));
        assert_eq!(customer_in(&customer(id)), Some(id));
        assert_eq!(user_id_in(&user(UserId(7))), Some(UserId(7).to_string().as_str()));
        assert_eq!(user_id_in(USERS), None);
        assert_eq!(customer_in(NEW_CUSTOMER), None);
        assert_eq!(id_in(NEW_CUSTOMER_USER), None);
    }
}
