//! Dialogs, and the list under a field that suggests customers.

use super::sample::{LONG, customer, home, open, row};
use crate::customers::api::PlannedDeletion;
use crate::customers::delete_dialog;
use crate::customers::move_dialog;
use crate::customers::parent_picker::{Picker, specimen};
use crate::dev::{Section, floating, rename, state};
use crate::error::{AppError, Code};
use crate::forms::Posted;
use crate::messages::t;
use crate::ui::dialog::dialog;
use crate::ui::form::Problems;
use leptos::prelude::*;
use model::customers::{Crumb, DeletionPlan, Mark, MovePlan, Onlooker};
use model::form::{FieldErrors, Problem};
use model::ids::CustomerId;

/// Their sections.
pub fn sections() -> Vec<Section> {
    let plain =
        DeletionPlan { children: 0, descendants: 0, users: 2, subtree_users: 2, contacts: 1, subtree_contacts: 1 };
    let large = DeletionPlan {
        children: 4,
        descendants: 1_284,
        users: 2,
        subtree_users: 3_120,
        contacts: 1,
        subtree_contacts: 1_560,
    };
    let wrong = AppError::invalid(FieldErrors::one("reason", Problem::Required));
    vec![
        Section {
            name: "combo",
            about: "A text field with a list of suggestions under it, by arrows and Enter or by a press.",
            states: vec![
                state(
                    "Closed",
                    Picker {
                        id: "dev-parent",
                        label: t().customers.new_parent,
                        home: home(),
                        without: None,
                        in_dialog: true,
                    }
                    .view(RwSignal::new(None)),
                ),
                state("Suggestions, the first one chosen", specimen(home(), suggestions())),
                state("No match", specimen(home(), Vec::new())),
            ],
        },
        Section {
            name: "dialog",
            about: "One question, and the button that says the verb. The address opens it; on a phone it comes from below.",
            states: vec![
                floating("One customer goes", deleting(plain, "Molino Bergamasco", None, "one")),
                floating("Many go: refused, for want of a reason", deleting(large, LONG, Some(wrong), "many")),
                floating("What a move changes", moving("move", Ok(plan()))),
                floating("A move that can't be", moving("not", Err(AppError::new(Code::Forbidden)))),
            ],
        },
    ]
}

fn suggestions() -> Vec<model::customers::CustomerRow> {
    let mut found = row(customer(80, "Molino Bergamasco"));
    found.name_marks = vec![Mark { start: 0, end: 3 }];
    vec![found, row(customer(81, LONG)), row(customer(82, "株式会社さくら通信"))]
}

/// A second dialog on the same page.
fn apart(view: AnyView, end: &str) -> AnyView {
    let ids = [
        "dialog-title",
        "form-children",
        "form-children-d",
        "form-at",
        "form-at-d",
        "form-reason",
        "form-reason-d",
        "typed-name",
    ];
    let ids = ids.map(|id| (id, format!("{id}-{end}")));
    let mut pairs: Vec<_> = ids.iter().map(|(id, new)| (format!("\"{id}\""), format!("\"{new}\""))).collect();
    pairs.push(("\"new-parent\"".to_owned(), format!("\"new-parent-{end}\"")));
    pairs.push(("#form-reason\"".to_owned(), format!("#form-reason-{end}\"")));
    // Radio buttons of one name are one choice, in whatever form they stand without a form around them.
    let pairs: Vec<_> = pairs.iter().map(|(from, to)| (from.as_str(), to.as_str())).collect();
    rename(view, &pairs)
}

fn deleting(plan: DeletionPlan, name: &str, wrong: Option<AppError>, end: &str) -> AnyView {
    let open = open(customer(83, name), true);
    let (before, after) = t().customers.delete_title;
    let title = view! { {before}<bdi>{name.to_owned()}</bdi>{after} }.into_any();
    let fields = vec![("form[children]".to_owned(), "delete".to_owned())];
    let typed = StoredValue::new(Posted { fields, ..Posted::default() });
    let problems = Problems::new(wrong);
    let back = || "#dialog".to_owned();
    let view = dialog(title, back(), move |closer| {
        delete_dialog::form(open, PlannedDeletion { plan, days: 30 }, back(), closer, problems, typed)
    });
    apart(view, end)
}

fn plan() -> MovePlan {
    let onlooker = |id, name: &str, users| Onlooker { id: CustomerId(id), name: name.to_owned(), users };
    MovePlan {
        customers: 14,
        from: None,
        to: Crumb { id: CustomerId(5), name: "Telematica Sud".to_owned() },
        losing: vec![onlooker(2, "Telematica Nord", 3), onlooker(3, "Molini Riuniti", 1)],
        gaining: vec![onlooker(5, "Telematica Sud", 12)],
    }
}

fn moving(end: &str, plan: Result<MovePlan, AppError>) -> AnyView {
    let open = open(customer(84, "Molino Bergamasco"), true);
    let (before, after) = t().customers.move_title;
    let title = view! { {before}<bdi>"Molino Bergamasco"</bdi>{after} }.into_any();
    let back = || "#dialog".to_owned();
    let view = dialog(title, back(), move |closer| move_dialog::content(open, Some(plan), back(), closer));
    apart(view, end)
}
