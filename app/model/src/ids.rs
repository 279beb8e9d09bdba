//! Public identifiers: UUIDv7 values, one newtype a thing, written as hyphenated lower-case strings.

use std::fmt;
use std::str::FromStr;

/// The text was not a hyphenated UUID.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidId;

impl fmt::Display for InvalidId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an id is a UUID such as 0198c0de-7a2b-7c3d-8e4f-5a6b7c8d9e0f")
    }
}

impl std::error::Error for InvalidId {}

/// Lengths of the five groups of a hyphenated UUID, in hexadecimal digits.
const GROUPS: [usize; 5] = [8, 4, 4, 4, 12];

fn parse(text: &str) -> Result<u128, InvalidId> {
    let mut value = 0u128;
    let mut groups = text.split('-');
    for length in GROUPS {
        let group = groups.next().ok_or(InvalidId)?;
        if group.len() != length || !group.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(InvalidId);
        }
        let part = u128::from_str_radix(group, 16).map_err(|_| InvalidId)?;
        value = (value << (4 * length)) | part;
    }
    if groups.next().is_some() { Err(InvalidId) } else { Ok(value) }
}

fn write(value: u128, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut left = 128;
    for (index, length) in GROUPS.into_iter().enumerate() {
        left -= 4 * length;
        let part = (value >> left) & ((1u128 << (4 * length)) - 1);
        if index > 0 {
            f.write_str("-")?;
        }
        write!(f, "{part:0length$x}")?;
    }
    Ok(())
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u128);

        impl FromStr for $name {
            type Err = InvalidId;
            fn from_str(text: &str) -> Result<Self, InvalidId> {
                parse(text).map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write(self.0, f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write(self.0, f)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

id!(
    /// A customer: a node of the tree.
    CustomerId
);
id!(
    /// A person who can sign in.
    UserId
);
id!(
    /// A person at a company.
    ContactId
);
id!(
    /// A tier that a customer can be given.
    RankingId
);
id!(
    /// An API token (not its secret).
    TokenId
);
id!(
    /// One entry of the audit log.
    ActivityId
);
id!(
    /// A mail in the outbox.
    MailId
);
id!(
    /// A passkey, to its owner.
    PasskeyId
);
id!(
    /// A saved view, to its owner.
    SavedViewId
);

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn an_id_reads_what_it_writes(value: u128) {
            let id = CustomerId(value);
            prop_assert_eq!(id.to_string().parse(), Ok(id));
            prop_assert_eq!(id.to_string().len(), 36);
        }

        #[test]
        fn no_text_makes_it_panic(text in ".{0,40}") {
            let _ = text.parse::<CustomerId>();
        }
    }

    #[test]
    fn only_the_hyphenated_form_is_an_id() {
        for text in [
            "",
            "0",
            "0198c0de7a2b7c3d8e4f5a6b7c8d9e0f",
            "{0198c0de-7a2b-7c3d-8e4f-5a6b7c8d9e0f}",
            "0198c0de-7a2b-7c3d-8e4f-5a6b7c8d9e0f-",
            "+198c0de-7a2b-7c3d-8e4f-5a6b7c8d9e0f",
        ] {
            assert_eq!(text.parse::<CustomerId>(), Err(InvalidId), "{text}");
        }
    }
}
