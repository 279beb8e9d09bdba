//! Deleting a customer: what goes, what happens to those below, when, and why.

use crate::customers::api::{self, DeleteCustomer, PlannedDeletion};
use crate::customers::detail_page::Open;
use crate::customers::work::Work;
use crate::error::AppError;
use crate::format;
use crate::forms::posted;
use crate::messages::{lang, t};
use crate::routes;
use crate::ui::dialog::{Closer, dialog, foot};
use crate::ui::field::{Field, error_line};
use crate::ui::form::{Problems, hidden, post_to};
use crate::ui::form::{data_of, entered, send};
use crate::ui::nav::Nav;
use crate::ui::state::failed;
use crate::ui::toast::Toasts;
use leptos::erase;
use leptos::ev;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use model::customers::DeletionPlan;
use model::deletions::{Children, DeletionStatus};

/// From so many customers below on, deleting them all asks for the name.
const LARGE: u32 = 10;

/// The dialog.
pub fn delete_dialog() -> AnyView {
    let open = Open::get();
    let name = open.customer.with_untracked(|c| c.name.clone());
    let (before, after) = t().customers.delete_title;
    let title = view! { {before}<bdi>{name}</bdi>{after} };
    let back = untrack(|| open.here());
    let posted = posted(DeleteCustomer::PATH).unwrap_or_default();
    let problems = Problems::new(posted.error.clone());
    let typed = StoredValue::new(posted);
    dialog(title.into_any(), back.clone(), move |closer| {
        let body = move |plan: Result<PlannedDeletion, AppError>| match plan {
            Ok(plan) => form(open, plan, back.clone(), closer, problems, typed),
            Err(error) => {
                let retry = Callback::new(move |()| open.reload_plan());
                view! { <div class="dialog-body">{failed(&error, false, retry)}</div> }.into_any()
            }
        };
        erase(view! { <Suspense>{move || open.deletion_plan().map(&body)}</Suspense> })
    })
}

pub(super) fn form(
    open: Open,
    planned: PlannedDeletion,
    back: String,
    closer: Closer,
    problems: Problems,
    typed: StoredValue<crate::forms::Posted>,
) -> AnyView {
    let m = &t().customers;
    let (nav, toasts, work) = (Nav::get(), Toasts::get(), Work::get());
    let (id, name) = open.customer.with_untracked(|c| (c.id, c.name.clone()));
    let plan = planned.plan;
    let value = |field: &str| typed.with_value(|typed| typed.value(field).unwrap_or_default().to_owned());
    let whole = RwSignal::new(value("form[children]") == Children::Delete.as_str());
    let confirmed = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let count = move || if whole.get() { plan.descendants + 1 } else { 1 };
    let asks_name = move || whole.get() && plan.descendants >= LARGE;
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let Some(data) = data_of(&event) else { return };
        let at = entered(&data, "form[at]");
        if entered(&data, "when") == "at" && !at.is_empty() {
            let _ = data.set_with_str("form[at]", &utc(&at));
        }
        send::<DeleteCustomer>(&data, busy, move |answer| {
            let customer = match answer {
                Ok(customer) => customer,
                Err(error) => return problems.refuse(error),
            };
            let m = &t().customers;
            let trashed = customer.deletion.as_ref().is_none_or(|d| d.status == DeletionStatus::Trashed);
            if trashed {
                let here = nav.pathname.with_untracked(|path| routes::customer_in(path) == Some(id));
                // One may have gone on meanwhile.
                if let Some(list) = untrack(|| open.list()).filter(|_| here) {
                    nav.replace(list);
                }
                work.reload();
                toasts.undoable((m.was_deleted)(&customer.name), move || {
                    leptos::task::spawn_local(async move {
                        match api::restore_customer(id).await {
                            Ok(customer) => toasts.done((t().customers.was_restored)(&customer.name)),
                            Err(error) => toasts.failed(t().sentence(&error)),
                        }
                        work.reload();
                    });
                });
            } else {
                closer.close();
                toasts.done((m.was_scheduled)(&customer.name));
                open.refresh.try_run(());
            }
        });
    };
    let wrong_name = move || asks_name() && !confirmed.get();
    let word = move || (t().customers.delete_verb)(count());
    let verb = view! { <button class="button danger" disabled=move || wrong_name() || busy.get()>{word}</button> };
    let type_name = {
        let (label, name) = ((m.type_name)(&name), name.clone());
        move || {
            asks_name().then(|| {
                let name = name.clone();
                let check = move |event: ev::Event| confirmed.set(event_target_value(&event).trim() == name.trim());
                view! {
                    <div class="field">
                        <label for="typed-name">{label.clone()}</label>
                        <input class="input" id="typed-name" autocomplete="off" dir="auto" on:input=check />
                    </div>
                }
            })
        }
    };
    let kept = if planned.days == 0 { m.delete_text_at_once.to_owned() } else { (m.delete_text)(planned.days) };
    view! {
        <form method="post" novalidate on:submit=submit>
            {post_to(DeleteCustomer::PATH)}
            {hidden("id", id.to_string())}
            <div class="dialog-body">
                {problems.summary(label, |field| format!("form[{field}]"))}
                <p class="secondary">{kept}</p>
                {tally(&plan, whole)}
                {(plan.children > 0).then(|| children(&plan, open, whole, problems))}
                {when(problems, &value("when"), &value("form[at]"))}
                {Field::new("form[reason]", m.reason).value(value("form[reason]")).required().help(m.reason_help)
                    .error(problems.at("reason")).view()}
                {type_name}
            </div>
            {foot(back, closer, verb.into_any())}
        </form>
    }
    .into_any()
}

