//! `admin create`: a way in without a browser.

use super::output::{line, say};
use super::{AdminCreate, Failure, Result};
use crate::config::Config;
use crate::database;
use backend::people;
use model::codes::Email;
use model::form::Problem;
use model::lang::Lang;
use model::people::Password;
use std::io::Read;

pub(super) async fn create(args: AdminCreate, config: &Config) -> Result {
    let wrong = |what: &str, problem: Problem| Failure::Failed(format!("{what}: {}", problem.sentence(Lang::En)));
    let email = Email::parse(&args.email).map_err(|problem| wrong("--email", problem))?;
    let password = if args.password_stdin {
        let password = Password::parse(&read_password()?).map_err(|problem| wrong("password", problem))?;
        Some(password)
    } else {
        None
    };
    let backend = database::open(config, &config.addr).await?;
    let created = people::create_admin(&backend, email, &args.provider, password).await?;
    say(format!("Created {} ({})", created.user.name, created.user.email));
    if let Some(link) = created.activation_link {
        line(link);
    }
    Ok(())
}

/// Standard input but for one newline at its end, which `echo` adds.
fn read_password() -> Result<String> {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    let text = text.strip_suffix('\n').map(|text| text.strip_suffix('\r').unwrap_or(text)).unwrap_or(&text);
    Ok(text.to_owned())
}
