//! The fields of a customer on its page, each edited where it stands.

use crate::customers::detail_page::Open;
use crate::customers::site::Site;
use crate::messages::t;
use crate::ui::icon::icon_with;
use crate::ui::inline::{Inline, Subject, heading, in_heading, in_page};
use leptos::prelude::*;
use model::customers::CustomerField;
use std::sync::Arc;

/// A row of label and value.
pub fn inline_field(open: Open, field: CustomerField) -> AnyView {
    let rights = open.detail.with_value(|detail| detail.rights);
    let allowed = match field {
        CustomerField::Notes => rights.govern,
        field if field.is_governed() => rights.set_governed,
        _ => rights.edit,
    };
    if !allowed || open.in_trash() {
        let locked = field.is_governed() && open.is_own() && !open.in_trash();
        return read_only(open.site(), field, locked);
    }
    let notes = field == CustomerField::Notes;
    in_page(Inline::with_address(Arc::new(open.site()), field.as_str()), notes)
}

/// The name, as the page's heading.
pub fn name_field(open: Open) -> AnyView {
    let rights = open.detail.with_value(|detail| detail.rights);
    if !rights.edit || open.in_trash() {
        return heading(move || open.customer.with(|c| c.name.clone()));
    }
    in_heading(Inline::with_address(Arc::new(open.site()), CustomerField::Name.as_str()))
}

/// The row of a field that one only reads; `locked` says who sets it.
pub fn read_only(site: Site, field: CustomerField, locked: bool) -> AnyView {
    let m = t();
    let label = m.field(field);
    let tip = format!("tip-{}", field.as_str());
    let lock = locked.then(|| {
        view! {
            <span class="tip-host">
                <button class="edit-lock" type="button" aria-label=(m.customers.locked)(label) aria-describedby=tip.clone()>
                    {icon_with("lock", "small")}
                </button>
                <span class="tip" role="tooltip" id=tip>{m.governed.by_provider}</span>
            </span>
        }
    });
    let notes = field == CustomerField::Notes;
    let class = if notes { "edit bare" } else { "edit" };
    view! {
        <div class=class>
            <dt class=if notes { "visually-hidden" } else { "" }>{label}</dt>
            <dd><div class="edit-text">{move || site.shown(field.as_str())}{lock}</div></dd>
        </div>
    }
    .into_any()
}
