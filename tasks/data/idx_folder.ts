/**
 * A folder of IDX files as a data set: the format of MNIST, EMNIST, KMNIST and QMNIST. The names and first bytes of files
 * show what each holds. @module
 */

import { basename, dirname, join } from "@std/path";
import { exists } from "@std/fs";
import { Dataset } from "../../lib/dataset.ts";
import { type IdxArray, readIdx } from "../../lib/formats/idx.ts";
import { counted } from "../cli/format.ts";
import { explain, reasonOf } from "../system/explain.ts";
import { openFile } from "../system/open_file.ts";
import { readTextAtMost } from "../system/read_at_most.ts";
import { peek } from "../system/streams.ts";
import { numberLabels, parseClassNames } from "./classes.ts";
import { examplesOf, mergedInputWarnings } from "./inputs.ts";
import { decompressed } from "./unpack.ts";
import { leftOutNotes, quotedNames } from "./names.ts";
import { filesSource, pairsOf, type Role, splitUserData } from "./user_data.ts";
import type { Parts, UserDataOptions } from "./split_parts.ts";
import type { UserData } from "./user_data.ts";

export const idxFolder = filesSource({
  source: "idx",
  read: ({ idx }, options) => readIdxFolder(idx!, options),
});

/** The largest file that is read, in bytes once it is decompressed. */
const MAX_BYTES = 4_294_967_296;

/** The file that names the classes, one a line in the order of the labels. */
const CLASSES_FILE = "classes.txt";

/** The most bytes of such a file: there are at most 65,536 classes. */
const MAX_CLASSES_BYTES = 16_777_216;

/** The words for the parts in file names; a file without one is training data. */
const PART_WORDS: readonly (readonly [part: keyof Parts, words: RegExp])[] = [
  ["validation", /(^|[^a-z])(validation|valid|val)([^a-z]|$)/i],
  ["test", /(^|[^a-z])(test|testing|t10k)([^a-z]|$)/i],
  ["training", /(^|[^a-z])(train|training)([^a-z]|$)/i],
];

const ROLE_NAMES: { readonly [Name in Role]: string } = { inputs: "images", answers: "labels" };

interface IdxFile {
  readonly name: string;
  readonly path: string;
  readonly part: keyof Parts;
  readonly role: Role;
}

/**
 * Reads a folder of IDX files, compressed by gzip or not. Parts that are missing are split off, by class. `classes.txt` names
 * the classes.
 * @param path the folder, or the folder and the start of its files' names: `gzip/emnist-letters`
 * @returns the splits; what was found is in notes and warnings
 * @throws {Error} if files are missing, damaged, ambiguous or do not fit each other; the message lists them
 */
export async function readIdxFolder(
  path: string,
  options: UserDataOptions = {},
): Promise<UserData> {
  const { folder, prefix } = await folderOf(path);
  const { files, notes } = await idxFilesOf(path, folder, prefix);
  const names = files.map(({ name }) => name);
  const pairs = pairsOf(
    (part, role) => only(path, files, part, role),
    ({ name }, missing) =>
      unusable(path, `${name} has no ${ROLE_NAMES[missing]}; the files are ${listed(names)}`),
    () => unusable(path, `expected files to train on, got ${listed(names)}`),
    options.whole,
  );
  const found: { images: IdxArray; labels: number[] }[] = [];
  for (const { inputs, answers } of pairs) {
    options.signal?.throwIfAborted();
    const images = await readFile(inputs);
    const labels = labelsOf(answers, await readFile(answers));
    checkImages(inputs, images, answers, labels.length, found[0]?.images);
    found.push({ images, labels });
  }
  const numbered = await numberedLabels(folder, prefix, found.map(({ labels }) => labels));
  const parts = Object.fromEntries(pairs.map(({ part, inputs }, k) => [part, {
    data: dataOf(found[k]!.images, numbered.labels[k]!, numbered.classNames),
    origin: (example: number) => `${inputs.name} ${example}`,
  }]));
  const { images } = found[0]!;
  const all = {
    notes: [
      `Read ${quotedNames(names, 6)}`,
      ...notes,
      ...numbered.notes,
      ...names.some((name) => /emnist/i.test(name))
        ? ["The images of EMNIST are transposed, rows for columns, and are used as they are"]
        : [],
    ],
    warnings: mergedInputWarnings(images.data, images.data.length / images.shape[0]!),
  };
  return splitUserData(path, "image", parts as unknown as Parts, all, options);
}

function unusable(path: string, reason: string): Error {
  return new Error(`Cannot use ${path} as IDX files: ${reason}`);
}

function listed(names: readonly string[]): string {
  return quotedNames(names, 12);
}

/** The folder, and the start of the names in it. */
async function folderOf(path: string): Promise<{ folder: string; prefix: string }> {
  if (await exists(path, { isDirectory: true })) return { folder: path, prefix: "" };
  const isFile = await exists(path);
  const folder = dirname(path);
  if (!isFile && await exists(folder, { isDirectory: true })) {
    return { folder, prefix: basename(path) };
  }
  const reason = isFile ? "expected a folder of IDX files, got a file" : "no such folder";
  throw new Error(`Cannot read ${path}: ${reason}`);
}

