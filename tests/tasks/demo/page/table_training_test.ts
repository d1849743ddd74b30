/** Training on a dropped table in real Chromium, to the command line's bytes. */

import { assertEquals, assertMatch } from "@std/assert";
import { exists as existsFile } from "@std/fs";
import { join } from "@std/path";
import { runTask, temporaryFolder } from "../../../helpers/run_task.ts";
import { chromium, click, exists, pageTest, pick, set, textOf } from "../page.ts";
import { IRIS, PENGUINS, pickTable, trainInPage, trainTable } from "../tables.ts";

/** The title of the page and its heading. */
const HEADS = "[document.title, document.querySelector('h1').textContent]";

/** The table itself, of Debian's `r-cran-palmerpenguins`. */
const PALMER_PENGUINS = "/usr/lib/R/site-library/palmerpenguins/extdata/penguins.csv";

/** A table whose texts would do harm if they went in as HTML. */
const HOSTILE = [
  "<img src=x onerror=alert(1)>,label",
  ...Array.from(
    { length: 40 },
    (_, k) => `"<b>${k % 2}</b>",</script><script>${k % 2 ? "a" : "b"}`,
  ),
].join("\n");

pageTest(
  "Chromium: training on a dropped table gives the command line's hash, and its weights predict",
  { long: true, network: false, withData: false },
  async ({ browser, address }) => {
    await using folder = await temporaryFolder();
    const penguins = join(folder.path, "penguins.csv");
    await Deno.writeTextFile(penguins, PENGUINS.replaceAll(",", ";").replaceAll("\n", "\r\n"));
    await browser.emulate(390, 800, "light");
    await browser.open(address);
    assertEquals(await browser.evaluate(HEADS), [
      "Inkling: draw a digit, watch a network learn",
      "Inkling",
    ]); // no network yet
    const tables = () =>
      browser.requests.filter((request) => /table|picture|predict/.test(request));
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
      assertEquals(await browser.evaluate(HEADS), [`${name} – Inkling`, `Inkling: ${name}`]);
      assertEquals(
        await textOf(browser, "table-command"),
        `deno task train --csv ${name} --target ${target}`,
      );
    }
    assertMatch(
      await textOf(browser, "columns-network"),
      /^Predicted by your 10-64-32-1 network, trained on penguins/,
    );
    assertMatch(await textOf(browser, "table-notes"), /"body_mass_g" is a quantity/);
    // Dropped in earnest, and not picked.
    await browser.evaluate("document.getElementById('table-name').textContent = ''");
    await browser.evaluate(`(() => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File(["a,b\\n1,2\\n"], "dropped.csv"));
      const options = { dataTransfer, bubbles: true, cancelable: true };
      document.getElementById("table-drop").dispatchEvent(new DragEvent("drop", options));
    })()`);
    await browser.until("document.getElementById('table-name').textContent !== ''");
    assertEquals(await textOf(browser, "table-name"), "dropped.csv: 2 columns");
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
  },
);

pageTest(
  "Chromium: columns that are left out are struck through, and the command leaves them out",
  { long: true, network: false, withData: false },
  async ({ browser, address }) => {
    await using folder = await temporaryFolder();
    const penguins = join(folder.path, "penguins.csv");
    await Deno.writeTextFile(penguins, PENGUINS);
    await browser.open(address);
    await pickTable(browser, penguins);
    const shown = (which: string) =>
      browser.evaluate(`[...document.querySelectorAll("span")].filter((span) =>
        ${which}).map((span) => span.textContent)`);
    const listed = "span.checkVisibility() && span.closest('#table-columns') !== null";
    assertEquals((await shown(listed)).length, 5);
    // What is left out and then predicted is predicted.
    for (const name of ["species", "sex", "island"]) {
      await browser.evaluate(
        `document.querySelector("#table-columns input[value=${name}]").click()`,
      );
    }
    await set(browser, { "table-target": "species" });
    const visible = ["island", "bill_length_mm", "body_mass_g", "sex"];
    assertEquals(await shown(listed), visible);
    // A change of the target alone is enough, as when a form is filled in by a program.
    const choose = (target: string) =>
      browser.evaluate(`(() => {
        const field = document.getElementById("table-target");
        field.value = "${target}";
        field.dispatchEvent(new Event("change"));
      })()`);
    await choose("sex");
    assertEquals(await shown(listed), ["species", "island", "bill_length_mm", "body_mass_g"]);
    await choose("species");
    assertEquals(await shown(listed), visible);
    const struck = 'span.checkVisibility() && getComputedStyle(span).textDecorationLine !== "none"';
    assertEquals(await shown(struck), ["island", "sex"]);
    await click(browser, "table-start");
    await browser.until("!document.getElementById('table-result').hidden");
    assertEquals(
      await textOf(browser, "table-command"),
      "deno task train --csv penguins.csv --target species --without island --without sex",
    );
    const without = ["--without", "island", "--without", "sex"];
    const { summary } = await trainTable(folder.path, penguins, "species", ...without);
    assertEquals(await textOf(browser, "table-sha256"), summary.weightsSha256);
    const labels = "[...document.querySelectorAll('#fields label')].map((l) => l.textContent)";
    assertEquals(await browser.evaluate(labels), ["bill_length_mm", "body_mass_g"]);
    assertEquals(await shown(struck), ["island", "sex"]);
    // All of them left out is an error.
    for (const name of ["bill_length_mm", "body_mass_g"]) {
      await browser.evaluate(
        `document.querySelector("#table-columns input[value=${name}]").click()`,
      );
    }
    await click(browser, "table-start");
    await browser.until("document.getElementById('table-error').textContent !== ''");
    assertMatch(await textOf(browser, "table-error"), /no column is left to learn from/);
  },
);

