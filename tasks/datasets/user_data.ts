/**
 * Data sets of one's own: what the readers of pictures, of IDX and of NPZ files have in common. Files give one part, or two
 * or three; the parts that are missing are dealt out of the training part, by class.
 *
 * @module
 */

import { createHash } from "node:crypto";
import { Dataset } from "../../mod.ts";
import { percent } from "../cli/format.ts";
import { DiskDataset } from "./disk_dataset.ts";
import { StoredData } from "./stored_data.ts";
import { splitIndices } from "../../lib/dataset/split.ts";
import { mergedInFloat32 } from "../../lib/train/warnings.ts";
import { checkFractions, FRACTIONS } from "../../lib/table/split.ts";
import type { Splits } from "../../lib/digits/mnist.ts";

/** How data of one's own is split and read. */
export interface UserDataOptions {
  /** What part of the examples trains, validates and tests; together 1. Default: 0.7, 0.15 and 0.15. */
  readonly fractions?: readonly [training: number, validation: number, test: number] | undefined;
  /** Where the split comes from: the same number, the same split. A whole number from 0 to 2⁵³ − 1. Default: 1. */
  readonly splitSeed?: number | undefined;
  /** Inputs to train on that take more stay on the disk, if they can be read row by row. In MiB. Default: 1024. */
  readonly memory?: number | undefined;
  /** Ends the reading. */
  readonly signal?: AbortSignal | undefined;
  /** Is told how many of the files are read. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** Data of one's own, read and split. */
export interface UserData extends Splits {
  /** Of the decoded data: what the network learns from, in the order of the files, before it is split. */
  readonly sha256: string;
  /** How many examples of each class, or with each label, are in each split; empty of quantities. */
  readonly counts: { readonly [Part in keyof Splits]: readonly number[] };
  /**
   * Which example each one is, by file or by its place in the file; in the order of the splits. None of those to train on
   * that stay on the disk.
   */
  readonly origins: { readonly [Part in keyof Splits]: readonly string[] };
  /** The name of each label, where an example may have several: an output for each. */
  readonly labels?: readonly string[] | undefined;
  /** What was found and decided, a sentence each. */
  readonly notes: readonly string[];
  /** What is likely to be a mistake, a sentence each. */
  readonly warnings: readonly string[];
}

/** What files give: examples, and where each comes from. */
export interface Part<Data = Dataset> {
  readonly data: Data;
  /** By example. */
  origin(example: number): string;
}

/** The parts that files give; `training` is all there is if the others are missing. */
export type Parts =
  & { readonly training: Part<Dataset | StoredData> }
  & {
    readonly [Name in "validation" | "test"]?: Part;
  };

/** The names of the parts, in the order in which they are hashed. */
export const PART_NAMES: readonly (keyof Splits)[] = ["training", "validation", "test"];

/** How the parts are called in sentences. */
const CALLED = { training: "training", validation: "validation", test: "test" } as const;

/** How many names a sentence lists. */
const LISTED = 3;

/**
 * Deals out the missing parts and says what there is. Examples to train on that are on the disk stay there.
 *
 * @param what the data, as sentences name it
 * @param noun what an example is called: `picture`
 * @param labels the name of each label, where an example may have several
 * @throws {RangeError} if a part would have no example, or the fractions are not three above 0 and together 1
 */
export async function splitUserData(
  what: string,
  noun: string,
  parts: Parts,
  found: { notes: readonly string[]; warnings: readonly string[] },
  options: UserDataOptions,
  labels?: readonly string[],
): Promise<UserData> {
  const { fractions = FRACTIONS, splitSeed = 1 } = options;
  checkFractions(fractions);
  const notes = [...found.notes];
  const { data, origin } = parts.training;
  const missing = PART_NAMES.filter((name) => parts[name] === undefined);
  const wanted = ["training" as const, ...missing];
  let indices: Uint32Array[] = [];
  if (missing.length > 0) {
    const shares = wanted.map((name) => fractions[PART_NAMES.indexOf(name)]!);
    const sum = shares.reduce((sum, share) => sum + share, 0);
    const classOf = data.labels.length > 0 ? (k: number) => data.labels[k]! : undefined;
    indices = deal(
      what,
      count(data.size, noun),
      wanted,
      () => splitIndices(data.size, shares.map((share) => share / sum), splitSeed, classOf),
    );
    const shared = missing.map((name) =>
      `${percent(shares[wanted.indexOf(name)]! / sum, 0)} for ${CALLED[name]}`
    );
    notes.push(
      `Of the ${noun}s${missing.length < 2 ? " to train on" : ""} ${shared.join(" and ")} ${
        missing.length > 1 ? "are" : "is"
      } set aside${classOf === undefined ? "" : ", of each class alike"} (splitSeed ${splitSeed})`,
    );
  }
  if (data instanceof StoredData) notes.push(`The ${noun}s to train on ${data.whereTheyAre}`);
  let own: Dataset[] = [];
  const sha256 = await sha256Of(parts, async (stored, onBytes) => {
    own = await stored.deal(indices, onBytes);
  });
  if (data instanceof Dataset) {
    own = missing.length === 0 ? [data] : indices.map((examples) => data.select(examples));
  }
  const dealt = new Map<keyof Splits, Part>();
  for (const name of ["validation", "test"] as const) {
    if (parts[name] !== undefined) dealt.set(name, parts[name]);
  }
  for (const [k, name] of wanted.entries()) {
    const places = indices[k];
    dealt.set(name, { data: own[k]!, origin: (example) => origin(places?.[example] ?? example) });
  }
  const [training, validation, test] = PART_NAMES.map((name) => dealt.get(name)!) as [
    Part,
    Part,
    Part,
  ];
  const counts = {
    training: countsOf(training.data, labels),
    validation: countsOf(validation.data, labels),
    test: countsOf(test.data, labels),
  };
  return {
    training: training.data,
    validation: validation.data,
    test: test.data,
    sha256,
    counts,
    origins: {
      training: originsOf(training),
      validation: originsOf(validation),
      test: originsOf(test),
    },
    labels,
    notes,
    warnings: [
      ...found.warnings,
      ...missingClasses(noun, labels ?? training.data.classNames, counts),
    ],
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

/**
 * SHA-256 of the parts that files gave: of what they are, in JSON, then of the numbers of each, little-endian.
 *
 * @param visit gives all inputs that are on the disk
 */
async function sha256Of(
  parts: Parts,
  visit: (data: StoredData, onBytes: (bytes: Uint8Array<ArrayBuffer>) => void) => Promise<void>,
): Promise<string> {
  const hash = createHash("sha256");
  const { features, shape, outputs, classNames, problem } = parts.training.data;
  const sizes = PART_NAMES.map((name) => parts[name]?.data.size ?? null);
  hash.update(JSON.stringify({
    format: 1,
    type: typeOf(parts.training.data),
    shape: shape ?? [features],
    classNames: classNames ?? null,
    outputs: problem.isOneHot ? null : outputs,
    sizes,
  }));
  for (const name of PART_NAMES) {
    const data = parts[name]?.data;
    if (data === undefined) continue;
    if (data instanceof StoredData) await visit(data, (bytes) => hash.update(bytes));
    else hash.update(bytesOf(data.inputs));
    hash.update(bytesOf(data.targets ?? Uint16Array.from(data.labels)));
  }
  return hash.digest("hex");
}

function bytesOf({ buffer, byteOffset, byteLength }: Uint8Array | Uint16Array | Float32Array) {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** The type of the inputs. */
function typeOf(data: Dataset | StoredData): "uint8" | "float32" {
  if (data instanceof StoredData) return data.stored.type;
  return data.inputs instanceof Uint8Array ? "uint8" : "float32";
}

/** How many examples of each class, or with each label, there are; none of quantities. */
function countsOf(
  { labels, targets, classes, outputs }: Dataset,
  names: readonly string[] | undefined,
): number[] {
  if (names === undefined) {
    const counts: number[] = Array(classes).fill(0);
    for (const label of labels) counts[label]!++;
    return counts;
  }
  const counts: number[] = Array(outputs).fill(0);
  for (const [k, target] of targets!.entries()) counts[k % outputs]! += target;
  return counts;
}

function originsOf({ data, origin }: Part): string[] {
  if (data instanceof DiskDataset) return [];
  return Array.from({ length: data.size }, (_, k) => origin(k));
}

/** A sentence for each split that has no example of some classes, or none with some labels. */
function missingClasses(
  noun: string,
  names: readonly string[] | undefined,
  counts: UserData["counts"],
): string[] {
  if (names === undefined) return [];
  return PART_NAMES.flatMap((name) => {
    const absent = counts[name].flatMap((count, k) => count === 0 ? [names[k]!] : []);
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

/**
 * What to tell of inputs as a file has them: mostly nothing.
 *
 * @param numbers [examples, features]
 */
export function warningsOfMerged(
  numbers: ArrayLike<number> | ArrayLike<bigint>,
  features: number,
): string[] {
  if (numbers instanceof Uint8Array || numbers instanceof Float32Array) return []; // held as they are
  const merged = mergedInFloat32<number | bigint>(numbers, features);
  if (merged === undefined) return [];
  const [j, a, b] = merged;
  return [
    `float32 cannot tell numbers of feature ${j} apart, such as ${a} and ${b}: ` +
    "subtract what they have in common before they are saved",
  ];
}
