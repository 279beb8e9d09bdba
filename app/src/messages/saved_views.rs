//! Saved views: the shape of their words, and the words.

/// The views of customers that one keeps under names.
#[expect(missing_docs, reason = "a key says what its words say")]
pub struct SavedViewsWords {
    pub title: &'static str,
    /// What an entry of the palette is.
    pub one: &'static str,
    pub none: &'static str,
    pub how: &'static str,
    pub name: &'static str,
    pub name_help: &'static str,
    pub save: &'static str,
    pub delete_of: fn(&str) -> String,
    pub was_saved: fn(&str) -> String,
    pub was_deleted: fn(&str) -> String,
}

/// English.
pub const EN: SavedViewsWords = SavedViewsWords {
    title: "Saved views",
    one: "View",
    none: "No views yet.",
    how: "Search, filter or sort the list; what it shows can then be saved here under a name.",
    name: "Save what is shown now as",
    name_help: "A view of the same name is replaced.",
    save: "Save view",
    delete_of: |name| format!("Delete the view {name}"),
    was_saved: |name| format!("The view {name} is saved"),
    was_deleted: |name| format!("The view {name} was deleted"),
};

/// Italian.
pub const IT: SavedViewsWords = SavedViewsWords {
    title: "Viste salvate",
    one: "Vista",
    none: "Ancora nessuna vista.",
    how: "Cerca, filtra o ordina l’elenco; quello che mostra si può poi salvare qui con un nome.",
    name: "Salva quello che vedi come",
    name_help: "Una vista con lo stesso nome viene sostituita.",
    save: "Salva vista",
    delete_of: |name| format!("Elimina la vista {name}"),
    was_saved: |name| format!("La vista {name} è salvata"),
    was_deleted: |name| format!("La vista {name} è stata eliminata"),
};
