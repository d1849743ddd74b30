/** The page of a table in real Chromium: its fields, the answer and the response along columns. */

import { assert, assertEquals, assertLess, assertMatch } from "@std/assert";
import { join } from "@std/path";
import { TableModel } from "@inkling/inkling/table";
import { runTask } from "../../../tests/helpers/run_task.ts";
import {
  assertAccessible,
  assertFits,
  IRIS,
  pageTest,
  PENGUINS,
  tableRun,
  trainInPage,
  trainTable,
  written,
} from "./page.ts";

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

/** What is cut off, out of its row, or over something else. */
const OVERLAPS = `(() => {
  const wrong = [];
  const box = (element) => element.getBoundingClientRect();
  for (const row of $$("#columns-bars tbody tr, .category, .column")) {
    const cells = [...row.children].filter((child) => child.textContent);
    for (const [k, cell] of cells.entries()) {
      const { left, right, top, bottom } = box(cell);
      if (cell.scrollWidth > cell.clientWidth + 1 && cell.clientWidth > 0) {
        wrong.push("cut off: " + cell.textContent);
      }
      if (right > box(row).right + 1) wrong.push("out of its row: " + cell.textContent);
      for (const other of cells.slice(k + 1)) {
        const b = box(other);
        if (left < b.right && b.left < right && top < b.bottom && b.top < bottom) {
          wrong.push(cell.textContent + " is over " + other.textContent);
        }
      }
    }
  }
  return wrong;
})()`;

pageTest("the fields of a table's columns give the network's answer, and its response", {
  run: async (folder) => (await trainTable(folder, IRIS, "species", "--gaps", "drop")).run,
  screen: [1200, "light"],
}, async ({ browser }) => {
  const seenOf = (expression: string) => browser.evaluate(expression);
  assertEquals(await seenOf("$$('#draw, #train, #pictures').map((e) => e.hidden)"), [
    true,
    true,
    true,
  ]);
  await browser.shows({
    "columns-network":
      /^Predicted by the run table: \d+\.\d\d % right on test data(, ended early after \d+ of 300 epochs)?$/,
    "page-name": ": table",
  });
  assertEquals(await seenOf("document.title"), "table – Inkling");
  const names = ["sepalLength", "sepalWidth", "petalLength", "petalWidth"];
  assertEquals(await seenOf("$$('#fields label').map((l) => l.textContent)"), names);
  const enter = async (...cells: (number | string)[]) => {
    await browser.set(Object.fromEntries(cells.map((cell, k) => [`column-${k}`, cell])));
    await seenOf("new Promise(requestAnimationFrame).then(() => {})");
  };
  await enter(5.1, 3.5, 1.4, 0.2);
  await browser.shows({ "columns-answer": "setosa" });
  await enter(6.3, 3.3, 6, 2.5);
  await browser.shows({
    "columns-answer": "virginica",
    "columns-sentence": /^virginica \d+\.\d %, next versicolor/,
  });
  // The reasons sum to the answer, up to their decimal.
  await browser.until("/^Why virginica /.test($('#columns-reasons h3')?.textContent)");
  assertEquals(await seenOf("$('#columns-reasons').className"), "");
  const [answer, base, ...added] = await seenOf(`[
    $("#columns-reasons h3").textContent.match(/[\\d.]+ %$/)[0],
    $("#columns-reasons p").textContent.match(/[\\d.]+ %/)[0],
    ...$$("#columns-reasons td:last-child").map((td) => td.textContent.replace("\u2212", "-")),
  ].map((text) => Number(text.replace(" %", "")))`);
  const sum = added.reduce((sum: number, value: number) => sum + value, base);
  assertLess(Math.abs(sum - answer), 0.3, `${sum} is not ${answer}`);
  const charts = await seenOf("$$('.response svg').map((svg) => svg.ariaLabel)");
  assertEquals(charts.length, 4);
  const along = /^From -?[\d.]+ to [\d.]+ of petalLength: from \w+ \d+\.\d % to \w+ \d+\.\d %$/;
  assertMatch(charts[2], along);
  // A class has one color, in its bar, at its name and in every chart.
  const colors = await seenOf(`(() => {
    const style = (element, part) => getComputedStyle(element, part);
    return {
      bars: $$("#columns-bars tbody .fill").map((fill) => style(fill).backgroundColor),
      swatches: $$("#columns-bars tbody th").map((th) => style(th, "::before").backgroundColor),
      lines: $$(".response svg").map((svg) =>
        [...svg.querySelectorAll("[stroke^='var(--series']")].map((line) => style(line).stroke)),
    };
  })()`);
  assertEquals(new Set(colors.bars).size, 3);
  for (const drawn of [colors.swatches, ...colors.lines]) assertEquals(drawn, colors.bars);
  // A number beyond its chart has no mark there, and a note explains it.
  const marks = "$$('.response svg').map((s) => s.querySelectorAll('[stroke-dasharray]').length)";
  const note = "$$('.response')[1].querySelector('small').textContent";
  assertEquals([await seenOf(marks), await seenOf(note)], [[1, 1, 1, 1], ""]);
  await enter(6.3, 900);
  assertEquals(await seenOf(marks), [1, 0, 1, 1]);
  assertMatch(await seenOf(note), /^900 is beyond this chart, from 2\.\d+ to 3\.\d+\.$/);
  // A slider moves its number, and a wrong number has an error at its field.
  await seenOf(`(() => {
    const slider = $$("#fields input[type=range]")[2];
    slider.value = slider.min;
    slider.dispatchEvent(new Event("input", { bubbles: true }));
  })()`);
  assertLess(await seenOf("+$('#column-2').value"), 2);
  await enter(6.3, NaN);
  // Nothing of the last answer is left.
  const left = `[$$('#columns-bars td:last-child').map((td) => td.textContent),
    $$('#columns-bars .fill').map((fill) => fill.offsetWidth),
    [...new Set($$('.response').map((chart) => getComputedStyle(chart).visibility))]]`;
  assertEquals(await seenOf(left), [["–", "–", "–"], [0, 0, 0], ["hidden"]]);
  assertEquals(await seenOf("$('#columns-reasons').hidden"), true);
  await browser.shows({
    "columns-answer": "–",
    "column-1-error": "Enter a number, such as 12.5.",
    "columns-sentence": "To get a prediction, correct the field sepalWidth.",
  });
  await enter(6.3, NaN, 1.4, "");
  await browser.shows({
    "columns-sentence": "To get a prediction, correct the fields sepalWidth, petalWidth.",
    "column-3-error": "Enter a number.",
  });
  await enter(5.1, 3.5, 1.4, 0.2);
  await browser.shows({ "columns-answer": "setosa", "column-1-error": "" });
  const [texts, , visibility] = await seenOf(left);
  assertEquals(visibility, ["visible"]);
  assertMatch(texts.join(), /^\d+\.\d %,\d+\.\d %,\d+\.\d %$/);
});

