/** `evaluate --cost` and `--coverage`: what is shown is what a plain count of the same answers comes to. */

import { assert, assertAlmostEquals, assertEquals, assertMatch } from "@std/assert";
import { join } from "@std/path";
import { RandomStream } from "../../../../lib/numerics/random.ts";
import { TableModel } from "../../../../lib/table/model/table_model.ts";
import { readCosts, readCoverage } from "../../../../tasks/cli/decision_values.ts";
import { done, jsonOf, refused, trained } from "../../../helpers/outcomes.ts";
import { testsWith } from "../../../helpers/tests_with.ts";

const test = testsWith("read", "write", "run");

/** Rows with two numbers, of which `late` depends on one; a third of them are late. */
function parcels(rows: number, seed: number): string {
  const random = new RandomStream(seed, "data");
  const lines = Array.from({ length: rows }, () => {
    const [distance, weight] = [random.normal(), random.normal()];
    const kind = random.uniform() < 0.2 ? "big" : "small";
    const late = distance + 0.8 * random.normal() > 0.6 ? "late" : "in time";
    return `${distance.toFixed(3)},${weight.toFixed(3)},${kind},${late}`;
  });
  return ["distance,weight,kind,arrived", ...lines].join("\n");
}

/** Rows of a CSV file by their columns. */
function rowsOf(csv: string): Record<string, string>[] {
  const [head, ...lines] = csv.split("\n").map((line) => line.split(","));
  return lines.map((cells) => Object.fromEntries(head!.map((name, k) => [name, cells[k]!])));
}

test("costs and sets of new rows are those of a count by hand", async ({ path: folder }) => {
  const csv = join(folder, "parcels.csv");
  await Deno.writeTextFile(csv, parcels(500, 1));
  const next = join(folder, "next.csv");
  await Deno.writeTextFile(next, parcels(300, 2));
  const run = await trained(
    folder,
    "run",
    ["--csv", csv, "--target", "arrived", "--folds", "5", "--test", "0.15"],
    "epochs=30",
    "hidden=[8]",
  );
  const words = ["--cost", "miss=5, false alarm=1", "--coverage", "0.8"];
  const { costs, sets } = await jsonOf("evaluate", run, "--csv", next, ...words);
  const model = TableModel.load(await Deno.readFile(join(run, "weights.safetensors")));
  const rows = rowsOf(parcels(300, 2));
  const answers = model.predict(rows).map(({ probabilities }) => probabilities!);

  assertEquals([costs.positive, costs.falseAlarm, costs.miss], ["late", 1, 5]);
  const names = costs.thresholds.map(({ name }: { name: string }) => name);
  assertEquals(names, ["half", "expected", "chosen"]);
  assertEquals([costs.thresholds[0].threshold, costs.thresholds[1].threshold], [0.5, 1 / 6]);
  for (const { threshold, kept, falseAlarms, misses } of costs.thresholds) {
    let [alarms, missed] = [0, 0];
    for (const [r, { arrived }] of rows.entries()) {
      const isYes = answers[r]!["late"]! >= threshold;
      if (isYes && arrived !== "late") alarms++;
      if (!isYes && arrived === "late") missed++;
    }
    assertEquals([falseAlarms, misses], [alarms, missed]);
    assertAlmostEquals(kept.value, (alarms + 5 * missed) / 300);
  }

  const { classes, kept, sizes, promised } = sets;
  let all = 0;
  for (const [k, name] of ["in time", "late"].entries()) {
    const { leastProbability, kept, promised } = classes[k];
    const own = rows.flatMap(({ arrived }, r) => arrived === name ? [answers[r]![name]!] : []);
    const held = own.filter((probability) => probability >= leastProbability).length;
    assertAlmostEquals(kept.value, held / own.length, 0.01); // a probability at the bound, rounded
    assertAlmostEquals(promised.value, 0.8, 0.02);
    all += held;
  }
  assertAlmostEquals(kept.value, all / 300, 0.01);
  assertEquals(sizes.reduce((sum: number, size: { rows: number }) => sum + size.rows, 0), 300);
  assertAlmostEquals(promised.value, 0.8, 0.01);
  assert(promised.low < 0.8 && 0.8 < promised.high);

  const { stdout } = await done("evaluate", run, ...words, "--positive", "in time");
  assertMatch(
    stdout,
    /if “in time” is predicted at or above a threshold. A false alarm costs 1, a miss 5\.$/m,
  );
  assertMatch(stdout, /^threshold +from +promised +on test +false alarms +misses$/m);
  assertMatch(stdout, /^least out of fold +\d/m);
  assertMatch(
    stdout,
    /^Sets contain the right class for .* of the rows of each class: promised \d\d\.\d\d % \(.*\), on test /m,
  );
  const soon = ["--cost", "false alarm=1,miss=1", "--positive", "soon"];
  const expected = /--positive: expected "in time" or "late", got "soon"/;
  await refused(["evaluate", run, ...soon], expected, 2);
  await refused(["evaluate", run, "--coverage", "0.999"], /--coverage: 425 rows are too few/, 2);
});

Deno.test("costs and shares are read", () => {
  assertEquals(readCosts("false alarm=1,miss=5"), { falseAlarm: 1, miss: 5 });
  assertEquals(readCosts(" miss = .5 , false alarm = 2 "), { falseAlarm: 2, miss: 0.5 });
  assertEquals(readCoverage("0.95"), 0.95);
});
