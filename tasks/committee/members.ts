/** The runs that are to form a committee: named one by one, or the best of a sweep. @module */

import { exists } from "@std/fs";
import { basename, join } from "@std/path";
import { isDeepStrictEqual } from "node:util";
import { type Config, withoutPlace } from "../../lib/config.ts";
import type { SweepSummary } from "../../lib/sweep/summary.ts";
import { weightsSha256 } from "../../mod.ts";
import { UsageError } from "../cli/arguments.ts";
import { counted } from "../cli/format.ts";
import { dataName } from "../datasets/open_data.ts";
import { TRIALS } from "../run/committee_folder.ts";
import { findRun } from "../run/find_run.ts";
import { type OpenNetwork, openNetwork } from "../run/open_network.ts";

import { FILES, holdsRun, inFile, readRun, type Summary } from "../run/run_folder.ts";

/** A run that is to be a member. */
export interface Member extends OpenNetwork {
  /** The name of its folder. */
  readonly name: string;
  readonly config: Config;
  readonly weightsSha256: string;
  /** The SHA-256 of the data that it learned from. */
  readonly data: Summary["data"];
}

/** The file of a sweep's results, and the folder of all sweeps. */
const [SWEEP, SWEEPS] = ["sweep.json", join("data", "sweeps")];

/**
 * Finds the folders of runs: those that are named, and of a sweep those that it keeps, the best first.
 *
 * @param words folders of runs or their names, or the folder or name of one finished sweep
 * @param most how many of a sweep's runs are wanted; all that it keeps if left out
 * @throws {UsageError} if a sweep is not finished, keeps fewer, or is named together with others
 * @throws {Error} if there is no such run
 */
export async function findMembers(
  words: readonly string[],
  most: number | undefined,
): Promise<string[]> {
  for (const word of words) {
    const sweep = await findSweep(word);
    if (sweep === undefined) continue;
    if (words.length > 1) {
      throw new UsageError(`Cannot put the sweep ${word} together with others: name it alone`);
    }
    return await keptRuns(sweep, most);
  }
  if (most !== undefined) {
    throw new UsageError("--members N is for a sweep, of which the best are taken: name one");
  }
  return await Promise.all(words.map((word) => findRun(word)));
}

/** The folder of a sweep that a word means; `undefined` if it means none. */
async function findSweep(word: string): Promise<string | undefined> {
  const places = /[/\\]/.test(word) ? [word] : [word, join(SWEEPS, word)];
  for (const place of places) {
    if (await exists(join(place, SWEEP)).catch(() => false)) return place;
  }
  return undefined;
}

/**
 * The folders of the runs that a sweep keeps, the best by its metric first; of equals the first.
 *
 * @param most how many are wanted; all if left out
 * @throws {UsageError} if it is not finished, or keeps fewer
 */
export async function keptRuns(folder: string, most: number | undefined): Promise<string[]> {
  const path = join(folder, SWEEP);
  const { complete, metric, trials }: SweepSummary = JSON.parse(await Deno.readTextFile(path));
  if (!complete) {
    throw new UsageError(
      `Cannot form a committee of ${folder}, which is not finished: \`deno task sweep\` goes on with it`,
    );
  }
  const sign = metric.goal === "maximize" ? -1 : 1;
  const finished = inFile(path, () => trials.flatMap(({ runs }) => runs))
    .filter(({ state, value }) => state === "finished" && value !== null)
    .toSorted((a, b) => sign * (a.value! - b.value!));
  const kept: string[] = [];
  for (const { run } of finished) {
    const place = join(folder, TRIALS, run);
    if (await holdsRun(place)) kept.push(place);
  }
  if (kept.length === 0 || kept.length < (most ?? 0)) {
    throw new UsageError(
      `Cannot form a committee of ${
        counted(most ?? 1, "member")
      }: ${folder} keeps the weights of ` +
        `${counted(kept.length, "run")}; "keep" in its file says of how many trials`,
    );
  }
  return kept.slice(0, most);
}

/**
 * Opens the members, and sees to it that they belong together.
 *
 * @throws {UsageError} if two learned from different data, from another part of it, or answer other questions
 * @throws {Error} if one is no whole run
 */
export async function openMembers(paths: readonly string[]): Promise<Member[]> {
  const members = await Promise.all(paths.map(openMember));
  const [first] = members as [Member];
  for (const [k, member] of members.entries()) {
    const why = whyOther(first, member);
    if (why !== undefined) {
      throw new UsageError(
        `Cannot form a committee of ${first.run} and ${member.run}: ${why}`,
      );
    }
    const twin = members.slice(0, k).find(({ name }) => name === member.name);
    if (twin !== undefined) {
      throw new UsageError(
        `Cannot form a committee of ${twin.run} and ${member.run}: both are called ${member.name}`,
      );
    }
  }
  return members;
}

async function openMember(path: string): Promise<Member> {
  const { summary } = await readRun(path);
  const opened = await openNetwork(path, NOTHING_GIVEN);
  const { config } = opened;
  const hash = await weightsSha256(opened.network);
  if (config === undefined || hash !== summary.weightsSha256) {
    throw new Error(
      `Cannot use ${join(path, FILES.weights)}: it is not what ${
        join(path, FILES.summary)
      } describes; \`deno task train --resume\` repairs it`,
    );
  }
  const name = basename(await Deno.realPath(path));
  return { ...opened, name, config, weightsSha256: hash, data: summary.data };
}

const NOTHING_GIVEN = {
  activation: undefined,
  "output-activation": undefined,
  dataset: undefined,
} as const;

/** Why two runs cannot answer together; `undefined` if they can. */
function whyOther(first: Member, other: Member): string | undefined {
  const [one, two] = [first.config, other.config];
  return whyOtherData(one, two) ??
    (isDeepStrictEqual(first.data, other.data)
      ? undefined
      : "the data, of the same name, has changed in between: its SHA-256 is another") ??
    different("classes", classesOf(first), classesOf(other)) ??
    different("inputs", inputsOf(first), inputsOf(other)) ??
    (first.metadata["table"] === other.metadata["table"]
      ? undefined
      : "the columns of their tables are not scaled or encoded alike");
}

/**
 * Why two configs do not learn from the same examples; `undefined` if they do. The width that images are normalized to may
 * differ: members that see the same images otherwise err in different places.
 */
export function whyOtherData(one: Config, two: Config): string | undefined {
  return whyOtherDataset(one, two) ??
    different("splitSeed", one.splitSeed, two.splitSeed) ??
    different("trainingSize", one.trainingSize, two.trainingSize);
}

function whyOtherDataset(one: Config, two: Config): string | undefined {
  const [read, readToo] = [one, two].map((config) => withoutPlace(config).dataset);
  if (isDeepStrictEqual(read, readToo)) return undefined;
  return different("dataset", dataName(one.dataset), dataName(two.dataset)) ??
    "their data is not read in the same way";
}

function different(what: string, first: unknown, other: unknown): string | undefined {
  if (isDeepStrictEqual(first, other)) return undefined;
  const text = (value: unknown) => typeof value === "string" ? value : JSON.stringify(value);
  return `${what} of the one: ${text(first)}; of the other: ${text(other)}`;
}

function classesOf({ network: { classNames, sizes } }: Member): unknown {
  return classNames ?? sizes.at(-1);
}

function inputsOf({ network: { features }, input }: Member): unknown {
  return input ?? features;
}
