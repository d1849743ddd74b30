/** Rows predicted by runs on a table: added cells, printed warnings, and the file of the output. */

import { assert, assertEquals, assertMatch } from "@std/assert";
import { parse } from "@std/csv";
import { join } from "@std/path";
import { RandomStream } from "../../../lib/numerics/random.ts";
import { runHere } from "../../helpers/run_here.ts";
import { granted, namesIn, temporaryFolder } from "../../helpers/run_task.ts";

const ignore = !granted("read", "write", "run");

/** Prices of flats: 2 for a square metre, 30 more in the center, and a deviation of 5. */
function flats(count: number, seed: number): string {
  const random = new RandomStream(seed, "data", 0);
  const rows = Array.from({ length: count }, () => {
    const [area, zone] = [30 + random.below(700) / 10, random.below(3)];
    const price = 2 * area + (zone === 0 ? 30 : 0) + 5 * random.normal();
    return `${area},${["center", "north", "south"][zone]},${price.toFixed(2)}`;
  });
  return `area,zone,price\n${rows.join("\n")}\n`;
}

/** Trains on flats; returns the run. */
async function trainFlats(folder: string, name = "flats", ...more: string[]): Promise<string> {
  const table = join(folder, "flats.csv");
  await Deno.writeTextFile(table, flats(600, 1));
  const words = ["--csv", table, "--target", "price", "--runs", join(folder, "runs")];
  const set = ["--set", "epochs=60", "--name", name, "--no-report", ...more];
  const { code, stderr } = await runHere(["train", ...words, ...set]);
  assertEquals(code, 0, stderr);
  return join(folder, "runs", name);
}

Deno.test({
  name: "a quantity is predicted with an interval in its unit, in which nine of ten new ones are",
  ignore,
  fn: async () => {
    await using folder = await temporaryFolder();
    const run = await trainFlats(folder.path);
    const rows = join(folder.path, "new.csv");
    await Deno.writeTextFile(rows, flats(500, 2));
    const { code, stdout, stderr } = await runHere(["predict", run, rows]);
    assertEquals(code, 0, stderr);
    const [header, ...cells] = parse(stdout);
    assertEquals(header, ["area", "zone", "price", "predicted price", "low", "high", "caution"]);
    const inside = cells.filter(([, , price, , low, high]) =>
      Number(low) <= Number(price) && Number(price) <= Number(high)
    ).length;
    assert(inside > 0.84 * 500 && inside < 0.97 * 500, `${inside} of 500`);
    const width = Number(cells[0]![5]) - Number(cells[0]![4]);
    assert(width > 10 && width < 25, `${width}`); // 2 · 1.645 · 5 is the least
    const doubtful = cells.filter(([, , , , , , caution]) =>
      caution !== ""
    ).length;
    assert(doubtful < 10, `${doubtful} of 500 are unlike the training data`);
    assertMatch(stderr, /^From low to high: 90 % of the quantities/m);
    assertMatch(stderr, /^500 rows/m);
  },
});

Deno.test({
  name: "a row that is unlike the training data is called so, and what makes it so is named",
  ignore,
  fn: async () => {
    await using folder = await temporaryFolder();
    const run = await trainFlats(folder.path, "flats", "--gaps", "drop");
    const rows = join(folder.path, "new.csv");
    await Deno.writeTextFile(
      rows,
      "zone,area,caution\nnorth,60,\nnorth,6000,\nnorht,60,\n,60,\nnorth,,\nnorth,sixty,\n",
    );
    const { code, stdout, stderr } = await runHere(["predict", run, rows]);
    assertEquals(code, 0, stderr);
    const [header, ...cells] = parse(stdout);
    assertEquals(header!.at(-1), "caution 2", "a name of its own");
    assertEquals(cells.map((row) => row.at(-1)), [
      "",
      'unlike the training data: "area"',
      'unlike the training data: "zone"',
      'no prediction: "zone" is missing',
      'no prediction: "area" is missing',
      'no prediction: "sixty" in "area" is no number',
    ]);
    assertEquals(cells.slice(3).map((row) => row[3]), ["", "", ""]);
    assertMatch(stderr, /^Line 3: unlike the training data, most by "area" \(6000\)$/m);
    assertMatch(stderr, /^Line 4: "norht" in "zone" is none of .*, did you mean north\?$/m);
    assertMatch(stderr, /^Line 6 has no prediction: "area" is missing$/m);
    assertMatch(stderr, /^Line 7 has no prediction: "sixty" in "area" is no number$/m);
    assertMatch(stderr, /^6 rows, 3 without a prediction, 2 unlike the training data$/m);
    assert(!stderr.includes("…"), "all are printed");

    await Deno.writeTextFile(rows, "zoen,area\nnorth,60\n");
    const missing = await runHere(["predict", run, rows]);
    assertEquals([missing.code, missing.stdout], [1, ""]);
    assertMatch(missing.stderr, /the column "zone" is missing, did you mean zoen\?/);
  },
});

