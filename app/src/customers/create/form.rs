//! The form of a new customer. Both steps stand in it, the one that is not shown hidden: what is typed stays where it is,
//! and the last button sends all of it.

use super::keeper::{FORM, Keeper, Kept, typed, without_secrets};
use super::summary::summary;
use crate::customers::api::{CreateCustomer, Created};
use crate::customers::draft_api::{CheckCustomerDraft, KeepCustomerDraft};
use crate::customers::form_fields::{self, Fields, posted_customer, section, typed_customer};
use crate::customers::parent_picker::Picker;
use crate::customers::similar::Known;
use crate::customers::user_form::{FIRST_USER, typed_user, user_fields};
use crate::customers::users_tab::field_label;
use crate::forms::{ACTION, Posted};
use crate::messages::t;
use crate::routes;
use crate::ui::field::error_line;
use crate::ui::form::{Problems, check_form, checked, entered, hidden, required_note, send};
use crate::ui::nav::Nav;
use crate::ui::toast::Toasts;
use leptos::ev;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use model::customers::{Crumb, CustomerField as F, CustomerForm, NewCustomerForm};
use model::drafts::OpenedDraft;
use model::form::FieldErrors;
use model::people::{Me, Role, UserStatus};
use model::rankings::Ranking;

/// What both steps share.
#[derive(Clone, Copy)]
pub struct Wizard {
    /// Whether the second step is shown.
    pub second: Memo<bool>,
    /// Grows when the form is to begin anew.
    pub again: RwSignal<u32>,
    /// Keeps the draft.
    pub keeper: Keeper,
    created: RwSignal<Option<Created>>,
    typed: RwSignal<CustomerForm>,
    parent: RwSignal<Option<Crumb>>,
    known: Known,
    nav: Nav,
    toasts: Toasts,
    busy: RwSignal<bool>,
}

impl Wizard {
    /// Nothing is typed yet.
    pub fn new(second: Memo<bool>, created: RwSignal<Option<Created>>, again: RwSignal<u32>) -> Self {
        Self {
            second,
            again,
            keeper: Keeper::idle(),
            created,
            typed: RwSignal::new(CustomerForm::default()),
            parent: RwSignal::new(None),
            known: Known::new(),
            nav: Nav::get(),
            toasts: Toasts::get(),
            busy: RwSignal::new(false),
        }
    }

    /// What the second step does.
    pub fn title(self) -> String {
        (t().customers.add_named)(self.typed.with(|typed| typed.name.trim().to_owned()).as_str())
    }

    /// Checks the first step in the browser and on the server, and shows the second.
    fn next(self, event: &ev::SubmitEvent, problems: Problems) {
        if checked(event, problems, first_errors).is_none() {
            return;
        }
        self.keeper.settle(Callback::new(move |()| {
            let Some(data) = without_secrets() else { return };
            self.typed.set(typed_customer(&data));
            send::<CheckCustomerDraft>(&data, self.busy, move |answer| match answer {
                Ok(()) => {
                    problems.settle();
                    self.nav.push(routes::NEW_CUSTOMER_USER.to_owned());
                }
                Err(error) => problems.refuse(error),
            });
        }));
    }

    /// Adds the customer.
    fn finish(self, event: &ev::SubmitEvent, problems: Problems) {
        if checked(event, problems, errors).is_none() {
            return;
        }
        self.keeper.settle(Callback::new(move |()| {
            let Some(data) = typed() else { return };
            send::<CreateCustomer>(&data, self.busy, move |answer| match answer {
                Ok(made) => self.made(made),
                Err(error) => problems.refuse(error),
            });
        }));
    }

