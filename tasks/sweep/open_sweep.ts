/** A sweep from its file, and what has to be known of its data before it can be planned. @module */

import { basename } from "@std/path";
import { type ConfigDraft, withoutPath } from "../../lib/config.ts";
import { makeRoom } from "../../lib/config/assign.ts";
import { catalogue } from "../../lib/digits/mnist.ts";
import { planSweep, type SweepData, type SweepPlan } from "../../lib/sweep/plan.ts";
import { parseSweepDraft, resolveSweep, type Sweep } from "../../lib/sweep.ts";
import { UsageError } from "../cli/arguments.ts";
import { factsOf, openData } from "../datasets/open_data.ts";
import { hashesOf } from "../datasets/splits.ts";
import { assignAll, explained, keysOf, readJson } from "../run/config.ts";
import type { Definition } from "./folder.ts";

/**
 * Reads a sweep from its file.
 *
 * @param assignments of `--set`; those of `config.…` change the keys of the config, though that may be in a file of its own
 * @throws {UsageError} if it is none
 */
export async function readSweep(path: string, assignments: readonly string[]): Promise<Sweep> {
  const json = await readJson(path, "sweep");
  if (typeof json !== "object" || json === null || Array.isArray(json)) {
    throw new UsageError(`Cannot use ${path}: a sweep is an object, {"config": …, "method": …}`);
  }
  const sweep = json as Record<string, unknown>;
  const isFile = (assignment: string) => assignment.startsWith("config=");
  assignAll(sweep, assignments.filter(isFile));
  let place = path;
  if (typeof sweep["config"] === "string") {
    place = sweep["config"];
    sweep["config"] = await readJson(place);
  }
  const others = assignments.filter((assignment) => !isFile(assignment));
  const ofConfig = keysOf(others).filter((key) => key.startsWith("config."));
  makeRoom(sweep["config"], ofConfig.map((key) => key.replace("config.", "")));
  assignAll(sweep, others);
  return explained(path, assignments, () => {
    const draft = parseSweepDraft(sweep);
    const config = draft.config as Record<string, unknown>;
    const name = basename(path).replace(/\.json$/, "");
    return resolveSweep(draft, config, name);
  }, { config: place });
}

/** What is known of data, found out where it has to be. */
export class DataKnowledge {
  readonly #known: Map<string, SweepData>;
  readonly #data: string;

  /**
   * Begins with what is known already.
   *
   * @param data the folder of the data sets
   */
  constructor(data: string, known: Definition["data"] = []) {
    this.#data = data;
    this.#known = new Map(known);
  }

  /** What is known of the data of a config. */
  async know(draft: ConfigDraft): Promise<SweepData> {
    const key = dataKey(draft);
    let known = this.#known.get(key);
    if (known === undefined) {
      known = await lookAt(draft, this.#data);
      this.#known.set(key, known);
    }
    return known;
  }

  /** All of it, to write down. */
  get all(): Definition["data"] {
    return [...this.#known];
  }
}

/** By what data is known: all that decides which examples are learned from, but the place. */
export function dataKey(
  { dataset, normalizeWidth, trainingSize, splitSeed }: Pick<
    ConfigDraft,
    "dataset" | "normalizeWidth" | "trainingSize" | "splitSeed"
  >,
): string {
  const { dataset: what } = withoutPath({ dataset });
  return JSON.stringify([what, normalizeWidth, trainingSize, splitSeed]);
}

async function lookAt(draft: ConfigDraft, data: string): Promise<SweepData> {
  const { dataset } = draft;
  if (typeof dataset === "string") {
    const { shape: [height, width], classes, split } = catalogue[dataset]!;
    const facts = { features: height * width, outputs: classes.length, kind: "class" } as const;
    return { facts: { ...facts, trainingSize: split.training }, hashes: hashesOf({ dataset }) };
  }
  const opened = await openData(draft, data);
  return { facts: factsOf(opened), hashes: opened.hashes };
}

/**
 * Plans a sweep.
 *
 * @param source what to call it in an error
 * @throws {UsageError} if it cannot be
 */
export async function plan(
  sweep: Sweep,
  source: string,
  knowledge: DataKnowledge,
): Promise<SweepPlan> {
  try {
    return await planSweep(sweep, (draft) => knowledge.know(draft));
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof RangeError)) throw error;
    throw new UsageError(error.message.replace("this sweep", source), { cause: error });
  }
}
