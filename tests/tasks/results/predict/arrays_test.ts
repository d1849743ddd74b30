/** Examples of NPZ files predicted: classes, labels and quantities. */

import { assertAlmostEquals, assertEquals, assertGreater, assertMatch } from "@std/assert";
import { parse } from "@std/csv";
import { join } from "@std/path";
import { formatNpz } from "../../../../lib/formats/npz.ts";
import type { Tensor } from "../../../../lib/formats/safetensors.ts";
import { RandomStream } from "../../../../lib/numerics/random.ts";
import { done, jsonOf, refused, trained as train } from "../../../helpers/outcomes.ts";
import { testsWith } from "../../../helpers/tests_with.ts";

const test = testsWith("read", "write", "run");

const [COUNT, FEATURES] = [240, 5];

/** Numbers around 0. */
const INPUTS = (() => {
  const random = new RandomStream(1, "data", 0);
  return Float32Array.from({ length: COUNT * FEATURES }, () => 2 * random.uniform() - 1);
})();

/** An array of what is made of each example's inputs. */
function answers(columns: number, of: (x: Float32Array, column: number) => number): Tensor {
  const values = Float32Array.from({ length: COUNT * columns }, (_, k) => {
    const start = FEATURES * Math.floor(k / columns);
    return of(INPUTS.subarray(start, start + FEATURES), k % columns);
  });
  return { dtype: "F32", shape: [COUNT, columns], bytes: new Uint8Array(values.buffer) };
}

const x: Tensor = { dtype: "F32", shape: [COUNT, FEATURES], bytes: new Uint8Array(INPUTS.buffer) };

/** Writes arrays and trains on them; returns the run. */
async function trained(folder: string, name: string, y: Tensor): Promise<string> {
  const path = join(folder, `${name}.npz`);
  await Deno.writeFile(path, formatNpz([["x", x], ["y", y]]));
  return await train(folder, name, ["--npz", path], "epochs=30", "learningRate=0.01");
}

/** Predicts a file, and returns the cells. */
async function predicted(run: string, file: string): Promise<string[][]> {
  return parse((await done("predict", run, file)).stdout);
}

test("examples of an NPZ file get a class, labels, or quantities", async (folder) => {
  const at = (name: string) => join(folder.path, name);
  await Deno.writeFile(at("new.npz"), formatNpz([["x", x]]));

  const sign = (value: number) => Number(value > 0);
  const classes = await trained(folder.path, "classes", answers(1, ([a]) => sign(a!)));
  const [header, ...rows] = await predicted(classes, at("new.npz"));
  assertEquals(header!.join(), "example,prediction,probability 0,probability 1,caution");
  assertEquals(rows.map(([example]) => example), Array.from({ length: COUNT }, (_, k) => `${k}`));
  const right = rows.filter(([k, answer]) =>
    answer === String(sign(INPUTS[FEATURES * Number(k)]!))
  );
  assertGreater(right.length, 0.9 * COUNT);

  const json = await jsonOf("predict", classes, at("new.npz"));
  assertEquals([json.runs, json.classes], [[classes], ["0", "1"]]);
  for (const [k, [example, prediction, no, yes]] of rows.entries()) {
    const { probabilities, unsure: _, unfamiliar: __, ...rest } = json.rows[k];
    assertEquals(rest, { example: Number(example), prediction });
    for (const [c, text] of [no, yes].entries()) {
      assertAlmostEquals(probabilities[c], Number(text), 1e-6);
    }
  }

  const y = answers(2, (x, column) => sign(x[column]!));
  const labels = await trained(folder.path, "labels", y);
  const [first, ...others] = await predicted(labels, at("new.npz"));
  assertEquals(first!.slice(1, 4), ["prediction", "probability 0", "probability 1"]);
  const several = await jsonOf("predict", labels, at("new.npz"));
  for (const [k, [, names, one, two]] of others.entries()) {
    const own = [one, two].flatMap((output, k) => Number(output) >= 0.5 ? [String(k)] : []);
    const { prediction, probabilities } = several.rows[k];
    assertEquals([names, probabilities.length], [own.join(" "), 2]);
    assertEquals(prediction, own);
  }

  const quantities = answers(2, (x, column) => column + 2 * x[0]!);
  const run = await trained(folder.path, "quantities", quantities);
  const [names, ...values] = await predicted(run, at("new.npz"));
  assertEquals(names!.slice(1), [
    "predicted target 1",
    "low target 1",
    "high target 1",
    "predicted target 2",
    "low target 2",
    "high target 2",
    "caution",
  ]);
  const [, value, low, high] = values[0]!.map(Number);
  assertAlmostEquals(value!, 2 * INPUTS[0]!, 1);
  assertAlmostEquals((low! + high!) / 2, value!, 1e-5);

  const numbers = await jsonOf("predict", run, at("new.npz"));
  assertEquals([numbers.classes, numbers.coverage], [undefined, 0.9]);
  const own = values[0]!.map(Number);
  const { unfamiliar: _, ...first0 } = numbers.rows[0];
  assertEquals(first0, {
    example: 0,
    prediction: { "target 1": own[1], "target 2": own[4] },
    low: { "target 1": own[2], "target 2": own[5] },
    high: { "target 1": own[3], "target 2": own[6] },
    unsure: false,
  });
  const { quantities: named } = await jsonOf("evaluate", run);
  const ofEvaluate = named.map(({ name }: { name: string }) => name);
  assertEquals(ofEvaluate, Object.keys(numbers.rows[0].prediction));

  const out = at("predictions.csv");
  const { stdout, stderr } = await done("predict", run, at("new.npz"), "--out", out);
  assertEquals(stdout, "");
  assertMatch(stderr, /^The range from low to high contains the actual value for 90 % of rows/m);
  assertEquals(parse(await Deno.readTextFile(out)), [names!, ...values]);
});

test("an NPZ file that cannot be read is refused, and so is a bad number", async (folder) => {
  const at = (name: string) => join(folder.path, name);
  const y = answers(1, ([a]) => Number(a! > 0));
  const run = await trained(folder.path, "run", y);
  await Deno.writeTextFile(at("text.npz"), "hello");
  await refused(["predict", run, at("text.npz")], /Cannot use .*text\.npz: it is not a ZIP file/);
  await refused(["predict", run, at("none.npz")], /Cannot use .*none\.npz: no such file/);
  const errors = new Map([
    [NaN, "a number in x is not finite"],
    [-1e300, "float32, which ends at 3.4e+38, cannot hold -1e+300 in x"],
  ]);
  for (const [value, error] of errors) {
    const bytes = new Uint8Array(Float64Array.from(INPUTS).with(0, value).buffer);
    await Deno.writeFile(at("bad.npz"), formatNpz([["x", { ...x, dtype: "F64", bytes }]]));
    const [, first] = await predicted(run, at("bad.npz"));
    assertEquals(first, ["0", "", "", "", `no prediction: ${error}`]);
    const { rows } = await jsonOf("predict", run, at("bad.npz"));
    assertEquals(rows[0], { example: 0, error });
  }
});
