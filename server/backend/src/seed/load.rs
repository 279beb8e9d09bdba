//! Puts a sample into the database: some customers a write, so that others get in between.

use super::sample::{Made, Maker, TIERS};
use crate::call::Call;
use crate::customers::{self, NewRow};
use crate::error::{Error, Result};
use crate::people::{self, NewUserRow};
use crate::{Backend, Caller, Via, bulk, path, rankings};
use model::ids::{CustomerId, RankingId};
use std::sync::Arc;
use tokio::sync::mpsc;

/// Customers of one write.
const AT_ONCE: usize = 1_000;

/// A customer that is in: what those below it need.
#[derive(Clone)]
struct Stored {
    row: i64,
    id: CustomerId,
    path: Arc<str>,
}

/// Rows and ids of the tiers.
type Tiers = Arc<[(i64, RankingId)]>;

/// Makes and stores a whole sample.
pub(super) async fn load(
    backend: &Backend,
    count: u32,
    seed: u64,
    mut tell: impl FnMut(u32) + Send,
) -> Result<()> {
    let caller = Caller::system(Via::Cli);
    let tiers = backend.write(&caller, |call| Box::pin(tiers(call))).await?;
    let view = backend.read(&caller).await?;
    let actor = view.actor()?;
    let provider = Stored { row: actor.home_row, id: actor.home, path: actor.scope.as_str().into() };
    drop(view);

    // Made in a thread of its own while what was made before is being stored.
    let (sender, mut receiver) = mpsc::channel(4);
    let maker = tokio::task::spawn_blocking(move || {
        let mut maker = Maker::new(count, seed);
        loop {
            let made: Vec<Made> = maker.by_ref().take(AT_ONCE).collect();
            // Whoever stores has given up: so does who makes.
            if made.is_empty() || sender.blocking_send(made).is_err() {
                return;
            }
        }
    });
    let mut stored: Vec<Option<Stored>> = vec![None; count as usize];
    let mut done = 0;
    while let Some(made) = receiver.recv().await {
        let parent = |made: &Made| -> Result<Stored> {
            let Some(parent) = made.parent else { return Ok(provider.clone()) };
            stored[parent as usize].clone().ok_or_else(|| Error::internal("a parent comes first"))
        };
        // Parents in the same write have no row yet: rows are known once ids are reserved, in the write itself.
        let known: Vec<Option<Stored>> =
            made.iter().map(|made| parent(made).ok()).collect();
        let (first, made, tiers) = (done, Arc::<[Made]>::from(made), tiers.clone());
        let known: Arc<[Option<Stored>]> = known.into();
        let rows = backend
            .write(&caller, move |call| Box::pin(async move { store(call, first, &made, &known, &tiers).await }))
            .await?;
        for row in rows {
            stored[done as usize] = Some(row);
            done += 1;
        }
        tell(done);
    }
    maker.await.map_err(|_| Error::internal("making a sample panicked"))
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

/// Stores some customers, of which `first` is the number of the first; gives them in order.
async fn store(
    call: &mut Call,
    first: u32,
    made: &[Made],
    known: &[Option<Stored>],
    tiers: &Tiers,
) -> Result<Vec<Stored>> {
    call.lock_tree().await?;
    let users: usize = made.iter().map(|made| made.users.len()).sum();
    let ids = bulk::reserve_ids(call, "customers", made.len()).await?;
    let mut user_ids = bulk::reserve_ids(call, "users", users).await?.into_iter();
    let mut term_ids = bulk::reserve_ids(call, "search_terms", users).await?.into_iter();
    let mut stored: Vec<Stored> = Vec::with_capacity(made.len());
    let (mut rows, mut people) = (Vec::with_capacity(made.len()), Vec::with_capacity(users));
    for ((made, known), id) in made.iter().zip(known).zip(ids) {
        let here = || made.parent.and_then(|parent| stored.get(parent.checked_sub(first)? as usize));
        let parent = known.as_ref().or_else(here).ok_or_else(|| Error::internal("a parent comes first"))?;
        let path = path::child(&parent.path, id);
        let mut customer = made.customer.clone();
        customer.parent_id = Some(parent.id);
        let tier = made.tier.map(|tier| tiers[tier]);
        customer.ranking_id = tier.map(|(_, id)| id);
        let row = Stored { row: id, id: customer.id, path: path.as_str().into() };
        rows.push(NewRow { id, parent: parent.row, ranking: tier.map(|(row, _)| row), path, customer, entry: made.entry });
        for (user, entry) in &made.users {
            let (Some(id), Some(term)) = (user_ids.next(), term_ids.next()) else {
                return Err(Error::internal("every user has an id"));
            };
            let user = user.clone();
            people.push(NewUserRow { id, term, customer: row.row, user, link: None, link_hash: None, entry: *entry });
        }
        stored.push(row);
    }
    customers::insert_many(call, &rows).await?;
    people::insert_many(call, &people).await?;
    Ok(stored)
}
