/**
 * A folder of pictures as a data set: PNG and JPEG files of any size, a folder for each class. One file at a time is
 * decoded; what stays is a few bytes of each.
 *
 * @module
 */

import { createHash } from "node:crypto";
import { join } from "@std/path";
import { pictureShape } from "../../lib/pictures/picture.ts";
import { Dataset } from "../../mod.ts";
import {
  isRead,
  notRead,
  type PictureFormat,
  pictureFormatOf,
  pictureInputOf,
  SIGNATURE_BYTES,
} from "../images/decode_picture.ts";
import { firstBytes } from "../images/images.ts";
import { explain, reasonOf } from "../system/explain.ts";
import {
  count,
  listed,
  type UserData,
  type UserDataOptions,
  type Part,
  PART_NAMES,
  type Parts,
  splitUserData,
} from "./user_data.ts";
import {
  type ClassFile,
  isNamedAsPicture,
  leftOutFor,
  listPictureFolder,
} from "./picture_folder.ts";

/** How a folder of pictures is read. */
export interface ReadPicturesOptions extends UserDataOptions {
  /** The height and the width that pictures are scaled to, in pixels. Default: [28, 28]. */
  readonly size?: readonly [height: number, width: number] | undefined;
  /** Whether red, green and blue are kept; otherwise gray levels. Default: false. */
  readonly color?: boolean | undefined;
}

/** A file of more bytes is not read. */
const MAX_FILE_BYTES = 200_000_000;

/** The most that the scaled pictures may take, in bytes. */
const MAX_BYTES = 4_294_967_296;

/** Pictures of one part, while they are read. */
interface Pictures {
  /** [files, features], of which the first are filled. */
  readonly pixels: Uint8Array;
  readonly labels: number[];
  readonly names: string[];
  /** A hash of each one's pixels. */
  readonly prints: string[];
}

/** What was met on the way. */
interface Met {
  /** Files that are not PNG or JPEG; the format of those that are pictures all the same. */
  readonly others: { readonly file: ClassFile; readonly format: PictureFormat | undefined }[];
  /** Pictures that cannot be read, and why. */
  readonly unreadable: { readonly file: ClassFile; readonly why: string }[];
  /** Pictures of one level from corner to corner. */
  readonly blank: string[];
}

/**
 * Reads a folder of pictures: a folder for each class, or `train`, `validation` and `test` of such. What is missing of these
 * is split off, by class.
 *
 * A picture that cannot be read is left out with a warning; a class without any is an error.
 *
 * @returns the splits, of [height, width] or, with colors, [height, width, 3]; what was left out is in notes and warnings
 * @throws {Error} if it is no such folder, or a class has no picture that can be read
 * @throws {RangeError} if the size or the split is not one, or the pictures would take too much memory
 */
export async function readPictures(
  folder: string,
  options: ReadPicturesOptions = {},
): Promise<UserData> {
  const { size, color, signal, onProgress } = options;
  const shape = pictureShape({ size, color });
  const features = shape.reduce((product, length) => product * length, 1);
  const { classNames, files, notes, warnings } = await listPictureFolder(folder);
  const total = PART_NAMES.reduce((sum, name) => sum + (files[name]?.length ?? 0), 0);
  if (total * features > MAX_BYTES) {
    throw new RangeError(
      `Cannot read the ${total} pictures of ${folder}: scaled to [${shape}] they take ${
        total * features
      } bytes, at most ${MAX_BYTES} are allowed; give a smaller size`,
    );
  }
  const met: Met = { others: [], unreadable: [], blank: [] };
  const read: { [Name in typeof PART_NAMES[number]]?: Pictures } = {};
  let done = 0;
  for (const part of PART_NAMES) {
    if (files[part] === undefined) continue;
    const room = new Uint8Array(files[part].length * features);
    const pictures: Pictures = { pixels: room, labels: [], names: [], prints: [] };
    read[part] = pictures;
    for (const file of files[part]) {
      signal?.throwIfAborted();
      const pixels = await readFile(file, { size, color }, met);
      onProgress?.(++done, total);
      if (pixels === undefined) continue;
      room.set(pixels, pictures.names.length * features);
      pictures.labels.push(classNames.indexOf(file.className));
      pictures.names.push(file.name);
      pictures.prints.push(createHash("sha256").update(pixels).digest("base64"));
      if (pixels.every((value) => value === pixels[0])) met.blank.push(file.name);
    }
  }
  const otherPictures = met.others.flatMap(({ file, format }) =>
    format === undefined ? [] : [{ file, why: notRead(format) }]
  );
  for (const [label, name] of classNames.entries()) {
    if (read.training!.labels.includes(label)) continue;
    const first = [...met.unreadable, ...otherPictures].find(({ file }) => file.className === name);
    throw new Error(
      `Cannot use ${join(folder, name)} as a class: it has no picture to learn from` +
        (first === undefined
          ? "; PNG and JPEG files are read"
          : ` that can be read (${first.file.name}: ${first.why})`),
    );
  }
  const parts = Object.fromEntries(
    PART_NAMES.flatMap((name) => {
      const pictures = read[name];
      return pictures === undefined ? [] : [[name, partOf(pictures, shape, features, classNames)]];
    }),
  );
  for (const name of PART_NAMES) {
    if (parts[name]?.data.size === 0) {
      throw new Error(`Cannot use ${folder}: its ${name} split has no picture that can be read`);
    }
  }
  const others = leftOutFor("not PNG or JPEG", met.others.map(({ file }) => file.name));
  const found = otherPictures.length === 0
    ? { notes: [...notes, ...others], warnings: [...warnings, ...warningsOf(met)] }
    : { notes, warnings: [...warnings, ...others, ...warningsOf(met)] };
  const data = await splitUserData(folder, "picture", parts as Parts, found, options);
  return { ...data, warnings: [...data.warnings, ...twinsOf(data, read)] };
}

