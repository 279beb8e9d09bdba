//! `/users/{id}`: one user, beside the list or alone.

use super::api::{self, DeleteUser};
use super::detail_body::body;
use super::detail_head::{head, way_back};
use super::row::Side;
use super::site::UserSite;
use crate::customers::user_verbs::{Given, delete_question};
use crate::customers::why::{self, WhyHere};
use crate::error::{AppError, Code};
use crate::frame::Myself;
use crate::messages::t;
use crate::parts::{self, Piece};
use crate::routes;
use crate::ui::asked::ask;
use crate::ui::delete_dialog::{Question, delete_dialog};
use crate::ui::dom;
use crate::ui::inline::heading_to_come;
use crate::ui::nav::{Nav, focus_heading};
use crate::ui::split::close_by_key;
use crate::ui::state::{self, failed, way};
use leptos::prelude::*;
use leptos_meta::Title;
use model::ids::UserId;
use model::people::{Me, User};
use model::users::UserDetail;
use std::sync::Arc;

const HEADING: &str = ".pane.detail h1";

/// What the parts of the page share.
#[derive(Clone, Copy)]
pub struct OpenUser {
    /// The user.
    pub id: UserId,
    /// The same as they are known by now.
    pub user: RwSignal<User>,
    /// What stands around them.
    pub detail: StoredValue<UserDetail>,
    /// Who is looking.
    pub me: StoredValue<Me>,
    /// Links that were given, and what is asked for anew afterwards.
    pub given: Given,
    /// The list beside it.
    pub side: Side,
    /// Asks for the page anew. The user's row follows what comes.
    reload: Callback<()>,
    /// Asks for the list anew, too.
    reload_all: Callback<()>,
}

impl OpenUser {
    /// The address of the page, with the list beside it as it is.
    pub fn here(self) -> String {
        format!("{}{}", routes::user(self.id), self.side.search.try_get().unwrap_or_default())
    }

    /// Whether it is oneself.
    pub fn own(self) -> bool {
        self.me.with_value(|me| me.id) == self.id
    }

    /// Where the fields are edited.
    pub fn site(self) -> Arc<UserSite> {
        let found = self.user.get_untracked();
        let (known, page) = (self.side.known, Some(self.reload));
        let (name_marks, email_marks) = (Vec::new(), Vec::new());
        Arc::new(UserSite { user: self.user, found, name_marks, email_marks, known, page, nav: Nav::get() })
    }

    /// What is known of them, and whether the viewer may change it.
    pub fn with<T>(self, read: impl FnOnce(&UserDetail) -> T) -> T {
        self.detail.with_value(read)
    }
}

