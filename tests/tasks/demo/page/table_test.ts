/** The page of a table in real Chromium: its fields, the answer and the response along columns. */

import { assert, assertEquals, assertLess, assertMatch } from "@std/assert";
import { join } from "@std/path";
import { LONG_TESTS } from "../../../helpers/long.ts";
import { runTask, temporaryFolder } from "../../../helpers/run_task.ts";
import { Browser } from "../browser.ts";
import { assertQuiet, axeCore, chromium, set, textOf } from "../page.ts";
import { serveRun } from "../served.ts";
import { IRIS, PENGUINS, trainInPage, trainTable } from "../tables.ts";

/** A table with long names of columns, categories and classes, and more classes than colors. */
const LONG = [
  "a rather long name in words,a_long_name_without_any_spaces_in_it,kind,what it is",
  ...Array.from({ length: 240 }, (_, k) => {
    const index = k % 8;
    const name = [
      "Rainbow trout of the northern lakes",
      "Supercalifragilisticexpialidocious",
      ..."abcdef",
    ][index];
    const category = ["a category of several words", "incomprehensibilities", "c"][k * 7 % 5 % 3];
    return [index + k * 13 % 17 / 10, index * index - k * 5 % 11, category, name].join(",");
  }),
].join("\n");

Deno.test({
  name: "Chromium: the fields of a table's columns give the network's answer, and its response",
  ignore: chromium === undefined,
  fn: async () => {
    await using folder = await temporaryFolder();
    const { run } = await trainTable(folder.path, IRIS, "species", "--gaps", "drop");
    await using page = await serveRun(run);
    await using browser = await Browser.start(chromium!);
    await browser.emulate(1200, 900, "light");
    await browser.open(page.address);
    for (const id of ["draw", "train", "pictures"]) {
      assertEquals(await browser.evaluate(`document.getElementById("${id}").hidden`), true, id);
    }
    assertMatch(
      await textOf(browser, "columns-network"),
      /^Predicted by the run table: \d+\.\d\d % right on test data$/,
    );
    assertEquals(await browser.evaluate("document.title"), "table – Inkling");
    assertEquals(
      await browser.evaluate("document.querySelector('h1').textContent"),
      "Inkling: table",
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
      /^From -?[\d.]+ to [\d.]+ of petalLength: from \w+ \d+\.\d % to \w+ \d+\.\d %$/,
    );
    // A class has one color, in its bar, at its name and in every chart.
    const colors = await browser.evaluate(`(() => {
      const rows = [...document.querySelectorAll("#columns-bars tbody tr")];
      const style = (element, part) => getComputedStyle(element, part);
      return {
        bars: rows.map((row) => style(row.querySelector(".fill")).backgroundColor),
        swatches: rows.map((row) => style(row.querySelector("th"), "::before").backgroundColor),
        lines: [...document.querySelectorAll(".response svg")].map((svg) =>
          [...svg.querySelectorAll("[stroke^='var(--series']")].map((line) => style(line).stroke)),
      };
    })()`);
    assertEquals(new Set(colors.bars).size, 3);
    for (const drawn of [colors.swatches, ...colors.lines]) assertEquals(drawn, colors.bars);
    // A number beyond its chart has no mark there, and a note explains it.
    const marks = "[...document.querySelectorAll('.response svg')].map((svg) => " +
      "svg.querySelectorAll('[stroke-dasharray]').length)";
    const note = "document.querySelectorAll('.response')[1].querySelector('small').textContent";
    assertEquals(await browser.evaluate(marks), [1, 1, 1, 1]);
    assertEquals(await browser.evaluate(note), "");
    await answer(6.3, 900);
    assertEquals(await browser.evaluate(marks), [1, 0, 1, 1]);
    assertMatch(
      await browser.evaluate(note),
      /^900 is beyond this chart, from 2\.\d+ to 3\.\d+\.$/,
    );
    // A slider moves its number, and a wrong number has an error at its field.
    await browser.evaluate(`(() => {
      const slider = document.querySelectorAll("#fields input[type=range]")[2];
      slider.value = slider.min;
      slider.dispatchEvent(new Event("input", { bubbles: true }));
    })()`);
    const moved = "+document.getElementById('column-2').value";
    assertLess(await browser.evaluate(moved), 2);
    assertEquals(await answer(6.3, NaN), "–");
    assertEquals(await textOf(browser, "column-1-error"), "Enter a number, such as 12.5.");
    // Nothing of the last answer is left.
    const texts = "[...document.querySelectorAll('#columns-bars td:last-child')].map((td) => " +
      "td.textContent)";
    const bars = "[...document.querySelectorAll('#columns-bars .fill')].map((fill) => " +
      "fill.offsetWidth)";
    const seen = "[...document.querySelectorAll('.response')].map((chart) => " +
      "getComputedStyle(chart).visibility)";
    assertEquals(await browser.evaluate(texts), ["–", "–", "–"]);
    assertEquals(await browser.evaluate(bars), [0, 0, 0]);
    assertEquals(new Set(await browser.evaluate(seen)), new Set(["hidden"]));
    assertEquals(
      await textOf(browser, "columns-sentence"),
      "There is no answer until you correct the field sepalWidth.",
    );
    await set(browser, { "column-3": "" });
    await browser.evaluate("new Promise(requestAnimationFrame).then(() => {})");
    assertEquals(
      await textOf(browser, "columns-sentence"),
      "There is no answer until you correct the fields sepalWidth, petalWidth.",
    );
    assertEquals(await textOf(browser, "column-3-error"), "Enter a number.");
    assertEquals(await answer(5.1, 3.5, 1.4, 0.2), "setosa");
    assertEquals(await textOf(browser, "column-1-error"), "");
    assertEquals(new Set(await browser.evaluate(seen)), new Set(["visible"]));
    assertMatch((await browser.evaluate(texts)).join(), /^\d+\.\d %,\d+\.\d %,\d+\.\d %$/);
    await assertQuiet(browser, page.address);
  },
});

