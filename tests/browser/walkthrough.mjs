// What the player of a walkthrough shows, in a real browser. Run by hand, because it needs one:
//
//     npm install playwright-core          # anywhere; NODE_PATH or the working folder finds it
//     sopctl -C LIBRARY walkthrough WI-005 -o pages
//     CHROMIUM=/usr/bin/chromium node tests/browser/walkthrough.mjs pages/index.html
//
// The page is to be of `src/render/html/walkthrough/account.md`, or of another instruction of
// at least three steps. It ends with 1 and says which claim does not hold.

import { createRequire } from "node:module";
import { resolve } from "node:path";

const { chromium } = createRequire(resolve("package.json"))("playwright-core");
const page_file = process.argv[2];
if (page_file === undefined) {
  console.error("usage: walkthrough.mjs PAGE");
  process.exit(2);
}
const address = `file://${resolve(page_file)}`;
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-background-networking"],
});
let failed = 0;

async function claim(name, options, check) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const page = await context.newPage();
  const said = [];
  page.on("console", (message) => said.push(message.text()));
  page.on("pageerror", (error) => said.push(String(error)));
  page.on("request", (request) => {
    const url = request.url().split("#")[0];
    if (url !== address && !url.startsWith("data:image/")) said.push(`asked for ${url}`);
  });
  let why = "";
  try {
    await page.goto(address);
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
function holds(is, why) {
  if (!is) throw new Error(`: ${why}`);
}

// A voice that says nothing and tells when it has ended, as soon as a test lets it.
const voice = () => {
  window.said = [];
  window.SpeechSynthesisUtterance = class extends EventTarget {
    constructor(text) {
      super();
      this.text = text;
    }
  };
  Object.defineProperty(window, "speechSynthesis", {
    value: { speak: (utterance) => window.said.push(utterance), cancel: () => window.said.push(null) },
  });
};

const shown = (page) =>
  page.$$eval(".scene", (all) => all.filter((one) => one.checkVisibility({ contentVisibilityAuto: true }) && one.clientHeight > 0).map((one) => one.id));
const count = (page) => page.locator(".scene").count();
const current = (page) => page.$eval("#scenes [aria-current]", (link) => link.hash.slice(1));

await claim("one scene is shown, and the keys go through them", {}, async (page) => {
  const last = `scene-${await count(page)}`;
  same(await shown(page), ["scene-1"]);
  for (const [key, expected] of [
    ["ArrowRight", "scene-2"],
    ["ArrowRight", "scene-3"],
    ["ArrowLeft", "scene-2"],
    ["End", last],
    ["ArrowRight", last],
    ["Home", "scene-1"],
  ]) {
    await page.keyboard.press(key);
    same([await shown(page), await current(page)], [[expected], expected]);
  }
});

await claim("the space bar plays with captions, and pauses", {}, async (page) => {
  await page.keyboard.press("Space");
  await page.waitForSelector(".caption p");
  same(await page.getAttribute(".play", "aria-label"), "Pause");
  await page.waitForFunction(() => document.querySelector(".clock").textContent.startsWith("0:01"));
  await page.keyboard.press("Space");
  same(await page.getAttribute(".play", "aria-label"), "Play");
  const clock = await page.textContent(".clock");
  await page.waitForTimeout(1200);
  same(await page.textContent(".clock"), clock);
  same(await page.getAttribute(".caption", "aria-live"), "polite");
});

await claim("a button that was clicked does not take the space bar", {}, async (page) => {
  await page.click("[data-do=next] >> visible=true >> nth=-1");
  await page.keyboard.press("Space");
  same([await page.getAttribute(".play", "aria-label"), await current(page)], ["Pause", "scene-2"]);
});

await claim("a button that was reached by keyboard does", {}, async (page) => {
  await page.focus(".bar [data-do=next]");
  await page.keyboard.press("Space");
  same([await page.getAttribute(".play", "aria-label"), await current(page)], ["Play", "scene-2"]);
});

await claim("the list goes to a scene and takes the reader there", {}, async (page) => {
  await page.click("#scenes a[href='#scene-4']");
  same([await shown(page), await page.evaluate(() => location.hash)], [["scene-4"], "#scene-4"]);
  same(await page.evaluate(() => document.activeElement.id), "title-4");
  await page.click(".chapters a:nth-child(2)");
  same(await shown(page), ["scene-2"]);
});

await claim("an address leads to its scene", {}, async (page) => {
  await page.goto("about:blank");
  await page.goto(`${address}#scene-3`);
  same(await shown(page), ["scene-3"]);
});

await claim("a question mark opens the keys, and Escape closes them", {}, async (page) => {
  await page.keyboard.press("?");
  same(await page.getByRole("dialog").isVisible(), true);
  await page.keyboard.press("ArrowRight");
  same(await current(page), "scene-1");
  await page.keyboard.press("Escape");
  same(await page.getByRole("dialog").isVisible(), false);
});

await claim("speed and stopping are chosen by keyboard, and keep their keys", {}, async (page) => {
  await page.focus("select[name=speed]");
  await page.keyboard.press("End");
  same([await page.inputValue("select[name=speed]"), await current(page)], ["1.5", "scene-1"]);
  await page.focus("input[name=captions]");
  await page.keyboard.press("Space");
  same([await page.getAttribute(".play", "aria-label"), await page.locator(".caption").isVisible()], ["Play", false]);
});

await claim("the voice is off until it is asked for, and is waited for", {}, async (page) => {
  await page.addInitScript(voice);
  await page.reload();
  await page.keyboard.press("Space");
  await page.waitForTimeout(400);
  same(await page.evaluate(() => window.said.length), 0);
  await page.keyboard.press("Home");
  await page.click("text=Read aloud");
  await page.waitForFunction(() => window.said.length === 1);
  same(await page.getAttribute(".caption", "aria-live"), "off");
  await page.waitForTimeout(2500);
  same(await page.evaluate(() => window.said.length), 1);
  await page.evaluate(() => window.said[0].dispatchEvent(new Event("end")));
  await page.waitForFunction(() => window.said.length === 2);
  await page.click(".play");
  same(await page.evaluate(() => window.said.at(-1)), null);
});

await claim("it stops behind a scene, and plays on from there", {}, async (page) => {
  await page.click("text=Stop after each scene");
  await page.selectOption("select[name=speed]", "1.5");
  await page.keyboard.press("Escape");
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Space");
  await page.waitForSelector(".play[aria-label=Play]", { timeout: 30_000 });
  same(await current(page), "scene-2");
  await page.keyboard.press("Space");
  await page.waitForFunction(() => document.querySelector("#scenes [aria-current]").hash === "#scene-3");
});

await claim("on a phone the list is a drawer, and the options are behind a button", { viewport: { width: 390, height: 844 } }, async (page) => {
  same([await page.locator("#scenes").isVisible(), await page.locator("#options").isVisible()], [false, false]);
  await page.click(".bar [popovertarget=scenes]");
  same(await page.evaluate(() => document.activeElement.hash), "#scene-1");
  await page.click("#scenes a[href='#scene-3']");
  same([await shown(page), await page.locator("#scenes").isVisible()], [["scene-3"], false]);
  await page.click(".bar [popovertarget=options]");
  await page.click("text=Captions");
  await page.keyboard.press("Escape");
  same(await page.locator("#options").isVisible(), false);
});

for (const width of [320, 390, 820, 1280]) {
  await claim(`nothing passes the edge of ${width} pixels`, { viewport: { width, height: 800 } }, async (page) => {
    for (let scene = await count(page); scene > 0; scene -= 1) {
      same(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0);
      const bar = await page.locator(".bar").boundingBox();
      holds(bar.y + bar.height <= 801 && bar.x + bar.width <= width, "the bar passes the edge");
      await page.keyboard.press("ArrowRight");
    }
  });
}

await claim("who wants no motion sees none", { reducedMotion: "reduce" }, async (page) => {
  await page.keyboard.press("ArrowRight");
  same(await page.evaluate(() => document.getAnimations().length), 0);
});

await claim("on paper all scenes stand below each other, without controls", {}, async (page) => {
  await page.keyboard.press("End");
  await page.emulateMedia({ media: "print" });
  const boxes = await page.$$eval(".scene", (all) => all.map((one) => one.getBoundingClientRect().toJSON()));
  same(boxes.length, await count(page));
  boxes.reduce((above, box) => {
    holds(box.height > 40 && box.top >= above, `a scene at ${box.top}, ${box.height} high`);
    return box.bottom;
  }, 0);
  for (const gone of [".bar", "#scenes", "dialog", ".start"]) same(await page.locator(gone).isVisible(), false);
});

await claim("without scripts everything can be read, and nothing does nothing", { javaScriptEnabled: false }, async (page) => {
  same(await page.locator(".scene:visible").count(), await count(page));
  same(await page.locator("button:visible, input:visible, select:visible").count(), 0);
  await page.click("#scenes a[href='#scene-3']");
  same(new URL(page.url()).hash, "#scene-3");
});

await browser.close();
process.exit(failed === 0 ? 0 : 1);
