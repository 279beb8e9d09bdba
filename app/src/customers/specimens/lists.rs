//! The list of customers: rows, cards, cells that are edited, filters, menus, its shape while it is asked for.

use super::sample::{LONG, customer, deleted, disabled, home, open, row, row_context};
use crate::customers::cell;
use crate::customers::create::summary::summary;
use crate::customers::detail_skeleton;
use crate::customers::filters::chips;
use crate::customers::list_head;
use crate::customers::row::{menu_of, row_menu, unusual_status};
use crate::customers::rows::CustomerRows;
use crate::customers::similar::Known;
use crate::customers::site::Site;
use crate::customers::user_verbs::Given;
use crate::customers::users_tab;
use crate::customers::view_menu::view_menu;
use crate::customers::work::Work;
use crate::dev::{Section, narrow, opened, pane, rename, wide};
use crate::error::Conflict;
use crate::messages::{lang, t};
use crate::ui::inline::{Inline, State};
use crate::ui::rows::Rows;
use crate::ui::split::resizer;
use crate::users::{KnownUsers, UsersCx};
use leptos::prelude::*;
use model::codes::Country;
use model::customers::{Customer, CustomerField as F, CustomerQuery, CustomerRow, Hit, HitField, Kind, Mark, Status};
use model::deletions::DeletionStatus;
use model::form::Problem;
use model::ids::UserId;
use model::page::Page;
use model::people::{Role, User, UserStatus};
use model::time::Timestamp;
use std::sync::Arc;

/// Their sections.
pub fn sections() -> Vec<Section> {
    vec![
        Section {
            name: "chip",
            about: "A filter that is on, with the link that takes it off.",
            states: vec![wide("All filters", all_chips())],
        },
        Section {
            name: "menu",
            about: "A popover beside its button; on a phone a sheet from below.",
            states: vec![opened("The menu of a row", menu()), opened("Columns and rows of the list", view_menu())],
        },
        Section {
            name: "pager",
            about: "The end of a list: how many are shown, and the link to more. It stands under the rows of table.",
            states: vec![pane("More to come", pager(true)), pane("All are shown", pager(false))],
        },
        Section {
            name: "skeleton",
            about: "Bars in the exact place of the text to come; shown only when the wait is longer than a glance.",
            states: vec![
                pane(
                    "The list",
                    view! { <div class="customers-rows">{list_head::skeleton(row_context().columns)}</div> }.into_any(),
                ),
                pane("A customer", rename(detail_skeleton::skeleton(), &[(" id=\"d-name\"", "")])),
            ],
        },
        Section {
            name: "split",
            about: "A list and, from 1024 px, the detail beside it, with a line between them to drag; below that one of the two.",
            states: vec![pane("Both", split())],
        },
        Section {
            name: "table",
            about: "The rows of a list. In a wide pane a table, in a narrow one cards of two lines; the row's link covers all of it.",
            states: vec![
                pane(
                    "Customers: open, as usual, disabled, to be deleted, found by its name and by another field, long, of other scripts",
                    table(rows(0)),
                ),
                narrow("The same as cards, in a narrow pane", table(rows(20))),
                pane("Cells: editing, saving, saved, refused, in conflict", cells()),
                pane("Users: active, invited, disabled", users()),
            ],
        },
    ]
}

fn rows(from: u128) -> Vec<CustomerRow> {
    let one = |number: u128, name: &str| row(customer(from + number, name));
    let changed = |mut row: CustomerRow, change: fn(&mut Customer)| {
        change(&mut row.customer);
        row
    };
    let mut by_name = one(5, "Telematica Bianchi & Figli");
    by_name.name_marks = vec![Mark { start: 11, end: 18 }];
    let mut by_user = one(6, "Centrale del Latte");
    let marks = vec![Mark { start: 0, end: 7 }];
    by_user.hit = Some(Hit { field: HitField::UserEmail, text: "bianchi@latte.example".to_owned(), marks });
    let mut long = one(8, LONG);
    long.parent = Some(model::customers::Crumb { id: home().id, name: LONG.to_owned() });
    vec![
        one(1, "Molino Bergamasco"),
        changed(one(2, "Ines Marchetti"), |customer| customer.kind = Kind::Individual),
        row(disabled(customer(from + 3, "Officine Zanetti"))),
        row(deleted(customer(from + 4, "Panificio Locatelli"), DeletionStatus::Scheduled)),
        by_name,
        by_user,
        changed(one(7, "Without anything"), |customer| (customer.ref_id, customer.city) = (None, None)),
        changed(long, |customer| customer.city = Some("San Giovanni Valdarno di Sopra".to_owned())),
        changed(one(9, "شركة النور للاتصالات"), |customer| set_place(customer, "AE", "دبي")),
        changed(one(10, "株式会社さくら通信"), |customer| set_place(customer, "JP", "東京都")),
    ]
}

fn set_place(customer: &mut Customer, country: &str, city: &str) {
    customer.country = Country::parse(country).unwrap_or(customer.country);
    customer.city = Some(city.to_owned());
}

fn listed(items: Vec<CustomerRow>, next: bool) -> Rows {
    let total = items.len() as u32;
    let next_cursor = next.then(|| "next".to_owned());
    let page = Page { items, next_cursor, total: if next { 10_000 } else { total }, more: next };
    CustomerRows::new(page, CustomerQuery::default(), row_context()).rows
}

