//! The words of explanations and of viewing as someone else: their shape.

use model::permissions::{Action, Explanation, Reason};

/// Why something may be done or not, and who looks as whom.
#[expect(missing_docs, reason = "a key says what its words say")]
pub struct Why {
    pub action: &'static str,
    /// In the order of [`Action`].
    pub actions: [&'static str; Action::COUNT],
    pub allowed: &'static str,
    pub end_view: &'static str,
    pub explain: &'static str,
    pub met: &'static str,
    pub not_allowed: &'static str,
    pub object: &'static str,
    pub on: fn(&str, &str) -> String,
    pub oneself: &'static str,
    pub reason: fn(&Reason, &Explanation) -> String,
    pub unmet: &'static str,
    pub view_as: &'static str,
    pub viewing: fn(&str, &str) -> String,
    pub viewing_note: fn(&str) -> String,
    pub viewing_refused: &'static str,
    pub what_may: &'static str,
    pub what_may_for: fn(&str) -> String,
    pub why: &'static str,
    pub why_for: fn(&str) -> String,
    pub why_not: &'static str,
}

impl Why {
    /// What may be done, in a few words.
    #[must_use]
    pub fn action(&self, action: Action) -> &'static str {
        self.actions[action as usize]
    }
}
