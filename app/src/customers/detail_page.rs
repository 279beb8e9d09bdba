//! `/customers/{id}` and its tabs: one customer, beside the list or by itself.

use crate::customers::actions::Actions;
use crate::customers::api::PlannedDeletion;
use crate::customers::detail_skeleton::skeleton;
use crate::customers::listing::Listing;
use crate::customers::profile::{opener, profile};
use crate::customers::site::Site;
use crate::customers::why::Question;
use crate::customers::work::Work;
use crate::customers::{api, contacts, head, query, two_factor_api, users_api};
use crate::error::AppError;
use crate::frame::Myself;
use crate::messages::t;
use crate::parts::{self, Piece};
use crate::routes;
use crate::ui::asked::{Asked, ask};
use crate::ui::nav::{Nav, focus_heading};
use crate::ui::split::close_by_key;
use crate::ui::state::failed;
use leptos::ev;
use leptos::prelude::*;
use leptos_meta::Title;
use model::contacts::ContactRow;
use model::customers::{Customer, CustomerDetail, MovePlan, TwoFactorPlan};
use model::deletions::DeletionStatus;
use model::ids::CustomerId;
use model::page::Page;
use model::people::{Me, User};
use model::permissions::Explanation;

/// What the parts of the detail share.
#[derive(Clone, Copy)]
pub struct Open {
    /// The customer as it is known by now.
    pub customer: RwSignal<Customer>,
    /// What stands around it.
    pub detail: StoredValue<CustomerDetail>,
    /// Who is looking.
    pub me: StoredValue<Me>,
    /// Asks for all of it again.
    pub refresh: Callback<()>,
    /// The list's query, to stay in the address.
    pub search: Memo<String>,
    /// The number of its users.
    pub users: RwSignal<u32>,
    /// The number of its contacts.
    pub contacts: RwSignal<u32>,
    /// What its default contact is called.
    pub default_contact: RwSignal<Option<String>>,
    /// What is asked for besides, when the address opens it.
    pub beside: Beside,
}

/// What of the customer is shown.
#[derive(Clone, Copy, PartialEq)]
pub enum Tab {
    /// Its fields.
    Profile,
    /// Who signs in.
    Users,
    /// Whom one talks to.
    Contacts,
}

impl Tab {
    /// What a path shows.
    pub fn at(path: &str) -> Self {
        if path.ends_with("/users") {
            Self::Users
        } else if path.ends_with("/contacts") {
            Self::Contacts
        } else {
            Self::Profile
        }
    }
}

/// What one tab or dialog alone needs. It is asked for here, where nothing is rendered anew while it is under way.
#[derive(Clone, Copy)]
pub struct Beside {
    users: Asked<About<Page<User>>>,
    /// Asks for the users again.
    pub reload_users: Callback<()>,
    contacts: Asked<About<Page<ContactRow>>>,
    /// Asks for the contacts again.
    pub reload_contacts: Callback<()>,
    plan: Asked<About<PlannedDeletion>>,
    moving: Asked<About<MovePlan>>,
    why: Asked<About<Explanation>>,
    two_factor: Asked<About<TwoFactorPlan>>,
}

/// An answer, and whom it is about: while another customer is being opened, the last one's answers are still there.
type About<T> = Option<(CustomerId, Result<T, AppError>)>;

impl Open {
    /// The customer that is open.
    pub fn get() -> Self {
        expect_context()
    }

    /// Where its fields are edited.
    pub fn site(self) -> Site {
        Site { customer: self.customer, search: self.search, page: Some(self.refresh), work: Work::get() }
    }

    /// The address of this customer's profile, with the list beside it as it is.
    pub fn here(self) -> String {
        self.site().here()
    }

    /// The address of this customer's users.
    pub fn users_address(self) -> String {
        self.address(routes::customer_users)
    }

    /// A page of its users; read it under a `Transition`.
    pub fn users_page(self) -> Option<Result<Page<User>, AppError>> {
        self.own(self.beside.users.get().flatten())
    }

    /// The address of this customer's contacts.
    pub fn contacts_address(self) -> String {
        self.address(routes::customer_contacts)
    }

    /// On the way out the customer may be gone before what leads to it.
    fn address(self, of: fn(CustomerId) -> String) -> String {
        let id = self.customer.try_with(|c| c.id);
        id.map(|id| format!("{}{}", of(id), self.search.try_get().unwrap_or_default())).unwrap_or_default()
    }

    /// A page of its contacts; read it under a `Transition`.
    pub fn contacts_page(self) -> Option<Result<Page<ContactRow>, AppError>> {
        self.own(self.beside.contacts.get().flatten())
    }

