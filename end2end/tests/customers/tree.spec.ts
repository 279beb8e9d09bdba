// The customers as a tree: opened, searched, walked through by keys, rearranged.
import type { Page } from "@playwright/test";
import { type Api, expect, test, unique } from "../../fixtures/test.ts";

const tree = (page: Page) => page.getByRole("treegrid", { name: "Customers" });
const line = (page: Page, name: string) => tree(page).getByRole("row").filter({ has: page.getByRole("link", { name, exact: true }) });
const lines = (page: Page) => tree(page).locator("tbody > tr.node:not(.tree-more)");
const said = (page: Page, words: string | RegExp) => expect(page.getByRole("status").filter({ hasText: words })).toBeAttached();

/** A branch of this test alone: a top, two below it, one below the first of these. */
async function branch(api: Api) {
  const top = await api.create({ name: unique("Albero") });
  const first = await api.create({ name: unique("Abete"), parent_id: top.id });
  const second = await api.create({ name: unique("Betulla"), parent_id: top.id });
  const leaf = await api.create({ name: unique("Aghi"), parent_id: first.id });
  return { top, first, second, leaf };
}

/** The customer of the sample with more than a thousand children. */
async function big(api: Api) {
  const { items } = await api.call<{ items: { id: string; name: string }[] }>("GET", "/customers?q=R11-000007");
  const found = items[0];
  if (!found) throw new Error("the sample has no R11-000007");
  return found;
}

test("branches open and close where they stand, and readers are told", async ({ page, api }) => {
  const { top, first, second, leaf } = await branch(api);
  await page.goto(`/customers?view=tree&under=${top.id}`);
  await expect(page.getByRole("navigation", { name: "The way to this branch" })).toContainText(top.name);
  await expect(lines(page)).toHaveCount(2);
  const abete = line(page, first.name);
  await expect(abete).toHaveAttribute("aria-expanded", "false");
  await expect(abete).toHaveAttribute("aria-level", "1");
  await expect(abete).toHaveAttribute("aria-posinset", "1");
  await expect(abete).toHaveAttribute("aria-setsize", "2");
  await expect(line(page, second.name)).not.toHaveAttribute("aria-expanded");
  await abete.getByRole("link", { name: `What is below ${first.name}` }).first().click();
  await expect(abete).toHaveAttribute("aria-expanded", "true");
  await expect(line(page, leaf.name)).toHaveAttribute("aria-level", "2");
  await said(page, `${first.name} opened, 1 below it`);
  await abete.getByRole("link", { name: `What is below ${first.name}` }).first().click();
  await expect(line(page, leaf.name)).toBeHidden();
  await said(page, `${first.name} closed`);
});

test("the keys go through the tree by rows first, with one stop of Tab", async ({ page, api }) => {
  const { top, first, second, leaf } = await branch(api);
  await page.goto(`/customers?view=tree&under=${top.id}`);
  await expect(tree(page).locator("[tabindex='0']")).toHaveCount(1);
  await line(page, first.name).focus();
  await page.keyboard.press("ArrowRight");
  await expect(line(page, leaf.name)).toBeVisible();
  await page.keyboard.press("ArrowDown");
  await expect(line(page, leaf.name)).toBeFocused();
  await page.keyboard.press("End");
  await expect(line(page, second.name)).toBeFocused();
  await page.keyboard.press("Home");
  await expect(line(page, first.name)).toBeFocused();
  await page.keyboard.press("ArrowRight");
  await expect(line(page, first.name).getByRole("gridcell").first()).toBeFocused();
  await page.keyboard.press("ArrowRight");
  await expect(line(page, first.name).getByRole("gridcell").nth(1)).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(line(page, leaf.name).getByRole("gridcell").nth(1)).toBeFocused();
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowLeft");
  await expect(line(page, leaf.name)).toBeFocused();
  await page.keyboard.press("ArrowLeft");
  await expect(line(page, first.name)).toBeFocused();
  await page.keyboard.press("ArrowLeft");
  await expect(line(page, leaf.name)).toBeHidden();
  await page.keyboard.type("bet");
  await expect(line(page, second.name)).toBeFocused();
  await page.keyboard.press("PageUp");
  await expect(line(page, first.name)).toBeFocused();
  await expect(tree(page).locator("[tabindex='0']")).toHaveCount(1);

  await page.keyboard.press("Shift+Space");
  await expect(page).toHaveURL(new RegExp(`/customers/${first.id}\\?view=tree`));
  await expect(line(page, first.name)).toHaveAttribute("aria-selected", "true");
  await expect(page.getByRole("heading", { level: 1 })).toContainText(first.name);
  await expect(line(page, first.name)).toBeFocused();
  await page.keyboard.press("Enter");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toContainText(second.name);
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(line(page, second.name)).toBeFocused();
  await page.keyboard.press("F2");
  await expect(page.getByRole("textbox", { name: "Name", exact: true })).toBeFocused();
});

