//! `seed`: sample data.

use super::output::say;
use super::{Failure, Result, Seed};
use crate::config::Config;
use crate::database;
use backend::seed::{found_provider, seed};

/// Customers between two words on how far it is.
const STEP: u32 = 50_000;

pub(super) async fn run(args: Seed, config: &Config) -> Result {
    let backend = database::open(config, &config.addr).await?;
    if found_provider(&backend).await? {
        say("Created the provider; `canopy admin create` gives it an admin");
    }
    let tell = |done| {
        if done % STEP == 0 {
            say(format!("{done} of {} customers", args.customers));
        }
    };
    seed(&backend, args.customers, args.seed, tell).await.map_err(|error| match error {
        backend::Error::Invalid(_) => Failure::Failed(format!(
            "the sample of seed {} is in this database already; take another --seed",
            args.seed
        )),
        error => error.into(),
    })?;
    say(format!("{} customers are in", args.customers));
    Ok(())
}
