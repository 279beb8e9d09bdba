//! "Why?", where a control is missing: a link that opens the explanation. What is asked stands in the address: an action, and
//! a user or contact of the customer's, or another customer.

use crate::customers::detail_page::Open;
use crate::customers::why_api;
use crate::error::AppError;
use crate::messages::t;
use crate::routes;
use crate::ui::asked::Asked;
use crate::ui::icon::{icon, icon_with};
use crate::ui::nav::Query;
use leptos::prelude::*;
use model::ids::CustomerId;
use model::permissions::{Action, Explanation, Subject};

/// What an address asks: who, what, and with what.
#[derive(Clone, PartialEq)]
pub struct Question {
    /// Someone else than oneself.
    pub who: Option<String>,
    /// The permission's name.
    pub action: String,
    /// Something else than the customer that is open.
    pub on: Option<String>,
}

impl Question {
    /// The question of an address.
    pub fn read(map: &Query) -> Option<Self> {
        let asks = map.get("dialog").as_deref() == Some("why");
        asks.then(|| Self { who: map.get("who"), action: map.get("action").unwrap_or_default(), on: map.get("on") })
    }

    /// The answer, about a customer by default.
    pub async fn ask(self, customer: CustomerId) -> Result<Explanation, AppError> {
        self.about(customer.to_string()).await
    }

    /// The same about anything.
    pub async fn about(self, default: String) -> Result<Explanation, AppError> {
        let about_all = Action::parse(&self.action).is_ok_and(|action| action.subject() == Subject::Installation);
        let object = self.on.filter(|on| !on.is_empty()).unwrap_or(default);
        why_api::explain_permission(self.who, self.action, (!about_all).then_some(object)).await
    }
}

/// The explanation on a page that is no customer's.
#[derive(Clone, Copy)]
pub struct WhyHere {
    /// The answer.
    pub told: Asked<Option<Result<Explanation, AppError>>>,
    /// The address without the question.
    pub back: Memo<String>,
}

/// The address that asks what a user may do, on the page of their customer.
pub fn what_may(page: &str, who: &str) -> String {
    let page = routes::with(&routes::with(page, "dialog", "why"), "action", Action::CustomerEdit.as_str());
    routes::with(&page, "who", who)
}

/// The address that asks why one may not do something, on the page of the customer that it is done to, or with something of
/// the customer's.
fn why_address(page: &str, action: Action, on: Option<&str>) -> String {
    let address = routes::with(&routes::with(page, "dialog", "why"), "action", action.as_str());
    on.map_or(address.clone(), |on| routes::with(&address, "on", on))
}

/// A verb that a menu doesn't offer: its word, which leads to why.
pub fn locked_item(page: &str, action: Action, on: Option<&str>, word: &'static str) -> AnyView {
    let m = &t().why;
    let (title, label) = ((m.why_for)(m.action(action)), format!("{word}: {}", m.why_not));
    view! {
        <a class="menu-item locked" href=why_address(page, action, on) title=title aria-label=label data-noscroll>
            {icon("lock")}<span>{word}<small>{m.why_not}</small></span>
        </a>
    }
    .into_any()
}

/// A lock beside a value that can't be changed; it leads to why.
pub fn lock_link(page: &str, action: Action, on: &str) -> AnyView {
    let m = &t().why;
    let label = (m.why_for)(m.action(action));
    let href = why_address(page, action, Some(on));
    view! {
        <a class="edit-lock" href=href title=label.clone() aria-label=label data-noscroll>{icon_with("lock", "small")}</a>
    }
    .into_any()
}

/// The link, for something that the open customer doesn't offer.
pub fn why_link(open: Open, page: String, action: Action) -> AnyView {
    if open.in_trash() { ().into_any() } else { why_link_at(&page, action) }
}

/// The same on another page.
pub fn why_link_at(page: &str, action: Action) -> AnyView {
    link_to(why_address(page, action, None), action)
}

/// The same about something that isn't a customer.
pub fn why_link_on(page: &str, action: Action, on: &str) -> AnyView {
    link_to(why_address(page, action, Some(on)), action)
}

fn link_to(href: String, action: Action) -> AnyView {
    let m = &t().why;
    let label = (m.why_for)(m.action(action));
    view! { <a class="button quiet small why" href=href aria-label=label data-noscroll>{m.why}</a> }.into_any()
}
