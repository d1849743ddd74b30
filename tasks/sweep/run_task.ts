/** `deno task sweep SWEEP.json`: trains a sweep, or a part of it. @module */

import { isDeepStrictEqual } from "node:util";
import { join } from "@std/path";
import { quote } from "../../lib/checks/texts.ts";
import { parseDraft } from "../../lib/config.ts";
import type { SweepPlan } from "./plan/plan.ts";
import { isSettled, type PendingRun, type Progress, progressOf } from "./plan/stages.ts";
import type { TimeLimited } from "./plan/summary.ts";
import type { Sweep } from "./sweep.ts";
import { type Arguments, type Command, UsageError, wholeNumber } from "../cli/arguments.ts";
import { datasetOptionsOf, TABLE_OPTIONS } from "../data/options.ts";
import { counted } from "../cli/format.ts";
import { DATA } from "../cli/options.ts";
import { printNote, printText } from "../cli/print.ts";
import { SETTABLE_KEYS } from "../run/config.ts";
import { chooseEngine, ENGINE } from "../run/open_engine.ts";
import { fetchData } from "../data/source.ts";
import { reportTrained } from "../results/report/write_report.ts";
import { json } from "../run/run_folder.ts";
import { printableJson } from "../system/printable.ts";
import { minutesOf, TimeLimit } from "../train/time_limit.ts";
import {
  earlierResults,
  readDefinition,
  readResults,
  type Result,
  resultsFor,
  SWEEP_FILES,
  SweepFolder,
  withoutFailures,
} from "./folder.ts";
import { copyRuns, lackingLines } from "./merge.ts";
import { plan, readSweep, sweepOf } from "./open_sweep.ts";
import { FORMAT, FROM, SET } from "./options.ts";
import { firstUnsettled, RungClock } from "./rung_clock.ts";
import { searchOf } from "./search.ts";
import { shardOf, shardsOf } from "./shard.ts";
import { concludeSweep, failedRuns, planText, printSweep } from "./text.ts";
import { trainStage } from "./train_stage.ts";
import { bestRun, writeSummary } from "./write_summary.ts";
import { FOLDERS, PROGRAM } from "../system/installation.ts";

export const runCommand = {
  name: "sweep",
  description:
    "Trains many runs of one config, one per core: a grid, random trials, or halving. A finished run is never " +
    "trained again, and an interrupted one continues. `sweep plan` and `sweep merge` divide the work among many " +
    "machines, with identical results.",
  operands: { value: "SWEEP.json", min: 0, max: 1 },
  settable: { keys: SETTABLE_KEYS, path: "config." },
  options: {
    ...TABLE_OPTIONS,
    trials: {
      description:
        "The number of trials; default for a table: as many as fit into ten minutes on two cores",
      value: "N",
    },
    set: SET,
    out: {
      description: `The folder to write (default ${FOLDERS.sweeps}/NAME)`,
      value: "FOLDER",
    },
    "dry-run": { description: "Print the trials and what they cost, without training" },
    shard: {
      description: "Train part I of N of a stage; set automatically in Slurm arrays",
      value: "I/N",
    },
    shards: {
      description: "The number of parts, where the environment sets the index",
      value: "N",
    },
    from: FROM,
    "max-minutes": {
      description:
        "Stop after N minutes; the same command continues. A table's sweep stops after a whole rung",
      value: "N",
    },
    processes: {
      description: "The number of runs to train at the same time; auto is one per core",
      value: "N",
      default: "auto",
    },
    engine: ENGINE,
    data: DATA,
    "no-report": { description: "Do not write the report of the best run" },
    format: FORMAT,
  },
} satisfies Command;

/** What a search stands for in messages where a sweep has a file. */
const THIS_SEARCH = "this search";

/**
 * Trains by the command line.
 * @throws {Error} if a run of a whole sweep failed for a reason outside it; of a shard, `sweep merge` counts it
 */
