//! `/customers/{id}/edit`: all that one may change of a customer, in one form. What someone else changed meanwhile in other
//! fields stays; in the same field it is told, and saving once more takes it over.

use crate::customers::api::{self, UpdateCustomer};
use crate::customers::form_fields::{Fields, input_name, label, posted_customer, section, typed_customer};
use crate::customers::governed::{by_provider, governed_facts};
use crate::customers::why::why_link_at;
use crate::error::{AppError, Code};
use crate::forms::posted;
use crate::messages::t;
use crate::routes;
use crate::ui::asked::ask;
use crate::ui::form::{Problems, check_form, checked, hidden, post_to, required_note, send};
use crate::ui::icon::{icon, icon_with};
use crate::ui::nav::{self, Nav};
use crate::ui::state::failed;
use crate::ui::toast::Toasts;
use leptos::ev;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use model::customers::{CustomerDetail, CustomerField as F};
use model::form::FieldErrors;
use model::permissions::Action;
use model::rankings::Ranking;

const BASICS: [F; 3] = [F::Name, F::Kind, F::Country];
const NUMBERS: [F; 4] = [F::RefId, F::RankingId, F::VatNumber, F::FiscalCode];
const ADDRESS: [F; 4] = [F::Street, F::City, F::Province, F::PostalCode];
const CONTACT: [F; 3] = [F::Email, F::Phone, F::Website];

/// The page.
#[component]
pub fn EditPage(
    /// From the address.
    id: String,
) -> impl IntoView {
    let again = RwSignal::new(0u32);
    let refresh = Callback::new(move |()| {
        again.try_update(|again| *again += 1);
    });
    let detail = ask(move || again.get(), move |_| api::open_customer(id.clone()));
    let rankings = ask(|| (), |()| api::list_rankings());
    let content = move || {
        let (detail, rankings) = (detail.get()?, rankings.get()?);
        nav::focus_heading("#main h1");
        Some(match (detail, rankings) {
            (Err(error), _) | (_, Err(error)) => failed(&error, true, refresh),
            (Ok(detail), _) if !detail.rights.edit || detail.customer.deletion.is_some() => {
                failed(&AppError::new(Code::Forbidden), true, refresh)
            }
            (Ok(detail), Ok(rankings)) => page(&detail, rankings),
        })
    };
    view! {
        <Title text=t().customers.edit />
        <div class="page"><div class="page-inner"><Suspense>{content}</Suspense></div></div>
    }
}

fn page(detail: &CustomerDetail, rankings: Vec<Ranking>) -> AnyView {
    let back = routes::customer(detail.customer.id);
    let name = detail.customer.name.clone();
    view! {
        <a class="back" href=back>{icon_with("arrow-left", "small flip")}<bdi>{name.clone()}</bdi></a>
        <header class="head"><h1 tabindex="-1" class="title">{(t().customers.edit_of)(&name)}</h1></header>
        {form(detail, rankings)}
    }
    .into_any()
}