    /// What its deletion would take along; read it under a `Suspense`.
    pub fn deletion_plan(self) -> Option<Result<PlannedDeletion, AppError>> {
        self.own(self.beside.plan.get().flatten())
    }

    /// What moving it to where the address says would change; read it under a `Transition`.
    pub fn move_plan(self) -> Option<Result<MovePlan, AppError>> {
        self.own(self.beside.moving.get().flatten())
    }

    /// The explanation that the address asks for; read it under a `Transition`.
    pub fn explanation(self) -> Option<Result<Explanation, AppError>> {
        self.own(self.beside.why.get().flatten())
    }

    /// Of whom a second factor would be required; read it under a `Suspense`.
    pub fn two_factor_plan(self) -> Option<Result<TwoFactorPlan, AppError>> {
        self.own(self.beside.two_factor.get().flatten())
    }

    /// Asks for the plan again.
    pub fn reload_plan(self) {
        self.beside.plan.refetch();
    }

    fn own<T>(self, answer: About<T>) -> Option<Result<T, AppError>> {
        let id = self.customer.with_untracked(|c| c.id);
        answer.filter(|(about, _)| *about == id).map(|(_, answer)| answer)
    }

    /// The address of the list; none once the page is left.
    pub fn list(self) -> Option<String> {
        self.search.try_get().map(|search| format!("{}{search}", routes::CUSTOMERS))
    }

    /// Whether it is the reader's own, and someone above manages it.
    pub fn is_own(self) -> bool {
        let own = self.me.with_value(|me| (!me.of_provider).then_some(me.customer_id));
        own == Some(self.customer.with_untracked(|c| c.id))
    }

    /// Whether it is in the Trash, where nothing of it changes. Coming from there or going there loads all anew.
    pub fn in_trash(self) -> bool {
        self.customer.with_untracked(|c| c.deletion.as_ref().is_some_and(|d| d.status == DeletionStatus::Trashed))
    }
}

/// One customer.
#[component]
pub fn DetailPage() -> impl IntoView {
    let location = Nav::get();
    // On the way out the address has none: it stays the last one's page.
    let id = memo(move |last: Option<&String>| {
        let id = location.pathname.with(|path| routes::id_in(path).map(str::to_owned));
        id.or(last.cloned()).unwrap_or_default()
    });
    let again = RwSignal::new(0u32);
    let detail = ask(move || (id.get(), again.get()), |(id, _)| api::open_customer(id));
    let search = memo(move |_| location.query.with(|map| query::write_from_start(&query::read(map))));
    let work = Work::get();
    let refresh = Callback::new(move |()| {
        again.try_update(|again| *again += 1);
        work.reload();
    });
    let tab = memo(move |last: Option<&Tab>| {
        location.pathname.with(|path| match (routes::id_in(path), last) {
            (None, Some(last)) => *last,
            _ => Tab::at(path),
        })
    });
    let beside = beside(id, tab);
    // Its part may have come later than the address.
    let listing: Listing = expect_context();
    Effect::new(move |_| listing.keep.run(()));
    let myself = Myself::get();
    let nav = Nav::get();
    let content = move || {
        let found = detail.get()?;
        let me = myself.read()?;
        Some(match found {
            Ok(detail) => {
                let open = Open {
                    customer: RwSignal::new(detail.customer.clone()),
                    users: RwSignal::new(detail.users),
                    contacts: RwSignal::new(detail.contacts),
                    default_contact: RwSignal::new(detail.default_contact.clone()),
                    beside,
                    detail: StoredValue::new(detail),
                    me: StoredValue::new(me),
                    refresh,
                    search,
                };
                work.follow(open.customer);
                page(open, tab)
            }
            Err(error) => refused(&error, refresh, search),
        })
    };
    let escape = move |event: ev::KeyboardEvent| {
        let row = untrack(|| id.with(|id| format!("row-{id}")));
        close_by_key(&event, nav, format!("{}{}", routes::CUSTOMERS, search.get_untracked()), &row);
    };
    Effect::new(move |before: Option<String>| {
        let id = id.get();
        // Until the answer is there the one before is shown.
        let arrived =
            detail.get().is_some_and(|found| found.map_or(true, |detail| detail.customer.id.to_string() == id));
        if arrived && before.as_ref() != Some(&id) {
            // A field that the address opens takes the focus itself.
            if location.query.with_untracked(|map| map.get("edit").is_none()) {
                focus_heading(".pane.detail h1");
            }
            return id;
        }
        before.unwrap_or_default()
    });
    view! {
        <section class="pane detail" aria-labelledby="d-name" on:keydown=escape>
            <Transition fallback=skeleton>{content}</Transition>
        </section>
    }
}

