/**
 * Pictures of classes to examples: files are decoded one at a time, and only their scaled pixels are kept. It runs in a browser
 * as it is. @module
 */

import { join } from "@std/path";
import { Dataset } from "../../lib/dataset.ts";
import { pictureShape } from "../../lib/pictures/picture.ts";
import {
  isRead,
  notRead,
  type PictureFormat,
  pictureFormatOf,
  pictureInputOf,
  SIGNATURE_BYTES,
} from "../images/decode_picture.ts";
import { counted } from "../cli/format.ts";
import { leftOutNotes, quotedNames, SPLITS } from "./names.ts";
import { type ClassFile, isNamedAsPicture, type PictureFolder } from "./picture_classes.ts";
import type { Found, Part, Parts, SplitData, UserDataOptions } from "./split_parts.ts";

export interface ReadPicturesOptions extends UserDataOptions {
  /** The height and the width that pictures are scaled to, in pixels. Default: [28, 28]. */
  readonly size?: readonly [height: number, width: number] | undefined;
  /** Whether pictures keep their colors; otherwise they become gray. Default: false. */
  readonly color?: boolean | undefined;
}

/** Where the files of pictures are. */
export interface PictureFiles {
  /** The first bytes of a file. */
  start(file: ClassFile, bytes: number): Promise<Uint8Array>;
  /** All of a file; throws if it is too large. */
  whole(file: ClassFile): Promise<Uint8Array<ArrayBuffer>>;
  /** Why a file cannot be read, in words. */
  reasonOf(error: unknown): string;
  /** A text that differs where pixels differ. */
  hashOf(pixels: Uint8Array): string | Promise<string>;
}

/** The most bytes of all scaled pictures. */
const MAX_PIXEL_BYTES = 4_294_967_296;

interface Findings {
  /** Files that are not PNG or JPEG, with the format of those that are other pictures. */
  readonly others: { readonly file: ClassFile; readonly format: PictureFormat | undefined }[];
  readonly unreadable: { readonly file: ClassFile; readonly reason: string }[];
  readonly blank: string[];
}

/** Pictures by split, before the missing splits are split off. */
interface PictureParts {
  readonly parts: Parts;
  readonly found: Found;
  /** Of each picture's pixels, by its name. */
  readonly hashes: ReadonlyMap<string, string>;
}

/**
 * Decodes the pictures of a folder that is listed. One that cannot be read is left out with a warning.
 * @throws {Error} if a class has no picture that can be read
 * @throws {RangeError} if the size is invalid, or the pictures would take too much memory
 */
export async function decodePictures(
  folder: string,
  { classNames, files, notes, warnings }: PictureFolder,
  on: PictureFiles,
  options: ReadPicturesOptions,
): Promise<PictureParts> {
  const { size, color, signal } = options;
  const shape = pictureShape({ size, color });
  const features = shape.reduce((product, length) => product * length, 1);
  const total = Object.values(files).flat().length;
  if (total * features > MAX_PIXEL_BYTES) {
    throw new RangeError(
      `Cannot read the ${total} pictures of ${folder}: scaled to [${shape}] they take ` +
        `${total * features} bytes, at most ${MAX_PIXEL_BYTES} are allowed; give a smaller size`,
    );
  }
  const findings: Findings = { others: [], unreadable: [], blank: [] };
  const hashes = new Map<string, string>();
  const parts: Partial<Record<keyof Parts, Part>> = {};
  for (const part of SPLITS) {
    if (files[part] === undefined) continue;
    const room = new Uint8Array(files[part].length * features);
    const labels: number[] = [];
    const names: string[] = [];
    for (const file of files[part]) {
      signal?.throwIfAborted();
      const pixels = await readFile(on, file, { size, color }, findings);
      if (pixels === undefined) continue;
      room.set(pixels, names.length * features);
      labels.push(classNames.indexOf(file.className));
      names.push(file.name);
      hashes.set(file.name, await on.hashOf(pixels));
      if (pixels.every((value) => value === pixels[0])) findings.blank.push(file.name);
    }
    if (part === "training" && !options.whole) checkEachClass(folder, classNames, labels, findings);
    if (names.length === 0) {
      throw new Error(`Cannot use ${folder}: its ${part} split has no picture that can be read`);
    }
    const classes = classNames.length;
    const data = new Dataset({
      pixels: room.subarray(0, names.length * features),
      labels: classes <= 256 ? Uint8Array.from(labels) : Uint16Array.from(labels),
      features,
      shape,
      classes,
      classNames,
    });
    parts[part] = { data, origin: (example) => names[example]! };
  }
  const others = leftOutNotes("not PNG or JPEG", findings.others.map(({ file }) => file.name));
  const found = otherPictures(findings).length === 0
    ? { notes: [...notes, ...others], warnings: [...warnings, ...warningsOf(findings)] }
    : { notes, warnings: [...warnings, ...others, ...warningsOf(findings)] };
  return { parts: parts as Parts, found, hashes };
}

