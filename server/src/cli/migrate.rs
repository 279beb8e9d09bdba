//! `migrate`: the schema up to date, or back.

use super::output::say;
use super::{Migrate, Result};
use crate::config::Config;
use crate::database;

pub(super) async fn run(args: &Migrate, config: &Config) -> Result {
    match args.down {
        Some(steps) => {
            database::roll_back(&config.database_url, steps).await?;
            say(format!("Took back {steps} migrations"));
        }
        None => {
            database::migrate(&config.database_url).await?;
            say("The database is up to date");
        }
    }
    Ok(())
}
