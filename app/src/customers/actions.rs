//! What is done to a customer at one press: enable, disable, take a deletion back, restore. Each can be undone.

use crate::customers::api::{self, CancelCustomerDeletion, RestoreCustomer, SetCustomerStatus};
use crate::customers::detail_page::Open;
use crate::customers::work::Work;
use crate::error::AppError;
use crate::messages::t;
use crate::ui::form::{hidden, post_to};
use crate::ui::icon::icon;
use crate::ui::toast::Toasts;
use leptos::ev;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use model::customers::{Customer, Status};
use model::ids::CustomerId;

/// The presses of one customer's page.
#[derive(Clone, Copy)]
pub struct Actions {
    open: Open,
    id: CustomerId,
    refresh: Callback<()>,
    work: Work,
    toasts: Toasts,
    busy: RwSignal<bool>,
}

#[derive(Clone, Copy)]
enum Press {
    Status(Status),
    CancelDeletion,
    Restore,
}

impl Actions {
    /// For one customer.
    pub fn new(open: Open) -> Self {
        let id = open.customer.with_untracked(|c| c.id);
        Self { open, id, refresh: open.refresh, work: Work::get(), toasts: Toasts::get(), busy: RwSignal::new(false) }
    }

    fn run(self, press: Press) {
        // An undo comes when the page may have been made anew, and its signals are gone.
        if self.busy.try_get_untracked() == Some(true) {
            return;
        }
        self.busy.try_set(true);
        let id = self.id;
        leptos::task::spawn_local(async move {
            let outcome = match press {
                Press::Status(status) => api::set_customer_status(id, status).await,
                Press::CancelDeletion => api::cancel_customer_deletion(id).await,
                Press::Restore => api::restore_customer(id).await,
            };
            self.busy.try_set(false);
            self.tell(press, outcome);
        });
    }

    fn tell(self, press: Press, outcome: Result<Customer, AppError>) {
        let m = &t().customers;
        let customer = match outcome {
            Ok(customer) => customer,
            Err(error) => return self.toasts.failed(t().sentence(&error)),
        };
        let name = customer.name.as_str();
        match press {
            Press::Status(Status::Disabled) => {
                self.toasts.undoable((m.was_disabled)(name), move || self.run(Press::Status(Status::Enabled)));
            }
            Press::Status(Status::Enabled) => {
                self.toasts.undoable((m.was_enabled)(name), move || self.run(Press::Status(Status::Disabled)));
            }
            Press::CancelDeletion => self.toasts.done((m.deletion_cancelled)(name)),
            Press::Restore => self.toasts.done((m.was_restored)(name)),
        }
        // From another page there is only the list to bring up to date.
        if self.refresh.try_run(()).is_none() {
            self.work.reload();
        }
    }

    fn form(
        self,
        action: &'static str,
        press: Press,
        status: Option<Status>,
        id: Option<&'static str>,
        button: AnyView,
    ) -> AnyView {
        let submit = move |event: ev::SubmitEvent| {
            event.prevent_default();
            self.run(press);
        };
        let status = status.map(|status| hidden("status", status.as_str()));
        view! {
            <form method="post" id=id on:submit=submit>
                {post_to(action)}
                {hidden("id", self.id.to_string())}
                {status}
                {button}
            </form>
        }
        .into_any()
    }

    /// The item of the menu that disables or enables.
    pub fn status_item(self) -> AnyView {
        let m = &t().customers;
        let (goal, symbol, word, effect) = match self.open.customer.with(|c| c.status) {
            Status::Enabled => (Status::Disabled, "circle-pause", m.disable, m.disable_effect),
            Status::Disabled => (Status::Enabled, "circle-play", m.enable, m.enable_effect),
        };
        let form =
            self.form(SetCustomerStatus::PATH, Press::Status(goal), Some(goal), Some("set-status"), ().into_any());
        view! {
            <button class="menu-item" form="set-status" title=effect>{icon(symbol)}<span>{word}<small>{effect}</small></span></button>
            {form}
        }
        .into_any()
    }

    /// The button that takes a scheduled deletion back.
    pub fn cancel_deletion(self) -> AnyView {
        let button = view! { <button class="button small">{t().customers.cancel_deletion}</button> }.into_any();
        self.form(CancelCustomerDeletion::PATH, Press::CancelDeletion, None, None, button)
    }

    /// The button that brings it back from the Trash.
    pub fn restore(self) -> AnyView {
        let button =
            view! { <button class="button small">{icon("rotate-ccw")}{t().customers.restore}</button> }.into_any();
        self.form(RestoreCustomer::PATH, Press::Restore, None, None, button)
    }

    /// The button that enables again.
    pub fn enable(self) -> AnyView {
        let button = view! { <button class="button small">{t().customers.enable}</button> }.into_any();
        self.form(SetCustomerStatus::PATH, Press::Status(Status::Enabled), Some(Status::Enabled), None, button)
    }
}
