//! Limits on tries to sign in and to get a new password, by address and by account. Counted before the password is looked at, in one atomic
//! step, so that tries at the same moment do not slip through together.

use crate::error::{Error, Result};
use model::time::Timestamp;
use std::collections::HashMap;
use std::hash::Hash;
use std::net::IpAddr;
use std::sync::Mutex;

/// Tries at once, then one every so many milliseconds.
#[derive(Clone, Copy)]
struct Quota {
    burst: i64,
    every: i64,
}

const ACCOUNT: Quota = Quota { burst: 10, every: 6_000 };
const ADDRESS: Quota = Quota { burst: 100, every: 600 };
/// Asking for a new password sends mail: nobody's mailbox is filled, and nobody asks about thousands of addresses.
const RESET_ACCOUNT: Quota = Quota { burst: 5, every: 300_000 };
const RESET_ADDRESS: Quota = Quota { burst: 30, every: 10_000 };
/// Codes of the second factor have six digits: whoever knows the password is not to try many of them.
const CODE_ACCOUNT: Quota = Quota { burst: 10, every: 300_000 };
/// Weighing a password as it is typed takes some time of a core, and anyone may ask for it.
const WEIGHING: Quota = Quota { burst: 200, every: 250 };

/// Most keys remembered; past it those whose time is over are forgotten.
const REMEMBERED: usize = 100_000;

/// The limits of one server process.
pub(crate) struct SignInLimits {
    accounts: Mutex<HashMap<String, i64>>,
    addresses: Mutex<HashMap<IpAddr, i64>>,
    account: Quota,
    address: Quota,
}

impl Default for SignInLimits {
    fn default() -> Self {
        Self::of(ACCOUNT, ADDRESS)
    }
}

impl SignInLimits {
    /// For those who ask for a new password.
    pub fn for_resets() -> Self {
        Self::of(RESET_ACCOUNT, RESET_ADDRESS)
    }

    /// For those who enter a code of the second factor.
    pub fn for_codes() -> Self {
        Self::of(CODE_ACCOUNT, ADDRESS)
    }

    /// For those who have a password weighed; by address alone.
    pub fn for_weighing() -> Self {
        Self::of(WEIGHING, WEIGHING)
    }

    fn of(account: Quota, address: Quota) -> Self {
        Self { accounts: Mutex::default(), addresses: Mutex::default(), account, address }
    }

    /// Counts a try; refuses it when there were too many.
    pub fn count(&self, now: Timestamp, address: IpAddr, account: &str) -> Result<()> {
        self.count_address(now, address)?;
        count(&self.accounts, now, account.to_owned(), self.account)
    }

    /// Counts a try of whoever is at an address.
    pub fn count_address(&self, now: Timestamp, address: IpAddr) -> Result<()> {
        count(&self.addresses, now, address, self.address)
    }
}

/// The generic cell rate algorithm: each key holds the moment at which all its tries are paid for.
fn count<K: Hash + Eq>(cells: &Mutex<HashMap<K, i64>>, now: Timestamp, key: K, quota: Quota) -> Result<()> {
    let mut cells = cells.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    if cells.len() >= REMEMBERED {
        cells.retain(|_, paid| *paid > now.0);
    }
    let paid = cells.entry(key).or_insert(now.0);
    let next = (*paid).max(now.0) + quota.every;
    let wait = next - now.0 - quota.burst * quota.every;
    if wait > 0 {
        return Err(Error::TooMany { retry_after: u32::try_from(wait / 1_000 + 1).unwrap_or(u32::MAX) });
    }
    *paid = next;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn after_a_burst_tries_are_let_through_one_by_one() {
        let limits = SignInLimits::default();
        let address = IpAddr::from([192, 0, 2, 1]);
        let at = |ms| limits.count(Timestamp(ms), address, "anna@example.com");
        assert!((0..10).all(|_| at(0).is_ok()));
        assert!(matches!(at(0), Err(Error::TooMany { retry_after: 7 })));
        assert!(at(6_000).is_ok());
        assert!(at(6_000).is_err());
        assert!(limits.count(Timestamp(0), address, "other@example.com").is_ok());
    }

    #[test]
    fn tries_at_the_same_moment_do_not_slip_through() {
        let limits = std::sync::Arc::new(SignInLimits::default());
        let tries: Vec<_> = (0..50)
            .map(|_| {
                let limits = limits.clone();
                std::thread::spawn(move || {
                    limits.count(Timestamp(0), IpAddr::from([192, 0, 2, 1]), "a@b.example").is_ok()
                })
            })
            .collect();
        let passed = tries.into_iter().map(|t| t.join().unwrap()).filter(|&ok| ok).count();
        assert_eq!(passed, 10);
    }
}