Deno.test({
  name: "Chromium: a quantity is predicted in its unit, as the command line predicts it",
  ignore: chromium === undefined || !LONG_TESTS,
  fn: async () => {
    await using folder = await temporaryFolder();
    const csv = join(folder.path, "penguins.csv");
    await Deno.writeTextFile(csv, PENGUINS);
    const { run } = await trainTable(folder.path, csv, "body_mass_g");
    const rows = join(folder.path, "new.csv");
    await Deno.writeTextFile(rows, "species,island,bill_length_mm,sex\nGentoo,Biscoe,49,male\n");
    const { stdout } = await runTask(["predict", run, rows]);
    const [header, values] = stdout.split("\n").map((line) => line.split(","));
    const expected = Number(values![header!.indexOf("predicted body_mass_g")]);

    await using page = await serveRun(run);
    await using browser = await Browser.start(chromium!);
    await browser.open(page.address);
    assertMatch(
      await textOf(browser, "columns-network"),
      /^Predicted by the run table: off by [\d.]+ on average, R² -?\d\.\d{4} on test data$/,
    );
    await browser.evaluate(`for (const [k, value] of ["Gentoo", "Biscoe", , "male"].entries()) {
      if (value === undefined) continue;
      const list = document.getElementById("column-" + k);
      list.value = value;
      list.dispatchEvent(new Event("change"));
    }`);
    await set(browser, { "column-2": 49 });
    await browser.evaluate("new Promise(requestAnimationFrame).then(() => {})");
    const shown = Number(await textOf(browser, "columns-answer"));
    assert(Math.abs(shown - expected) <= 0.5, `${shown} and ${expected}`);
    assertMatch(
      await textOf(browser, "columns-sentence"),
      /^body_mass_g: 90 % of such rows are between \d+ and \d+/,
    );
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
  name: "Chromium: fields start with what is typical, and whole numbers stay whole",
  ignore: chromium === undefined || !LONG_TESTS,
  fn: async () => {
    await using folder = await temporaryFolder();
    const csv = join(folder.path, "penguins.csv");
    await Deno.writeTextFile(csv, PENGUINS);
    const targets = ["--target", "body_mass_g"];
    const { run } = await trainTable(folder.path, csv, "bill_length_mm", ...targets);
    await using page = await serveRun(run);
    await using browser = await Browser.start(chromium!);
    await browser.open(page.address);
    assertMatch(
      await textOf(browser, "columns-network"),
      /: off by 0\.\d+ standard deviations on average, R² /,
    );
    assertEquals(await browser.evaluate("document.getElementById('column-2').value"), "male");
    await trainInPage(browser, csv, "species");
    const mass = await browser.evaluate(`(() => {
      const { value, parentElement } = document.getElementById("column-2");
      const { min, max, step } = parentElement.querySelector("input[type=range]");
      return [value, min, max, step].map(Number);
    })()`);
    assertEquals(mass.map(Number.isInteger), [true, true, true, true]);
    assertLess(mass[0], 3700); // Adelie is the first class, of 3300 g and more
    await assertQuiet(browser, page.address);
  },
});

Deno.test({
  name: "Chromium: long names are neither cut off nor over one another, on a phone and a desk",
  ignore: chromium === undefined || !LONG_TESTS,
  fn: async () => {
    await using folder = await temporaryFolder();
    const csv = join(folder.path, "long.csv");
    await Deno.writeTextFile(csv, LONG);
    const { run } = await trainTable(folder.path, csv, "what it is", "--set", "epochs=20");
    await using page = await serveRun(run);
    await using browser = await Browser.start(chromium!);
    for (const width of [390, 1280]) {
      await browser.emulate(width, 900, "light");
      await browser.open(page.address);
      await browser.until("document.querySelector('.category') !== null");
      assertEquals(
        await browser.evaluate(`(() => {
          const wrong = [];
          const texts = (parent) => [...parent.children].filter((child) => child.textContent);
          const rows = "#columns-bars tbody tr, .category, .column";
          for (const row of document.querySelectorAll(rows)) {
            const cells = texts(row);
            for (const [k, cell] of cells.entries()) {
              const box = cell.getBoundingClientRect();
              if (cell.scrollWidth > cell.clientWidth + 1 && cell.clientWidth > 0) {
                wrong.push("cut off: " + cell.textContent);
              }
              if (box.right > row.getBoundingClientRect().right + 1) {
                wrong.push("out of its row: " + cell.textContent);
              }
              for (const other of cells.slice(k + 1)) {
                const { left, right, top, bottom } = other.getBoundingClientRect();
                if (box.left < right && left < box.right && box.top < bottom && top < box.bottom) {
                  wrong.push(cell.textContent + " is over " + other.textContent);
                }
              }
            }
          }
          return wrong;
        })()`),
        [],
        String(width),
      );
      const wide = "document.documentElement.scrollWidth - innerWidth";
      assertLess(await browser.evaluate(wide), 1, `${width} scrolls sideways`);
      // Every row of categories has the answer there.
      assertMatch(
        await browser.evaluate("document.querySelector('.category-answer').textContent"),
        /^\w.* \d+\.\d %$/,
      );
    }
    await assertQuiet(browser, page.address);
  },
});

Deno.test({
  name: "Chromium: axe-core finds no violation on the page of a table, and it fits a phone",
  ignore: chromium === undefined || !LONG_TESTS,
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
