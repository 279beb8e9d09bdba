//! The first line of a file: which column is where, and what stands between them.

use super::problem::FileProblem;
use super::reader::{Reader, Record};
use std::io::BufRead;

/// The columns of a file of customers, in the order of an export (interfaces: "Customers").
pub const COLUMNS: [&str; 21] = [
    "ref_id",
    "parent_ref_id",
    "name",
    "kind",
    "vat_number",
    "fiscal_code",
    "ranking",
    "status",
    "country",
    "street",
    "city",
    "province",
    "postal_code",
    "phone",
    "email",
    "website",
    "notes",
    "first_user_name",
    "first_user_email",
    "created_at",
    "require_two_factor",
];

/// Those without which there is no customer.
const REQUIRED: [&str; 3] = ["name", "kind", "country"];

/// What may stand between cells, the most usual first.
const DELIMITERS: [u8; 3] = [b',', b';', b'\t'];

/// Where each column stands in a file.
#[derive(Clone, Debug)]
pub struct Header {
    /// What stands between cells.
    pub delimiter: u8,
    /// How many cells a row has.
    pub width: usize,
    /// By the order of [`COLUMNS`]: the cell that holds it.
    cells: [Option<usize>; COLUMNS.len()],
}

impl Header {
    /// Reads the header: of the delimiters, the one by which most columns are known.
    pub fn read(beginning: &[u8]) -> Result<Self, FileProblem> {
        if beginning.starts_with(&[0xff, 0xfe]) || beginning.starts_with(&[0xfe, 0xff]) {
            return Err(FileProblem::Encoding);
        }
        let mut best: Option<(usize, u8, Vec<String>)> = None;
        for delimiter in DELIMITERS {
            let names = names(beginning, delimiter)?;
            let known = names.iter().filter(|name| COLUMNS.contains(&name.as_str())).count();
            if best.as_ref().is_none_or(|(most, ..)| known > *most) {
                best = Some((known, delimiter, names));
            }
        }
        let (_, delimiter, names) = best.ok_or(FileProblem::Empty)?;
        Self::of(delimiter, &names)
    }

    fn of(delimiter: u8, names: &[String]) -> Result<Self, FileProblem> {
        let unknown: Vec<_> = names.iter().filter(|name| !COLUMNS.contains(&name.as_str())).cloned().collect();
        if !unknown.is_empty() {
            return Err(FileProblem::Unknown(unknown));
        }
        let cells = COLUMNS.map(|column| names.iter().position(|name| name == column));
        let missing: Vec<_> = REQUIRED.into_iter().filter(|name| !names.iter().any(|given| given == name)).collect();
        if !missing.is_empty() {
            return Err(FileProblem::Missing(missing));
        }
        if names.len() > cells.iter().flatten().count() {
            let twice = |name: &&&str| names.iter().filter(|given| given == *name).count() > 1;
            return Err(FileProblem::Repeated(COLUMNS.iter().filter(twice).copied().collect()));
        }
        Ok(Self { delimiter, width: names.len(), cells })
    }

    /// The cell that holds a column, if the file has it.
    #[must_use]
    pub fn cell(&self, column: &str) -> Option<usize> {
        COLUMNS.iter().position(|name| *name == column).and_then(|index| self.cells[index])
    }
}

/// The names of the columns, without regard to white space and case.
fn names(beginning: &[u8], delimiter: u8) -> Result<Vec<String>, FileProblem> {
    let mut record = Record::default();
    let mut reader = Reader::new(beginning, delimiter).map_err(|_| FileProblem::Empty)?;
    if !reader.read(&mut record).map_err(|_| FileProblem::Empty)? {
        return Err(FileProblem::Empty);
    }
    (0..record.cells.min(64))
        .map(|cell| std::str::from_utf8(record.cell(cell)).map(|name| name.trim().to_ascii_lowercase()))
        .collect::<Result<_, _>>()
        .map_err(|_| FileProblem::Encoding)
}

/// The beginning of a file, long enough for any header.
pub fn beginning(source: &mut impl BufRead) -> std::io::Result<Vec<u8>> {
    use std::io::Read;
    let mut beginning = Vec::new();
    source.take(16 * 1024).read_to_end(&mut beginning)?;
    Ok(beginning)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delimiter_is_the_one_that_makes_sense() {
        for (text, delimiter) in [
            ("name,kind,country\nA;B;C,company,IT", b','),
            ("\u{feff}\"name\";\"kind\";country\r\n", b';'),
            ("country\t Name \tKIND", b'\t'),
        ] {
            let header = Header::read(text.as_bytes()).expect("a header");
            assert_eq!((header.delimiter, header.width), (delimiter, 3), "{text}");
        }
        let header = Header::read(b"country\tname\tkind\tnotes").expect("a header");
        assert_eq!((header.cell("name"), header.cell("notes"), header.cell("city")), (Some(1), Some(3), None));
    }

    #[test]
    fn a_wrong_header_says_what_is_wrong() {
        for (text, problem) in [
            (&b""[..], FileProblem::Empty),
            (b"\xef\xbb\xbf\r\n", FileProblem::Empty),
            (b"name,kind,country,colour,", FileProblem::Unknown(vec!["colour".into(), String::new()])),
            (b"ref_id;city", FileProblem::Missing(vec!["name", "kind", "country"])),
            (b"name,kind,country,Name", FileProblem::Repeated(vec!["name"])),
            (b"\xff\xfen\0a\0m\0e\0", FileProblem::Encoding),
            (b"name,kind,country,citt\xe0", FileProblem::Encoding),
        ] {
            assert_eq!(Header::read(text).err(), Some(problem), "{}", String::from_utf8_lossy(text));
        }
    }
}
