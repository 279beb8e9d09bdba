//! The query of the list of users as it stands in the address: only what differs from the plain list.

use crate::routes::{self, escape};
use crate::ui::nav::Query;
use model::people::{Role, UserStatus};
use model::users::{UserQuery, UserSort};

/// Reads the address; what can't be read is as if it weren't there.
pub fn read(map: &Query) -> UserQuery {
    let text = |name: &str| map.get(name).filter(|value| !value.trim().is_empty());
    UserQuery {
        q: text("q").unwrap_or_default(),
        role: text("role").and_then(|value| Role::parse(&value).ok()),
        status: text("status").and_then(|value| UserStatus::parse(&value).ok()),
        under: text("under").and_then(|value| value.parse().ok()),
        sort: text("sort").and_then(|value| UserSort::parse(&value).ok()).unwrap_or_default(),
        cursor: text("cursor"),
        ..UserQuery::default()
    }
}

/// The address of the list.
pub fn address(query: &UserQuery) -> String {
    let parts = [
        ("q", Some(query.q.clone()).filter(|q| !q.is_empty())),
        ("role", query.role.map(|role| role.as_str().to_owned())),
        ("status", query.status.map(|status| status.as_str().to_owned())),
        ("under", query.under.map(|id| id.to_string())),
        ("sort", Some(query.sort).filter(|sort| *sort != UserSort::default()).map(|sort| sort.as_str().to_owned())),
        ("cursor", query.cursor.clone()),
    ];
    let mut address = routes::USERS.to_owned();
    let mut mark = '?';
    for (name, value) in parts {
        if let Some(value) = value {
            address.push(mark);
            address.push_str(name);
            address.push('=');
            address.push_str(&escape(&value));
            mark = '&';
        }
    }
    address
}

/// The same, from the list's first row.
pub fn from_start(query: &UserQuery) -> String {
    address(&UserQuery { cursor: None, ..query.clone() })
}

/// Whether all users are asked for.
pub fn is_plain(query: &UserQuery) -> bool {
    *query == UserQuery { sort: query.sort, ..UserQuery::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_reads_what_it_writes() {
        let query = UserQuery {
            q: "böse & \"gut\"".to_owned(),
            role: Some(Role::Editor),
            status: Some(UserStatus::Invited),
            sort: UserSort::LastSignInDescending,
            cursor: Some("abc".to_owned()),
            ..UserQuery::default()
        };
        let written = address(&query);
        let (_, search) = written.split_once('?').expect("a query");
        assert_eq!(read(&Query::parse(search)), query);
        assert_eq!(address(&UserQuery::default()), routes::USERS);
        assert!(is_plain(&read(&Query::parse("role=king&sort=x&under=1"))));
    }
}
