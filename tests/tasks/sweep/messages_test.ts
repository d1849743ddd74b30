import { join } from "@std/path";
import { parseSweepDraft, resolveSweep } from "../../../lib/sweep.ts";
import { UsageError } from "../../../tasks/cli/arguments.ts";
import { earlierResults, readDefinition, SweepFolder } from "../../../tasks/sweep/folder.ts";
import { readParts } from "../../../tasks/sweep/merge.ts";
import { mergeTask } from "../../../tasks/sweep/merge_task.ts";
import { plan, readSweep } from "../../../tasks/sweep/open_sweep.ts";
import { shardOf } from "../../../tasks/sweep/shard.ts";
import { inFolder } from "../../helpers/in_folder.ts";
import { granted } from "../../helpers/run_task.ts";
import { type Sentences, testSentences } from "../../helpers/says.ts";

const RUN = "0123456789abcdef";

const withFolder = (call: (folder: string) => Promise<unknown>) => () => inFolder(call);

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

const rows: Sentences[] = [
  [UsageError, "", {
    '--shard: expected I/N with I from 1 to N, got "5/4"; for example 2/4': shard({ shard: "5/4" }),
    "--shard I/N has the number: without --shards": shard({ shard: "1/4", shards: "4" }),
    "--shards N needs a variable of Slurm or Kubernetes: expected --shard I/N": shard({
      shards: "4",
    }),
    "JOB_COMPLETION_INDEX sets the shard, but not how many there are: expected --shards N": shard(
      {},
      { JOB_COMPLETION_INDEX: "3" },
    ),
    "Cannot find the shard by JOB_COMPLETION_INDEX, which gives 4 of 3: expected --shard I/N with I from 1 to N":
      shard({ shards: "3" }, { JOB_COMPLETION_INDEX: "3" }),
    "Expected --out FOLDER, where the sweep is written": () =>
      mergeTask({
        operands: ["a"],
        options: {
          ...{ out: undefined, stage: "1", format: "text", report: false, data: "data" },
        } as never,
      }),
  }],
];

const rowsOfFolders: Sentences[] = [
  [UsageError, "", {
    'Cannot use FOLDER/sweep.json: expected an object, {"config": …, "method": …}': withFolder(
      async (folder) => {
        await Deno.writeTextFile(join(folder, "sweep.json"), "[]");
        await readSweep(join(folder, "sweep.json"), []);
      },
    ),
  }],
  [Error, "", {
    "Cannot find FOLDER/definition.json: FOLDER is not a folder of `deno task sweep`": withFolder((
      folder,
    ) => readDefinition(folder)),
    "Cannot use FOLDER/definition.json: expected a sweep and its data": withFolder(
      async (folder) => {
        await Deno.writeTextFile(join(folder, "definition.json"), "{}");
        await readDefinition(folder);
      },
    ),
    "Cannot write a sweep to FOLDER: it holds other files, such as a.txt": withFolder(
      async (folder) => {
        await Deno.writeTextFile(join(folder, "a.txt"), "");
        await SweepFolder.open(folder);
      },
    ),
    "Cannot write a sweep to FOLDER/a: another sweep is writing there": withFolder(
      async (folder) => {
        await using _first = await SweepFolder.open(join(folder, "a"));
        await SweepFolder.open(join(folder, "a"));
      },
    ),
    "Cannot go on from FOLDER/a: none of its runs is one of this sweep": withFolder(
      async (folder) => {
        const { sweep } = await readDefinition(await writePart(join(folder, "a"), 1, 0.5));
        await earlierResults(join(folder, "a"), await plan(sweep, "a", "data"));
      },
    ),
    "Cannot merge FOLDER/a and FOLDER/b: they are of different sweeps": withFolder(
      async (folder) => {
        const part = (name: string, epochs: number) => writePart(join(folder, name), epochs, 0.5);
        await readParts([await part("a", 1), await part("b", 2)]);
      },
    ),
    [
      `Cannot merge FOLDER/a and FOLDER/b: they contradict each other on run ${RUN}. ` +
      "The same config and data give the same bytes, so that one of them is damaged, or a machine is"
    ]: withFolder(async (folder) => {
      const part = (name: string, accuracy: number) => writePart(join(folder, name), 1, accuracy);
      await readParts([await part("a", 0.5), await part("b", 0.75)]);
    }),
  }],
];

testSentences("tasks/sweep", [...rows, ...granted("read", "write") ? rowsOfFolders : []]);
