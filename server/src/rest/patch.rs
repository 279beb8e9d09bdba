//! Merge patches (RFC 7396) of fields that are text.

use super::ask::Ask;
use super::json::Object;
use super::problem::Fault;
use super::wrong;
use backend::Change;
use model::form::FieldErrors;

/// What a patch says: the fields that it changes, and what is wrong with it.
pub type Patch<F> = (Vec<Change<F>>, FieldErrors);

/// The fields that a body names, as they are to become.
pub fn changes<F: Copy>(body: &mut Object, fields: &[F], name: fn(F) -> &'static str) -> Vec<Change<F>> {
    let named = fields.iter().filter_map(|&field| Some((field, body.patch(name(field))?)));
    named.map(|(field, value)| Change { field, base: None, value }).collect()
}

/// Reads a body that names nothing but fields; those that are never set by writing them are wrong.
pub fn read<F: Copy>(
    ask: &Ask,
    fields: &[F],
    name: fn(F) -> &'static str,
    read_only: &[&'static str],
) -> Result<Patch<F>, Fault> {
    let mut body = ask.body.object()?;
    let changes = changes(&mut body, fields, name);
    body.read_only(read_only);
    Ok((changes, wrong::with_params(body.finish(), ask.params.clone())))
}
