//! What one sees first, in one read. Everything in it is bounded: counts have a cap, lists a length, and the number of
//! statements does not grow with the tree.

use crate::call::{Caller, View};
use crate::error::Result;
use crate::{customers, path, people, tokens};
use model::customers::{Crumb, CustomerQuery, CustomerRow, CustomerSort};
use model::home::{Count, ENDINGS, Ending, EndingOf, Home, NEWEST, OwnAccount, SOON_DAYS};
use model::ids::CustomerId;
use model::page::Page;
use model::people::UserStatus;
use model::second_factor::SecondFactor;
use model::time::{DAY, Timestamp};
use model::users::UserQuery;
use uuid::Uuid;

/// The home page of the person who asks.
pub async fn home(view: &View, caller: &Caller) -> Result<Home> {
    let actor = view.actor()?;
    let own = customers::detail(view, actor.home).await?;
    let (newest, below) = newest(view).await?;
    let users = people::all(view, &UserQuery { limit: 1, ..UserQuery::default() }).await?;
    let status = Some(UserStatus::Invited);
    let invited = people::all(view, &UserQuery { status, limit: 1, ..UserQuery::default() }).await?;
    let mut endings = deletions(view).await?;
    endings.extend(invitations(view).await?);
    let account = if actor.viewer.is_none() {
        endings.extend(own_tokens(view).await?);
        Some(account(view, caller).await?)
    } else {
        None
    };
    endings.sort_by_key(|ending| ending.at);
    endings.truncate(ENDINGS);
    Ok(Home { own, below, newest, users: count(&users), invited: count(&invited), endings, account })
}

fn count<T>(page: &Page<T>) -> Count {
    Count { total: page.total, more: page.more }
}

/// The newest customers below one's own, and how many there are. The list of who is not of the provider begins with
/// their own customer, which is left out.
async fn newest(view: &View) -> Result<(Vec<CustomerRow>, Count)> {
    let actor = view.actor()?;
    let sort = CustomerSort::CreatedAtDescending;
    let page = customers::list(view, &CustomerQuery { sort, limit: NEWEST + 1, ..CustomerQuery::default() }).await?;
    let mut below = count(&page);
    let mut rows = page.items;
    if !actor.of_provider {
        rows.retain(|row| row.customer.id != actor.home);
        below.total -= u32::from(!below.more && below.total > 0);
    }
    rows.truncate(NEWEST as usize);
    Ok((rows, below))
}

/// The invitations that end next, of all within one's reach.
async fn invitations(view: &View) -> Result<impl Iterator<Item = Ending>> {
    let pending = people::ending_invitations(view, soon(view), ENDINGS).await?;
    Ok(pending.into_iter().map(|invitation| {
        let what = EndingOf::Invitation { user: invitation.user, name: invitation.name, customer: invitation.customer };
        Ending { at: invitation.until, what }
    }))
}

/// The deletions that come next within one's reach, along the index by time.
async fn deletions(view: &View) -> Result<Vec<Ending>> {
    let scope = view.actor()?.scope.clone();
    let rows = view.all(
        "SELECT c.public_id, c.name, d.at FROM deletions d
         JOIN nodes n ON n.id = d.customer_id JOIN customers c ON c.id = d.customer_id
         WHERE d.provider_id = 1 AND d.status = 'scheduled' AND d.at <= $1
            AND n.trash = 0 AND n.path >= $2 AND n.path < $3 ORDER BY d.at, d.id LIMIT $4",
        vec![soon(view).0.into(), scope.clone().into(), path::end(&scope).into(), (ENDINGS as i64).into()],
    );
    let mut endings = Vec::new();
    for row in rows.await? {
        let id = CustomerId(row.try_get_by_index::<Uuid>(0)?.as_u128());
        let what = EndingOf::Deletion(Crumb { id, name: row.try_get_by_index(1)? });
        endings.push(Ending { at: Timestamp(row.try_get_by_index(2)?), what });
    }
    Ok(endings)
}

/// One's own API tokens that still work and soon won't.
async fn own_tokens(view: &View) -> Result<impl Iterator<Item = Ending>> {
    let (now, soon) = (view.now, soon(view));
    Ok(tokens::list(view).await?.into_iter().filter_map(move |token| {
        let at = token.expires_at.filter(|at| *at > now && *at <= soon)?;
        Some(Ending { at, what: EndingOf::Token(token.name) })
    }))
}

fn soon(view: &View) -> Timestamp {
    view.now.plus(SOON_DAYS * DAY)
}

async fn account(view: &View, caller: &Caller) -> Result<OwnAccount> {
    let second_factor = matches!(people::second_factor(view, caller).await?, SecondFactor::On { .. });
    let sessions = people::my_sessions(view, caller).await?.len() as u32;
    Ok(OwnAccount { second_factor, sessions })
}
