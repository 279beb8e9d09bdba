//! The shape of a sample tree: a few wide parts, a deep one, and much in between.

use super::rng::Rng;

/// How deep the deep part goes at most, and no customer deeper than it.
const DEEPEST: u32 = 40;

/// A customer that others can be below.
#[derive(Clone, Debug)]
struct Branch {
    index: u32,
    level: u32,
}

/// Decides who is below whom. A parent always comes before its children.
#[derive(Debug)]
pub(super) struct Shape {
    count: u32,
    branches: Vec<Branch>,
}

/// Where a customer stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// The customer it is below; `None` for the provider.
    pub parent: Option<u32>,
    /// Levels below the provider.
    pub level: u32,
    /// Whether others can be below it.
    pub is_branch: bool,
}

impl Shape {
    /// A tree of so many customers.
    pub fn new(count: u32) -> Self {
        Self { count, branches: Vec::new() }
    }

    /// The place of the next customer.
    pub fn next(&mut self, rng: &mut Rng, index: u32) -> Place {
        // The first ones make the deep part: each below the one before.
        let deep = DEEPEST.min(self.count / 50);
        let parent = if index < deep {
            self.branches.last()
        } else if self.branches.is_empty() || rng.percent(12) {
            None
        } else if rng.percent(6) {
            // The wide part: children of one customer at the top of the deep one.
            self.branches.first()
        } else {
            // Early branches grow larger than late ones.
            let spread = rng.below(self.branches.len() as u64);
            self.branches.get(rng.below(spread + 1) as usize)
        };
        let parent = parent.filter(|branch| branch.level < DEEPEST);
        let level = parent.map_or(1, |branch| branch.level + 1);
        let parent = parent.map(|branch| branch.index);
        let is_branch = index < deep || rng.percent(8);
        if is_branch {
            self.branches.push(Branch { index, level });
        }
        Place { parent, level, is_branch }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parents_come_first_and_the_tree_is_deep_and_wide() {
        let (mut rng, mut shape) = (Rng::new(1), Shape::new(20_000));
        let mut children = vec![0u32; 20_000];
        let mut levels = vec![0; 20_000];
        for index in 0..20_000 {
            let place = shape.next(&mut rng, index);
            levels[index as usize] = place.level;
            if let Some(parent) = place.parent {
                assert!(parent < index);
                assert_eq!(place.level, levels[parent as usize] + 1);
                children[parent as usize] += 1;
            }
        }
        assert_eq!(levels.iter().max(), Some(&DEEPEST));
        assert!(children.iter().max() > Some(&1_000));
        assert!(levels.iter().filter(|level| **level == 1).count() < 4_000);
        let mut small = Shape::new(3);
        assert_eq!(small.next(&mut rng, 0).parent, None);
    }
}