test("the customer of the address has its line in the tree", async ({ page, api }) => {
  const { top, first, leaf } = await branch(api);
  await page.goto(`/customers/${leaf.id}?view=tree&under=${top.id}`);
  await expect(line(page, leaf.name)).toHaveAttribute("aria-selected", "true");
  await expect(line(page, first.name)).toHaveAttribute("aria-expanded", "true");
});

test("hits stand below their ancestors", async ({ page, api }) => {
  const { top, first, leaf } = await branch(api);
  await page.goto("/customers?view=tree");
  await page.getByRole("searchbox", { name: "Search this list" }).fill(leaf.name);
  await expect(lines(page)).toHaveCount(3);
  await expect(line(page, top.name)).toHaveClass(/way/);
  await expect(line(page, first.name)).toHaveAttribute("aria-level", "2");
  await expect(line(page, leaf.name)).toHaveAttribute("aria-level", "3");
  await expect(line(page, leaf.name).locator("mark").first()).toBeVisible();
  await expect(page.getByRole("region", { name: "Customers", exact: true }).getByRole("status").first()).toHaveText("1");
  await page.getByRole("searchbox", { name: "Search this list" }).fill("xyzzyqwfp");
  await expect(page.getByRole("heading", { name: "Nothing matches “xyzzyqwfp”" })).toBeVisible();
});

async function confirmMove(page: Page, moved: string, to: string, count: string) {
  const dialog = page.getByRole("dialog", { name: `Move ${moved} under…` });
  await expect(dialog).toContainText(`It moves under ${to}`);
  await dialog.getByRole("button", { name: `Move ${count} customers` }).click();
  await expect(page.getByText(`${moved} is now under ${to}`)).toBeVisible();
}

