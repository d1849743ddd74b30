import { join } from "@std/path";
import { parseSweepDraft, resolveSweep } from "../../../tasks/sweep/sweep.ts";
import { earlierResults, readDefinition, SweepFolder } from "../../../tasks/sweep/folder.ts";
import { mergeTask, readParts } from "../../../tasks/sweep/merge.ts";
import { plan, readSweep } from "../../../tasks/sweep/open_sweep.ts";
import { shardOf } from "../../../tasks/sweep/shard.ts";
import { failing } from "../../helpers/outcomes.ts";
import { inFolder } from "../../helpers/in_folder.ts";
import { granted } from "../../helpers/run_task.ts";
import { each, pinnedIn } from "../../helpers/pinned.ts";
import { writeSweep } from "./sweep_runs.ts";
import texts from "./messages.txt" with { type: "text" };

const pin = pinnedIn(import.meta.url, texts);

const RUN = "0123456789abcdef";

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
) => shardOf(given.shard, given.shards, (name) => variables[name]);

/** A shard by the variables of an array of Slurm. */
const slurm = (id: number, count: number, min: number) =>
  shard({}, {
    SLURM_ARRAY_TASK_ID: `${id}`,
    SLURM_ARRAY_TASK_COUNT: `${count}`,
    SLURM_ARRAY_TASK_MIN: `${min}`,
    SLURM_ARRAY_TASK_STEP: "1",
  });

pin("shards", [
  ...each("--shard", ["0/4", "5/4", "1", "1/0", "a/b", "1/4/2", "-1/4", "1/100001"], (text) => {
    return shard({ shard: text });
  }),
  // Of --array=3,9 the variables hold the smallest and the count, but not which is which.
  () => slurm(9, 2, 3),
  () => shard({ shard: "1/4", shards: "4" }),
  () => shard({ shards: "4" }),
  () =>
    mergeTask({
      operands: ["a"],
      options: { out: undefined, stage: "1", format: "text", report: false, data: "data" } as never,
    }),
]);

pin("folders of sweeps", [
  () =>
    inFolder(async (folder) => {
      await Deno.writeTextFile(join(folder, "sweep.json"), "[]");
      await readSweep(join(folder, "sweep.json"), []);
    }),
  () => inFolder((folder) => readDefinition(folder)),
  () =>
    inFolder(async (folder) => {
      await Deno.writeTextFile(join(folder, "definition.json"), "{}");
      await readDefinition(folder);
    }),
  () =>
    inFolder(async (folder) => {
      await Deno.writeTextFile(join(folder, "a.txt"), "");
      await SweepFolder.open(folder);
    }),
  () =>
    inFolder(async (folder) => {
      await using _first = await SweepFolder.open(join(folder, "a"));
      await SweepFolder.open(join(folder, "a"));
    }),
  () =>
    inFolder(async (folder) => {
      const { sweep } = await readDefinition(await writePart(join(folder, "a"), 1, 0.5));
      await earlierResults(join(folder, "a"), await plan(sweep, "a", "data"));
    }),
  () =>
    inFolder(async (folder) => {
      const part = (name: string, epochs: number) => writePart(join(folder, name), epochs, 0.5);
      await readParts([await part("a", 1), await part("b", 2)]);
    }),
  () =>
    inFolder(async (folder) => {
      const part = (name: string, accuracy: number) => writePart(join(folder, name), 1, accuracy);
      await readParts([await part("a", 0.5), await part("b", 0.75)]);
    }),
], { ignore: !granted("read", "write") });

pin("wrong command lines of sweep", async (folder) => {
  const path = await writeSweep(folder, "random");
  return [
    failing("sweep"),
    failing("sweep", join(folder, "none.json")),
    failing("sweep", path, "--set", "trails=3"),
    failing("sweep", path, "--set", "config.epoch=3"),
  ];
}, { ignore: !granted("read", "write", "run", "net", "env") });