export async function runTask(
  { operands, options }: Arguments<typeof runCommand>,
  interrupt: AbortSignal,
): Promise<void> {
  const { format, trials, data, from } = options;
  const print = format === "text" ? printText : printNote;
  const own = datasetOptionsOf(options);
  const [source = THIS_SEARCH] = operands;
  if (own === undefined && operands.length === 0) {
    throw new UsageError("Which sweep? Give SWEEP.json, or --csv FILE --target COLUMN");
  }
  if (own !== undefined && operands.length > 0) {
    throw new UsageError(`Cannot sweep a table with ${source}: expected one of them`);
  }
  const set = [
    ...options.set,
    ...trials === undefined ? [] : [`trials=${wholeNumber("trials", trials, { min: 1 })}`],
  ];
  if (own !== undefined) await Deno.permissions.revoke({ name: "net" }); // a table is a file
  const search = own && await searchOf(own, data, options);
  const sweep = await (search ? sweepOf(search.sweep, source, set) : readSweep(source, set));
  for (const line of [...search?.first ?? [], ...search?.named ?? []]) print(line);
  for (const warning of search?.warnings ?? []) printNote(warning);
  const shard = shardOf(options.shard, options.shards, (name) => Deno.env.get(name));
  const limit = options["max-minutes"];
  const minutes = limit === undefined ? undefined : minutesOf("max-minutes", limit);
  const clock = minutes !== undefined && sweep.baseline && shard === undefined
    ? new RungClock(minutes)
    : undefined;
  using time = new TimeLimit(clock === undefined ? minutes : undefined);
  const processes = options.processes === "auto"
    ? undefined
    : wholeNumber("processes", options.processes, { min: 1, max: 1024 });
  const out = options.out ?? join(FOLDERS.sweeps, sweep.name);
  const dry = options["dry-run"];

  if (!dry) await fetchData(parseDraft(sweep.config), data, interrupt);
  await Deno.permissions.revoke({ name: "net" }); // nothing below needs it

  const earlier = from === undefined ? undefined : await readDefinition(from);
  const before = await readDefinition(out).catch(() => undefined); // a missing or damaged one is written anew
  const cache = new Map([...earlier?.data ?? [], ...before?.data ?? []]);
  let planned = await plan(sweep, source, data, cache);
  if (search !== undefined && !isDeepStrictEqual({ ...planned.data }, { ...search.hashes })) {
    throw new Error(
      `Cannot continue ${out}: its table has changed since the sweep was planned; bring the ` +
        "earlier data, or start a new sweep in another folder with --out",
    );
  }
  const merged = from === undefined ? new Map() : await earlierResults(from, planned);
  const results = resultsFor(sweep, (await readResults(out)).results);
  const records = new Map([...merged, ...withoutFailures(results)]);
  if (dry) {
    if (search !== undefined) {
      print(`The sweep, to copy into a file: ${printableJson(JSON.stringify(search.sweep))}`);
    }
    return print(planText(planned, records, progressOf(planned, records)));
  }
  if (shard !== undefined) {
    const by = shard.by === undefined ? "" : `, by ${shard.by}`;
    print(`Shard ${shard.index} of ${shard.count}${by}`);
  }

  const engine = await chooseEngine(options.engine);
  await using folder = await SweepFolder.open(out);
  const define = async (sweep: Sweep) => {
    await folder.define({ sweep, data: [...cache] });
    if (search === undefined) return;
    await folder.write({
      [SWEEP_FILES.search]: json({ ...search.sweep, trials: sweep.trials }),
    });
  };
  await define(sweep);
  const signal = AbortSignal.any([interrupt, time.signal]);
  const trainRuns = async ({ stage, stages }: Progress, runs: readonly PendingRun[]) => {
    const label = stages > 1 ? `${sweep.name}, stage ${stage} of ${stages}` : sweep.name;
    print(`${label}: ${counted(runs.length, "run")} to train in ${out}`);
    const where = { folder, records, from, data };
    const isEnough = clock && stage === 1
      ? (trainers: number) => clock.isEnough(planned, records, trainers)
      : undefined;
    const how = { engine, processes, label, interrupt: signal, print, isEnough };
    if (runs.length > 0) await trainStage(planned, runs, { ...where, ...how });
  };
  let stopped: unknown;
  let limited: TimeLimited | undefined;
  try {
    if (shard !== undefined) { // a part of the stage, which follows from the records before it alone
      const progress = progressOf(planned, merged);
      const part = shardsOf(progress.pending, shard.count, merged, sweep)[shard.index - 1]!;
      await trainRuns(progress, part.filter((run) => !isSettled(run.planned, run.end, records)));
    } else {
      if (from !== undefined) {
        const lacking = await takeOver(folder, from, planned, records);
        for (const line of lackingLines(lacking)) print(line);
      }
      for (let last = 0; !signal.aborted;) {
        const progress = progressOf(planned, records);
        const { stage, pending } = progress;
        if (pending.length === 0 || stage === last) break; // failing runs are not tried for ever
        if (clock?.isOver && stage > 1) {
          limited = { minutes: clock.minutes, trials: sweep.trials, rung: stage - 1 };
          break;
        }
        last = stage;
        await trainRuns(progress, pending);
        const trials = firstUnsettled(planned, records);
        if (clock === undefined || stage > 1 || trials === 0 || signal.aborted) continue;
        if (trials === planned.trials.length) continue;
        limited = { minutes: clock.minutes, trials: sweep.trials, rung: progress.stages };
        planned = await plan({ ...sweep, trials }, source, data, cache);
        await define(planned.sweep);
      }
    }
  } catch (error) {
    stopped = error;
  }
  const summary = await writeSummary(folder, planned, records, { data, limit: limited });
  if (stopped !== undefined) throw stopped;
  const best = shard === undefined && summary.complete ? await bestRun(out, summary) : undefined;
  const reported = best === undefined || options["no-report"]
    ? undefined
    : (await reportTrained(best, data)).text;
  if (time.signal.aborted && !interrupt.aborted) {
    printNote(`${limit} minutes are over: whole epochs are kept, and the same command continues`);
  }
  const text = shard === undefined
    ? concludeSweep(summary, out, "the same command", best)
    : `Wrote ${out}; next: ${PROGRAM} sweep merge ${quote(out)} … --out FOLDER`;
  printSweep(summary, format, [text, reported]);
  const failed = failedRuns(summary);
  if (shard === undefined && failed > 0 && !interrupt.aborted) {
    throw new Error(`${counted(failed, "run")} failed; the same command tries again`);
  }
}

/**
 * Copies the runs of the stages before, so that the folder of the sweep is whole.
 * @returns the runs whose weights are needed but not whole in any folder
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
