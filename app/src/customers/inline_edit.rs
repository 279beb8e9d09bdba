//! What a field that is edited where it stands is doing: shown, typed into, saving, saved, refused or in conflict. The new
//! value shows at once, and goes back with a message when the server refuses.

use crate::customers::api::{self, EditCustomer};
use crate::customers::detail_page::Open;
use crate::customers::field_value::optimistic;
use crate::customers::work::Work;
use crate::error::{AppError, Code, Conflict};
use crate::forms::posted;
use crate::messages::{lang, t};
use crate::ui::dom;
use crate::ui::nav::Nav;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use model::customers::CustomerField;

/// What the field is doing.
#[derive(Clone, PartialEq)]
pub enum State {
    Showing,
    Editing { typed: String, problem: Option<String> },
    Saving,
    Saved,
    Conflict(Conflict),
}

/// One field of the customer that is open.
#[derive(Clone, Copy)]
pub struct Inline {
    pub open: Open,
    pub field: CustomerField,
    pub state: RwSignal<State>,
    pub work: Work,
    nav: Nav,
}

impl Inline {
    pub fn new(open: Open, field: CustomerField) -> Self {
        let state = RwSignal::new(first_state(open, field));
        let inline = Self { open, field, state, work: Work::get(), nav: Nav::get() };
        let query = Nav::get().query;
        Effect::new(move |_| {
            if query.with(|map| map.get("edit").as_deref() == Some(field.as_str())) {
                inline.open_by_address();
            }
        });
        inline
    }

    /// A link of the list opens a field, also of the customer that is shown already.
    fn open_by_address(self) {
        if matches!(self.state.get_untracked(), State::Showing | State::Saved) {
            self.edit();
        } else {
            self.enter();
        }
    }

    pub fn id(self) -> String {
        format!("edit-{}", self.field.as_str())
    }

    /// What the field is doing, for its style.
    pub fn doing(self) -> Option<&'static str> {
        match self.state.get() {
            State::Showing => None,
            State::Editing { problem: None, .. } => Some("editing"),
            State::Editing { .. } => Some("refused"),
            State::Saving => Some("saving"),
            State::Saved => Some("saved"),
            State::Conflict(_) => Some("conflict"),
        }
    }

    pub fn value(self) -> String {
        self.open.customer.with(|customer| customer.value(self.field))
    }

    pub fn edit(self) {
        let typed = untrack(|| self.value());
        self.state.set(State::Editing { typed, problem: None });
        self.enter();
    }

    fn enter(self) {
        let id = self.id();
        // The input is there after this turn.
        request_animation_frame(move || {
            if let Some(input) = dom::by_id(&id) {
                let _ = input.focus();
                dom::select_all(&input);
            }
        });
    }

    /// Shows the value again and gives the focus back to its button.
    pub fn close(self, refocus: bool) {
        self.state.set(State::Showing);
        self.settle(refocus);
    }

    fn settle(self, refocus: bool) {
        if refocus {
            dom::focus(format!("#show-{}", self.field.as_str()));
        }
        // Opened by the address: it would open again.
        if use_location_has_edit() {
            self.nav.replace(untrack(|| self.open.here()));
        }
    }

    /// What is wrong with a value, by the same rules as on the server.
    pub fn check(self, value: &str) -> Option<String> {
        let mut form = self.open.customer.with_untracked(model::customers::Customer::form);
        value.clone_into(form.get_mut(self.field));
        form.check(self.field).map(|problem| problem.sentence(lang()).into_owned())
    }

    pub fn save(self, value: String, base: Option<String>, refocus: bool) {
        let before = self.open.customer.get_untracked();
        let shown = before.value(self.field);
        let base = base.unwrap_or_else(|| shown.clone());
        if value.trim() == base.trim() {
            return self.close(refocus);
        }
        if let Some(problem) = self.check(&value) {
            return self.state.set(State::Editing { typed: value, problem: Some(problem) });
        }
        self.open.customer.set(optimistic(&before, self.field, value.trim()));
        self.state.set(State::Saving);
        self.settle(refocus);
        leptos::task::spawn_local(async move {
            match api::edit_customer(before.id, self.field, base, value.clone()).await {
                Ok(customer) => self.saved(customer),
                Err(error) => {
                    self.open.customer.try_update(|now| *now = optimistic(now, self.field, &shown));
                    self.refused(&error, value);
                }
            }
        });
    }

    fn saved(self, customer: model::customers::Customer) {
        self.work.change(customer.clone());
        // Two fields may be saved at a time: the answer to the first may come last.
        self.open.customer.try_update(|now| {
            if customer.version >= now.version {
                *now = customer;
            }
        });
        self.state.try_set(State::Saved);
    }

    fn refused(self, error: &AppError, typed: String) {
        let conflict = error.conflicts.iter().find(|conflict| conflict.field == self.field);
        if let Some(conflict) = conflict {
            self.state.try_set(State::Conflict(conflict.clone()));
            return;
        }
        self.state.try_set(State::Editing { typed, problem: Some(message(error, self.field)) });
    }

    /// Someone else's value stays.
    pub fn keep_theirs(self, conflict: &Conflict) {
        self.open.customer.update(|customer| *customer = optimistic(customer, self.field, &conflict.theirs));
        self.close(true);
        self.open.refresh.run(());
    }
}

/// Opened by the address, or as the form that was posted from here came back.
fn first_state(open: Open, field: CustomerField) -> State {
    let answer = posted(EditCustomer::PATH).filter(|answer| answer.value("field") == Some(field.as_str()));
    if let Some(answer) = answer
        && let Some(error) = &answer.error
    {
        if let Some(conflict) = error.conflicts.iter().find(|conflict| conflict.field == field) {
            return State::Conflict(conflict.clone());
        }
        let typed = answer.value("value").unwrap_or_default().to_owned();
        return State::Editing { typed, problem: Some(message(error, field)) };
    }
    let asked = Nav::get().query.with_untracked(|map| map.get("edit"));
    if asked.as_deref() == Some(field.as_str()) {
        return State::Editing { typed: open.customer.with_untracked(|c| c.value(field)), problem: None };
    }
    State::Showing
}

fn use_location_has_edit() -> bool {
    window().location().search().is_ok_and(|search| search.contains("edit="))
}

/// What to say under the field; a problem at another field names that field.
fn message(error: &AppError, field: CustomerField) -> String {
    let m = t();
    if error.code != Code::Invalid {
        return m.sentence(error);
    }
    if let Some(problem) = error.at(field.as_str()) {
        return problem.sentence(lang()).into_owned();
    }
    let other = error.fields.0.first();
    let other = other.map(|wrong| format!("{}: {}", m.field_named(&wrong.field), wrong.problem.sentence(lang())));
    other.unwrap_or_else(|| m.sentence(error))
}
