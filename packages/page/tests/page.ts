/** What the tests of the page do with it again and again. */

import { assertEquals, assertLess } from "@std/assert";
import { join } from "@std/path";
import { parseIdx } from "../../../lib/formats/idx.ts";
import { readRun, type Summary } from "../../../tasks/run/run_folder.ts";
import { findChromium } from "../../../tests/engine/chromium.ts";
import { LONG_TESTS } from "../../../tests/helpers/long.ts";
import { mnistData } from "../../../tests/helpers/mnist_data.ts";
import {
  FIXTURE,
  outcomeOf,
  ROOT,
  runTask,
  startScript,
  temporaryFolder,
} from "../../../tests/helpers/run_task.ts";
import { Browser } from "./browser.ts";
import { trained } from "../../../tests/helpers/outcomes.ts";
import { serveDemo, serveRun } from "../../../tests/tasks/demo/served.ts";

export { IRIS } from "../../../tests/helpers/shared_runs.ts";

/** Where Chromium is; undefined if it is not there or may not be run. */
export const chromium = await findChromium();

/** Penguins of three species, with missing values, as the table of palmerpenguins has them. */
export const PENGUINS = [
  "species,island,bill_length_mm,body_mass_g,sex",
  ...Array.from({ length: 90 }, (_, k) => {
    const kind = k % 3;
    return [
      ["Adelie", "Chinstrap", "Gentoo"][kind],
      ["Torgersen", "Dream", "Biscoe"][k * 5 % 7 % 3],
      k === 4 ? "NA" : (38 + 5 * kind + k * 7 % 10 / 4).toFixed(1),
      k === 7 ? "NA" : 3300 + 700 * kind + k * 13 % 400,
      k % 15 === 4 ? "NA" : ["male", "female"][k * 3 % 5 % 2],
    ].join(",");
  }),
].join("\n") + "\n";

/** What a test of the page has. */
interface PageTest {
  /** It shows the page. */
  readonly browser: Browser;
  /** Where the page is served. */
  readonly address: string;
  readonly folder: string;
}

/** Which tests run, what the page is served with, and how wide and in which colors it is shown. */
interface PageTestOptions {
  readonly long?: boolean;
  readonly ignore?: boolean;
  readonly network?: boolean;
  readonly withData?: boolean;
  readonly screen?: Screen;
  /** Makes a run in a folder, or a file of weights, for which the page is served. */
  readonly run?: (folder: string) => Promise<string>;
}

/** A width in pixels, and a color scheme. */
type Screen = readonly [width: number, scheme: "light" | "dark"];

/** A test of the page in Chromium. At its end the console holds no complaint. */
export function pageTest(
  name: string,
  { long = false, ignore = false, screen, run, ...served }: PageTestOptions,
  test: (page: PageTest) => Promise<void>,
): void {
  const isIgnored = ignore || chromium === undefined || long && !LONG_TESTS;
  Deno.test(`Chromium: ${name}`, { ignore: isIgnored }, async () => {
    await using folder = await temporaryFolder();
    await using page = run === undefined
      ? await serveDemo(served)
      : await serveRun(await run(folder.path));
    await using browser = await Browser.start(chromium!);
    if (screen !== undefined) await browser.emulate(screen[0], 900, screen[1]);
    await browser.open(page.address);
    await test({ browser, address: page.address, folder: folder.path });
    await assertQuiet(browser, page.address);
  });
}

/** Neither an error nor a warning in the console, and no request to another origin. */
export async function assertQuiet(browser: Browser, address: string): Promise<void> {
  await browser.evaluate("0"); // whatever was logged before is here
  assertEquals(browser.complaints, []);
  const origins = [...browser.requests, ...browser.kept].filter((request) =>
    !/^(blob|data):/.test(request)
  )
    .map((request) => new URL(request).origin);
  assertEquals([...new Set(origins)], [new URL(address).origin]);
}