/** Where the run of the page below is. */
let ofFolds = "";

pageTest("an ensemble over folds answers on the page as it does in the library", {
  run: async (folder) => {
    const words = ["--folds", "3", "--set", "epochs=8"];
    return ofFolds = (await trainTable(folder, IRIS, "species", ...words)).run;
  },
}, async ({ browser }) => {
  await browser.shows({
    "columns-network":
      /^Predicted by the run table: \d+\.\d\d % right out of fold(, ended early after \d+ of 300 epochs)?$/,
  });
  const names = ["sepalLength", "sepalWidth", "petalLength", "petalWidth"];
  const cells = [6.3, 3.3, 6, 2.5];
  await browser.set(Object.fromEntries(cells.map((cell, k) => [`column-${k}`, cell])));
  await browser.evaluate("new Promise(requestAnimationFrame).then(() => {})");
  const weights = await Deno.readFile(join(ofFolds, "weights.safetensors"));
  const row = Object.fromEntries(cells.map((cell, k) => [names[k], cell]));
  const [prediction] = TableModel.fromSafetensors(weights).predict([row]);
  const shown = await browser.evaluate(
    "$$('#columns-bars td:last-child').map((td) => td.textContent)",
  );
  assertEquals(
    shown,
    Object.values(prediction!.values).map((value) => `${(100 * value).toFixed(1)} %`),
  );
  const charts = await browser.evaluate("$$('.response svg').map((svg) => svg.ariaLabel)");
  assertEquals(charts.length, 4);
});

pageTest("a quantity is predicted in its unit, as the command line predicts it", {
  long: true,
  run: tableRun("penguins.csv", PENGUINS, "body_mass_g"),
}, async ({ browser, folder }) => {
  const text = "species,island,bill_length_mm,sex\nGentoo,Biscoe,49,male\n";
  const rows = await written(folder, "new.csv", text);
  const { stdout } = await runTask(["predict", `${folder}/table`, rows]);
  const [header, values] = stdout.split("\n").map((line) => line.split(","));
  const expected = Number(values![header!.indexOf("predicted body_mass_g")]);

  const about =
    /^Predicted by the run table: off by [\d.]+ on average, R² -?\d\.\d{4} on test data$/;
  await browser.shows({ "columns-network": about });
  const cells = { "column-0": "Gentoo", "column-1": "Biscoe", "column-2": 49, "column-3": "male" };
  await browser.set(cells);
  await browser.evaluate("new Promise(requestAnimationFrame).then(() => {})");
  const shown = Number(await browser.text("columns-answer"));
  assert(Math.abs(shown - expected) <= 0.5, `${shown} and ${expected}`);
  const sentence = /^body_mass_g: 90 % of such rows are between \d+ and \d+/;
  await browser.shows({ "columns-sentence": sentence });
  const categories = "[...$('.categories').children].map((row) => row.children[0].textContent)";
  assertEquals(await browser.evaluate(categories), ["Adelie", "Chinstrap", "Gentoo"]);
});

