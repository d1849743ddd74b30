import { assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import { Browser } from "../../../page/tests/browser.ts";
import { assertAccessible, assertQuiet, chromium } from "../../../page/tests/page.ts";
import { type Chapters, serveChapters } from "./page.ts";

const CHAPTERS = {
  cells: `<ink-cell id="first"><pre><code>import { Network } from "@inkling/inkling";
const network = new Network([2, 3, 1], { seed: 1 });
console.log(network.sizes, "units");</code></pre><p>It prints:</p>
<pre><code class="language-text">[ 2, 3, 1 ] units
</code></pre></ink-cell>
<ink-cell id="next" continued><pre><code>import { show, square } from "@inkling/inkling/notebook";
console.warn(network.seed);
show(square);</code></pre></ink-cell>
<ink-cell id="wrong"><pre><code>const x = 1;
x.y.z;</code></pre></ink-cell>
<ink-cell id="syntax" continued><pre><code>
let a;
let b = ;</code></pre></ink-cell>
<ink-cell id="endless"><pre><code>for (let k = 0;; k++) console.log(k);</code></pre></ink-cell>
<ink-cell id="limited" limit="0.2"><pre><code>await new Promise(() => {});</code></pre></ink-cell>`,
  exercises: `<ink-exercise id="value" answer="0.6225" tolerance="0.0005" hint="It is σ(0.5).">
<p>What is the activation?</p></ink-exercise>
<ink-exercise id="hash" answer="sha256:73083ee3aa79"><p>Which weights?</p></ink-exercise>`,
  figures: `<ink-neuron></ink-neuron><ink-network></ink-network>
<ink-network id="xor" task="xor" hidden="4"></ink-network><ink-backprop sizes="2,2,1"></ink-backprop>`,
};

/** Elements in the shadow of one, and its text. */
const HELPERS = `Object.assign(globalThis, {
  inside: (host, selector) => document.querySelector(host).shadowRoot.querySelector(selector),
  textOf: (host, selector) => inside(host, selector).textContent,
}); undefined`;

/** The state of an exercise, and how it is answered. */
const answer = (id: string, text: string) =>
  `inside("#${id}", "input").value = "${text}"; inside("#${id}", "form").requestSubmit();
  textOf("#${id}", ".state")`;

/** A page of elements in Chromium, without a complaint at its end. */
function chapterTest(
  name: string,
  chapter: keyof typeof CHAPTERS,
  test: (browser: Browser, served: Chapters) => Promise<void>,
): void {
  Deno.test(`Chromium: ${name}`, { ignore: chromium === undefined }, async () => {
    await using served = await serveChapters(CHAPTERS);
    await using browser = await Browser.start(chromium!);
    await browser.emulate(1000, 900, "light");
    await open(browser, served, chapter);
    await test(browser, served);
    await assertQuiet(browser, served.address);
  });
}

async function open(browser: Browser, served: Chapters, chapter: string): Promise<void> {
  await browser.open(`${served.address}${chapter}.html`);
  await browser.until(`customElements.get("ink-neuron") !== undefined`);
  await browser.evaluate(HELPERS);
}

chapterTest("a cell runs, goes on from others, and ends", "cells", async (browser) => {
  const run = (id: string) =>
    browser.evaluate(
      `document.querySelector("#${id}").run().then(() => textOf("#${id}", ".output").trim())`,
    );
  assertEquals(await run("first"), "[ 2, 3, 1 ] units");
  const state = () => browser.evaluate(`textOf("#first", ".state")`);
  const expected = () => browser.evaluate(`inside("#first", ".expected").hidden`);
  assertMatch(await state(), /^Done in \d+\.\d s\. The same as in the book ✓$/);
  assertEquals(await expected(), true);
  assertEquals(await run("next"), "Note: 1"); // and nothing of the cell before
  assertEquals(await browser.evaluate(`inside("#next", "svg").ariaLabel`), "a square");
  const cell = `getComputedStyle(inside("#next", "td"))`;
  assertEquals(await browser.evaluate(`[${cell}.color, inside("#next", "td").style.width]`), [
    "rgb(255, 0, 0)",
    "77px",
  ]);
  assertEquals(
    await browser.evaluate(`inside("#next", ".output :is(iframe, script, style)")`),
    null,
  );
  assertMatch(await run("wrong"), /^Error: TypeError: .* \(line 2\)$/);
  assertMatch(await run("syntax"), /^Error: SyntaxError: .* \(line 2\)$/);

  await browser.evaluate(`void document.querySelector("#endless").run()`);
  await browser.until(`textOf("#endless", ".output").includes("There is more output")`);
  await browser.evaluate(`inside("#endless", "button:nth-child(2)").click()`);
  assertEquals(await browser.evaluate(`textOf("#endless", ".state")`), "Stopped.");
  await run("limited");
  assertEquals(
    await browser.evaluate(`textOf("#limited", ".state")`),
    "Stopped after 0.2 seconds.",
  );

  // By keyboard: what is written is run, and Tab leaves the text.
  await browser.evaluate(`inside("#first", "textarea").focus();
    inside("#first", "textarea").value = 'console.error({ a: 1 });'`);
  await browser.send("Input.dispatchKeyEvent", {
    type: "rawKeyDown",
    key: "Enter",
    code: "Enter",
    windowsVirtualKeyCode: 13,
    modifiers: 2,
  });
  await browser.until(`textOf("#first", ".output") === "Error: { a: 1 }\\n"`);
  await browser.until(`/^Done/.test(textOf("#first", ".state"))`);
  assertMatch(await state(), /s\. One line differs from the book\.$/);
  assertEquals(await browser.evaluate(`textOf("#first", "mark")`), "[ 2, 3, 1 ] units\n");
  await browser.press("Tab", 9);
  assertEquals(await browser.evaluate(`inside("#first", "button:focus").textContent`), "Run");
  await browser.evaluate(`inside("#first", "button:nth-child(3)").click()`);
  assertMatch(await browser.evaluate(`inside("#first", "textarea").value`), /^import \{ Network/);
  await assertAccessible(browser, [1000, "light"], [360, "dark"]);
});

chapterTest("an exercise accepts and refuses", "exercises", async (browser, served) => {
  const tries = ["", "half", "0.5", "0,7", "0.8", "0,6225."];
  const texts = [];
  for (const text of tries) texts.push(await browser.evaluate(answer("value", text)));
  assertEquals(texts, [
    "Write an answer first.",
    "The answer is a number, such as 0.62.",
    "Not yet. Have another look, and try again.",
    "Not yet. A hint: It is σ(0.5).",
    "Not yet. A hint: It is σ(0.5).",
    "✓ That is right.",
  ]);
  assertEquals(
    await browser.evaluate(`localStorage.getItem("inkling progress " + location.pathname)`),
    "1 of 2",
  );
  for (const text of ["abcdef", "abcde0"]) await browser.evaluate(answer("hash", text));
  const offered = `inside("#hash", "form > button:last-child")`;
  assertEquals(await browser.evaluate(`${offered}.hidden`), true);
  await browser.evaluate(answer("hash", "abcde1"));
  await browser.evaluate(`${offered}.click()`);
  assertMatch(await browser.evaluate(`textOf("#hash", ".state")`), /^The answer: 73083ee3aa79\./);
  assertMatch(await browser.evaluate(answer("hash", "73083")), /at least 6/);
  assertEquals(await browser.evaluate(answer("hash", "73083EE3")), "✓ That is right.");
  await assertAccessible(browser, [1000, "light"], [360, "dark"]);
  await open(browser, served, "exercises");
  assertEquals(await browser.evaluate(`inside("#value", "input").value`), "0,6225.");
  assertMatch(await browser.evaluate(`textOf("#value", ".state")`), /answered before/);
});

chapterTest("figures step by keyboard, and say their state", "figures", async (browser) => {
  const state = (host: string) => browser.evaluate(`textOf("${host}", ".state")`);
  const focus = (host: string, selector: string) =>
    browser.evaluate(`inside("${host}", "${selector}").focus()`);
  assertEquals(await state("ink-neuron"), "z = w·x + b = 6 · 0.5 − 2 = 1, a = σ(1) = 0.7311");
  await focus("ink-neuron", "input[name=w]");
  await browser.press("ArrowRight", 39);
  assertMatch(await state("ink-neuron"), /^z = w·x \+ b = 6\.5 · 0\.5/);
  assertMatch(await browser.evaluate("location.search"), /neuron\.w=6\.5/);

  for (const host of ["ink-network", "#xor"]) {
    await browser.until(`/learned from 0 examples/.test(textOf("${host}", ".state"))`);
    await focus(host, "button:nth-child(2)");
    await browser.press("Enter", 13, "\r");
    assertMatch(await state(host), host === "#xor" ? /from 4 examples/ : /from 10 examples/);
  }

  await browser.evaluate(`document.querySelector("ink-backprop").scrollIntoView()`);
  assertMatch(await state("ink-backprop"), /^Step 1 of 9, round 1\. The example: the inputs are/);
  await focus("ink-backprop", "button:nth-child(2)");
  for (let k = 0; k < 5; k++) await browser.press("ArrowRight", 39);
  assertMatch(await state("ink-backprop"), /^Step 6 of 9, round 1\. The cost is C = 0\.\d+\. Back/);
  const lit = `inside("ink-backprop", ".lit[aria-current]").textContent`;
  assertMatch(await browser.evaluate(lit), /a\[j\] - y\[j\]/);
  await browser.press("ArrowLeft", 37);
  assertMatch(await state("ink-backprop"), /^Step 5 of 9/);
  const formulas = await browser.evaluate(`textOf("ink-backprop", ".formulas")`);
  await browser.evaluate(`inside("ink-backprop", "[data-part='1-0-1']").dispatchEvent(
    new MouseEvent("click", { bubbles: true }))`);
  assertNotEquals(await browser.evaluate(`textOf("ink-backprop", ".formulas")`), formulas);
  assertEquals(
    await browser.evaluate(`inside("ink-backprop", "select:not([name])").value`),
    "1-0-1",
  );
  await assertAccessible(browser, [1000, "light"], [360, "dark"]);
});

Deno.test("Chromium: figures without digits say so", {
  ignore: chromium === undefined,
}, async () => {
  await using served = await serveChapters(CHAPTERS, { withDigits: false });
  await using browser = await Browser.start(chromium!);
  await open(browser, served, "figures");
  await browser.until(`textOf("ink-network", ".state") !== ""`);
  assertMatch(
    await browser.evaluate(`textOf("ink-network", ".state")`),
    /^Cannot show this figure: Cannot load the digits/,
  );
});
