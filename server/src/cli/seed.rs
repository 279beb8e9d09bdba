//! `seed`: sample data.

use super::output::{line, say};
use super::{Failure, Result, Seed};
use crate::config::Config;
use crate::database;
use backend::Backend;
use backend::seed::{SignIn, found_provider, seed, sign_ins};
use model::people::Password;

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
    if args.sign_ins { print_sign_ins(&backend).await } else { Ok(()) }
}

/// People to try the sample with. Their password is drawn here and shown this once.
async fn print_sign_ins(backend: &Backend) -> Result {
    let secret: String = backend::random::bytes::<16>().iter().map(|byte| char::from(b'a' + byte % 26)).collect();
    let password = Password::parse(&secret).map_err(|_| Failure::Failed("a drawn password is weak".to_owned()))?;
    let people = sign_ins(backend, &password).await.map_err(|error| match error {
        backend::Error::NotFound => Failure::Failed("the sample is too small for people of every role".to_owned()),
        error => error.into(),
    })?;
    line(format!("{:<26} {:<8} customer", "sign in as", "role"));
    for SignIn { email, role, customer } in people {
        line(format!("{email:<26} {:<8} {customer}", role.as_str()));
    }
    line(format!("password of all: {secret}"));
    Ok(())
}
