/**
 * User data: what the readers of pictures, of IDX and of NPZ files have in common. Files give one to three parts. The
 * missing parts are split off the training part, by class. @module
 */

import type { QuantityScale } from "../../lib/problem/quantities.ts";
import { createHash } from "node:crypto";
import { type UserDataset, userDatasetOf } from "../../lib/config/user_data.ts";
import { Dataset } from "../../lib/dataset.ts";
import type { Fractions } from "../../lib/dataset/split.ts";
import type { InputSource } from "../../lib/pictures/input_description.ts";
import { SPLITS } from "./names.ts";
import { inputOf, type Learned, located, type OpenData, type Source } from "./source.ts";
import {
  countsOf,
  type Found,
  type Parts,
  type SplitData,
  splitParts,
  type UserDataOptions,
} from "./split_parts.ts";

export interface UserData extends SplitData {
  /** Of the decoded data, in the order of the files, before it is split. */
  readonly sha256: string;
  /** What the targets were before they were standardized, if they are. */
  readonly quantities?: readonly QuantityScale[];
}

/** A reader of files. */
interface FilesReader {
  /** What its examples are in a model file. */
  readonly source: InputSource;
  readonly read: (dataset: UserDataset, options: UserDataOptions) => Promise<UserData>;
  /** The data set that is read as a model learned it. Default: as it is. */
  readonly like?: (dataset: UserDataset, learned: Learned) => UserDataset;
}

/** The note on a key that has no effect. */
const NO_MEMORY =
  'The key "memory" has no effect: all images are read into memory, and shuffled as one; remove it';

/** The source of data that a reader of files reads. */
export function filesSource({ source, read, like }: FilesReader): Source {
  const open = async (dataset: UserDataset, how: UserDataOptions): Promise<OpenData> => {
    const { split, memory } = dataset;
    if (typeof split === "string") {
      throw new Error(
        "Cannot split data that is not a table by a column: expected three fractions, for example [0.7,0.15,0.15]",
      );
    }
    const found = await read(dataset, { ...how, fractions: split as Fractions | undefined });
    const { training, validation, test, origins, labels, quantities, warnings, notes } = found;
    return {
      training,
      validation,
      test,
      origins,
      labels,
      quantities,
      warnings,
      classes: training.classNames,
      hashes: { examples: found.sha256 },
      input: inputOf(training, source),
      locate: (split) => located((example) => origins[split][example]!),
      found: memory === undefined ? notes : [...notes, NO_MEMORY],
    };
  };
  return {
    open: ({ dataset, splitSeed, seed }) =>
      open(userDatasetOf(dataset)!, { splitSeed: splitSeed ?? seed }),
    hashes: async (dataset) => (await open(userDatasetOf(dataset)!, {})).hashes,
    openWhole: (dataset, learned, signal) =>
      open(like?.(dataset, learned) ?? dataset, {
        whole: true,
        quantities: learned.quantities,
        signal,
      }),
  };
}

export type Role = "inputs" | "answers";

/**
 * The inputs of each part with their answers; the first are those to train on.
 * @param find the array or file of a part and a role
 * @param alone the error of one without its counterpart
 * @param none the error where there is nothing to train on
 * @param whole whether all parts are one, so that those of any name will do
 */
export function pairsOf<T>(
  find: (part: keyof Parts, role: Role) => T | undefined,
  alone: (found: T, missing: Role) => Error,
  none: () => Error,
  whole = false,
): ({ part: keyof Parts } & Readonly<Record<Role, T>>)[] {
  const pairs = SPLITS.flatMap((part) => {
    const [inputs, answers] = [find(part, "inputs"), find(part, "answers")];
    if (inputs !== undefined && answers !== undefined) return [{ part, inputs, answers }];
    if (inputs !== undefined) throw alone(inputs, "answers");
    if (answers !== undefined) throw alone(answers, "inputs");
    return [];
  });
  if (whole && pairs[0] !== undefined) pairs[0].part = "training";
  if (pairs[0]?.part !== "training") throw none();
  return pairs;
}

