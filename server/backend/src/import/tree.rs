//! Where each row stands in the tree: parents in the file, in any order, or stored. Pure.

use super::problem::RowProblem;
use model::customers::MAX_DEPTH;
use model::form::Problem;

/// Whom a row is to be below.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parent {
    /// The importer's own customer.
    Home,
    /// A stored customer at this level.
    Stored(u32),
    /// Another row of the file.
    Row(u32),
    /// Nobody knows it.
    Unknown,
    /// The cell itself is wrong, and the row refused for it.
    Wrong,
}

/// A row as far as the tree is concerned.
#[derive(Clone, Copy, Debug)]
pub struct Node {
    /// Whom it is to be below.
    pub parent: Parent,
    /// Whether the row is refused for a reason of its own.
    pub refused: bool,
}

/// Where a row stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// At this level.
    Level(u32),
    /// Nowhere, for this reason at its `parent_ref_id`.
    Refused(RowProblem),
    /// Nowhere: its `parent_ref_id` was wrong before.
    Wrong,
}

/// The place of every row. `home` is the level of the importer's own customer.
#[must_use]
pub fn places(nodes: &[Node], home: u32) -> Vec<Place> {
    let mut places: Vec<Option<Place>> = vec![None; nodes.len()];
    // Where a row stands on the chain that is being followed.
    let mut on_chain: Vec<Option<usize>> = vec![None; nodes.len()];
    let mut chain: Vec<usize> = Vec::new();
    for start in 0..nodes.len() {
        let mut row = start;
        // Upwards to a row whose place is known, or that needs no other to know it.
        let mut above = loop {
            if let Some(place) = &places[row] {
                break for_those_below(place, nodes[row].refused);
            }
            if let Some(at) = on_chain[row] {
                for looped in chain.drain(at..) {
                    places[looped] = Some(Place::Refused(Problem::Cycle.into()));
                    on_chain[looped] = None;
                }
                break Err(Place::Refused(RowProblem::ParentRefused));
            }
            on_chain[row] = Some(chain.len());
            chain.push(row);
            match nodes[row].parent {
                Parent::Row(parent) => row = parent as usize,
                Parent::Home => break Ok(home),
                Parent::Stored(level) => break Ok(level),
                Parent::Unknown => break Err(Place::Refused(Problem::NotFound.into())),
                Parent::Wrong => break Err(Place::Wrong),
            }
        };
        while let Some(row) = chain.pop() {
            on_chain[row] = None;
            let place = match above {
                Ok(level) if level < MAX_DEPTH => Place::Level(level + 1),
                Ok(_) => Place::Refused(Problem::TooDeep { max: MAX_DEPTH }.into()),
                Err(place) => place,
            };
            above = for_those_below(&place, nodes[row].refused);
            places[row] = Some(place);
        }
    }
    places.into_iter().map(|place| place.unwrap_or(Place::Wrong)).collect()
}

/// What a row's place means for the rows below it: a level to be one deeper than, or the reason why they have no place.
fn for_those_below(place: &Place, refused: bool) -> Result<u32, Place> {
    match place {
        Place::Level(level) if !refused => Ok(*level),
        _ => Err(Place::Refused(RowProblem::ParentRefused)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn row(parent: Parent) -> Node {
        Node { parent, refused: false }
    }

    #[test]
    fn every_row_gets_its_level_or_its_reason() {
        let nodes = [
            row(Parent::Row(1)),
            row(Parent::Home),
            Node { parent: Parent::Home, refused: true },
            row(Parent::Row(2)),
            row(Parent::Row(5)),
            row(Parent::Row(4)),
            row(Parent::Row(5)),
            row(Parent::Row(7)),
            row(Parent::Unknown),
            row(Parent::Row(8)),
            row(Parent::Stored(63)),
            row(Parent::Row(10)),
            row(Parent::Wrong),
            row(Parent::Row(12)),
        ];
        let refused = || Place::Refused(RowProblem::ParentRefused);
        let cycle = || Place::Refused(Problem::Cycle.into());
        assert_eq!(
            places(&nodes, 0),
            [
                Place::Level(2),
                Place::Level(1),
                Place::Level(1),
                refused(),
                cycle(),
                cycle(),
                refused(),
                cycle(),
                Place::Refused(Problem::NotFound.into()),
                refused(),
                Place::Level(64),
                Place::Refused(Problem::TooDeep { max: 64 }.into()),
                Place::Wrong,
                refused(),
            ]
        );
    }

    proptest! {
        /// Against the plain way: follow each row up by itself.
        #[test]
        fn agrees_with_following_each_row(parents in prop::collection::vec((0u32..14, 0u8..8), 1..14)) {
            let count = parents.len() as u32;
            let nodes: Vec<Node> = parents
                .iter()
                .map(|&(parent, luck)| Node {
                    parent: if parent < count { Parent::Row(parent) } else { Parent::Home },
                    refused: luck == 0,
                })
                .collect();
            let found = places(&nodes, 0);
            for (start, place) in found.iter().enumerate() {
                let (mut row, mut steps, mut spoiled) = (start, 1, false);
                let expected = loop {
                    match nodes[row].parent {
                        Parent::Row(parent) => row = parent as usize,
                        _ => break if spoiled { Place::Refused(RowProblem::ParentRefused) } else { Place::Level(steps) },
                    }
                    spoiled |= nodes[row].refused;
                    steps += 1;
                    if row == start {
                        break Place::Refused(Problem::Cycle.into());
                    }
                    if steps > 2 * count {
                        break Place::Refused(RowProblem::ParentRefused);
                    }
                };
                prop_assert_eq!(place, &expected);
            }
        }
    }
}
