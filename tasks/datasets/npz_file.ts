/**
 * An NPZ file of NumPy's as a data set: `x_train`, `y_train`, `x_test` … as Keras has them, or `train_images`,
 * `train_labels`, `val_images` … as MedMNIST has them. Or a folder of such files with one array each, as KMNIST comes:
 * `k49-train-imgs.npz`, `k49-train-labels.npz` …. @module
 */

import { join } from "@std/path";
import { Dataset, type Examples, Standardization } from "../../mod.ts";
import { type NpyArray, type NpzEntry, readNpz } from "../../lib/formats/mod.ts";
import type { Quantity } from "../../lib/table/mod.ts";
import { counted } from "../cli/format.ts";
import { explain, reasonOf } from "../system/explain.ts";
import { readAtMost } from "../system/read_at_most.ts";
import { quantityName } from "./quantities.ts";
import { answersOf, type AnswersOptions, inputsIn } from "./npz_answers.ts";
import { SPLITS } from "./splits.ts";
import { mergedInputWarnings, quotedNames, splitUserData } from "./user_data.ts";
import type { Parts, UserData, UserDataOptions } from "./user_data.ts";

export interface ReadNpzFileOptions extends UserDataOptions, AnswersOptions {}

/** The data of an NPZ file. */
export interface NpzData extends UserData {
  /** What the targets were before they were standardized, if they are. */
  readonly quantities?: readonly Quantity[];
}

/** The most bytes that a file, and its arrays, may take. */
export const MAX_NPZ_BYTES = 4_294_967_296;

/** Names of an array of inputs, in any case. */
export const NPZ_INPUTS: readonly string[] = [
  ...["x", "images", "image", "imgs", "inputs", "features", "data"],
];

/** Names of arrays by their role, in any case. */
const ROLE_NAMES: Readonly<Record<"inputs" | "answers", readonly string[]>> = {
  inputs: NPZ_INPUTS,
  answers: ["y", "labels", "label", "targets", "target"],
};

/** The words for the parts in names; an array without one is training data. */
const PART_WORDS: Readonly<Record<keyof Parts, readonly string[]>> = {
  training: ["train", "training"],
  validation: ["val", "valid", "validation"],
  test: ["test", "testing"],
};

const CLASS_NAME_ARRAYS = ["class_names", "classes", "label_names", "target_names"];

type Role = keyof typeof ROLE_NAMES;

