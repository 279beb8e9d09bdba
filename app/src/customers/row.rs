//! One row of the list of customers.

use crate::customers::work::Work;
use crate::format;
use crate::messages::{lang, t};
use crate::routes;
use crate::ui::icon::{icon, icon_saying};
use crate::ui::marks::marked;
use leptos::prelude::*;
use model::customers::{Customer, CustomerRow, Hit, Kind, Status};
use model::deletions::DeletionStatus;
use model::ids::CustomerId;

/// What all rows of a list share.
#[derive(Clone, Copy)]
pub struct RowContext {
    /// The customer that is open beside the list.
    pub selected: Memo<Option<CustomerId>>,
    /// The list's query, to stay in the address.
    pub search: StoredValue<String>,
    /// Changes made since.
    pub work: Work,
    /// Whether one may change and delete here, and the customer that is one's own.
    pub writer_of: Option<CustomerId>,
    /// What the menu that all rows share has in it.
    pub menu: RwSignal<Option<RowMenu>>,
}

/// The menu of one row.
#[derive(Clone)]
pub struct RowMenu {
    name: String,
    verbs: Vec<Verb>,
}

/// The row.
pub fn row(row: CustomerRow, cx: RowContext) -> AnyView {
    let id = row.customer.id;
    let current = move || (cx.selected.get() == Some(id)).then_some("true");
    let original = row.customer.clone();
    let class = {
        let original = original.clone();
        move || if cx.work.latest(&original).status == Status::Disabled { "row off-row" } else { "row" }
    };
    view! {
        <tr class=class role="row" aria-current=current>{move || cells(&row, &cx.work.latest(&original), cx)}</tr>
    }
    .into_any()
}

fn cells(row: &CustomerRow, customer: &Customer, cx: RowContext) -> AnyView {
    let href = format!("{}{}", routes::customer(customer.id), cx.search.get_value());
    let name = customer.name.clone();
    // After a change of the name the marks of the search no longer fit.
    let marks = if customer.name == row.customer.name { row.name_marks.as_slice() } else { &[] };
    let parent = row.parent.as_ref().map(|parent| parent.name.clone());
    let city = customer.city.clone().map(|city| view! { <bdi>{city}</bdi>", " });
    view! {
        <td class="name" role="cell">
            <div class="customer-name">
                {kind_icon(customer.kind)}
                <a class="row-link truncate" href=href title=name.clone() data-noscroll id=format!("row-{}", customer.id)>
                    <bdi>{marked(&name, marks)}</bdi>
                </a>
                {row.hit.as_ref().map(hit_line)}
            </div>
        </td>
        <td class="ref mono truncate" role="cell">{customer.ref_id.clone()}</td>
        <td class="status-cell" role="cell">{unusual_status(customer)}</td>
        <td class="parent truncate" role="cell"><bdi>{parent}</bdi></td>
        <td class="place truncate" role="cell">{city}{customer.country.to_string()}</td>
        <td class="created end" role="cell">
            <time datetime=customer.created_at.to_string() title=format::moment(lang(), customer.created_at)>
                {format::date(lang(), customer.created_at)}
            </time>
        </td>
        {actions(customer, cx)}
    }
    .into_any()
}

fn actions(customer: &Customer, cx: RowContext) -> AnyView {
    let (id, name) = (customer.id, customer.name.clone());
    let verbs = verbs(id, cx).into_iter().map(|verb| {
        let class = if verb.grave { "button quiet square small grave" } else { "button quiet square small" };
        let label = (verb.of)(&name);
        view! { <a class=class href=verb.href aria-label=label title=verb.word data-noscroll>{icon(verb.icon)}</a> }
    });
    let verbs = verbs.collect_view();
    view! {
        <td class="more row-actions" role="cell">
            {verbs}
            {more_button(customer, cx, None)}
        </td>
    }
    .into_any()
}

/// The button of the menu that all rows share; a tree's lines are no stop of Tab.
pub fn more_button(customer: &Customer, cx: RowContext, tabindex: Option<&'static str>) -> AnyView {
    let (id, name) = (customer.id, customer.name.clone());
    let label = (t().customers.more_for)(&name);
    let open = move |_| cx.menu.set(Some(RowMenu { name: name.clone(), verbs: menu_verbs(id, cx) }));
    view! {
        <button class="button quiet square row-more" type="button" popovertarget="row-menu" aria-label=label tabindex=tabindex
            on:click=open>
            {icon("ellipsis")}
        </button>
    }
    .into_any()
}