/** No violation that axe-core finds, and nothing to scroll sideways. */
export async function assertAccessible(browser: Browser, ...screens: Screen[]): Promise<void> {
  // A process of its own brings axe-core, since this one may have a lock file.
  const { code, stdout, stderr } = await outcomeOf(
    startScript(join(ROOT, "packages/page/tests/axe_fixture.ts"), [], {
      flags: [...FIXTURE, "--allow-read", "--allow-env"],
    }),
  );
  assertEquals(code, 0, stderr);
  await browser.evaluate(`${stdout}; undefined`);
  for (const [width, scheme] of screens) {
    await browser.emulate(width, 900, scheme);
    await browser.until("$('.stale') === null"); // what is computed anew is faint meanwhile
    const found = await browser.evaluate(`axe.run().then(({ violations }) =>
      violations.map(({ id, nodes }) => [id, ...nodes.map(({ html, failureSummary }) => [html, failureSummary])]))`);
    assertEquals(found, [], `${width} ${scheme}`);
    await assertFits(browser);
  }
}

/** Nothing to scroll sideways. */
export async function assertFits(browser: Browser): Promise<void> {
  assertLess(await browser.evaluate("document.documentElement.scrollWidth - innerWidth"), 1);
}

/** Whether the browser would ask before it leaves the page. */
export async function wouldAsk(browser: Browser): Promise<boolean> {
  return await browser.evaluate(`(() => {
    const event = new Event("beforeunload", { cancelable: true });
    dispatchEvent(event);
    return event.defaultPrevented;
  })()`);
}

/** Trains with these settings of the form, and waits for the end. */
export async function trainDigits(
  browser: Browser,
  settings: Readonly<Record<string, string | number>>,
): Promise<void> {
  await browser.set(settings);
  await browser.click("start");
  await browser.until("!$('#start').disabled");
}

/** Trains by a command that the page shows, and returns the summary of the run. */
export async function trainAtTerminal(command: string): Promise<Summary> {
  await using runs = await temporaryFolder();
  const [deno, task, train, ...settings] = command.match(/'[^']*'|\S+/g)!.map((word) =>
    word.replaceAll("'", "")
  );
  assertEquals([deno, task, train], ["deno", "task", "train"]);
  const where = ["--data", await mnistData(), "--runs", runs.path];
  const { code, stderr } = await runTask(["train", ...settings, ...where]);
  assertEquals(code, 0, stderr);
  return (await readRun(join(runs.path, "page"))).summary;
}

/** Trains on a table at the terminal. */
export async function trainTable(runs: string, csv: string, target: string, ...more: string[]) {
  const run = await trained(runs, "table", ["--csv", csv, "--target", target, ...more]);
  return { run, summary: (await readRun(run)).summary as Summary };
}

/** Writes a table, and returns where it is. */
export async function written(folder: string, name: string, text: string): Promise<string> {
  await Deno.writeTextFile(join(folder, name), text);
  return join(folder, name);
}

/** Makes a run on a table. */
export function tableRun(name: string, text: string, target: string, ...more: string[]) {
  return async (folder: string) =>
    (await trainTable(folder, await written(folder, name, text), target, ...more)).run;
}

/** Picks a table, and waits until its columns are there. */
export async function pickTable(browser: Browser, csv: string): Promise<void> {
  // The element is there with the first table.
  await browser.evaluate("$('#table-name')?.replaceChildren()");
  await browser.pick("table-file", csv);
  await browser.until("$('#table-name').textContent > ''");
}

/** Trains on what was picked, and waits until there is a result. */
export async function trainPicked(
  browser: Browser,
  settings: Readonly<Record<string, string | number>>,
): Promise<void> {
  await browser.set(settings);
  await browser.click("table-start");
  await browser.until("!$('#table-result').hidden");
}

/** Trains on a file in the page, and returns the hash. */
export async function trainInPage(browser: Browser, csv: string, target: string): Promise<string> {
  await pickTable(browser, csv);
  await trainPicked(browser, { "table-target": target });
  return await browser.text("table-sha256");
}

/** The test images [10000, 784] in bytes, and their labels. */
export async function testImages(): Promise<{ images: Uint8Array; labels: Uint8Array }> {
  const folder = join(await mnistData(), "mnist");
  const read = async (name: string) =>
    parseIdx(await Deno.readFile(join(folder, name))).data as Uint8Array;
  return {
    images: await read("t10k-images-idx3-ubyte"),
    labels: await read("t10k-labels-idx1-ubyte"),
  };
}
