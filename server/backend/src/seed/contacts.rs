//! The contacts of the sample: some companies with others below them have some, and a few of the rest.

use super::countries::Sample;
use super::rng::Rng;
use super::sample::{person, ref_id};
use model::contacts::Contact;
use model::customers::{Customer, Kind, Status};
use model::ids::ContactId;

const TITLES: [&str; 6] = ["Accounts", "Head of IT", "Managing director", "On-call engineer", "Purchasing", "Support"];

/// A customer's contacts, each with the id of its entry in the log. They come from numbers of their own: with and without
/// them the rest of a sample is the same.
pub(super) fn of(sample: &Sample, customer: &Customer, is_branch: bool, seed: u64, index: u32) -> Vec<(Contact, u128)> {
    let mut rng = Rng::new(seed ^ (u64::from(index) << 32) ^ 0x0c0f_fee5);
    let has_some = customer.kind == Kind::Company && (is_branch && rng.percent(40) || rng.percent(1));
    let count = if has_some { 1 + rng.below(3) } else { 0 };
    let mut contact = |nth: u64| {
        let (first, last) = (*rng.pick(sample.first_names), *rng.pick(sample.last_names));
        let address = format!("contact{}@{}.example", nth + 1, ref_id(seed, index).to_lowercase());
        let contact = Contact {
            id: ContactId(rng.uuid_v7(customer.created_at.0)),
            customer_id: customer.id,
            name: person(sample, first, last),
            email: rng.percent(80).then_some(address),
            phone: rng.percent(60).then(|| format!("{}{}", sample.phone, rng.digits(7))),
            job_title: rng.percent(70).then(|| (*rng.pick(&TITLES)).to_owned()),
            status: Status::Enabled,
            default: nth == 0,
            user_id: None,
            created_at: customer.created_at,
            updated_at: customer.created_at,
            version: 1,
        };
        (contact, rng.uuid_v7(customer.created_at.0))
    };
    (0..count).map(&mut contact).collect()
}
