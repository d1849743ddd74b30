/** `deno task sweep SWEEP.json`: trains a sweep, or a part of it. @module */

import { join } from "@std/path";
import { COST_VERSION } from "../../lib/network/costs.ts";
import type { Sweep } from "../../lib/sweep.ts";
import { shardsOf } from "../../lib/sweep/shards.ts";
import type { PlannedRun, SweepPlan } from "../../lib/sweep/plan.ts";
import { isSettled, type PendingRun, progressOf, type Records } from "../../lib/sweep/stages.ts";
import type { SweepSummary } from "../../lib/sweep/summary.ts";
import { type Arguments, type Command, wholeNumber } from "../cli/arguments.ts";
import { counted } from "../cli/format.ts";
import { DATA } from "../cli/options.ts";
import { quote } from "../cli/shell.ts";
import { printDocument, printJson, printNote, printText } from "../cli/print.ts";
import { fetchDataset } from "../datasets/fetch_dataset.ts";
import { SETTABLE_KEYS } from "../run/config.ts";
import { entryOf } from "../datasets/open_data.ts";
import { ENGINES } from "../../lib/engine/create.ts";
import { parseDraft } from "../../lib/config.ts";
import { reportTrained } from "../report/write_report.ts";
import { minutesOf, TimeLimit } from "../train/time_limit.ts";
import {
  earlierResults,
  readDefinition,
  readResults,
  type Result,
  SweepFolder,
  withoutFailures,
} from "./folder.ts";
import { sweepMarkdown } from "./markdown.ts";
import { copyRuns, lackingLines } from "./merge.ts";
import { DataKnowledge, plan, readSweep } from "./open_sweep.ts";
import { FORMAT, FROM, SET } from "./options.ts";
import { type Shard, shardOf } from "./shard.ts";
import { concludeSweep, planText } from "./text.ts";
import { trainStage } from "./train_stage.ts";
import { bestRun, writeSummary } from "./write_summary.ts";

/** What `deno task sweep` takes. */
export const runCommand = {
  name: "sweep",
  description:
    "Trains many runs of one config, one a core: a grid, at random, or by halving. What is trained already is\n" +
    "never trained again, and what was interrupted goes on. `sweep plan` and `sweep merge` share it out among\n" +
    "many machines, to the same bytes.",
  operands: { value: "SWEEP.json", min: 1, max: 1 },
  settable: { keys: SETTABLE_KEYS, path: "config." },
  options: {
    set: SET,
    out: { description: "The folder to write; data/sweeps/NAME if not given", value: "FOLDER" },
    "dry-run": { description: "Print the trials and what they cost, and train nothing" },
    shard: {
      description:
        "Train one of N parts of a stage; Slurm's arrays and Kubernetes' indexes say it too",
      value: "I/N",
    },
    shards: {
      description: "How many parts there are, where the environment says which of them",
      value: "N",
    },
    from: FROM,
    "max-minutes": {
      description: "End after so many minutes and keep what is whole; the same command goes on",
      value: "N",
    },
    processes: {
      description: "How many runs are trained at the same time: auto, one a core, or how many",
      value: "N",
      default: "auto",
    },
    engine: {
      description: "What runs the loops; the bytes do not depend on it",
      value: "NAME",
      choices: ENGINES,
      default: "auto",
    },
    data: DATA,
    "no-report": { description: "Do not write the report of the best run" },
    format: FORMAT,
  },
} satisfies Command;

/**
 * Trains as the command line says.
 *
 * @throws {Error} if a run of a whole sweep failed for a reason outside it; of a shard, `sweep merge` counts it
 */
export async function runTask(
  { operands, options }: Arguments<typeof runCommand>,
  interrupt: AbortSignal,
): Promise<void> {
  const [path = ""] = operands;
  const { format } = options;
  const print = format === "text" ? printText : printNote;
  const sweep = await readSweep(path, options.set);
  const trained = await trainSweep(sweep, path, { ...options, print }, interrupt);
  if (trained === undefined) return;
  const { summary, out, isWhole, best, reported } = trained;
  if (format === "json") printJson(summary);
  else if (format === "markdown") printDocument(sweepMarkdown(summary));
  else {
    print(
      isWhole
        ? concludeSweep(summary, out, "the same command", best)
        : `Wrote ${out}; next: deno task sweep merge ${quote(out)} … --out FOLDER`,
    );
    if (reported !== undefined) print(reported);
  }
  const failed = summary.trials.flatMap(({ runs }) => runs).filter(({ state }) =>
    state === "failed"
  );
  if (isWhole && failed.length > 0 && !interrupt.aborted) {
    throw new Error(`${counted(failed.length, "run")} failed; the same command tries again`);
  }
}

/** How to train a sweep. */
export type TrainSweepOptions =
  & Omit<Arguments<typeof runCommand>["options"], "set" | "format">
  & { readonly print: (line: string) => void };

/** A sweep that was trained, or a part of it. */
export interface TrainedSweep {
  readonly summary: SweepSummary;
  /** Its folder. */
  readonly out: string;
  /** Whether all of it was to be trained, and not a shard. */
  readonly isWhole: boolean;
  /** The folder of its best run, if all are trained and its weights are there. */
  readonly best: string | undefined;
  /** What is said of the report of the best run, if there is one. */
  readonly reported: string | undefined;
}

