//! What every request passes on its way in, and every answer on its way out.

pub mod access_log;
pub mod csrf;
pub mod limits;
pub mod public;
pub mod refusal;
pub mod request_id;
pub mod security_headers;
pub mod session;
