//! Password hashing: argon2id off the runtime, as many at once as there are cores.

use crate::error::{Error, Result};
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, PasswordHash, Version};
use model::form::Problem;
use model::people::{PASSWORD_MAX, Password};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::sync::Semaphore;

/// OWASP's parameters for argon2id: 19 MiB, two passes, one lane.
const MEMORY_KIB: u32 = 19 * 1_024;
const PASSES: u32 = 2;
/// Hashes that may wait; past it callers are asked to come back. Bounds memory and waiting time.
const QUEUE: usize = 50;
/// zxcvbn's score from 0 to 4 under which a password is refused: 2 = more than a million guesses.
const WEAKEST: u8 = 2;

/// Hashes and verifies.
pub(crate) struct Hasher {
    permits: Arc<Semaphore>,
    waiting: AtomicUsize,
    /// Verified for unknown accounts, so that they take as long as known ones.
    dummy: String,
}

fn argon2() -> Result<Argon2<'static>> {
    let params = Params::new(MEMORY_KIB, PASSES, 1, None).map_err(|_| Error::internal("argon2 parameters"))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn hash_now(password: &str) -> Result<String> {
    let salt: [u8; 16] = crate::random::bytes();
    let hash = argon2()?.hash_password_with_salt(password.as_bytes(), &salt);
    Ok(hash.map_err(|_| Error::internal("argon2 could not hash"))?.to_string())
}

/// A name or an address, and each word in it.
fn words(known: &[&str]) -> Vec<String> {
    let words = known.iter().flat_map(|text| text.split(|c: char| !c.is_alphanumeric()));
    words.chain(known.iter().copied()).map(ToOwned::to_owned).collect()
}

fn score(password: &str, known: &[String]) -> u8 {
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    u8::from(zxcvbn::zxcvbn(password, &known).score())
}

impl Hasher {
    pub fn new() -> Result<Self> {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Ok(Self {
            permits: Arc::new(Semaphore::new(cores)),
            waiting: AtomicUsize::new(0),
            dummy: hash_now("no account has this password")?,
        })
    }

    /// Hashes a password for storing. Refuses what is guessed in no time, also from the person's own data.
    pub async fn hash(&self, password: &Password, known: &[&str]) -> Result<String> {
        let known = words(known);
        let password = password.expose().to_owned();
        self.run(move || {
            if score(&password, &known) < WEAKEST {
                return Err(Error::field("password", Problem::PasswordWeak));
            }
            hash_now(&password)
        })
        .await?
    }

    /// How hard a text would be to guess as a password, from 0 to 4, by who knows these things about the person.
    pub async fn weigh(&self, text: String, known: &[&str]) -> Result<u8> {
        let known = words(known);
        self.run(move || score(&text, &known)).await
    }

    /// Whether the password fits the stored hash; takes as long when there is none.
    pub async fn verify(&self, password: &str, stored: Option<&str>) -> Result<bool> {
        // A longer one is nobody's; it is not worth a hash, and a known account answers like an unknown one.
        if password.chars().count() > PASSWORD_MAX as usize {
            return Ok(false);
        }
        let known = stored.is_some();
        let (password, stored) = (password.to_owned(), stored.unwrap_or(&self.dummy).to_owned());
        let fits = self.run(move || -> Result<bool> {
            let hash = PasswordHash::new(&stored).map_err(|_| Error::internal("a stored hash is garbled"))?;
            Ok(argon2()?.verify_password(password.as_bytes(), &hash).is_ok())
        });
        Ok(fits.await?? && known)
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
        let waiting = Waiting::enter(&self.waiting)?;
        let permit = self.permits.clone().acquire_owned().await.map_err(|_| Error::internal("hashing has stopped"))?;
        drop(waiting);
        // The permit goes into the thread: a caller that gives up does not make room for another hash.
        let task = tokio::task::spawn_blocking(move || {
            let _permit = permit;
            work()
        });
        task.await.map_err(|_| Error::internal("hashing panicked"))
    }
}

/// A place in the queue, given back also when the caller goes away.
struct Waiting<'a>(&'a AtomicUsize);

impl<'a> Waiting<'a> {
    fn enter(count: &'a AtomicUsize) -> Result<Self> {
        let place = Self(count);
        if count.fetch_add(1, Ordering::SeqCst) >= QUEUE { Err(Error::Busy { retry_after: 2 }) } else { Ok(place) }
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn password(text: &str) -> Password {
        Password::parse(text).unwrap()
    }

    #[tokio::test]
    async fn a_password_fits_its_own_hash_alone() {
        let hasher = Hasher::new().unwrap();
        let hash = hasher.hash(&password("walnut crate sings low"), &[]).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(hasher.verify("walnut crate sings low", Some(&hash)).await.unwrap());
        assert!(!hasher.verify("walnut crate sings lo", Some(&hash)).await.unwrap());
        assert!(!hasher.verify("no account has this password", None).await.unwrap());
        assert!(!hasher.verify(&"x".repeat(10_000), Some(&hash)).await.unwrap());
    }

    #[tokio::test]
    async fn what_is_guessed_in_no_time_is_refused() {
        let hasher = Hasher::new().unwrap();
        for (weak, known) in
            [("password12", ""), ("1234567890", ""), ("anna.rossi@example.com", "anna.rossi@example.com")]
        {
            let refused = hasher.hash(&password(weak), &[known]).await;
            assert!(matches!(refused, Err(Error::Invalid(_))), "{weak}");
        }
    }

    #[tokio::test]
    async fn past_the_queue_callers_are_asked_to_come_back() {
        let hasher = Arc::new(Hasher::new().unwrap());
        let tries = (0..QUEUE + 20).map(|_| {
            let hasher = hasher.clone();
            tokio::spawn(async move { hasher.verify("x", None).await })
        });
        let outcomes = futures::future::join_all(tries).await;
        let busy = outcomes.iter().filter(|o| matches!(o, Ok(Err(Error::Busy { .. })))).count();
        assert!(busy > 0 && busy < QUEUE, "{busy}");
        assert_eq!(hasher.waiting.load(Ordering::SeqCst), 0);
    }
}
