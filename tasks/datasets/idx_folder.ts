/**
 * A folder of IDX files as a data set: the format of MNIST, EMNIST, KMNIST and QMNIST. The names and first bytes of files
 * show what each holds. @module
 */

import { basename, dirname, join } from "@std/path";
import { exists } from "@std/fs";
import { Dataset } from "../../mod.ts";
import { type IdxArray, MAX_IDX_HEADER, parseIdxHeader, readIdx } from "../../lib/formats/mod.ts";
import { counted } from "../cli/format.ts";
import { explain, reasonOf } from "../system/explain.ts";
import { readTextAtMost } from "../system/read_at_most.ts";
import { peek } from "../system/streams.ts";
import { numberLabels, parseClassNames } from "./classes.ts";
import { inputsIn } from "./npz_answers.ts";
import { SPLITS } from "./splits.ts";
import { mergedInputWarnings, quotedNames, splitUserData } from "./user_data.ts";
import type { Parts, UserData, UserDataOptions } from "./user_data.ts";
import { DEFAULT_MEMORY_MIB, MEBIBYTE, StoredData } from "./stored_data.ts";
import { StoredRows } from "./stored_rows.ts";
import { decompressed } from "./unpack.ts";

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

interface IdxFile {
  readonly name: string;
  readonly path: string;
  readonly part: keyof Parts;
  readonly role: "images" | "labels";
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
  const read: Partial<Record<keyof Parts, { images: IdxArray | StoredImages; labels: number[] }>> =
    {};
  let done = 0;
  for (const part of SPLITS) {
    const images = only(path, files, part, "images");
    const labels = only(path, files, part, "labels");
    if (images === undefined && labels === undefined) continue;
    if (images === undefined || labels === undefined) {
      throw new Error(
        `Cannot use ${path} as IDX files: ${(images ?? labels)!.name} has no ${
          images === undefined ? "images" : "labels"
        }; the files are ${quotedNames(files.map(({ name }) => name), 12)}`,
      );
    }
    options.signal?.throwIfAborted();
    const pictures = part === "training" && await storedImages(images, options) ||
      await readFile(images);
    if (part === "training") checkMemory(images, pictures, options);
    options.onProgress?.(++done, files.length);
    options.signal?.throwIfAborted();
    const classes = await readFile(labels);
    options.onProgress?.(++done, files.length);
    read[part] = { images: pictures, labels: labelsOf(labels, classes) };
    checkImages(images, pictures, labels, read[part].labels.length, read.training?.images);
  }
  if (read.training === undefined) {
    throw new Error(
      `Cannot use ${path} as IDX files: expected files to train on, got ` +
        `${quotedNames(files.map(({ name }) => name), 12)}`,
    );
  }
  const present = SPLITS.filter((part) => read[part] !== undefined);
  const { labels, classNames, notes: labelNotes } = await numberedLabels(
    folder,
    prefix,
    present.map((part) => read[part]!.labels),
  );
  const parts = Object.fromEntries(
    present.map((part, k) => [part, {
      data: dataOf(read[part]!.images, labels[k]!, classNames, options),
      origin: (example: number) => `${only(path, files, part, "images")!.name} ${example}`,
    }]),
  );
  const emnist = files.some(({ name }) => /emnist/i.test(name));
  const found = {
    notes: [
      `Read ${quotedNames(files.map(({ name }) => name), 6)}`,
      ...notes,
      ...labelNotes,
      ...emnist
        ? ["The images of EMNIST are transposed, rows for columns, and are used as they are"]
        : [],
    ],
    warnings: mergedImageWarnings(read.training.images),
  };
  return await splitUserData(path, "image", parts as unknown as Parts, found, options);
}

/** The folder, and the start of the names in it. */
async function folderOf(path: string): Promise<{ folder: string; prefix: string }> {
  if (await exists(path, { isDirectory: true })) return { folder: path, prefix: "" };
  const folder = dirname(path);
  if (await exists(path) || !await exists(folder, { isDirectory: true })) {
    throw new Error(
      `Cannot read ${path}: ` +
        `${await exists(path) ? "expected a folder of IDX files, got a file" : "no such folder"}`,
    );
  }
  return { folder, prefix: basename(path) };
}

/** The IDX files of a folder. Where a plain and a compressed file have one name, the plain one is taken. */
async function idxFilesOf(
  path: string,
  folder: string,
  prefix: string,
): Promise<{ files: IdxFile[]; notes: string[] }> {
  const names: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (!isDirectory && !name.startsWith(".") && name.startsWith(prefix)) names.push(name);
  }
  names.sort();
  const files: IdxFile[] = [];
  const others: string[] = [];
  for (const name of names) {
    if (name.endsWith(".gz") && names.includes(name.slice(0, -".gz".length))) continue;
    const rank = name === CLASSES_FILE ? undefined : await rankOf(join(folder, name));
    if (rank === undefined) {
      if (name !== CLASSES_FILE) others.push(name);
      continue;
    }
    const role = /label/i.test(name) || rank === 1 && !/image/i.test(name) ? "labels" : "images";
    const matching = PART_WORDS.filter(([, words]) => words.test(name));
    if (matching.length > 1) {
      throw new Error(
        `Cannot use ${path} as IDX files: the name ${name} fits the parts ` +
          `${matching.map(([part]) => part).join(" and ")}`,
      );
    }
    files.push({ name, path: join(folder, name), part: matching[0]?.[0] ?? "training", role });
  }
  if (files.length === 0) {
    throw new Error(
      `Cannot use ${path} as IDX files: there is none in ${folder}${
        prefix === "" ? "" : ` whose names start with ${prefix}`
      }${others.length === 0 ? "" : `, only ${quotedNames(others)}`}`,
    );
  }
  const notes = others.length === 0 ? [] : [
    `Left out ${counted(others.length, "file")} that ${others.length === 1 ? "is" : "are"} not ` +
    `IDX: ${quotedNames(others)}`,
  ];
  return { files, notes };
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

