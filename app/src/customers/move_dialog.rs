//! Moving a customer: choose the new parent, see what changes, move.

use crate::customers::api::{self, MoveCustomer};
use crate::customers::detail_page::Open;
use crate::customers::parent_picker::Picker;
use crate::error::AppError;
use crate::messages::{lang, t};
use crate::ui::dialog::{Closer, dialog, foot};
use crate::ui::form::{hidden, post_to};
use crate::ui::icon::icon;
use crate::ui::toast::Toasts;
use leptos::ev;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use model::customers::{Crumb, MovePlan, Onlooker};

/// The dialog. Where the address says where to, it begins with what that would change.
pub fn move_dialog() -> AnyView {
    let open = Open::get();
    let planned = untrack(|| open.move_plan());
    let name = open.customer.with_untracked(|c| c.name.clone());
    let (before, after) = t().customers.move_title;
    let title = view! { {before}<bdi>{name}</bdi>{after} };
    let back = untrack(|| open.here());
    dialog(title.into_any(), back.clone(), move |closer| content(open, planned, back, closer))
}

pub(super) fn content(
    open: Open,
    planned: Option<Result<MovePlan, AppError>>,
    back: String,
    closer: Closer,
) -> AnyView {
    let m = &t().customers;
    let toasts = Toasts::get();
    let id = open.customer.with_untracked(|c| c.id);
    let home = open.me.with_value(|me| Crumb { id: me.customer_id, name: me.customer.clone() });
    let from = open.detail.with_value(|detail| detail.ancestors.last().map_or(home.id, |crumb| crumb.id));
    let picked = RwSignal::new(planned.as_ref().and_then(|plan| Some(plan.as_ref().ok()?.to.clone())));
    let plan = RwSignal::new(planned);
    Effect::new(move |first: Option<()>| {
        let goal = picked.get();
        // What is picked at first has its plan already.
        if first.is_none() {
            return;
        }
        let Some(goal) = goal else {
            plan.set(None);
            return;
        };
        leptos::task::spawn_local(async move {
            let answer = api::customer_move_plan(id, goal.id).await;
            if picked.try_get_untracked().flatten().is_some_and(|now| now.id == goal.id) {
                plan.try_set(Some(answer));
            }
        });
    });
    let busy = RwSignal::new(false);
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let Some(Ok(planned)) = plan.get_untracked() else { return };
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        leptos::task::spawn_local(async move {
            let answer = api::move_customer(id, planned.to.id).await;
            busy.try_set(false);
            match answer {
                Ok(customer) => {
                    closer.close();
                    toasts.undoable((t().customers.was_moved)(&customer.name, &planned.to.name), move || {
                        leptos::task::spawn_local(async move {
                            if let Err(error) = api::move_customer(id, from).await {
                                toasts.failed(t().sentence(&error));
                            }
                            open.refresh.try_run(());
                        });
                    });
                    open.refresh.try_run(());
                }
                Err(error) => {
                    plan.try_set(Some(Err(error)));
                }
            }
        });
    };
    let ready = move || matches!(plan.get(), Some(Ok(_))) && !busy.get();
    let word = move || match plan.get() {
        Some(Ok(plan)) => (t().customers.move_verb)(plan.customers),
        _ => t().customers.move_word.to_owned(),
    };
    let picker = Picker { id: "new-parent", label: m.new_parent, home, without: Some(id), in_dialog: true };
    let button = view! { <button class="button primary" disabled=move || !ready()>{word}</button> };
    view! {
        <form method="post" on:submit=submit>
            {post_to(MoveCustomer::PATH)}
            {hidden("id", id.to_string())}
            <input type="hidden" name="parent" value=move || picked.get().map(|crumb| crumb.id.to_string()) />
            <div class="dialog-body">
                {picker.view(picked)}
                <div role="status">{move || plan.get().map(|plan| described(&plan))}</div>
            </div>
            {foot(back, closer, button.into_any())}
        </form>
    }
    .into_any()
}

/// Whose users see less or more by it, and how many they are.
fn onlookers(label: &'static str, who: &[Onlooker]) -> Option<AnyView> {
    let names: Vec<_> = who.iter().map(|one| (t().customers.onlooker)(&one.name, one.users)).collect();
    (!names.is_empty())
        .then(|| view! { <li><span class="secondary">{label}</span>" "{names.join(", ")}</li> }.into_any())
}

fn described(plan: &Result<MovePlan, AppError>) -> AnyView {
    let m = t();
    match plan {
        Ok(plan) => view! {
            <p>{(m.customers.move_plan)(plan.customers, &plan.to.name)}</p>
            <ul class="plan">
                {onlookers(m.customers.losing, &plan.losing)}
                {onlookers(m.customers.gaining, &plan.gaining)}
            </ul>
        }
        .into_any(),
        Err(error) => {
            let text = error.fields.0.first().map(|wrong| wrong.problem.sentence(lang()).into_owned());
            let text = text.unwrap_or_else(|| m.sentence(error));
            view! { <p class="error">{icon("circle-alert")}<span>{text}</span></p> }.into_any()
        }
    }
}