/** @throws {Error} if a class has no picture that can be read */
function checkEachClass(
  folder: string,
  classNames: readonly string[],
  labels: readonly number[],
  findings: Findings,
): void {
  const name = classNames.find((_, label) => !labels.includes(label));
  if (name === undefined) return;
  const first = [...findings.unreadable, ...otherPictures(findings)].find(({ file }) =>
    file.className === name
  );
  throw new Error(
    `Cannot use ${join(folder, name)} as a class: it has no picture to learn from` +
      (first === undefined
        ? "; PNG and JPEG files are read"
        : ` that can be read (${first.file.name}: ${first.reason})`),
  );
}

/** Pictures of other formats, and the reason why they are not read. */
function otherPictures({ others }: Findings): Findings["unreadable"] {
  return others.flatMap(({ file, format }) =>
    format === undefined ? [] : [{ file, reason: notRead(format) }]
  );
}

/** A picture's bytes; `undefined` for other files, which are added to the findings. */
async function readFile(
  on: PictureFiles,
  file: ClassFile,
  options: Pick<ReadPicturesOptions, "size" | "color">,
  findings: Findings,
): Promise<Uint8Array | undefined> {
  try {
    const format = pictureFormatOf(await on.start(file, SIGNATURE_BYTES));
    if (format === undefined ? isNamedAsPicture(file.name) : isRead(format)) {
      return await pictureInputOf(await on.whole(file), options);
    }
    findings.others.push({ file, format });
  } catch (error) {
    findings.unreadable.push({ file, reason: on.reasonOf(error) });
  }
  return undefined;
}

function warningsOf({ unreadable, blank }: Findings): string[] {
  const warnings: string[] = [];
  if (unreadable.length > 0) {
    const reasons = unreadable.slice(0, 5).map(({ file, reason }) =>
      `${JSON.stringify(file.name)} (${reason})`
    );
    const more = unreadable.length - reasons.length;
    warnings.push(
      `Left out ${counted(unreadable.length, "picture")} that cannot be read: ` +
        `${reasons.join(", ")}${more > 0 ? ` and ${more} more` : ""}`,
    );
  }
  if (blank.length > 0) {
    warnings.push(
      `${counted(blank.length, "picture")} ${blank.length === 1 ? "is" : "are"} blank, with ` +
        `transparent pixels on white: ${quotedNames(blank)}`,
    );
  }
  return warnings;
}

/** A sentence about pictures of a split that are in the training split too, with equal pixels. */
export function duplicateWarnings(
  { origins: { training, validation, test } }: SplitData,
  hashes: ReadonlyMap<string, string>,
): string[] {
  const trained = new Map(training.map((name) => [hashes.get(name), name]));
  const duplicates = [...validation, ...test].flatMap((name) => {
    const original = trained.get(hashes.get(name));
    return original === undefined ? [] : [`${name} is ${original}`];
  });
  return duplicates.length === 0 ? [] : [
    `${counted(duplicates.length, "picture")} of the validation and test splits ${
      duplicates.length === 1 ? "is" : "are"
    } in the training split too (${quotedNames(duplicates)}): results on them are too good`,
  ];
}
