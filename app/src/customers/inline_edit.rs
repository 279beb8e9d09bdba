//! What a field that is edited where it stands is doing: shown, typed into, saving, saved, refused or in conflict. The new
//! value shows at once, and goes back with a message when the server refuses.

use crate::customers::api::{self, EditCustomer};
use crate::customers::field_value::optimistic;
use crate::customers::work::Work;
use crate::error::{AppError, Code, Conflict};
use crate::forms::posted;
use crate::messages::{lang, t};
use crate::routes;
use crate::ui::dom;
use crate::ui::nav::Nav;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use model::customers::{Customer, CustomerField};

/// What the field is doing.
#[derive(Clone, PartialEq)]
pub enum State {
    Showing,
    Editing { typed: String, problem: Option<String> },
    Saving,
    Saved,
    Conflict(Conflict),
}

/// Whose field it is, and where: on the customer's own page or in its row of the list.
#[derive(Clone, Copy)]
pub struct Site {
    /// The customer as it is known by now.
    pub customer: RwSignal<Customer>,
    /// The list's query, to stay in the address.
    pub search: Memo<String>,
    /// Asks for the page again; a row has none.
    pub page: Option<Callback<()>>,
}

impl Site {
    /// The address of the customer, with the list beside it as it is.
    pub fn here(self) -> String {
        format!("{}{}", routes::customer(self.customer.with(|c| c.id)), self.search.get())
    }
}

/// One field.
#[derive(Clone, Copy)]
pub struct Inline {
    pub site: Site,
    pub field: CustomerField,
    pub state: RwSignal<State>,
    pub work: Work,
    nav: Nav,
}

impl Inline {
    /// Shown, for now.
    pub fn new(site: Site, field: CustomerField) -> Self {
        Self { site, field, state: RwSignal::new(State::Showing), work: Work::get(), nav: Nav::get() }
    }

    /// The same on the customer's page, whose address or form may open it.
    pub fn on_page(site: Site, field: CustomerField) -> Self {
        let inline = Self::new(site, field);
        inline.state.set(first_state(site, field));
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
        match self.site.page {
            Some(_) => format!("edit-{}", self.field.as_str()),
            None => format!("cell-{}-{}", self.field.as_str(), self.site.customer.with_untracked(|c| c.id)),
        }
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
        self.site.customer.with(|customer| customer.value(self.field))
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
            dom::focus(match self.site.page {
                Some(_) => format!("#show-{}", self.field.as_str()),
                None => format!("#row-{}", self.site.customer.with_untracked(|c| c.id)),
            });
        }
        // Opened by the address: it would open again.
        if self.site.page.is_some() && use_location_has_edit() {
            self.nav.replace(untrack(|| self.site.here()));
        }
    }

    /// What is wrong with a value, by the same rules as on the server.
    pub fn check(self, value: &str) -> Option<String> {
        let mut form = self.site.customer.with_untracked(Customer::form);
        value.clone_into(form.get_mut(self.field));
        form.check(self.field).map(|problem| problem.sentence(lang()).into_owned())
    }

    pub fn save(self, value: String, base: Option<String>, refocus: bool) {
        let before = self.site.customer.get_untracked();
        let shown = before.value(self.field);
        let base = base.unwrap_or_else(|| shown.clone());
        if value.trim() == base.trim() {
            return self.close(refocus);
        }
        if let Some(problem) = self.check(&value) {
            return self.state.set(State::Editing { typed: value, problem: Some(problem) });
        }
        self.site.customer.set(optimistic(&before, self.field, value.trim()));
        self.state.set(State::Saving);
        self.settle(refocus);
        leptos::task::spawn_local(async move {
            match api::edit_customer(before.id, self.field, base, value.clone()).await {
                Ok(customer) => self.saved(customer),
                Err(error) => {
                    self.site.customer.try_update(|now| *now = optimistic(now, self.field, &shown));
                    self.refused(&error, value);
                }
            }
        });
    }

    /// Saves what is typed; false when something is wrong with it, which is then shown.
    pub fn finish(self, refocus: bool) -> bool {
        if let Some(State::Editing { typed, .. }) = self.state.try_get_untracked() {
            self.save(typed, None, refocus);
        }
        !matches!(self.state.try_get_untracked(), Some(State::Editing { .. }))
    }

    fn saved(self, customer: Customer) {
        // Two fields may be saved at a time: the answer to the first may come last.
        self.site.customer.try_update(|now| {
            if customer.version >= now.version {
                now.clone_from(&customer);
            }
        });
        self.work.change(customer);
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
        self.site.customer.update(|customer| *customer = optimistic(customer, self.field, &conflict.theirs));
        self.close(true);
        let (id, work) = (self.site.customer.with_untracked(|c| c.id), self.work);
        match self.site.page {
            Some(refresh) => refresh.run(()),
            None => leptos::task::spawn_local(async move {
                if let Ok(customer) = api::find_customer(id).await {
                    work.change(customer);
                }
            }),
        }
    }
}

/// Opened by the address, or as the form that was posted from here came back.
fn first_state(site: Site, field: CustomerField) -> State {
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
        return State::Editing { typed: site.customer.with_untracked(|c| c.value(field)), problem: None };
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
