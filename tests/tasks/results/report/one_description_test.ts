/**
 * A model that decides by costs has one description: train, the summary, runs, the report, evaluate and the action's outputs
 * say how good the decisions are, with the threshold beside it.
 */

import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { formatNpz } from "../../../../lib/formats/npz.ts";
import { RandomStream } from "../../../../lib/numerics/random.ts";
import { percent } from "../../../../tasks/cli/format.ts";
import { QUICK_TESTS } from "../../../helpers/long.ts";
import { done, jsonOf, trained } from "../../../helpers/outcomes.ts";
import { runHere } from "../../../helpers/run_here.ts";
import { ROOT, runCommand } from "../../../helpers/run_task.ts";
import { testsWith } from "../../../helpers/tests_with.ts";

const test = testsWith("read", "write", "run");

/** Customers, of whom fewer leave the higher `least` is; spending and years hardly predict who. */
function customers(rows: number, seed: number, least: number): string {
  const random = new RandomStream(seed, "data");
  const lines = Array.from({ length: rows }, () => {
    const [years, spent] = [random.normal(), random.normal()];
    const left = spent - years + 1.6 * random.normal() > least ? "yes" : "no";
    return `${years.toFixed(3)},${spent.toFixed(3)},${left}`;
  });
  return ["years,spent,left", ...lines].join("\n");
}

const COSTS = ["--cost", "false alarm=1,miss=15"];

/** What the action's last step writes of a run. */
async function actionOutputs(run: string): Promise<Record<string, string>> {
  const action = await Deno.readTextFile(join(ROOT, "action.yml"));
  const [, script] = /GITHUB_OUTPUT" << 'END'\n([^]*?)\n\s+END\n/.exec(action)!;
  const { code, stdout, stderr } = await runCommand("node", ["-e", script!], { env: { RUN: run } });
  assertEquals(code, 0, stderr);
  return Object.fromEntries(stdout.trim().split("\n").map((line) => line.split("=")));
}

/** The report of a run as text. */
async function pageOf(run: string): Promise<string> {
  const { stdout } = await done("report", run, "--format", "markdown");
  return stdout.replaceAll("\u00a0", " ");
}

/** Changes the summary of a run. */
// deno-lint-ignore no-explicit-any -- JSON
async function changeSummary(run: string, change: (summary: any) => void): Promise<void> {
  const path = join(run, "summary.json");
  const summary = JSON.parse(await Deno.readTextFile(path));
  change(summary);
  await Deno.writeTextFile(path, JSON.stringify(summary, null, 2));
}

