//! `/customers/new`: a customer and, if wanted, its first user, in one form.

use crate::customers::api::{self, CreateCustomer, Created};
use crate::customers::form_fields::{self, Fields, posted_customer, section, typed_customer};
use crate::customers::list_page::back_link;
use crate::customers::parent_picker::Picker;
use crate::customers::user_form::{FIRST_USER, typed_user, user_fields};
use crate::customers::users_tab::{field_label, link_line};
use crate::error::AppError;
use crate::forms::{Posted, posted};
use crate::frame::Myself;
use crate::messages::t;
use crate::routes;
use crate::ui::asked::ask;
use crate::ui::field::error_line;
use crate::ui::form::{Problems, check_form, checked, entered, post_to, required_note, send};
use crate::ui::nav::{self, Nav};
use crate::ui::state::failed;
use crate::ui::toast::Toasts;
use leptos::ev;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use model::customers::{Crumb, CustomerField as F, NewCustomerForm};
use model::form::FieldErrors;
use model::people::{Me, Role};
use model::rankings::Ranking;

/// The page.
#[component]
pub fn CreatePage() -> impl IntoView {
    let parent = Nav::get().query.with_untracked(|map| map.get("parent").and_then(|id| id.parse().ok()));
    let rankings = ask(|| (), |()| api::list_rankings());
    let below = ask(
        || (),
        move |()| async move {
            match parent {
                Some(parent) => api::find_customer(parent).await.map(|c| Some(Crumb { id: c.id, name: c.name })),
                None => Ok(None),
            }
        },
    );
    let myself = Myself::get();
    let content = move || {
        let (rankings, below, me) = (rankings.get()?, below.get()?, myself.read()?);
        nav::focus_heading("#main h1");
        let retry = Callback::new(move |()| ());
        Some(match (rankings, below) {
            (Err(error), _) | (_, Err(error)) => failed(&error, true, retry),
            _ if me.role < Role::Editor => failed(&AppError::new(crate::error::Code::Forbidden), true, retry),
            (Ok(rankings), Ok(below)) => page(rankings, below, me),
        })
    };
    view! {
        <Title text=t().customers.add />
        <div class="page"><div class="page-inner"><Suspense>{content}</Suspense></div></div>
    }
}

fn page(rankings: Vec<Ranking>, below: Option<Crumb>, me: Me) -> AnyView {
    let answer = posted(CreateCustomer::PATH).unwrap_or_default();
    let created = RwSignal::new(answer.answer_as::<Created>());
    (move || match created.get() {
        Some(created) => done(&created),
        None => view! {
            {back_link(routes::CUSTOMERS.to_owned())}
            <header class="head"><h1 tabindex="-1" class="title">{t().customers.add}</h1></header>
            {form(rankings.clone(), below.clone(), &me, &answer, created)}
        }
        .into_any(),
    })
    .into_any()
}

/// Saved, with a link that is shown once.
fn done(created: &Created) -> AnyView {
    let m = t();
    nav::focus_heading("#main h1");
    let line = created.first_user.as_ref().and_then(link_line);
    view! {
        <header class="head"><h1 tabindex="-1" class="title">{(m.customers.was_created)(&created.customer.name)}</h1></header>
        {line}
        <div class="form-bar">
            <a class="button primary" href=routes::customer(created.customer.id)>{m.customers.open_it}</a>
            <a class="button quiet" href=routes::NEW_CUSTOMER rel="external">{m.customers.add_another}</a>
        </div>
    }
    .into_any()
}