Deno.test({
  name: "rows with missing values are predicted by a new run, and are counted",
  ignore,
  fn: async () => {
    await using folder = await temporaryFolder();
    const run = await trainFlats(folder.path);
    const rows = join(folder.path, "new.csv");
    await Deno.writeTextFile(rows, "zone,area\nnorth,60\n,60\nnorth,NA\n,\nnorth,sixty\n");
    const { code, stdout, stderr } = await runHere(["predict", run, rows]);
    assertEquals(code, 0, stderr);
    assertEquals(parse(stdout).slice(1).map((row) => row[2] !== ""), [
      true,
      true,
      true,
      true,
      false,
    ]);
    assertMatch(stderr, /^5 rows, 1 without a prediction, 3 with missing values$/m);
  },
});

Deno.test({
  name: "of many warnings of a kind the first five are printed, and the others counted",
  ignore,
  fn: async () => {
    await using folder = await temporaryFolder();
    const run = await trainFlats(folder.path, "flats", "--gaps", "drop");
    const rows = join(folder.path, "new.csv");
    const lines = Array.from({ length: 12 }, (_, k) => `${k < 6 ? "" : "60"},zone ${k}`);
    await Deno.writeTextFile(rows, `area,zone\n${lines.join("\n")}\n6000,north\n`);
    const { code, stdout, stderr } = await runHere(["predict", run, rows]);
    assertEquals(code, 0, stderr);
    assertEquals(parse(stdout).length, 14);
    const printed = stderr.trimEnd().split("\n");
    assertEquals(printed.filter((line) => line.includes("has no prediction: ")).length, 5);
    assertEquals(printed.filter((line) => line.includes("none of the categories")).length, 5);
    assertEquals(printed.filter((line) => line.startsWith("…")), [
      "… and 1 more without a prediction",
      "… and 1 more of no known category",
    ]);
  },
});

Deno.test({
  name: "rows are read as the table was that the run learned from, or as another file is written",
  ignore,
  fn: async () => {
    await using folder = await temporaryFolder();
    const at = (name: string) => join(folder.path, name);
    const lines = Array.from(
      { length: 60 },
      (_, k) => `${["sun", "rain"][k % 2]}~${["up", "down"][k % 3 % 2]}~${["dry", "wet"][k % 2]}`,
    );
    await Deno.writeTextFile(at("sky.txt"), `${lines.join("\n")}\n`);
    const data = ["--csv", at("sky.txt"), "--target", "column 3"];
    const set = ["--set", "dataset.delimiter=~", "--set", "dataset.header=false"];
    const words = ["--set", "epochs=2", "--runs", folder.path, "--name", "sky", "--no-report"];
    const trained = await runHere(["train", ...data, ...set, ...words]);
    assertEquals(trained.code, 0, trained.stderr);

    const named = `column 2,column 1\n${
      lines.map((line) => {
        const [sky, stars] = line.split("~");
        return `"${stars}",${sky}`;
      }).join("\n")
    }\n`;
    await Deno.writeTextFile(at("named.csv"), named);
    const [own, other] = await Promise.all(
      ["sky.txt", "named.csv"].map((file) => runHere(["predict", at("sky"), at(file)])),
    );
    for (const { code, stderr } of [own!, other!]) assertEquals(code, 0, stderr);
    const ofOwn = parse(own!.stdout, { separator: "~" });
    assertEquals(ofOwn[0]!.slice(0, 4), ["column 1", "column 2", "column 3", "prediction"]);
    assertEquals(ofOwn.length, 61);
    assertEquals(
      parse(other!.stdout).slice(1).map((cells) => cells[2]),
      ofOwn.slice(1).map((cells) => cells[3]),
    );
    await Deno.writeTextFile(at("again.csv"), own!.stdout);
    const again = await runHere(["predict", at("sky"), at("again.csv")]);
    assertEquals(again.code, 0, again.stderr);
    assertMatch(again.stdout, /^column 1~column 2~column 3~prediction~/);
  },
});

