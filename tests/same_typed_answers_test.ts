/** Rows as programs write them, and arrays: the same answers with the same remarks however they are asked for. */

import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { join } from "@std/path";
import { pathToFileURL } from "node:url";
import { Network } from "@inkling/inkling";
import { createApp } from "@inkling/inkling/serve";
import { type Row, TableModel } from "@inkling/inkling/table";
import { formatNpz } from "../lib/formats/npz.ts";
import type { Tensor } from "../lib/formats/safetensors.ts";
import { RandomStream } from "../lib/numerics/random.ts";
import { openModel } from "../tasks/serve/open_model.ts";
import { berriesTable, parcelsTable } from "./helpers/draw_tables.ts";
import { done, jsonOf, trained } from "./helpers/outcomes.ts";
import { outcomeOf, startTask } from "./helpers/run_task.ts";
import { testsWith } from "./helpers/tests_with.ts";

const test = testsWith("read", "write", "run");

const OPEN = { activation: undefined, "output-activation": undefined, dataset: undefined };

/** Rows of parcels: numbers, texts of numbers, missing values, numbers far out, other types. */
const PARCELS: readonly unknown[] = [
  { speed: "slow", grams: 700 },
  { speed: "slow", grams: "700" },
  { speed: "slow", grams: " 7e2 " },
  { speed: "fast", grams: "+700.0" },
  { speed: "fast", grams: null },
  { grams: 2500 },
  { speed: "fast" },
  { speed: "", grams: "NA" },
  { speed: "slwo", grams: 1e6 },
  { speed: "fast", grams: -1e6 },
  { speed: "fast", grams: 1e300 },
  { speed: "fast", grams: "much" },
  { speed: true, grams: -0 },
  { speed: 7, grams: 0 },
  { speed: "fast", grams: 900, price: "12", color: "red" },
  { Speed: "fast", grams: 900 },
  { speed: "slow\r\nfast", grams: 900 },
];

/** Rows of berries, whose missing values are no categories. */
const BERRIES: readonly unknown[] = [
  { number: 1, seeds: 40, color: "red" },
  { seeds: "55", color: "blue" },
  { seeds: null, color: null },
  { seeds: 1e5, color: "green" },
  { seeds: 40, color: "rde" },
  { seeds: false, color: false },
  { number: 3 },
];

/** Rows that cannot be read, and why. */
const UNREAD: readonly (readonly [row: unknown, reason: RegExp])[] = [
  [{ speed: {}, grams: 700 }, /expected a number, a text, a date or a boolean in "speed"/],
  [{ speed: "slow", grams: [1] }, /expected a number, a text, a date or a boolean in "grams"/],
  [{ weight: 3 }, /it has none of the columns speed, grams/],
  [[1, 2], /expected an object with the cells by column/],
];

/** The lines that `predict` prints of rows from standard input. */
async function linesOf(run: string, rows: readonly unknown[]): Promise<string[]> {
  const process = startTask(["predict", run, "-", "--jsonl"], { stdin: "piped" });
  const input = new Blob([rows.map((row) => JSON.stringify(row)).join("\n")]);
  const [{ stdout }] = await Promise.all([
    outcomeOf(process),
    input.stream().pipeTo(process.stdin),
  ]);
  return stdout.trimEnd().split("\n");
}

/** What a model of a run answers to rows, by the ways in which it may be asked; JSON has no −0 and no undefined. */
async function answersOf(run: string, rows: readonly unknown[]): Promise<Map<string, unknown[]>> {
  const model = TableModel.load(await Deno.readFile(join(run, "weights.safetensors")));
  const strip = ({ caution: _, ...answer }: ReturnType<typeof model.predict>) => answer;
  await done("export", run, "--format", "module");
  const { predict } = await import(pathToFileURL(join(run, "model.mjs")).href);
  const app = createApp({ run: (await openModel(run, OPEN)).model });
  const served = async (body: unknown) => {
    const headers = { "content-type": "application/json" };
    const init = { method: "POST", headers, body: JSON.stringify(body) };
    return await (await app.request("/predict", init)).json();
  };
  const written = JSON.parse(JSON.stringify(rows)) as Row[];
  return new Map<string, unknown[]>([
    ["library", model.predict(rows as Row[]).map(strip)],
    ["library, row by row", written.map((row) => strip(model.predict(row)))],
    ["predict", (await linesOf(run, rows)).map((line) => JSON.parse(line))],
    ["serve", await served(rows)],
    ["serve, row by row", await Array.fromAsync(rows, served)],
    ["module", rows.map((row) => predict(row))],
  ]);
}

