/**
 * An NPZ file of NumPy's as a data set: `x_train`, `y_train`, `x_test` … as Keras has them, or `train_images`,
 * `train_labels`, `val_images` … as MedMNIST has them. Or a folder of such files with one array each, as KMNIST comes:
 * `k49-train-imgs.npz`, `k49-train-labels.npz` …. @module
 */

import { join } from "@std/path";
import { Dataset } from "../../lib/dataset.ts";
import { type NpyArray, type NpzEntry, readNpz } from "../../lib/formats/read_npz.ts";
import { Standardization } from "../../lib/numerics/standardization.ts";
import { counted } from "../cli/format.ts";
import { explain, reasonOf } from "../system/explain.ts";
import { readAtMost } from "../system/read_at_most.ts";
import { examplesOf, mergedInputWarnings } from "./inputs.ts";
import { answersOf, type AnswersOptions } from "./npz_answers.ts";
import { quantityName, type QuantityScale } from "../../lib/problem/quantities.ts";
import { PART_WORDS, quotedNames } from "./names.ts";
import { filesSource, pairsOf, type Role, splitUserData } from "./user_data.ts";
import type { Parts, UserDataOptions } from "./split_parts.ts";
import type { UserData } from "./user_data.ts";

export type ReadNpzFileOptions = UserDataOptions & AnswersOptions;

export const npzFile = filesSource({
  source: "npz",
  read: ({ npz, kind, standardize }, options) =>
    readNpzFile(npz!, { ...options, kind, standardize }),
  like: (dataset, { kind }) => ({ ...dataset, kind }),
});

/** The most bytes that a file, and its arrays, may take. */
export const MAX_NPZ_BYTES = 4_294_967_296;

/** Names of an array of inputs, in any case. */
export const NPZ_INPUTS: readonly string[] = [
  "x",
  "images",
  "image",
  "imgs",
  "inputs",
  "features",
  "data",
];

/** Names of arrays by their role, in any case. */
const ROLE_NAMES: Readonly<Record<Role, readonly string[]>> = {
  inputs: NPZ_INPUTS,
  answers: ["y", "labels", "label", "targets", "target"],
};

const CLASS_NAME_ARRAYS = ["class_names", "classes", "label_names", "target_names"];

type Pair = Readonly<Record<Role, NpyArray>>;

/**
 * Reads an NPZ file, or a folder of such files with one array each. Parts that are missing are split off, by class.
 *
 * - Inputs: a byte k is the gray level k/255; other numbers are inputs as they are.
 * - One answer each: whole numbers, names, and floats that are all 0 or 1 are classes; other floats are quantities.
 * - A row of answers each: one-hot rows are classes; rows of 0 and 1 are labels; other rows are quantities.
 *
 * @returns the splits; what was found is in notes and warnings
 * @throws {Error} if arrays are missing, damaged, ambiguous or do not fit each other; the message lists them
 */
export async function readNpzFile(
  path: string,
  options: ReadNpzFileOptions = {},
): Promise<UserData> {
  try {
    const { pairs, classNames, notes } = await readPairs(await open(path), options);
    const all = [...pairs.values()];
    const answers = answersOf(all.map(({ answers }) => answers), classNames, options);
    const parts = Object.fromEntries([...pairs.keys()].map((part, k) => {
      const { shape: [, ...shape], data: numbers, dtype } = all[k]!.inputs;
      if (shape.length === 3 && shape[2] === 1) shape.pop(); // as in gray pictures
      const inputs = examplesOf(numbers, shape, dtype === "uint8");
      const data = new Dataset(Object.assign(inputs, answers.parts[k]!));
      return [part, { data, origin: (example: number) => `${part} ${example}` }];
    })) as unknown as Parts;
    const { data: given } = all[0]!.inputs; // numbers, as was checked
    const warnings = mergedInputWarnings(given as Float64Array, parts.training.data.features);
    const found = { notes: [...notes, ...answers.notes], warnings };
    const data = splitUserData(path, "example", parts, found, options, answers.labels);
    return answers.origin === undefined
      ? data
      : withStandardizedTargets(data, answers.origin, options.quantities);
  } catch (error) {
    if (error === options.signal?.reason) throw error;
    const reason = reasonOf(error) ?? explain(error);
    const message = reason.startsWith("Cannot split") ? reason : `Cannot use ${path}: ${reason}`;
    throw new Error(message.replace("Cannot read the archive: ", ""), { cause: error });
  }
}

/** The arrays of a file, or of a folder's files. */
async function open(path: string): Promise<Map<string, NpzEntry>> {
  if ((await Deno.stat(path)).isDirectory) return await openFolder(path);
  return readNpz(await readAtMost(path, MAX_NPZ_BYTES), { maxBytes: MAX_NPZ_BYTES });
}

/** The array of each file in a folder, named by the file: `k49-train-imgs.npz` holds `train_imgs`. */
async function openFolder(path: string): Promise<Map<string, NpzEntry>> {
  const entries = await Array.fromAsync(Deno.readDir(path));
  const names = entries.filter(({ name, isFile }) =>
    isFile && name.endsWith(".npz") && !name.startsWith(".")
  ).map(({ name }) => name);
  if (names.length === 0) throw new Error("it is a folder, and no NPZ file is in it");
  const expected = Object.values({ ...ROLE_NAMES, ...PART_WORDS }).flat();
  const arrays = new Map<string, NpzEntry>();
  for (const name of names.sort()) {
    const all = [...(await open(join(path, name))).values()];
    if (all.length !== 1) {
      throw new Error(
        `it is a folder, and ${name} in it has ${all.length} arrays: give the file itself, or a ` +
          "folder of files with one array each",
      );
    }
    const words = name.slice(0, -".npz".length).toLowerCase().split(/[-_. ]/);
    const called = words.filter((word) => expected.includes(word)).join("_") || name;
    if (arrays.has(called)) {
      throw new Error(`it is a folder, and ${name} is not the only file for ${called} in it`);
    }
    arrays.set(called, all[0]!);
  }
  return arrays;
}

