/** The page of a table in real Chromium: its fields, the answer, the response along columns, and training on a dropped file. */

import { assert, assertEquals, assertLess, assertMatch } from "@std/assert";
import { join } from "@std/path";
import type { Summary } from "../../../../tasks/run/run_folder.ts";
import { readRun } from "../../../../tasks/run/run_folder.ts";
import { findChromium } from "../../../engine/chromium.ts";
import { ROOT, runTask, temporaryFolder } from "../../../helpers/run_task.ts";
import { Browser } from "../browser.ts";
import { assertQuiet, axeCore, click, exists, pick, set, textOf } from "../page.ts";
import { serveDemo, serveRun } from "../served.ts";

const chromium = await findChromium();
const IRIS = join(ROOT, "tests", "outsider", "iris.csv");

/** Penguins of three species, with gaps, as the table of palmerpenguins has them. */
const PENGUINS = [
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

/** A table whose texts would do harm if they went in as HTML. */
const HOSTILE = [
  "<img src=x onerror=alert(1)>,label",
  ...Array.from(
    { length: 40 },
    (_, k) => `"<b>${k % 2}</b>",</script><script>${k % 2 ? "a" : "b"}`,
  ),
].join("\n");

/** Trains at the terminal. */
async function trainTable(runs: string, csv: string, target: string, ...more: string[]) {
  const words = ["--csv", csv, "--target", target, "--runs", runs, "--name", "table"];
  const { code, stderr } = await runTask(["train", ...words, "--no-report", ...more]);
  assertEquals(code, 0, stderr);
  const run = join(runs, "table");
  return { run, summary: (await readRun(run)).summary as Summary };
}

/** Picks a table, and waits until its columns are there. */
async function pickTable(browser: Browser, csv: string): Promise<void> {
  await browser.evaluate("document.getElementById('table-name').textContent = ''");
  await pick(browser, "table-file", csv);
  await browser.until("document.getElementById('table-name').textContent !== ''");
}

/** Trains on a file in the page and says the hash. */
async function trainInPage(browser: Browser, csv: string, target: string): Promise<string> {
  await pickTable(browser, csv);
  await set(browser, { "table-target": target });
  await click(browser, "table-start");
  await browser.until("!document.getElementById('table-result').hidden");
  return await textOf(browser, "table-sha256");
}

Deno.test({
  name: "Chromium: the fields of a table's columns give the network's answer, and its response",
  ignore: chromium === undefined,
  fn: async () => {
    await using folder = await temporaryFolder();
    const { run } = await trainTable(folder.path, IRIS, "species");
    await using page = await serveRun(run);
    await using browser = await Browser.start(chromium!);
    await browser.emulate(1200, 900, "light");
    await browser.open(page.address);
    for (const id of ["draw", "train", "pictures"]) {
      assertEquals(await browser.evaluate(`document.getElementById("${id}").hidden`), true, id);
    }
    assertMatch(
      await textOf(browser, "columns-network"),
      /^Predicted by the run table: \d+\.\d\d %/,
    );
    const labels = "[...document.querySelectorAll('#fields label')].map((l) => l.textContent)";
    assertEquals(await browser.evaluate(labels), [
      "sepalLength",
      "sepalWidth",
      "petalLength",
      "petalWidth",
    ]);
    const answer = async (...cells: number[]) => {
      await set(browser, Object.fromEntries(cells.map((cell, k) => [`column-${k}`, cell])));
      await browser.evaluate("new Promise(requestAnimationFrame).then(() => {})");
      return await textOf(browser, "columns-answer");
    };
    assertEquals(await answer(5.1, 3.5, 1.4, 0.2), "setosa");
    assertEquals(await answer(6.3, 3.3, 6, 2.5), "virginica");
    assertMatch(await textOf(browser, "columns-sentence"), /^virginica \d+\.\d %, next versicolor/);
    const charts = "document.querySelectorAll('.response svg').length";
    assertEquals(await browser.evaluate(charts), 4);
    assertMatch(
      await browser.evaluate("document.querySelectorAll('.response svg')[2].ariaLabel"),
      /^From -?[\d.]+ to [\d.]+ of petalLength, from \w+ to \w+$/,
    );
    // A slider moves its number, and a wrong number is told at its field.
    await browser.evaluate(`(() => {
      const slider = document.querySelectorAll("#fields input[type=range]")[2];
      slider.value = slider.min;
      slider.dispatchEvent(new Event("input", { bubbles: true }));
    })()`);
    const moved = "+document.getElementById('column-2').value";
    assertLess(await browser.evaluate(moved), 2);
    assertEquals(await answer(6.3, NaN), "–");
    assertEquals(await textOf(browser, "column-1-error"), "A number is wanted, such as 12.5.");
    assertEquals(await answer(5.1, 3.5, 1.4, 0.2), "setosa");
    assertEquals(await textOf(browser, "column-1-error"), "");
    await assertQuiet(browser, page.address);
  },
});

Deno.test({
  name: "Chromium: a quantity is predicted in its unit, as the command line predicts it",
  ignore: chromium === undefined,
  fn: async () => {
    await using folder = await temporaryFolder();
    const csv = join(folder.path, "penguins.csv");
    await Deno.writeTextFile(csv, PENGUINS);
    const { run } = await trainTable(folder.path, csv, "body_mass_g");
    const rows = join(folder.path, "new.csv");
    await Deno.writeTextFile(rows, "species,island,bill_length_mm,sex\nGentoo,Biscoe,49,male\n");
    const { stdout } = await runTask(["predict", run, rows]);
    const [header, values] = stdout.split("\n").map((line) => line.split(","));
    const wanted = Number(values![header!.indexOf("predicted body_mass_g")]);

    await using page = await serveRun(run);
    await using browser = await Browser.start(chromium!);
    await browser.open(page.address);
    await browser.evaluate(`for (const [k, value] of ["Gentoo", "Biscoe", , "male"].entries()) {
      if (value === undefined) continue;
      const list = document.getElementById("column-" + k);
      list.value = value;
      list.dispatchEvent(new Event("change"));
    }`);
    await set(browser, { "column-2": 49 });
    await browser.evaluate("new Promise(requestAnimationFrame).then(() => {})");
    const shown = Number(await textOf(browser, "columns-answer"));
    assert(Math.abs(shown - wanted) <= 0.5, `${shown} and ${wanted}`);
    assertEquals(
      await browser.evaluate(
        "[...document.querySelectorAll('.categories')[0].children].map((row) => row.children[0].textContent)",
      ),
      ["Adelie", "Chinstrap", "Gentoo"],
    );
    await assertQuiet(browser, page.address);
  },
});

Deno.test({
  name:
    "Chromium: training on a dropped table gives the command line's hash, and its weights predict",
  ignore: chromium === undefined,
  fn: async () => {
    await using folder = await temporaryFolder();
    const penguins = join(folder.path, "penguins.csv");
    await Deno.writeTextFile(penguins, PENGUINS.replaceAll(",", ";").replaceAll("\n", "\r\n"));
    await using page = await serveDemo({ network: false, withData: false });
    await using browser = await Browser.start(chromium!);
    await browser.emulate(390, 800, "light");
    await browser.open(page.address);
    const tables = () => browser.requests.filter((request) => /table|pictures/.test(request));
    assertEquals(tables(), []); // loaded only where there is a table
    for (
      const [csv, target] of [[IRIS, "species"], [penguins, "species"], [
        penguins,
        "body_mass_g",
      ]] as const
    ) {
      const sha256 = await trainInPage(browser, csv, target);
      const { summary } = await trainTable(folder.path, csv, target, "--replace");
      assertEquals(sha256, summary.weightsSha256, `${csv} ${target}`);
      assertMatch(
        await textOf(browser, "table-state"),
        new RegExp(`epoch ${summary.epoch} is kept`),
      );
      const name = csv === IRIS ? "iris.csv" : "penguins.csv";
      assertEquals(
        await textOf(browser, "table-command"),
        `deno task train --csv ${name} --target ${target}`,
      );
    }
    assertMatch(await textOf(browser, "columns-network"), /^Predicted by your 9-64-32-1 from/);
    assertMatch(await textOf(browser, "table-notes"), /"body_mass_g" is a quantity/);
    const lost = () =>
      browser.evaluate(`(() => {
        const event = new Event("beforeunload", { cancelable: true });
        dispatchEvent(event);
        return event.defaultPrevented;
      })()`);
    assertEquals(await lost(), true);
    await browser.send("Browser.setDownloadBehavior", {
      behavior: "allow",
      downloadPath: folder.path,
    });
    await click(browser, "table-download");
    const file = join(folder.path, "penguins.safetensors");
    await exists(file);
    assertEquals(await lost(), false);
    const rows = join(folder.path, "new.csv");
    await Deno.writeTextFile(rows, "species,island,bill_length_mm,sex\nGentoo,Biscoe,49,male\n");
    const { code, stdout, stderr } = await runTask(["predict", file, rows]);
    assertEquals(code, 0, stderr);
    assertMatch(stdout, /Gentoo,Biscoe,49,male,\d/);
    await assertQuiet(browser, page.address);
  },
});

Deno.test({
  name: "Chromium: what is wrong with a table is said, and its texts stay texts",
  ignore: chromium === undefined,
  fn: async () => {
    await using folder = await temporaryFolder();
    await using page = await serveDemo({ network: false, withData: false });
    await using browser = await Browser.start(chromium!);
    await browser.open(page.address);
    const said = async () => {
      await browser.until("document.getElementById('table-error').textContent !== ''");
      return await textOf(browser, "table-error");
    };
    const workbook = join(folder.path, "workbook.csv");
    await Deno.writeFile(workbook, new Uint8Array([0x50, 0x4b, 3, 4, 0, 0]));
    await pick(browser, "table-file", workbook);
    assertMatch(await said(), /^Cannot read workbook\.csv: it is a ZIP file/);
    const bad = join(folder.path, "bad.csv");
    await Deno.writeTextFile(bad, 'a,b\n1,"2\n');
    await pickTable(browser, bad);
    await set(browser, { "table-target": "a" });
    await click(browser, "table-start");
    assertMatch(await said(), /^Cannot read bad\.csv: the quote on line 2 is never closed/);

    const hostile = join(folder.path, "hostile.csv");
    await Deno.writeTextFile(hostile, HOSTILE);
    await pickTable(browser, hostile);
    await click(browser, "table-start");
    assertEquals(await textOf(browser, "table-target-error"), "Choose the column to predict.");
    assertEquals(await textOf(browser, "table-error"), "");
    await trainInPage(browser, hostile, "label");
    assertEquals(await browser.evaluate("document.querySelectorAll('main img, main b').length"), 0);
    assertMatch(
      await browser.evaluate("document.querySelector('#fields label').textContent"),
      /^<img src=x onerror/,
    );
    await assertQuiet(browser, page.address);
  },
});

Deno.test({
  name: "Chromium: axe-core finds no violation on the page of a table, and it fits a phone",
  ignore: chromium === undefined,
  fn: async () => {
    await using folder = await temporaryFolder();
    const csv = join(folder.path, "penguins.csv");
    await Deno.writeTextFile(csv, PENGUINS);
    const { run } = await trainTable(folder.path, csv, "species");
    const axe = await axeCore();
    await using page = await serveRun(run);
    await using browser = await Browser.start(chromium!);
    await browser.open(page.address);
    await trainInPage(browser, csv, "species");
    await browser.evaluate(`${axe}; undefined`);
    for (const [width, scheme] of [[390, "light"], [1280, "dark"]] as const) {
      await browser.emulate(width, 900, scheme);
      const found = await browser.evaluate(`axe.run().then(({ violations }) =>
        violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)]))`);
      assertEquals(found, [], `${width} ${scheme}`);
      const wide = "document.documentElement.scrollWidth - innerWidth";
      assertLess(await browser.evaluate(wide), 1, `${width} ${scheme} scrolls sideways`);
    }
    await assertQuiet(browser, page.address);
  },
});
