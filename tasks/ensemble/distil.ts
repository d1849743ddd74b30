/** Trains one network to answer as an ensemble does. @module */

import { join } from "@std/path";
import { type Config, resolveConfig } from "../../lib/config.ts";
import { Distillation, DivergenceError, Network } from "../../mod.ts";
import { UsageError } from "../cli/arguments.ts";
import { printNote } from "../cli/print.ts";
import { exampleName, factsOf, type OpenData } from "../datasets/open_data.ts";
import { changeDraft, explained, readJson } from "../run/config.ts";
import { ensembleOf } from "../run/open_network.ts";
import type { Summary, TeacherRecord } from "../run/run_folder.ts";
import { readSaved, type Saved } from "../run/saved.ts";
import { workersOf } from "../train/open_engine.ts";
import { checkReplace, REPLACE_HINT } from "../train/replace.ts";
import { checkUnchanged, numericsMismatch, savedMismatches } from "../train/resume.ts";
import { conclude, concludeStopped, epochLine, introduce, isShown } from "../train/text.ts";
import { type Teaching, trainRun } from "../train/train_run.ts";
import { dataMismatch, type Member } from "./members.ts";

/** How to distil. */
export interface DistilOptions {
  /** The student's config, and what of it is changed. */
  readonly config: string;
  readonly set: readonly string[];
  /** The run's name, and the folder of all runs. */
  readonly name: string;
  readonly runs: string;
  /** Whether a run of that name that is another may go. */
  readonly replace: boolean;
  readonly temperature: number;
  readonly alpha: number;
  readonly engine: string;
  readonly workers: string;
  /** The folder of the data sets. */
  readonly data: string;
  /** Where the members' data is now, and the data, with images as they are. */
  readonly dataset: Config["dataset"];
  readonly opened: OpenData;
  readonly interrupt: AbortSignal;
  /** Told how it goes. */
  readonly print: (line: string) => void;
}

/**
 * Trains the student in a run of its own. What an earlier call left of it goes on.
 *
 * @param weights how much each member counts
 * @returns the run's summary
 * @throws {UsageError} if the student is to learn other data than the members, or a run of that name is another
 */
export async function distil(
  members: readonly Member[],
  weights: readonly number[],
  options: DistilOptions,
): Promise<Summary> {
  const { opened, print, interrupt, engine } = options;
  const config = await studentConfig(members[0]!, options);
  const teaching = teachingOf(members, weights, options);
  const path = join(options.runs, options.name);
  const saved = options.replace ? undefined : await readSaved(path, REPLACE_HINT);
  const teacher = teaching.record;
  if (saved !== undefined) checkSaved(path, saved, config, teacher);
  const { summary, stopped } = await trainRun(path, config, {
    data: options.data,
    opened,
    engine,
    workers: workersOf(options.workers, config),
    saved,
    teaching,
    interrupt,
    check: async () => {
      const planned = { config, hashes: opened.hashes, engine, teacher };
      if (saved !== undefined) await checkUnchanged(path, saved, opened.hashes);
      else if (!options.replace) await checkReplace(path, planned);
    },
    onStart(network) {
      print(introduce(config, network));
      print(teachingLine(teacher));
      if (saved !== undefined) print(`Goes on after epoch ${saved.checkpoint.epoch}`);
    },
    onEpoch(metrics) {
      if (isShown(metrics.epoch, config.epochs)) {
        print(epochLine(metrics, `${exampleName(config.dataset)}s`));
      }
    },
  });
  const goOn = "the same command";
  if (summary === undefined || stopped !== undefined) {
    const ends = stopped instanceof DivergenceError;
    printNote(concludeStopped(summary, path, ends ? undefined : goOn));
    throw stopped;
  }
  print(conclude(summary, path, goOn));
  return summary;
}

/** Sees to it that what is saved goes on to the bytes that an uninterrupted run would have. */
function checkSaved(path: string, saved: Saved, config: Config, teacher: TeacherRecord): void {
  const problems = [numericsMismatch(saved) ?? [], savedMismatches(saved, config, teacher)].flat();
  if (problems.length === 0) return;
  throw new UsageError([
    `Cannot go on with ${path}, which is another run:`,
    ...problems.map((problem) => `  ${problem}`),
    REPLACE_HINT,
  ].join("\n"));
}

/** The student's config, which says nothing of the data that the members do not say too. */
async function studentConfig(
  { run, config: known }: Member,
  { config: file, set, dataset, opened }: DistilOptions,
): Promise<Config> {
  const { splitSeed, trainingSize } = known;
  const shared = {
    dataset,
    ...splitSeed !== null && { splitSeed },
    ...typeof dataset === "string" && { trainingSize },
  };
  const draft = changeDraft({ ...shared, ...Object(await readJson(file)) }, set, file);
  const config = explained(file, set, () => resolveConfig(draft, factsOf(opened)));
  const why = dataMismatch(known, config) ??
    (config.normalizeWidth === null
      ? undefined
      : "normalizeWidth is set, and the members have to see the same images");
  if (why === undefined) return config;
  throw new UsageError(`Cannot distil ${run} and others into a network of ${file}: ${why}`);
}

/** The members as a teacher. Copies of them are on the student's engine, so that its workers help them too. */
function teachingOf(
  members: readonly Member[],
  weights: readonly number[],
  { temperature, alpha }: DistilOptions,
): Teaching {
  return {
    record: {
      weightsSha256: members.map(({ weightsSha256 }) => weightsSha256),
      weights,
      normalizeWidths: members.map(({ config }) => config.normalizeWidth),
      temperature,
      alpha,
    },
    teacherOf(student) {
      const copies = members.map(({ network, config }) => ({
        network: Network.fromSafetensors(network.toSafetensors(), { engine: student.engine }),
        config,
      }));
      return new Distillation(ensembleOf(copies, weights), student, { temperature, alpha });
    },
  };
}

function teachingLine({ weights, temperature, alpha }: TeacherRecord): string {
  return `Learns from ${weights.length} networks` +
    (temperature === 1 ? "" : ` at temperature ${temperature}`) +
    (alpha === 0 ? "" : `, with ${alpha} of the labels`);
}
