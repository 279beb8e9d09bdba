//! The users of a customer: who they are, and adding one.

use crate::customers::detail_page::Open;
use crate::customers::user_form::{USER, typed_user, user_fields};
use crate::customers::user_verbs::{Given, delete_question};
use crate::customers::users_api::{self, AddUser};
use crate::customers::why::why_link;
use crate::forms::posted;
use crate::frame::Myself;
use crate::messages::t;
use crate::routes;
use crate::ui::delete_dialog::delete_dialog;
use crate::ui::form::{Problems, check_form, checked, hidden, post_to, required_note, send};
use crate::ui::icon::icon;
use crate::ui::nav::Nav;
use crate::ui::state::{empty, failed};
use crate::ui::toast::Toasts;
use crate::users::api::DeleteUser;
use crate::users::{KnownUsers, UsersCx, user_row};
use leptos::ev;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use model::customers::Crumb;
use model::form::FieldErrors;
use model::page::Page;
use model::people::{User, UserStatus};
use model::permissions::Action;
use model::users::UserRow;

/// The tab.
pub fn users_tab() -> AnyView {
    let open = Open::get();
    let reload = open.beside.reload_users;
    let manages = open.detail.with_value(|detail| detail.rights.manage_users) && !open.in_trash();
    let known = KnownUsers::new();
    let given = Given::new(Some(reload)).for_rows(known);
    let (location, myself) = (Nav::get(), Myself::get());
    let adding = move || manages && location.query.with(|map| map.get("add").is_some());
    let list = move || {
        let found = open.users_page()?;
        let asks = !open.in_trash();
        let me = myself.read();
        let last_admin = me.as_ref().is_some_and(|me| me.last_admin);
        let cx = UsersCx { manages, asks, own: me.map(|me| me.id), last_admin, given, known, side: None };
        Some(match found {
            Ok(page) => table(page, open, cx),
            Err(error) => failed(&error, false, reload),
        })
    };
    let adds = move || {
        let me = myself.read()?;
        adding().then(|| form(open, given, me.mails))
    };
    let deletes = move || {
        let id = location.query.with(|map| map.get("purge")).filter(|_| manages)?;
        let own = myself.read()?.id;
        let user = known.find(&id, open.users_page()?.ok()?.items).filter(|user| user.id != own)?;
        Some(delete_dialog::<DeleteUser>(delete_question(&user, given)))
    };
    let add = move || {
        let href = routes::with(&open.users_address(), "add", "user");
        (manages && !adding()).then(|| {
            view! { <a class="button" href=href data-noscroll>{icon("user-plus")}{t().users.add}</a> }
        })
    };
    let why = (!manages).then(|| why_link(open, untrack(|| open.users_address()), Action::UserCreate));
    let below = routes::with(routes::USERS, "under", &open.customer.with_untracked(|c| c.id).to_string());
    view! {
        <div class="users">
            {given.view(None)}
            <div class="buttons">
                {add}
                <a class="button quiet" href=below>{icon("users")}{t().directory.all_below}</a>
                {why}
            </div>
            <Suspense>{adds}</Suspense>
            <Transition>{list}</Transition>
            <Transition>{deletes}</Transition>
        </div>
    }
    .into_any()
}

