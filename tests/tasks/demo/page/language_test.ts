/** The page in German, in real Chromium. */

import { assertEquals, assertMatch } from "@std/assert";
import { languageOf } from "../../../../tasks/demo/page/chosen_language.ts";
import { de } from "../../../../tasks/texts/de.ts";
import { en } from "../../../../tasks/texts/en.ts";
import type { Browser } from "../browser.ts";
import {
  assertAccessible,
  assertFits,
  IRIS,
  pageTest,
  trainDigits,
  trainInPage,
  trainTable,
} from "../page.ts";

/** The narrowest screen, in pixels. */
const NARROW = 360;

/** Everything that can be read: the texts of elements, their labels, titles and errors. */
const READABLE = `(() => {
  const texts = [document.title];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) texts.push(walker.currentNode.data);
  for (const element of $$("*")) {
    for (const name of ["aria-label", "title", "data-error"]) texts.push(element.getAttribute(name));
  }
  return texts.filter((text) => text?.trim()).map((text) => text.trim().replaceAll(/\\s+/g, " "));
})()`;

/** The texts of a language that are others in the other language, and have no values in them. */
function ownTexts(own: typeof en | typeof de, others: typeof en | typeof de): Set<string> {
  const valuesOf = (texts: object) => Object.values(texts).flatMap((group) => Object.values(group));
  const other = new Set<unknown>(valuesOf(others));
  const texts = (valuesOf(own) as string[]).filter((text) => !other.has(text));
  return new Set(texts.filter((text) => !text.includes("{0}")));
}

/** Fails if the page has a text of English. */
async function assertGerman(browser: Browser): Promise<void> {
  assertEquals(await browser.evaluate("document.documentElement.lang"), "de");
  const english = ownTexts(en, de);
  const texts: string[] = await browser.evaluate(READABLE);
  assertEquals(texts.filter((text) => english.has(text)), []);
}

Deno.test("the language is the one asked for, or chosen before, or preferred", () => {
  assertEquals(languageOf("?lang=de", "en", ["en-US"]), "de");
  assertEquals(languageOf("?x=1&lang=fr", "de", ["en-US"]), "de");
  assertEquals(languageOf("", null, ["fr", "de-AT", "en"]), "de");
  assertEquals(languageOf("", null, ["en-GB", "de"]), "en");
  assertEquals(languageOf("", null, ["fr"]), "en");
});

pageTest("the page is English, and German where it is asked for, chosen or preferred", {
  ...{ network: false, withData: false, screen: [NARROW, "light"] },
}, async ({ browser, address }) => {
  assertEquals(await browser.evaluate("document.documentElement.lang"), "en");
  const german = ownTexts(de, en);
  const texts: string[] = await browser.evaluate(READABLE);
  assertEquals(texts.filter((text) => german.has(text)), []);
  // Of the page alone: its service worker fetches every file.
  const loaded = "performance.getEntriesByType('resource').map(({ name }) => name)";
  const names: string[] = await browser.evaluate(loaded);
  assertEquals(names.filter((name) => name.includes("_de")), []);
  const heading = "$('#train-title').textContent";

  await browser.open(`${address}?lang=de`);
  assertEquals(await browser.evaluate(heading), "Ein Netz trainieren");
  await browser.shows({ "draw-sentence": de.digits.nothingDrawn, state: "Noch nicht gestartet." });
  await browser.evaluate("for (const d of $$('details')) d.open = true");
  await assertGerman(browser);
  await assertFits(browser);
  await browser.set({ "batch-size": 0, hidden: "x" });
  await browser.click("start");
  assertMatch(await browser.text("error"), /^Ohne Daten kein Training/);

  await browser.open(address);
  assertEquals(await browser.evaluate(heading), "Train a network");
  const ready = "document.documentElement.dataset.ready !== undefined && $('#train-title')";
  for (const [title, language] of [["Ein Netz trainieren", "de"], ["Train a network", "en"]]) {
    await browser.click("language");
    await browser.until(`${ready}?.textContent === "${title}"`);
    await browser.open(address); // it is remembered
    assertEquals(await browser.evaluate("document.documentElement.lang"), language);
  }
  await browser.evaluate("localStorage.clear()");
  const userAgent = await browser.evaluate("navigator.userAgent");
  const acceptLanguage = "de-AT,en";
  await browser.send("Emulation.setUserAgentOverride", { userAgent, acceptLanguage });
  await browser.open(address);
  await assertGerman(browser);
});

pageTest("digits are read and learned in German, for everybody to use", {
  long: true,
}, async ({ browser, address }) => {
  await browser.open(`${address}?lang=de`);
  await browser.evaluate("$('#examples button').click()");
  await browser.shows({
    "draw-news": /^Eine 0, \d+\.\d %\. Danach eine \d, .* Es ist eine 0 aus den Testbildern\.$/,
    "draw-network": /^Netz: Lauf small, 784-100-10 \(Testbilder: \d+\.\d\d % richtig\)$/,
    confidence: /^Ein Fragezeichen heißt .* Bei 2,000 Validierungsbildern/,
  });
  await trainDigits(browser, { epochs: 2, "training-size": 1000 });
  await browser.shows({ state: /^Fertig: Epoche 2 liest \d+ von 10000 Testbildern richtig/ });
  await browser.until("$('#cost-chart text') !== null");
  assertMatch(await browser.text("cost-chart"), /Epoche/);
  await browser.evaluate("for (const d of $$('details')) d.open = true");
  await assertGerman(browser);
  await assertAccessible(browser, [NARROW, "light"], [1280, "dark"]);
});

pageTest("a table is predicted and learned in German, for everybody to use", {
  long: true,
  run: async (folder) => (await trainTable(folder, IRIS, "species")).run,
}, async ({ browser, address }) => {
  await browser.open(`${address}?lang=de`);
  await browser.shows({
    "columns-network": /^Vorhergesagt vom Lauf table \(Testdaten: \d+\.\d\d % richtig\)$/,
  });
  await browser.set({ "column-0": "x" });
  await browser.until("$('#columns-sentence').textContent.includes('Korrektur')");
  await trainInPage(browser, IRIS, "species");
  await browser.until("!$('#table-start').disabled");
  await browser.shows({ "table-state": /^(Vorzeitig fertig|Fertig) nach \d+ Epochen, von jedem/ });
  await assertGerman(browser);
  await assertAccessible(browser, [NARROW, "light"], [1280, "dark"]);
});
