/** `predict --explain`: the reasons of each row in words, and as JSON what the library gives. */

import { assert, assertAlmostEquals, assertEquals, assertMatch } from "@std/assert";
import { parse } from "@std/csv";
import { join } from "@std/path";
import { TableModel } from "@inkling/inkling/table";
import { reasonsText } from "../../../tasks/predict/csv.ts";
import { berriesTable } from "../../helpers/draw_tables.ts";
import { done, jsonOf, refused, trained } from "../../helpers/outcomes.ts";
import { testsWith } from "../../helpers/tests_with.ts";

const test = testsWith("read", "write", "run");

Deno.test("reasons are short: the answer, the three largest, and the base", () => {
  const contribution = (column: string, contribution: number) => ({
    ...{ column, value: "", contribution, error: 0 },
  });
  const contributions = [
    contribution("price", 0.2123),
    contribution("article", 0.1187),
    contribution("delivered", -0.05),
    contribution("note", 0.01),
  ];
  const explanation = { of: "returned", answer: 0.8112, base: 0.38, contributions };
  assertEquals(
    reasonsText(explanation, true),
    "returned 0.81: price +0.21, article +0.12, delivered −0.05 (base 0.38)",
  );
  const price = [contribution("area", 40.2149), contribution("zone", -3.1), contribution("x", 0)];
  assertEquals(
    reasonsText({ of: "price", answer: 231.44, base: 194.2, contributions: price }, false),
    "price 231.4: area +40.21, zone −3.1 (base 194.2)",
  );
  const none = [contribution("price", 0.004)];
  assertEquals(
    reasonsText({ of: "kept", answer: 0.5, base: 0.5, contributions: none }, true),
    "kept 0.50 (base 0.50)",
  );
});

test("--explain adds reasons to CSV, and the library's explanation to JSON", async ({ path }) => {
  const [table, fresh] = [join(path, "table.csv"), join(path, "new.csv")];
  const lines = berriesTable(160).split("\n");
  await Deno.writeTextFile(table, lines.slice(0, 120).join("\n"));
  await Deno.writeTextFile(fresh, [lines[0], ...lines.slice(120, 124)].join("\n"));
  const run = await trained(path, "run", ["--csv", table, "--target", "taste"], "epochs=5");
  const model = TableModel.load(await Deno.readFile(join(run, "weights.safetensors")));
  const rows = parse(await Deno.readTextFile(fresh), { skipFirstRow: true }) as Record<
    string,
    string
  >[];
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
  assertEquals(
    json.rows.map(({ explanation }: { explanation: unknown }) => explanation),
    expected,
  );
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

test("what cannot be explained is refused in a sentence", async () => {
  const old = "tests/old_runs/0.1.0/runs";
  await refused(
    ["predict", `${old}/class`, "tests/old_runs/0.1.0/data/more_berries.csv", "--explain"],
    /Cannot explain answers: the model file does not hold how the training data were distributed; /,
  );
  await refused(
    ["predict", `${old}/digits`, "three.png", "--explain"],
    /--explain is for rows of a table: their columns are the reasons/,
    2,
  );
});