fn form(detail: &CustomerDetail, rankings: Vec<Ranking>) -> AnyView {
    let m = t();
    let (customer, rights) = (detail.customer.clone(), detail.rights);
    let (nav, toasts) = (Nav::get(), Toasts::get());
    let id = customer.id;
    let answer = posted(UpdateCustomer::PATH).filter(|answer| answer.error.is_some());
    let values = answer.as_ref().map_or_else(|| customer.form(), posted_customer);
    let problems = Problems::new(answer.as_ref().and_then(|answer| answer.error.clone()));
    // What the form was filled with: by it the server tells what was changed here from what was changed elsewhere.
    let base = RwSignal::new(customer.form());
    let overtaken = RwSignal::new(Vec::new());
    let learn = move |error: &AppError| {
        base.try_update(|base| {
            for conflict in &error.conflicts {
                if let Some(field) = F::from_name(&conflict.field) {
                    base.get_mut(field).clone_from(&conflict.theirs);
                }
            }
        });
        overtaken.try_set(error.conflicts.clone());
    };
    if let Some(error) = answer.and_then(|answer| answer.error) {
        learn(&error);
    }
    let busy = RwSignal::new(false);
    let submit = move |event: ev::SubmitEvent| {
        let Some(data) = checked(&event, problems, errors) else { return };
        send::<UpdateCustomer>(&data, busy, move |answer| match answer {
            Ok(saved) => {
                toasts.done((t().customers.was_saved)(&saved.name));
                nav.push(routes::customer(id));
            }
            Err(error) => {
                learn(&error);
                problems.refuse(error);
            }
        });
    };
    let may = |field: F| match field {
        F::Notes => rights.govern,
        field => rights.set_governed || !field.is_governed(),
    };
    let mine = |fields: &[F]| -> Vec<F> { fields.iter().copied().filter(|&field| may(field)).collect() };
    let fields = Fields { problems, values, rankings, known: None };
    let part = |title, text, all: &[F]| {
        let shown = mine(all);
        (!shown.is_empty()).then(|| section(title, text, fields.view(&shown)))
    };
    let bases = mine(&F::ALL).into_iter().map(|field| {
        let value = move || base.with(|base| base.get(field).to_owned());
        view! { <input type="hidden" name=format!("form[base][{}]", field.as_str()) value=value /> }
    });
    let bases = bases.collect_view();
    view! {
        <form class="form" method="post" novalidate on:submit=submit on:input=check_form(problems, errors)
            on:focusout=check_form(problems, errors)>
            {post_to(UpdateCustomer::PATH)}
            {hidden("id", id.to_string())}
            {bases}
            {problems.summary(label, input_name)}
            {move || theirs(overtaken)}
            {required_note()}
            {part(m.customers.customer_section, "", &BASICS)}
            {part(m.customers.numbers, m.customers.numbers_text, &NUMBERS)}
            {part(m.customers.address, "", &ADDRESS)}
            {part(m.customers.contact, "", &CONTACT)}
            {part(m.customers.notes, m.customers.notes_text, &[F::Notes])}
            {(!rights.set_governed).then(|| governed(detail))}
            <div class="form-bar">
                <button class="button primary" disabled=busy>{m.save}</button>
                <a class="button quiet" href=routes::customer(id)>{m.cancel}</a>
            </div>
        </form>
    }
    .into_any()
}

/// What is set from above stands there to be read, and why it is.
fn governed(detail: &CustomerDetail) -> AnyView {
    let why = why_link_at(&routes::customer(detail.customer.id), Action::CustomerEditGoverned);
    view! {
        <section class="form-section">
            <header><h2>{by_provider()}</h2><p>{t().governed.ask}</p>{why}</header>
            {governed_facts(detail)}
        </section>
    }
    .into_any()
}

/// What others saved in the same fields meanwhile.
fn theirs(overtaken: RwSignal<Vec<crate::error::Conflict>>) -> Option<AnyView> {
    let m = t();
    let conflicts = overtaken.get();
    if conflicts.is_empty() {
        return None;
    }
    let rows = conflicts.into_iter().map(|conflict| {
        let value = if conflict.theirs.is_empty() { m.customers.unset.to_owned() } else { conflict.theirs };
        view! { <dt>{m.field_named(&conflict.field)}</dt><dd><bdi>{value}</bdi></dd> }
    });
    let rows = rows.collect_view();
    Some(
        view! { <div class="conflict" role="status">{icon("triangle-alert")}<p>{m.customers.theirs_now}</p><dl>{rows}</dl></div> }
            .into_any(),
    )
}

fn errors(data: &web_sys::FormData) -> Option<FieldErrors> {
    let mut errors = typed_customer(data).parse().err().unwrap_or_default();
    // What is governed from above has no input here.
    errors.0.retain(|wrong| data.has(&input_name(&wrong.field)));
    Some(errors)
}