Deno.test({
  name: "predicted rows go into a file, and over no other",
  ignore,
  fn: async () => {
    await using folder = await temporaryFolder();
    const run = await trainFlats(folder.path);
    const [rows, out] = [join(folder.path, "new.csv"), join(folder.path, "predicted.csv")];
    await Deno.writeTextFile(rows, flats(20, 3));
    const printed = await runHere(["predict", run, rows]);
    for (let twice = 0; twice < 2; twice++) { // its own file may be written again
      const { code, stdout, stderr } = await runHere(["predict", run, rows, "--out", out]);
      assertEquals([code, stdout], [0, ""], stderr);
      assertEquals(await Deno.readTextFile(out), printed.stdout);
    }
    const refused = async (path: string, message: RegExp, ...more: string[]) => {
      const before = await Deno.readFile(path).catch(() => undefined);
      const { code, stderr } = await runHere(["predict", run, rows, "--out", path, ...more]);
      assert(code !== 0);
      assertMatch(stderr, message);
      assertEquals(await Deno.readFile(path).catch(() => undefined), before);
    };
    await refused(join(folder.path, "flats.csv"), /does not hold predictions; --force writes over/);
    await refused(rows, /it is to be predicted; --out names another file/, "--force");
    await refused(join(run, "metrics.jsonl"), /Cannot write/, "--force");
    await refused(join(folder.path, "a.xlsx"), /that ends in \.csv, got /);
    const forced = join(folder.path, "flats.csv");
    assertEquals((await runHere(["predict", run, rows, "--out", forced, "--force"])).code, 0);
    assertEquals(await Deno.readTextFile(forced), printed.stdout);

    // Of a table without rows there is the header, to which rows can be added later.
    await Deno.writeTextFile(rows, "area,zone\n");
    for (let twice = 0; twice < 2; twice++) {
      const { code, stderr } = await runHere(["predict", run, rows, "--out", out]);
      assertEquals(code, 0, stderr);
    }
    assertEquals(
      await Deno.readTextFile(out),
      "area,zone,predicted price,low,high,caution\n",
    );

    // Of a table that cannot be read to its end nothing is left.
    await Deno.writeTextFile(rows, `${flats(20, 3)}40,north\n`);
    const names = await namesIn(folder.path);
    const broken = await runHere(["predict", run, rows, "--out", join(folder.path, "b.csv")]);
    assertMatch(broken.stderr, /on line 22 .*, got 2/);
    assertEquals(await namesIn(folder.path), names);
  },
});

Deno.test({
  name: "predictions are written as their rows are: byte-order mark, line ends, decimal commas",
  ignore,
  fn: async () => {
    await using folder = await temporaryFolder();
    const run = await trainFlats(folder.path, "flats", "--gaps", "drop");
    const [rows, out] = [join(folder.path, "new.csv"), join(folder.path, "predicted.csv")];
    const lines = ["zone;area", "north;61", "south;60,5", "north;"];
    await Deno.writeTextFile(rows, `\ufeff${lines.join("\r\n")}\r\n`);
    for (let twice = 0; twice < 2; twice++) { // its own file may be written again
      const { code, stderr } = await runHere(["predict", run, rows, "--out", out]);
      assertEquals(code, 0, stderr);
    }
    const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(await Deno.readFile(out));
    const number = "\\d+(?:,\\d+)?";
    assertMatch(
      text,
      new RegExp(
        "^\ufeffzone;area;predicted price;low;high;caution\r\n" +
          `north;61;${number};${number};${number};\r\nsouth;60,5;${number};${number};${number};\r\n` +
          'north;;;;;"?no prediction: "{1,2}area"{1,2} is missing"?\r\n$',
      ),
    );
    assertMatch(text, /north;61;\d+,\d+;/);
    await Deno.writeTextFile(rows, "zone;area\nnorth;61.5\n");
    assertMatch((await runHere(["predict", run, rows])).stdout, /^north;61\.5;\d+\.\d+;/m);
  },
});

Deno.test({
  name: "runs on the same rows predict together, those on others are refused",
  ignore,
  fn: async () => {
    await using folder = await temporaryFolder();
    const split = ["--set", "splitSeed=1"];
    const one = await trainFlats(folder.path, "one", ...split, "--seed", "1");
    const two = await trainFlats(folder.path, "two", ...split, "--seed", "2");
    const rows = join(folder.path, "new.csv");
    await Deno.writeTextFile(rows, flats(10, 4));
    const pricesOf = async (...runs: string[]) => {
      const { code, stdout, stderr } = await runHere(["predict", ...runs, rows]);
      assertEquals(code, 0, stderr);
      return parse(stdout).slice(1).map(([, , , price]) => Number(price));
    };
    const [a, b, both] = [await pricesOf(one), await pricesOf(two), await pricesOf(one, two)];
    for (const [k, price] of both.entries()) {
      assert(Math.abs(price - (a[k]! + b[k]!) / 2) < 1e-3);
    }
    const other = await trainFlats(folder.path, "other", "--set", "splitSeed=9");
    const { code, stderr } = await runHere(["predict", one, other, rows]);
    assertEquals(code, 1);
    assertMatch(stderr, /different columns or rows; .* same splitSeed/);
    const { stderr: two_ } = await runHere(["predict", one, rows, "tests/outsider/iris.csv"]);
    assertMatch(two_, /new\.csv and tests\/outsider\/iris\.csv together/);
  },
});