const asJson = (value: unknown) => JSON.parse(JSON.stringify(value));

test("cells of any type: one answer from command, library, server and module", async ({ path: folder }) => {
  const tables = [
    ["parcels", parcelsTable(300), "price", PARCELS],
    ["berries", berriesTable(200), "taste", BERRIES],
  ] as const;
  for (const [name, text, target, rows] of tables) {
    const csv = join(folder, `${name}.csv`);
    await Deno.writeTextFile(csv, text);
    for (const folds of ["0", "2"]) {
      const words = ["--csv", csv, "--target", target, "--folds", folds];
      const run = await trained(folder, `${name}-${folds}`, words, "epochs=3");
      const [[, expected] = [], ...others] = await answersOf(run, rows);
      for (const [way, answers] of others) {
        assertEquals(asJson(answers), asJson(expected), `${name}, ${folds} folds: ${way}`);
      }
      const kinds = new Set(
        (expected as { remarks: { kind: string }[] }[]).flatMap(({ remarks }) =>
          remarks.map(({ kind }) => kind)
        ),
      );
      const own = name === "parcels" ? ["novel", "noPrediction", "unknownColumn"] : ["unsure"];
      for (const kind of [...own, "unknownCategory", "missingColumn"]) {
        assert(kinds.has(kind), `${name}: ${kind}`);
      }
    }
  }
});

test("a row that cannot be read has one reason in command, library, server and module", async ({ path: folder }) => {
  const csv = join(folder, "parcels.csv");
  await Deno.writeTextFile(csv, parcelsTable(300));
  const words = ["--csv", csv, "--target", "price", "--folds", "0"];
  const run = await trained(folder, "run", words, "epochs=1");
  const readable = { speed: "slow", grams: 700 };
  const messageOf = (call: () => unknown) => {
    try {
      return JSON.stringify(call());
    } catch (error) {
      return (error as Error).message;
    }
  };
  await done("export", run, "--format", "module");
  const { predict } = await import(pathToFileURL(join(run, "model.mjs")).href);
  const model = TableModel.load(await Deno.readFile(join(run, "weights.safetensors")));
  const app = createApp({ run: (await openModel(run, OPEN)).model });
  const headers = { "content-type": "application/json" };
  for (const [row, reason] of UNREAD) {
    const both = [readable, row];
    const body = JSON.stringify(both);
    const response = await app.request("/predict", { method: "POST", headers, body });
    const found = new Map<string, string>([
      ["library", messageOf(() => (model.predict(both as Row[]) as unknown[])[1])],
      ["predict", (await linesOf(run, both))[1]!],
      ["serve", JSON.stringify((await response.json())[1])],
      ["module", messageOf(() => predict(row))],
    ]);
    for (const [way, text] of found) {
      const plain = text.replaceAll('\\"', '"');
      assert(reason.test(plain), `${way}: ${plain} of ${JSON.stringify(row)}`);
    }
  }
});

const [EXAMPLES, FEATURES] = [200, 4];

/** Three groups of numbers on different scales. */
const INPUTS = (() => {
  const random = new RandomStream(3, "data");
  return Float32Array.from(
    { length: EXAMPLES * FEATURES },
    (_, k) => 10 ** (k % FEATURES) * (random.normal() + 2 * (Math.floor(k / FEATURES) % 3)),
  );
})();

function tensor(values: Float32Array, shape: number[]): Tensor {
  return { dtype: "F32", shape, bytes: new Uint8Array(values.slice().buffer) };
}

