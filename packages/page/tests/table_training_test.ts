/** Training on a dropped table in real Chromium, to the command line's bytes. */

import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { paragraph } from "../../../lib/document/blocks.ts";
import { html } from "../../../lib/document/html.ts";
import { blocks } from "../../../lib/document/page.ts";
import { truthSection } from "../../../tasks/results/problem/truth.ts";
import type { Summary } from "../../../tasks/run/run_folder.ts";
import { ROOT, runTask } from "../../../tests/helpers/run_task.ts";
import type { Browser } from "./browser.ts";
import {
  IRIS,
  pageTest,
  PENGUINS,
  pickTable,
  trainInPage,
  trainPicked,
  trainTable,
  wouldAsk,
  written,
} from "./page.ts";

/** The title of the page and its heading. */
const HEADS = "[document.title, $('h1').textContent]";

/** The table itself. */
const PALMER_PENGUINS = join(ROOT, "examples", "penguins.csv");

/** A table whose texts would do harm if they went in as HTML. */
const HOSTILE = [
  "<img src=x onerror=alert(1)>,label",
  ...Array.from(
    { length: 40 },
    (_, k) => `"<b>${k % 2}</b>",</script><script>${k % 2 ? "a" : "b"}`,
  ),
].join("\n");

/** The verdict of the page has the text and the numbers of the command line. */
async function assertVerdict(browser: Browser, { truth }: Summary): Promise<void> {
  const { title, hint, content } = truthSection(truth!);
  const section = [paragraph(title), paragraph(hint), content];
  const expected = JSON.stringify(html`${blocks(section)}`.text);
  const texts: [shown: string, expected: string] = await browser.evaluate(`(() => {
    const terminal = document.createElement("div");
    terminal.innerHTML = ${expected};
    const texts = [$("#table-verdict").shadowRoot, terminal].map(({ textContent }) => textContent);
    return texts.map((text) => text.replaceAll(/\\s+/g, " ").trim());
  })()`);
  assertStringIncludes(...texts);
  assertStringIncludes(texts[0].replaceAll("\u00a0", " "), truth!.verdict);
}

/** As the command that the page shows has it by itself. */
const FOLDS = ["--folds", "auto"];

/** A page without a network and data. */
const BARE = { network: false, withData: false };

pageTest("training on a dropped table gives the command line's hash, and its weights predict", {
  ...BARE,
  long: true,
  screen: [390, "light"],
}, async ({ browser, folder }) => {
  const text = PENGUINS.replaceAll(",", ";").replaceAll("\n", "\r\n");
  const penguins = await written(folder, "penguins.csv", text);
  assertEquals(await browser.evaluate(HEADS), [
    "Inkling: draw a digit, watch a network learn",
    "Inkling",
  ]); // no network yet
  // Loaded only where there is a table.
  assertEquals(browser.requests.filter((request) => /table|picture|predict/.test(request)), []);
  for (
    const [name, csv, target] of [
      ["iris.csv", IRIS, "species"],
      ["penguins.csv", penguins, "species"],
      ["penguins.csv", penguins, "body_mass_g"],
    ] as const
  ) {
    const sha256 = await trainInPage(browser, csv, target);
    const { summary } = await trainTable(folder, csv, target, ...FOLDS);
    assertEquals(sha256, summary.weightsSha256, `${csv} ${target}`);
    await assertVerdict(browser, summary);
    await browser.shows({
      "table-state": /after \d+ epochs, with each member’s best epoch kept: /,
      "table-command": `deno task train --csv ${name} --target ${target}`,
    });
    assertEquals(await browser.evaluate(HEADS), [`${name} – Inkling`, `Inkling: ${name}`]);
  }
  await browser.shows({
    "columns-network": /^Predicted by your ensemble over 5 folds, trained on penguins/,
    "table-notes": /"body_mass_g" is a quantity/,
  });
  // Dropped in earnest, and not picked.
  await browser.drop("table-drop", "a,b\n1,2\n", "dropped.csv");
  await browser.until("$('#table-name').textContent.startsWith('dropped')");
  await browser.shows({ "table-name": "dropped.csv: 2 columns" });
  assertEquals(await wouldAsk(browser), true);
  const file = await browser.download("table-download", folder, "penguins.safetensors");
  assertEquals(await wouldAsk(browser), false);
  const module = await browser.download("table-module", folder, "penguins.mjs");
  const exported = join(folder, "exported", "penguins.mjs");
  const made = await runTask(["export", file, "--format", "module", "--out", exported]);
  assertEquals(made.code, 0, made.stderr);
  assertEquals(await Deno.readTextFile(module), await Deno.readTextFile(exported));
  const report = await browser.download("table-report", folder, "penguins.html");
  assertMatch(
    await Deno.readTextFile(report),
    /<h1>penguins\.csv: R² .*Compared with simpler models/s,
  );
  const row = "species,island,bill_length_mm,sex\nGentoo,Biscoe,49,male\n";
  const rows = await written(folder, "new.csv", row);
  const { code, stdout, stderr } = await runTask(["predict", file, rows]);
  assertEquals(code, 0, stderr);
  assertMatch(stdout, /Gentoo,Biscoe,49,male,\d/);
});

