/** The messages of `evaluate`. */

import { join } from "@std/path";
import { evaluateTask } from "../../../../tasks/evaluate.ts";
import { Dataset, Network } from "../../../../mod.ts";
import { predictionsOf } from "../../../../tasks/results/evaluate/predictions.ts";
import { sectionTexts } from "../../../../tasks/results/document/terminal.ts";
import { importanceSection } from "../../../../tasks/results/evaluate/table/importance.ts";
import type { TableDescription } from "../../../../lib/table/mod.ts";
import { trainIn } from "../../../faults/failing_commands.ts";
import { inFolder } from "../../../helpers/in_folder.ts";
import { tinyRun } from "../../../helpers/mnist_data.ts";
import { failing } from "../../../helpers/outcomes.ts";
import { granted } from "../../../helpers/run_task.ts";
import { pinnedIn } from "../../../helpers/pinned.ts";
import texts from "./messages.txt" with { type: "text" };

const pin = pinnedIn(import.meta.url, texts);

const OPTIONS: Parameters<typeof evaluateTask>[0]["options"] = {
  cost: undefined,
  positive: undefined,
  coverage: undefined,
  metric: undefined,
  split: "test",
  data: "",
  worst: "0",
  json: true,
  copies: undefined,
  strength: undefined,
  model: undefined,
  csv: undefined,
  table: [],
  images: undefined,
  idx: undefined,
  npz: undefined,
  activation: undefined,
  "output-activation": undefined,
  dataset: undefined,
  engine: "wasm",
  explain: false,
  floor: [],
  against: undefined,
  out: undefined,
  learned: false,
};

/** Evaluates runs on irises, whose split depends on the seed. */
function evaluating(...seeds: number[]): Promise<void> {
  return inFolder(async (folder) => {
    const operands = seeds.map((seed) => join(folder, String(seed)));
    for (const [k, run] of operands.entries()) await trainIn(run, seeds[k]!);
    await evaluateTask({ operands, options: OPTIONS }, new AbortController().signal);
  });
}

pin("answers that are not classes", [
  () => predictionsOf(new Network([1, 2]), Dataset.from({ inputs: [[0]], targets: [[0, 1]] })),
]);

pin("evaluate", [() => evaluating(1, 2)], { ignore: !granted("read", "write") });

pin("wrong command lines of evaluate", async (folder) => {
  const { run } = await tinyRun(folder);
  const weights = join(run, "weights.safetensors");
  const ofBytes = (length: number): readonly [string, () => Promise<string>] => {
    const [what, call] = failing("evaluate", run);
    return [`${what} of ${length} bytes`, () => Deno.truncate(weights, length).then(call)];
  };
  return [
    failing("evaluate", run, "--split", "tset"),
    failing("evaluate", join(folder, "none")),
    failing("evaluate", run, "--data", folder),
    failing("evaluate", join(run, "config.json", "no folder")),
    ofBytes(5000),
    ofBytes(0),
  ];
}, { ignore: !granted("read", "write", "run", "net") });

/** What is printed of three columns' importance: digits follow the size, so that a small one is no 0.00. */
function importance(metric: "logLoss" | "r2", examples: number, ...means: number[]): string {
  const columns = means.map((mean) => ({ mean, deviation: mean / 8, drops: [] }));
  const table = {
    columns: means.map((_, k) => ({ name: `c${k}` })),
  } as unknown as TableDescription;
  const importance = { metric, score: 0.1523, examples, all: 12_000, columns };
  return sectionTexts([importanceSection({ table, importance, split: "test" })]).join("\n\n");
}

pin("importance", [
  () => importance("logLoss", 5000, 0.0123456, 0.00001234, 0),
  () => importance("r2", 12_000, 0.0123456),
  () => importance("r2", 12_000, ...Array(17).fill(0.01)),
]);