/** The IDX files of a folder. Where a plain and a compressed file have one name, the plain one is taken. */
async function idxFilesOf(
  path: string,
  folder: string,
  prefix: string,
): Promise<{ files: IdxFile[]; notes: string[] }> {
  const entries = await Array.fromAsync(Deno.readDir(folder));
  const names = entries.filter(({ name, isDirectory }) =>
    !isDirectory && !name.startsWith(".") && name.startsWith(prefix) && name !== CLASSES_FILE
  ).map(({ name }) => name).sort();
  const files: IdxFile[] = [];
  const others: string[] = [];
  for (const name of names) {
    if (name.endsWith(".gz") && names.includes(name.slice(0, -".gz".length))) continue;
    const rank = await rankOf(join(folder, name));
    if (rank === undefined) {
      others.push(name);
      continue;
    }
    const role = /label/i.test(name) || rank === 1 && !/image/i.test(name) ? "answers" : "inputs";
    const parts = PART_WORDS.filter(([, words]) => words.test(name)).map(([part]) => part);
    if (parts.length > 1) {
      throw unusable(path, `the name ${name} fits the parts ${parts.join(" and ")}`);
    }
    files.push({ name, path: join(folder, name), part: parts[0] ?? "training", role });
  }
  if (files.length === 0) {
    const start = prefix === "" ? "" : ` whose names start with ${prefix}`;
    const only = others.length === 0 ? "" : `, only ${quotedNames(others)}`;
    throw unusable(path, `there is none in ${folder}${start}${only}`);
  }
  return { files, notes: leftOutNotes("not IDX", others) };
}

/** The number of dimensions of an IDX file, from its first bytes; `undefined` for other files. */
async function rankOf(path: string): Promise<number | undefined> {
  try {
    const { start, stream } = await peek(await opened(path), 4);
    await stream.cancel();
    const [zero, alsoZero, type = 0, rank = 0] = start;
    return zero === 0 && alsoZero === 0 && type >= 8 && type <= 14 && rank > 0 ? rank : undefined;
  } catch (error) {
    const reason = reasonOf(error);
    if (reason !== undefined) throw new Error(`Cannot read ${path}: ${reason}`, { cause: error });
    return undefined; // neither gzip nor IDX
  }
}

async function opened(path: string): Promise<ReadableStream<Uint8Array>> {
  return await decompressed((await openFile(path)).readable, MAX_BYTES);
}

async function readFile({ path }: IdxFile): Promise<IdxArray> {
  try {
    return await readIdx(await opened(path), { maxBytes: MAX_BYTES });
  } catch (error) {
    const reason = reasonOf(error) ?? explain(error).replace(/^Cannot read the IDX file: /, "");
    throw new Error(`Cannot read ${path}: ${reason}`, { cause: error });
  }
}

/** The file of a part and a role; `undefined` if there is none. */
function only(
  path: string,
  files: readonly IdxFile[],
  part: keyof Parts,
  role: Role,
): IdxFile | undefined {
  const names = files.filter((file) => file.part === part && file.role === role);
  if (names.length < 2) return names[0];
  const [{ name }] = names as [IdxFile];
  const start = name.replace(/[-_.]?(train|test|t10k|val).*$/i, "");
  throw unusable(
    path,
    `several may be the ${ROLE_NAMES[role]} of the ${part} part, ` +
      `${listed(names.map(({ name }) => name))}; move one set into a folder of its own` +
      (start === "" || start === name
        ? ""
        : `, or give the start of its names, for example ${join(path, start)}`),
  );
}

/** The labels of a file: one number for each image, or QMNIST's eight, whose first is the class. */
function labelsOf({ path }: IdxFile, { type, shape, data }: IdxArray): number[] {
  const [, columns = 1] = shape;
  if (shape.length > 2 || type.startsWith("float") || ![1, 8].includes(columns)) {
    throw new Error(
      `Cannot use ${path} as labels: expected a whole number for each image, got ${type} [${shape}]`,
    );
  }
  return Array.from({ length: shape[0]! }, (_, k) => data[k * columns]!);
}

function checkImages(
  { path }: IdxFile,
  { shape: [count, ...shape] }: IdxArray,
  labelFile: IdxFile,
  labels: number,
  training: IdxArray | undefined,
): void {
  if (shape.length === 0 || count === 0 || shape.includes(0)) {
    throw new Error(
      `Cannot use ${path} as images: expected [images, height, width], got [${[count, ...shape]}]`,
    );
  }
  if (count !== labels) {
    throw new Error(
      `Cannot use ${path}: it has ${counted(count!, "image")}, and ${labelFile.name} has ` +
        `${counted(labels, "label")}`,
    );
  }
  const expected = training?.shape.slice(1) ?? shape;
  if (`${expected}` !== `${shape}`) {
    throw new Error(
      `Cannot use ${path}: its images are [${shape}], and the training images are [${expected}]`,
    );
  }
}

/** Numbers the labels, by the names in `classes.txt` if it is there. */
async function numberedLabels(
  folder: string,
  prefix: string,
  labels: readonly number[][],
): Promise<ReturnType<typeof numberLabels>> {
  const path = join(folder, CLASSES_FILE);
  const named = await exists(path);
  try {
    const names = named
      ? parseClassNames(await readTextAtMost(path, MAX_CLASSES_BYTES))
      : undefined;
    return numberLabels(labels, names);
  } catch (error) {
    const where = named ? path : join(folder, prefix);
    throw new Error(`Cannot use ${where}: ${reasonOf(error) ?? explain(error)}`, { cause: error });
  }
}

/** A data set: a byte k is the gray level k/255; other numbers are inputs as they are. */
function dataOf(
  { data, shape: [, ...shape] }: IdxArray,
  labels: Uint8Array | Uint16Array,
  classNames: readonly string[],
): Dataset {
  const answers = { labels, classes: classNames.length, classNames };
  return new Dataset({ ...examplesOf(data, shape), ...answers });
}
