/** `train --cost` on several labels: a threshold for each, which what answers by the command line follows. */

import { assert, assertAlmostEquals, assertEquals, assertMatch } from "@std/assert";
import { join } from "@std/path";
import { type Decision, parseDecision } from "../../../../lib/measure/decide/decide.ts";
import { formatNpz } from "../../../../lib/formats/npz.ts";
import { parseSafetensors } from "../../../../lib/formats/safetensors.ts";
import { RandomStream } from "../../../../lib/numerics/random.ts";
import { done, jsonOf, refused, trained } from "../../../helpers/outcomes.ts";
import { testsWith } from "../../../helpers/tests_with.ts";

const test = testsWith("read", "write", "run");

/** Two numbers, each of which decides one label up to noise; a third of the examples have it. */
function weather(count: number, seed: number): { npz: Uint8Array; targets: readonly number[][] } {
  const random = new RandomStream(seed, "data");
  const inputs = Float32Array.from({ length: 2 * count }, () => random.normal());
  const has = Array.from(inputs, (x) => Number(x + 0.8 * random.normal() > 0.6));
  const bytes = new Uint8Array(Float64Array.from(has).buffer);
  const npz = formatNpz([
    ["x", { dtype: "F32", shape: [count, 2], bytes: new Uint8Array(inputs.buffer) }],
    ["y", { dtype: "F64", shape: [count, 2], bytes }],
  ]);
  return { npz, targets: Array.from({ length: count }, (_, k) => has.slice(2 * k, 2 * k + 2)) };
}

interface Predicted {
  readonly prediction: readonly string[];
  readonly probabilities: readonly number[];
}

test("each label has a threshold by its costs, which predictions and the evaluation follow", async ({ path: folder }) => {
  const [old, next] = [join(folder, "old.npz"), join(folder, "next.npz")];
  await Deno.writeFile(old, weather(400, 1).npz);
  const later = weather(200, 2);
  await Deno.writeFile(next, later.npz);
  const costs = ["--cost", "false alarm=1,miss=5"];
  const run = await trained(folder, "run", ["--npz", old, ...costs], "epochs=60", "hidden=[8]");

  const { metadata } = parseSafetensors(await Deno.readFile(join(run, "weights.safetensors")));
  const { thresholds } = parseDecision(metadata["decision"], 2) as Required<Decision>;
  assertEquals(thresholds.map(({ positive, miss }) => [positive, miss]), [[0, 5], [1, 5]]);
  const least = thresholds.map(({ from }) => from!);
  assert(least.every((from) => from < 0.5), `${least}`);

  const { rows, classes } = await jsonOf("predict", run, next);
  const answers = (rows as Predicted[]).map(({ prediction, probabilities }) => {
    const has = probabilities.map((p, k) => Number(p >= least[k]!));
    assertEquals(prediction, classes.filter((_: string, k: number) => has[k]));
    return has;
  });
  const right = answers.filter((own, r) => own.join() === later.targets[r]!.join()).length;
  const found = await jsonOf("evaluate", run, "--npz", next);
  assertEquals([found.correct, found.accuracy], [right, right / 200]);
  assertEquals(found.metrics[0].now.value, right / 200);
  assert(found.accuracyAtHalf > found.accuracy);
  for (const [k, { kept, falseAlarms, misses }] of found.decision.thresholds.entries()) {
    const alarms = answers.filter((own, r) => own[k]! > later.targets[r]![k]!).length;
    const missed = answers.filter((own, r) => own[k]! < later.targets[r]![k]!).length;
    assertEquals([falseAlarms, misses], [alarms, missed]);
    assertAlmostEquals(kept.value, (alarms + 5 * missed) / 200, 1e-12);
  }

  const { stdout } = await done("evaluate", run);
  assertMatch(stdout, /^At a threshold of one half \d/m);
  assertMatch(
    stdout,
    /^Mistakes about “1” cost 1 for a false alarm and 5 for a miss: promised \d/m,
  );
  const shown = await jsonOf("evaluate", run, ...costs);
  assertEquals(shown.costs.map(({ positive }: { positive: string }) => positive), ["0", "1"]);
  assertEquals(
    shown.costs.map(({ thresholds: [, , chosen] }: { thresholds: { threshold: number }[] }) =>
      Math.fround(chosen!.threshold)
    ),
    least.map(Math.fround),
  );
  await done("verify", run);
  await done("report", run);
  const page = await Deno.readTextFile(join(run, "report.html"));
  assertMatch(
    page,
    /if “1” is predicted at or above a threshold. A false alarm costs 1, a miss 5\./,
  );

  await refused(["evaluate", run, "--coverage", "0.9"], /--coverage is for/, 2);
  const labels = /--positive is for classes: the run answers labels/;
  await refused(["evaluate", run, ...costs, "--positive", "rain"], labels, 2);
});

test("costs of arrays that have no labels are refused", async ({ path: folder }) => {
  const old = join(folder, "one.npz");
  await Deno.writeFile(old, weather(60, 1).npz);
  const words = ["--npz", old, "--kind", "quantity", "--cost", "false alarm=1,miss=5"];
  const message =
    /Cannot decide so: expected several labels for costs of an NPZ file, got quantities/;
  await refused(["train", ...words, "--runs", folder], message, 2);
});
