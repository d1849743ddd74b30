/** `evaluate --explain`: what the columns of a table add, which act together, and partial dependence. */

import { assert, assertEquals, assertMatch } from "@std/assert";
import { join } from "@std/path";
import { Dataset } from "@inkling/inkling";
import type { ModelExplanation, TableDescription } from "@inkling/inkling/table";
import { briefExplanation } from "../../../../tasks/results/evaluate/table/explained.ts";
import { berriesTable, parcelsTable } from "../../../helpers/draw_tables.ts";
import { done, jsonOf, refused } from "../../../helpers/outcomes.ts";
import { copyOf, runOn } from "../../../helpers/shared_runs.ts";
import { testsWith } from "../../../helpers/tests_with.ts";
import { oldPath } from "../../../old_runs/old_runs.ts";

const test = testsWith("read", "write", "run");

const BERRIES = { name: "berries", text: berriesTable(400), target: "taste" };

test("a run of classes is explained on a split, as text and as JSON", async () => {
  const run = await runOn(BERRIES, [], "epochs=30");
  const json = await jsonOf("evaluate", run, "--explain");
  const { rows, of, columns, pairs, dependence }: ModelExplanation = json.explanation;
  assertEquals([rows, columns.length, pairs.length], [json.size, 3, 3]);
  assert(["sweet", "sour"].includes(of));
  assertEquals(columns.at(-1)!.column, "number"); // which has no effect
  assertEquals(pairs[0]!.columns, ["size", "color"]);
  const size = dependence.find(({ column }) => column === "size")!.values;
  const rise = size.at(-1)!.mean - size[0]!.mean;
  assert(of === "sweet" ? rise > 0.3 : rise < -0.3, `${of} ${rise}`);
  const { stdout } = await done("evaluate", run, "--explain");
  assertMatch(
    stdout,
    /^What each column adds to predictions\n.* moves the probability of the predicted class, up or down, /m,
  );
  assertMatch(stdout, /^size × color +0\.\d+$/m);
  assertMatch(stdout, new RegExp(`^${of} by color\n\ncolor +mean +from +to\n`, "m"));
  assertEquals((await jsonOf("evaluate", run)).explanation, undefined);
});

test("quantities are explained in their unit; what is not a table is refused", async ({ path }) => {
  const run = await runOn({ name: "parcels", text: parcelsTable(300), target: "price" });
  const { explanation } = await jsonOf("evaluate", run, "--explain");
  assertEquals(explanation.of, "price");
  assert(explanation.columns[0].contribution > 20, JSON.stringify(explanation.columns));
  const next = join(path, "next.csv");
  await Deno.writeTextFile(next, parcelsTable(200));
  const own = /--explain is for the data that the run learned from/;
  await refused(["evaluate", run, "--csv", next, "--explain"], own, 2);
  const table = /--explain is for a run of a table: it shows what its columns add/;
  await refused(["evaluate", oldPath("runs/half"), "--explain"], table, 2);
});

test("reports show it of small models", async ({ path }) => {
  const run = await copyOf(await runOn(BERRIES, [], "epochs=30"), path);
  await done("report", run);
  const page = await Deno.readTextFile(join(run, "report.html"));
  assertMatch(page, /What each column adds to predictions/);
  assertMatch(page, /size × color/);
  assertMatch((await done("verify", run)).stdout, /^ok +report\.html, made again$/m);
});

Deno.test("a model whose rows take long is not explained in reports", () => {
  const distributions = { version: 1, rows: 0, columns: [], answered: 0, answers: [] } as const;
  const table = { columns: new Array(12) } as unknown as TableDescription;
  const model = { network: {} as never, table, distributions };
  const split = Dataset.from({ inputs: [[0]], labels: [0], classes: 2 });
  assertEquals(briefExplanation(model, 1e6, split), undefined);
  const old = { ...model, distributions: undefined };
  assertEquals(briefExplanation(old, 10, split), undefined);
});
