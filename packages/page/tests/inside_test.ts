/** The inside of the network in real Chromium, and links: live while one draws and while it learns. */

import {
  assert,
  assertEquals,
  assertGreater,
  assertLess,
  assertMatch,
  assertNotEquals,
} from "@std/assert";
import type { Browser } from "./browser.ts";
import { assertAccessible, pageTest, testImages, trainDigits } from "./page.ts";
import { strokesOf } from "./strokes.ts";

/** What 95 of 100 frames may take of the processor's time, in milliseconds. */
const MAX_FRAME_MS = 8;

/** What a canvas shows after the next frame, by its id. */
const pixels = (browser: Browser, id: string): Promise<string> =>
  browser.evaluate(`new Promise((done) => {
    const canvas = $("#${id}");
    requestAnimationFrame(() => requestAnimationFrame(() => done(canvas.toDataURL())));
  })`);

/** Points at a share of the width and the height of the drawing. */
async function point(browser: Browser, x: number, y: number): Promise<void> {
  const box = await browser.evaluate(`$("#network").scrollIntoView({ block: "center" });
    $("#network").getBoundingClientRect().toJSON()`);
  const at = { x: box.left + x * box.width, y: box.top + y * box.height };
  await browser.send("Input.dispatchMouseEvent", { type: "mouseMoved", ...at });
}

pageTest("the page is never empty, and shows the network live: drawn, pointed at, in training", {
  screen: [1280, "light"],
}, async ({ browser, address }) => {
  await browser.shows({
    "draw-answer": "7",
    "draw-news": /The test image is a 7\.$/,
    "inside-network": /^The run small, 784-100-10: \d/,
  });
  const seven = await pixels(browser, "network");
  const first = await pixels(browser, "unit-weights");

  // A unit of each layer, by pointer and by the controls, which take keys.
  await point(browser, 0.5, 0.5);
  await browser.until("$('#unit').value !== '1'");
  assertNotEquals(await pixels(browser, "unit-weights"), first);
  await browser.shows({
    "unit-name": /^Unit \d+ of 100$/,
    "unit-facts": /^activation −?\d\.\d\d, bias −?\d\.\d\d$/,
    "unit-kind": "784 weights, one for each pixel",
  });
  await browser.set({ "unit-layer": "Outputs", unit: 4 });
  await pixels(browser, "unit-weights");
  await browser.shows({
    "unit-name": "Output 3",
    "unit-kind": "100 weights, one for each unit of layer 1",
  });

  // What is drawn runs through at once.
  const { images } = await testImages();
  await browser.draw("paper", strokesOf(images.subarray(0, 784)));
  assertNotEquals(await pixels(browser, "network"), seven);
  await browser.click("clear");
  await browser.shows({ "draw-sentence": "Nothing drawn yet." });

  // A link has the settings and the drawing, in a page opened anew.
  await browser.set({ epochs: 2, "training-size": 10000 });
  await browser.draw("paper", strokesOf(images.subarray(784, 2 * 784)));
  const sentence = await browser.text("draw-sentence");
  await browser.click("link");
  await browser.until("$('#link').textContent !== 'Copy link'");
  const link = await browser.evaluate("location.hash");
  assertMatch(link, /^#epochs=2&trainingSize=10000&drawing=[\w.-]+$/);
  await browser.send("Page.navigate", { url: "about:blank" });
  await browser.open(address + link);
  await browser.shows({ "draw-sentence": sentence, "link-error": "" });
  const settings = "[$('#epochs').value, $('#preset').value, $('#undo').disabled]";
  assertEquals(await browser.evaluate(settings), ["2", "custom", false]);
  await browser.evaluate("location.hash = 'epochs=2&drawing=<img src=x>'");
  await browser.until("$('#link-error').textContent > ''");
  await browser.shows({
    "link-error": "This link is ignored: the page cannot use “drawing=<img src=x>”.",
    "draw-sentence": sentence,
  });

  // The curve of the preset is there before one trains.
  await browser.evaluate("$('#train').scrollIntoView()");
  await browser.until("$('#cost-chart svg') !== null");
  await browser.shows({ ghost: /^Gray: an earlier run of “Tutorial: 784-30-10”, 95\.\d\d %/ });
  const before = await browser.evaluate("$('#charts').getBoundingClientRect().top");
  await browser.click("start");
  await browser.until("$('#inside-network').textContent.startsWith('In training: 784-30-10')");
  assertEquals(await browser.evaluate("$('#charts').getBoundingClientRect().top"), before);
  await browser.until("!$('#start').disabled");
  await browser.until("$('#inside-network').textContent === 'Your 784-30-10, epoch 2'");
  await browser.shows({ "draw-network": /^Read by the run small/ });
  await assertAccessible(browser, [390, "dark"]);
});

pageTest("95 of 100 frames take 8 ms of the script at most, while one draws and it learns", {
  long: true,
  network: false,
  screen: [1280, "light"],
}, async ({ browser }) => {
  await browser.shows({ "inside-network": "Before training: 784-30-10" });
  const { images } = await testImages();
  const strokes = strokesOf(images.subarray(0, 784));
  await browser.set({ hidden: "100, 50, 30", epochs: 1000, "training-size": 2000 });
  const events = await browser.trace(async () => {
    await browser.click("start");
    for (let k = 0; k < 20; k++) await browser.draw("paper", strokes);
    await browser.click("stop");
    await browser.until("!$('#start').disabled");
  });
  const times = events.filter(({ name }) => name === "FireAnimationFrame")
    .map(({ tdur }) => tdur / 1000).sort((a, b) => a - b);
  assertGreater(times.length, 50);
  assert(times.every(Number.isFinite));
  assertLess(times[Math.floor(0.95 * times.length)]!, MAX_FRAME_MS);
  await trainDigits(browser, { hidden: "", epochs: 1 });
  await browser.until("$('#inside-network').textContent === 'Your 784-10, epoch 1'");
  await browser.shows({ "unit-name": "Output 0", "unit-kind": "784 weights, one for each pixel" });
});
