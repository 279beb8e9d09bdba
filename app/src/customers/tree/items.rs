//! The lines of the tree as they stand below each other: what is opened, and nothing else.

use crate::format::lower;
use model::customers::TreeNode;
use model::ids::CustomerId;
use model::page::Page;
use std::ops::Range;
use std::sync::Arc;

/// A line.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    /// A customer.
    Node(Line),
    /// There are more children than have been asked for.
    More(More),
}

/// A customer's line.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// The customer.
    pub node: Arc<TreeNode>,
    /// 1 for the lines that stand furthest left.
    pub level: u32,
    /// Its place among its siblings, from 1.
    pub position: u32,
    /// How many siblings there are, itself included; `None` if they weren't counted to the end.
    pub of: Option<u32>,
}

/// Where the next children of a customer go.
#[derive(Clone, Debug, PartialEq)]
pub struct More {
    /// Whose children.
    pub parent: Option<CustomerId>,
    /// Where the next page begins.
    pub cursor: String,
    /// The level of the children.
    pub level: u32,
    /// The place of the next one among them.
    pub position: u32,
    /// How many there are.
    pub of: Option<u32>,
}

impl Line {
    /// The customer's id.
    pub fn id(&self) -> CustomerId {
        self.node.row.customer.id
    }
}

impl Item {
    /// The level that it stands at.
    pub const fn level(&self) -> u32 {
        match self {
            Self::Node(line) => line.level,
            Self::More(more) => more.level,
        }
    }

    /// The customer, if it is one's line.
    pub const fn line(&self) -> Option<&Line> {
        match self {
            Self::Node(line) => Some(line),
            Self::More(_) => None,
        }
    }

    /// Tells it from all other lines. The page that brought it is part of it: what has been asked for anew is drawn anew.
    pub fn key(&self, drawn: u32) -> u64 {
        let (id, kind) = match self {
            Self::Node(line) => (line.id().0, 0),
            Self::More(more) => (more.parent.map_or(0, |id| id.0), u64::from(more.position) << 32 | 1),
        };
        (id >> 64) as u64 ^ (id as u64).rotate_left(17) ^ kind ^ u64::from(drawn).rotate_left(48)
    }
}

/// A page of a customer's children, from this place among them on.
pub fn children(parent: Option<CustomerId>, level: u32, first: u32, page: Page<TreeNode>) -> Vec<Item> {
    let of = (!page.more).then_some(page.total);
    let mut position = first;
    let mut items = Vec::with_capacity(page.items.len() + 1);
    for node in page.items {
        items.push(Item::Node(Line { node: Arc::new(node), level, position, of }));
        position += 1;
    }
    if let Some(cursor) = page.next_cursor {
        items.push(Item::More(More { parent, cursor, level, position, of }));
    }
    items
}

/// What a search found, each below its parent, with the level that it has in the whole tree. Siblings that weren't found
/// aren't counted.
pub fn found(page: Page<TreeNode>) -> Vec<Item> {
    let top = page.items.iter().map(|node| node.level).min().unwrap_or(1);
    let lines = page.items.into_iter().map(|node| Line {
        level: node.level - top + 1,
        node: Arc::new(node),
        position: 0,
        of: None,
    });
    let mut lines: Vec<Line> = lines.collect();
    for at in 0..lines.len() {
        let level = lines[at].level;
        let elder = lines[..at].iter().rev().take_while(|line| line.level >= level).find(|line| line.level == level);
        let elder = elder.map_or(0, |line| line.position);
        let younger = lines[at + 1..].iter().take_while(|line| line.level >= level);
        let younger = younger.filter(|line| line.level == level).count() as u32;
        lines[at].position = elder + 1;
        lines[at].of = Some(elder + 1 + younger);
    }
    lines.into_iter().map(Item::Node).collect()
}

/// Who has children among the lines.
pub fn opened(items: &[Item]) -> Vec<CustomerId> {
    let pairs = items.iter().zip(items.iter().skip(1));
    pairs.filter(|(item, next)| next.level() > item.level()).filter_map(|(item, _)| Some(item.line()?.id())).collect()
}

/// Where a customer's line is.
pub fn place_of(items: &[Item], id: CustomerId) -> Option<usize> {
    items.iter().position(|item| item.line().is_some_and(|line| line.id() == id))
}

/// The lines below the one at this place.
pub fn below(items: &[Item], at: usize) -> Range<usize> {
    let Some(level) = items.get(at).map(Item::level) else { return at..at };
    let count = items[at + 1..].iter().take_while(|item| item.level() > level).count();
    at + 1..at + 1 + count
}