pageTest("columns that are left out are struck through, and the command leaves them out", {
  ...BARE,
  long: true,
}, async ({ browser, folder }) => {
  const penguins = await written(folder, "penguins.csv", PENGUINS);
  await pickTable(browser, penguins);
  const shown = (which: string) =>
    browser.evaluate(`$$("span").filter((span) => span.checkVisibility() && ${which})
      .map((span) => span.textContent)`);
  const [listed, struck] = [
    "span.closest('#table-columns') !== null",
    "getComputedStyle(span).textDecorationLine !== 'none'",
  ];
  const leaveOut = async (...names: string[]) => {
    for (const name of names) await browser.evaluate(`$("#table-columns [value=${name}]").click()`);
  };
  assertEquals((await shown(listed)).length, 5);
  // What is left out and then predicted is predicted.
  await leaveOut("species", "sex", "island");
  await browser.set({ "table-target": "species" });
  const visible = ["island", "bill_length_mm", "body_mass_g", "sex"];
  assertEquals(await shown(listed), visible);
  // A change of the target alone is enough, as when a form is filled in by a program.
  for (
    const [target, others] of [
      ["sex", ["species", "island", "bill_length_mm", "body_mass_g"]],
      ["species", visible],
    ] as const
  ) {
    await browser.evaluate(`$("#table-target").value = "${target}";
      $("#table-target").dispatchEvent(new Event("change"))`);
    assertEquals(await shown(listed), others);
  }
  assertEquals(await shown(struck), ["island", "sex"]);
  await trainPicked(browser, {});
  const without = ["--without", "island", "--without", "sex"];
  const { summary } = await trainTable(folder, penguins, "species", ...without, ...FOLDS);
  await browser.shows({
    "table-command": `deno task train --csv penguins.csv --target species ${without.join(" ")}`,
    "table-sha256": summary.weightsSha256,
  });
  const labels = "$$('#fields label').map((label) => label.textContent)";
  assertEquals(await browser.evaluate(labels), ["bill_length_mm", "body_mass_g"]);
  assertEquals(await shown(struck), ["island", "sex"]);
  // All of them left out is an error.
  await leaveOut("bill_length_mm", "body_mass_g");
  await browser.click("table-start");
  await browser.until("$('#table-error').textContent !== ''");
  await browser.shows({ "table-error": /no column is left to learn from/ });
});

pageTest("columns that a run leaves out by itself are struck through, with the reason", {
  ...BARE,
  long: true,
}, async ({ browser, folder }) => {
  // Quotes around commas are for a parser that is a stream.
  const rows = PENGUINS.trimEnd().split("\n").map((line, k) =>
    `${k === 0 ? "id,name" : `${k},"Smith, ${k}"`},${line}`
  );
  await trainInPage(browser, await written(folder, "numbered.csv", rows.join("\n")), "species");
  const unused = `$$("#table-columns .check").filter((label) =>
    getComputedStyle(label.querySelector("span")).textDecorationLine === "line-through")
      .map((label) => [...label.children].map((child) => child.textContent).join("|"))`;
  assertEquals(await browser.evaluate(unused), [
    "|id|it numbers the rows",
    "|name|every row has a different text, like a name",
  ]);
  await pickTable(browser, IRIS);
  assertEquals(await browser.evaluate(unused), []);
});

pageTest("rows count by a column of weights that is chosen, as by the command that is shown", {
  ...BARE,
  long: true,
}, async ({ browser, folder }) => {
  const rows = Array.from({ length: 120 }, (_, k) => {
    const [x, w] = [k * 37 % 101, k * 29 % 7 / 2];
    return `${x},${k * 53 % 97},${w},${x + k * 71 % 89 / 2 > 70 ? "high" : "low"}`;
  });
  const csv = await written(folder, "survey.csv", ["x,z,w,level", ...rows].join("\n"));
  await pickTable(browser, csv);
  await trainPicked(browser, { "table-target": "level", "table-weights": "w" });
  const words = ["--weights", "w"];
  const { summary } = await trainTable(folder, csv, "level", ...words, ...FOLDS);
  await browser.shows({
    "table-sha256": summary.weightsSha256,
    "table-command": `deno task train --csv survey.csv --target level ${words.join(" ")}`,
  });
  await assertVerdict(browser, summary);
  const shown = `$$("#table-columns label").filter((label) => label.checkVisibility())
    .map((label) => label.querySelector("span").textContent)`;
  assertEquals(await browser.evaluate(shown), ["x", "z"]);
});

