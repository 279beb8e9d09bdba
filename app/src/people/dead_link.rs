//! What stands where a link has led to nothing: how it ended, and the way on.

use crate::error::{AppError, Code, LinkEnd};
use crate::messages::t;
use crate::routes;
use crate::ui::state::{empty, failed};
use leptos::prelude::*;

/// What a link was for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// The first password.
    Activate,
    /// Another password.
    Reset,
    /// The provider and its first admin.
    SetUp,
}

/// Why there is no form for this link. Where the link is not to blame, `retry` asks again.
pub fn no_link(of: Use, error: &AppError, retry: Callback<()>) -> AnyView {
    match error.code {
        Code::LinkInvalid(end) => dead_link(of, end),
        _ => failed(error, true, retry),
    }
}

fn dead_link(of: Use, end: LinkEnd) -> AnyView {
    let m = &t().people;
    let title = match (of, end) {
        (Use::SetUp, _) | (_, LinkEnd::Revoked) => m.dead_link,
        (_, LinkEnd::Unknown) => m.link_unknown,
        (_, LinkEnd::Expired) => m.link_expired,
        (_, LinkEnd::Used) => m.link_used,
    };
    let text = match (of, end) {
        (Use::SetUp, _) => m.set_up_over,
        (Use::Activate, LinkEnd::Unknown) => m.invitation_unknown,
        (Use::Activate, LinkEnd::Expired) => m.invitation_expired,
        (Use::Activate, LinkEnd::Used) => m.invitation_used,
        (Use::Activate, LinkEnd::Revoked) => m.invitation_revoked,
        (Use::Reset, LinkEnd::Unknown) => m.reset_unknown,
        (Use::Reset, LinkEnd::Expired) => m.reset_expired,
        (Use::Reset, LinkEnd::Used) => m.reset_used,
        (Use::Reset, LinkEnd::Revoked) => m.reset_revoked,
    };
    let anew = (routes::RESET, m.ask_anew);
    let in_there = (routes::SIGN_IN, m.sign_in);
    let ways = match (of, end) {
        (Use::Activate, LinkEnd::Used) => vec![in_there, (routes::RESET, m.forgotten)],
        (Use::Activate | Use::SetUp, _) => vec![in_there],
        (Use::Reset, LinkEnd::Used) => vec![in_there, anew],
        (Use::Reset, _) => vec![anew, in_there],
    };
    let ways = ways.into_iter().enumerate().map(|(index, (href, label))| {
        let class = if index == 0 { "button" } else { "button quiet" };
        view! { <a class=class href=href>{label}</a> }
    });
    let ways = view! { <div class="buttons">{ways.collect_view()}</div> };
    empty("lost", true, title.to_owned(), text.to_owned(), ways.into_any())
}
