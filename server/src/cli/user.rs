//! `user …`: users without a browser, by the verbs of the pages. The operator may what an admin of the provider may.

use super::output::{line, say};
use super::user_args::{User as Command, UserInvite, UserLink, UserList, UserRole};
use super::{Failure, Result};
use crate::config::Config;
use crate::database;
use backend::export::customer_of;
use backend::people::{self, UserChange, UserEdit};
use backend::{Backend, Caller, Via};
use model::codes::Email;
use model::customers::Status;
use model::form::Problem;
use model::ids::{CustomerId, UserId};
use model::lang::Lang;
use model::page::MAX_LIMIT;
use model::people::{LinkBy, NewUserForm, Role, User, UserStatus};
use model::users::{UserField, UserQuery, UserRow, UserSort};

/// The operator at a database.
struct Desk<'a> {
    backend: Backend,
    caller: Caller,
    config: &'a Config,
}

pub(super) async fn run(command: Command, config: &Config) -> Result {
    // What was typed is looked at before the database is opened, and made if there is none.
    let email = match &command {
        Command::List(_) => None,
        Command::Invite(UserInvite { email, .. })
        | Command::Role(UserRole { email, .. })
        | Command::ResetPassword(UserLink { email, .. }) => Some(email),
        Command::Enable(whom)
        | Command::Disable(whom)
        | Command::ResetSecondFactor(whom)
        | Command::EndSessions(whom)
        | Command::Delete(whom) => Some(&whom.email),
    };
    let email = email.map(|email| Email::parse(email).map_err(|problem| wrong("--email", &problem))).transpose()?;
    if let Command::Invite(UserInvite { role, .. }) | Command::Role(UserRole { role, .. }) = &command {
        Role::parse(role).map_err(|problem| wrong("--role", &problem))?;
    }
    let desk = Desk { backend: database::open(config, &config.addr).await?, caller: Caller::system(Via::Cli), config };
    let Some(email) = email else {
        let Command::List(args) = command else { return Ok(()) };
        return desk.list(&args).await;
    };
    if let Command::Invite(args) = command {
        return desk.invite(args).await;
    }
    let user = people::by_email(&desk.backend.read(&desk.caller).await?, &email).await?;
    match command {
        Command::Role(args) => desk.role(&user, args.role).await,
        Command::Enable(_) => desk.set_status(&user, Status::Enabled).await,
        Command::Disable(_) => desk.set_status(&user, Status::Disabled).await,
        Command::ResetPassword(args) => desk.reset_password(&user, args.display_link).await,
        Command::ResetSecondFactor(_) => desk.reset_second_factor(&user).await,
        Command::EndSessions(_) => desk.end_sessions(&user).await,
        Command::Delete(_) => desk.delete(&user).await,
        Command::List(_) | Command::Invite(_) => Ok(()),
    }
}

fn wrong(what: &str, problem: &Problem) -> Failure {
    Failure::Failed(format!("{what}: {}", problem.sentence(Lang::En)))
}

fn by(display_link: bool) -> LinkBy {
    if display_link { LinkBy::Link } else { LinkBy::Email }
}

