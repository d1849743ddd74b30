/**
 * A folder of pictures as a data set: PNG and JPEG files of any size, in a folder for each class. Files are decoded one at a
 * time, and only their scaled pixels are kept. @module
 */

import { createHash } from "node:crypto";
import { join } from "@std/path";
import { Dataset } from "../../mod.ts";
import { pictureShape } from "../../lib/pictures/mod.ts";
import {
  isRead,
  notRead,
  type PictureFormat,
  pictureFormatOf,
  pictureInputOf,
  SIGNATURE_BYTES,
} from "../images/decode_picture.ts";
import { firstBytes } from "../images/images.ts";
import { counted } from "../cli/format.ts";
import { explain, reasonOf } from "../system/explain.ts";
import { SPLITS } from "./splits.ts";
import { quotedNames, splitUserData } from "./user_data.ts";
import type { Part, Parts, UserData, UserDataOptions } from "./user_data.ts";
import { isNamedAsPicture, leftOutNotes, listPictureFolder } from "./picture_folder.ts";
import type { ClassFile } from "./picture_folder.ts";

interface ReadPicturesOptions extends UserDataOptions {
  /** The height and the width that pictures are scaled to, in pixels. Default: [28, 28]. */
  readonly size?: readonly [height: number, width: number] | undefined;
  /** Whether pictures keep their colors; otherwise they become gray. Default: false. */
  readonly color?: boolean | undefined;
}

/** The most bytes of a file that is read. */
const MAX_FILE_BYTES = 200_000_000;

/** The most bytes of all scaled pictures. */
const MAX_PIXEL_BYTES = 4_294_967_296;

/** The pictures of one part, while they are read. */
interface Pictures {
  /** [files, features]: the rows of the pictures read so far are filled. */
  readonly pixels: Uint8Array;
  readonly labels: number[];
  readonly names: string[];
  /** A hash of the pixels of each. */
  readonly hashes: string[];
}

/** What was found besides good pictures. */
interface Findings {
  /** Files that are not PNG or JPEG, with the format of those that are other pictures. */
  readonly others: { readonly file: ClassFile; readonly format: PictureFormat | undefined }[];
  /** Pictures that cannot be read, and the reason. */
  readonly unreadable: { readonly file: ClassFile; readonly reason: string }[];
  /** Pictures whose pixels are all equal. */
  readonly blank: string[];
}

/**
 * Reads a folder of pictures: a folder for each class, or `train`, `validation` and `test` with such folders. Parts that are
 * missing are split off, by class.
 *
 * A picture that cannot be read is left out with a warning; a class without any is an error.
 * @returns the splits, of [height, width] or, with colors, [height, width, 3]; notes and warnings list what was left out
 * @throws {Error} if it is no such folder, or a class has no picture that can be read
 * @throws {RangeError} if the size or the split is invalid, or the pictures would take too much memory
 */