/** A picture's bytes, or why there are none in what was met. */
async function readFile(
  file: ClassFile,
  options: Pick<ReadPicturesOptions, "size" | "color">,
  met: Met,
): Promise<Uint8Array | undefined> {
  const { path, name } = file;
  try {
    const { size } = await Deno.stat(path);
    if (size > MAX_FILE_BYTES) {
      throw new RangeError(`it is ${size} bytes, at most ${MAX_FILE_BYTES} are allowed`);
    }
    const format = pictureFormatOf(await firstBytes(path, SIGNATURE_BYTES));
    if (format === undefined ? !isNamedAsPicture(name) : !isRead(format)) {
      met.others.push({ file, format });
      return undefined;
    }
    return await pictureInputOf(await Deno.readFile(path), options);
  } catch (error) {
    met.unreadable.push({ file, why: reasonOf(error) ?? explain(error) });
    return undefined;
  }
}

/** One data set of pictures. */
function partOf(
  { pixels, labels, names }: Pictures,
  shape: readonly number[],
  features: number,
  classNames: readonly string[],
): Part {
  const classes = classNames.length;
  const data = new Dataset({
    pixels: pixels.subarray(0, names.length * features),
    features,
    shape,
    labels: classes <= 256 ? Uint8Array.from(labels) : Uint16Array.from(labels),
    classes,
    classNames,
  });
  return { data, origin: (example) => names[example]! };
}

function warningsOf({ unreadable, blank }: Met): string[] {
  const reasons = unreadable.slice(0, 5).map(({ file, why }) =>
    `${JSON.stringify(file.name)} (${why})`
  );
  const more = unreadable.length - reasons.length;
  return [
    ...unreadable.length === 0 ? [] : [
      `Left out ${count(unreadable.length, "picture")} that cannot be read: ${reasons.join(", ")}` +
      (more > 0 ? ` and ${more} more` : ""),
    ],
    ...blank.length === 0 ? [] : [
      `${count(blank.length, "picture")} ${
        blank.length === 1 ? "is" : "are"
      } of one level throughout, once transparent pixels are laid on white: ${listed(blank)}`,
    ],
  ];
}

/** A sentence if pictures of a split are in the training split too, to the pixel. */
function twinsOf(data: UserData, read: { [name: string]: Pictures }): string[] {
  const prints = new Map<string, string>();
  for (const pictures of Object.values(read)) {
    for (const [k, name] of pictures.names.entries()) prints.set(name, pictures.prints[k]!);
  }
  const training = new Map(data.origins.training.map((name) => [prints.get(name), name]));
  const twins = [...data.origins.validation, ...data.origins.test].flatMap((name) => {
    const twin = training.get(prints.get(name));
    return twin === undefined ? [] : [`${name} is ${twin}`];
  });
  if (twins.length === 0) return [];
  return [
    `${count(twins.length, "picture")} of the validation and test splits ${
      twins.length === 1 ? "is" : "are"
    } in the training split as well, to the pixel (${listed(twins)}): ` +
    "results on them are too good",
  ];
}
