//! What stands where content would, or over it: empty places, failures, banners.

use super::{Section, pane, state};
use crate::customers::specimens::{banners, nothing};
use crate::error::{AppError, Code};
use crate::frame::offline_line;
use crate::messages::t;
use crate::ui::state::{empty, failed, not_found};
use leptos::prelude::*;
use model::customers::CustomerQuery;

/// Their sections.
pub fn sections() -> Vec<Section> {
    let mut over = vec![pane("Without a network", offline_line())];
    over.extend(banners().into_iter().map(|(caption, view)| pane(caption, view)));
    vec![
        Section {
            name: "banner",
            about: "One line over a page or a pane about the state of things, with the verb that ends it for who may.",
            states: over,
        },
        Section {
            name: "empty",
            about: "Nothing to show, and why: a drawing, one line, one way out. Each reason has its own words.",
            states: empties(),
        },
    ]
}

fn empties() -> Vec<AnyView> {
    let m = t();
    let searched = |q: &str| CustomerQuery { q: q.to_owned(), ..CustomerQuery::default() };
    let filtered = CustomerQuery { status: Some(model::customers::Status::Disabled), ..searched("xyz") };
    let fails = |code| failed(&AppError::new(code), false, Callback::new(|()| ()));
    let broken = AppError { request_id: Some("9f3a61c04be27d58".to_owned()), ..AppError::new(Code::Internal) };
    let users = empty("people", false, m.users.none.to_owned(), m.users.none_text.to_owned(), ().into_any());
    vec![
        state("None yet, for who may add one", nothing(&CustomerQuery::default(), true)),
        state("None yet, for who only reads", nothing(&CustomerQuery::default(), false)),
        state("No users", users),
        state("No match", nothing(&searched("xyzzyqwfp"), true)),
        state("No match because of filters", nothing(&filtered, true)),
        state("No permission", fails(Code::Forbidden)),
        state("Refused: governed from above", fails(Code::Governed)),
        state("No longer signed in", fails(Code::Unauthenticated)),
        state("Changed by someone else meanwhile", fails(Code::Stale)),
        state("The server can't be reached", fails(Code::Offline)),
        state("The server has too much to do", fails(Code::Busy)),
        state("Our fault, with what to tell who runs the server", failed(&broken, false, Callback::new(|()| ()))),
        state("Nothing at this address", not_found(false)),
    ]
}