/// Where the parent of the line at this place is.
pub fn parent_of(items: &[Item], at: usize) -> Option<usize> {
    let level = items.get(at)?.level();
    items[..at].iter().rposition(|item| item.level() < level)
}

/// The next line, round and round, whose name begins with what was typed.
pub fn jump(items: &[Item], at: usize, typed: &str) -> Option<usize> {
    // One letter typed goes on to the next; more letters narrow what the first one found.
    let start = if typed.chars().count() == 1 { at + 1 } else { at };
    let fits = |item: &Item| item.line().is_some_and(|line| lower(&line.node.row.customer.name).starts_with(typed));
    (0..items.len()).map(|step| (start + step) % items.len()).find(|&index| fits(&items[index]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::codes::Country;
    use model::customers::{Customer, CustomerRow, Kind, Status};
    use model::time::Timestamp;

    fn node(id: u128, name: &str, level: u32) -> TreeNode {
        let customer = Customer {
            id: CustomerId(id),
            parent_id: None,
            name: name.to_owned(),
            kind: Kind::Company,
            ref_id: None,
            vat_number: None,
            fiscal_code: None,
            ranking_id: None,
            status: Status::Enabled,
            country: Country::IT,
            street: None,
            city: None,
            province: None,
            postal_code: None,
            phone: None,
            email: None,
            website: None,
            notes: None,
            home_dashboard_id: None,
            default_contact_id: None,
            require_two_factor: false,
            created_at: Timestamp(0),
            updated_at: Timestamp(0),
            version: 1,
            deletion: None,
        };
        let row = CustomerRow { customer, parent: None, name_marks: Vec::new(), hit: None };
        TreeNode { row, children: 0, more: false, level, hit: true }
    }

    fn page(nodes: &[(u128, &str, u32)]) -> Page<TreeNode> {
        let items = nodes.iter().map(|&(id, name, level)| node(id, name, level)).collect();
        Page { items, next_cursor: None, total: nodes.len() as u32, more: false }
    }

    fn tree() -> Vec<Item> {
        found(page(&[(1, "Alba", 3), (2, "Borgo", 4), (3, "Colle", 5), (4, "Dosso", 4), (5, "Erba", 3)]))
    }

    #[test]
    fn what_was_found_is_counted_among_its_siblings() {
        let places: Vec<_> =
            tree().iter().filter_map(Item::line).map(|line| (line.level, line.position, line.of)).collect();
        assert_eq!(places, [(1, 1, Some(2)), (2, 1, Some(2)), (3, 1, Some(1)), (2, 2, Some(2)), (1, 2, Some(2))]);
        assert_eq!(opened(&tree()), [CustomerId(1), CustomerId(2)]);
    }

    #[test]
    fn a_page_goes_on_where_the_one_before_ended() {
        let mut second = page(&[(7, "Gallo", 2), (8, "Isola", 2)]);
        (second.total, second.next_cursor) = (250, Some("c".to_owned()));
        let items = children(Some(CustomerId(1)), 2, 101, second);
        assert_eq!(items[1].line().map(|line| (line.position, line.of)), Some((102, Some(250))));
        let Item::More(more) = &items[2] else { panic!("{:?}", items[2]) };
        assert_eq!((more.position, more.level, more.parent), (103, 2, Some(CustomerId(1))));
    }

    #[test]
    fn a_line_knows_what_is_below_and_above_it() {
        let items = tree();
        assert_eq!(below(&items, 0), 1..4);
        assert_eq!(below(&items, 4), 5..5);
        assert_eq!(parent_of(&items, 2), Some(1));
        assert_eq!(parent_of(&items, 3), Some(0));
        assert_eq!(parent_of(&items, 0), None);
        assert_eq!(place_of(&items, CustomerId(4)), Some(3));
    }

    #[test]
    fn typing_jumps_round_and_round() {
        let items = tree();
        assert_eq!(jump(&items, 0, "d"), Some(3));
        assert_eq!(jump(&items, 3, "a"), Some(0));
        assert_eq!(jump(&items, 0, "al"), Some(0));
        assert_eq!(jump(&items, 0, "x"), None);
    }

    #[test]
    fn lines_differ_by_what_they_show() {
        let items = tree();
        let mut keys: Vec<_> = items.iter().map(|item| item.key(0)).collect();
        keys.extend(items.iter().map(|item| item.key(1)));
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), 2 * items.len());
    }
}