    fn made(self, made: Created) {
        self.keeper.forget();
        if made.first_user.as_ref().is_some_and(|user| user.activation_link.is_some()) {
            self.created.try_set(Some(made));
            // Whoever goes back finds the form empty.
            self.again.try_update(|again| *again += 1);
        } else {
            self.toasts.done((t().customers.was_created)(&made.customer.name));
            if let Some(user) = made.first_user.filter(|user| user.user.status == UserStatus::Invited) {
                self.toasts.done((t().users.invitation_sent)(&user.user.email));
            }
            self.nav.push(routes::customer(made.customer.id));
        }
    }
}

/// The form, filled with what was posted in vain or else with the draft.
pub fn form(wizard: Wizard, rankings: Vec<Ranking>, opened: &OpenedDraft, me: &Me, answer: Posted) -> AnyView {
    let problems = Problems::new(answer.error.clone());
    let (values, answer) = filled(opened, answer);
    wizard.typed.set(values.clone());
    wizard.parent.set(opened.parent.clone().map(named));
    wizard.known.set(opened.similar.clone());
    keep_parent(wizard);
    let submit = move |event: ev::SubmitEvent| {
        if wizard.second.get_untracked() { wizard.finish(&event, problems) } else { wizard.next(&event, problems) }
    };
    let check = check_form(problems, errors);
    let typing = move |event: ev::Event| {
        if let Some(data) = without_secrets() {
            wizard.typed.set(typed_customer(&data));
        }
        wizard.keeper.later();
        check(event);
    };
    let second = wizard.second;
    view! {
        <form class="form" id=FORM method="post" novalidate on:submit=submit on:input=typing
            on:change=move |event: ev::Event| wizard.known.ask(&event) on:focusout=check_form(problems, errors)>
            {problems.summary_of_steps(label, input_name, page_of)}
            {hidden("form[below]", opened.draft.below.clone())}
            <div class="form-step" hidden=move || second.get()>{first_step(problems, values, rankings.clone(), wizard, me)}</div>
            <div class="form-step" hidden=move || !second.get()>{second_step(problems, &answer, rankings, wizard, me)}</div>
            {move || bar(wizard)}
        </form>
    }
    .into_any()
}

fn first_step(problems: Problems, values: CustomerForm, rankings: Vec<Ranking>, wizard: Wizard, me: &Me) -> AnyView {
    let m = &t().customers;
    let fields = Fields { problems, values, rankings, known: Some(wizard.known) };
    let basics = vec![fields.view(&[F::Name, F::Kind, F::Country]), managed_by(problems, wizard.parent, me)].into_any();
    view! {
        {required_note()}
        {section(m.customer_section, m.customer_section_text, basics)}
        {section(m.numbers, m.numbers_text, fields.view(&[F::RefId, F::RankingId, F::VatNumber, F::FiscalCode]))}
        {section(m.address, "", fields.view(&[F::Street, F::City, F::Province, F::PostalCode]))}
        {section(m.contact, "", fields.view(&[F::Email, F::Phone, F::Website]))}
        {section(m.notes, m.notes_text, fields.view(&[F::Notes]))}
    }
    .into_any()
}

fn second_step(problems: Problems, answer: &Posted, rankings: Vec<Ranking>, wizard: Wizard, me: &Me) -> AnyView {
    let m = &t().customers;
    let home = me.customer.clone();
    let sum = move || {
        let shown = wizard.second.get();
        shown.then(|| {
            wizard.typed.with(|typed| {
                wizard.parent.with(|parent| summary(typed, parent.as_ref(), &home, &rankings, wizard.known))
            })
        })
    };
    let user = (me.role == Role::Admin)
        .then(|| section(m.first_user, m.first_user_text, user_fields(FIRST_USER, problems, answer, me.mails)));
    view! { {sum}{user} }.into_any()
}

