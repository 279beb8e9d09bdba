//! One customer of the sample after the other, with its people: the same for the same seed.

use super::countries::{SAMPLES, Sample};
use super::rng::Rng;
use super::shape::Shape;
use super::{codes, contacts};
use crate::customers::Prepared;
use crate::error::Result;
use crate::fold::fold;
use model::codes::Country;
use model::contacts::Contact;
use model::customers::{Customer, Kind, Status};
use model::ids::{CustomerId, RankingId, UserId};
use model::people::{Role, User, UserStatus};
use model::time::{DAY, Timestamp};
use std::collections::HashMap;

/// 2016-01-01: the first customer's date of creation.
const FIRST: i64 = 1_451_606_400_000;
/// Ten years: the last one's is no later.
const SPAN: i64 = 3_652 * DAY;

/// Tiers that some of them have.
pub(super) const TIERS: [&str; 4] = ["Bronze", "Silver", "Gold", "Platinum"];

/// A customer of the sample.
#[derive(Clone, Debug)]
pub(super) struct Made {
    /// Below which of those before; `None` for the provider.
    pub parent: Option<u32>,
    /// Whether others are below it.
    pub is_branch: bool,
    /// Which of the tiers.
    pub tier: Option<usize>,
    /// The customer.
    pub prepared: Prepared,
    /// Id of its entry in the log.
    pub entry: u128,
    /// Its users, each with the id of their entry.
    pub users: Vec<(User, u128)>,
    /// Its contacts, the default first, each with the id of their entry.
    pub contacts: Vec<(Contact, u128)>,
}

/// Makes customers.
#[derive(Debug)]
pub(super) struct Maker {
    rng: Rng,
    shape: Shape,
    seed: u64,
    count: u32,
    made: u32,
    provider: CustomerId,
    tiers: Vec<RankingId>,
    /// Ids of those that others are below.
    branches: HashMap<u32, CustomerId>,
}

/// The ref ID of a customer of a seed's sample.
pub(super) fn ref_id(seed: u64, index: u32) -> String {
    format!("S{seed}-{:07}", index + 1)
}

impl Maker {
    /// For a sample of so many customers below a provider, with its tiers in the order of [`TIERS`].
    pub fn new(count: u32, seed: u64, provider: CustomerId, tiers: Vec<RankingId>) -> Self {
        let (rng, shape) = (Rng::new(seed), Shape::new(count));
        Self { rng, shape, seed, count, made: 0, provider, tiers, branches: HashMap::new() }
    }

    /// The next customer; `None` after the last.
    pub fn make(&mut self) -> Result<Option<Made>> {
        let Some(place) = self.shape.next(&mut self.rng) else { return Ok(None) };
        let (index, seed, count) = (self.made, self.seed, self.count);
        self.made += 1;
        let rng = &mut self.rng;
        let sample = country(rng);
        let country = Country::parse(sample.code).unwrap_or(Country::IT);
        let created_at = Timestamp(FIRST + SPAN / i64::from(count) * i64::from(index) + rng.below(60_000) as i64);
        let kind = if !place.is_branch && rng.percent(25) { Kind::Individual } else { Kind::Company };
        let (first, last) = (*rng.pick(sample.first_names), *rng.pick(sample.last_names));
        let name = match kind {
            Kind::Individual => person(sample, first, last),
            Kind::Company => company(rng, sample, last),
        };
        let (vat_number, fiscal_code) = numbers(rng, sample, country, kind, (first, last));
        let (city, province, postal_code) = *rng.pick(sample.cities);
        let slug = slug(&name, index);
        let id = CustomerId(rng.uuid_v7(created_at.0));
        let text = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        let tier = rng.percent(60).then(|| rng.below(TIERS.len() as u64) as usize);
        let parent = place.parent.and_then(|parent| self.branches.get(&parent)).unwrap_or(&self.provider);
        let customer = Customer {
            id,
            parent_id: Some(*parent),
            kind,
            ref_id: Some(ref_id(seed, index)),
            vat_number,
            fiscal_code,
            ranking_id: tier.and_then(|tier| self.tiers.get(tier).copied()),
            status: if rng.percent(4) { Status::Disabled } else { Status::Enabled },
            country,
            street: rng.percent(95).then(|| format!("{} {}", rng.pick(sample.streets), 1 + rng.below(200))),
            city: text(city),
            province: text(province),
            postal_code: text(postal_code),
            phone: rng.percent(60).then(|| format!("{}{}", sample.phone, rng.digits(7))),
            email: rng.percent(80).then(|| format!("info@{slug}.example")),
            website: rng.percent(40).then(|| format!("https://www.{slug}.example")),
            notes: rng.percent(5).then(|| format!("Met at the fair.\nCalls back in {} days.", 1 + rng.below(30))),
            home_dashboard_id: None,
            default_contact_id: None,
            require_two_factor: false,
            created_at,
            updated_at: created_at,
            version: 1,
            deletion: None,
            name,
        };
        if place.is_branch {
            self.branches.insert(index, id);
        }
        let entry = rng.uuid_v7(created_at.0);
        let people = if place.is_branch { 1 + rng.below(3) } else { u64::from(rng.percent(4)) };
        let users = (0..people).map(|nth| user(rng, sample, &customer, (seed, index, nth))).collect();
        let contacts = contacts::of(sample, &customer, place.is_branch, seed, index);
        let prepared = Prepared::of(customer)?;
        Ok(Some(Made { parent: place.parent, is_branch: place.is_branch, tier, prepared, entry, users, contacts }))
    }
}

