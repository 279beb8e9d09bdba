//! A user's row, in the list of all and on its customer's page.

use super::site::UserSite;
use crate::customers::user_verbs::{Given, locked_verbs, verbs};
use crate::format;
use crate::messages::{lang, t};
use crate::routes;
use crate::ui::inline::in_row;
use crate::ui::marks::marked;
use crate::ui::nav::Nav;
use leptos::prelude::*;
use model::customers::Status;
use model::ids::UserId;
use model::people::{User, UserStatus};
use model::time::Timestamp;
use model::users::UserRow;
use std::sync::Arc;

/// What all rows share.
#[derive(Clone, Copy)]
pub struct UsersCx {
    /// Whether one may change them.
    pub manages: bool,
    /// Whether one may ask why one may not: of what is in the Trash there is nothing to tell.
    pub asks: bool,
    /// Oneself.
    pub own: Option<UserId>,
    /// Links that were given, and what is asked for anew afterwards.
    pub given: Given,
    /// Whether the rows say where their users belong.
    pub everywhere: bool,
}

/// The row. `index` is its place among all rows, where it is known.
pub fn user_row(row: UserRow, index: Option<usize>, cx: UsersCx) -> AnyView {
    let UserRow { user: found, customer, name_marks, email_marks, customer_marks } = row;
    let user = RwSignal::new(found.clone());
    let place = cx.everywhere.then(|| {
        let href = routes::customer_users(customer.id);
        let name = marked(&customer.name, &customer_marks);
        view! { <td class="customer truncate" role="cell"><a class="link" href=href><bdi>{name}</bdi></a></td> }
    });
    // Not behind a closure: what is read anew around a button that was pressed leaves it the focus.
    let verbs = match (cx.manages, cx.asks) {
        (true, _) => Some(verbs(&found, cx.own, cx.given)),
        (false, true) => Some(locked_verbs(&found)),
        (false, false) => None,
    };
    let class = if found.status == UserStatus::Disabled { "row off-row" } else { "row" };
    let site = Arc::new(UserSite { user, found: found.clone(), name_marks, email_marks, nav: Nav::get() });
    let field = |field: &'static str| in_row(site.clone(), field, cx.manages);
    let initials = move || user.with(|user| format::initials(&user.name));
    let seen = found.last_sign_in_at.map(|at| moment(at, format::date(lang(), at)));
    view! {
        <tr class=class role="row" aria-rowindex=index.map(|index| index.to_string())>
            <td class="name" role="cell">
                <div class="user-name">
                    <span class="avatar" aria-hidden="true">{initials}</span>
                    <div class="strong">{field("name")}</div>
                    <div class="small">{field("email")}</div>
                </div>
            </td>
            <td class="role" role="cell">{field("role")}</td>
            <td class="status-cell" role="cell">{status(&found)}</td>
            {place}
            <td class="seen" role="cell">{seen}</td>
            <td class="more" role="cell">{verbs}</td>
        </tr>
    }
    .into_any()
}

fn status(user: &User) -> AnyView {
    let m = t();
    match user.status {
        UserStatus::Invited => {
            // Until when the invitation works; without a link that does it has run out.
            let until = user.invited_until.map(|at| moment(at, (m.users.until)(&format::date(lang(), at))));
            view! { <span class="status wait">{m.users.invited}</span>{until} }.into_any()
        }
        UserStatus::Disabled => view! { <span class="status off">{m.status(Status::Disabled)}</span> }.into_any(),
        UserStatus::Active => ().into_any(),
    }
}

fn moment(at: Timestamp, words: String) -> AnyView {
    view! { <time datetime=at.to_string() title=format::moment(lang(), at)>{words}</time> }.into_any()
}
