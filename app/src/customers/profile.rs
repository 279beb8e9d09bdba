//! The profile tab: every field of a customer, edited where it stands.

use crate::customers::detail_page::Open;
use crate::customers::inline_field::inline_field;
use crate::customers::query;
use crate::customers::two_factor::two_factor;
use crate::customers::why::why_link;
use crate::messages::t;
use crate::routes;
use crate::ui::icon::icon;
use crate::ui::inline::OPENER;
use crate::ui::nav::{Nav, Query};
use leptos::later;
use leptos::prelude::*;
use model::customers::CustomerField as F;
use model::permissions::Action;

/// The fields in sections.
pub fn profile(open: Open) -> AnyView {
    let m = t();
    let sees_notes =
        open.detail.with_value(|detail| detail.rights.govern) || open.customer.with_untracked(|c| c.notes.is_some());
    let notes = sees_notes.then(|| section(open, m.customers.notes, &[F::Notes], || None));
    view! {
        <div class="detail-sections">
            {section(open, m.customers.account, &[F::Kind, F::RefId, F::VatNumber, F::FiscalCode, F::RankingId], move || Some(parent(open)))}
            {section(open, m.customers.address, &[F::Street, F::City, F::Province, F::PostalCode, F::Country], || None)}
            {section(open, m.customers.contact, &[F::Email, F::Phone, F::Website], || None)}
            {two_factor(open)}
            {notes}
        </div>
    }
    .into_any()
}

fn section(
    open: Open,
    title: &'static str,
    fields: &'static [F],
    last: impl FnOnce() -> Option<AnyView> + Send + 'static,
) -> AnyView {
    later(move || fields_of(open, title, fields, last()))
}

fn fields_of(open: Open, title: &'static str, fields: &[F], last: Option<AnyView>) -> AnyView {
    let rights = open.detail.with_value(|detail| detail.rights);
    let governed = fields.iter().any(|field| field.is_governed());
    let (may, action) = match governed {
        true => (rights.set_governed, Action::CustomerEditGoverned),
        false => (rights.edit, Action::CustomerEdit),
    };
    // Notes that one sees without governing can't be; what isn't shown isn't asked about.
    let why = (!may).then(|| why_link(open, untrack(|| open.here()), action));
    let fields = fields.iter().map(|field| inline_field(open, *field)).collect_view();
    view! {
        <section class="detail-section">
            <div class="section-head"><h2>{title}</h2>{why}</div>
            <dl class="edits">{fields}{last}</dl>
        </section>
    }
    .into_any()
}

/// Opens a field without wasm: a form whose buttons are the values, keeping the rest of the address.
pub fn opener() -> AnyView {
    let rest = Nav::get().query.with_untracked(query::read);
    let search = query::write_from_start(&rest);
    let kept = Query::parse(&search).pairs();
    let kept = kept.map(|(name, value)| view! { <input type="hidden" name=name value=value /> }).collect_view();
    view! { <form id=OPENER method="get">{kept}</form> }.into_any()
}

/// Who manages it; changed by moving it.
fn parent(open: Open) -> AnyView {
    let m = t();
    let (above, governs) = open.detail.with_value(|detail| (detail.ancestors.last().cloned(), detail.rights.govern));
    let home = open.me.with_value(|me| me.customer.clone());
    let own = open.me.with_value(|me| me.customer_id) == open.customer.with_untracked(|c| c.id);
    let name = above.map_or(home, |crumb| crumb.name);
    if own && !open.is_own() {
        return ().into_any();
    }
    let value = if own {
        view! { <div class="edit-text"><span class="value">{t().governed.provider}</span></div> }.into_any()
    } else if governs && !open.in_trash() {
        let href = move || routes::with(&open.here(), "dialog", "move");
        view! { <a class="edit-value" href=href title=m.customers.move_under data-noscroll><bdi class="value">{name}</bdi>{icon("arrow-right-left")}</a> }
            .into_any()
    } else {
        view! { <div class="edit-text"><bdi class="value">{name}</bdi></div> }.into_any()
    };
    view! { <div class="edit"><dt>{m.customers.managed_by}</dt><dd>{value}</dd></div> }.into_any()
}
