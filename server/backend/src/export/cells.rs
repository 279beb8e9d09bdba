//! Rows as text: RFC 4180, CRLF, formulas guarded.

use super::Format;
use crate::error::{Error, Result};
use crate::import::COLUMNS;
use model::codes::csv_guard::guard;
use std::borrow::Cow;

/// A row in the order of the columns.
pub(super) type Row = [String; COLUMNS.len()];

/// What comes before the first row.
pub(super) fn header(format: Format) -> Result<Vec<u8>> {
    let mut bytes = if format.bom { "\u{feff}".as_bytes().to_vec() } else { Vec::new() };
    bytes.extend(text(std::iter::once(COLUMNS.iter().map(|name| Cow::Borrowed(*name))), format)?);
    Ok(bytes)
}

/// Rows.
pub(super) fn write(rows: &[Row], format: Format) -> Result<Vec<u8>> {
    let cell = |cell| if format.raw { Cow::Borrowed(cell) } else { guard(cell) };
    text(rows.iter().map(|row| row.iter().map(|text| cell(text.as_str()))), format)
}

fn text<'a>(rows: impl Iterator<Item = impl Iterator<Item = Cow<'a, str>>>, format: Format) -> Result<Vec<u8>> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .delimiter(if format.semicolon { b';' } else { b',' })
        .from_writer(Vec::new());
    let failed = |_| Error::internal("writing CSV to memory");
    for row in rows {
        for cell in row {
            writer.write_field(cell.as_bytes()).map_err(failed)?;
        }
        writer.write_record(None::<&[u8]>).map_err(failed)?;
    }
    writer.into_inner().map_err(|_| Error::internal("writing CSV to memory"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(name: &str) -> Row {
        let mut row = Row::default();
        row[2] = name.to_owned();
        row
    }

    #[test]
    fn the_header_is_that_of_the_interface() {
        let names = "ref_id,parent_ref_id,name,kind,vat_number,fiscal_code,ranking,status,country,street,city,province,\
            postal_code,phone,email,website,notes,first_user_name,first_user_email,created_at,require_two_factor\r\n";
        assert_eq!(header(Format::default()).unwrap(), names.as_bytes());
        let excel = header(Format { bom: true, semicolon: true, raw: false }).unwrap();
        assert_eq!(excel, format!("\u{feff}{}", names.replace(',', ";")).as_bytes());
    }

    #[test]
    fn formulas_are_guarded_unless_wanted_raw() {
        let rows = [row("=1+1"), row("a\"b, c\r\nd")];
        let guarded = ",,'=1+1,,,,,,,,,,,,,,,,,,\r\n,,\"a\"\"b, c\r\nd\",,,,,,,,,,,,,,,,,,\r\n";
        assert_eq!(write(&rows, Format::default()).unwrap(), guarded.as_bytes());
        let raw = write(&rows, Format { raw: true, ..Format::default() }).unwrap();
        assert_eq!(raw, guarded.replace("'=", "=").as_bytes());
        let semicolons = write(&[row("a;b")], Format { semicolon: true, ..Format::default() }).unwrap();
        assert!(semicolons.starts_with(b";;\"a;b\";;"));
    }
}
