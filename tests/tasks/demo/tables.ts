/** Tables for the tests of the page, and how they are trained on, at the terminal and in the page. */

import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import { readRun, type Summary } from "../../../tasks/run/run_folder.ts";
import { ROOT, runTask } from "../../helpers/run_task.ts";
import type { Browser } from "./browser.ts";
import { click, pick, set, textOf } from "./page.ts";

/** Iris, of four numbers and three classes. */
export const IRIS = join(ROOT, "tests", "outsider", "iris.csv");

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

/** Trains at the terminal. */
export async function trainTable(runs: string, csv: string, target: string, ...more: string[]) {
  const words = ["--csv", csv, "--target", target, "--runs", runs, "--name", "table"];
  const { code, stderr } = await runTask(["train", ...words, "--no-report", ...more]);
  assertEquals(code, 0, stderr);
  const run = join(runs, "table");
  return { run, summary: (await readRun(run)).summary as Summary };
}

/** Picks a table, and waits until its columns are there. */
export async function pickTable(browser: Browser, csv: string): Promise<void> {
  const name = "document.getElementById('table-name')?"; // which is there with the first table
  await browser.evaluate(`${name}.replaceChildren()`);
  await pick(browser, "table-file", csv);
  await browser.until(`${name}.textContent > ""`);
}

/** Trains on a file in the page, and returns the hash. */
export async function trainInPage(browser: Browser, csv: string, target: string): Promise<string> {
  await pickTable(browser, csv);
  await set(browser, { "table-target": target });
  await click(browser, "table-start");
  await browser.until("!document.getElementById('table-result').hidden");
  return await textOf(browser, "table-sha256");
}