test("a customer with a thousand children moves by dragging, by keys and by Move under…", async ({ page, api }) => {
  const moved = await big(api);
  const size = await api.total(`under=${moved.id}`);
  const count = size.toLocaleString("en-GB");
  const goals = [await api.create({ name: unique("R11-000007 A") }), await api.create({ name: unique("R11-000007 B") }), await api.create({ name: unique("R11-000007 C") })] as const;
  await page.goto("/customers?view=tree&q=R11-000007");
  const own = tree(page).locator(`[id="row-${moved.id}"]`);
  await own.getByRole("link", { name: moved.name, exact: true }).hover();
  await page.mouse.down();
  const goal = await line(page, goals[0].name).boundingBox();
  if (!goal) throw new Error("the goal is not in sight");
  await page.mouse.move(goal.x + 80, goal.y + goal.height / 2, { steps: 8 });
  await expect(page.getByText(`Move under ${goals[0].name}`)).toBeVisible();
  await expect(line(page, goals[0].name)).toHaveAttribute("data-drag", "goal");
  await page.mouse.up();
  await confirmMove(page, moved.name, goals[0].name, count);
  expect((await api.customer(moved.id)).parent_id).toBe(goals[0].id);
  await expect(own).toHaveAttribute("aria-level", "2");

  // What was found comes anew after a move, and with it the lines.
  await expect(async () => {
    await own.focus();
    await page.keyboard.press("Control+x");
    await expect(page.getByRole("status").filter({ hasText: `${moved.name} is taken` })).toBeAttached({ timeout: 1_000 });
    await line(page, goals[1].name).focus();
    await page.keyboard.press("Control+v");
    await expect(page.getByRole("dialog")).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await confirmMove(page, moved.name, goals[1].name, count);
  expect((await api.customer(moved.id)).parent_id).toBe(goals[1].id);

  await own.focus();
  await page.keyboard.press("Shift+F10");
  await page.getByRole("link", { name: "Move under…" }).filter({ visible: true }).last().click();
  await page.getByRole("combobox", { name: "New parent" }).fill(goals[2].name);
  await expect(page.getByRole("listbox").getByRole("option")).toHaveCount(1);
  await page.keyboard.press("Enter");
  await confirmMove(page, moved.name, goals[2].name, count);
  expect((await api.customer(moved.id)).parent_id).toBe(goals[2].id);
  expect(await api.total(`under=${moved.id}`)).toBe(size);
});

test("nothing moves below itself, in no way", async ({ page, api, watch }) => {
  const { top, first, leaf } = await branch(api);
  await page.goto(`/customers?view=tree&q=${encodeURIComponent(leaf.name)}`);
  await line(page, first.name).getByRole("link", { name: first.name, exact: true }).hover();
  await page.mouse.down();
  const box = await line(page, leaf.name).boundingBox();
  if (!box) throw new Error("the line is not in sight");
  await page.mouse.move(box.x + 80, box.y + box.height / 2, { steps: 8 });
  await expect(line(page, first.name)).toHaveAttribute("data-drag", "held");
  await expect(line(page, leaf.name)).toHaveAttribute("data-drag", "barred");
  await expect(line(page, top.name)).toHaveAttribute("data-drag", "barred");
  await page.mouse.up();
  await expect(line(page, leaf.name)).not.toHaveAttribute("data-drag");
  await expect(page).toHaveURL(/\/customers\?view=tree&q=/);

  watch.expectStatus(422, "customer_move_plan");
  await line(page, first.name).focus();
  await page.keyboard.press("Control+x");
  await line(page, leaf.name).focus();
  await page.keyboard.press("Control+v");
  const dialog = page.getByRole("dialog", { name: `Move ${first.name} under…` });
  await expect(dialog).toContainText("A customer can't be placed below itself.");
  await expect(dialog.getByRole("button", { name: "Move" })).toBeDisabled();
  expect((await api.customer(first.id)).parent_id).toBe(top.id);
});

test("a thousand children scroll by, a window of them in the document", async ({ page, api }) => {
  const { id } = await big(api);
  const children = await api.total(`parent=${id}`);
  expect(children).toBeGreaterThan(1000);
  await page.goto(`/customers?view=tree&under=${id}`);
  await lines(page).first().focus();
  const last = async () => Number(await lines(page).last().getAttribute("aria-posinset"));
  await expect(async () => {
    await page.keyboard.press("End");
    expect(await last()).toBe(children);
  }).toPass();
  expect(await lines(page).count()).toBeLessThan(100);
  await expect(lines(page).last()).toHaveAttribute("aria-setsize", String(children));
  await page.keyboard.press("Home");
  await expect(lines(page).first()).toHaveAttribute("aria-posinset", "1");
  await expect(lines(page).first()).toBeFocused();
});

test("sixty levels deep", async ({ page, api }) => {
  let parent = await api.create({ name: unique("Radice") });
  const root = parent;
  for (let level = 2; level <= 60; level++) parent = await api.create({ name: unique(`Livello ${level}`), parent_id: parent.id });
  await page.goto(`/customers/${parent.id}?view=tree&under=${root.id}`);
  await expect(line(page, parent.name)).toHaveAttribute("aria-level", "59");
  await expect(line(page, parent.name)).toBeInViewport();
  await expect(line(page, parent.name).getByRole("link", { name: parent.name, exact: true })).toBeInViewport();
});

test("what is added or renamed changes the tree where it stands", async ({ page, api }) => {
  const { top, first, leaf } = await branch(api);
  await page.goto(`/customers/${leaf.id}?view=tree&under=${top.id}`);
  await expect(line(page, leaf.name)).toBeVisible();
  const renamed = unique("Larice");
  await page.getByRole("heading", { level: 1 }).getByRole("button").click();
  await page.getByRole("textbox", { name: "Name", exact: true }).fill(renamed);
  await page.keyboard.press("Enter");
  await expect(line(page, renamed)).toBeVisible();
  await page.getByRole("button", { name: "Disable" }).click();
  await expect(line(page, renamed)).toContainText("Disabled");
  await expect(line(page, first.name)).toHaveAttribute("aria-expanded", "true");
});

test("one goes into branches on a phone", { tag: "@phone" }, async ({ page, api }) => {
  const { top, first, leaf } = await branch(api);
  await page.goto(`/customers?view=tree&under=${top.id}`);
  const into = line(page, first.name).getByRole("link", { name: `What is below ${first.name}` }).filter({ visible: true });
  const box = await into.boundingBox();
  expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(44);
  await into.tap();
  await expect(line(page, leaf.name)).toBeVisible();
  const way = page.getByRole("navigation", { name: "The way to this branch" });
  await expect(way.getByRole("listitem").last()).toHaveText(first.name);
  await way.getByRole("link", { name: top.name }).tap();
  await expect(line(page, first.name)).toBeVisible();
  await line(page, first.name).getByRole("link", { name: first.name, exact: true }).tap();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(first.name);
});

test("it can be read without a script", { tag: "@plain" }, async ({ page, api, watch }) => {
  const { top, first, leaf } = await branch(api);
  await page.goto(`/customers?view=tree&under=${top.id}`);
  await line(page, first.name).getByRole("link", { name: `What is below ${first.name}` }).first().click();
  await expect(line(page, leaf.name)).toBeVisible();
  const { id } = await big(api);
  await page.goto(`/customers?view=tree&under=${id}`);
  await expect(lines(page)).toHaveCount(50);
  await page.getByRole("link", { name: "Load more" }).click();
  await expect(lines(page)).toHaveCount(100);
  await page.goto(`/customers/${leaf.id}?view=tree&dialog=move&to=${top.id}`);
  await expect(page.getByRole("dialog")).toContainText(`It moves under ${top.name}`);
  await page.getByRole("button", { name: "Move", exact: true }).or(page.getByRole("button", { name: "Move 1 customer" })).click();
  await expect(page.getByRole("navigation", { name: "Managed by" }).first()).toContainText(top.name);
  expect((await api.customer(leaf.id)).parent_id).toBe(top.id);
  watch.expectStatus(422, "dialog=move");
  await page.goto(`/customers/${top.id}?view=tree&dialog=move&to=${leaf.id}`);
  await expect(page.getByRole("dialog")).toContainText("A customer can't be placed below itself.");
});
