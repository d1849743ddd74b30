/** The messages of `report`. */

import { join } from "@std/path";
import { UsageError } from "../../../tasks/cli/arguments.ts";
import { reportTask } from "../../../tasks/report.ts";
import { collectRuns } from "../../../tasks/report/collect.ts";
import { writeReport } from "../../../tasks/report/write_report.ts";
import { FILES, RunFolder } from "../../../tasks/run/run_folder.ts";
import { trainIn } from "../../faults/failing_commands.ts";
import { inFolder } from "../../helpers/in_folder.ts";
import { granted } from "../../helpers/run_task.ts";
import { type MessageRow, testMessages } from "../../helpers/says.ts";

const OPTIONS: Parameters<typeof reportTask>[0]["options"] = {
  out: undefined,
  format: "html",
  force: false,
  split: undefined,
  data: "",
  csv: undefined,
  table: [],
  images: undefined,
  idx: undefined,
  npz: undefined,
};

/** Reports on a trained run after a change. */
function reporting(change: (run: string) => unknown): () => Promise<void> {
  return () =>
    inFolder(async (folder) => {
      await trainIn(join(folder, "run"), 1);
      await using _ = await change(join(folder, "run")) as AsyncDisposable | undefined;
      await writeReport([join(folder, "run")], { data: "" });
    });
}

/** Changes values of a file of JSON, or of its first line. */
function changing(name: string, values: object) {
  return async (run: string) => {
    const [first, ...more] = name.endsWith("l")
      ? (await Deno.readTextFile(join(run, name))).split("\n")
      : [await Deno.readTextFile(join(run, name))];
    const text = [JSON.stringify({ ...JSON.parse(first!), ...values }), ...more].join("\n");
    await Deno.writeTextFile(join(run, name), text);
  };
}

/** Collects the run and another one, whose config has other values. */
function collecting(values: object): () => Promise<void> {
  return () =>
    inFolder(async (folder) => {
      const [run, other] = [join(folder, "run"), join(folder, "other")];
      await trainIn(run, 1);
      await trainIn(other, 1);
      await changing(FILES.config, values)(other);
      await collectRuns([run, other], undefined, "");
    });
}

const more = "`deno task verify FOLDER/run` shows more";

/** Why a trained run after a change has no report. */
const CHANGED: readonly [what: string, change: (run: string) => unknown, sentence: string][] = [
  [
    "a run that is being trained",
    (run) => RunFolder.open(run),
    "Cannot write FOLDER/run/report.html: a training run is writing there, and removes reports of " +
    "earlier epochs; --out names another file",
  ],
  [
    "other weights",
    changing(FILES.summary, { weightsSha256: "0" }),
    "Cannot report on FOLDER/run: summary.json is of other weights than weights.safetensors; " +
    more,
  ],
  [
    "a summary without a seed",
    changing(FILES.summary, { seed: undefined }),
    `Cannot use FOLDER/run/summary.json: it lacks metrics of a run; ${more}`,
  ],
  [
    "metrics without a learning rate",
    changing(FILES.metrics, { learningRate: undefined }),
    `Cannot use FOLDER/run/metrics.jsonl: line 1 lacks metrics of an epoch; ${more}`,
  ],
];

const rows: MessageRow[] = [
  ...CHANGED.map(([what, change, sentence]) => [what, reporting(change), Error, sentence] as const),
  [
    "a run beside itself",
    () => reportTask({ operands: ["./a", "./a"], options: OPTIONS }),
    UsageError,
    "Cannot compare a run with itself",
  ],
  [
    "runs on different data",
    collecting({ dataset: "mnist", sizes: [784, 10] }),
    UsageError,
    "Cannot report on runs of different data together: FOLDER/run learned from iris.csv with the " +
    "target species with missing values as drop with the split seed 1, FOLDER/other from mnist",
  ],
];

testMessages("report", rows, { ignore: !granted("read", "write") });
