//! A JSON object, read strictly: each member once, of its type, and none that is not known.

use super::problem::Fault;
use model::form::{FieldErrors, Problem};
use serde::de::{self, Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;
use std::fmt;

/// The field under which a body as a whole is refused.
const WHOLE: &str = "body";
/// Longest name of an unknown member that is said back.
const NAME_SHOWN: usize = 64;

/// Members of an object, taken one by one; what is left over at the end is unknown.
#[derive(Debug, Default)]
pub struct Object {
    members: Vec<(String, Box<RawValue>)>,
    /// All that is wrong so far.
    pub wrong: FieldErrors,
}

impl Object {
    /// Reads the text of a body.
    pub fn read(text: &[u8]) -> Result<Self, Fault> {
        // Syntax first, so that what is no JSON at all is told apart from JSON that is no object.
        let raw: &RawValue = serde_json::from_slice(text).map_err(|error| Fault::Json(error.to_string()))?;
        if !raw.get().starts_with('{') {
            return Err(backend::Error::field(WHOLE, Problem::Malformed).into());
        }
        Self::parse(raw.get()).map_err(|error| Fault::Json(error.to_string()))
    }

    fn parse(text: &str) -> Result<Self, serde_json::Error> {
        let Members(members) = serde_json::from_str(text)?;
        let mut object = Self::default();
        for (name, value) in members {
            if object.members.iter().any(|(known, _)| *known == name) {
                object.wrong.add(shown(&name), Problem::Malformed);
            } else {
                object.members.push((name, value));
            }
        }
        Ok(object)
    }

    fn take(&mut self, name: &str) -> Option<Box<RawValue>> {
        let place = self.members.iter().position(|(known, _)| known == name)?;
        Some(self.members.swap_remove(place).1)
    }

    /// Whether the member is there, be it null.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.members.iter().any(|(known, _)| known == name)
    }

    /// A text as a merge patch has it: `None` when absent, empty when null, which takes the value away.
    pub fn patch(&mut self, name: &'static str) -> Option<String> {
        let raw = self.take(name)?;
        match serde_json::from_str(raw.get()) {
            Ok(Value::String(text)) => Some(text),
            Ok(Value::Null) => Some(String::new()),
            _ => {
                self.wrong.add(name, Problem::Malformed);
                None
            }
        }
    }

    /// A text; empty when absent or null.
    pub fn text(&mut self, name: &'static str) -> String {
        self.patch(name).unwrap_or_default()
    }

    /// A whole number from 0, as a form has it: in digits, empty when absent or null.
    pub fn whole(&mut self, name: &'static str) -> String {
        match self.take(name).map(|raw| serde_json::from_str(raw.get())) {
            None | Some(Ok(Value::Null)) => String::new(),
            Some(Ok(Value::Number(number))) if number.is_u64() => number.to_string(),
            _ => {
                self.wrong.add(name, Problem::Malformed);
                String::new()
            }
        }
    }

    /// True or false; `None` when absent.
    pub fn flag(&mut self, name: &'static str) -> Option<bool> {
        let raw = self.take(name)?;
        let read = serde_json::from_str(raw.get()).ok();
        if read.is_none() {
            self.wrong.add(name, Problem::Malformed);
        }
        read
    }

    /// An object inside this one; `None` when absent or null.
    pub fn object(&mut self, name: &'static str) -> Option<Self> {
        let raw = self.take(name)?;
        if raw.get() == "null" {
            return None;
        }
        let inner = raw.get().starts_with('{').then(|| Self::parse(raw.get()).ok()).flatten();
        if inner.is_none() {
            self.wrong.add(name, Problem::Malformed);
        }
        inner
    }

    /// Refuses members that exist but can't be set here.
    pub fn read_only(&mut self, names: &[&'static str]) {
        for &name in names {
            if self.take(name).is_some() {
                self.wrong.add(name, Problem::ReadOnly);
            }
        }
    }

    /// All that is wrong, what is left over included.
    #[must_use]
    pub fn finish(mut self) -> FieldErrors {
        for (name, _) in std::mem::take(&mut self.members) {
            self.wrong.add(shown(&name), Problem::Unknown);
        }
        self.wrong
    }
}

/// An unknown name is the caller's own text: said back, but not at any length.
fn shown(name: &str) -> String {
    name.chars().take(NAME_SHOWN).collect()
}

/// Members in order, repeated ones included, which serde_json's own map would drop.
struct Members(Vec<(String, Box<RawValue>)>);

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Members;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    // Far more than any object of ours has; a repeated name costs a look at all the others.
                    if members.len() == 1_000 {
                        return Err(de::Error::custom("too many members"));
                    }
                    members.push(member);
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(errors: &FieldErrors) -> Vec<(&str, &str)> {
        errors.0.iter().map(|e| (e.field.as_ref(), e.problem.code())).collect()
    }

    #[test]
    fn each_member_once_and_of_its_type() {
        let text = br#"{"a": 1, "b": null, "c": "x", "c": "y", "d": [[[]]], "n": 1e999, "s": "\ud800", "z": {}}"#;
        let mut object = Object::read(text).unwrap();
        assert_eq!(object.text("a"), "");
        assert_eq!(object.patch("b"), Some(String::new()));
        assert_eq!(object.patch("absent"), None);
        assert_eq!(object.text("c"), "x");
        for name in ["d", "n", "s"] {
            object.text(name);
        }
        let expected = [
            ("c", "malformed"),
            ("a", "malformed"),
            ("d", "malformed"),
            ("n", "malformed"),
            ("s", "malformed"),
            ("z", "unknown"),
        ];
        assert_eq!(codes(&object.finish()), expected);
    }

    #[test]
    fn whole_numbers_and_nothing_near_them() {
        let mut object = Object::read(br#"{"a": 30, "b": "30", "c": 1.5, "d": -1, "e": null, "f": 1e400}"#).unwrap();
        assert_eq!(object.whole("a"), "30");
        for name in ["b", "c", "d", "e", "f"] {
            assert_eq!(object.whole(name), "");
        }
        assert_eq!(
            codes(&object.finish()),
            [("b", "malformed"), ("c", "malformed"), ("d", "malformed"), ("f", "malformed")]
        );
    }

    #[test]
    fn depth_does_not_matter() {
        let deep = format!(r#"{{"name": {}{}}}"#, "[".repeat(100_000), "]".repeat(100_000));
        let mut object = Object::read(deep.as_bytes()).unwrap();
        object.text("name");
        assert_eq!(codes(&object.finish()), [("name", "malformed")]);
    }

    #[test]
    fn what_is_no_object_is_refused() {
        for text in ["", "{", "{\"a\":1,}", "nul", "\u{feff}{}", "{} {}", "{\"a\": \"\u{1}\"}"] {
            assert!(matches!(Object::read(text.as_bytes()), Err(Fault::Json(_))), "{text}");
        }
        for text in ["[]", "null", "1", "\"x\""] {
            assert!(matches!(Object::read(text.as_bytes()), Err(Fault::Verb(_))), "{text}");
        }
        assert!(matches!(Object::read(b"{\"a\": \"\xff\"}"), Err(Fault::Json(_))));
    }
}
