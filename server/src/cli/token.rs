//! `token create`: an API token with a user's role and reach.

use super::output::line;
use super::{Failure, Result, TokenCreate};
use crate::config::Config;
use crate::database;
use backend::{Caller, Via, tokens};
use model::codes::Email;
use model::lang::Lang;
use model::tokens::TokenForm;

pub(super) async fn create(args: TokenCreate, config: &Config) -> Result {
    let wrong = |problem: model::form::Problem| Failure::Failed(format!("--email: {}", problem.sentence(Lang::En)));
    let email = Email::parse(&args.email).map_err(wrong)?;
    let expires_in_days = args.expires.map(|days| days.to_string()).unwrap_or_default();
    let form = TokenForm { name: args.name, expires_in_days, ..TokenForm::default() };
    let new = form.parse().map_err(backend::Error::from)?;
    let backend = database::open(config, &config.addr).await?;
    let created = backend
        .write(&Caller::system(Via::Cli), move |call| {
            Box::pin(async move { tokens::create_for(call, &email, new).await })
        })
        .await?;
    line(created.secret);
    Ok(())
}