#[derive(Clone)]
struct Verb {
    href: String,
    icon: &'static str,
    word: &'static str,
    of: fn(&str) -> String,
    grave: bool,
}

fn verbs(id: CustomerId, cx: RowContext) -> Vec<Verb> {
    let m = &t().customers;
    let search = cx.search.get_value();
    let page = format!("{}{search}", routes::customer(id));
    let mut verbs = Vec::with_capacity(3);
    if cx.writer_of.is_some() {
        let href = routes::customer_edit(id);
        verbs.push(Verb { href, icon: "pencil", word: m.edit, of: m.edit_of, grave: false });
    }
    let href = format!("{}{search}", routes::customer_users(id));
    verbs.push(Verb { href, icon: "users", word: m.users, of: m.users_of, grave: false });
    if cx.writer_of.is_some_and(|own| own != id) {
        let href = routes::with(&page, "dialog", "delete");
        verbs.push(Verb { href, icon: "trash-2", word: m.delete, of: m.delete_of, grave: true });
    }
    verbs
}

/// The same, and what there is no room for in a row.
fn menu_verbs(id: CustomerId, cx: RowContext) -> Vec<Verb> {
    let m = &t().customers;
    let mut verbs = verbs(id, cx);
    if cx.writer_of.is_some() {
        let at = verbs.len().min(2);
        let href = routes::new_below(id);
        verbs.insert(at, Verb { href, icon: "plus", word: m.add_below, of: m.edit_of, grave: false });
        if cx.writer_of != Some(id) {
            let page = format!("{}{}", routes::customer(id), cx.search.get_value());
            let href = routes::with(&page, "dialog", "move");
            verbs.insert(
                at + 1,
                Verb { href, icon: "arrow-right-left", word: m.move_under, of: m.edit_of, grave: false },
            );
        }
    }
    verbs
}

/// The menu that all rows share, for fingers.
pub fn row_menu(menu: RwSignal<Option<RowMenu>>) -> AnyView {
    let content = move || {
        let RowMenu { name, verbs } = menu.get()?;
        let items = verbs.into_iter().map(|verb| {
            let class = if verb.grave { "menu-item grave" } else { "menu-item" };
            view! { <a class=class href=verb.href data-noscroll>{icon(verb.icon)}{verb.word}</a> }
        });
        let items = items.collect_view();
        Some(view! { <div class="menu-head"><strong><bdi>{name}</bdi></strong></div>{items} })
    };
    // Any choice closes it.
    view! { <div class="menu" id="row-menu" popover="auto" on:click=hide_popover>{content}</div> }.into_any()
}

fn hide_popover(event: leptos::ev::MouseEvent) {
    use leptos::wasm_bindgen::JsCast;
    if let Some(menu) = event.current_target().and_then(|target| target.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = menu.hide_popover();
    }
}

/// Company or person, as an icon that says so.
pub fn kind_icon(kind: Kind) -> AnyView {
    icon_saying(kind_symbol(kind), t().kind(kind))
}

/// The icon of a kind.
pub const fn kind_symbol(kind: Kind) -> &'static str {
    match kind {
        Kind::Company => "building-2",
        Kind::Individual => "user",
    }
}

/// A state that isn't the usual one.
pub fn unusual_status(customer: &Customer) -> Option<AnyView> {
    let m = &t().customers;
    let (class, words) = match &customer.deletion {
        Some(deletion) if deletion.status == DeletionStatus::Trashed => ("status bad", m.in_trash.to_owned()),
        Some(deletion) => ("status wait", (m.deletes_on)(&format::date(lang(), deletion.at))),
        None if customer.status == Status::Disabled => ("status off", m.disabled.to_owned()),
        None => return None,
    };
    Some(view! { <span class=class>{words}</span> }.into_any())
}

/// The other field that matched.
pub fn hit_line(hit: &Hit) -> AnyView {
    let label = t().hit(hit.field);
    view! { <span class="customer-match truncate"><span>{label}</span>" "<bdi>{marked(&hit.text, &hit.marks)}</bdi></span> }
        .into_any()
}
