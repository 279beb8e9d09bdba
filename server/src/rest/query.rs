//! The query of a request, read strictly: what is not understood is told, not ignored.

use axum::extract::Query;
use axum::http::Uri;
use model::form::{FieldErrors, Problem};
use model::page::{DEFAULT_LIMIT, MAX_LIMIT};
use model::text;
use model::time::Date;

/// Parameters of a query, taken one by one; what is left over at the end is unknown.
#[derive(Clone, Debug)]
pub struct Params {
    pairs: Vec<(String, String)>,
    wrong: FieldErrors,
}

impl Params {
    /// The parameters of a request.
    #[must_use]
    pub fn of(uri: &Uri) -> Self {
        let pairs = Query::<Vec<(String, String)>>::try_from_uri(uri).map(|Query(pairs)| pairs).unwrap_or_default();
        Self { pairs, wrong: FieldErrors::default() }
    }

    /// A parameter's value; empty is as good as absent, twice is wrong.
    fn raw(&mut self, name: &'static str) -> Option<String> {
        let mut values = Vec::new();
        self.pairs.retain(|(key, value)| {
            if key == name {
                values.push(value.clone());
            }
            key != name
        });
        if values.len() > 1 {
            self.wrong.add(name, Problem::Malformed);
        }
        values.pop().filter(|value| !value.trim().is_empty())
    }

    /// A parameter, parsed.
    pub fn take<T>(&mut self, name: &'static str, parse: impl FnOnce(&str) -> Result<T, Problem>) -> Option<T> {
        let raw = self.raw(name)?;
        self.wrong.take(name, parse(&raw))
    }

    /// A parameter as it stands.
    pub fn text(&mut self, name: &'static str) -> Option<String> {
        self.raw(name)
    }

    /// An id; one that can't be an id names nothing.
    pub fn id<T: std::str::FromStr>(&mut self, name: &'static str) -> Option<T> {
        self.take(name, |raw| raw.trim().parse().map_err(|_| Problem::NotFound))
    }

    /// A day.
    pub fn day(&mut self, name: &'static str) -> Option<Date> {
        self.take(name, |raw| raw.trim().parse().map_err(|_| Problem::Malformed))
    }

    /// Words to search.
    pub fn words(&mut self, name: &'static str) -> String {
        self.take(name, |raw| text::line(raw, text::OTHER)).flatten().unwrap_or_default()
    }

    /// `true` or `false`.
    pub fn flag(&mut self, name: &'static str) -> bool {
        let flag = self.take(name, |raw| match raw.trim() {
            "true" | "1" => Ok(true),
            "false" | "0" => Ok(false),
            _ => Err(Problem::Choice { allowed: "true, false".into() }),
        });
        flag.unwrap_or(false)
    }

    /// Where a page begins and how many rows it has.
    pub fn page(&mut self) -> (Option<String>, u32) {
        let limit = self.take("limit", |raw| {
            let limit = raw.trim().parse().ok().filter(|limit| (1..=MAX_LIMIT).contains(limit));
            limit.ok_or(Problem::Choice { allowed: format!("1–{MAX_LIMIT}").into() })
        });
        (self.raw("cursor"), limit.unwrap_or(DEFAULT_LIMIT))
    }

    /// All that is wrong, what is left over included.
    pub fn finish(mut self) -> Result<(), FieldErrors> {
        for (name, _) in std::mem::take(&mut self.pairs) {
            self.wrong.add(name, Problem::Unknown);
        }
        self.wrong.into_result()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn params(query: &str) -> Params {
        Params::of(&format!("/x?{query}").parse().unwrap())
    }

    #[test]
    fn what_is_not_understood_is_told() {
        let mut params =
            params("limit=0&q=a&q=b&trash=maybe&what=1&cursor=&created_from=2023-02-29&created_to=2024-02-29");
        assert_eq!(params.page(), (None, DEFAULT_LIMIT));
        params.words("q");
        assert!(!params.flag("trash"));
        assert_eq!((params.day("created_from"), params.day("created_to")), (None, "2024-02-29".parse().ok()));
        let wrong = params.finish().unwrap_err();
        let codes: Vec<_> = wrong.0.iter().map(|e| (e.field.as_ref(), e.problem.code())).collect();
        assert_eq!(
            codes,
            [
                ("limit", "choice"),
                ("q", "malformed"),
                ("trash", "choice"),
                ("created_from", "malformed"),
                ("what", "unknown")
            ]
        );
    }

    #[test]
    fn empty_is_absent() {
        let mut params = params("q=&limit=%20&trash=");
        assert_eq!((params.words("q").as_str(), params.page(), params.flag("trash")), ("", (None, 50), false));
        assert!(params.finish().is_ok());
    }
}
