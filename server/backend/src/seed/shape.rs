//! The shape of a sample tree: a deep part, a wide one, and much in between. It is told from the top down, each branch
//! before the next: neighbours in the tree become neighbours in the database's indexes.

use super::rng::Rng;

/// How deep the deep part goes at most, and no customer deeper than it.
const DEEPEST: u32 = 40;
/// How many in a hundred customers are leaves.
const LEAVES: u64 = 88;

/// A customer of which not all below it are told yet.
#[derive(Clone, Debug)]
struct Branch {
    index: u32,
    level: u32,
    /// How many are still to come below it.
    left: u32,
    /// They are all its children.
    flat: bool,
}

/// Decides who is below whom.
#[derive(Debug)]
pub(super) struct Shape {
    /// The provider, then the branches that are being told, each below the one before.
    open: Vec<Branch>,
    count: u32,
    next: u32,
    /// Whether the wide part has come.
    is_wide: bool,
}

/// Where a customer stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// The customer it is below; `None` for the provider.
    pub parent: Option<u32>,
    /// Levels below the provider.
    pub level: u32,
    /// Whether others are below it.
    pub is_branch: bool,
}

impl Shape {
    /// A tree of so many customers.
    pub fn new(count: u32) -> Self {
        let provider = Branch { index: u32::MAX, level: 0, left: count, flat: false };
        Self { open: vec![provider], count, next: 0, is_wide: false }
    }

    /// The place of the next customer; there are as many as were asked for.
    pub fn next(&mut self, rng: &mut Rng) -> Option<Place> {
        while self.open.last()?.left == 0 {
            self.open.pop();
        }
        let (count, index) = (self.count, self.next);
        let above = self.open.last_mut()?;
        let (level, deep) = (above.level + 1, (DEEPEST - 1).min(count / 50));
        let begins_wide = level == 1 && index >= deep && !self.is_wide;
        let size = if index < deep {
            // Each below the one before, and some beside it.
            if index == 0 { count / 10 } else { above.left - above.left / DEEPEST }
        } else if begins_wide {
            count / 20
        } else if above.flat || level >= DEEPEST || rng.percent(LEAVES) {
            1
        } else {
            // Small branches are many, large ones few.
            (0..3).fold(u64::from(above.left), |size, _| 1 + rng.below(size)) as u32
        };
        let size = size.clamp(1, above.left);
        above.left -= size;
        let parent = (above.level > 0).then_some(above.index);
        if size > 1 {
            self.open.push(Branch { index, level, left: size - 1, flat: begins_wide });
        }
        self.is_wide |= begins_wide;
        self.next += 1;
        Some(Place { parent, level, is_branch: size > 1 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parents_come_first_and_the_tree_is_deep_and_wide() {
        let (mut rng, mut shape) = (Rng::new(1), Shape::new(20_000));
        let (mut children, mut levels) = (vec![0u32; 20_000], Vec::new());
        while let Some(place) = shape.next(&mut rng) {
            if let Some(parent) = place.parent {
                assert_eq!(place.level, levels[parent as usize] + 1);
                children[parent as usize] += 1;
            }
            levels.push(place.level);
        }
        assert_eq!(levels.len(), 20_000);
        assert_eq!(levels.iter().max(), Some(&DEEPEST));
        assert!(children.iter().max() >= Some(&999));
        let top = levels.iter().filter(|level| **level == 1).count();
        assert!((50..4_000).contains(&top), "{top}");
        let branches = children.iter().filter(|children| **children > 0).count();
        assert!((400..4_000).contains(&branches), "{branches}");
        for count in 0..60 {
            let mut small = Shape::new(count);
            assert_eq!(std::iter::from_fn(|| small.next(&mut rng)).count(), count as usize);
        }
    }
}
