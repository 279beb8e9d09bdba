//! The second reading of a file: what is good is created, level by level, so that parents come before their children.

use super::row::Row;
use super::scan::{Destination, Scan, Tier};
use super::{AT_ONCE, Event, File, ImportError, RowError, RowProblem, Source};
use crate::call::Caller;
use crate::customers::{self, BatchItem, BatchOutcome, BatchOutcomes};
use crate::error::Error;
use crate::fold::name_key;
use crate::{Backend, rankings};
use model::ids::{CustomerId, RankingId};
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

/// How often a write is tried when another process holds the database.
const TRIES: u32 = 5;

/// Creates the rows that have a level.
pub async fn write<S: Source>(
    backend: &Backend,
    caller: &Caller,
    mut file: File<S>,
    scan: &mut Scan,
    levels: &[Option<u32>],
    tell: &mut (impl FnMut(Event) + Send),
) -> Result<(), ImportError> {
    let mut order: Vec<u32> = (0..levels.len() as u32).filter(|&row| levels[row as usize].is_some()).collect();
    // Stable: within a level the rows stay in the order of the file.
    order.sort_by_key(|&row| levels[row as usize]);
    let (mut ids, mut created) = (vec![None; levels.len()], 0);
    for level in order.chunk_by(|&a, &b| levels[a as usize] == levels[b as usize]) {
        for rows in level.chunks(AT_ONCE) {
            let place = |&row: &u32| (scan.entries[row as usize].offset, scan.entries[row as usize].line);
            let read;
            (file, read) = file.again(rows.iter().map(place).collect()).await?;
            let done = chunk(backend, caller, scan, &mut ids, rows, read, tell).await;
            created += done.map_err(|error| stopped(created, error))?;
            tell(Event::Created(created, order.len() as u64));
        }
    }
    Ok(())
}

fn stopped(created: u64, error: Error) -> ImportError {
    if created == 0 { ImportError::Backend(error) } else { ImportError::Stopped { created, error: Box::new(error) } }
}

/// Creates some rows of one level in one write; gives how many.
async fn chunk(
    backend: &Backend,
    caller: &Caller,
    scan: &mut Scan,
    ids: &mut [Option<CustomerId>],
    rows: &[u32],
    read: Vec<Row>,
    tell: &mut (impl FnMut(Event) + Send),
) -> Result<u64, Error> {
    let mut sent = Vec::with_capacity(rows.len());
    let mut items = Vec::with_capacity(rows.len());
    for (&row, read) in rows.iter().zip(read) {
        let parent = match scan.destination(row as usize) {
            Destination::Home => None,
            Destination::Stored(id) => Some(id),
            Destination::Row(parent) => match ids[parent as usize] {
                Some(id) => Some(id),
                // Refused between checking and writing: someone else was faster.
                None => {
                    scan.refuse(row as usize, RowProblem::ParentRefused);
                    continue;
                }
            },
        };
        let mut new = read.new.ok_or_else(|| Error::internal("the file changed while it was read"))?;
        new.parent_id = parent;
        if let Some(name) = read.ranking {
            new.data.ranking_id = Some(tier(backend, caller, scan, name).await?);
        }
        sent.push(row);
        let (created_at, require_two_factor) = (read.created_at, read.require_two_factor);
        items.push(BatchItem { new, created_at, require_two_factor });
    }
    let outcomes = create(backend, caller, items).await?;
    let mut created = 0;
    for (&row, outcome) in sent.iter().zip(outcomes) {
        match outcome {
            Ok(BatchOutcome { id, invited }) => {
                ids[row as usize] = Some(id);
                created += 1;
                if let Some((email, link)) = invited {
                    tell(Event::Invited { ref_id: scan.ref_id(row as usize), email, link });
                }
            }
            Err(errors) => {
                let entry = &mut scan.entries[row as usize];
                entry.refused = true;
                let mut refused = Row { line: entry.line, written_ref_id: scan.ref_id(row as usize), ..Row::default() };
                refused.add_all(errors);
                RowError::of_row(refused, &mut scan.errors);
            }
        }
    }
    Ok(created)
}

async fn create(backend: &Backend, caller: &Caller, items: Vec<BatchItem>) -> Result<BatchOutcomes, Error> {
    let items: Arc<[BatchItem]> = items.into();
    let mut tried = 1;
    loop {
        let items = items.clone();
        match backend.write(caller, move |call| customers::create_batch(call, items)).await {
            Err(Error::Busy { retry_after }) if tried < TRIES => {
                tokio::time::sleep(Duration::from_secs(retry_after.into())).await;
                tried += 1;
            }
            outcome => return outcome,
        }
    }
}

/// The id of a tier; one that is new is created when the first row that has it is.
async fn tier(backend: &Backend, caller: &Caller, scan: &mut Scan, name: String) -> Result<RankingId, Error> {
    let key = name_key(&name);
    let name = match scan.tiers.get(&key) {
        Some(Tier::Stored(id)) => return Ok(*id),
        Some(Tier::New(name)) => name.clone(),
        _ => name,
    };
    let created = backend.write(caller, move |call| Box::pin(rankings::create(call, name))).await;
    let id = match created {
        Ok(ranking) => ranking.id,
        // Someone else has just created it.
        Err(Error::Invalid(errors)) => {
            let stored: HashMap<_, _> = super::stored::rankings(&backend.read(caller).await?).await?;
            *stored.get(&key).ok_or(Error::Invalid(errors))?
        }
        Err(error) => return Err(error),
    };
    scan.tiers.insert(key, Tier::Stored(id));
    Ok(id)
}