/** Quantities are printed with seven digits or more. */
const PRINTED = 1e-6;

/** Targets of the examples, by what is learned. */
const TARGETS: Readonly<Record<string, readonly number[]>> = {
  classes: Array.from({ length: EXAMPLES }, (_, k) => k % 3),
  labels: Array.from({ length: EXAMPLES }, (_, k) => [Number(k % 3 === 0), Number(k % 2)]).flat(),
  quantities: Array.from({ length: EXAMPLES }, (_, k) => [k % 3 + 0.5, -100 * (k % 3)]).flat(),
};

/** Examples to ask for: some as they were learned from, one between the groups, one far out. */
const ASKED = [
  ...Array.from({ length: 12 }, (_, k) => INPUTS.slice(FEATURES * k, FEATURES * (k + 1))),
  Float32Array.of(1, 10, 100, 1000),
  Float32Array.of(1e6, 1e6, -1e6, 1e6),
];

test("arrays: one answer from command, library, server and module", async ({ path: folder }) => {
  const file = join(folder, "new.npz");
  const asked = Float32Array.from(ASKED.flatMap((row) => [...row]));
  await Deno.writeFile(file, formatNpz([["x", tensor(asked, [ASKED.length, FEATURES])]]));
  for (const [name, values] of Object.entries(TARGETS)) {
    const path = join(folder, `${name}.npz`);
    const shape = name === "classes" ? [EXAMPLES] : [EXAMPLES, 2];
    const numbers = tensor(Float32Array.from(values), shape);
    const bytes: Tensor = { dtype: "U8", shape, bytes: Uint8Array.from(values) };
    await Deno.writeFile(
      path,
      formatNpz([
        ["x", tensor(INPUTS, [EXAMPLES, FEATURES])],
        ["y", name === "quantities" ? numbers : bytes],
      ]),
    );
    const run = await trained(folder, name, ["--npz", path], "epochs=3");
    const { rows } = await jsonOf("predict", run, file);
    await done("export", run, "--format", "module");
    const { predict } = await import(pathToFileURL(join(run, "model.mjs")).href);
    const app = createApp({ run: (await openModel(run, OPEN)).model });
    const body = JSON.stringify(ASKED.map((row) => Array.from(row)));
    const headers = { "content-type": "application/json" };
    const served = await (await app.request("/predict", { method: "POST", headers, body })).json();
    const network = Network.fromSafetensors(
      await Deno.readFile(join(run, "weights.safetensors")),
    );
    const predictions = network.predict(ASKED);
    for (const [k, example] of ASKED.entries()) {
      const ofModule = predict(example);
      const where = `${name} ${k}`;
      const { interval: _, intervals, ...plain } = asJson(ofModule);
      const { interval: __, intervals: ___, ...ofServer } = served[k];
      assertEquals(ofServer, plain, where);
      const { prediction, probabilities, low, unsure, unfamiliar } = rows[k];
      const kinds = ofModule.remarks.map(({ kind }: { kind: string }) => kind);
      assertEquals(
        [unfamiliar, unsure],
        [kinds.includes("novel"), kinds.includes("unsure")],
        where,
      );
      if (name === "quantities") {
        for (const [name, value] of Object.entries<number>(ofModule.values)) {
          const near = PRINTED * Math.abs(value);
          assertAlmostEquals(prediction[name], value, near, where);
          assertAlmostEquals(low[name], intervals[name].low, near, where);
        }
        continue;
      }
      assertEquals(Array.from(Object.values(ofModule.probabilities)), probabilities, where);
      assertEquals(Array.from(predictions[k]!.outputs), probabilities, where);
      if (name === "classes") {
        assertEquals([ofModule.label, ofModule.probability], [
          prediction,
          probabilities[Number(prediction)],
        ]);
        assertEquals(String(predictions[k]!.label), prediction, where);
      }
    }
    const isNovel = rows.map(({ unfamiliar }: { unfamiliar: boolean }) => unfamiliar);
    assertEquals([isNovel[0], isNovel.at(-1)], [false, true]);
  }
});