/// The buttons. The first one is what Enter presses; each names the server function that takes the form without wasm.
fn bar(wizard: Wizard) -> AnyView {
    let m = t();
    let (forward, verb) =
        if wizard.second.get() { (CreateCustomer::PATH, m.customers.add) } else { (CheckCustomerDraft::PATH, m.next) };
    let back = move |event: ev::MouseEvent| {
        event.prevent_default();
        wizard.nav.push(routes::NEW_CUSTOMER.to_owned());
    };
    let other = if wizard.second.get() {
        view! { <button class="button quiet" name=ACTION value=KeepCustomerDraft::PATH on:click=back>{m.back}</button> }
            .into_any()
    } else {
        view! { <a class="button quiet" href=routes::CUSTOMERS>{m.cancel}</a> }.into_any()
    };
    let kept = move || match wizard.keeper.kept.get() {
        Kept::Unknown => "",
        Kept::Yes => m.customers.draft_kept,
        Kept::No => m.customers.draft_lost,
    };
    view! {
        <div class="form-bar">
            <button class="button primary" name=ACTION value=forward disabled=wizard.busy>{verb}</button>
            {other}
            <span class="draft-kept">{kept}</span>
        </div>
    }
    .into_any()
}

/// The managing customer: chosen by typing, or fixed by the address for those without wasm.
fn managed_by(problems: Problems, picked: RwSignal<Option<Crumb>>, me: &Me) -> AnyView {
    let m = &t().customers;
    let home = Crumb { id: me.customer_id, name: me.customer.clone() };
    let help = (m.empty_means)(&home.name);
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

/// Choosing from a list is no typing, and is kept as well.
fn keep_parent(wizard: Wizard) {
    Effect::new(move |before: Option<()>| {
        wizard.parent.track();
        if before.is_some() {
            wizard.keeper.later();
        }
    });
}

/// A customer that was chosen and is gone says so, until another is chosen.
fn named(parent: Crumb) -> Crumb {
    if parent.name.is_empty() { Crumb { name: t().customers.gone.to_owned(), ..parent } } else { parent }
}

/// What stands in both steps at first.
fn filled(opened: &OpenedDraft, posted: Posted) -> (CustomerForm, Posted) {
    if posted.error.is_some() {
        return (posted_customer(&posted), posted);
    }
    let user = &opened.draft.first_user;
    let fields = [("name", &user.name), ("email", &user.email), ("role", &user.role), ("activation", &user.activation)];
    let fields = fields.map(|(field, value)| (format!("{}[{field}]", FIRST_USER.prefix), value.clone()));
    (opened.draft.customer.clone(), Posted { fields: fields.into(), ..Posted::default() })
}

/// The address of the step that a field stands in.
fn page_of(field: &str) -> &'static str {
    if field.starts_with("first_user.") { routes::NEW_CUSTOMER_USER } else { routes::NEW_CUSTOMER }
}

/// The input of a field as problems name it.
fn input_name(field: &str) -> String {
    match field.strip_prefix("first_user.") {
        Some(inner) => format!("{}[{inner}]", FIRST_USER.prefix),
        None if field == "parent_id" => format!("form[{field}]"),
        None => form_fields::input_name(field),
    }
}

fn label(field: &str) -> &'static str {
    match field.strip_prefix("first_user.") {
        Some(inner) => field_label(inner),
        None if field == "parent_id" => t().customers.managed_by,
        None => form_fields::label(field),
    }
}

/// What is wrong in both steps.
fn errors(data: &web_sys::FormData) -> Option<FieldErrors> {
    let (customer, parent_id) = (typed_customer(data), entered(data, "form[parent_id]"));
    let user = data.has("form[first_user][activation]").then(|| typed_user(data, FIRST_USER));
    let form = NewCustomerForm { customer, parent_id, first_user: user, ..Default::default() };
    Some(form.now().parse().err().unwrap_or_default())
}

/// What is wrong in the first step.
fn first_errors(data: &web_sys::FormData) -> Option<FieldErrors> {
    let mut errors = errors(data)?;
    errors.0.retain(|wrong| page_of(&wrong.field) == routes::NEW_CUSTOMER);
    Some(errors)
}