pageTest("Chromium: columns that a run leaves out by itself are struck through, with the reason", {
  long: true,
  network: false,
  withData: false,
}, async ({ browser, address }) => {
  await using folder = await temporaryFolder();
  const csv = join(folder.path, "numbered.csv");
  // Quotes around commas are for a parser that is a stream.
  const rows = PENGUINS.trimEnd().split("\n").map((line, k) =>
    `${k === 0 ? "id,name" : `${k},"Smith, ${k}"`},${line}`
  );
  await Deno.writeTextFile(csv, rows.join("\n"));
  await browser.open(address);
  await trainInPage(browser, csv, "species");
  const unused = `[...document.querySelectorAll("#table-columns .check")].filter((label) =>
      getComputedStyle(label.querySelector("span")).textDecorationLine === "line-through")
        .map((label) => [...label.children].map((child) => child.textContent).join("|"))`;
  assertEquals(await browser.evaluate(unused), [
    "|id|it numbers the rows",
    "|name|every row has another text, like a name",
  ]);
  await pickTable(browser, IRIS);
  assertEquals(await browser.evaluate(unused), []);
});

pageTest(
  "Chromium: another seed, kept missing values and a stopped run give the hash of the command that is shown",
  { long: true, network: false, withData: false },
  async ({ browser, address }) => {
    await using folder = await temporaryFolder();
    const large = join(folder.path, "large.csv");
    const rows = Array.from({ length: 12_000 }, (_, k) => {
      const [x, y] = [k * 37 % 1009, k * 53 % 997];
      return `${x},${k % 50 === 0 ? "" : y},${(x * y + k % 89) % 7 < 3 ? "low" : "high"}`;
    });
    await Deno.writeTextFile(large, ["x,y,level", ...rows].join("\n"));
    await browser.open(address);
    await pickTable(browser, large);
    await set(browser, { "table-target": "level", "table-gaps": "mean", "table-seed": 3 });
    await click(browser, "table-start");
    await browser.until("/^Epoch [2-9]/.test(document.getElementById('table-state').textContent)");
    assertMatch(await textOf(browser, "table-state"), /^Epoch \d+ of at most 300: \d+ %/);
    await click(browser, "table-stop");
    await browser.until("!document.getElementById('table-result').hidden");
    const command = await textOf(browser, "table-command");
    const [, epochs] =
      /^deno task train --csv large\.csv --target level --gaps mean --seed 3 --set epochs=(\d+)$/
        .exec(command)!;
    const more = ["--gaps", "mean", "--seed", "3", "--set", `epochs=${epochs}`];
    const { summary } = await trainTable(folder.path, large, "level", ...more);
    assertEquals(await textOf(browser, "table-sha256"), summary.weightsSha256);
  },
);

pageTest(
  "Chromium: the table of palmerpenguins comes to the command line's hash, missing values and all",
  {
    ...{ long: true, network: false, withData: false },
    ignore: chromium === undefined || !await existsFile(PALMER_PENGUINS, { isFile: true }),
  },
  async ({ browser, address }) => {
    await using folder = await temporaryFolder();
    await browser.open(address);
    for (const target of ["species", "body_mass_g"]) {
      const sha256 = await trainInPage(browser, PALMER_PENGUINS, target);
      const { summary } = await trainTable(folder.path, PALMER_PENGUINS, target, "--replace");
      assertEquals(sha256, summary.weightsSha256, target);
    }
  },
);

pageTest("Chromium: what is wrong with a table is shown, and its texts stay texts", {
  network: false,
  withData: false,
}, async ({ browser, address }) => {
  await using folder = await temporaryFolder();
  await browser.open(address);
  const shownError = async () => {
    await browser.until("document.getElementById('table-error').textContent !== ''");
    return await textOf(browser, "table-error");
  };
  const workbook = join(folder.path, "workbook.csv");
  await Deno.writeFile(workbook, new Uint8Array([0x50, 0x4b, 3, 4, 0, 0]));
  await pick(browser, "table-file", workbook);
  assertMatch(await shownError(), /^Cannot read workbook\.csv: .*ZIP/);
  const bad = join(folder.path, "bad.csv");
  await Deno.writeTextFile(bad, 'a,b\n1,"2\n');
  await pickTable(browser, bad);
  await set(browser, { "table-target": "a" });
  await click(browser, "table-start");
  assertMatch(await shownError(), /^Cannot read bad\.csv: .*quote on line 2/);

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
});
