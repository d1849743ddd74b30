import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import { join } from "@std/path";
import {
  type ChosenBy,
  parseConfig,
  parseReproduction,
  type Reproduction,
} from "../../../../lib/config.ts";
import { parseSweepDraft, resolveSweep } from "../../../../lib/sweep.ts";
import { planSweep } from "../../../../lib/sweep/plan.ts";
import { UsageError } from "../../../../tasks/cli/arguments.ts";
import { hashesOf } from "../../../../tasks/datasets/splits.ts";
import {
  checkChosen,
  needsValidationRun,
  validationConfig,
  validationRunName,
} from "../../../../tasks/lab/reproduce/chosen.ts";
import type { Row } from "../../../../tasks/lab/reproduce/rows.ts";
import { granted, temporaryFolder } from "../../../helpers/run_task.ts";

const KEYS = { sizes: [784, 5, 10], trainingSize: 60_000, epochs: 2, seed: 7, evaluate: [] };

/** A row without a published result, unless one is given. */
function rowOf(config: object, chosen?: ChosenBy, published: { error?: number } = {}): Row {
  const json = { ...config, reproduces: { source: "our own", chosen, ...published } };
  return {
    name: "ours",
    config: parseConfig(json),
    reproduces: parseReproduction(json) as Reproduction,
  };
}

Deno.test("the validation run of a row is the same config on the images that leave validation out", async () => {
  const row = rowOf(KEYS);
  const run = { ...row.config, trainingSize: 50_000, evaluate: ["validation"] };
  assertEquals<unknown>(validationConfig(row), run);
  assertEquals(validationConfig(rowOf({ ...KEYS, trainingSize: 100 })).trainingSize, 100);
  const another = { ...KEYS, learningRate: 1 };
  assertMatch(await validationRunName(row, "data"), /^[\da-f]{16}$/);
  assertEquals(
    await validationRunName(row, "data") === await validationRunName(rowOf(another), "data"),
    false,
  );
});

Deno.test("a row that has nothing published to reach, or trains on validation's images too, needs a validation run", () => {
  const published = (trainingSize: number, chosen?: ChosenBy) =>
    rowOf({ ...KEYS, trainingSize, evaluate: ["test"] }, chosen, { error: 0.01 });
  const chosen = { trial: "0123456789abcdef" };
  const rows = [rowOf({ ...KEYS, trainingSize: 50_000 }), published(60_000), published(50_000)];
  assertEquals(rows.map(needsValidationRun), [true, true, false]);
  assertEquals(needsValidationRun(published(50_000, chosen)), true); // it names one
});

Deno.test("a sweep that tried the config names its run the same", async () => {
  const { evaluate: _, ...config } = { ...KEYS, trainingSize: 50_000 };
  const list = [{ learningRate: 3 }, { learningRate: 1 }];
  const sweep = resolveSweep(parseSweepDraft({ config, method: "list", list }), config, "test");
  const facts = { features: 784, outputs: 10, kind: "class", trainingSize: 50_000 } as const;
  const data = { facts, hashes: hashesOf({ dataset: "mnist" }) };
  const { trials } = await planSweep(sweep, () => Promise.resolve(data));
  assertEquals(trials[0]!.runs[0]!.run, await validationRunName(rowOf(KEYS), "data"));
});

Deno.test({
  name:
    "a row without a published result is refused unless its validation run has a line on the page",
  ignore: !granted("read", "write"),
  fn: async () => {
    await using folder = await temporaryFolder();
    const page = join(folder.path, "results.md");
    const run = await validationRunName(rowOf(KEYS), "data");
    const line = `- ours: trial \`${run}\`, validation error 0.84 % of 10,000 images\n`;
    const refusal = async (row: Row) =>
      (await assertRejects(() => checkChosen([row], { page, data: "data" }), UsageError)).message;

    const silent = await refusal(rowOf(KEYS));
    assertMatch(silent, new RegExp(`ours: .* does not name what chose it; .* is ${run}\n`));
    assertMatch(silent, /`deno task reproduce --trials --only ours`/);
    const testing = rowOf({ ...KEYS, evaluate: ["test"] }, { trial: run, error: 0.0084 });
    assertMatch(await refusal(testing), /ours: it evaluates test while it trains/);
    const changed = rowOf({ ...KEYS, epochs: 3 }, { trial: run, error: 0.0084 });
    assertMatch(await refusal(changed), /run \w+ has another config, data or numerics/);
    assertMatch(await refusal(rowOf(KEYS, { trial: run })), /has no error yet/);

    const row = rowOf(KEYS, { trial: run, error: 0.0084 });
    assertMatch(
      await refusal(row),
      /results\.md has no line on ours .*: - ours: trial `\w+`, validation error 0\.84 %/,
    );
    const table = `<!-- reproduce:begin -->\n${line}<!-- reproduce:end -->\n`;
    await Deno.writeTextFile(page, table);
    assertMatch(await refusal(row), /has no line/); // the table itself does not count
    await Deno.writeTextFile(page, line.replace("0.84", "0.94") + table);
    assertMatch(await refusal(row), /has no line/);
    await Deno.writeTextFile(page, line.replace("validation ", "validation\n  ") + table);
    await checkChosen([row], { page, data: "data" });
  },
});

Deno.test("a row with a published result needs nothing that chose it", async () => {
  const row = rowOf({ ...KEYS, trainingSize: 100, evaluate: ["test"] });
  const published = { ...row, reproduces: { ...row.reproduces, error: 0.016 } };
  await checkChosen([published], { page: "none.md", data: "data" });
});
