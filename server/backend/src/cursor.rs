//! Cursors: the sort key of the last row, bound to the filter and the order that it was made for.

use crate::error::{Error, Result};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use model::form::Problem;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

/// The filter and order of a list, as a fingerprint.
pub(crate) struct Cursor(String);

impl Cursor {
    /// Binds cursors to everything that decides which rows a list has and in which order.
    pub fn bind(query: &impl Serialize) -> Self {
        let text = serde_json::to_string(query).unwrap_or_default();
        Self(URL_SAFE_NO_PAD.encode(&Sha256::digest(text.as_bytes())[..9]))
    }

    /// The cursor after a row with this key.
    pub fn write(&self, key: &impl Serialize) -> Result<String> {
        let text = serde_json::to_string(&(&self.0, key)).map_err(|_| Error::internal("a cursor as JSON"))?;
        Ok(URL_SAFE_NO_PAD.encode(text))
    }

    /// The key in a cursor of this very list.
    pub fn read<K: DeserializeOwned>(&self, cursor: &str) -> Result<K> {
        let refused = || Error::field("cursor", Problem::Cursor);
        let bytes = URL_SAFE_NO_PAD.decode(cursor).map_err(|_| refused())?;
        let (bound, key): (String, K) = serde_json::from_slice(&bytes).map_err(|_| refused())?;
        if bound == self.0 { Ok(key) } else { Err(refused()) }
    }
}
