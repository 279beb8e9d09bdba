//! Puts a sample into the database: some customers a write, so that others get in between.

use super::sample::{Made, Maker, TIERS};
use crate::call::Call;
use crate::customers::{self, NewRow, Prepared};
use crate::error::{Error, Result};
use crate::people::contacts::{self, NewContactRow};
use crate::people::{self, NewUserRow};
use crate::sql::Values;
use crate::{Backend, Caller, Via, bulk, path, rankings};
use model::ids::{CustomerId, RankingId};
use std::collections::HashMap;
use std::sync::Arc;
use tokio::sync::mpsc;
use uuid::Uuid;

/// Customers of one write.
const AT_ONCE: usize = 5_000;

/// Rows and ids of the tiers.
type Tiers = Arc<[(i64, RankingId)]>;

/// Makes and stores a whole sample.
pub(super) async fn load(backend: &Backend, count: u32, seed: u64, mut tell: impl FnMut(u32) + Send) -> Result<()> {
    let caller = Caller::system(Via::Cli);
    let tiers = backend.write(&caller, |call| Box::pin(tiers(call))).await?;

    let provider = backend.read(&caller).await?.actor()?.home;

    // Made in a thread of its own while what was made before is being stored.
    let (sender, mut receiver) = mpsc::channel(2);
    let ids = tiers.iter().map(|(_, id)| *id).collect();
    let maker = tokio::task::spawn_blocking(move || {
        let mut maker = Maker::new(count, seed, provider, ids);
        loop {
            let mut made = Vec::with_capacity(AT_ONCE);
            while made.len() < AT_ONCE
                && let Some(next) = maker.make()?
            {
                made.push(next);
            }
            // Whoever stores has given up: so does who makes.
            if made.is_empty() || sender.blocking_send(made).is_err() {
                return Ok(());
            }
        }
    });
    // Rows of those that others can be below, by number.
    let (mut branches, mut done) = (HashMap::<u32, i64>::new(), 0);
    while let Some(made) = receiver.recv().await {
        let known: Arc<HashMap<u32, i64>> =
            Arc::new(made.iter().filter_map(|made| Some((made.parent?, *branches.get(&made.parent?)?))).collect());
        let (first, made, tiers) = (done, Arc::<[Made]>::from(made), tiers.clone());
        let sent = made.clone();
        let rows = backend
            .write(&caller, move |call| Box::pin(async move { store(call, first, &sent, &known, &tiers).await }))
            .await?;
        for (made, row) in made.iter().zip(rows) {
            if made.is_branch {
                branches.insert(done, row);
            }
            done += 1;
        }
        tell(done);
    }
    bulk::settle(backend, u64::from(count)).await;
    maker.await.map_err(|_| Error::internal("making a sample panicked"))?
}

async fn tiers(call: &mut Call) -> Result<Tiers> {
    let mut tiers = Vec::new();
    for name in TIERS {
        let tier = match rankings::by_name(call, name).await? {
            Some(tier) => tier,
            None => rankings::create(call, name.to_owned()).await?,
        };
        let row = rankings::row_of(call, Some(tier.id)).await?;
        tiers.push((row.ok_or(Error::NotFound)?, tier.id));
    }
    Ok(tiers.into())
}

/// Where a customer stands.
#[derive(Clone)]
struct Place {
    row: i64,
    id: CustomerId,
    path: String,
}

/// Stores some customers, of which `first` is the number of the first; gives their rows in order. `known` are the rows
/// of parents from earlier writes.
async fn store(
    call: &mut Call,
    first: u32,
    made: &[Made],
    known: &HashMap<u32, i64>,
    tiers: &Tiers,
) -> Result<Vec<i64>> {
    call.lock_tree().await?;
    let mut places = places(call, known).await?;
    let actor = call.actor()?;
    let provider = Place { row: actor.home_row, id: actor.home, path: actor.scope.clone() };
    let users: usize = made.iter().map(|made| made.users.len()).sum();
    let ids = bulk::reserve_ids(call, "customers", made.len()).await?;
    let mut user_ids = bulk::reserve_ids(call, "users", users).await?.into_iter();
    let contact_count: usize = made.iter().map(|made| made.contacts.len()).sum();
    let mut contact_ids = bulk::reserve_ids(call, "contacts", contact_count).await?.into_iter();
    let mut term_ids = bulk::reserve_ids(call, "search_terms", users + contact_count).await?.into_iter();
    let (mut rows, mut people) = (Vec::with_capacity(made.len()), Vec::with_capacity(users));
    let mut beside = Vec::with_capacity(contact_count);
    for ((number, made), &id) in (first..).zip(made).zip(&ids) {
        let mut prepared = made.prepared.clone();
        // A parent that someone has deleted meanwhile, or moved too deep, is none.
        let parent = made.parent.and_then(|parent| places.get(&parent)).unwrap_or(&provider);
        if prepared.customer.parent_id != Some(parent.id) {
            prepared.customer.parent_id = Some(parent.id);
            prepared = Prepared::of(prepared.customer)?;
        }
        let path = path::child(&parent.path, id);
        for (user, entry) in &made.users {
            let (Some(user_id), Some(term)) = (user_ids.next(), term_ids.next()) else {
                return Err(Error::internal("every user has an id"));
            };
            let (user, entry) = (user.clone(), *entry);
            people.push(NewUserRow { id: user_id, term, customer: id, user, link: None, entry });
        }
        for (contact, entry) in &made.contacts {
            let (Some(contact_id), Some(term)) = (contact_ids.next(), term_ids.next()) else {
                return Err(Error::internal("every contact has an id"));
            };
            let (contact, entry) = (contact.clone(), *entry);
            beside.push(NewContactRow { id: contact_id, term, customer: id, contact, entry });
        }
        let (parent, public) = (parent.row, prepared.customer.id);
        if made.is_branch && path::fits(path::depth(&path) + 1) {
            places.insert(number, Place { row: id, id: public, path: path.clone() });
        }
        let ranking = made.tier.map(|tier| tiers[tier].0);
        rows.push(NewRow { id, parent, ranking, path, prepared, entry: made.entry });
    }
    customers::insert_many(call, rows).await?;
    people::insert_many(call, people).await?;
    contacts::insert_many(call, beside).await?;
    Ok(ids)
}

/// The places of living customers, by their number in the sample. They are asked for in every write: others may have
/// moved or deleted them since the last.
async fn places(call: &Call, known: &HashMap<u32, i64>) -> Result<HashMap<u32, Place>> {
    let mut values = Values::default();
    let list: Vec<String> = known.values().map(|&row| values.add(row)).collect();
    if list.is_empty() {
        return Ok(HashMap::new());
    }
    let query = format!(
        "SELECT c.id, c.public_id, n.path FROM customers c JOIN nodes n ON n.id = c.id
         WHERE c.trash_id IS NULL AND c.id IN ({})",
        list.join(",")
    );
    let mut found = HashMap::new();
    for row in call.all(&query, values.0).await? {
        let (id, public, path): (i64, Uuid, String) =
            (row.try_get_by_index(0)?, row.try_get_by_index(1)?, row.try_get_by_index(2)?);
        let going = call.going.iter().any(|subtree| path::is_within(&path, subtree));
        if !going && path::fits(path::depth(&path) + 1) {
            found.insert(id, Place { row: id, id: CustomerId(public.as_u128()), path });
        }
    }
    Ok(known.iter().filter_map(|(&number, row)| Some((number, found.get(row)?.clone()))).collect())
}