pageTest("another seed, kept missing values and a stopped run give the hash of the command shown", {
  ...BARE,
  long: true,
}, async ({ browser, folder }) => {
  const rows = Array.from({ length: 12_000 }, (_, k) => {
    const [x, y] = [k * 37 % 1009, k * 53 % 997];
    return `${x},${k % 50 === 0 ? "" : y},${(x * y + k % 89) % 7 < 3 ? "low" : "high"}`;
  });
  const large = await written(folder, "large.csv", ["x,y,level", ...rows].join("\n"));
  await pickTable(browser, large);
  await browser.set({ "table-target": "level", "table-gaps": "mean", "table-seed": 3 });
  await browser.click("table-start");
  await browser.until("/^Epoch [2-9]/.test($('#table-state').textContent)");
  await browser.shows({ "table-state": /^Epoch \d+ of at most 150: \d+ %/ });
  await browser.click("table-stop");
  await browser.until("!$('#table-result').hidden");
  const command = await browser.text("table-command");
  const [start, epochs] = command.split(/(?<==)(?=\d+$)/);
  const more = ["--gaps", "mean", "--seed", "3", "--set"];
  assertEquals(
    start,
    `deno task train --csv large.csv --target level ${more.join(" ")} epochs=`,
  );
  const { summary } = await trainTable(
    folder,
    large,
    "level",
    ...more,
    `epochs=${epochs}`,
    ...FOLDS,
  );
  await browser.shows({ "table-sha256": summary.weightsSha256 });
});

pageTest("the table of palmerpenguins comes to the command line's hash, missing values and all", {
  ...BARE,
  long: true,
}, async ({ browser, folder }) => {
  for (const target of ["species", "body_mass_g"]) {
    const sha256 = await trainInPage(browser, PALMER_PENGUINS, target);
    const { summary } = await trainTable(folder, PALMER_PENGUINS, target, ...FOLDS);
    assertEquals(sha256, summary.weightsSha256, target);
  }
});

pageTest("the layers are shown of one network, to the same weights, and not over folds", {
  ...BARE,
  long: true,
}, async ({ browser, folder }) => {
  const lines = (await Deno.readTextFile(IRIS)).split("\n");
  const small = lines.filter((_, k) => k % 6 === 0).join("\n"); // too few rows for folds
  const csv = await written(folder, "small.csv", small);
  await pickTable(browser, csv);
  await browser.shows({
    "table-settings": /Charts of each layer.* Runs over folds, .* no charts of layers/s,
  });
  await browser.click("table-observes");
  await trainPicked(browser, { "table-target": "species" });
  const { summary } = await trainTable(folder, csv, "species", ...FOLDS);
  await browser.shows({ "table-sha256": summary.weightsSha256 });
  await browser.until("$$('#table-layers svg').length >= 2");

  await trainInPage(browser, IRIS, "species");
  await browser.shows({ "table-notes": /Runs over folds, .* have no charts of layers/ });
  assertEquals(await browser.evaluate("$('#table-layers').hidden"), true);
});

pageTest("what is wrong with a table is shown, and its texts stay texts", BARE, async ({
  browser,
  folder,
}) => {
  const hasError = "$('#table-error').textContent !== ''";
  await browser.pick("table-file", await written(folder, "workbook.csv", "PK\x03\x04\0\0"));
  await browser.until(hasError);
  await browser.shows({ "table-error": /^Cannot read workbook\.csv: .*ZIP/ });
  await browser.drop("table-drop", "\x89PNG", "drawing.png");
  await browser.until("$('#table-error').textContent.includes('drawing')");
  await browser.shows({ "table-error": /^Cannot use drawing\.png as a table: it is a picture/ });
  await pickTable(browser, await written(folder, "bad.csv", 'a,b\n1,"2\n'));
  await browser.set({ "table-target": "a" });
  await browser.click("table-start");
  await browser.until(hasError);
  await browser.shows({ "table-error": /^Cannot read bad\.csv: .*quote on line 2/ });

  const hostile = await written(folder, "hostile.csv", HOSTILE);
  await pickTable(browser, hostile);
  await browser.click("table-start");
  await browser.shows({
    "table-target-error": "Choose the column to predict.",
    "table-error": "",
  });
  await trainInPage(browser, hostile, "label");
  await browser.shows({ "table-notes": /^".*" gives "label" away .* before the answer\.(?!\.)/ });
  assertEquals(await browser.evaluate("$$('main img, main b').length"), 0);
  assertMatch(await browser.evaluate("$('#fields label').textContent"), /^<img src=x onerror/);
});
