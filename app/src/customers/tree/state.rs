//! What is open in the tree, and the asking for more of it.

use super::items::{self, Item, More};
use crate::customers::tree_api;
use crate::error::AppError;
use crate::messages::t;
use crate::ui::toast::Toasts;
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::customers::TreeNode;
use model::ids::CustomerId;
use model::page::Page;

/// Pages that are asked for to find one customer among its siblings.
const PATIENCE: usize = 20;

/// The tree as it is shown.
#[derive(Clone, Copy)]
pub struct Tree {
    /// The lines, also those that are scrolled out of sight.
    pub items: RwSignal<Vec<Item>>,
    /// Whose children are among the lines, or on the way.
    pub open: RwSignal<Vec<CustomerId>>,
    /// Whose children are on the way.
    pub busy: RwSignal<Vec<CustomerId>>,
    /// The line that Tab leads to.
    pub active: RwSignal<Option<CustomerId>>,
    /// What readers are told.
    pub said: RwSignal<String>,
    /// Grows when everything has been asked for anew.
    pub drawn: RwSignal<u32>,
    /// Whose children stand furthest left.
    pub top: Option<CustomerId>,
    toasts: Toasts,
    asking: StoredValue<Option<String>>,
}

impl Tree {
    /// A tree of these lines.
    pub fn new(items: Vec<Item>, top: Option<CustomerId>) -> Self {
        let open = items::opened(&items);
        let active = items.first().and_then(Item::line).map(items::Line::id);
        Self {
            items: RwSignal::new(items),
            open: RwSignal::new(open),
            busy: RwSignal::new(Vec::new()),
            active: RwSignal::new(active),
            said: RwSignal::new(String::new()),
            drawn: RwSignal::new(0),
            top,
            toasts: Toasts::get(),
            asking: StoredValue::new(None),
        }
    }

    /// Where a customer's line is.
    pub fn place(self, id: CustomerId) -> Option<usize> {
        self.items.with_untracked(|items| items::place_of(items, id))
    }

    /// Whether its children are among the lines.
    pub fn is_open(self, id: CustomerId) -> bool {
        self.open.with(|open| open.contains(&id))
    }

    /// Opens what is closed and closes what is open.
    pub fn toggle(self, id: CustomerId) {
        if self.open.with_untracked(|open| open.contains(&id)) { self.close(id) } else { self.open(id) }
    }

    /// Takes its children out.
    pub fn close(self, id: CustomerId) {
        let Some(at) = self.place(id) else { return };
        let mut name = String::new();
        let mut gone = vec![id];
        self.items.update(|items| {
            name = items[at].line().map(|line| line.node.row.customer.name.clone()).unwrap_or_default();
            let taken = items.drain(items::below(items, at));
            gone.extend(taken.filter_map(|item| Some(item.line()?.id())));
        });
        self.open.update(|open| open.retain(|id| !gone.contains(id)));
        self.said.set((t().tree.closed)(&name));
    }

    /// Puts its children in, as soon as they are there.
    pub fn open(self, id: CustomerId) {
        spawn_local(async move {
            if let Err(error) = self.opened(id).await {
                self.toasts.failed(t().sentence(&error));
            }
        });
    }

    async fn opened(self, id: CustomerId) -> Result<(), AppError> {
        let parents = self.items.try_with_untracked(|items| {
            let at = items::place_of(items, id)?;
            items[at].line().map(|line| line.node.children > 0)
        });
        let known = self.open.try_with_untracked(|open| open.contains(&id)).unwrap_or(true);
        if known || parents.flatten() != Some(true) {
            return Ok(());
        }
        self.open.update(|open| open.push(id));
        self.busy.update(|busy| busy.push(id));
        let page = tree_api::customer_children(Some(id), None).await;
        self.busy.try_update(|busy| busy.retain(|one| *one != id));
        let page = match page {
            Ok(page) => page,
            Err(error) => {
                self.open.try_update(|open| open.retain(|one| *one != id));
                return Err(error);
            }
        };
        // It may have been closed meanwhile.
        if self.open.try_with_untracked(|open| open.contains(&id)) != Some(true) {
            return Ok(());
        }
        let Some(at) = self.place(id) else { return Ok(()) };
        let total = page.total;
        self.items.update(|items| {
            let level = items[at].level() + 1;
            // What a search had found of them is among them.
            let old = items::below(items, at);
            items.splice(old, items::children(Some(id), level, 1, page));
        });
        let name = self.items.with_untracked(|items| items[at].line().map(|line| line.node.row.customer.name.clone()));
        self.said.set((t().tree.opened)(&name.unwrap_or_default(), total));
        Ok(())
    }

