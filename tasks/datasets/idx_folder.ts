/**
 * A folder of IDX files as a data set: the format of MNIST, in which EMNIST, KMNIST and QMNIST come too. Which file is which
 * their names and first bytes tell.
 *
 * @module
 */

import { basename, dirname, join } from "@std/path";
import { exists } from "@std/fs";
import {
  type IdxArray,
  type IdxData,
  MAX_IDX_HEADER,
  parseIdxHeader,
  readIdx,
} from "../../lib/formats/idx.ts";
import { checkFinite } from "../../lib/dataset/source.ts";
import { Dataset } from "../../mod.ts";
import { explain, reasonOf } from "../system/explain.ts";
import { readTextAtMost } from "../system/read_at_most.ts";
import { peek } from "../system/streams.ts";
import { numberLabels, parseClassNames } from "./classes.ts";
import {
  count,
  listed,
  type UserData,
  type UserDataOptions,
  PART_NAMES,
  type Parts,
  splitUserData,
  warningsOfMerged,
} from "./user_data.ts";
import { MEBIBYTE, MEMORY, StoredData } from "./stored_data.ts";
import { StoredRows } from "./stored_rows.ts";
import { decompressed } from "./unpack.ts";

/** The largest file that is read, in bytes once it is decompressed. */
const MAX_BYTES = 4_294_967_296;

/** The file that names the classes, one a line in the order of the labels. */
const CLASSES = "classes.txt";

/** The largest that is read, in bytes: there are at most 65,536 classes. */
const MAX_CLASSES_BYTES = 16_777_216;

/** The words of names that tell the part of a file; a file that has none of them is to train on. */
const PART_WORDS: readonly (readonly [part: keyof Parts, words: RegExp])[] = [
  ["validation", /(^|[^a-z])(validation|valid|val)([^a-z]|$)/i],
  ["test", /(^|[^a-z])(test|testing|t10k)([^a-z]|$)/i],
  ["training", /(^|[^a-z])(train|training)([^a-z]|$)/i],
];

/** An IDX file of a folder. */
interface IdxFile {
  readonly name: string;
  readonly path: string;
  readonly part: keyof Parts;
  readonly role: "images" | "labels";
}

/**
 * Reads a folder of IDX files, compressed by gzip or not: images and labels to train on, and perhaps such to validate and to
 * test on; what is missing of these is split off, by class. `classes.txt` names the classes.
 *
 * @param path the folder, or the folder and how the names of its files start: `gzip/emnist-letters`
 * @returns the splits; what was found is in notes and warnings
 * @throws {Error} if files are missing, damaged, do not fit each other or may be meant in two ways; the message lists them
 */
export async function readIdxFolder(path: string, options: UserDataOptions = {}): Promise<UserData> {
  const { folder, prefix } = await folderOf(path);
  const { files, notes } = await idxFilesOf(path, folder, prefix);
  const read: Partial<Record<keyof Parts, { images: IdxArray | StoredImages; labels: number[] }>> =
    {};
  let done = 0;
  for (const part of PART_NAMES) {
    const images = only(path, files, part, "images");
    const labels = only(path, files, part, "labels");
    if (images === undefined && labels === undefined) continue;
    if (images === undefined || labels === undefined) {
      throw new Error(
        `Cannot use ${path} as IDX files: ${(images ?? labels)!.name} is there and its ${
          images === undefined ? "images are" : "labels are"
        } not; there are ${listed(files.map(({ name }) => name), 12)}`,
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
      `Cannot use ${path} as IDX files: there are none to train on, only ${
        listed(files.map(({ name }) => name), 12)
      }`,
    );
  }
  const present = PART_NAMES.filter((part) => read[part] !== undefined);
  const { labels, classNames, notes: said } = await numbered(
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
      `Read ${listed(files.map(({ name }) => name), 6)}`,
      ...notes,
      ...said,
      ...emnist
        ? [
          "The images of EMNIST lie on their side, rows and columns exchanged: they are taken as they come",
        ]
        : [],
    ],
    warnings: mergedIn(read.training.images),
  };
  return await splitUserData(path, "image", parts as unknown as Parts, found, options);
}

/** The folder, and how the names in it start. */
async function folderOf(path: string): Promise<{ folder: string; prefix: string }> {
  if (await exists(path, { isDirectory: true })) return { folder: path, prefix: "" };
  const folder = dirname(path);
  if (await exists(path) || !await exists(folder, { isDirectory: true })) {
    throw new Error(
      `Cannot read ${path}: ${
        await exists(path) ? "it is a file, the folder of IDX files is wanted" : "no such folder"
      }`,
    );
  }
  return { folder, prefix: basename(path) };
}

/** The IDX files of a folder; of a file that is there compressed as well, the plain one. */
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
    const rank = name === CLASSES ? undefined : await rankOf(join(folder, name));
    if (rank === undefined) {
      if (name !== CLASSES) others.push(name);
      continue;
    }
    const role = /label/i.test(name) || rank === 1 && !/image/i.test(name) ? "labels" : "images";
    const matching = PART_WORDS.filter(([, words]) => words.test(name));
    if (matching.length > 1) {
      throw new Error(
        `Cannot use ${path} as IDX files: ${name} may be of the ${
          matching.map(([part]) => part).join(" or the ")
        } part by its name`,
      );
    }
    files.push({ name, path: join(folder, name), part: matching[0]?.[0] ?? "training", role });
  }
  if (files.length === 0) {
    throw new Error(
      `Cannot use ${path} as IDX files: there are none in ${folder}${
        prefix === "" ? "" : ` whose names start with ${prefix}`
      }${others.length === 0 ? "" : `, only ${listed(others)}`}`,
    );
  }
  const notes = others.length === 0 ? [] : [
    `Left out ${count(others.length, "file")} that ${others.length === 1 ? "is" : "are"} not IDX: ${
      listed(others)
    }`,
  ];
  return { files, notes };
}