impl Desk<'_> {
    async fn customer(&self, ref_id: &str) -> Result<CustomerId> {
        let found = customer_of(&self.backend, &self.caller, ref_id).await;
        found.map_err(|_| Failure::Failed(format!("no customer has the ref ID {ref_id}")))
    }

    /// Page by page: there may be a million.
    async fn list(&self, args: &UserList) -> Result {
        let mut query = UserQuery { sort: UserSort::Email, limit: MAX_LIMIT, ..UserQuery::default() };
        if let Some(ref_id) = &args.customer {
            query.under = Some(self.customer(ref_id).await?);
        }
        let mut before = "[";
        loop {
            let page = people::all(&self.backend.read(&self.caller).await?, &query).await?;
            for row in &page.items {
                if args.json {
                    line(format!("{before}{}", serde_json::to_string(&row.user).map_err(Failure::failed)?));
                    before = ",";
                } else {
                    line(in_columns(row));
                }
            }
            query.cursor = page.next_cursor;
            if query.cursor.is_none() {
                break;
            }
        }
        if args.json {
            line(if before == "[" { "[]" } else { "]" });
        }
        Ok(())
    }

    async fn invite(&self, args: UserInvite) -> Result {
        let customer = match &args.customer {
            Some(ref_id) => self.customer(ref_id).await?,
            None => self.backend.read(&self.caller).await?.actor()?.home,
        };
        let email = Email::parse(&args.email).map_err(|problem| wrong("--email", &problem))?;
        if let Ok(known) = people::by_email(&self.backend.read(&self.caller).await?, &email).await {
            let elsewhere = args.customer.is_some() && known.customer_id != customer;
            return self.invite_again(&known, elsewhere, &args).await;
        }
        let local = args.email.split('@').next().unwrap_or_default().to_owned();
        let form = NewUserForm {
            name: args.name.unwrap_or(local),
            email: args.email,
            role: args.role,
            activation: by(args.display_link).as_str().to_owned(),
            ..NewUserForm::default()
        };
        let new = people::prepare(&self.backend, form.parse().map_err(backend::Error::from)?).await?;
        let created =
            self.backend.write(&self.caller, move |call| Box::pin(people::create(call, customer, new))).await?;
        say(format!("Invited {} ({})", created.user.name, created.user.email));
        self.hand_over(created.activation_link);
        Ok(())
    }

    /// Someone who has set no password yet is invited anew, as who they are: another role or customer is another verb.
    async fn invite_again(&self, user: &User, elsewhere: bool, args: &UserInvite) -> Result {
        let (email, role) = (&user.email, user.role.as_str());
        let refused = match user.status {
            UserStatus::Active => Some(format!("{email} is active already; canopy user reset-password makes a link")),
            UserStatus::Disabled => Some(format!("{email} is disabled; canopy user enable comes first")),
            UserStatus::Invited if elsewhere => Some(format!("email: {email} is invited already, by another customer")),
            UserStatus::Invited if Role::parse(&args.role) != Ok(user.role) => {
                Some(format!("{email} is invited already, as {role}; canopy user role changes that"))
            }
            UserStatus::Invited => None,
        };
        if let Some(why) = refused {
            return Err(Failure::Failed(why));
        }
        let (id, by) = (user.id, by(args.display_link));
        let invited =
            self.backend.write(&self.caller, move |call| Box::pin(people::invite(call, id, by, None))).await?;
        say(format!("Invited {} ({email}) again: an earlier link no longer works", user.name));
        self.hand_over(invited.activation_link);
        Ok(())
    }

    /// The link is the result; one that is mailed may have to wait.
    fn hand_over(&self, link: Option<String>) {
        match link {
            Some(link) => line(link),
            None if self.config.smtp.is_none() => {
                say("No mail server is configured: the mail waits in the outbox; --display-link prints the link");
            }
            None => {}
        }
    }

    async fn role(&self, user: &User, role: String) -> Result {
        let edit =
            UserEdit { version: None, changes: vec![UserChange { field: UserField::Role, base: None, value: role }] };
        let id = user.id;
        let user = self.backend.write(&self.caller, move |call| Box::pin(people::edit(call, id, edit))).await?;
        say(format!("{} is {}", user.email, user.role.as_str()));
        Ok(())
    }

    async fn set_status(&self, user: &User, status: Status) -> Result {
        let id = user.id;
        let set = self.backend.write(&self.caller, move |call| Box::pin(people::set_status(call, id, status, None)));
        let user = set.await?;
        say(format!("{} is {}", user.email, user.status.as_str()));
        Ok(())
    }

    async fn reset_password(&self, user: &User, display_link: bool) -> Result {
        match user.status {
            UserStatus::Active => {}
            UserStatus::Invited => return Err(Failure::Failed(format!("{} has set no password yet", user.email))),
            UserStatus::Disabled => return Err(Failure::Failed(format!("{} is disabled", user.email))),
        }
        let (id, by) = (user.id, by(display_link));
        let reset = self.backend.write(&self.caller, move |call| Box::pin(people::reset_password(call, id, by, None)));
        let link = reset.await?;
        say(format!("A link for a new password of {}", user.email));
        self.hand_over(link);
        Ok(())
    }

    async fn reset_second_factor(&self, user: &User) -> Result {
        let id = user.id;
        let reset = self.backend.write(&self.caller, move |call| Box::pin(people::reset_second_factor(call, id, None)));
        say(match reset.await? {
            true => format!("{} signs in by password alone now", user.email),
            false => format!("{} has no second factor", user.email),
        });
        Ok(())
    }

    async fn end_sessions(&self, user: &User) -> Result {
        let id = user.id;
        let ended =
            self.backend.write(&self.caller, move |call| Box::pin(people::end_sessions(call, id, None))).await?;
        say(format!("{} sessions of {} ended", ended, user.email));
        Ok(())
    }

    async fn delete(&self, user: &User) -> Result {
        let id: UserId = user.id;
        self.backend.write(&self.caller, move |call| Box::pin(people::delete(call, id, None))).await?;
        say(format!("Deleted {}", user.email));
        Ok(())
    }
}

/// A user in one line. Names hold no control characters, so that a tab only separates.
fn in_columns(row: &UserRow) -> String {
    let user = &row.user;
    [user.email.as_str(), user.role.as_str(), user.status.as_str(), &row.customer.name, &user.name].join("\t")
}
