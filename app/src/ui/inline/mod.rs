//! What a field that is edited where it stands is doing: shown, typed into, saving, saved, refused or in conflict. The new
//! value shows at once, and goes back with a message when the server refuses. What is edited (a customer, a contact, a
//! user) is a [`Subject`].

mod control;
mod page;

pub use control::{OPENER, Shown, button, control, in_row, mark, pencil};
pub use page::{heading, heading_to_come, in_heading, in_page};

use crate::error::{AppError, Code, Conflict};
use crate::forms::posted;
use crate::messages::{lang, t};
use crate::ui::dom;
use crate::ui::nav::Nav;
use leptos::prelude::*;
use model::form::Problem;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

/// What a field is doing.
#[derive(Clone, PartialEq)]
pub enum State {
    Showing,
    Editing { typed: String, problem: Option<String> },
    Saving,
    Saved,
    Conflict(Conflict),
}

/// Where a field stands.
#[derive(Clone, Copy, PartialEq)]
pub enum Seat {
    /// On the page of its own thing: the address knows it by its name alone.
    Page,
    /// In a row whose link lies over all of it: `F2` or a double press opens it.
    Cell,
    /// In a row, with a button of its own.
    Row,
}

/// What a value is typed into.
pub enum Entry {
    /// A line; the type of the input, and whether it holds a code.
    Line(&'static str, bool),
    /// Several lines.
    Lines,
    /// One of a list, whose options are HTML.
    OneOf(String),
}

/// The server's answer, once it is there; what it says of the values the subject has taken over by then.
pub type Saving = Pin<Box<dyn Future<Output = Result<(), AppError>>>>;

/// A thing whose fields are edited where they stand. Fields go by their names on the wire.
pub trait Subject: Send + Sync {
    /// Its id.
    fn id(&self) -> String;
    /// The server function that takes a form with `field`, `base` and `value`, and what it calls the id.
    fn target(&self) -> (&'static str, &'static str);
    /// Where its fields stand.
    fn seat(&self) -> Seat;
    /// The address that has no field open.
    fn here(&self) -> String;
    /// A value as a form has it.
    fn value(&self, field: &str) -> String;
    /// What a field is called.
    fn label(&self, field: &str) -> &'static str;
    /// A value in words.
    fn in_words(&self, field: &str, value: String) -> String;
    /// The value as it reads.
    fn shown(&self, field: &str) -> AnyView;
    /// What it is typed into.
    fn entry(&self, field: &str, typed: &str) -> Entry;
    /// What is wrong with a value, by the same rules as on the server.
    fn check(&self, field: &str, value: &str) -> Option<Problem>;
    /// Shows a value before the server has answered.
    fn guess(&self, field: &str, value: &str);
    /// Asks the server to save.
    fn save(&self, field: &'static str, base: String, value: String) -> Saving;
    /// Asks for all of it again.
    fn reload(&self);
}

/// One field.
#[derive(Clone, Copy)]
pub struct Inline {
    /// Whose.
    pub subject: StoredValue<Arc<dyn Subject>>,
    /// Its name on the wire.
    pub field: &'static str,
    /// What it is doing.
    pub state: RwSignal<State>,
    seat: Seat,
    nav: Nav,
}

impl Inline {
    /// Shown, for now.
    pub fn new(subject: Arc<dyn Subject>, field: &'static str) -> Self {
        let seat = subject.seat();
        let subject = StoredValue::new(subject);
        Self { subject, field, state: RwSignal::new(State::Showing), seat, nav: Nav::get() }
    }

