/** What the tests of the page do with it again and again. */

import { assertEquals } from "@std/assert";
import { fromFileUrl, join } from "@std/path";
import { parseIdx } from "../../../lib/formats/idx.ts";
import { readRun, type Summary } from "../../../tasks/run/run_folder.ts";
import { mnistData } from "../../helpers/mnist_data.ts";
import {
  FIXTURE,
  outcomeOf,
  runTask,
  startScript,
  temporaryFolder,
} from "../../helpers/run_task.ts";
import { findChromium } from "../../engine/chromium.ts";
import { LONG_TESTS } from "../../helpers/long.ts";
import { Browser } from "./browser.ts";
import { serveDemo } from "./served.ts";

/** Where Chromium is; undefined if it is not there or may not be run. */
export const chromium = await findChromium();

/** What a test of the page has. */
interface PageTest {
  readonly browser: Browser;
  /** Where the page is served. */
  readonly address: string;
}

/** Which tests run, and what the page is served with. */
interface PageTestOptions {
  /** Whether the test is one of the long ones. */
  readonly long?: boolean;
  readonly ignore?: boolean;
  readonly network?: boolean;
  readonly withData?: boolean;
}

/** A test of the page in Chromium. At its end the console holds no complaint. */
export function pageTest(
  name: string,
  { long = false, ignore = chromium === undefined, ...served }: PageTestOptions,
  test: (page: PageTest) => Promise<void>,
): void {
  Deno.test(name, { ignore: ignore || long && !LONG_TESTS }, async () => {
    await using page = await serveDemo(served);
    await using browser = await Browser.start(chromium!);
    await test({ browser, address: page.address });
    await assertQuiet(browser, page.address);
  });
}

/** Neither an error nor a warning in the console, and no request to another origin. */
export async function assertQuiet(browser: Browser, address: string): Promise<void> {
  await browser.send("Runtime.evaluate", { expression: "0" }); // whatever was logged before is here
  assertEquals(browser.complaints, []);
  const origins = browser.requests.filter((request) => !/^(blob|data):/.test(request))
    .map((request) => new URL(request).origin);
  assertEquals([...new Set(origins)], [new URL(address).origin]);
}

/** The text of an element by its id. */
export async function textOf(browser: Browser, id: string): Promise<string> {
  return await browser.evaluate(`document.getElementById(${JSON.stringify(id)}).textContent`);
}

/** Clicks on an element by its id. */
export async function click(browser: Browser, id: string): Promise<void> {
  await browser.evaluate(`document.getElementById(${JSON.stringify(id)}).click()`);
}

/** Fills fields of the form by their ids. */
export async function set(
  browser: Browser,
  fields: Record<string, string | number>,
): Promise<void> {
  for (const [id, value] of Object.entries(fields)) {
    await browser.evaluate(`(() => {
      const field = document.getElementById(${JSON.stringify(id)});
      field.value = ${JSON.stringify(String(value))};
      field.dispatchEvent(new Event("input", { bubbles: true }));
    })()`);
  }
}

/** Picks a file in a field by its id, as a visitor does. */
export async function pick(browser: Browser, id: string, ...files: string[]): Promise<void> {
  await browser.evaluate(`document.getElementById(${JSON.stringify(id)}).value = ""`); // as a click does
  const { root } = await browser.send("DOM.getDocument");
  const { nodeId } = await browser.send("DOM.querySelector", {
    nodeId: root.nodeId,
    selector: `#${id}`,
  });
  await browser.send("DOM.setFileInputFiles", { nodeId, files });
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

/** The script of axe-core; a process of its own brings it, since this one may have a lock file. */
export async function axeCore(): Promise<string> {
  const script = fromFileUrl(new URL("axe_fixture.ts", import.meta.url));
  const { code, stdout, stderr } = await outcomeOf(
    startScript(script, [], { flags: [...FIXTURE, "--allow-read", "--allow-env"] }),
  );
  if (code !== 0) throw new Error(`Cannot bring axe-core: ${stderr}`);
  return stdout;
}

/** Waits until a file is there. */
export async function exists(path: string): Promise<void> {
  for (let wait = 0; wait < 200; wait++) {
    if (await Deno.stat(path).then(() => true, () => false)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`Cannot find ${path}: nothing was downloaded`);
}
