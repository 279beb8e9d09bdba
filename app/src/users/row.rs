//! A user's row, in the list of all and on its customer's page.

use super::known::KnownUsers;
use super::site::UserSite;
use crate::customers::user_verbs::{Given, locked_verbs, verbs};
use crate::customers::why::lock_link;
use crate::format;
use crate::messages::{lang, t};
use crate::routes;
use crate::ui::inline::{Inline, Shown, Subject, control, in_row, pencil};
use crate::ui::marks::marked;
use crate::ui::nav::Nav;
use leptos::ev;
use leptos::prelude::*;
use model::customers::Status;
use model::ids::UserId;
use model::people::{User, UserStatus};
use model::permissions::Action;
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
    /// Whether oneself is the provider's last admin; somebody else can't be, as long as one is.
    pub last_admin: bool,
    /// Links that were given, and what is asked for anew afterwards.
    pub given: Given,
    /// The users that are shown, which follow what is done.
    pub known: KnownUsers,
    /// The list of all users, whose rows say where their users belong, and open them beside it.
    pub side: Option<Side>,
}

/// What the list of all users and the user beside it know of each other.
#[derive(Clone, Copy)]
pub struct Side {
    /// The list's query, to stay in the address.
    pub search: Memo<String>,
    /// The user that is open.
    pub selected: Memo<Option<UserId>>,
    /// What they tell each other.
    pub known: KnownUsers,
}

/// The row. `index` is its place among all rows, where it is known.
pub fn user_row(row: UserRow, index: Option<usize>, cx: UsersCx) -> AnyView {
    let UserRow { user: found, customer, name_marks, email_marks, customer_marks } = row;
    let user = RwSignal::new(found.clone());
    let id = found.id;
    let known = cx.known;
    known.follow(user);
    let place = cx.side.map(|_| {
        let href = routes::customer_users(customer.id);
        let name = marked(&customer.name, &customer_marks);
        view! { <td class="customer truncate" role="cell"><a class="link" href=href><bdi>{name}</bdi></a></td> }
    });
    // Made anew by nothing else: the button that was pressed keeps the focus.
    let standing = memo(move |_| user.with(|user| (user.status, user.name.clone())));
    let verbs = move || {
        // A memo that is only tracked is never evaluated, and tells of nothing.
        let (_, user) = (standing.get(), user.get_untracked());
        match (cx.manages, cx.asks) {
            (true, _) => Some(verbs(&user, cx)),
            (false, true) => Some(locked_verbs(&user)),
            (false, false) => None,
        }
    };
    let class = move || if user.with(|user| user.status == UserStatus::Disabled) { "row off-row" } else { "row" };
    let site =
        Arc::new(UserSite { user, found: found.clone(), name_marks, email_marks, known, page: None, nav: Nav::get() });
    let name = name(site.clone(), cx);
    let email = in_row(site.clone(), "email", cx.manages);
    let role = if cx.last_admin && cx.own == Some(id) {
        let lock = lock_link(&routes::customer_users(found.customer_id), Action::UserSetRole, &id.to_string());
        let value = move || site.shown("role");
        view! { <div class="cell-text locked-cell">{value}{lock}</div> }.into_any()
    } else {
        in_row(site, "role", cx.manages)
    };
    let current = move || (cx.side?.selected.get() == Some(id)).then_some("true");
    let initials = move || user.with(|user| format::initials(&user.name));
    let seen = move || user.with(|user| user.last_sign_in_at.map(|at| moment(at, format::date(lang(), at))));
    view! {
        <tr class=class role="row" aria-current=current aria-rowindex=index.map(|index| index.to_string())>
            <td class="name" role="cell">
                <div class="user-name">
                    <span class="avatar" aria-hidden="true">{initials}</span>
                    <div class="strong">{name}</div>
                    <div class="small">{email}</div>
                </div>
            </td>
            <td class="role" role="cell">{role}</td>
            <td class="status-cell" role="cell">{move || user.with(status)}</td>
            {place}
            <td class="seen" role="cell">{seen}</td>
            <td class="more" role="cell">{verbs}</td>
        </tr>
    }
    .into_any()
}

/// The id of the link in a user's row. Its editor gives the focus back to it.
pub fn row_id(user: UserId) -> String {
    format!("show-name-{user}")
}

/// The name leads to the user's page; for who may edit it there is a pencil beside it, and F2.
fn name(site: Arc<UserSite>, cx: UsersCx) -> AnyView {
    let id = site.found.id;
    let search = cx.side.map(|side| side.search.get_untracked()).unwrap_or_default();
    let href = format!("{}{search}", routes::user(id));
    let shown = site.clone();
    let link = move || {
        let (shown, href) = (shown.clone(), href.clone());
        let name = move || shown.shown("name");
        view! { <a class="user-link" href=href id=row_id(id) data-noscroll>{name}</a> }.into_any()
    };
    if !cx.manages {
        return view! { <div class="cell-text">{link()}</div> }.into_any();
    }
    let inline = Inline::with_address(site, "name");
    let value: Shown = Arc::new(move || vec![link(), pencil(inline)].into_any());
    let key = move |event: ev::KeyboardEvent| {
        if event.key() == "F2" {
            event.prevent_default();
            inline.edit();
        }
    };
    view! { <div class="cell-edit linked" data-state=move || inline.doing() on:keydown=key>{control(inline, value)}</div> }
        .into_any()
}

pub(super) fn status(user: &User) -> AnyView {
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

pub(super) fn moment(at: Timestamp, words: String) -> AnyView {
    view! { <time datetime=at.to_string() title=format::moment(lang(), at)>{words}</time> }.into_any()
}