fn label(field: &str) -> &'static str {
    let m = &t().customers;
    match field {
        "at" => m.when,
        "children" => m.below,
        _ => m.reason,
    }
}

/// What will be gone, as numbers.
fn tally(plan: &DeletionPlan, whole: RwSignal<bool>) -> AnyView {
    let plan = plan.clone();
    (move || {
        let m = &t().customers;
        let (below, users, contacts) = if whole.get() {
            (plan.descendants, plan.subtree_users, plan.subtree_contacts)
        } else {
            (0, plan.users, plan.contacts)
        };
        let one = |label: &'static str, count: u32| {
            view! { <div><dt>{label}</dt><dd>{format::number(lang(), count)}</dd></div> }
        };
        view! {
            <dl class="tally">
                {one(m.customer, 1)}{one(m.sub_customers, below)}{one(m.users, users)}{one(t().contacts.title, contacts)}
            </dl>
        }
    })
    .into_any()
}

fn children(plan: &DeletionPlan, open: Open, whole: RwSignal<bool>, problems: Problems) -> AnyView {
    let m = &t().customers;
    let home = open.me.with_value(|me| me.customer.clone());
    let parent =
        open.detail.with_value(|detail| detail.ancestors.last().map(|crumb| crumb.name.clone())).unwrap_or(home);
    let error = problems.at("children");
    let choose = move |event: ev::Event| whole.set(event_target_value(&event) == Children::Delete.as_str());
    let all = whole.get_untracked();
    view! {
        <fieldset class="field" on:change=choose>
            <legend class="label">{m.below}</legend>
            <div class="choices">
                <label class="check">
                    <input type="radio" name="form[children]" id="form-children" value=Children::MoveUp.as_str() checked=!all />
                    <span>{(m.move_up)(&parent)}</span>
                </label>
                <label class="check">
                    <input type="radio" name="form[children]" value=Children::Delete.as_str() checked=all />
                    <span>{(m.delete_all)(plan.descendants)}</span>
                </label>
            </div>
            {move || error.get().map(|text| error_line("form-children-d".to_owned(), text))}
        </fieldset>
    }
    .into_any()
}

fn when(problems: Problems, when: &str, at: &str) -> AnyView {
    let m = &t().customers;
    let later = when == "at";
    let error = problems.at("at");
    // Without wasm nobody knows the device's zone.
    let local = RwSignal::new(false);
    Effect::new(move |_| local.set(true));
    let zone = move || if local.get() { t().customers.local_time } else { t().customers.utc_time };
    let at = at.to_owned();
    view! {
        <fieldset class="field">
            <legend class="label">{m.when}</legend>
            <div class="choices">
                <label class="check"><input type="radio" name="when" value="now" checked=!later /><span>{m.now}</span></label>
                <label class="check"><input type="radio" name="when" value="at" checked=later /><span>{m.at_time}</span></label>
            </div>
            <div class="choice-more">
                <input class="input" id="form-at" type="datetime-local" name="form[at]" value=at aria-label=m.at_time
                    aria-describedby="form-at-d" aria-invalid=move || error.with(Option::is_some).then_some("true") />
                {move || match error.get() {
                    Some(text) => error_line("form-at-d".to_owned(), text),
                    None => view! { <p class="help" id="form-at-d">{zone()}</p> }.into_any(),
                }}
            </div>
        </fieldset>
    }
    .into_any()
}

/// What a date input says, from the device's zone to UTC.
fn utc(local: &str) -> String {
    let date = js_sys::Date::new(&local.into());
    if date.get_time().is_nan() { local.to_owned() } else { String::from(date.to_iso_string()) }
}
