//! The part of CBOR (RFC 8949) that authenticators write: lengths that are told, no tags, little depth (CTAP 2, §6).

/// How deep values may lie in one another.
const DEPTH: u8 = 8;

/// A value; texts and bytes are those of the input.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value<'a> {
    Number(i64),
    Bytes(&'a [u8]),
    Text(&'a str),
    List(Vec<Value<'a>>),
    Map(Vec<(Value<'a>, Value<'a>)>),
    /// True, false, nothing, or a number with a fraction.
    Other,
}

impl<'a> Value<'a> {
    /// Reads one value; gives what follows it, too.
    pub fn read(input: &'a [u8]) -> Option<(Self, &'a [u8])> {
        let mut reader = Reader { rest: input };
        let value = reader.value(0)?;
        Some((value, reader.rest))
    }

    /// Reads a value after which nothing follows.
    pub fn read_all(input: &'a [u8]) -> Option<Self> {
        let (value, rest) = Self::read(input)?;
        rest.is_empty().then_some(value)
    }

    /// The member of a map that has this key.
    pub fn member(&self, key: &Value<'_>) -> Option<&Self> {
        let Self::Map(members) = self else { return None };
        members.iter().find(|(name, _)| name == key).map(|(_, value)| value)
    }

    /// The same by a number.
    pub fn at(&self, key: i64) -> Option<&Self> {
        self.member(&Value::Number(key))
    }

    pub fn number(&self) -> Option<i64> {
        if let Self::Number(number) = self { Some(*number) } else { None }
    }

    pub fn bytes(&self) -> Option<&'a [u8]> {
        if let Self::Bytes(bytes) = self { Some(bytes) } else { None }
    }
}

struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(count)?;
        self.rest = rest;
        Some(taken)
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.take(N)?.try_into().ok()
    }

    /// The number that goes with a kind: in its first byte, or in the one, two, four or eight after it.
    fn argument(&mut self, low: u8) -> Option<u64> {
        Some(match low {
            0..24 => u64::from(low),
            24 => u64::from(self.array::<1>()?[0]),
            25 => u64::from(u16::from_be_bytes(self.array()?)),
            26 => u64::from(u32::from_be_bytes(self.array()?)),
            27 => u64::from_be_bytes(self.array()?),
            _ => return None,
        })
    }

    fn value(&mut self, depth: u8) -> Option<Value<'a>> {
        if depth > DEPTH {
            return None;
        }
        let first = self.array::<1>()?[0];
        let argument = self.argument(first & 31)?;
        // No more members can follow than bytes are left.
        let count = usize::try_from(argument).ok();
        let count = count.filter(|count| *count <= self.rest.len());
        Some(match first >> 5 {
            0 => Value::Number(i64::try_from(argument).ok()?),
            1 => Value::Number(-1 - i64::try_from(argument).ok()?),
            2 => Value::Bytes(self.take(count?)?),
            3 => Value::Text(std::str::from_utf8(self.take(count?)?).ok()?),
            4 => Value::List((0..count?).map(|_| self.value(depth + 1)).collect::<Option<_>>()?),
            5 => {
                let member = |_| Some((self.value(depth + 1)?, self.value(depth + 1)?));
                Value::Map((0..count?).map(member).collect::<Option<_>>()?)
            }
            7 => Value::Other,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Value::{Bytes, List, Map, Number, Other, Text};
    use super::*;
    use proptest::prelude::*;

    fn bytes(hex: &str) -> Vec<u8> {
        (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
    }

    /// Of RFC 8949, appendix A.
    #[test]
    fn it_reads_the_examples_of_the_standard() {
        for (hex, value) in [
            ("00", Number(0)),
            ("17", Number(23)),
            ("1818", Number(24)),
            ("1903e8", Number(1000)),
            ("1a000f4240", Number(1_000_000)),
            ("1b000000e8d4a51000", Number(1_000_000_000_000)),
            ("20", Number(-1)),
            ("3903e7", Number(-1000)),
            ("f4", Other),
            ("f93c00", Other),
            ("fb3ff199999999999a", Other),
            ("4401020304", Bytes(&[1, 2, 3, 4])),
            ("6449455446", Text("IETF")),
            ("62c3bc", Text("ü")),
            ("80", List(vec![])),
            (
                "8301820203820405",
                List(vec![Number(1), List(vec![Number(2), Number(3)]), List(vec![Number(4), Number(5)])]),
            ),
            ("a201020304", Map(vec![(Number(1), Number(2)), (Number(3), Number(4))])),
            ("a26161016162820203", Map(vec![(Text("a"), Number(1)), (Text("b"), List(vec![Number(2), Number(3)]))])),
        ] {
            assert_eq!(Value::read_all(&bytes(hex)), Some(value), "{hex}");
        }
    }

    #[test]
    fn it_refuses_what_authenticators_do_not_write() {
        for (hex, why) in [
            ("", "nothing"),
            ("0000", "more than one value"),
            ("5f42010243030405ff", "a length that is not told"),
            ("c11a514b67b0", "a tag"),
            ("1bffffffffffffffff", "a number beyond the largest"),
            ("44010203", "less than was told"),
            ("5bffffffffffffffff00", "a length beyond all"),
            ("9a0fffffff", "members that do not follow"),
            ("61ff", "no UTF-8"),
            (&"81".repeat(40), "too deep"),
        ] {
            assert_eq!(Value::read_all(&bytes(hex)), None, "{why}");
        }
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(input: Vec<u8>) {
            let _ = Value::read(&input);
        }
    }
}
