// Whatever is typed into whatever field: it is refused at its field, or kept to the byte; nothing of it is ever executed.
import { type Page } from "@playwright/test";
import { type Api, unique } from "../../fixtures/api.ts";
import { edit, field, said, section } from "../../fixtures/form.ts";
import { expect, test } from "../../fixtures/test.ts";
import { add, expectSecondStep, next, openWizard } from "../../fixtures/wizard.ts";

const FIELDS = [
  ["Customer", "Name", "name"], ["Numbers", "Ref ID", "ref_id"], ["Numbers", "VAT number", "vat_number"], ["Numbers", "Fiscal code", "fiscal_code"],
  ["Address", "Street", "street"], ["Address", "City", "city"], ["Address", "Province", "province"], ["Address", "Postal code", "postal_code"],
  ["Contact", "E-mail", "email"], ["Contact", "Phone", "phone"], ["Contact", "Website", "website"], ["Notes", "Notes", "notes"],
] as const;

// What each kind of input has to be refused by; all other fields keep it.
const CODES = ["vat_number", "fiscal_code", "email", "phone", "website"];
const KINDS: Record<string, { value: (seed: string) => string; refused: readonly string[] }> = {
  wrong: { value: () => "§ wrong §", refused: CODES },
  "10,000 characters": { value: () => "x".repeat(10_000), refused: FIELDS.map(([, , name]) => name).filter((name) => name !== "notes") },
  "right-to-left": { value: (seed) => `‮שלום ${seed} مرحبا‏`, refused: CODES },
  script: { value: (seed) => `<script>alert(1)</script><img src onerror=x()>${seed}`, refused: CODES },
  "end of text area": { value: (seed) => `</textarea><script>alert('${seed}')</script>`, refused: CODES },
  SQL: { value: (seed) => `'; DROP TABLE customers; -- " ${seed}`, refused: CODES },
};

const input = (page: Page, heading: string, label: string) => field(section(page, heading), label);

async function stored(page: Page, api: Api) {
  await expect(page).toHaveURL(/\/customers\/[0-9a-f-]{36}/);
  return api.customer(new URL(page.url()).pathname.split("/")[2] ?? "");
}

test("an empty form names what is needed and stores nothing", async ({ page, api }) => {
  const before = await api.total();
  await openWizard(page);
  await next(page);
  await expect(page.getByRole("alert").getByRole("link")).toHaveText(["Name: Fill this in.", "Country: Fill this in."]);
  expect(await api.total()).toBe(before);
});

for (const [kind, { value, refused }] of Object.entries(KINDS)) {
  test(`every field of a new customer: ${kind}`, async ({ page, api }) => {
    const before = await api.total();
    const typed = (name: string) => value(unique(name.slice(0, 8)));
    const values = new Map(FIELDS.map(([, , name]) => [name, typed(name)]));
    await openWizard(page);
    await input(page, "Customer", "Country").selectOption("Italy");
    for (const [heading, label, name] of FIELDS) await input(page, heading, label).fill(values.get(name) ?? "");
    await next(page);

    // Each problem stands at its field, and what was typed is still there.
    await expect(page.getByRole("alert").getByRole("link")).toHaveCount(refused.length);
    for (const [heading, label, name] of FIELDS) {
      const at = input(page, heading, label);
      await expect(at).toHaveValue(values.get(name) ?? "");
      expect([name, (await at.getAttribute("aria-invalid")) === "true"]).toEqual([name, refused.includes(name)]);
      if (refused.includes(name)) expect(await said(page, at)).toMatch(/\.$/);
    }
    expect(await api.total()).toBe(before);

    for (const [heading, label, name] of FIELDS) if (refused.includes(name)) await input(page, heading, label).fill(name === "name" ? unique("Mended") : "");
    await next(page);
    await expectSecondStep(page);
    await add(page);
    const customer = await stored(page, api);
    for (const [, , name] of FIELDS) if (!refused.includes(name)) expect(customer[name]).toBe(values.get(name));

    // Shown as the text that it is, hydrated and from the server, in detail, row and search.
    await page.goto(`/customers/${customer.id}?q=${encodeURIComponent(customer.name.slice(0, 60))}`);
    await expect(page.getByRole("heading", { level: 1 })).toHaveAccessibleName(customer.name);
    await expect(page.locator(`[id="row-${customer.id}"]`)).toHaveText(customer.name);
    for (const [, label, name] of FIELDS) {
      if (!refused.includes(name) && name !== "name") await expect(page.getByTitle(`Edit ${label}`)).toHaveText(values.get(name) ?? "");
    }
  });
}

test("every field edited in place: kept to the byte or refused", async ({ page, api }) => {
  const { id } = await api.create();
  await page.goto(`/customers/${id}`);
  for (const [, label, name] of FIELDS) {
    const text = `</textarea><script>alert('${unique(name)}')</script>`;
    const opened = await edit(page, label);
    await opened.fill(text);
    await opened.press(name === "notes" ? "Control+Enter" : "Enter");
    if (CODES.includes(name)) {
      await expect(opened).toHaveAttribute("aria-invalid", "true");
      await opened.press("Escape");
      expect((await api.customer(id))[name]).toBeNull();
    } else {
      await expect(page.getByTitle(`Edit ${label}`)).toHaveText(text);
      await expect.poll(async () => (await api.customer(id))[name]).toBe(text);
    }
  }
  await page.reload();
  await expect(page.getByTitle("Edit Notes")).toContainText("</textarea><script>alert('notes");
});
