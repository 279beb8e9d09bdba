//! One row of the list of customers.

use crate::customers::cell::Cells;
use crate::customers::columns::{Column, Columns};
use crate::customers::field_value::display;
use crate::customers::work::Work;
use crate::format;
use crate::messages::{lang, t};
use crate::routes;
use crate::ui::icon::{icon, icon_saying};
use crate::ui::marks::marked;
use crate::ui::nav::Nav;
use crate::ui::pause::Pause;
use leptos::prelude::*;
use model::customers::{Customer, CustomerField, CustomerRow, Hit, Kind, Mark, Status};
use model::deletions::DeletionStatus;
use model::ids::CustomerId;
use std::sync::Arc;

/// What all rows of a list share.
#[derive(Clone, Copy)]
pub struct RowContext {
    /// The customer that is open beside the list.
    pub selected: Memo<Option<CustomerId>>,
    /// The list's query, to stay in the address.
    pub search: Memo<String>,
    /// Changes made since.
    pub work: Work,
    /// Whether one may change and delete here, and the customer that is one's own.
    pub writer_of: Option<CustomerId>,
    /// What the menu that all rows share has in it.
    pub menu: RwSignal<Option<RowMenu>>,
    /// The columns beside the name.
    pub columns: Columns,
    /// The address.
    pub nav: Nav,
    /// What a press that may become a double one waits for.
    pub second: Pause,
}

/// The menu of one row.
#[derive(Clone)]
pub struct RowMenu {
    name: String,
    verbs: Vec<Verb>,
}

/// What a row shows. It gets another customer when the list has another answer.
#[derive(Clone, Copy)]
pub struct Shown {
    found: RwSignal<CustomerRow>,
    customer: RwSignal<Customer>,
}

impl Shown {
    /// As it was found.
    pub fn new(found: CustomerRow, cx: RowContext) -> Self {
        let customer = RwSignal::new(cx.work.latest(&found.customer));
        cx.work.follow(customer);
        Self { found: RwSignal::new(found), customer }
    }

    /// Another one, if the row is still there.
    pub fn show(self, found: &CustomerRow, cx: RowContext) {
        if self.found.try_with_untracked(|now| now != found) == Some(true) {
            self.found.set(found.clone());
        }
        let customer = cx.work.latest(&found.customer);
        if self.customer.try_with_untracked(|now| *now != customer) == Some(true) {
            self.customer.set(customer);
        }
    }

    /// Whether the row is still there.
    pub fn is_there(self) -> bool {
        !self.found.is_disposed()
    }
}

/// The row. `index` is its place among all rows, where it is known.
pub fn row(shown: Shown, index: Option<usize>, cx: RowContext) -> AnyView {
    let Shown { found, customer } = shown;
    let cells = Cells::new(customer, cx);
    let current = move || (cx.selected.get() == Some(customer.with(|c| c.id))).then_some("true");
    let class = move || customer.with(row_class);
    // After a change of the name the marks of the search no longer fit.
    let name = move || {
        customer.with(|now| {
            found.with(|found| {
                let marks = if now.name == found.customer.name { found.name_marks.as_slice() } else { &[] };
                link(now, marks, cx)
            })
        })
    };
    let columns = cx.columns.shown().map(|column| cell(column, cells, found, cx)).collect_view();
    view! {
        <tr class=class role="row" aria-current=current aria-rowindex=index.map(|index| index.to_string())
            on:click=move |event| cells.press(&event)
            on:dblclick=move |event| cells.press_twice(&event)
            on:keydown=move |event| _ = cells.key(&event)>
            <td class="name" role="cell" data-field="name">
                <div class="customer-name">
                    {move || kind_icon(customer.with(|c| c.kind))}
                    {cells.field(CustomerField::Name, Arc::new(name))}
                    {move || found.with(|found| found.hit.as_ref().map(hit_line))}
                </div>
            </td>
            {columns}
            {move || customer.with(|customer| actions(customer, cx))}
        </tr>
    }
    .into_any()
}

/// A row says whether it is disabled, and whether its state stands beside the name.
fn row_class(customer: &Customer) -> &'static str {
    match (customer.status, &customer.deletion) {
        (Status::Disabled, _) => "row off-row noted",
        (Status::Enabled, Some(_)) => "row noted",
        (Status::Enabled, None) => "row",
    }
}