    /// Puts more children in at this line.
    pub fn go_on(self, more: More) {
        spawn_local(async move {
            if let Err(error) = self.went_on(more).await {
                self.toasts.failed(t().sentence(&error));
            }
        });
    }

    async fn went_on(self, more: More) -> Result<(), AppError> {
        if self.asking.try_get_value().flatten().is_some() {
            return Ok(());
        }
        self.asking.set_value(Some(more.cursor.clone()));
        let page = tree_api::customer_children(more.parent, Some(more.cursor.clone())).await;
        self.asking.try_set_value(None);
        let page = page?;
        let line = Item::More(more.clone());
        self.items.try_update(|items| {
            if let Some(at) = items.iter().position(|item| *item == line) {
                items.splice(at..=at, items::children(more.parent, more.level, more.position, page));
            }
        });
        Ok(())
    }

    /// Asks for all that is shown again; what is shown stays until all of it is there.
    pub fn reload(self) {
        spawn_local(async move {
            if let Err(error) = self.reloaded().await {
                self.toasts.failed(t().sentence(&error));
            }
        });
    }

    async fn reloaded(self) -> Result<(), AppError> {
        let Some((before, open)) = self.items.try_get_untracked().zip(self.open.try_get_untracked()) else {
            return Ok(());
        };
        let shown = |parent: Option<CustomerId>| {
            let of = |item: &&Item| match parent {
                None => item.level() == 1,
                Some(id) => item.line().is_some_and(|line| line.node.row.customer.parent_id == Some(id)),
            };
            before.iter().filter(|item| item.line().is_some()).filter(of).count()
        };
        let mut now = branch(self.top, 1, shown(None)).await?;
        let mut still_open = Vec::new();
        let mut at = 0;
        while at < now.len() {
            let line = now[at].line().filter(|line| open.contains(&line.id()) && line.node.children > 0);
            if let Some((id, level)) = line.map(|line| (line.id(), line.level)) {
                let children = branch(Some(id), level + 1, shown(Some(id))).await?;
                now.splice(at + 1..at + 1, children);
                still_open.push(id);
            }
            at += 1;
        }
        self.open.try_set(still_open);
        self.items.try_set(now);
        self.drawn.try_update(|drawn| *drawn += 1);
        Ok(())
    }

    /// Opens what is above a customer, the furthest first, so that its line is there; whether it is.
    pub async fn reveal(self, above: Vec<CustomerId>, id: CustomerId) -> bool {
        let mut parent = self.top;
        for step in above.into_iter().chain([id]) {
            if !self.found(parent, step).await || (step != id && self.opened(step).await.is_err()) {
                return false;
            }
            parent = Some(step);
        }
        true
    }

    /// Goes on asking for a customer's children until one of them is there.
    async fn found(self, parent: Option<CustomerId>, id: CustomerId) -> bool {
        for _ in 0..PATIENCE {
            let next = self.items.try_with_untracked(|items| {
                if items::place_of(items, id).is_some() {
                    return None;
                }
                items.iter().find_map(|item| match item {
                    Item::More(more) if more.parent == parent => Some(more.clone()),
                    _ => None,
                })
            });
            let Some(more) = next.flatten() else { break };
            if self.went_on(more).await.is_err() {
                break;
            }
        }
        self.items.try_with_untracked(|items| items::place_of(items, id).is_some()) == Some(true)
    }
}

/// As many pages of a customer's children as hold this number of them, at least one.
async fn branch(parent: Option<CustomerId>, level: u32, count: usize) -> Result<Vec<Item>, AppError> {
    let mut all = items::children(parent, level, 1, tree_api::customer_children(parent, None).await?);
    while all.len() <= count
        && let Some(Item::More(more)) = all.last().cloned()
    {
        let page: Page<TreeNode> = tree_api::customer_children(parent, Some(more.cursor)).await?;
        all.pop();
        all.extend(items::children(parent, level, more.position, page));
    }
    Ok(all)
}
