// What the script of a page does, in a real browser. Run by hand, because it needs one:
//
//     npm install playwright-core          # anywhere; NODE_PATH or the working folder finds it
//     sopctl demo library --as-of 2026-11-22
//     sopctl -C library stale --as-of 2026-11-22 -f html -o page.html
//     CHROMIUM=/usr/bin/chromium node tests/browser/catalogue.mjs page.html
//
// It ends with 1 and says which claim does not hold.

import { createRequire } from "node:module";
import { resolve } from "node:path";

const { chromium } = createRequire(resolve("package.json"))("playwright-core");
const page_file = process.argv[2];
if (page_file === undefined) {
  console.error("usage: catalogue.mjs PAGE");
  process.exit(2);
}
const address = `file://${resolve(page_file)}`;
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-background-networking"],
});
let failed = 0;

async function claim(name, options, check) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const said = [];
  page.on("console", (message) => said.push(message.text()));
  page.on("pageerror", (error) => said.push(String(error)));
  page.on("request", (request) => {
    if (request.url() !== address) said.push(`asked for ${request.url()}`);
  });
  await page.goto(address);
  let why = "";
  try {
    await check(page);
  } catch (error) {
    why = error.message;
  }
  if (said.length > 0) why += ` ${said.join("; ")}`;
  failed += why === "" ? 0 : 1;
  console.log(`${why === "" ? "ok  " : "FAIL"} ${name}${why}`);
  await context.close();
}

function same(found, expected) {
  const [one, other] = [JSON.stringify(found), JSON.stringify(expected)];
  if (one !== other) throw new Error(`: ${one} instead of ${other}`);
}

const shown = (page) =>
  page.$$eval(".catalogue > table > tbody:not([hidden])", (all) =>
    all.map((body) => body.rows[0].cells[0].textContent),
  );
const column = (page, name) =>
  page.$$eval(
    ".catalogue > table > tbody:not([hidden])",
    (all, name) => {
      const heads = [...document.querySelectorAll(".catalogue > table > thead th")];
      const at = heads.findIndex((head) => head.textContent === name);
      return all.map((body) => body.rows[0].cells[at].textContent);
    },
    name,
  );
const count = (page) => page.textContent(".count");
const sorting = (page, name) =>
  page.getByRole("columnheader", { name }).first().getAttribute("aria-sort");

await claim("a total shows its documents, and all of them the second time", {}, async (page) => {
  await page.click(".totals a:has-text('overdue')");
  same(await shown(page), ["SOP-004", "SOP-005"]);
  same(await count(page), "2 of 20 documents (State: overdue)");
  same(await page.getAttribute(".totals a:has-text('overdue')", "aria-current"), "true");
  await page.click(".totals a:has-text('overdue')");
  same(await count(page), "20 documents");
});

await claim("words are looked for in the evidence too, all of them", {}, async (page) => {
  await page.fill("input[type=search]", "LIMIT 250");
  const found = await shown(page);
  if (!found.includes("SOP-004") || found.length > 5) throw new Error(`: ${found}`);
  await page.fill("input[type=search]", "no such words");
  same([await count(page), await shown(page)], ["0 of 20 documents (words: no such words)", []]);
  await page.click("button[type=reset]");
  same(await count(page), "20 documents");
});

await claim("choices narrow together", {}, async (page) => {
  await page.locator("label:has-text('Owner') select[data-column]").selectOption("@marcus");
  await page.locator("label:has-text('Type') select[data-column]").selectOption("work-instruction");
  const [owners, types] = [await column(page, "Owner"), await column(page, "Type")];
  same([[...new Set(owners)], [...new Set(types)]], [["@marcus"], ["work-instruction"]]);
});

await claim("a head sorts up, then down, and says so; what is empty stays last", {}, async (page) => {
  const head = page.locator(".catalogue > table > thead th:has-text('Next review') button");
  for (const [order, expected] of [
    ["ascending", (days) => [...days].sort()],
    ["descending", (days) => [...days].sort().reverse()],
  ]) {
    await head.click();
    same(await sorting(page, "Next review"), order);
    const days = await column(page, "Next review");
    const dated = days.filter((day) => day !== "");
    same(dated, expected(dated));
    same(days.slice(dated.length).join(""), "");
  }
  same(await page.locator(".catalogue th[aria-sort]").count(), 1);
});

await claim("states sort by how bad they are", {}, async (page) => {
  await page.locator(".catalogue > table > thead th:has-text('Title') button").click();
  await page.locator(".catalogue > table > thead th:has-text('State') button").click();
  const states = await column(page, "State");
  same([states[0], states[2], states.at(-1)], ["overdue", "may be out of date", "not under review"]);
});

await claim("evidence opens by keyboard", {}, async (page) => {
  const summary = page.locator(".why summary").first();
  await summary.focus();
  await page.keyboard.press("Enter");
  same(await page.locator(".why details").first().getAttribute("open"), "");
});

await claim("a voice hears a table and a count", {}, async (page) => {
  const table = page.getByRole("table").last();
  same(await table.getByRole("row").count(), 41);
  same(await page.getByRole("status").textContent(), "20 documents");
  same(await page.getByRole("search").count(), 1);
  same(await page.getByRole("img").count(), 3);
});

await claim(
  "without scripts everything is there, and nothing that does nothing",
  { javaScriptEnabled: false },
  async (page) => {
    same(await page.locator(".catalogue > table > tbody").count(), 20);
    same(await page.locator("form").isVisible(), false);
    same(await page.locator("button:visible").count(), 0);
    await page.locator(".why summary").first().click();
    same(await page.locator(".why details > div").first().isVisible(), true);
  },
);

for (const width of [320, 390, 820, 1280]) {
  await claim(`nothing passes the edge of ${width} pixels`, { viewport: { width, height: 800 } }, async (page) => {
    await page.$$eval("details", (all) => all.forEach((one) => (one.open = true)));
    same(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0);
  });
}

await claim("where there is no head, its buttons are no stops", { viewport: { width: 390, height: 800 } }, async (page) => {
  const stops = (all) => all.filter((one) => one.tabIndex >= 0).length;
  same(await page.$$eval(".catalogue thead button", stops), 0);
  await page.setViewportSize({ width: 1280, height: 800 });
  if ((await page.$$eval(".catalogue thead button", stops)) === 0) throw new Error(": no stop on a wide screen");
});

await claim("what is gone to does not end up below the head", { viewport: { width: 1280, height: 600 } }, async (page) => {
  await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
  const last = page.locator(".why summary").nth(3);
  await last.focus();
  await last.evaluate((one) => one.scrollIntoView({ block: "start" }));
  const [top, head] = [await last.boundingBox(), await page.locator(".catalogue > table > thead").boundingBox()];
  if (top.y < head.y + head.height) throw new Error(`: at ${top.y}, below a head until ${head.y + head.height}`);
});

await claim("on paper the evidence is open and the controls are gone", {}, async (page) => {
  await page.emulateMedia({ media: "print" });
  same(await page.locator(".catalogue form").isVisible(), false);
  same(await page.locator(".numbers").first().isVisible(), false);
  const inside = page.locator(".why details > div").first();
  if ((await inside.boundingBox()) === null) throw new Error(": the evidence is not laid out");
});

await browser.close();
process.exit(failed === 0 ? 0 : 1);
