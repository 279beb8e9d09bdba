//! Made-up customers, and what the functions of the pages want to have around them.

use crate::customers::cell::SECOND_PRESS;
use crate::customers::columns::Columns;
use crate::customers::detail_page::{Open, Tab, beside};
use crate::customers::row::RowContext;
use crate::customers::work::Work;
use crate::ui::asked::ask;
use crate::ui::nav::Nav;
use crate::ui::pause::Pause;
use leptos::prelude::*;
use model::codes::Country;
use model::customers::{Crumb, Customer, CustomerDetail, CustomerRow, Kind, Rights, Status, TwoFactorRule};
use model::deletions::{Deletion, DeletionStatus};
use model::ids::{CustomerId, UserId};
use model::people::{Me, Role};
use model::time::{DAY, Timestamp};

/// A name that is longer than its room.
pub const LONG: &str =
    "Società Cooperativa Agricola fra Produttori Ortofrutticoli della Bassa Valle del Serio e dell'Isola";
/// 21 November 2026.
const NOW: Timestamp = Timestamp(1_795_219_200_000);

/// What the list provides to its parts.
pub fn provide() {
    Work::provide(ask(|| (), |()| async { Ok(Vec::new()) }));
}

/// A customer; the number tells it from others.
pub fn customer(number: u128, name: &str) -> Customer {
    Customer {
        id: CustomerId(0x019a_0000_0000_7000_8000_0000_0000_0000 + number),
        parent_id: None,
        name: name.to_owned(),
        kind: Kind::Company,
        ref_id: Some(format!("R-{}", 1000 + number)),
        vat_number: Some("IT00743110157".to_owned()),
        fiscal_code: None,
        ranking_id: None,
        status: Status::Enabled,
        country: Country::IT,
        street: Some("Via Roma 1".to_owned()),
        city: Some("Bergamo".to_owned()),
        province: None,
        postal_code: Some("24121".to_owned()),
        phone: Some("+39 035 123456".to_owned()),
        email: Some("info@molino.example".to_owned()),
        website: None,
        notes: Some(
            "Pays by month. Wants one invoice for all branches,\nwith the name of the branch in each line.".to_owned(),
        ),
        home_dashboard_id: None,
        default_contact_id: None,
        require_two_factor: false,
        created_at: Timestamp(NOW.0 - 40 * DAY),
        updated_at: Timestamp(NOW.0 - 2 * DAY),
        version: 1,
        deletion: None,
    }
}

/// Disabled.
pub fn disabled(mut customer: Customer) -> Customer {
    customer.status = Status::Disabled;
    customer
}

/// To be deleted, or deleted.
pub fn deleted(mut customer: Customer, status: DeletionStatus) -> Customer {
    let (reason, by) = ("Contract ended".to_owned(), "Ugo Ferri".to_owned());
    customer.deletion = Some(Deletion { at: Timestamp(NOW.0 + 9 * DAY), reason, by, status });
    customer
}

/// Its row in a list.
pub fn row(customer: Customer) -> CustomerRow {
    let parent = Some(Crumb { id: CustomerId(7), name: "Telematica Nord".to_owned() });
    CustomerRow { customer, parent, name_marks: Vec::new(), hit: None }
}

/// What rows share, for an editor; the customer of the first row is open.
pub fn row_context() -> RowContext {
    let first = customer(1, "").id;
    RowContext {
        selected: memo(move |_| Some(first)),
        search: memo(|_| String::new()),
        work: Work::get(),
        writer_of: Some(home().id),
        menu: RwSignal::new(None),
        columns: Columns::default(),
        nav: Nav::get(),
        second: Pause::of(SECOND_PRESS),
    }
}

/// The top of the reach of who is looking.
pub fn home() -> Crumb {
    Crumb { id: CustomerId(1), name: "Provider".to_owned() }
}

/// A customer's page, for who may do everything or nothing with it.
pub fn open(customer: Customer, governs: bool) -> Open {
    let home = home();
    let rights = Rights {
        edit: true,
        set_governed: governs,
        govern: governs,
        add_below: true,
        see_users: true,
        manage_users: true,
    };
    let above = [(2, "Telematica Nord"), (3, LONG), (4, "Molini Riuniti")];
    let me = Me {
        id: UserId(1),
        name: "Ada Conti".to_owned(),
        email: "ada@provider.example".to_owned(),
        role: Role::Admin,
        customer_id: home.id,
        customer: home.name,
        of_provider: true,
        last_admin: false,
        mails: true,
        viewed: None,
    };
    let detail = CustomerDetail {
        customer: customer.clone(),
        ancestors: above.map(|(id, name)| Crumb { id: CustomerId(id), name: name.to_owned() }).to_vec(),
        ranking: None,
        disabled_above: None,
        two_factor: TwoFactorRule { on: false, above: None, may: true },
        children: 14,
        users: 3,
        contacts: 2,
        default_contact: Some("Ugo Ferri".to_owned()),
        rights,
    };
    Open {
        customer: RwSignal::new(customer),
        users: RwSignal::new(detail.users),
        contacts: RwSignal::new(detail.contacts),
        default_contact: RwSignal::new(detail.default_contact.clone()),
        beside: beside(memo(|_| String::new()), memo(|_| Tab::Profile)),
        detail: StoredValue::new(detail),
        me: StoredValue::new(me),
        refresh: Callback::new(|()| ()),
        search: memo(|_| String::new()),
    }
}