/** The arrays of a part. */
interface Pair {
  readonly inputs: NpyArray;
  readonly answers: NpyArray;
}

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
): Promise<NpzData> {
  try {
    const arrays = await open(path);
    const { pairs, classNames, notes } = await pairsOf(arrays, options);
    const present = SPLITS.filter((part) => pairs[part] !== undefined);
    const checked = present.map((part) => pairs[part]!);
    const answers = answersOf(checked.map(({ answers }) => answers), classNames, options);
    const parts = Object.fromEntries(present.map((part, k) => {
      const source = Object.assign(inputsOf(checked[k]!.inputs), answers.parts[k]!);
      return [part, {
        data: new Dataset(source),
        origin: (example: number) => `${part} ${example}`,
      }];
    }));
    const { data: given } = pairs.training!.inputs; // numbers, as was checked
    const warnings = mergedInputWarnings(given as Float64Array, parts["training"]!.data.features);
    const found = { notes: [...notes, ...answers.notes], warnings };
    const { labels } = answers;
    const all = parts as unknown as Parts;
    const data = await splitUserData(path, "example", all, found, options, labels);
    return answers.origin === undefined ? data : withStandardizedTargets(data, answers.origin);
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
  const names: string[] = [];
  for await (const { name, isFile } of Deno.readDir(path)) {
    if (isFile && name.endsWith(".npz") && !name.startsWith(".")) names.push(name);
  }
  if (names.length === 0) throw new Error("it is a folder, and no NPZ file is in it");
  const arrays = new Map<string, NpzEntry>();
  for (const name of names.sort()) {
    const [array, ...others] = (await open(join(path, name))).values();
    if (array === undefined || others.length > 0) {
      throw new Error(
        `it is a folder, and ${name} in it has ${others.length + Number(array !== undefined)} ` +
          "arrays: " +
          `give the file itself, or a folder of files with one array each`,
      );
    }
    const words = name.slice(0, -".npz".length).toLowerCase().split(/[-_. ]/);
    const known = words.filter((word) =>
      Object.values({ ...ROLE_NAMES, ...PART_WORDS }).some((list) => list.includes(word))
    );
    const called = known.join("_") || name;
    if (arrays.has(called)) {
      throw new Error(`it is a folder, and ${name} is not the only file for ${called} in it`);
    }
    arrays.set(called, array);
  }
  return arrays;
}

/** Reads the arrays of each part, and checks that they fit each other. */
async function pairsOf(
  arrays: ReadonlyMap<string, NpzEntry>,
  { signal, onProgress }: UserDataOptions,
): Promise<
  {
    pairs: Partial<Record<keyof Parts, Pair>>;
    classNames: readonly string[] | undefined;
    notes: string[];
  }
> {
  const all = [...arrays.keys()];
  const used = new Set<string>();
  const pairs: Partial<Record<keyof Parts, Pair>> = {};
  let done = 0;
  const read = async (name: string) => {
    signal?.throwIfAborted();
    used.add(name);
    const array = await arrays.get(name)!.read();
    onProgress?.(++done, arrays.size);
    return array;
  };
  for (const part of SPLITS) {
    const inputs = only(all, part, "inputs");
    const answers = only(all, part, "answers");
    if (inputs === undefined && answers === undefined) continue;
    if (inputs === undefined || answers === undefined) {
      throw new Error(
        `it has ${JSON.stringify(inputs ?? answers)} and no ${
          inputs === undefined ? "inputs" : "answers"
        } for it; its arrays are ${quotedNames(all, 12)}`,
      );
    }
    const pair = { inputs: await read(inputs), answers: await read(answers) };
    pairs[part] = pair;
    checkPair(inputs, answers, pair, pairs.training);
  }
  if (pairs.training === undefined) {
    throw new Error(
      "expected x_train and y_train, or train_images and train_labels, got " +
        `${all.length === 0 ? "no arrays" : quotedNames(all, 12)}`,
    );
  }
  const named = all.find((name) => CLASS_NAME_ARRAYS.includes(name.toLowerCase()));
  const names = named === undefined ? undefined : (await read(named)).data;
  const classNames = Array.isArray(names) && new Set(names).size === names.length
    ? names as readonly string[]
    : undefined;
  if (named !== undefined && classNames === undefined) used.delete(named);
  const others = all.filter((name) => !used.has(name));
  return {
    pairs,
    classNames,
    notes: [
      `Read ${quotedNames([...used], 8)}`,
      ...others.length === 0
        ? []
        : [`Left out ${counted(others.length, "array")}: ${quotedNames(others)}`],
    ],
  };
}

/** The array of a part and a role; `undefined` if there is none. */
function only(names: readonly string[], part: keyof Parts, role: Role): string | undefined {
  const expected = new Set<string>(ROLE_NAMES[role].flatMap((word) => [
    ...PART_WORDS[part].flatMap((split) => [`${word}_${split}`, `${split}_${word}`]),
    ...part === "training" ? [word] : [],
  ]));
  const matching = names.filter((name) => expected.has(name.toLowerCase()));
  if (matching.length > 1) {
    throw new Error(
      `several of its arrays may be the ${role} of the ${part} part: ${quotedNames(matching, 12)}`,
    );
  }
  return matching[0];
}

function checkPair(
  inputName: string,
  answerName: string,
  { inputs, answers }: Pair,
  training: Pair | undefined,
): void {
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
  const columns = answers.data.length / answers.shape[0]!;
  if (answers.dtype === "str" && columns !== 1) {
    throw new Error(`expected one name for each example in ${answerName}, got [${answers.shape}]`);
  }
  if (training === undefined) return;
  const differs = `${training.inputs.shape.slice(1)}` !== `${inputs.shape.slice(1)}` ||
    training.answers.data.length / training.answers.shape[0]! !== columns ||
    (training.answers.dtype === "str") !== (answers.dtype === "str") ||
    (training.inputs.dtype === "uint8") !== (inputs.dtype === "uint8");
  if (differs) {
    throw new Error(
      `${inputName} is ${inputs.dtype} [${inputs.shape}] and ${answerName} ${answers.dtype} [${answers.shape}]: ` +
        `the training arrays are ${training.inputs.dtype} [${training.inputs.shape}] and ` +
        `${training.answers.dtype} [${training.answers.shape}]`,
    );
  }
}

/** The inputs of a data set; a last dimension of one, as in gray pictures, is left out. */
function inputsOf(array: NpyArray): Examples {
  let [, ...shape] = array.shape;
  if (shape.length === 3 && shape[2] === 1) shape = shape.slice(0, 2);
  const features = shape.reduce((product, length) => product * length, 1);
  return {
    ...array.dtype === "uint8"
      ? { pixels: array.data as Uint8Array }
      : { inputs: inputsIn(array.data, features) },
    features,
    ...shape.length > 1 ? { shape } : {},
  };
}

function withStandardizedTargets(data: UserData, origin: Standardization): NpzData {
  const outputs = origin.means.length;
  const scale = Standardization.of(data.training.targets!, outputs);
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
