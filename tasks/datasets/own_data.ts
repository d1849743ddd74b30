/**
 * Data sets of one's own: what the readers of pictures, of IDX and of NPZ files have in common. Files give one part, or two
 * or three; the parts that are missing are dealt out of the training part, by class.
 *
 * @module
 */

import { createHash } from "node:crypto";
import type { Dataset } from "../../mod.ts";
import { percent } from "../cli/format.ts";
import { splitIndices } from "../../lib/dataset/split.ts";
import { checkFractions, FRACTIONS } from "../../lib/table/split.ts";
import type { Splits } from "../../lib/digits/mnist.ts";

/** How data of one's own is split and read. */
export interface OwnDataOptions {
  /** What part of the examples trains, validates and tests; together 1. Default: 0.7, 0.15 and 0.15. */
  readonly fractions?: readonly [training: number, validation: number, test: number] | undefined;
  /** Where the split comes from: the same number, the same split. A whole number from 0 to 2⁵³ − 1. Default: 1. */
  readonly splitSeed?: number | undefined;
  /** Ends the reading. */
  readonly signal?: AbortSignal | undefined;
  /** Is told how many of the files are read. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** Data of one's own, read and split. */
export interface OwnData extends Splits {
  /** Of the decoded data: what the network learns from, in the order of the files, before it is split. */
  readonly sha256: string;
  /** How many examples of each class are in each split, by class; empty where there are no classes. */
  readonly counts: { readonly [Part in keyof Splits]: readonly number[] };
  /** Which example each one is, by file or by its place in the file; in the order of the splits. */
  readonly origins: { readonly [Part in keyof Splits]: readonly string[] };
  /** What was found and decided, a sentence each. */
  readonly notes: readonly string[];
  /** What is likely to be a mistake, a sentence each. */
  readonly warnings: readonly string[];
}

/** What files give: a data set, and where each example comes from. */
export interface Part {
  readonly data: Dataset;
  /** By example. */
  origin(example: number): string;
}

/** The parts that files give; `training` is all there is if the others are missing. */
export type Parts = { readonly training: Part } & { readonly [Name in keyof Splits]?: Part };

/** The names of the parts, in the order in which they are hashed. */
export const PART_NAMES: readonly (keyof Splits)[] = ["training", "validation", "test"];

/** How the parts are called in sentences. */
const CALLED = { training: "training", validation: "validation", test: "test" } as const;

/** How many names a sentence lists. */
const LISTED = 3;

/**
 * Deals out the missing parts and says what there is.
 *
 * @param what the data, as sentences name it
 * @param noun what an example is called: `picture`
 * @throws {RangeError} if a part would have no example, or the fractions are not three above 0 and together 1
 */
export function splitOwnData(
  what: string,
  noun: string,
  parts: Parts,
  found: { notes: readonly string[]; warnings: readonly string[] },
  options: OwnDataOptions,
): OwnData {
  const { fractions = FRACTIONS, splitSeed = 1 } = options;
  checkFractions(fractions);
  const notes = [...found.notes];
  const dealt: Record<string, Part> = { ...parts };
  const missing = PART_NAMES.filter((name) => parts[name] === undefined);
  if (missing.length > 0) {
    const { data, origin } = parts.training;
    const wanted = ["training" as const, ...missing];
    const shares = wanted.map((name) => fractions[PART_NAMES.indexOf(name)]!);
    const sum = shares.reduce((sum, share) => sum + share, 0);
    const classOf = data.labels.length > 0 ? (k: number) => data.labels[k]! : undefined;
    const indices = deal(
      what,
      count(data.size, noun),
      wanted,
      () => splitIndices(data.size, shares.map((share) => share / sum), splitSeed, classOf),
    );
    for (const [k, name] of wanted.entries()) {
      const own = indices[k]!;
      dealt[name] = { data: data.select(own), origin: (example) => origin(own[example]!) };
    }
    const shared = missing.map((name) =>
      `${percent(shares[wanted.indexOf(name)]! / sum, 0)} for ${CALLED[name]}`
    );
    notes.push(
      `Of the ${noun}s${missing.length < 2 ? " to train on" : ""} ${shared.join(" and ")} ${
        missing.length > 1 ? "are" : "is"
      } set aside${classOf === undefined ? "" : ", of each class alike"} (splitSeed ${splitSeed})`,
    );
  }
  const { training, validation, test } = dealt as Record<keyof Splits, Part>;
  const counts = {
    training: classCounts(training.data),
    validation: classCounts(validation.data),
    test: classCounts(test.data),
  };
  return {
    training: training.data,
    validation: validation.data,
    test: test.data,
    sha256: sha256Of(parts),
    counts,
    origins: {
      training: originsOf(training),
      validation: originsOf(validation),
      test: originsOf(test),
    },
    notes,
    warnings: [...found.warnings, ...missingClasses(noun, training.data, counts)],
  };
}

/** Deals out, and says it in its own words if there are too few examples. */
function deal(
  what: string,
  examples: string,
  parts: readonly (keyof Splits)[],
  split: () => Uint32Array[],
): Uint32Array[] {
  try {
    return split();
  } catch (error) {
    if (!(error instanceof RangeError && error.message.endsWith("would have none"))) throw error;
    throw new RangeError(
      `Cannot split ${what}: ${examples} are too few to deal out to ` +
        `${parts.map((name) => CALLED[name]).join(", ")}, one of which would have none`,
      { cause: error },
    );
  }
}

/** SHA-256 of the parts that files gave: of what they are, in JSON, then of the numbers of each, little-endian. */
function sha256Of(parts: Parts): string {
  const hash = createHash("sha256");
  const { inputs, features, shape, outputs, classNames, targets } = parts.training.data;
  const sizes = PART_NAMES.map((name) => parts[name]?.data.size ?? null);
  hash.update(JSON.stringify({
    format: 1,
    type: inputs instanceof Uint8Array ? "uint8" : "float32",
    shape: shape ?? [features],
    classNames: classNames ?? null,
    outputs: targets === undefined ? null : outputs,
    sizes,
  }));
  for (const name of PART_NAMES) {
    const data = parts[name]?.data;
    if (data === undefined) continue;
    for (const array of [data.inputs, data.targets ?? Uint16Array.from(data.labels)]) {
      hash.update(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
    }
  }
  return hash.digest("hex");
}

/** How many examples of each class there are. */
function classCounts({ labels, classes }: Dataset): number[] {
  const counts: number[] = Array(classes).fill(0);
  for (const label of labels) counts[label]!++;
  return counts;
}

function originsOf({ data, origin }: Part): string[] {
  return Array.from({ length: data.size }, (_, k) => origin(k));
}

/** A sentence for each split that has no example of some classes. */
function missingClasses(
  noun: string,
  { classNames, targets }: Dataset,
  counts: OwnData["counts"],
): string[] {
  if (targets !== undefined) return [];
  return PART_NAMES.flatMap((name) => {
    const absent = counts[name].flatMap((count, k) =>
      count === 0 ? [classNames?.[k] ?? String(k)] : []
    );
    return absent.length === 0 ? [] : [
      `No ${noun} of ${listed(absent)} is in the ${CALLED[name]} split` +
      (name === "training" ? ": a network cannot learn it" : ""),
    ];
  });
}

/** `a number of things`: 1 picture, 2 pictures. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

/** Names in a sentence, the first few of them. */
export function listed(names: readonly string[], most = LISTED): string {
  const shown = names.slice(0, most).map((name) => JSON.stringify(name));
  const more = names.length - shown.length;
  return `${shown.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}
