//! The head of a customer's page: the way above it, name, state, facts, tabs, and what can be done.

use crate::customers::actions::Actions;
use crate::customers::detail_page::{Open, Tab};
use crate::customers::inline_field::name_field;
use crate::customers::list_page::back_link;
use crate::customers::row::{kind_symbol, unusual_status};
use crate::customers::why::locked_item;
use crate::format;
use crate::messages::{lang, t};
use crate::routes;
use crate::ui::copy::copy;
use crate::ui::icon::{icon, icon_with};
use crate::ui::row_menu::close;
use crate::ui::toast::Toasts;
use leptos::prelude::*;
use model::customers::{Crumb, Kind, Status};
use model::deletions::DeletionStatus;
use model::permissions::Action;

/// The link to the list, and the cross that closes the detail beside it.
pub fn way_back(search: Memo<String>) -> AnyView {
    let list = move || format!("{}{}", routes::CUSTOMERS, search.get());
    let m = t();
    view! {
        {move || back_link(list())}
        <a class="button quiet square small detail-close" href=list aria-label=m.close title=m.close data-noscroll>{icon("x")}</a>
    }
    .into_any()
}

/// What must be known before anything else: in the Trash, to be deleted, disabled.
pub fn banners(open: Open, actions: Actions) -> AnyView {
    (move || {
        let m = &t().customers;
        let governs = open.detail.with_value(|detail| detail.rights.govern);
        let customer = open.customer.get();
        if let Some(deletion) = &customer.deletion {
            let when = format::moment(lang(), deletion.at);
            let (class, words, verb) = if deletion.status == DeletionStatus::Trashed {
                (
                    "banner red",
                    (m.trashed_banner)(&deletion.by, &when, &deletion.reason),
                    governs.then(|| actions.restore()),
                )
            } else {
                (
                    "banner amber",
                    (m.scheduled_banner)(&when, &deletion.reason),
                    governs.then(|| actions.cancel_deletion()),
                )
            };
            return Some(banner(class, words, verb));
        }
        if customer.status == Status::Disabled {
            return Some(banner("banner", m.disabled_banner.to_owned(), governs.then(|| actions.enable())));
        }
        let above = open.detail.with_value(|detail| detail.disabled_above.clone())?;
        Some(banner("banner", (m.disabled_above)(&above), None))
    })
    .into_any()
}

fn banner(class: &'static str, words: String, verb: Option<AnyView>) -> AnyView {
    view! { <div class=class role="status">{icon("triangle-alert")}<p>{words}</p>{verb}</div> }.into_any()
}

/// Path, name, state and verbs.
pub fn head(open: Open, actions: Actions) -> AnyView {
    let m = t();
    let more = move || open.customer.with(|c| (m.customers.more_for)(&c.name));
    let opens = has_verbs(open).then(|| {
        view! {
            <button class="button quiet square detail-more" type="button" popovertarget="detail-actions" aria-label=more>
                {icon("ellipsis")}
            </button>
        }
    });
    view! {
        <header class="detail-head">
            <div class="detail-top">
                {path(open, "path-beside")}
                {way_back(open.search)}
                {opens}
            </div>
            {path(open, "path-under")}
            <div class="detail-title">{name_field(open)}</div>
            {meta(open)}
            {verbs(open, actions)}
        </header>
    }
    .into_any()
}

/// The most customers above one that stand in a line; of more, those between the first and the last are in a menu.
const IN_A_LINE: usize = 3;

/// The customers above it, as links. It stands twice: beside the cross on wide screens, under it on narrow ones.
fn path(open: Open, menu: &'static str) -> AnyView {
    let m = t();
    let mut above = open.detail.with_value(|detail| detail.ancestors.clone());
    let Some(last) = above.pop() else { return ().into_any() };
    let arrow = || icon_with("chevron-right", "flip");
    let between = if above.len() < IN_A_LINE { Vec::new() } else { above.split_off(1) };
    let first = above.into_iter().map(|crumb| view! { <li>{step(open, crumb, None)}{arrow()}</li> }).collect_view();
    let between = (!between.is_empty()).then(|| {
        let steps = between.into_iter().map(|crumb| step(open, crumb, Some("menu-item"))).collect_view();
        view! {
            <li class="path-between">
                <button class="button quiet square small" type="button" popovertarget=menu aria-label=m.tree.between title=m.tree.between>
                    {icon("ellipsis")}
                </button>
                <div class="menu" id=menu popover="auto">{steps}</div>
                {arrow()}
            </li>
        }
    });
    view! {
        <nav class="path" aria-label=m.customers.managed_by>
            <ol>{first}{between}<li>{step(open, last, None)}</li></ol>
        </nav>
    }
    .into_any()
}

fn step(open: Open, crumb: Crumb, class: Option<&'static str>) -> AnyView {
    let Crumb { id, name } = crumb;
    let href = move || format!("{}{}", routes::customer(id), open.search.get());
    view! { <a class=class href=href title=name.clone() data-noscroll><bdi>{name.clone()}</bdi></a> }.into_any()
}

/// Whether there is anything to be done with it here.
fn has_verbs(open: Open) -> bool {
    let rights = open.detail.with_value(|detail| detail.rights);
    !open.in_trash() && (rights.govern || rights.add_below || rights.edit)
}

