import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import { join } from "@std/path";
import {
  type ChosenBy,
  parseConfig,
  parseReproduction,
  type Reproduction,
} from "../../../lib/config.ts";
import { parseSweepDraft, resolveSweep } from "../../../lib/sweep.ts";
import { planSweep } from "../../../lib/sweep/plan.ts";
import { UsageError } from "../../../tasks/cli/arguments.ts";
import { hashesOf } from "../../../tasks/datasets/splits.ts";
import { checkChosen, needsTrial, trialName, trialOf } from "../../../tasks/reproduce/chosen.ts";
import type { Row } from "../../../tasks/reproduce/rows.ts";
import { granted, temporaryFolder } from "../../helpers/run_task.ts";

const KEYS = { sizes: [784, 5, 10], trainingSize: 60_000, epochs: 2, seed: 7, evaluate: [] };

/** A row without a published figure, unless one is given. */
function rowOf(config: object, chosen?: ChosenBy, published: { error?: number } = {}): Row {
  const json = { ...config, reproduces: { source: "our own", chosen, ...published } };
  return {
    name: "ours",
    config: parseConfig(json),
    reproduces: parseReproduction(json) as Reproduction,
  };
}

Deno.test("the trial of a row is the same config on the images that leave validation out", async () => {
  const row = rowOf(KEYS);
  const trial = { ...row.config, trainingSize: 50_000, evaluate: ["validation"] };
  assertEquals<unknown>(trialOf(row), trial);
  assertEquals(trialOf(rowOf({ ...KEYS, trainingSize: 100 })).trainingSize, 100);
  const another = { ...KEYS, learningRate: 1 };
  assertMatch(await trialName(row, "data"), /^[\da-f]{16}$/);
  assertEquals(await trialName(row, "data") === await trialName(rowOf(another), "data"), false);
});

Deno.test("who has nothing published to reach, or trains on validation's images too, needs a trial", () => {
  const published = (trainingSize: number, chosen?: ChosenBy) =>
    rowOf({ ...KEYS, trainingSize, evaluate: ["test"] }, chosen, { error: 0.01 });
  const chosen = { trial: "0123456789abcdef" };
  const rows = [rowOf({ ...KEYS, trainingSize: 50_000 }), published(60_000), published(50_000)];
  assertEquals(rows.map(needsTrial), [true, true, false]);
  assertEquals(needsTrial(published(50_000, chosen)), true); // it says so itself
});

Deno.test("a sweep that tried the config names its run the same", async () => {
  const { evaluate: _, ...config } = { ...KEYS, trainingSize: 50_000 };
  const list = [{ learningRate: 3 }, { learningRate: 1 }];
  const sweep = resolveSweep(parseSweepDraft({ config, method: "list", list }), config, "test");
  const facts = { features: 784, outputs: 10, kind: "class", trainingSize: 50_000 } as const;
  const known = { facts, hashes: hashesOf({ dataset: "mnist" }) };
  const { trials } = await planSweep(sweep, () => Promise.resolve(known));
  assertEquals(trials[0]!.runs[0]!.run, await trialName(rowOf(KEYS), "data"));
});

Deno.test({
  name: "a row without a published figure is refused unless its trial has a line on the page",
  ignore: !granted("read", "write"),
  fn: async () => {
    await using folder = await temporaryFolder();
    const page = join(folder.path, "results.md");
    const trial = await trialName(rowOf(KEYS), "data");
    const line = `- ours: trial \`${trial}\`, validation error 0.84 % of 10,000 images\n`;
    const refusal = async (row: Row) =>
      (await assertRejects(() => checkChosen([row], { page, data: "data" }), UsageError)).message;

    const silent = await refusal(rowOf(KEYS));
    assertMatch(silent, new RegExp(`ours: .* does not say what chose it; its trial is ${trial}\n`));
    assertMatch(silent, /Train the trial with `deno task reproduce --trials --only ours`/);
    const looking = rowOf({ ...KEYS, evaluate: ["test"] }, { trial, error: 0.0084 });
    assertMatch(await refusal(looking), /ours: it evaluates test while it trains/);
    const changed = rowOf({ ...KEYS, epochs: 3 }, { trial, error: 0.0084 });
    assertMatch(await refusal(changed), /the trial \w+ has another config, data or numerics/);
    assertMatch(await refusal(rowOf(KEYS, { trial })), /has no validation error yet/);

    const row = rowOf(KEYS, { trial, error: 0.0084 });
    assertMatch(
      await refusal(row),
      /results\.md has no line on ours with the trial \w+ and .* 0\.84 %/,
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

Deno.test("a row with a published figure needs nothing that chose it", async () => {
  const row = rowOf({ ...KEYS, trainingSize: 100, evaluate: ["test"] });
  const published = { ...row, reproduces: { ...row.reproduces, error: 0.016 } };
  await checkChosen([published], { page: "none.md", data: "data" });
});
