/** The runs that are to form an ensemble, and whether they can. @module */

import { basename, join } from "@std/path";
import { isDeepStrictEqual } from "node:util";
import { weightsSha256 } from "../../mod.ts";
import { type Config, withoutPath } from "../../lib/config/mod.ts";
import { UsageError } from "../cli/arguments.ts";
import { dataName } from "../datasets/open_data.ts";
import { haveSameTable, type OpenNetwork, openNetwork } from "../run/open_network.ts";
import { SAME_SPLIT } from "../run/run_data.ts";
import { FILES, readConsistent, readRun, type Summary } from "../run/run_folder.ts";
import { PROGRAM } from "../system/installation.ts";

export interface Member extends OpenNetwork {
  readonly name: string;
  readonly config: Config;
  readonly weightsSha256: string;
  /** The SHA-256 of the data that it learned from. */
  readonly data: Summary["data"];
}

/**
 * Opens the members, and checks that they can answer together.
 * @throws {UsageError} if two learned from different data, from another part of it, or differ in classes or inputs
 * @throws {Error} if one is no whole run
 */
export async function openMembers(
  paths: readonly string[],
  engine?: string,
): Promise<Member[]> {
  const members = await Promise.all(paths.map((path) => openMember(path, engine)));
  const [first] = members as [Member];
  const refuse = (one: Member, other: Member, problem: string) => {
    throw new UsageError(`Cannot form an ensemble of ${one.run} and ${other.run}: ${problem}`);
  };
  for (const [k, member] of members.entries()) {
    const problem = memberMismatch(first, member);
    if (problem !== undefined) refuse(first, member, problem);
    const twin = members.slice(0, k).find(({ name }) => name === member.name);
    if (twin !== undefined) refuse(twin, member, `both are called ${member.name}`);
  }
  return members;
}

async function openMember(path: string, engine = "auto"): Promise<Member> {
  const { summary, opened } = await readConsistent(path, async () => ({
    summary: (await readRun(path)).summary,
    opened: await openNetwork(path, { ...NOTHING_GIVEN, engine }),
  }));
  const { config } = opened;
  const hash = await weightsSha256(opened.network);
  if (config === undefined || hash !== summary.weightsSha256) {
    throw new Error(
      `Cannot use ${join(path, FILES.weights)}: ${join(path, FILES.summary)} is of other ` +
        "weights; " +
        `\`${PROGRAM} train --resume\` repairs it`,
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

const SAME_FOLDS = "members are weighed by answers to rows that none of them learned from";

/** Why two runs cannot answer together; `undefined` if they can. */
function memberMismatch(first: Member, other: Member): string | undefined {
  const both = (of: (member: Member) => unknown) => [of(first), of(other)] as const;
  return dataMismatch(first.config, other.config) ??
    (isDeepStrictEqual(first.data, other.data)
      ? undefined
      : "the data of this name has changed in between: its SHA-256 is another") ??
    different("classes", ...both(({ network }) => network.classNames ?? network.sizes.at(-1))) ??
    different("inputs", ...both(({ network, input }) => input ?? network.features)) ??
    (haveSameTable(first, other)
      ? undefined
      : "the columns of their tables are not scaled or encoded alike");
}

/**
 * Why two configs do not learn from the same examples; `undefined` if they do. The width that images are normalized to may
 * differ: members that see images at different widths err on different images.
 */
export function dataMismatch(one: Config, two: Config): string | undefined {
  const [read, readToo] = [one, two].map((config) => withoutPath(config).dataset);
  const dataset = isDeepStrictEqual(read, readToo)
    ? undefined
    : different("dataset", dataName(one.dataset), dataName(two.dataset)) ??
      "their data is not read in the same way";
  return dataset ??
    different("splitSeed", one.splitSeed, two.splitSeed, SAME_SPLIT) ??
    different("folds", one.folds, two.folds, SAME_FOLDS) ??
    different("repeat", one.repeat, two.repeat, SAME_FOLDS) ??
    different("trainingSize", one.trainingSize, two.trainingSize);
}

function different(
  what: string,
  first: unknown,
  other: unknown,
  hint?: string,
): string | undefined {
  if (isDeepStrictEqual(first, other)) return undefined;
  const text = (value: unknown) => typeof value === "string" ? value : JSON.stringify(value);
  return `${what} of the one: ${text(first)}; of the other: ` +
    `${text(other)}${hint === undefined ? "" : `; ${hint}`}`;
}
