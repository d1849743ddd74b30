import { join } from "@std/path";
import { parseSweepDraft, resolveSweep } from "../../../lib/sweep.ts";
import { UsageError } from "../../../tasks/cli/arguments.ts";
import { earlierResults, readDefinition, SweepFolder } from "../../../tasks/sweep/folder.ts";
import { readParts } from "../../../tasks/sweep/merge.ts";
import { mergeTask } from "../../../tasks/sweep/merge_task.ts";
import { plan, readSweep } from "../../../tasks/sweep/open_sweep.ts";
import { shardOf } from "../../../tasks/sweep/shard.ts";
import { granted, temporaryFolder } from "../../helpers/run_task.ts";
import { type MessageRow, testMessages } from "../../helpers/says.ts";

const RUN = "0123456789abcdef";

/** Does something in a folder, whose path is FOLDER in an error. */
function inFolder(work: (folder: string) => Promise<unknown>): () => Promise<void> {
  return async () => {
    await using folder = await temporaryFolder();
    try {
      await work(folder.path);
    } catch (error) {
      if (error instanceof Error) {
        error.message = error.message.replaceAll(folder.path, "FOLDER");
      }
      throw error;
    }
  };
}

/** Writes a sweep of MNIST with a run of one epoch, of this accuracy; returns its folder. */
async function writePart(path: string, epochs: number, accuracy: number): Promise<string> {
  const config = { epochs };
  const keys = { config, method: "list", list: [{}] };
  await using folder = await SweepFolder.open(path);
  const sweep = resolveSweep(parseSweepDraft(keys), config, "test");
  await folder.define({ sweep, data: [] });
  const validation = { correct: 1000 * accuracy, size: 1000, accuracy, cost: 1 };
  const times = { seconds: 1, engine: "wasm", workers: 1 };
  const metrics = [{ train: { cost: 1 }, validation }];
  await folder.record({ run: RUN, state: "finished", metrics, times });
  return path;
}

const shard = (
  given: { shard?: string; shards?: string },
  variables: Record<string, string> = {},
) =>
() => shardOf(given.shard, given.shards, (name) => variables[name]);

const rows: MessageRow[] = [
  [
    "a shard that is none",
    shard({ shard: "5/4" }),
    UsageError,
    '--shard: expected I/N with I from 1 to N, got "5/4"; for example 2/4',
  ],
  [
    "the number of shards twice",
    shard({ shard: "1/4", shards: "4" }),
    UsageError,
    "--shard I/N has the number: without --shards",
  ],
  [
    "a number of shards alone",
    shard({ shards: "4" }),
    UsageError,
    "--shards N needs a variable of Slurm or Kubernetes: expected --shard I/N",
  ],
  [
    "an index of Kubernetes alone",
    shard({}, { JOB_COMPLETION_INDEX: "3" }),
    UsageError,
    "JOB_COMPLETION_INDEX sets the shard, but not how many there are: expected --shards N",
  ],
  [
    "an index of Kubernetes beyond the number of shards",
    shard({ shards: "3" }, { JOB_COMPLETION_INDEX: "3" }),
    UsageError,
    "Cannot find the shard by JOB_COMPLETION_INDEX, which gives 4 of 3: expected --shard I/N with I from 1 to N",
  ],
  [
    "a merge into no folder",
    () =>
      mergeTask({
        operands: ["a"],
        options: {
          ...{ out: undefined, stage: "1", format: "text", report: false, data: "data" },
        } as never,
      }),
    UsageError,
    "Expected --out FOLDER, where the sweep is written",
  ],
];

const rowsOfFolders: MessageRow[] = [
  [
    "a sweep that is a list",
    inFolder(async (folder) => {
      await Deno.writeTextFile(join(folder, "sweep.json"), "[]");
      await readSweep(join(folder, "sweep.json"), []);
    }),
    UsageError,
    'Cannot use FOLDER/sweep.json: expected an object, {"config": …, "method": …}',
  ],
  [
    "a sweep without its folder",
    inFolder((folder) => readDefinition(folder)),
    Error,
    "Cannot find FOLDER/definition.json: FOLDER is not a folder of `deno task sweep`",
  ],
  [
    "a damaged definition",
    inFolder(async (folder) => {
      await Deno.writeTextFile(join(folder, "definition.json"), "{}");
      await readDefinition(folder);
    }),
    Error,
    "Cannot use FOLDER/definition.json: expected a sweep and its data",
  ],
  [
    "a folder with other files",
    inFolder(async (folder) => {
      await Deno.writeTextFile(join(folder, "a.txt"), "");
      await SweepFolder.open(folder);
    }),
    Error,
    "Cannot write a sweep to FOLDER: it holds other files, such as a.txt",
  ],
  [
    "a folder that another sweep writes to",
    inFolder(async (folder) => {
      await using _first = await SweepFolder.open(join(folder, "a"));
      await SweepFolder.open(join(folder, "a"));
    }),
    Error,
    "Cannot write a sweep to FOLDER/a: another sweep is writing there",
  ],
  [
    "earlier runs of another sweep",
    inFolder(async (folder) => {
      const { sweep } = await readDefinition(await writePart(join(folder, "a"), 1, 0.5));
      await earlierResults(join(folder, "a"), await plan(sweep, "a", "data"));
    }),
    Error,
    "Cannot go on from FOLDER/a: none of its runs is one of this sweep",
  ],
  [
    "a merge of two sweeps",
    inFolder(async (folder) => {
      const part = (name: string, epochs: number) => writePart(join(folder, name), epochs, 0.5);
      await readParts([await part("a", 1), await part("b", 2)]);
    }),
    Error,
    "Cannot merge FOLDER/a and FOLDER/b: they are of different sweeps",
  ],
  [
    "a merge of a run with two results",
    inFolder(async (folder) => {
      const part = (name: string, accuracy: number) => writePart(join(folder, name), 1, accuracy);
      await readParts([await part("a", 0.5), await part("b", 0.75)]);
    }),
    Error,
    `Cannot merge FOLDER/a and FOLDER/b: they contradict each other on run ${RUN}. ` +
    "The same config and data give the same bytes, so that one of them is damaged, or a machine is",
  ],
];

testMessages("tasks/sweep", [...rows, ...granted("read", "write") ? rowsOfFolders : []]);