/** A file's bytes, decompressed. */
async function opened(path: string): Promise<ReadableStream<Uint8Array>> {
  return await decompressed((await Deno.open(path)).readable, MAX_BYTES);
}

async function readFile({ path }: IdxFile): Promise<IdxArray> {
  try {
    return await readIdx(await opened(path), { maxBytes: MAX_BYTES });
  } catch (error) {
    const reason = reasonOf(error) ?? explain(error).replace(/^Cannot read the IDX file: /, "");
    throw new Error(`Cannot read ${path}: ${reason}`, { cause: error });
  }
}

/** Images that stay in their file. */
interface StoredImages extends Pick<IdxArray, "shape"> {
  readonly stored: StoredRows;
}

/** Opens images that take more than the memory and can be read row by row; `undefined` for others. */
async function storedImages(
  { path }: IdxFile,
  { memory = DEFAULT_MEMORY_MIB }: UserDataOptions,
): Promise<StoredImages | undefined> {
  const beginning = new Uint8Array(MAX_IDX_HEADER);
  using file = await Deno.open(path);
  const read = await file.read(beginning) ?? 0;
  if (beginning[0] !== 0) return undefined; // compressed
  const { type, shape, start, dataBytes } = parseIdxHeader(beginning.subarray(0, read));
  if (type !== "uint8" && type !== "float32" || dataBytes <= memory * MEBIBYTE) return undefined;
  const [count = 0, ...lengths] = shape;
  const features = lengths.reduce((product, length) => product * length, 1);
  const source = { path, start, count, features, type, bigEndian: true };
  return { shape, stored: await StoredRows.open(source) };
}

/** Checks that images that exceed the memory a user allows are on the disk. */
function checkMemory(
  { path }: IdxFile,
  images: IdxArray | StoredImages,
  { memory = Infinity }: UserDataOptions,
): void {
  if ("stored" in images || images.data.byteLength <= memory * MEBIBYTE) return;
  const reason = path.endsWith(".gz")
    ? "it is compressed; unpack it with gunzip"
    : `expected uint8 or float32, got ${images.type}`;
  throw new Error(`Cannot read ${path} from disk while training: ${reason}`);
}

/** The file of a part and a role; `undefined` if there is none. */
function only(
  path: string,
  files: readonly IdxFile[],
  part: keyof Parts,
  role: IdxFile["role"],
): IdxFile | undefined {
  const matching = files.filter((file) => file.part === part && file.role === role);
  if (matching.length > 1) {
    const start = matching[0]!.name.replace(/[-_.]?(train|test|t10k|val).*$/i, "");
    throw new Error(
      `Cannot use ${path} as IDX files: several may be the ${role} of the ${part} part, ${
        quotedNames(matching.map(({ name }) => name), 12)
      }; move one set into a folder of its own` +
        (start === "" || start === matching[0]!.name
          ? ""
          : `, or give the start of its names, for example ${join(path, start)}`),
    );
  }
  return matching[0];
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
  file: IdxFile,
  { shape }: Pick<IdxArray, "shape">,
  labelFile: IdxFile,
  labels: number,
  training: Pick<IdxArray, "shape"> | undefined,
): void {
  if (shape.length < 2 || shape.includes(0)) {
    throw new Error(
      `Cannot use ${file.path} as images: expected [images, height, width], got [${shape}]`,
    );
  }
  if (shape[0] !== labels) {
    throw new Error(
      `Cannot use ${file.path}: it has ${counted(shape[0]!, "image")}, and ${labelFile.name} has ` +
        `${counted(labels, "label")}`,
    );
  }
  if (training !== undefined && `${training.shape.slice(1)}` !== `${shape.slice(1)}`) {
    throw new Error(
      `Cannot use ${file.path}: its images are [${shape.slice(1)}], and the training images are ` +
        `[${training.shape.slice(1)}]`,
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
    return numberLabels(
      labels,
      named ? parseClassNames(await readTextAtMost(path, MAX_CLASSES_BYTES)) : undefined,
    );
  } catch (error) {
    const where = named ? path : join(folder, prefix);
    throw new Error(`Cannot use ${where}: ${reasonOf(error) ?? explain(error)}`, { cause: error });
  }
}

/** Warnings of inputs in memory that float32 cannot tell apart. */
function mergedImageWarnings(images: IdxArray | StoredImages): string[] {
  if ("stored" in images) return []; // which are bytes or float32
  return mergedInputWarnings(images.data, images.data.length / images.shape[0]!);
}

/** A data set: a byte k is the gray level k/255; other numbers are inputs as they are. */
function dataOf(
  images: IdxArray | StoredImages,
  labels: Uint8Array | Uint16Array,
  classNames: readonly string[],
  { memory = DEFAULT_MEMORY_MIB }: UserDataOptions,
): Dataset | StoredData {
  const [, ...shape] = images.shape;
  if ("stored" in images) {
    const answers = { labels, classes: classNames.length, classNames };
    const { stored } = images;
    return new StoredData({
      stored,
      answers,
      ...shape.length > 1 && { shape },
      memory: memory * MEBIBYTE,
    });
  }
  const { data } = images;
  const features = shape.reduce((product, length) => product * length, 1);
  return new Dataset({
    ...data instanceof Uint8Array ? { pixels: data } : { inputs: inputsIn(data, features) },
    features,
    ...shape.length > 1 ? { shape } : {},
    labels,
    classes: classNames.length,
    classNames,
  });
}
