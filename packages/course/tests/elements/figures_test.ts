/** Figures in Chromium: they play and step, show their state, and anybody can use them. */

import { assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import { testsWhere } from "../../../../tests/helpers/tests_with.ts";
import type { Browser } from "../../../page/tests/browser.ts";
import { assertAccessible, assertQuiet, chromium } from "../../../page/tests/page.ts";
import { openChapter } from "./chapter_page.ts";

const test = testsWhere(chromium !== undefined);

/** Each figure, its state at first, and after a while. */
const FIGURES: readonly (readonly [name: string, first: RegExp, later: RegExp])[] = [
  ["surface", /^Step 0: cost 0\.\d+ at weight w −?\d+\.\d+, bias b −?\d/, /^Step [3-9]/],
  ["boundary", /^Epoch 0: cost \d+\.\d+, \d+\.\d % of the points/, /^Epoch [3-9]/],
  ["saturation", /^Epoch 0. Quadratic cost: output 0.982, ∂C\/∂w 0.0173/, /^Epoch [3-9]/],
  ["gradients", /^Epoch 0. ‖∂C\/∂w‖ is 0\.0\d+ in the first/, /^Epoch [3-9]/],
  ["deformed", /^Below: the digits in epoch 1\.$/, /^Below: the digits in epoch ([2-9]|\d\d)\.$/],
  [
    "weights",
    /^Learned from 0 digits\. (?:Measuring on the test digits: \d+ % done|It has)/,
    /^Learned from \d+0 digits\. .*\d+\.\d % of the test digits right\.$/,
  ],
  [
    "wishes",
    /^Output 1 is 0\.267 and should be 1: it should rise\. Output 2/,
    /^The wishes added up/,
  ],
  ["curves", /^Measuring/, /^Epoch [1-9]\d*. Training digits: cost \d/],
];

const shadow = (name: string) => `document.querySelector("ink-${name}").shadowRoot`;
const state = (name: string) => `${shadow(name)}.querySelector(".state").textContent`;

async function click(browser: Browser, name: string, button: number): Promise<void> {
  await browser.evaluate(`${shadow(name)}.querySelectorAll("button")[${button}].click()`);
}

test("Chromium: every figure steps, plays, shows its state, and can be used by all", async () => {
  const body = FIGURES.map(([name]) => `<ink-${name}><p>A figure.</p></ink-${name}>`).join("");
  await using page = await openChapter(body);
  const { browser, address } = page;
  for (const [name, first, later] of FIGURES) {
    await browser.evaluate(`document.querySelector("ink-${name}").scrollIntoView()`);
    await browser.until(`${first}.test(${state(name)})`);
    const before = await browser.evaluate(state(name));
    await click(browser, name, 1);
    const stepped = await browser.evaluate(state(name));
    assertNotEquals(stepped, before, name); // one press is one step, also while it measures
    await click(browser, name, 0);
    await browser.until(`${later}.test(${state(name)})`);
    await click(browser, name, 0);
    assertEquals(
      await browser.evaluate(`${shadow(name)}.querySelector("button").textContent`),
      "Play",
    );
  }
  await assertAccessible(browser, [800, "light"], [360, "dark"]);
  await assertQuiet(browser, address);
});

test("Chromium: without the digits there is a sentence", async () => {
  await using page = await openChapter("<ink-curves></ink-curves>", {
    withDigits: false,
  });
  await page.browser.until(`${state("curves")} !== ""`);
  assertMatch(
    await page.browser.evaluate(state("curves")),
    /^Cannot show this figure: Cannot load the digits: http.*\/data\/mnist\/.* answered 404$/,
  );
});