for (const folds of [0, 5]) {
  test(`a rare class and costs give one accuracy and one recall everywhere, with ${folds} folds`, {
    ignore: QUICK_TESTS && folds > 0,
  }, async ({ path: folder }) => {
    const csv = join(folder, "customers.csv");
    await Deno.writeTextFile(csv, customers(700, 1, 3));
    const run = join(folder, "left");
    const { stdout } = await done(
      "train",
      "--csv",
      csv,
      "--target",
      "left",
      "--split=random",
      ...COSTS,
      "--folds",
      String(folds),
      "--test",
      "0.15",
      "--runs",
      folder,
      "--name",
      "left",
      "--set",
      "epochs=12",
      "--set",
      "hidden=[8]",
    );
    const found = await jsonOf("evaluate", run);
    const { accuracy, correct, confusion, accuracyAtHalf, decision, classes } = found;
    const recall = classes[1].recall;
    assertEquals(recall, confusion[1][1] / (confusion[1][0] + confusion[1][1]));
    assert(recall > 0.3 && accuracyAtHalf > accuracy + 0.1, "the threshold changes nothing");
    const { from } = decision.threshold;
    const outOfFold = await jsonOf("evaluate", run, "--split", "validation");

    const summary = JSON.parse(await Deno.readTextFile(join(run, "summary.json")));
    assertEquals([summary.test.correct, summary.test.accuracy], [correct, accuracy]);
    assertEquals(summary.validation.accuracy, outOfFold.accuracy);
    assertEquals(summary.decision.thresholds, [{ name: "yes", from }]);
    assertEquals(summary.decision.atHalf.test.accuracy, accuracyAtHalf);
    assertEquals(summary.decision.atHalf.validation.accuracy, outOfFold.accuracyAtHalf);

    const [good, atHalf] = [percent(accuracy), percent(accuracyAtHalf)];
    const beside = `“yes” predicted at ${from.toFixed(4)} or above`;
    const kept = stdout.split("\n").find((line) => line.startsWith("Kept "))!;
    assertStringIncludes(kept, `test ${good}, with ${beside}`);
    assertMatch(stdout, new RegExp(`^At a threshold of one half: .*test ${atHalf}$`, "m"));

    const { runs: [listed] } = await jsonOf("runs", "--runs", folder);
    assertEquals([listed.result.accuracy, listed.decision], [accuracy, summary.decision]);
    const list = (await done("runs", "--runs", folder)).stdout;
    assertStringIncludes(list, `${good}, ${beside}`);

    const page = await pageOf(run);
    assertStringIncludes(page, "## left: average precision 0.");
    assertStringIncludes(page, ` Accuracy ${good} means little: `);
    for (
      const part of [
        `| **${percent(recall)}** | recall: the share of “yes” that is found |`,
        `\n| **no** | **${confusion[0][0]}** |`,
        `| **${percent(outOfFold.accuracy)}** | right `,
      ]
    ) assertStringIncludes(page, part);
    assertMatch(page, new RegExp(`^\\| yes \\| \\S+ % \\| ${percent(recall)} \\|`, "m"));
    const evaluated = (await done("evaluate", run)).stdout;
    assertStringIncludes(evaluated, `\nAt a threshold of one half ${atHalf}`);

    const outputs = await actionOutputs(run);
    assertEquals([outputs["metric"], Number(outputs["value"])], ["accuracy", accuracy]);
    assert(!JSON.stringify(summary.warnings ?? []).includes("the commonest class"));

    await done("verify", run);
    await changeSummary(run, ({ decision }) => decision.thresholds[0].from = 0.4);
    const { code, stdout: checks } = await runHere(["verify", run]);
    assertEquals(code, 1);
    assertMatch(checks, /^WRONG .*decision in summary\.json, recomputed/m);
  });
}

test("labels with costs have one description", async ({ path: folder }) => {
  const random = new RandomStream(3, "data");
  const inputs = Float32Array.from({ length: 800 }, () => random.normal());
  const targets = Float64Array.from(inputs, (x) => Number(x + 0.8 * random.normal() > 1));
  const [npz, shape] = [join(folder, "labels.npz"), [400, 2]];
  const arrays = formatNpz([
    ["x", { dtype: "F32", shape, bytes: new Uint8Array(inputs.buffer) }],
    ["y", { dtype: "F64", shape, bytes: new Uint8Array(targets.buffer) }],
  ]);
  await Deno.writeFile(npz, arrays);
  const run = await trained(folder, "run", ["--npz", npz, ...COSTS], "epochs=30", "hidden=[8]");
  const { correct, accuracy, accuracyAtHalf, decision } = await jsonOf("evaluate", run);
  assert(accuracyAtHalf > accuracy, "the threshold changes nothing");
  const thresholds = decision.thresholds.map(({ from }: { from: number }) => from);
  const summary = JSON.parse(await Deno.readTextFile(join(run, "summary.json")));
  assertEquals([summary.test.correct, summary.test.accuracy], [correct, accuracy]);
  assertEquals(summary.decision.thresholds.map(({ from }: { from: number }) => from), thresholds);
  assertEquals(summary.decision.atHalf.test.accuracy, accuracyAtHalf);
  const page = await pageOf(run);
  assertStringIncludes(page, `## run: ${percent(accuracy)}\n`);
  assertStringIncludes(page, `At a threshold of one half ${percent(accuracyAtHalf)} are right.`);
  const list = (await done("runs", "--runs", folder)).stdout;
  assertStringIncludes(list, `${percent(accuracy)}, “0” predicted at `);
  await done("verify", run);
});
