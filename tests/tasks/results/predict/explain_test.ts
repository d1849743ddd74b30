/** `predict --explain`: the reasons of each row in words, and as JSON what the library gives. */

import { assert, assertAlmostEquals, assertEquals, assertMatch } from "@std/assert";
import { parse } from "@std/csv";
import { join } from "@std/path";
import { TableModel } from "@inkling/inkling/table";
import { reasonsText } from "../../../../tasks/results/predict/table/reasons.ts";
import { berriesTable } from "../../../helpers/draw_tables.ts";
import { done, jsonOf } from "../../../helpers/outcomes.ts";
import { runOn } from "../../../helpers/shared_runs.ts";
import { testsWith } from "../../../helpers/tests_with.ts";

const test = testsWith("read", "write", "run");

test("--explain adds reasons to CSV, and the library's explanation to JSON", async ({ path }) => {
  const fresh = join(path, "new.csv");
  const lines = berriesTable(160).split("\n");
  const text = [lines[0], ...lines.slice(120, 124)].join("\n");
  await Deno.writeTextFile(fresh, text);
  const run = await runOn({ name: "berries", text: berriesTable(100), target: "taste" });
  const model = TableModel.load(await Deno.readFile(join(run, "weights.safetensors")));
  const rows = parse(text, { skipFirstRow: true }) as Record<string, string>[];
  const expected = rows.map((row) => model.explain(row));
  const { stdout, stderr } = await done("predict", run, fresh, "--explain");
  const [header, ...cells] = parse(stdout);
  assertEquals(header!.slice(-2), ["reasons", "caution"]);
  assertEquals(
    cells.map((row) => row.at(-2)),
    expected.map((one) => one ? reasonsText(one, true) : ""),
  );
  assertMatch(stderr, /^Reasons: what columns add to the base, /m);
  const json = await jsonOf("predict", run, fresh, "--explain");
  assertEquals(json.rows.map(({ explanation }: { explanation: unknown }) => explanation), expected);
  const jsonl = (await done("predict", run, fresh, "--explain", "--jsonl")).stdout;
  for (const [r, line] of jsonl.trimEnd().split("\n").entries()) {
    const { explanation, ...prediction } = JSON.parse(line);
    assertEquals(JSON.stringify(explanation), JSON.stringify(expected[r]));
    const { caution: _, ...own } = model.predict(rows[r]!);
    assertEquals(JSON.stringify(prediction), JSON.stringify(own));
  }
  const one = await jsonOf("predict", run, "--row", JSON.stringify(rows[0]), "--explain");
  const { base, answer, contributions } = one.rows[0].explanation;
  const sum = contributions.reduce(
    (sum: number, { contribution }: { contribution: number }) => sum + contribution,
    base,
  );
  assertAlmostEquals(sum, answer, 1e-9);
  assert(!("explanation" in (await jsonOf("predict", run, fresh)).rows[0]));
});
