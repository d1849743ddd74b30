/** The messages of `evaluate`. */

import { join } from "@std/path";
import { UsageError } from "../../../tasks/cli/arguments.ts";
import { evaluateTask } from "../../../tasks/evaluate.ts";
import { trainIn } from "../../faults/failing_commands.ts";
import { inFolder } from "../../helpers/in_folder.ts";
import { granted } from "../../helpers/run_task.ts";
import { testMessages } from "../../helpers/says.ts";

const OPTIONS: Parameters<typeof evaluateTask>[0]["options"] = {
  ...{ cost: undefined, positive: undefined, coverage: undefined },
  ...{ split: "test", data: "", worst: "0", json: true, copies: undefined, strength: undefined },
  model: undefined,
  ...{ csv: undefined, table: [], images: undefined, idx: undefined, npz: undefined },
  ...{ activation: undefined, "output-activation": undefined, dataset: undefined },
  engine: "wasm",
  ...{ explain: false, floor: [], against: undefined, out: undefined },
};

/** Evaluates runs on irises, whose split depends on the seed. */
function evaluating(...seeds: number[]): () => Promise<void> {
  return () =>
    inFolder(async (folder) => {
      const operands = seeds.map((seed) => join(folder, String(seed)));
      for (const [k, run] of operands.entries()) await trainIn(run, seeds[k]!);
      const { signal } = new AbortController();
      await evaluateTask({ operands, options: OPTIONS }, signal);
    });
}

testMessages("evaluate", [
  [
    "runs on different splits",
    evaluating(1, 2),
    UsageError,
    "Cannot evaluate runs on different data together: FOLDER/1 learned from 105 rows of iris.csv, split by the seed 1, " +
    "FOLDER/2 from 105 rows of iris.csv, split by the seed 2; " +
    'the same "splitSeed" in their configs gives them the same split',
  ],
], { ignore: !granted("read", "write") });
