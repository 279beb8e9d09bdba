//! stdout holds the result alone; all else goes to stderr.

use std::io::{Write, stderr, stdout};

/// Prints one line of the result. A reader that went away (`| head`) is no reason to fail.
pub fn line(text: impl std::fmt::Display) {
    let mut out = stdout().lock();
    let _ = writeln!(out, "{text}");
    let _ = out.flush();
}

/// Says why the command failed.
pub(super) fn complain(message: &str) {
    let _ = writeln!(stderr().lock(), "canopy: {message}");
}

/// Says what is going on, to the person who waits.
pub(super) fn say(message: impl std::fmt::Display) {
    let _ = writeln!(stderr().lock(), "{message}");
}