pageTest("fields start with the row that is least sure, and whole numbers stay whole", {
  long: true,
  run: tableRun("penguins.csv", PENGUINS, "bill_length_mm", "--target", "body_mass_g"),
}, async ({ browser, folder }) => {
  await browser.shows({
    "columns-network": /: off by 0\.\d+ standard deviations on average, R² /,
  });
  assertEquals(await browser.evaluate("$('#column-2').value"), "male");
  await trainInPage(browser, `${folder}/penguins.csv`, "species");
  const mass = await browser.evaluate(`(() => {
    const { value, parentElement } = $("#column-2");
    const { min, max, step } = parentElement.querySelector("input[type=range]");
    return [value, min, max, step].map(Number);
  })()`);
  assertEquals(mass.map(Number.isInteger), [true, true, true, true]);
  await browser.shows({ "columns-network": /The fields start with the row .* least sure of\.$/ });
});

/** Customers by their ids, whose own visits are all that is known of them. */
const CUSTOMERS = [
  "customer,color,visits,stays",
  ...Array.from({ length: 240 }, (_, k) => {
    const color = k === 7 ? "mauve" : ["red", "blue"][k % 2];
    return [`C17${k % 30}`, color, k * 7 % 19, k % 30 < 15 ? "yes" : "no"].join(",");
  }),
].join("\n");

pageTest("a form names no customer, and a category of few rows is typed", {
  long: true,
  run: tableRun("customers.csv", CUSTOMERS, "stays", "--split-by", "none"),
}, async ({ browser }) => {
  await browser.until("$('.category') !== null");
  assertEquals(await browser.evaluate("/C17|mauve/.test(document.body.innerHTML)"), false);
  assertEquals(
    await browser.evaluate("$$('#column-1-levels option').map(({ value }) => value)"),
    ["red", "blue"],
  );
  await browser.set({ "column-0": "C173", "column-1": "mauve" });
  // One row of 240 had it: it is known.
  await browser.until("$('#columns-answer').textContent !== ''");
  await browser.shows({ "column-1-error": "" });
  await browser.set({ "column-0": "Ann" });
  await browser.until("/no training row had it/.test($('#column-0-error').textContent)");
});

pageTest("long names are neither cut off nor over one another, on a phone and a desk", {
  long: true,
  run: tableRun("long.csv", LONG, "what it is", "--set", "epochs=20"),
}, async ({ browser, address }) => {
  for (const width of [390, 1280]) {
    await browser.emulate(width, 900, "light");
    await browser.open(address);
    await browser.until("$('.category') !== null");
    assertEquals(await browser.evaluate(OVERLAPS), [], String(width));
    await assertFits(browser);
    // Every row of categories has the answer there.
    assertMatch(await browser.evaluate("$('.category-answer').textContent"), /^\w.* \d+\.\d %$/);
  }
});

pageTest("axe-core finds no violation on the page of a table, and it fits a phone", {
  long: true,
  run: tableRun("penguins.csv", PENGUINS, "species"),
}, async ({ browser, folder }) => {
  await trainInPage(browser, `${folder}/penguins.csv`, "species");
  await assertAccessible(browser, [390, "light"], [1280, "dark"]);
});

/** Parcels of which the heavy ones are mostly late. */
const PARCELS = [
  "weight,arrived",
  ...Array.from({ length: 200 }, (_, k) => `${k % 20},${k * 7 % 23 < k % 20 ? "late" : "in time"}`),
].join("\n");

/** Where the run of the page below is. */
let ofCosts = "";

pageTest("the answer follows the threshold of a model with costs, as in the library", {
  run: async (folder) => {
    const words = ["--folds", "0", "--set", "epochs=40", "--cost", "false alarm=1,miss=9"];
    return ofCosts = await tableRun("parcels.csv", PARCELS, "arrived", ...words)(folder);
  },
}, async ({ browser }) => {
  const model = TableModel.load(await Deno.readFile(join(ofCosts, "weights.safetensors")));
  const answers = [1, 4, 7, 10, 19].map((weight) => ({ weight, ...model.predict({ weight }) }));
  for (const { weight, label } of answers) {
    await browser.set({ "column-0": weight });
    await browser.evaluate("new Promise(requestAnimationFrame).then(() => {})");
    await browser.shows({ "columns-answer": label as string });
  }
  const isDecided = answers.some(({ label, probability }) =>
    label === "late" && probability! < 0.5
  );
  assert(isDecided, "a label that is not the most probable class");
});
