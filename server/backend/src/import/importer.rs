//! Who imports, as far as the checks need to know.

use super::Options;
use crate::call::Caller;
use crate::error::{Denial, Error, Result};
use crate::{Backend, seed};
use model::people::Role;

/// Who imports.
#[derive(Clone, Debug, Default)]
pub struct Importer {
    /// Path of their own customer; `/` where the provider is still to be created.
    pub scope: String,
    /// What they may do.
    pub role: Option<Role>,
    /// Whether their own customer is the provider.
    pub of_provider: bool,
    /// There is no provider yet and nothing is to be written: only the checks of a first import are made.
    pub would_found: bool,
    /// There was no provider, and now there is.
    pub has_founded: bool,
}

impl Importer {
    /// Finds out who they are. The operator's import into an empty database creates the provider.
    pub async fn of(backend: &Backend, caller: &Caller, options: Options) -> Result<Self> {
        let mut view = backend.read(caller).await;
        let mut has_founded = false;
        if let (Err(Error::Unauthenticated), Caller::System(_)) = (&view, caller) {
            if options.dry_run {
                let scope = "/".to_owned();
                return Ok(Self {
                    scope,
                    role: Some(Role::Admin),
                    of_provider: true,
                    would_found: true,
                    has_founded: false,
                });
            }
            has_founded = seed::found_provider(backend).await?;
            view = backend.read(caller).await;
        }
        let view = view?;
        let actor = view.actor()?;
        let (scope, role) = (actor.scope.clone(), Some(actor.role));
        Ok(Self { scope, role, of_provider: actor.of_provider, would_found: false, has_founded })
    }

    /// Refuses who has less than this role.
    pub fn needs(&self, role: Role) -> Result<()> {
        if self.has(role) { Ok(()) } else { Err(Error::Forbidden(Denial::Role)) }
    }

    /// Whether they have this role or more.
    #[must_use]
    pub fn has(&self, role: Role) -> bool {
        self.role >= Some(role)
    }
}