export async function readPictures(
  folder: string,
  options: ReadPicturesOptions = {},
): Promise<UserData> {
  const { size, color, signal, onProgress } = options;
  const shape = pictureShape({ size, color });
  const features = shape.reduce((product, length) => product * length, 1);
  const { classNames, files, notes, warnings } = await listPictureFolder(folder);
  const total = SPLITS.reduce((sum, name) => sum + (files[name]?.length ?? 0), 0);
  if (total * features > MAX_PIXEL_BYTES) {
    throw new RangeError(
      `Cannot read the ${total} pictures of ${folder}: scaled to [${shape}] they take ` +
        `${total * features} bytes, at most ${MAX_PIXEL_BYTES} are allowed; give a smaller size`,
    );
  }
  const findings: Findings = { others: [], unreadable: [], blank: [] };
  const read: { [Name in typeof SPLITS[number]]?: Pictures } = {};
  let done = 0;
  for (const part of SPLITS) {
    if (files[part] === undefined) continue;
    const room = new Uint8Array(files[part].length * features);
    const pictures: Pictures = { pixels: room, labels: [], names: [], hashes: [] };
    read[part] = pictures;
    for (const file of files[part]) {
      signal?.throwIfAborted();
      const pixels = await readFile(file, { size, color }, findings);
      onProgress?.(++done, total);
      if (pixels === undefined) continue;
      room.set(pixels, pictures.names.length * features);
      pictures.labels.push(classNames.indexOf(file.className));
      pictures.names.push(file.name);
      pictures.hashes.push(createHash("sha256").update(pixels).digest("base64"));
      if (pixels.every((value) => value === pixels[0])) findings.blank.push(file.name);
    }
  }
  const otherPictures = findings.others.flatMap(({ file, format }) =>
    format === undefined ? [] : [{ file, reason: notRead(format) }]
  );
  for (const [label, name] of classNames.entries()) {
    if (read.training!.labels.includes(label)) continue;
    const first = [...findings.unreadable, ...otherPictures].find(({ file }) =>
      file.className === name
    );
    throw new Error(
      `Cannot use ${join(folder, name)} as a class: it has no picture to learn from` +
        (first === undefined
          ? "; PNG and JPEG files are read"
          : ` that can be read (${first.file.name}: ${first.reason})`),
    );
  }
  const parts = Object.fromEntries(
    SPLITS.flatMap((name) => {
      const pictures = read[name];
      return pictures === undefined ? [] : [[name, partOf(pictures, shape, features, classNames)]];
    }),
  );
  for (const name of SPLITS) {
    if (parts[name]?.data.size === 0) {
      throw new Error(`Cannot use ${folder}: its ${name} split has no picture that can be read`);
    }
  }
  const others = leftOutNotes("not PNG or JPEG", findings.others.map(({ file }) => file.name));
  const found = otherPictures.length === 0
    ? { notes: [...notes, ...others], warnings: [...warnings, ...warningsOf(findings)] }
    : { notes, warnings: [...warnings, ...others, ...warningsOf(findings)] };
  const data = await splitUserData(folder, "picture", parts as Parts, found, options);
  return { ...data, warnings: [...data.warnings, ...duplicateWarnings(data, read)] };
}

/** A picture's bytes; `undefined` for other files, which are added to the findings. */
async function readFile(
  file: ClassFile,
  options: Pick<ReadPicturesOptions, "size" | "color">,
  findings: Findings,
): Promise<Uint8Array | undefined> {
  const { path, name } = file;
  try {
    const { size } = await Deno.stat(path);
    if (size > MAX_FILE_BYTES) {
      throw new RangeError(`it is ${size} bytes, at most ${MAX_FILE_BYTES} are allowed`);
    }
    const format = pictureFormatOf(await firstBytes(path, SIGNATURE_BYTES));
    if (format === undefined ? !isNamedAsPicture(name) : !isRead(format)) {
      findings.others.push({ file, format });
      return undefined;
    }
    return await pictureInputOf(await Deno.readFile(path), options);
  } catch (error) {
    findings.unreadable.push({ file, reason: reasonOf(error) ?? explain(error) });
    return undefined;
  }
}

/** The data set of one part. */
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

function warningsOf({ unreadable, blank }: Findings): string[] {
  const reasons = unreadable.slice(0, 5).map(({ file, reason }) =>
    `${JSON.stringify(file.name)} (${reason})`
  );
  const more = unreadable.length - reasons.length;
  return [
    ...unreadable.length === 0 ? [] : [
      `Left out ${counted(unreadable.length, "picture")} that cannot be read: ` +
      `${reasons.join(", ")}` +
      (more > 0 ? ` and ${more} more` : ""),
    ],
    ...blank.length === 0 ? [] : [
      `${counted(blank.length, "picture")} ${blank.length === 1 ? "is" : "are"} blank, with ` +
      `transparent pixels on white: ${quotedNames(blank)}`,
    ],
  ];
}

/** A sentence about pictures of a split that are in the training split too, with equal pixels. */
function duplicateWarnings(data: UserData, read: { [name: string]: Pictures }): string[] {
  const hashes = new Map<string, string>();
  for (const pictures of Object.values(read)) {
    for (const [k, name] of pictures.names.entries()) hashes.set(name, pictures.hashes[k]!);
  }
  const training = new Map(data.origins.training.map((name) => [hashes.get(name), name]));
  const duplicates = [...data.origins.validation, ...data.origins.test].flatMap((name) => {
    const original = training.get(hashes.get(name));
    return original === undefined ? [] : [`${name} is ${original}`];
  });
  if (duplicates.length === 0) return [];
  return [
    `${counted(duplicates.length, "picture")} of the validation and test splits ${
      duplicates.length === 1 ? "is" : "are"
    } in the training split too (${quotedNames(duplicates)}): ` +
    "results on them are too good",
  ];
}