fn country(rng: &mut Rng) -> &'static Sample {
    let mut luck = rng.below(100);
    SAMPLES
        .iter()
        .find(|sample| {
            let hit = luck < sample.share;
            luck = luck.saturating_sub(sample.share);
            hit
        })
        .unwrap_or(&SAMPLES[0])
}

pub(super) fn person(sample: &Sample, first: &str, last: &str) -> String {
    if sample.family_first { format!("{last} {first}") } else { format!("{first} {last}") }
}

fn company(rng: &mut Rng, sample: &Sample, last: &str) -> String {
    let name = rng.pick(sample.companies).replace("{trade}", rng.pick::<&str>(sample.trades));
    let name = name.replace("{name}", last);
    // Real lists have many branches of the same name.
    if rng.percent(70) { format!("{name} {}", 1 + rng.below(9_999)) } else { name }
}

/// VAT number and fiscal code, as far as such a customer has them.
fn numbers(
    rng: &mut Rng,
    sample: &Sample,
    country: Country,
    kind: Kind,
    (first, last): (&str, &str),
) -> (Option<String>, Option<String>) {
    let wants_vat = !sample.vat.is_empty() && rng.percent(if kind == Kind::Company { 85 } else { 20 });
    let vat = if wants_vat { codes::vat_number(rng, sample.vat, country) } else { None };
    let vat = vat.map(|number| number.to_string());
    let fiscal_code = match kind {
        _ if country != Country::IT => None,
        Kind::Individual => codes::person(rng, first, last).map(|code| code.to_string()),
        Kind::Company => vat.as_ref().map(|number| number.trim_start_matches("IT").to_owned()),
    };
    (vat, fiscal_code)
}

/// What a domain is called after a name: its ASCII letters, else its number.
fn slug(name: &str, index: u32) -> String {
    let ascii: String = fold(name).chars().filter(|c| c.is_ascii_alphanumeric()).take(40).collect();
    if ascii.is_empty() { format!("customer{}", index + 1) } else { ascii }
}

/// A user who was invited and has not come yet.
fn user(rng: &mut Rng, sample: &Sample, customer: &Customer, (seed, index, nth): (u64, u32, u64)) -> (User, u128) {
    let (first, last) = (*rng.pick(sample.first_names), *rng.pick(sample.last_names));
    let created_at = customer.created_at;
    let role = [Role::Admin, Role::Editor, Role::Viewer][nth.min(2) as usize];
    let user = User {
        id: UserId(rng.uuid_v7(created_at.0)),
        customer_id: customer.id,
        name: person(sample, first, last),
        email: format!("{}@{}.example", role.as_str(), ref_id(seed, index).to_lowercase()),
        role,
        status: UserStatus::Invited,
        last_sign_in_at: None,
        invited_until: None,
        created_at,
        version: 1,
    };
    let entry = rng.uuid_v7(created_at.0);
    (user, entry)
}
