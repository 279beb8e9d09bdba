//! CSV as it comes (RFC 4180 and its relatives): any line ends, line breaks inside quotes, a stray quote. Gives the
//! line on which each record begins, holds one record at a time, and never more of a cell than could be allowed.

use std::io::{self, BufRead};

/// Most bytes kept of a cell: the longest text allowed, 10,000 characters, has at most 40,000.
const CELL_BYTES: usize = 64 * 1024;
/// Most cells kept of a record.
const CELLS: usize = 64;
/// What some programs write before the first character of a UTF-8 file.
const BOM: [u8; 3] = [0xef, 0xbb, 0xbf];

/// One record, to be filled again and again.
#[derive(Clone, Debug, Default)]
pub struct Record {
    bytes: Vec<u8>,
    ends: Vec<usize>,
    cut: Vec<usize>,
    /// The line on which it begins; the first line is 1.
    pub line: u64,
    /// The byte at which it begins.
    pub offset: u64,
    /// How many cells it has, also past those that are kept.
    pub cells: usize,
    /// The file ended inside its quotes.
    pub unclosed: bool,
}

impl Record {
    fn clear(&mut self) {
        self.bytes.clear();
        self.ends.clear();
        self.cut.clear();
        self.cells = 0;
        self.unclosed = false;
    }

    fn push(&mut self, byte: u8) {
        if self.ends.len() == CELLS {
            return;
        }
        if self.bytes.len() - self.ends.last().copied().unwrap_or(0) < CELL_BYTES {
            self.bytes.push(byte);
        } else if self.cut.last() != Some(&self.ends.len()) {
            self.cut.push(self.ends.len());
        }
    }

    fn end_cell(&mut self) {
        self.cells += 1;
        if self.ends.len() < CELLS {
            self.ends.push(self.bytes.len());
        }
    }

    /// A cell's bytes; empty past the last.
    #[must_use]
    pub fn cell(&self, index: usize) -> &[u8] {
        let Some(&end) = self.ends.get(index) else { return &[] };
        let start = if index == 0 { 0 } else { self.ends[index - 1] };
        &self.bytes[start..end]
    }

    /// Whether a cell was longer than what is kept.
    #[must_use]
    pub fn is_cut(&self, index: usize) -> bool {
        self.cut.contains(&index)
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Record,
    Cell,
    Plain,
    Quoted,
    /// After a quote inside quotes: the end of the quotes, or half of a doubled quote.
    Quote,
}

/// Reads records one after the other.
#[derive(Debug)]
pub struct Reader<R> {
    source: R,
    delimiter: u8,
    offset: u64,
    line: u64,
    /// The last byte was a carriage return, which a line feed may follow as part of the same line end.
    after_return: bool,
}

impl<R: BufRead> Reader<R> {
    /// Reads from the beginning of a file; a byte order mark goes.
    pub fn new(mut source: R, delimiter: u8) -> io::Result<Self> {
        let marked = source.fill_buf()?.starts_with(&BOM);
        if marked {
            source.consume(BOM.len());
        }
        Ok(Self { source, delimiter, offset: if marked { BOM.len() as u64 } else { 0 }, line: 1, after_return: false })
    }