fn link(customer: &Customer, marks: &[Mark], cx: RowContext) -> AnyView {
    let href = format!("{}{}", routes::customer(customer.id), cx.search.get_untracked());
    let name = customer.name.clone();
    view! {
        <a class="row-link truncate" href=href title=name.clone() data-noscroll id=format!("row-{}", customer.id)>
            <bdi>{marked(&name, marks)}</bdi>
        </a>
    }
    .into_any()
}

fn cell(column: Column, cells: Cells, found: RwSignal<CustomerRow>, cx: RowContext) -> AnyView {
    use CustomerField as F;
    let customer = cells.customer;
    let part = |field: F| {
        let shown = move || customer.with(|customer| words(column, field, customer, cx));
        // The city is edited once in a row.
        if column.fields(cx.columns).contains(&field) {
            let content = cells.field(field, Arc::new(shown));
            view! { <span class="part" data-field=field.as_str()>{content}</span> }.into_any()
        } else {
            view! { <span class="part">{shown}</span> }.into_any()
        }
    };
    let content = match column {
        Column::Ref => part(F::RefId),
        Column::Status => (move || customer.with(unusual_status)).into_any(),
        Column::Parent => {
            let parent = move || found.with(|found| found.parent.as_ref().map(|parent| parent.name.clone()));
            view! { <bdi>{parent}</bdi> }.into_any()
        }
        Column::Place => vec![part(F::City), part(F::Country)].into_any(),
        Column::Address => vec![part(F::Street), part(F::PostalCode), part(F::City)].into_any(),
        Column::Vat => part(F::VatNumber),
        Column::Ranking => part(F::RankingId),
        Column::Created => {
            let created = move || {
                let at = customer.with(|c| c.created_at);
                view! {
                    <time datetime=at.to_string() title=format::moment(lang(), at)>{format::date(lang(), at)}</time>
                }
            };
            created.into_any()
        }
    };
    let field = column.fields(cx.columns).first().map(|field| field.as_str());
    view! { <td class=column.class() role="cell" data-field=field>{content}</td> }.into_any()
}

/// A value as it stands in its cell, with what parts it from the next.
fn words(column: Column, field: CustomerField, customer: &Customer, cx: RowContext) -> AnyView {
    use CustomerField as F;
    let mut value = customer.value(field);
    if value.is_empty() {
        return ().into_any();
    }
    if field == F::RankingId {
        value = display(field, value, cx.work);
    }
    let city = customer.city.is_some();
    let after = match (column, field) {
        (Column::Place, F::City) => ", ",
        (Column::Address, F::Street) if city || customer.postal_code.is_some() => ", ",
        (Column::Address, F::PostalCode) if city => " ",
        _ => "",
    };
    view! { <bdi>{value}</bdi>{after} }.into_any()
}

fn actions(customer: &Customer, cx: RowContext) -> AnyView {
    let (id, name) = (customer.id, customer.name.clone());
    let verbs = verbs(id, cx).into_iter().map(|verb| {
        let grave = if verb.grave { " grave" } else { "" };
        let class = format!("button quiet square small icon-{}{grave}", verb.icon);
        let label = (verb.of)(&name);
        view! { <a class=class href=verb.href aria-label=label title=verb.word data-noscroll></a> }
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
    let open = move |_| cx.menu.set(Some(menu_of(id, name.clone(), cx)));
    view! {
        <button class="button quiet square row-more" type="button" popovertarget="row-menu" aria-label=label tabindex=tabindex
            on:click=open></button>
    }
    .into_any()
}

/// What the menu of a row has in it.
pub fn menu_of(id: CustomerId, name: String, cx: RowContext) -> RowMenu {
    RowMenu { name, verbs: menu_verbs(id, cx) }
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
    let search = cx.search.get_untracked();
    let page = format!("{}{search}", routes::customer(id));
    let mut verbs = Vec::with_capacity(3);
    if cx.writer_of.is_some() {
        let href = routes::customer_edit(id);
        verbs.push(Verb { href, icon: "pencil", word: m.edit, of: m.edit_of, grave: false });
    }
    let href = format!("{}{search}", routes::customer_users(id));
    verbs.push(Verb { href, icon: "users", word: t().directory.manage, of: t().directory.manage_of, grave: false });
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
            let page = format!("{}{}", routes::customer(id), cx.search.get_untracked());
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