Deno.test({
  name: "--json prints the rows of a table as one object, with the numbers and remarks of the CSV",
  ignore,
  fn: async () => {
    await using folder = await temporaryFolder();
    const run = await trainFlats(folder.path);
    const rows = join(folder.path, "new.csv");
    const unusual = "99999,north,1\n50,atlantis,2\nmany,south,3\n";
    await Deno.writeTextFile(rows, flats(300, 3) + unusual);
    const [header, ...lines] = parse((await runHere(["predict", run, rows])).stdout);
    assertEquals(header!.slice(3), ["predicted price", "low", "high", "caution"]);
    const json = await runHere(["predict", run, rows, "--json"]);
    assertEquals(json.code, 0, json.stderr);
    assertMatch(json.stderr, /^303 rows, 1 without a prediction, /m);
    const { runs, coverage, rows: predicted } = JSON.parse(json.stdout);
    assertEquals([runs, coverage, predicted.length], [[run], 0.9, 303]);
    for (const [k, { line, row, ...rest }] of predicted.entries()) {
      const [area, zone, price, value, low, high, caution] = lines[k]!;
      assertEquals([line, row], [k + 2, { area, zone, price }]);
      if (k === 302) {
        assertEquals(`no prediction: ${rest.error}`, caution);
        assertEquals(Object.keys(rest), ["error"]);
        continue;
      }
      const number = (text: string | undefined) => ({ price: Number(text) });
      const isUnlike = caution !== "";
      assertEquals(rest, {
        prediction: number(value),
        low: number(low),
        high: number(high),
        unsure: false,
        unfamiliar: isUnlike,
        ...isUnlike && { unfamiliarColumn: caution!.replace(/^.*: "(.*)"$/, "$1") },
      });
    }
    assertEquals(predicted[300].unfamiliarColumn, "area");
    assertEquals(predicted[301].unfamiliarColumn, "zone");
    assertEquals(json.stdout.trimEnd().split("\n").length, 303 + 2); // a row to a line
    const refused = await runHere(["predict", run, rows, "--show"]);
    assertEquals(refused.code, 2);
    assertMatch(refused.stderr, /--show is for pictures/);
    await Deno.writeTextFile(rows, "area,zone\n");
    const empty = await runHere(["predict", run, rows, "--json"]);
    assertEquals(JSON.parse(empty.stdout).rows, [], empty.stderr);
  },
});

Deno.test({
  name: "--json has the class of a row and its probabilities, as it has them of a picture",
  ignore,
  fn: async () => {
    await using folder = await temporaryFolder();
    const table = join(folder.path, "signs.csv");
    const lines = Array.from({ length: 80 }, (_, k) => `${k - 40},${k < 40 ? "below" : "above"}`);
    await Deno.writeTextFile(table, `x,side\n${lines.join("\n")}\n`);
    const words = ["--csv", table, "--target", "side", "--runs", folder.path, "--no-report"];
    const trained = await runHere(["train", ...words, "--set", "epochs=20"]);
    assertEquals(trained.code, 0, trained.stderr);
    const run = join(folder.path, "signs");
    const { stdout, stderr } = await runHere(["predict", run, table, "--json"]);
    const { runs, classes, rows } = JSON.parse(stdout);
    assertEquals([runs, classes], [[run], ["above", "below"]], stderr);
    for (const [k, row] of rows.entries()) {
      const { line, row: cells, prediction, probabilities, unsure, unfamiliar, ...rest } = row;
      assertEquals([line, cells.x], [k + 2, String(k - 40)]);
      assertEquals(rest, unfamiliar ? { unfamiliarColumn: "x" } : {});
      assertEquals([typeof unsure, typeof unfamiliar], ["boolean", "boolean"]);
      assertEquals(prediction, classes[Number(probabilities[1] > probabilities[0])]);
      assert(Math.abs(probabilities[0] + probabilities[1] - 1) < 1e-6);
    }
  },
});