    /// Fills the next record; `false` at the end. Empty lines are no records.
    pub fn read(&mut self, record: &mut Record) -> io::Result<bool> {
        record.clear();
        let mut state = State::Record;
        loop {
            let buffer = match self.source.fill_buf() {
                Ok(buffer) => buffer,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            if buffer.is_empty() {
                record.unclosed = state == State::Quoted;
                if state != State::Record {
                    record.end_cell();
                }
                return Ok(state != State::Record);
            }
            let mut used = 0;
            let mut ended = false;
            for &byte in buffer {
                used += 1;
                let line_end = byte == b'\n' || byte == b'\r';
                let second_half = byte == b'\n' && self.after_return;
                self.after_return = byte == b'\r';
                if line_end && !second_half {
                    self.line += 1;
                }
                if state == State::Record {
                    if line_end {
                        continue;
                    }
                    (record.line, record.offset) = (self.line, self.offset + used as u64 - 1);
                }
                state = match (state, byte) {
                    (State::Record | State::Cell, b'"') => State::Quoted,
                    (State::Quoted, b'"') => State::Quote,
                    (State::Quote, b'"') => {
                        record.push(b'"');
                        State::Quoted
                    }
                    (State::Quoted, _) => {
                        record.push(byte);
                        State::Quoted
                    }
                    _ if line_end => {
                        ended = true;
                        break;
                    }
                    _ if byte == self.delimiter => {
                        record.end_cell();
                        State::Cell
                    }
                    _ => {
                        record.push(byte);
                        State::Plain
                    }
                };
            }
            self.source.consume(used);
            self.offset += used as u64;
            if ended {
                record.end_cell();
                return Ok(true);
            }
        }
    }
}

impl<R: io::Read + io::Seek> Reader<io::BufReader<R>> {
    /// Goes to where a record begins, as it was told before. What is in the buffer is not read again.
    pub fn seek(&mut self, offset: u64, line: u64) -> io::Result<()> {
        let there = i64::try_from(offset).map_err(io::Error::other)?;
        let here = i64::try_from(self.offset).map_err(io::Error::other)?;
        self.source.seek_relative(there - here)?;
        (self.offset, self.line, self.after_return) = (offset, line, false);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn records(text: &[u8], delimiter: u8, buffer: usize) -> Vec<(u64, Vec<Vec<u8>>)> {
        let mut reader = Reader::new(io::BufReader::with_capacity(buffer, text), delimiter).unwrap();
        let (mut record, mut all) = (Record::default(), Vec::new());
        while reader.read(&mut record).unwrap() {
            all.push((record.line, (0..record.cells).map(|cell| record.cell(cell).to_vec()).collect()));
        }
        all
    }

    #[test]
    fn lines_are_those_of_the_file() {
        let text = b"\xef\xbb\xbfa,b\r\n\r\n\"1\r\n2\n3\",\"x \"\"y\"\"\"\r\n,\r\rlast,\"\"";
        let cells = |cells: &[&str]| cells.iter().map(|cell| cell.as_bytes().to_vec()).collect::<Vec<_>>();
        for buffer in [3, 4, 1_000] {
            assert_eq!(
                records(text, b',', buffer),
                [
                    (1, cells(&["a", "b"])),
                    (3, cells(&["1\r\n2\n3", "x \"y\""])),
                    (6, cells(&["", ""])),
                    (8, cells(&["last", ""])),
                ]
            );
        }
    }

    #[test]
    fn a_quote_that_is_never_closed_is_told() {
        let mut reader = Reader::new(&b"a,\"b\nc"[..], b',').unwrap();
        let mut record = Record::default();
        assert!(reader.read(&mut record).unwrap());
        assert!(record.unclosed);
        assert_eq!(record.cell(1), b"b\nc");
        assert!(!reader.read(&mut record).unwrap());
    }

    #[test]
    fn no_cell_and_no_row_fills_the_memory() {
        let huge = vec![b'x'; 3 * CELL_BYTES];
        let mut text = [b"a,".as_slice(), &huge, b",b\n"].concat();
        text.extend(std::iter::repeat_n(b',', 100_000));
        let mut reader = Reader::new(&text[..], b',').unwrap();
        let mut record = Record::default();
        assert!(reader.read(&mut record).unwrap());
        assert_eq!((record.cell(1).len(), record.is_cut(0), record.is_cut(1)), (CELL_BYTES, false, true));
        assert_eq!((record.cell(2), record.is_cut(2)), (b"b".as_slice(), false));
        assert!(reader.read(&mut record).unwrap());
        assert_eq!((record.cells, record.ends.len()), (100_001, CELLS));
    }

    #[test]
    fn a_record_is_found_again_by_its_place() {
        let text = b"a,b\r\n\"1\r\n\",2\r\n\n3,4\r\n";
        let mut reader = Reader::new(io::BufReader::with_capacity(8, io::Cursor::new(text)), b',').unwrap();
        let (mut record, mut places) = (Record::default(), Vec::new());
        while reader.read(&mut record).unwrap() {
            places.push((record.offset, record.line, record.cell(0).to_vec()));
        }
        for (offset, line, first) in places.iter().rev().chain(&places) {
            reader.seek(*offset, *line).unwrap();
            assert!(reader.read(&mut record).unwrap());
            assert_eq!((record.line, record.cell(0)), (*line, first.as_slice()));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        /// The `csv` crate reads the same cells, whatever the bytes and wherever the buffer ends.
        #[test]
        fn reads_what_others_read(
            text in prop::collection::vec(prop::sample::select(&b"a,,;\t\"\"\n\r\n\0=\xc3\xa9'"[..]), 0..40),
            delimiter in prop::sample::select(&b",;\t"[..]),
            buffer in 3usize..12,
        ) {
            let ours: Vec<_> = records(&text, delimiter, buffer).into_iter().map(|(_, cells)| cells).collect();
            let mut theirs = csv::ReaderBuilder::new();
            theirs.has_headers(false).flexible(true).delimiter(delimiter);
            let theirs: Vec<Vec<Vec<u8>>> = theirs
                .from_reader(&text[..])
                .byte_records()
                .map(|record| record.unwrap().iter().map(<[u8]>::to_vec).collect())
                .collect();
            prop_assert_eq!(ours, theirs);
        }
    }
}
