//! All that is wrong with a request, said at once.

use super::query::Params;
use model::form::FieldErrors;

/// What was read, when nothing at all is wrong; else everything that is, what was found first first.
pub fn settle<T>(mut wrong: FieldErrors, read: Result<T, FieldErrors>) -> Result<T, FieldErrors> {
    match read {
        Ok(read) => wrong.into_result().map(|()| read),
        Err(more) => {
            absorb(&mut wrong, more);
            Err(wrong)
        }
    }
}

/// Adds what is wrong elsewhere.
pub fn absorb(wrong: &mut FieldErrors, more: FieldErrors) {
    for error in more.0 {
        wrong.add(error.field, error.problem);
    }
}

/// Adds what is wrong with the query.
#[must_use]
pub fn with_params(mut wrong: FieldErrors, params: Params) -> FieldErrors {
    if let Err(more) = params.finish() {
        absorb(&mut wrong, more);
    }
    wrong
}