    /// The same where the address, or the form that was posted, may open it.
    pub fn with_address(subject: Arc<dyn Subject>, field: &'static str) -> Self {
        let inline = Self::new(subject, field);
        inline.state.set(inline.first_state());
        let (query, key) = (inline.nav.query, inline.key());
        Effect::new(move |_| {
            if query.with(|map| map.get("edit").as_deref() == Some(key.as_str())) {
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

    /// What it belongs to.
    pub fn of(self) -> Arc<dyn Subject> {
        self.subject.get_value()
    }

    /// What the address calls it.
    pub fn key(self) -> String {
        match self.seat {
            Seat::Page => self.field.to_owned(),
            Seat::Cell | Seat::Row => format!("{}-{}", self.field, self.of().id()),
        }
    }

    /// The id of its input.
    pub fn id(self) -> String {
        let place = if self.seat == Seat::Cell { "cell" } else { "edit" };
        format!("{place}-{}", self.key())
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

    /// Its value as a form has it.
    pub fn value(self) -> String {
        self.of().value(self.field)
    }

    /// Opens it.
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
            dom::focus(match self.seat {
                Seat::Cell => format!("#row-{}", self.of().id()),
                Seat::Page | Seat::Row => format!("#show-{}", self.key()),
            });
        }
        // Opened by the address: it would open again.
        if self.seat != Seat::Cell && address_opens() {
            self.nav.replace(untrack(|| self.of().here()));
        }
    }

    /// What is wrong with a value.
    pub fn check(self, value: &str) -> Option<String> {
        Some(self.of().check(self.field, value)?.sentence(lang()).into_owned())
    }

    /// Saves a value; `base` is what it takes the place of, by default what is shown.
    pub fn save(self, value: String, base: Option<String>, refocus: bool) {
        let subject = self.of();
        let shown = untrack(|| subject.value(self.field));
        let base = base.unwrap_or_else(|| shown.clone());
        if value.trim() == base.trim() {
            return self.close(refocus);
        }
        if let Some(problem) = self.check(&value) {
            return self.state.set(State::Editing { typed: value, problem: Some(problem) });
        }
        subject.guess(self.field, value.trim());
        self.state.set(State::Saving);
        self.settle(refocus);
        leptos::task::spawn_local(async move {
            match subject.save(self.field, base, value.clone()).await {
                Ok(()) if matches!(self.state.try_get_untracked(), Some(State::Saving)) => {
                    _ = self.state.try_set(State::Saved)
                }
                // Opened again meanwhile: what is typed now stays.
                Ok(()) => {}
                Err(error) => {
                    subject.guess(self.field, &shown);
                    let typed = match self.state.try_get_untracked() {
                        Some(State::Editing { typed, .. }) => typed,
                        _ => value,
                    };
                    self.state.try_set(refused(&*subject, &error, self.field, typed));
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

    /// Someone else's value stays.
    pub fn keep_theirs(self, conflict: &Conflict) {
        let subject = self.of();
        subject.guess(self.field, &conflict.theirs);
        self.close(true);
        subject.reload();
    }

    /// Opened by the address, or as the form that was posted from here came back.
    fn first_state(self) -> State {
        let (subject, field) = (self.of(), self.field);
        let (path, id) = subject.target();
        let mine = subject.id();
        let answer = posted(path).filter(|answer| answer.value("field") == Some(field));
        if let Some(answer) = answer.filter(|answer| answer.value(id) == Some(mine.as_str()))
            && let Some(error) = &answer.error
        {
            return refused(&*subject, error, field, answer.value("value").unwrap_or_default().to_owned());
        }
        let asked = self.nav.query.with_untracked(|map| map.get("edit"));
        if asked.as_deref() == Some(self.key().as_str()) {
            return State::Editing { typed: untrack(|| subject.value(field)), problem: None };
        }
        State::Showing
    }
}

fn refused(subject: &dyn Subject, error: &AppError, field: &str, typed: String) -> State {
    match error.conflicts.iter().find(|conflict| conflict.field == field) {
        Some(conflict) => State::Conflict(conflict.clone()),
        None => State::Editing { typed, problem: Some(message(subject, error, field)) },
    }
}

fn address_opens() -> bool {
    window().location().search().is_ok_and(|search| search.contains("edit="))
}

/// What to say under the field; a problem at another field names that field.
fn message(subject: &dyn Subject, error: &AppError, field: &str) -> String {
    let m = t();
    if error.code != Code::Invalid {
        return m.sentence(error);
    }
    if let Some(problem) = error.at(field) {
        return problem.sentence(lang()).into_owned();
    }
    let other = error.fields.0.first();
    let other = other.map(|wrong| format!("{}: {}", subject.label(&wrong.field), wrong.problem.sentence(lang())));
    other.unwrap_or_else(|| m.sentence(error))
}