/**
 * Trains a sweep, or a part of it.
 *
 * @param source what to call the sweep in an error
 * @returns `undefined` if it was only to be planned
 */
export async function trainSweep(
  sweep: Sweep,
  source: string,
  options: TrainSweepOptions,
  interrupt: AbortSignal,
): Promise<TrainedSweep | undefined> {
  const { data, from, print } = options;
  const shard = shardOf(options.shard, options.shards, (name) => Deno.env.get(name));
  const limit = options["max-minutes"];
  using time = new TimeLimit(limit === undefined ? undefined : minutesOf("max-minutes", limit));
  const processes = options.processes === "auto"
    ? undefined
    : wholeNumber("processes", options.processes, { min: 1, max: 1024 });
  const out = options.out ?? join("data/sweeps", sweep.name);
  const dry = options["dry-run"];

  const entry = entryOf(parseDraft(sweep.config));
  if (entry !== undefined && !dry) await fetchDataset(entry, { data, signal: interrupt });
  await Deno.permissions.revoke({ name: "net" }); // nothing below needs it

  const earlier = from === undefined ? undefined : await readDefinition(from);
  const own = await readDefinition(out).catch(() => undefined); // where there is none, or a damaged one, it is written anew
  const knowledge = new DataKnowledge(data, [...earlier?.data ?? [], ...own?.data ?? []]);
  const planned = await plan(sweep, source, knowledge);
  const before = from === undefined ? new Map() : await earlierResults(from, planned);
  const records = new Map([...before, ...withoutFailures((await readResults(out)).results)]);
  if (dry) {
    print(planText(planned, records, progressOf(planned, records)));
    return undefined;
  }
  if (shard !== undefined) print(shardLine(shard));

  await using folder = await SweepFolder.open(out);
  const { costVersion = COST_VERSION } = own ?? earlier ?? {};
  await folder.define({ sweep, data: knowledge.all, costVersion });
  const signal = AbortSignal.any([interrupt, time.signal]);
  const common = {
    folder,
    records,
    from,
    data,
    costVersion,
    engine: options.engine,
    processes,
    print,
  };
  let stopped: unknown;
  try {
    if (shard !== undefined) {
      const { stage, stages, pending } = progressOf(planned, before);
      const part = partOf(planned, pending, before, shard)
        .filter(({ planned, end }) => !isSettled(planned, end, records));
      const label = stages > 1 ? `${sweep.name}, stage ${stage} of ${stages}` : sweep.name;
      print(`${label}: ${counted(part.length, "run")} to train in ${out}`);
      if (part.length > 0) await trainStage(planned, part, { ...common, label, interrupt: signal });
    } else {
      if (from !== undefined) {
        const lacking = await takeOver(folder, from, planned, records);
        for (const line of lackingLines(lacking)) print(line);
      }
      for (let last = 0; !signal.aborted;) {
        const { stage, stages, pending } = progressOf(planned, records);
        if (pending.length === 0 || stage === last) break; // a stage whose runs fail is not tried for ever
        last = stage;
        const label = stages > 1 ? `${sweep.name}, stage ${stage} of ${stages}` : sweep.name;
        print(`${label}: ${counted(pending.length, "run")} to train in ${out}`);
        await trainStage(planned, pending, { ...common, label, interrupt: signal });
      }
    }
  } catch (error) {
    stopped = error;
  }
  const summary = await writeSummary(folder, planned, records);
  if (stopped !== undefined) throw stopped;
  const best = shard === undefined && summary.complete ? await bestRun(out, summary) : undefined;
  const reported = best === undefined || options["no-report"]
    ? undefined
    : await reportTrained(best, data);
  if (time.signal.aborted && !interrupt.aborted) {
    printNote(`${limit} minutes are over: what is whole is kept, and the same command goes on`);
  }
  return { summary, out, isWhole: shard === undefined, best, reported };
}

/**
 * Copies what was trained before, so that the folder of the whole sweep lacks nothing.
 *
 * @returns the runs whose weights are needed, and nowhere whole
 */
async function takeOver(
  folder: SweepFolder,
  from: string,
  planned: SweepPlan,
  records: ReadonlyMap<string, Result>,
): Promise<string[]> {
  for (const { run } of planned.trials.flatMap(({ runs }) => runs)) {
    const result = records.get(run);
    if (result !== undefined) await folder.record(result);
  }
  return await copyRuns(folder, [from], planned, records);
}

/** The part of a stage that a shard trains; it follows from what there was before the stage alone. */
function partOf(
  { sweep }: SweepPlan,
  pending: readonly PendingRun[],
  before: Records,
  { index, count }: Shard,
): PendingRun[] {
  const trained = ({ run }: PlannedRun) => before.get(run)?.metrics.length ?? 0;
  const together = sweep.keep !== "all";
  return shardsOf(pending, count, { trained, together })[index - 1]!;
}

function shardLine({ index, count, by }: Shard): string {
  return `Shard ${index} of ${count}${by === undefined ? "" : `, by ${by}`}`;
}