/**
 * Splits the missing parts off, see {@linkcode splitParts}; of whole data all parts are one.
 * @param what the data, as messages name it
 * @param noun what an example is called: `picture`
 * @param labels the name of each label of multi-label data
 * @throws {RangeError} if a part would have no example, or the fractions are not three above 0 and together 1
 */
export function splitUserData(
  what: string,
  noun: string,
  parts: Parts,
  found: Found,
  options: UserDataOptions,
  labels?: readonly string[],
): UserData {
  return options.whole
    ? wholeUserData(parts, found, labels)
    : { ...splitParts(what, noun, parts, found, options, labels), sha256: sha256Of(parts) };
}

/** All examples as one part. */
function wholeUserData(
  parts: Parts,
  found: Found,
  labels: readonly string[] | undefined,
): UserData {
  const all = SPLITS.flatMap((name) => parts[name] ?? []);
  const data = joinedDataset(all.map(({ data }) => data));
  const origins = all.flatMap(({ data: { size }, origin }) =>
    Array.from({ length: size }, (_, k) => origin(k))
  );
  const ofEach = <T>(value: T) => ({ training: value, validation: value, test: value });
  return {
    ...ofEach(data),
    sha256: sha256Of(parts),
    counts: ofEach(countsOf(data, labels)),
    origins: ofEach(origins),
    labels,
    ...found,
  };
}

/** Data sets of the same features and answers, one after the other. */
function joinedDataset(all: readonly Dataset[]): Dataset {
  const [first] = all as [Dataset];
  if (all.length === 1) return first;
  const { features, shape, classes, classNames, outputs, problem } = first;
  const join = <T extends Float32Array | Uint8Array | Uint16Array>(
    room: (length: number) => T,
    of: (data: Dataset) => ArrayLike<number>,
  ) => {
    const lengths = all.map((data) => of(data).length);
    const joined = room(lengths.reduce((sum, length) => sum + length, 0));
    let start = 0;
    for (const [k, data] of all.entries()) {
      joined.set(of(data), start);
      start += lengths[k]!;
    }
    return joined;
  };
  const inputsOf = ({ inputs }: Dataset) => inputs;
  return new Dataset({
    ...first.inputs instanceof Uint8Array
      ? { pixels: join((length) => new Uint8Array(length), inputsOf) }
      : { inputs: join((length) => new Float32Array(length), inputsOf) },
    features,
    shape,
    ...first.targets === undefined
      ? {
        labels: join((length) => new Uint16Array(length), ({ labels }) => labels),
        classes,
        classNames,
      }
      : {
        targets: join((length) => new Float32Array(length), ({ targets }) => targets!),
        outputs,
        classification: problem.hasAccuracy,
      },
  });
}

/** The SHA-256 of a description in JSON, then of the numbers of each part, little-endian. */
function sha256Of(parts: Parts): string {
  const hash = createHash("sha256");
  const bytesOf = ({ buffer, byteOffset, byteLength }: Uint8Array | Uint16Array | Float32Array) =>
    new Uint8Array(buffer, byteOffset, byteLength);
  const { data } = parts.training;
  const { features, shape, outputs, classNames, problem } = data;
  hash.update(JSON.stringify({
    format: 1,
    type: data.inputs instanceof Uint8Array ? "uint8" : "float32",
    shape: shape ?? [features],
    classNames: classNames ?? null,
    outputs: problem.isOneHot ? null : outputs,
    sizes: SPLITS.map((name) => parts[name]?.data.size ?? null),
  }));
  for (const name of SPLITS) {
    const data = parts[name]?.data;
    if (data === undefined) continue;
    hash.update(bytesOf(data.inputs));
    hash.update(bytesOf(data.targets ?? Uint16Array.from(data.labels)));
  }
  return hash.digest("hex");
}