/** Reads the arrays of each part, and checks that they fit each other. */
async function readPairs(
  arrays: ReadonlyMap<string, NpzEntry>,
  { signal, whole }: UserDataOptions,
): Promise<{
  pairs: Map<keyof Parts, Pair>;
  classNames: readonly string[] | undefined;
  notes: string[];
}> {
  const all = [...arrays.keys()];
  const used = new Set<string>();
  const read = async (name: string) => {
    signal?.throwIfAborted();
    used.add(name);
    return await arrays.get(name)!.read();
  };
  const found = pairsOf(
    (part, role) => only(all, part, role),
    (name, missing) =>
      new Error(
        `it has ${JSON.stringify(name)} and no ${missing} for it; its arrays are ` +
          quotedNames(all, 12),
      ),
    () =>
      new Error(
        "expected x_train and y_train, or train_images and train_labels, got " +
          `${all.length === 0 ? "no arrays" : quotedNames(all, 12)}`,
      ),
    whole,
  );
  const pairs = new Map<keyof Parts, Pair>();
  for (const { part, inputs, answers } of found) {
    const pair = { inputs: await read(inputs), answers: await read(answers) };
    pairs.set(part, pair);
    checkPair(inputs, answers, pair, pairs.get("training")!);
  }
  const named = all.find((name) => CLASS_NAME_ARRAYS.includes(name.toLowerCase()));
  const names = named === undefined ? undefined : (await read(named)).data;
  const areNames = Array.isArray(names) && new Set(names).size === names.length;
  if (named !== undefined && !areNames) used.delete(named);
  const others = all.filter((name) => !used.has(name));
  const notes = [`Read ${quotedNames([...used], 8)}`];
  if (others.length > 0) {
    notes.push(`Left out ${counted(others.length, "array")}: ${quotedNames(others)}`);
  }
  return { pairs, classNames: areNames ? names as readonly string[] : undefined, notes };
}

/** The array of a part and a role; `undefined` if there is none. */
function only(names: readonly string[], part: keyof Parts, role: Role): string | undefined {
  const expected = new Set<string>(ROLE_NAMES[role].flatMap((word) => [
    ...PART_WORDS[part].flatMap((split) => [`${word}_${split}`, `${split}_${word}`]),
    ...part === "training" ? [word] : [],
  ]));
  const matching = names.filter((name) => expected.has(name.toLowerCase()));
  if (matching.length < 2) return matching[0];
  throw new Error(
    `several of its arrays may be the ${role} of the ${part} part: ${quotedNames(matching, 12)}`,
  );
}

function checkPair(
  inputName: string,
  answerName: string,
  { inputs, answers }: Pair,
  training: Pair,
): void {
  const of = ({ dtype, shape }: NpyArray) => `${dtype} [${shape}]`;
  const columnsOf = ({ answers: { data, shape } }: Pair) => data.length / shape[0]!;
  if (inputs.dtype === "str") throw new Error(`expected numbers in ${inputName}, got text`);
  if (inputs.shape.length === 0 || inputs.data.length === 0) {
    throw new Error(`expected the shape [examples, …] of ${inputName}, got [${inputs.shape}]`);
  }
  if (answers.shape.length === 0 || answers.shape[0] !== inputs.shape[0]) {
    throw new Error(
      `${inputName} is [${inputs.shape}] and ${answerName} is [${answers.shape}]: ` +
        "expected an answer for each input",
    );
  }
  const columns = columnsOf({ inputs, answers });
  if (answers.dtype === "str" && columns !== 1) {
    throw new Error(`expected one name for each example in ${answerName}, got [${answers.shape}]`);
  }
  const fits = `${training.inputs.shape.slice(1)}` === `${inputs.shape.slice(1)}` &&
    columnsOf(training) === columns &&
    (training.answers.dtype === "str") === (answers.dtype === "str") &&
    (training.inputs.dtype === "uint8") === (inputs.dtype === "uint8");
  if (fits) return;
  throw new Error(
    `${inputName} is ${of(inputs)} and ${answerName} ${of(answers)}: the training arrays are ` +
      `${of(training.inputs)} and ${of(training.answers)}`,
  );
}

function withStandardizedTargets(
  data: UserData,
  origin: Standardization,
  known: readonly QuantityScale[] | undefined,
): UserData {
  const outputs = origin.means.length;
  const scale = known === undefined
    ? Standardization.of(data.training.targets!, outputs)
    : new Standardization({
      means: known.map(({ mean }, j) => mean - origin.means[j]!),
      deviations: known.map(({ deviation }) => deviation),
    });
  const scaled = (part: Dataset) => part.withTargets(scale.apply(part.targets!));
  return {
    ...data,
    training: scaled(data.training),
    validation: scaled(data.validation),
    test: scaled(data.test),
    quantities: Array.from({ length: outputs }, (_, j) => ({
      name: quantityName(j, outputs),
      mean: origin.means[j]! + scale.means[j]!,
      deviation: scale.deviations[j]!,
    })),
  };
}