/** How many dimensions an IDX file has by its first bytes; `undefined` if it is none. */
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
    const why = reasonOf(error) ??
      explain(error).replace(/^Cannot read the IDX file: /, "");
    throw new Error(`Cannot read ${path}: ${why}`, { cause: error });
  }
}

/** Images that stay in their file. */
interface StoredImages extends Pick<IdxArray, "shape"> {
  readonly stored: StoredRows;
}

/** Images that take more than the memory and can be read one by one; `undefined` of others. */
async function storedImages(
  { path }: IdxFile,
  { memory = MEMORY }: UserDataOptions,
): Promise<StoredImages | undefined> {
  const beginning = new Uint8Array(MAX_IDX_HEADER);
  using file = await Deno.open(path);
  const read = await file.read(beginning) ?? 0;
  if (beginning[0] !== 0) return undefined; // compressed
  const { type, shape, start, dataBytes } = parseIdxHeader(beginning.subarray(0, read));
  if (type !== "uint8" && type !== "float32" || dataBytes <= memory * MEBIBYTE) return undefined;
  const [count = 0, ...lengths] = shape;
  const features = lengths.reduce((product, length) => product * length, 1);
  const place = { path, start, count, features, type, bigEndian: true };
  return { shape, stored: await StoredRows.open(place) };
}

/** Sees to it that images stay on the disk if the user has said how much memory they may take. */
function checkMemory(
  { path }: IdxFile,
  images: IdxArray | StoredImages,
  { memory = Infinity }: UserDataOptions,
): void {
  if ("stored" in images || images.data.byteLength <= memory * MEBIBYTE) return;
  const why = path.endsWith(".gz")
    ? "it is compressed, and gunzip unpacks it"
    : `it is ${images.type}, and uint8 or float32 is wanted`;
  throw new Error(`Cannot read ${path} from disk while training: ${why}`);
}

/** The one file of a part and a role. */
function only(
  path: string,
  files: readonly IdxFile[],
  part: keyof Parts,
  role: IdxFile["role"],
): IdxFile | undefined {
  const own = files.filter((file) => file.part === part && file.role === role);
  if (own.length > 1) {
    const start = own[0]!.name.replace(/[-_.]?(train|test|t10k|val).*$/i, "");
    throw new Error(
      `Cannot use ${path} as IDX files: several may be the ${role} of the ${part} part, ${
        listed(own.map(({ name }) => name), 12)
      }; move one set into a folder of its own` +
        (start === "" || start === own[0]!.name
          ? ""
          : `, or give how its names start, such as ${join(path, start)}`),
    );
  }
  return own[0];
}

/** The labels of a file: a number an image, or QMNIST's eight, of which the first is the class. */
function labelsOf({ path }: IdxFile, { type, shape, data }: IdxArray): number[] {
  const [, columns = 1] = shape;
  if (shape.length > 2 || type.startsWith("float") || ![1, 8].includes(columns)) {
    throw new Error(
      `Cannot use ${path} as labels: it is ${type} [${shape}], a whole number for each image is wanted`,
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
      `Cannot use ${file.path} as images: it is [${shape}], [images, height, width] is wanted`,
    );
  }
  if (shape[0] !== labels) {
    throw new Error(
      `Cannot use ${file.path}: it has ${count(shape[0]!, "image")}, and ${labelFile.name} has ${
        count(labels, "label")
      }`,
    );
  }
  if (training !== undefined && `${training.shape.slice(1)}` !== `${shape.slice(1)}`) {
    throw new Error(
      `Cannot use ${file.path}: its images are [${shape.slice(1)}], and those to train on are [${
        training.shape.slice(1)
      }]`,
    );
  }
}

/** The labels numbered, by the names in `classes.txt` if it is there. */
async function numbered(
  folder: string,
  prefix: string,
  labels: readonly number[][],
): Promise<ReturnType<typeof numberLabels>> {
  const path = join(folder, CLASSES);
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

/** What to tell of images that are in memory, of numbers that float32 does not hold. */
function mergedIn(images: IdxArray | StoredImages): string[] {
  if ("stored" in images) return []; // which are bytes or float32
  return warningsOfMerged(images.data, images.data.length / images.shape[0]!);
}

/** Bytes are gray levels, other numbers stand for themselves. */
function dataOf(
  images: IdxArray | StoredImages,
  labels: Uint8Array | Uint16Array,
  classNames: readonly string[],
  { memory = MEMORY }: UserDataOptions,
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
    ...data instanceof Uint8Array ? { pixels: data } : { inputs: float32(data, features) },
    features,
    ...shape.length > 1 ? { shape } : {},
    labels,
    classes: classNames.length,
    classNames,
  });
}

function float32(data: IdxData, features: number): Float32Array {
  if (data instanceof Float32Array) return data;
  const inputs = Float32Array.from(data);
  checkFinite("input", inputs, features, data);
  return inputs;
}
