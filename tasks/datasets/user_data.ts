/**
 * User data: what the readers of pictures, of IDX and of NPZ files have in common. Files give one to three parts. The
 * missing parts are split off the training part, by class. @module
 */

import { createHash } from "node:crypto";
import { Dataset } from "../../mod.ts";
import { splitIndices } from "../../lib/dataset/mod.ts";
import { checkFractions, FRACTIONS } from "../../lib/table/mod.ts";
import { mergedInFloat32 } from "../../lib/train/mod.ts";
import { counted, percent } from "../cli/format.ts";
import { DiskDataset } from "./disk_dataset.ts";
import { SPLITS, type Splits } from "./splits.ts";
import { StoredData } from "./stored_data.ts";

/** How user data is split and read. */
export interface UserDataOptions {
  /** The fractions of the examples that train, validate and test; together 1. Default: 0.7, 0.15 and 0.15. */
  readonly fractions?: readonly [training: number, validation: number, test: number] | undefined;
  /** The seed of the split: a whole number from 0 to 2⁵³ − 1. Default: 1. */
  readonly splitSeed?: number | undefined;
  /** Training inputs that take more MiB than this stay on the disk, if they can be read row by row. Default: 1024. */
  readonly memory?: number | undefined;
  /** Ends the reading. */
  readonly signal?: AbortSignal | undefined;
  /** Called with how many of the files are read. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** User data, read and split. */
export interface UserData extends Splits {
  /** Of the decoded data, in the order of the files, before it is split. */
  readonly sha256: string;
  /** How many examples of each class, or with each label, are in each split; empty of quantities. */
  readonly counts: { readonly [Part in keyof Splits]: readonly number[] };
  /** The file of each example, or the file and its index there, in the order of the splits; empty for data on disk. */
  readonly origins: { readonly [Part in keyof Splits]: readonly string[] };
  /** The name of each label of multi-label data: an output each. */
  readonly labels?: readonly string[] | undefined;
  /** What was found and decided, each a sentence. */
  readonly notes: readonly string[];
  /** What is likely to be a mistake, each a sentence. */
  readonly warnings: readonly string[];
}

/** What files give: examples, and where each comes from. */
export interface Part<Data = Dataset> {
  readonly data: Data;
  /** The file, or the file and the index there, of an example. */
  origin(example: number): string;
}

/** The parts that files give; only `training` must be there. */
export type Parts =
  & { readonly training: Part<Dataset | StoredData> }
  & {
    readonly [Name in "validation" | "test"]?: Part;
  };

/** How many names a sentence lists. */
const MAX_LISTED_NAMES = 3;

/**
 * Splits the missing parts off. Training examples that are on the disk stay there.
 * @param what the data, as messages name it
 * @param noun what an example is called: `picture`
 * @param labels the name of each label of multi-label data
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
  const missing = SPLITS.filter((name) => parts[name] === undefined);
  const expected = ["training" as const, ...missing];
  let indices: Uint32Array[] = [];
  if (missing.length > 0) {
    const shares = expected.map((name) => fractions[SPLITS.indexOf(name)]!);
    const sum = shares.reduce((sum, share) => sum + share, 0);
    const classOf = data.labels.length > 0 ? (k: number) => data.labels[k]! : undefined;
    indices = splitOrExplain(
      what,
      counted(data.size, noun),
      expected,
      () => splitIndices(data.size, shares.map((share) => share / sum), splitSeed, classOf),
    );
    const shared = missing.map((name) =>
      `${percent(shares[expected.indexOf(name)]! / sum, 0)} for ${name}`
    );
    notes.push(
      `Of the ${noun}s${missing.length < 2 ? " to train on" : ""} ${shared.join(" and ")} ${
        missing.length > 1 ? "are" : "is"
      } set aside${classOf === undefined ? "" : ", of each class alike"} (splitSeed ${splitSeed})`,
    );
  }
  if (data instanceof StoredData) notes.push(`The training ${noun}s ${data.location}`);
  let own: Dataset[] = [];
  const sha256 = await sha256Of(parts, async (stored, onBytes) => {
    own = await stored.split(indices, onBytes);
  });
  if (data instanceof Dataset) {
    own = missing.length === 0 ? [data] : indices.map((examples) => data.select(examples));
  }
  const dealt = new Map<keyof Splits, Part>();
  for (const name of ["validation", "test"] as const) {
    if (parts[name] !== undefined) dealt.set(name, parts[name]);
  }
  for (const [k, name] of expected.entries()) {
    const examples = indices[k];
    dealt.set(name, { data: own[k]!, origin: (k) => origin(examples?.[k] ?? k) });
  }
  const [training, validation, test] = SPLITS.map((name) => dealt.get(name)!) as [Part, Part, Part];
  const ofEach = <T>(of: (part: Part) => T) => ({
    training: of(training),
    validation: of(validation),
    test: of(test),
  });
  const counts = ofEach(({ data }) => countsOf(data, labels));
  return {
    ...ofEach(({ data }) => data),
    sha256,
    counts,
    origins: ofEach(originsOf),
    labels,
    notes,
    warnings: [
      ...found.warnings,
      ...missingClasses(noun, labels ?? training.data.classNames, counts),
    ],
  };
}

/** Splits, with an error about the files if there are too few examples. */
function splitOrExplain(
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
      `Cannot split ${what}: ${examples} are too few for ${parts.join(", ")}, one of which would ` +
        "have none",
      { cause: error },
    );
  }
}

/**
 * The SHA-256 of the parts that files gave: of a description in JSON, then of the numbers of each part, little-endian.
 * @param visit passes on all inputs that are on the disk
 */
async function sha256Of(
  parts: Parts,
  visit: (data: StoredData, onBytes: (bytes: Uint8Array<ArrayBuffer>) => void) => Promise<void>,
): Promise<string> {
  const hash = createHash("sha256");
  const { features, shape, outputs, classNames, problem } = parts.training.data;
  const sizes = SPLITS.map((name) => parts[name]?.data.size ?? null);
  hash.update(JSON.stringify({
    format: 1,
    type: typeOf(parts.training.data),
    shape: shape ?? [features],
    classNames: classNames ?? null,
    outputs: problem.isOneHot ? null : outputs,
    sizes,
  }));
  for (const name of SPLITS) {
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

function typeOf(data: Dataset | StoredData): "uint8" | "float32" {
  if (data instanceof StoredData) return data.stored.type;
  return data.inputs instanceof Uint8Array ? "uint8" : "float32";
}

/** How many examples each class or label has; empty of quantities. */
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

/** A sentence for each split that lacks some classes or labels. */
function missingClasses(
  noun: string,
  names: readonly string[] | undefined,
  counts: UserData["counts"],
): string[] {
  if (names === undefined) return [];
  return SPLITS.flatMap((name) => {
    const absent = counts[name].flatMap((count, k) => count === 0 ? [names[k]!] : []);
    return absent.length === 0 ? [] : [
      `No ${noun} of ${quotedNames(absent)} is in the ${name} split` +
      (name === "training" ? ": a network cannot learn it" : ""),
    ];
  });
}

/** The first few names in quotes, and how many more there are. */
export function quotedNames(names: readonly string[], most = MAX_LISTED_NAMES): string {
  const first = names.slice(0, most).map((name) => JSON.stringify(name));
  const more = names.length - first.length;
  return `${first.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

/**
 * Warns of inputs in a file that the network's float32 cannot tell apart.
 * @param numbers [examples, features]
 */
export function mergedInputWarnings(
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
