//! The parts of a customer's page: banners, head, facts, tabs, and the fields that are edited in place.

use super::sample::{customer, deleted, disabled, open};
use crate::customers::actions::Actions;
use crate::customers::detail_page::Tab;
use crate::customers::head;
use crate::customers::inline_field::{name_field, read_only};
use crate::customers::site::Site;
use crate::dev::{Section, pane, rename, state, wide};
use crate::error::Conflict;
use crate::messages::lang;
use crate::ui::inline::{Inline, State, in_page};
use leptos::prelude::*;
use model::customers::{Customer, CustomerField as F};
use model::deletions::DeletionStatus;
use model::form::Problem;
use std::sync::Arc;

/// Their sections.
pub fn sections() -> Vec<Section> {
    let here = open(customer(90, "Molino Bergamasco"), true);
    let users = open(customer(91, "Molino"), true);
    vec![
        Section {
            name: "facts",
            about: "A strip of what one looks up most often, under the head of a page.",
            states: vec![wide("A customer's facts", head::facts(here))],
        },
        Section {
            name: "head",
            about: "The head of a customer (style/customers/detail.css): the way above it, name, state, verbs.",
            states: vec![
                pane("A company, for who may change all of it", head::head(here, Actions::new(here))),
                pane("A long name, disabled", again(long_head(), "long")),
            ],
        },
        Section {
            name: "inline-edit",
            about: "A value that is edited where it stands: neither the text nor the row moves. A press, Enter or F2 opens it.",
            states: inline(),
        },
        Section {
            name: "tabs",
            about: "Each tab is a page of its own, with the count of what is in it.",
            states: vec![
                pane("The first is shown", head::tabs(here, memo(|_| Tab::Profile))),
                pane("The second is shown", labelled(head::tabs(users, memo(|_| Tab::Users)), "Customer, users")),
            ],
        },
        Section {
            name: "tip",
            about: "Words for a small thing, on hover and on focus; its host is described by them.",
            states: vec![state(
                "Open, as while one points at the lock",
                view! { <div class="dev-tip">{locked("tip")}</div> }.into_any(),
            )],
        },
    ]
}

/// A second head on the same page.
fn again(view: AnyView, end: &str) -> AnyView {
    let ids = ["d-name", "detail-actions", "show-name"].map(|id| (format!("\"{id}\""), format!("\"{id}-{end}\"")));
    let path =
        (format!("aria-label=\"{}\"", crate::messages::t().customers.managed_by), "aria-label=\"Path\"".to_owned());
    let pairs: Vec<_> = ids.iter().chain([&path]).map(|(from, to)| (from.as_str(), to.as_str())).collect();
    rename(view, &pairs)
}

fn labelled(view: AnyView, label: &str) -> AnyView {
    let from = format!("aria-label=\"{}\"", crate::messages::t().customers.customer);
    rename(view, &[(&from, &format!("aria-label=\"{label}\""))])
}

fn long_head() -> AnyView {
    let open = open(disabled(customer(92, super::sample::LONG)), true);
    head::head(open, Actions::new(open))
}

/// What must be known about a customer before anything else.
pub fn banners() -> Vec<(&'static str, AnyView)> {
    let banner = |customer: Customer, governs: bool| {
        let open = open(customer, governs);
        head::banners(open, Actions::new(open))
    };
    let molino = || customer(93, "Molino");
    let above = open(molino(), true);
    above.detail.update_value(|detail| detail.disabled_above = Some("Telematica Nord".to_owned()));
    vec![
        ("Disabled", banner(disabled(molino()), true)),
        ("Disabled, for who can't change that", banner(disabled(molino()), false)),
        ("Disabled from above", head::banners(above, Actions::new(above))),
        ("Scheduled for deletion", banner(deleted(molino(), DeletionStatus::Scheduled), true)),
        ("In the Trash", banner(deleted(molino(), DeletionStatus::Trashed), true)),
    ]
}

fn site() -> Site {
    open(customer(94, "Molino Bergamasco"), true).site()
}

fn doing(field: F, state: State) -> AnyView {
    let inline = Inline::new(Arc::new(site()), field.as_str());
    inline.state.set(state);
    edits(in_page(inline, false))
}

fn edits(row: AnyView) -> AnyView {
    view! { <dl class="edits">{row}</dl> }.into_any()
}

fn locked(end: &str) -> AnyView {
    let (from, to) = (format!("tip-{}", F::RefId.as_str()), format!("tip-{end}"));
    rename(edits(read_only(site(), F::RefId, true)), &[(&from, &to)])
}

fn typed(typed: &str, problem: Option<Problem>) -> State {
    let problem = problem.map(|problem| problem.sentence(lang()).into_owned());
    State::Editing { typed: typed.to_owned(), problem }
}

fn inline() -> Vec<AnyView> {
    let vat = Problem::VatCheck { mended: Some("IT00743110157".to_owned()) };
    let conflict = Conflict { field: "city".to_owned(), theirs: "Lecco".to_owned(), yours: "Torino".to_owned() };
    let heading = open(customer(95, "Molino Bergamasco"), true);
    let heading = again(name_field(heading), "edit");
    vec![
        state("Reading: hover or focus shows that it can be edited", doing(F::Street, State::Showing)),
        state("Not set", doing(F::Province, State::Showing)),
        state("Editing", doing(F::PostalCode, typed("24121", None))),
        state("Editing one of a list", doing(F::Country, typed("IT", None))),
        state("Saving", doing(F::Phone, State::Saving)),
        state("Saved: a tick that fades", doing(F::Email, State::Saved)),
        state(
            "Refused: what was typed stays, the message under it",
            doing(F::VatNumber, typed("IT00743110158", Some(vat))),
        ),
        state("Two changes at once: both are shown, one is chosen", doing(F::City, State::Conflict(conflict))),
        state("Governed from above: a lock that says why", locked("lock")),
        state("Only to be read", edits(read_only(site(), F::Website, false))),
        wide("Several lines, under a heading of their own", doing(F::Notes, State::Showing)),
        wide("A heading", view! { <div class="detail-title">{heading}</div> }.into_any()),
    ]
}