fn verbs(open: Open, actions: Actions) -> AnyView {
    (move || {
        let m = &t().customers;
        let rights = open.detail.with_value(|detail| detail.rights);
        if !has_verbs(open) {
            return None;
        }
        let here = open.here();
        let scheduled = open.customer.with(|c| c.deletion.is_some());
        let edit = rights.edit.then(|| {
            let href = routes::customer_edit(open.customer.with(|c| c.id));
            view! { <a class="menu-item" href=href>{icon("pencil")}{m.edit}</a> }
        });
        let add = rights.add_below.then(|| {
            let href = routes::new_below(open.customer.with(|c| c.id));
            view! { <a class="menu-item" href=href>{icon("plus")}{m.add_below}</a> }
        });
        let govern = rights.govern.then(|| {
            let delete = (!scheduled).then(|| {
                let href = routes::with(&here, "dialog", "delete");
                view! { <a class="menu-item grave" href=href data-noscroll>{icon("trash-2")}{m.delete}</a> }
            });
            view! {
                <a class="menu-item" href=routes::with(&here, "dialog", "move") data-noscroll>{icon("arrow-right-left")}{m.move_under}</a>
                {actions.status_item()}
                {delete}
            }
        });
        let locked = (!rights.govern).then(|| {
            vec![
                locked_item(&here, Action::CustomerMove, None, m.move_under),
                locked_item(&here, Action::CustomerSetStatus, None, m.disable),
                locked_item(&here, Action::CustomerDelete, None, m.delete),
            ]
        });
        Some(view! {
            <div class="menu detail-actions" id="detail-actions" popover="auto" on:click=close>
                <div class="menu-head"><strong><bdi>{move || open.customer.with(|c| c.name.clone())}</bdi></strong></div>
                {edit}
                {add}
                {govern}
                {locked}
            </div>
        })
    })
    .into_any()
}

fn meta(open: Open) -> AnyView {
    let toasts = Toasts::get();
    (move || {
        let m = t();
        let customer = open.customer.get();
        let status = unusual_status(&customer)
            .unwrap_or_else(|| view! { <span class="status on">{m.status(customer.status)}</span> }.into_any());
        let reference = customer.ref_id.clone().map(|reference| {
            let (label, text) = ((m.customers.copy_ref)(&reference), reference.clone());
            view! {
                <button class="copy-code mono" type="button" aria-label=label on:click=move |_| copy(toasts, text.clone())>
                    {reference}{icon("copy")}
                </button>
            }
        });
        view! {
            <div class="detail-meta">
                {status}
                <span>{icon(kind_symbol(customer.kind))}{m.kind(customer.kind)}</span>
                {reference}
            </div>
        }
    })
    .into_any()
}

/// Ranking, counts and dates in a strip.
pub fn facts(open: Open) -> AnyView {
    (move || {
        let m = t();
        let detail = open.detail.get_value();
        let customer = open.customer.get();
        let users = detail.rights.see_users.then(|| fact(m.customers.users, format::number(lang(), open.users.get())));
        let default = open.default_contact.get().map(|name| {
            let href = open.contacts_address();
            view! { <div><dt>{m.contacts.default_contact}</dt><dd><a class="link" href=href data-noscroll><bdi>{name}</bdi></a></dd></div> }
        });
        let below = view! {
            <div>
                <dt>{m.customers.sub_customers}</dt>
                <dd>{children(customer.id, detail.children)}</dd>
            </div>
        };
        view! {
            <dl class="facts detail-facts">
                {users}
                {below}
                {default}
                {fact_at(m.customers.created, customer.created_at)}
                {fact_at(m.customers.changed, customer.updated_at)}
            </dl>
        }
    })
    .into_any()
}

fn children(id: model::ids::CustomerId, count: u32) -> AnyView {
    let number = format::number(lang(), count);
    if count == 0 {
        return number.into_any();
    }
    let href = format!("{}?under={id}", routes::CUSTOMERS);
    view! { <a class="link" href=href>{number}</a> }.into_any()
}

fn fact(label: &'static str, value: String) -> AnyView {
    view! { <div><dt>{label}</dt><dd>{value}</dd></div> }.into_any()
}

fn fact_at(label: &'static str, at: model::time::Timestamp) -> AnyView {
    let (text, whole) = (format::date(lang(), at), format::moment(lang(), at));
    view! { <div><dt>{label}</dt><dd><time datetime=at.to_string() title=whole>{text}</time></dd></div> }.into_any()
}

/// Profile, users and, of a company, contacts.
pub fn tabs(open: Open, tab: Memo<Tab>) -> AnyView {
    let m = t();
    let sees = open.detail.with_value(|detail| detail.rights.see_users);
    let current = move |own: Tab| move || (tab.get() == own).then_some("page");
    let users = sees.then(|| {
        let count = move || format::number(lang(), open.users.get());
        view! {
            <a href=move || open.users_address() aria-current=current(Tab::Users) data-noscroll>
                {m.customers.users}" "<span class="count">{count}</span>
            </a>
        }
    });
    let contacts = move || {
        let count = move || format::number(lang(), open.contacts.get());
        open.customer.with(|c| c.kind == Kind::Company).then(|| {
            view! {
                <a href=move || open.contacts_address() aria-current=current(Tab::Contacts) data-noscroll>
                    {m.contacts.title}" "<span class="count">{count}</span>
                </a>
            }
        })
    };
    view! {
        <nav class="tabs" aria-label=m.customers.customer>
            <a href=move || open.here() aria-current=current(Tab::Profile) data-noscroll>{m.customers.profile}</a>
            {users}
            {contacts}
        </nav>
    }
    .into_any()
}
