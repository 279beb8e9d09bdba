//! What floats over the page and belongs to no feature: notes about what was done, the palette, the list of keys.

use super::{Section, floating};
use crate::palette;
use crate::ui::toast;

/// Their sections.
pub fn sections() -> Vec<Section> {
    let [finder, keys] = palette::specimens();
    vec![
        Section {
            name: "palette",
            about: "Ctrl K or ⌘ K finds customers, pages and actions from every page; ? lists the keys.",
            states: vec![floating("Nothing is typed yet", finder), floating("The keys", keys)],
        },
        Section {
            name: "toast",
            about: "What was done, with the way back. It never takes the focus, and stays while one points at it.",
            states: vec![floating("Done, failed, undoable, long text", toast::specimens())],
        },
    ]
}