fn form(
    rankings: Vec<Ranking>,
    below: Option<Crumb>,
    me: &Me,
    answer: &Posted,
    created: RwSignal<Option<Created>>,
) -> AnyView {
    let m = t();
    let (nav, toasts) = (Nav::get(), Toasts::get());
    let problems = Problems::new(answer.error.clone());
    let busy = RwSignal::new(false);
    let submit = move |event: ev::SubmitEvent| {
        let Some(data) = checked(&event, problems, errors) else { return };
        send::<CreateCustomer>(&data, busy, move |answer| match answer {
            Ok(made) if made.first_user.as_ref().is_some_and(|user| user.activation_link.is_some()) => {
                created.try_set(Some(made));
            }
            Ok(made) => {
                toasts.done((t().customers.was_created)(&made.customer.name));
                nav.push(routes::customer(made.customer.id));
            }
            Err(error) => problems.refuse(error),
        });
    };
    let fields = Fields { problems, values: posted_customer(answer), rankings };
    let basics = vec![fields.view(&[F::Name, F::Kind, F::Country]), managed_by(problems, below, me)].into_any();
    let first_user = (me.role == Role::Admin).then(|| {
        section(m.customers.first_user, m.customers.first_user_text, user_fields(FIRST_USER, problems, answer))
    });
    view! {
        <form class="form" method="post" novalidate on:submit=submit on:input=check_form(problems, errors)
            on:focusout=check_form(problems, errors)>
            {post_to(CreateCustomer::PATH)}
            {problems.summary(label, input_name)}
            {required_note()}
            {section(m.customers.customer_section, m.customers.customer_section_text, basics)}
            {section(m.customers.numbers, m.customers.numbers_text, fields.view(&[F::RefId, F::RankingId, F::VatNumber, F::FiscalCode]))}
            {section(m.customers.address, "", fields.view(&[F::Street, F::City, F::Province, F::PostalCode]))}
            {section(m.customers.contact, "", fields.view(&[F::Email, F::Phone, F::Website]))}
            {first_user}
            {section(m.customers.notes, m.customers.notes_text, fields.view(&[F::Notes]))}
            <div class="form-bar">
                <button class="button primary" disabled=busy>{m.customers.add}</button>
                <a class="button quiet" href=routes::CUSTOMERS>{m.cancel}</a>
            </div>
        </form>
    }
    .into_any()
}

/// The managing customer: chosen by typing, or fixed by the address for those without wasm.
fn managed_by(problems: Problems, below: Option<Crumb>, me: &Me) -> AnyView {
    let m = &t().customers;
    let home = Crumb { id: me.customer_id, name: me.customer.clone() };
    let help = (m.empty_means)(&home.name);
    let picked = RwSignal::new(below);
    let picker = Picker { id: "form-parent-id", label: m.managed_by, home, without: None, in_dialog: false };
    let error = problems.at("parent_id");
    view! {
        <div class="field whole">
            <label for="form-parent-id">{m.managed_by}</label>
            {picker.view(picked)}
            <input type="hidden" name="form[parent_id]" value=move || picked.get().map(|crumb| crumb.id.to_string()) />
            {move || match error.get() {
                Some(text) => error_line("form-parent-id-d".to_owned(), text),
                None => view! { <p class="help">{help.clone()}</p> }.into_any(),
            }}
        </div>
    }
    .into_any()
}

/// The input of a field as problems name it.
fn input_name(field: &str) -> String {
    match field.strip_prefix("first_user.") {
        Some(inner) => format!("form[first_user][{inner}]"),
        None if matches!(field, "parent_id" | "status") => format!("form[{field}]"),
        None => form_fields::input_name(field),
    }
}

fn label(field: &str) -> &'static str {
    let m = t();
    match field.strip_prefix("first_user.") {
        Some(inner) => field_label(inner),
        None if field == "parent_id" => m.customers.managed_by,
        None => form_fields::label(field),
    }
}

fn errors(data: &web_sys::FormData) -> Option<FieldErrors> {
    let (customer, parent_id) = (typed_customer(data), entered(data, "form[parent_id]"));
    let mut form = NewCustomerForm { customer, parent_id, ..Default::default() };
    // A first user of whom nothing is typed is none.
    let user = typed_user(data, FIRST_USER);
    form.first_user = Some(user).filter(|user| !user.name.trim().is_empty() || !user.email.trim().is_empty());
    Some(form.parse().err().unwrap_or_default())
}