fn refused(error: &AppError, refresh: Callback<()>, search: Memo<String>) -> AnyView {
    view! {
        <Title text=t().states.lost />
        <div class="detail-head"><div class="detail-top">{head::way_back(search)}</div></div>
        <div id="d-name">{failed(error, true, refresh)}</div>
    }
    .into_any()
}

pub(super) fn beside(id: Memo<String>, tab: Memo<Tab>) -> Beside {
    let location = Nav::get();
    let again = RwSignal::new(0u32);
    let users = ask(
        move || (id.get(), tab.get() == Tab::Users, again.get()),
        |(id, wanted, _)| async move {
            let id = id.parse().ok().filter(|_| wanted)?;
            Some((id, users_api::list_users(id, None).await))
        },
    );
    let anew = RwSignal::new(0u32);
    let contacts = ask(
        move || (id.get(), tab.get() == Tab::Contacts, anew.get()),
        |(id, wanted, _)| async move {
            let id = id.parse().ok().filter(|_| wanted)?;
            Some((id, contacts::api::list_contacts(id, None).await))
        },
    );
    let reload_contacts = Callback::new(move |()| {
        anew.try_update(|anew| *anew += 1);
    });
    let deleting = memo(move |_| location.query.with(|map| map.get("dialog")).as_deref() == Some("delete"));
    let plan = ask(
        move || (id.get(), deleting.get()),
        |(id, wanted)| async move {
            let id = id.parse().ok().filter(|_| wanted)?;
            Some((id, api::customer_deletion_plan(id).await))
        },
    );
    let reload_users = Callback::new(move |()| {
        again.try_update(|again| *again += 1);
    });
    let goal = memo(move |_| location.query.with(|map| map.get("to")?.parse().ok()));
    let moving = ask(
        move || (id.get(), goal.get()),
        |(id, goal): (String, Option<CustomerId>)| async move {
            let (id, goal) = (id.parse().ok()?, goal?);
            Some((id, api::customer_move_plan(id, goal).await))
        },
    );
    let question = memo(move |_| location.query.with(Question::read));
    let why = ask(
        move || (id.get(), question.get()),
        |(id, question): (String, Option<Question>)| async move {
            let (id, question) = (id.parse().ok()?, question?);
            Some((id, question.ask(id).await))
        },
    );
    let requiring = memo(move |_| location.query.with(|map| map.get("dialog")).as_deref() == Some("two-factor"));
    let two_factor = ask(
        move || (id.get(), requiring.get()),
        |(id, wanted)| async move {
            let id = id.parse().ok().filter(|_| wanted)?;
            Some((id, two_factor_api::customer_two_factor_plan(id).await))
        },
    );
    Beside { users, reload_users, contacts, reload_contacts, plan, moving, why, two_factor }
}

fn page(open: Open, tab: Memo<Tab>) -> AnyView {
    let actions = Actions::new(open);
    let location = Nav::get();
    provide_context(open);
    let body = move || match tab.get() {
        Tab::Profile => profile(open),
        Tab::Users => parts::show(Piece::CustomerUsers),
        Tab::Contacts => parts::show(Piece::CustomerContacts),
    };
    let dialog = move || match location.query.with(|map| map.get("dialog")).as_deref() {
        Some("delete") => Some(parts::show(Piece::DeleteDialog)),
        // With a goal in the address it comes with what the move changes.
        Some("move") if location.query.with(|map| map.get("to").is_some()) => {
            // Until that is known there is nothing to show.
            let _ = open.move_plan()?;
            Some(parts::show(Piece::MoveDialog))
        }
        Some("move") => Some(parts::show(Piece::MoveDialog)),
        Some("two-factor") => Some(parts::show(Piece::TwoFactorDialog)),
        Some("why") => {
            let _ = open.explanation()?;
            Some(parts::show(Piece::WhyDialog))
        }
        _ => None,
    };
    // On the server the title is read last, when the signal may be gone: this content may have been made anew meanwhile.
    let name = open.customer.with_untracked(|c| c.name.clone());
    let title = move || open.customer.try_with(|c| c.name.clone()).unwrap_or_else(|| name.clone());
    view! {
        <Title text=title />
        {head::banners(open, actions)}
        {opener()}
        <div class="pane-scroll">
            {head::head(open, actions)}
            {head::facts(open)}
            {head::tabs(open, tab)}
            <div class="detail-body">{body}</div>
        </div>
        {dialog}
    }
    .into_any()
}
