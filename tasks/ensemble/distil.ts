/** Trains one network to answer as an ensemble does. @module */

import { join } from "@std/path";
import { DivergenceError, Network } from "../../mod.ts";
import { type Config, resolveConfig } from "../../lib/config/mod.ts";
import { Distillation } from "../../lib/ensemble/mod.ts";
import { UsageError } from "../cli/arguments.ts";
import { printNote } from "../cli/print.ts";
import { exampleName, factsOf, type OpenData } from "../datasets/open_data.ts";
import { changeDraft, explained, readJson } from "../run/config.ts";
import { ensembleOf } from "../run/open_network.ts";
import type { Summary, TeacherRecord } from "../run/run_folder.ts";
import { readSaved, type Saved } from "../run/saved.ts";
import { workersOf } from "../run/open_engine.ts";
import { checkReplace, REPLACE_HINT } from "../train/replace.ts";
import { checkUnchanged, numericsMismatch, savedMismatches } from "../train/resume.ts";
import { conclude, concludeStopped, epochLine, introduce, isShown } from "../train/text.ts";
import { type Teaching, trainRun } from "../train/train_run.ts";
import { dataMismatch, type Member } from "./members.ts";

interface DistilOptions {
  readonly config: string;
  readonly set: readonly string[];
  readonly name: string;
  readonly runs: string;
  readonly replace: boolean;
  readonly temperature: number;
  readonly alpha: number;
  readonly engine: string;
  readonly workers: string;
  readonly data: string;
  /** The present path of the members' data, and the data, with images as they are. */
  readonly dataset: Config["dataset"];
  readonly opened: OpenData;
  readonly interrupt: AbortSignal;
  readonly print: (line: string) => void;
}

/**
 * Trains the student as a run. An interrupted run goes on.
 * @throws {UsageError} if the student's data is not that of the members, or there is another run of that name
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
      const planned = { config, hashes: opened.hashes, teacher };
      if (saved !== undefined) await checkUnchanged(path, saved, opened.hashes);
      else if (!options.replace) await checkReplace(path, planned);
    },
    onStart(network) {
      print(introduce(config, network, network.engine.workers));
      print(
        `Learns from ${teacher.weights.length} networks` +
          (teacher.temperature === 1 ? "" : ` at temperature ${teacher.temperature}`) +
          (teacher.alpha === 0 ? "" : `, with ${teacher.alpha} of the labels`),
      );
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

/** Checks that a saved run goes on to the bytes of an uninterrupted one. */
function checkSaved(path: string, saved: Saved, config: Config, teacher: TeacherRecord): void {
  const problems = [numericsMismatch(saved) ?? [], savedMismatches(saved, config, teacher)].flat();
  if (problems.length === 0) return;
  throw new UsageError([
    `Cannot go on with ${path}, which is another run:`,
    ...problems.map((problem) => `  ${problem}`),
    REPLACE_HINT,
  ].join("\n"));
}

async function studentConfig(
  { run, config: ofMember }: Member,
  { config: file, set, dataset, opened }: DistilOptions,
): Promise<Config> {
  const { splitSeed, trainingSize, folds } = ofMember;
  if (folds > 0) {
    throw new UsageError(
      `Cannot distil ${run} and others: they learned from all rows that do not test, over ${folds} folds, ` +
        "and left none for one network to validate on; runs with --folds 0 can be distilled",
    );
  }
  const shared = {
    dataset,
    ...splitSeed !== null && { splitSeed },
    ...typeof dataset === "string" && { trainingSize },
  };
  const draft = changeDraft({ ...shared, ...Object(await readJson(file)) }, set, file);
  const config = explained(file, set, () => resolveConfig(draft, factsOf(opened)));
  const problem = dataMismatch(ofMember, config) ??
    (config.normalizeWidth === null
      ? undefined
      : "normalizeWidth is set, and the members have to see the same images");
  if (problem === undefined) return config;
  throw new UsageError(`Cannot distil ${run} and others into a network of ${file}: ${problem}`);
}

/** The members as a teacher: copies of them on the student's engine, whose workers they share. */
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
