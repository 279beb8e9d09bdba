//! `user …`: what can be asked for on the command line.

use clap::{Args, Subcommand};

/// `user …`
#[derive(Debug, Subcommand)]
pub(crate) enum User {
    /// Lists users: address, role, status, customer and name, separated by tabs
    List(UserList),
    /// Adds a user, who sets a password by a link; invites again who has set none yet
    Invite(UserInvite),
    /// Gives a user another role
    Role(UserRole),
    /// Lets a disabled user sign in again
    Enable(Whom),
    /// Keeps a user from signing in; sessions and tokens stop at once
    Disable(Whom),
    /// Sends an active user a link for a new password
    ResetPassword(UserLink),
    /// Takes the second factor off a user who has lost it
    ResetSecondFactor(Whom),
    /// Signs a user out everywhere; API tokens stay
    EndSessions(Whom),
    /// Deletes a user for good, with sessions, links and tokens
    Delete(Whom),
}

/// `user list`
#[derive(Debug, Args)]
pub(crate) struct UserList {
    /// Only those of this customer and of all below it, by ref ID
    #[arg(long, value_name = "REF")]
    pub customer: Option<String>,
    /// Print a JSON array, each user as in the REST API
    #[arg(long)]
    pub json: bool,
}

/// `user invite`
#[derive(Debug, Args)]
pub(crate) struct UserInvite {
    /// The address to sign in with
    #[arg(long, value_name = "E-MAIL")]
    pub email: String,
    /// The customer that the user belongs to, by ref ID; without it, the provider
    #[arg(long, value_name = "REF")]
    pub customer: Option<String>,
    /// viewer, editor or admin
    #[arg(long, value_name = "ROLE")]
    pub role: String,
    /// The name; without it, the local part of the address
    #[arg(long)]
    pub name: Option<String>,
    /// Print the link to hand over instead of mailing it
    #[arg(long)]
    pub display_link: bool,
}

/// `user role`
#[derive(Debug, Args)]
pub(crate) struct UserRole {
    /// The user's address
    #[arg(long, value_name = "E-MAIL")]
    pub email: String,
    /// viewer, editor or admin
    #[arg(long, value_name = "ROLE")]
    pub role: String,
}

/// Verbs that take nothing but whom.
#[derive(Debug, Args)]
pub(crate) struct Whom {
    /// The user's address
    #[arg(long, value_name = "E-MAIL")]
    pub email: String,
}

/// `user reset-password`
#[derive(Debug, Args)]
pub(crate) struct UserLink {
    /// The user's address
    #[arg(long, value_name = "E-MAIL")]
    pub email: String,
    /// Print the link to hand over instead of mailing it
    #[arg(long)]
    pub display_link: bool,
}