/// The page. `again` grows when it is asked for anew, which `reload` does; `reload_all` does that for the list, too.
pub fn user_pane(side: Side, again: RwSignal<u32>, reload: Callback<()>, reload_all: Callback<()>) -> AnyView {
    let nav = Nav::get();
    // On the way out the address has none: it stays the last one's page.
    let id = memo(move |last: Option<&String>| {
        let id = nav.pathname.with(|path| routes::user_id_in(path).map(str::to_owned));
        id.or(last.cloned()).unwrap_or_default()
    });
    let detail = ask(move || (id.get(), again.get()), |(id, _)| api::open_user(id));
    let question = memo(move |_| nav.query.with(why::Question::read));
    let told = ask(
        move || (id.get(), question.get()),
        |(id, question): (String, Option<why::Question>)| async move { Some(question?.about(id).await) },
    );
    let back = memo(move |_| id.with(|id| format!("{}/{id}{}", routes::USERS, side.search.get())));
    provide_context(WhyHere { told, back });
    let given = Given::with_page(reload, reload);
    let myself = Myself::get();
    let content = move || {
        let found = detail.get()?;
        let me = myself.read()?;
        Some(match found {
            Ok(detail) => {
                let user = RwSignal::new(detail.user.clone());
                side.known.change(&detail.user);
                side.known.follow(user);
                let id = detail.user.id;
                let (detail, me) = (StoredValue::new(detail), StoredValue::new(me));
                page(OpenUser { id, user, detail, me, given, side, reload, reload_all })
            }
            Err(error) => lost(&error, reload_all, side),
        })
    };
    let why = move || {
        let asks = nav.query.with(|map| map.get("dialog").as_deref() == Some("why"));
        let _ = told.get().flatten().filter(|_| asks)?;
        Some(parts::show(Piece::WhyDialog))
    };
    Effect::new(move |before: Option<String>| {
        let id = id.get();
        // Until the answer is there the one before is shown.
        let arrived = detail.get().is_some_and(|found| found.map_or(true, |detail| detail.user.id.to_string() == id));
        if !arrived {
            return before.unwrap_or_default();
        }
        if before.as_ref() == Some(&id) {
            // The button that was pressed has been made anew.
            dom::refocus(HEADING);
        } else if nav.query.with_untracked(|map| map.get("edit").is_none()) {
            // A field that the address opens takes the focus itself.
            focus_heading(HEADING);
        }
        id
    });
    let escape = move |event: leptos::ev::KeyboardEvent| {
        let row = untrack(|| id.with(|id| format!("show-name-{id}")));
        close_by_key(&event, nav, format!("{}{}", routes::USERS, side.search.get_untracked()), &row);
    };
    view! {
        <section class="pane detail" aria-labelledby="d-name" on:keydown=escape>
            <Transition fallback=skeleton>{content}</Transition>
            <Transition>{why}</Transition>
        </section>
    }
    .into_any()
}

fn lost(error: &AppError, reload: Callback<()>, side: Side) -> AnyView {
    let m = t();
    let state = if error.code == Code::NotFound {
        state::lost(true, way(routes::USERS.to_owned(), m.directory.show_all))
    } else {
        failed(error, true, reload)
    };
    view! {
        <Title text=m.states.lost />
        <div class="detail-head"><div class="detail-top">{way_back(side)}</div></div>
        <div id="d-name">{state}</div>
    }
    .into_any()
}

fn page(open: OpenUser) -> AnyView {
    let nav = Nav::get();
    // On the server the title is read last, when the signal may be gone.
    let name = open.user.with_untracked(|user| user.name.clone());
    let title = move || open.user.try_with(|user| user.name.clone()).unwrap_or_else(|| name.clone());
    let gone = RwSignal::new(false);
    let may = open.with(|detail| detail.manage && !detail.last_admin) && !open.own();
    let purges = move || nav.query.with(|map| map.get("purge")).is_some_and(|id| may && id == open.id.to_string());
    let deletes = move || {
        let done = Callback::new(move |()| gone.set(true));
        let user = open.user.get_untracked();
        purges().then(|| delete_dialog::<DeleteUser>(Question { done, ..delete_question(&user, open.given) }))
    };
    // The dialog leads back to the page that it was opened on; there is nobody there any more.
    Effect::new(move |_| {
        if gone.get() && !purges() {
            open.given.done((t().directory.was_deleted)(&open.user.with_untracked(|user| user.name.clone())));
            nav.replace(format!("{}{}", routes::USERS, open.side.search.get_untracked()));
            open.reload_all.run(());
            dom::focus(".pane.list h1".to_owned());
        }
    });
    view! {
        <Title text=title />
        <div class="pane-scroll">
            {head(open)}
            <div class="detail-body">
                <div class="users">{open.given.view(Some(open.id))}</div>
                {body(open)}
            </div>
        </div>
        {deletes}
    }
    .into_any()
}

/// The page while it is on its way.
fn skeleton() -> AnyView {
    let line = || view! { <p><span class="skeleton long"></span></p> };
    view! {
        {heading_to_come()}
        <div class="pane-scroll" aria-hidden="true">
            <div class="detail-head"><p><span class="skeleton long"></span></p></div>
            <div class="detail-body"><div class="detail-sections">{(0..8).map(|_| line()).collect_view()}</div></div>
        </div>
    }
    .into_any()
}