fn form(open: Open, given: Given, mails: bool) -> AnyView {
    let m = &t().users;
    let (nav, toasts) = (Nav::get(), Toasts::get());
    let answer = posted(AddUser::PATH).filter(|answer| answer.error.is_some()).unwrap_or_default();
    let problems = Problems::new(answer.error.clone());
    let id = open.customer.with_untracked(|c| c.id);
    let busy = RwSignal::new(false);
    let submit = move |event: ev::SubmitEvent| {
        let Some(data) = checked(&event, problems, errors) else { return };
        send::<AddUser>(&data, busy, move |made| match made {
            Ok(made) => {
                let mailed = made.user.status == UserStatus::Invited && made.activation_link.is_none();
                let m = &t().users;
                toasts.done(if mailed {
                    (m.invitation_sent)(&made.user.email)
                } else {
                    (m.was_added)(&made.user.name)
                });
                nav.replace(untrack(|| open.users_address()));
                open.users.try_update(|users| *users += 1);
                given.show(made);
                given.reload();
            }
            Err(error) => problems.refuse(error),
        });
    };
    let close = move || open.users_address();
    view! {
        <form class="card" method="post" novalidate on:submit=submit on:input=check_form(problems, errors)
            on:focusout=check_form(problems, errors)>
            <header>
                <h2>{m.add}</h2>
                <a class="button quiet square small" href=close aria-label=t().close data-noscroll>{icon("x")}</a>
            </header>
            {post_to(AddUser::PATH)}
            {hidden("customer", id.to_string())}
            {problems.summary(field_label, |field| format!("form[{field}]"))}
            <div class="form-grid">{user_fields(USER, problems, &answer, mails)}</div>
            {required_note()}
            <div class="buttons end">
                <a class="button quiet" href=close data-noscroll>{t().cancel}</a>
                <button class="button primary" disabled=busy>{m.add}</button>
            </div>
        </form>
    }
    .into_any()
}

fn errors(data: &web_sys::FormData) -> Option<FieldErrors> {
    Some(typed_user(data, USER).parse().err().unwrap_or_default())
}

/// What a field of a user is called.
pub fn field_label(field: &str) -> &'static str {
    let m = t();
    match field {
        "name" => m.fields.name,
        "email" => m.fields.email,
        "role" => m.users.role,
        "activation" => m.users.how,
        "password" => m.people.password,
        _ => m.people.password_again,
    }
}

pub(super) fn table(page: Page<User>, open: Open, cx: UsersCx) -> AnyView {
    let m = t();
    if page.items.is_empty() {
        return empty("people", false, m.users.none.to_owned(), m.users.none_text.to_owned(), ().into_any());
    }
    let rows = page.items.into_iter().map(|user| row(user, cx)).collect_view();
    let rest = page.next_cursor.map(|cursor| more(cursor, open, cx));
    view! {
        <table class="rows users-table" role="table" aria-label=m.customers.users>
            <thead role="rowgroup">
                <tr role="row">
                    <th role="columnheader" scope="col">{m.fields.name}</th>
                    <th role="columnheader" scope="col">{m.users.role}</th>
                    <th role="columnheader" scope="col">{m.filters.status}</th>
                    <th class="seen" role="columnheader" scope="col">{m.users.last_sign_in}</th>
                    <th role="columnheader" scope="col"><span class="visually-hidden">{m.actions}</span></th>
                </tr>
            </thead>
            <tbody role="rowgroup">{rows}{rest}</tbody>
        </table>
    }
    .into_any()
}

/// All of them belong here: nothing was searched for, and where they belong needn't be said.
fn row(user: User, cx: UsersCx) -> AnyView {
    let customer = Crumb { id: user.customer_id, name: String::new() };
    let (name_marks, email_marks, customer_marks) = (Vec::new(), Vec::new(), Vec::new());
    user_row(UserRow { user, customer, name_marks, email_marks, customer_marks }, None, cx)
}

/// The rows after the first page, once asked for.
fn more(cursor: String, open: Open, cx: UsersCx) -> AnyView {
    let rows = RwSignal::new(Vec::<User>::new());
    let next = RwSignal::new(Some(cursor));
    let id = open.customer.with_untracked(|c| c.id);
    let toasts = Toasts::get();
    let load = move |_| {
        let cursor = next.get_untracked();
        leptos::task::spawn_local(async move {
            match users_api::list_users(id, cursor).await {
                Ok(page) => {
                    rows.try_update(|rows| rows.extend(page.items));
                    next.try_set(page.next_cursor);
                }
                Err(error) => toasts.failed(t().sentence(&error)),
            }
        });
    };
    view! {
        {move || rows.get().into_iter().map(|user| row(user, cx)).collect_view()}
        {move || next.get().map(|_| view! {
            <tr role="row"><td role="cell"><button class="button small" type="button" on:click=load>{t().customers.more}</button></td></tr>
        })}
    }
    .into_any()
}
