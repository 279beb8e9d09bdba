//! Who asks: the bearer of an API token, and of nothing else. Cookies mean nothing here, so neither does CSRF.

use super::Api;
use super::problem::Fault;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, header};
use axum::middleware::Next;
use axum::response::Response;
use backend::idempotency::Vault;
use backend::{Caller, Error, View};
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use std::num::NonZeroU32;

/// What every token begins with.
const PREFIX: &str = "cnp_";
/// Longer ones are none of ours and not worth a look-up.
const LONGEST: usize = 128;

/// Who asks, as found before the handler runs.
#[derive(Clone)]
pub struct Bearer {
    /// Who asks, for verbs that write.
    pub caller: Caller,
    /// What verbs that read need.
    pub view: View,
    /// Seals answers for this token.
    pub vault: Vault,
}

/// Lets only bearers of valid tokens through, and each only so often.
pub async fn require(State(api): State<Api>, mut request: Request, next: Next) -> Result<Response, Fault> {
    let token = token(request.headers())?;
    let caller = Caller::token(token);
    let vault = Vault::of(token);
    let view = api.backend.read(&caller).await?;
    let token_row = view.actor()?.token_row;
    if let (Some(limiter), Some(token_row)) = (&api.limiter, token_row) {
        limiter.take(token_row)?;
    }
    request.extensions_mut().insert(Bearer { caller, view, vault });
    Ok(next.run(request).await)
}

fn token(headers: &HeaderMap) -> Result<&str, Fault> {
    let mut values = headers.get_all(header::AUTHORIZATION).iter();
    let (Some(value), None) = (values.next(), values.next()) else {
        return Err(Fault::NoToken);
    };
    let (scheme, token) = value.to_str().ok().and_then(|text| text.trim().split_once(' ')).ok_or(Fault::NoToken)?;
    if !scheme.eq_ignore_ascii_case("bearer") {
        return Err(Fault::NoToken);
    }
    let token = token.trim_start();
    if token.starts_with(PREFIX) && token.len() <= LONGEST { Ok(token) } else { Err(Error::Unauthenticated.into()) }
}

/// How often each token may ask. Only tokens that exist are counted, so strangers can't fill its memory.
pub struct Limiter {
    limiter: DefaultKeyedRateLimiter<i64>,
    clock: DefaultClock,
}

impl std::fmt::Debug for Limiter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Limiter").field("tokens", &self.limiter.len()).finish_non_exhaustive()
    }
}

impl Limiter {
    /// So many requests a minute and token, at once or spread.
    #[must_use]
    pub fn per_minute(rate: NonZeroU32) -> Self {
        Self { limiter: RateLimiter::keyed(Quota::per_minute(rate)), clock: DefaultClock::default() }
    }

    fn take(&self, token_row: i64) -> Result<(), Error> {
        self.limiter.check_key(&token_row).map_err(|refused| {
            let wait = refused.wait_time_from(self.clock.now());
            let seconds = u32::try_from(wait.as_secs()).unwrap_or(u32::MAX).saturating_add(1);
            Error::TooMany { retry_after: seconds }
        })
    }
}
