/**
 * Which files of a folder are the pictures of which class: a folder for each class, or `train`, `validation` and `test` with
 * such folders. Names are sorted by their code units in NFC, so that the system's order does not matter. It runs in a browser
 * as it is. @module
 */

import { join } from "@std/path";
import type { Splits } from "../../lib/digits/mnist.ts";
import { counted } from "../cli/format.ts";
import { leftOutNotes, PART_WORDS, quotedNames, SPLITS } from "./names.ts";

export interface ClassFile extends FoundFile {
  readonly className: string;
}

export interface PictureFolder {
  readonly classNames: readonly string[];
  /** The files by split, sorted by class and name; all are `training` if the folder has no splits. */
  readonly files: { readonly [Part in keyof Splits]?: readonly ClassFile[] };
  readonly notes: readonly string[];
  readonly warnings: readonly string[];
}

/** Files and folders that systems leave in folders of pictures. */
const SYSTEM_FILES = ["thumbs.db", "ehthumbs.db", "desktop.ini", "__macosx", "@eadir", "icon\r"];

/** Whether a file or folder is hidden, or left by a system. */
export function isHidden(name: string): boolean {
  return name.startsWith(".") || SYSTEM_FILES.includes(name.toLowerCase());
}

/** How deep folders may be. */
export const MAX_DEPTH = 16;

export interface FoundFile {
  /** The path within the folder that was given, in NFC, with `/`. */
  readonly name: string;
  readonly path: string;
}

/** A folder, and what is in it, sorted by name. */
export interface Folder {
  readonly name: string;
  readonly folders: Folder[];
  readonly files: FoundFile[];
}

/** The names of what is not read, by the reason. */
export type LeftOut = Record<"hidden" | "linked" | "special", string[]>;

/**
 * The files of each class.
 * @param path the name of the folder, for messages
 * @throws {Error} if it is no such folder
 */
export function picturesByClass(
  path: string,
  root: Folder,
  { hidden, linked, special }: LeftOut,
): PictureFolder {
  const loose = root.files.filter(({ name }) => isNamedAsPicture(name));
  if (root.folders.length === 0) {
    const found = loose.length === 0
      ? "it is empty"
      : `its ${counted(loose.length, "picture")} have no class`;
    const [cats, dogs] = [join(path, "cats"), join(path, "dogs")];
    throw unusable(
      path,
      `${found}; expected a folder for each class, for example ${cats} and ${dogs}`,
    );
  }
  const found = splitsOf(path, root);
  const splits = found ?? { training: root };
  const { training } = splits;
  const classNames = training.folders.map(({ name }) => name);
  checkClasses(found === undefined ? path : join(path, training.name), training, classNames);
  for (const { name, folders } of Object.values(splits)) {
    const unknown = folders.find(({ name }) => !classNames.includes(name));
    if (unknown === undefined) continue;
    const quoted = JSON.stringify(unknown.name);
    throw unusable(path, `${name}/ has the class ${quoted}, which ${training.name}/ does not have`);
  }
  const stray = [root, ...Object.values(found ?? {})].flatMap(({ files }) => files);
  const noClass = (files: readonly FoundFile[]) =>
    leftOutNotes("outside the class folders", files.map(({ name }) => name));
  return {
    classNames,
    files: Object.fromEntries(
      Object.entries(splits).map(([part, { folders }]) => [
        part,
        folders.flatMap((folder) =>
          filesIn(folder).map((file) => ({ className: folder.name, ...file }))
        ),
      ]),
    ),
    notes: [
      ...hidden.length === 0
        ? []
        : [`Left out ${counted(hidden.length, "hidden file")}: ${quotedNames(hidden)}`],
      ...noClass(stray.filter((file) => !loose.includes(file))),
    ],
    warnings: [
      ...noClass(loose),
      ...leftOutNotes("linked to a folder, or out of this one", linked),
      ...leftOutNotes("neither a file nor a folder", special),
    ],
  };
}

function unusable(path: string, reason: string): Error {
  return new Error(`Cannot use ${path} as pictures: ${reason}`);
}

export function isNamedAsPicture(name: string): boolean {
  return /\.(png|jpe?g)$/i.test(name);
}

/** Sorts what is in a folder. */
export function sortFolder({ folders, files }: Folder): void {
  const by = (one: string, other: string) => one < other ? -1 : one > other ? 1 : 0;
  folders.sort((a, b) => by(a.name, b.name));
  files.sort((a, b) => by(a.name, b.name) || by(a.path, b.path));
}

/** A name in NFC: a letter and its accent are one character. */
export function composed(name: string): string {
  return name.normalize("NFC");
}

/** The files in a folder and in the folders within it, sorted by name. */
function filesIn({ files, folders }: Folder): FoundFile[] {
  return [...files, ...folders.flatMap(filesIn)];
}

function splitsOf(
  path: string,
  root: Folder,
): ({ training: Folder } & { [Part in keyof Splits]?: Folder }) | undefined {
  const splits: Partial<Record<keyof Splits, Folder>> = {};
  const others: string[] = [];
  for (const folder of root.folders) {
    const holdsClasses = folder.folders.length > 0 &&
      !folder.files.some(({ name }) => isNamedAsPicture(name));
    const part = SPLITS.find((part) =>
      holdsClasses && PART_WORDS[part].includes(folder.name.toLowerCase())
    );
    const other = part && splits[part];
    if (part === undefined) others.push(`${folder.name}/`);
    else if (other === undefined) splits[part] = folder;
    else throw unusable(path, `${other.name}/ and ${folder.name}/ are both for the ${part} split`);
  }
  const names = Object.values(splits).map(({ name }) => `${name}/`);
  if (names.length === 0) return undefined;
  const { training } = splits;
  if (training !== undefined && others.length === 0) return { ...splits, training };
  throw unusable(
    path,
    `it has ${names.join(", ")}${
      others.length > 0
        ? `, folders of splits, and ${quotedNames(others)} beside them`
        : " and no train/"
    }; expected a folder for each class, or train/, validation/ and test/ with such folders`,
  );
}

function checkClasses(path: string, training: Folder, classNames: readonly string[]): void {
  const twice = classNames.find((name, k) => classNames.indexOf(name) !== k);
  if (twice !== undefined) throw unusable(path, `two folders are called ${twice}`);
  if (classNames.length === 1) {
    const [name] = classNames as [string];
    const inner = training.folders[0]!.folders.length > 0
      ? `; if the classes are within it, give ${join(path, name)}`
      : "";
    throw unusable(path, `expected two classes or more, got ${JSON.stringify(name)} alone${inner}`);
  }
  const empty = training.folders.find((folder) => filesIn(folder).length === 0);
  if (empty === undefined) return;
  throw new Error(
    `Cannot use ${
      join(path, empty.name)
    } as a class: it is empty; put pictures into it or remove it`,
  );
}