fn table(items: Vec<CustomerRow>) -> AnyView {
    let from = items.first().map(|row| row.customer.name.clone() + &row.customer.id.to_string()).unwrap_or_default();
    let view = view! { <div class="customers-rows">{listed(items, false).view()}</div> }.into_any();
    labelled(view, &from)
}

/// Another name for the end of each list: what leads somewhere must be told apart.
fn labelled(view: AnyView, label: &str) -> AnyView {
    let from = format!("aria-label=\"{}\"", t().customers.more_customers);
    rename(view, &[(&from, &format!("aria-label=\"{label}\""))])
}

fn pager(next: bool) -> AnyView {
    let items = rows(60).into_iter().skip(1).take(usize::from(next) + 1).collect();
    labelled(listed(items, next).pager(), if next { "More" } else { "All" })
}

/// States that aren't the usual one.
pub fn statuses() -> AnyView {
    let m = t();
    let unusual = |customer: Customer| unusual_status(&customer);
    let molino = || customer(50, "Molino");
    view! {
        <ul class="dev-stack">
            <li><span class="status on">{m.status(Status::Enabled)}</span></li>
            <li>{unusual(disabled(molino()))}</li>
            <li>{unusual(deleted(molino(), DeletionStatus::Scheduled))}</li>
            <li>{unusual(deleted(molino(), DeletionStatus::Trashed))}</li>
            <li><span class="status wait">{m.users.invited}</span></li>
        </ul>
    }
    .into_any()
}

/// What a form says, in words.
pub fn summary_card() -> AnyView {
    summary(&customer(51, "Molino Bergamasco").form(), None, &home().name, &[], Known::new())
}

fn all_chips() -> AnyView {
    let query = CustomerQuery {
        status: Some(Status::Disabled),
        kind: Some(Kind::Company),
        country: Country::parse("BA").ok(),
        under: Some(home().id),
        ..CustomerQuery::default()
    };
    chips(&query, row_context().work, String::new())
}

fn menu() -> AnyView {
    let cx = row_context();
    let menu = menu_of(customer(52, "").id, LONG.to_owned(), cx);
    row_menu(RwSignal::new(Some(menu)))
}

fn cell_row(number: u128, field: F, state: State) -> AnyView {
    let customer = RwSignal::new(customer(70 + number, "Molino Bergamasco"));
    let inline = Inline::new(
        Arc::new(Site { customer, search: memo(|_| String::new()), page: None, work: Work::get() }),
        field.as_str(),
    );
    inline.state.set(state);
    let value = inline.value();
    let edited = cell::editable(inline, Arc::new(move || value.clone().into_any()));
    view! {
        <tr class="row" role="row">
            <td class="name" role="cell"><div class="customer-name">{crate::customers::row::kind_icon(Kind::Company)}"Molino Bergamasco"</div></td>
            <td class="ref mono truncate" role="cell" data-field="ref_id">{edited}</td>
            <td class="status-cell" role="cell"></td><td class="parent" role="cell"></td>
        </tr>
    }
    .into_any()
}

fn cells() -> AnyView {
    let typed = |problem: Option<Problem>| State::Editing {
        typed: "R-1002".to_owned(),
        problem: problem.map(|problem| problem.sentence(lang()).into_owned()),
    };
    let conflict = Conflict { field: "ref_id".to_owned(), theirs: "R-7".to_owned(), yours: "R-8".to_owned() };
    let states = [typed(None), State::Saving, State::Saved, typed(Some(Problem::Taken)), State::Conflict(conflict)];
    let rows = states.into_iter().enumerate().map(|(at, state)| cell_row(at as u128, F::RefId, state)).collect_view();
    view! {
        <div class="customers-rows dev-cells">
            <table class="rows customers-table with-ref with-status with-parent" role="table" aria-label="Cells"><tbody role="rowgroup">{rows}</tbody></table>
        </div>
    }
    .into_any()
}

fn users() -> AnyView {
    let user = |number: u128, name: &str, role: Role, status: UserStatus, seen: Option<i64>| User {
        id: UserId(number),
        customer_id: home().id,
        name: name.to_owned(),
        email: format!("user{number}@molino.example"),
        role,
        status,
        created_at: Timestamp(1_790_000_000_000),
        last_sign_in_at: seen.map(Timestamp),
        invited_until: (status == UserStatus::Invited).then_some(Timestamp(1_796_000_000_000)),
        version: 1,
    };
    let items = vec![
        user(1, "Ugo Ferri", Role::Admin, UserStatus::Active, Some(1_795_000_000_000)),
        user(2, LONG, Role::Editor, UserStatus::Invited, None),
        user(3, "王 芳", Role::Viewer, UserStatus::Disabled, Some(1_791_000_000_000)),
    ];
    let page = Page { total: items.len() as u32, items, next_cursor: None, more: false };
    let table = users_tab::table(
        page,
        open(customer(53, "Molino"), true),
        UsersCx {
            manages: true,
            asks: true,
            own: None,
            last_admin: false,
            given: Given::new(None),
            known: KnownUsers::new(),
            side: None,
        },
    );
    view! { <div class="dev-users"><div class="users">{table}</div></div> }.into_any()
}

fn split() -> AnyView {
    let list = table(rows(40).into_iter().take(3).collect());
    view! {
        <div class="split beside">
            <section class="pane list" aria-label="The list"><div class="pane-scroll customers-rows">{list}</div></section>
            {resizer()}
            <section class="pane detail" aria-label="The detail"><div class="pane-scroll dev-room"><p class="secondary">"The detail"</p></div></section>
        </div>
    }
    .into_any()
}
