//! Words about what is set from above.

/// Who looks after a fact that isn't one's own to change.
#[expect(missing_docs, reason = "a key says what its words say")]
pub struct GovernedWords {
    pub by_provider: &'static str,
    pub provider: &'static str,
    pub ask: &'static str,
}

/// English.
pub const EN: GovernedWords = GovernedWords {
    by_provider: "Managed by your provider",
    provider: "Your provider",
    ask: "When something here is wrong, ask them to change it.",
};

/// Italian.
pub const IT: GovernedWords = GovernedWords {
    by_provider: "Gestito dal tuo provider",
    provider: "Il tuo provider",
    ask: "Se qualcosa qui non va, chiedi a loro di cambiarlo.",
};
