/**
 * A folder with a folder of files for each class, or `train`, `validation` and `test` with such folders. Names are sorted by
 * their code units in NFC, so that the system's order does not matter; a Mac may list decomposed names. @module
 */

import { basename, join } from "@std/path";
import type { Splits } from "../../lib/digits/mod.ts";
import { counted } from "../cli/format.ts";
import { reasonOf } from "../system/explain.ts";
import { quotedNames } from "./user_data.ts";

export interface ClassFile {
  /** The folder's name. */
  readonly className: string;
  /** The path of the file. */
  readonly path: string;
  /** The path within the folder that was given, with `/`. */
  readonly name: string;
}

interface PictureFolder {
  /** The folders' names, sorted. */
  readonly classNames: readonly string[];
  /** The files by split, sorted by class and name; all are `training` if the folder has no splits. */
  readonly files:
    & { readonly training: readonly ClassFile[] }
    & {
      readonly [Part in keyof Splits]?: readonly ClassFile[];
    };
  /** What was left out, each a sentence. */
  readonly notes: readonly string[];
  /** What was left out, perhaps by mistake, each a sentence. */
  readonly warnings: readonly string[];
}

const SPLIT_FOLDERS: { readonly [Part in keyof Splits]: readonly string[] } = {
  training: ["train", "training"],
  validation: ["validation", "valid", "val"],
  test: ["test", "testing"],
};

/** Files and folders that systems leave in folders of pictures. */
const SYSTEM_FILES = ["thumbs.db", "ehthumbs.db", "desktop.ini", "__macosx", "@eadir", "icon\r"];

/** Whether a file or folder is hidden, or left by a system. */
export function isHidden(name: string): boolean {
  return name.startsWith(".") || SYSTEM_FILES.includes(name.toLowerCase());
}

/** The most levels of folders within a class. */
const MAX_DEPTH = 16;

/** A folder, quotedNames. */
interface Folder {
  /** In NFC. */
  readonly name: string;
  /** Sorted by name. */
  readonly folders: Folder[];
  /** Sorted by name: the path within the root, in NFC. */
  readonly files: { readonly name: string; readonly path: string }[];
}

interface LeftOut {
  readonly hidden: string[];
  readonly linked: string[];
  readonly special: string[];
}

/**
 * Lists the files of each class.
 * @throws {Error} if it is no such folder; the message describes what was found
 */
export async function listPictureFolder(path: string): Promise<PictureFolder> {
  const leftOut: LeftOut = { hidden: [], linked: [], special: [] };
  let root: Folder;
  try {
    root = await list(path, "", await Deno.realPath(path), leftOut);
  } catch (error) {
    const reason = reasonOf(error);
    if (reason === undefined) throw error;
    throw new Error(`Cannot read the pictures of ${path}: ${reason}`, { cause: error });
  }
  const loose = root.files.filter(({ name }) => isNamedAsPicture(name));
  if (root.folders.length === 0) {
    throw new Error(
      `Cannot use ${path} as pictures: ${
        loose.length === 0
          ? "it is empty"
          : `its ${counted(loose.length, "picture")} are of no class`
      }; expected a folder for each class, for example ${join(path, "cats")} and ${
        join(path, "dogs")
      }`,
    );
  }
  const splits = splitsOf(path, root);
  const training = splits?.training ?? root;
  const classNames = training.folders.map(({ name }) => name);
  checkClasses(path, training, classNames, splits !== undefined);
  for (const [part, folder] of Object.entries(splits ?? {})) {
    const unknown = folder.folders.find(({ name }) => !classNames.includes(name));
    if (part !== "training" && unknown !== undefined) {
      throw new Error(
        `Cannot use ${path} as pictures: ${folder.name}/ has the class ` +
          `${JSON.stringify(unknown.name)}, which ${training.name}/ has not`,
      );
    }
  }
  const stray = [root, ...Object.values(splits ?? {})].flatMap(({ files }) => files);
  return {
    classNames,
    files: Object.fromEntries(
      Object.entries(splits ?? { training: root }).map(([part, { folders }]) => [
        part,
        folders.flatMap((folder) =>
          filesIn(folder).map((file) => ({ className: folder.name, ...file }))
        ),
      ]),
    ) as Record<keyof Splits, ClassFile[]>,
    notes: [
      ...leftOut.hidden.length === 0 ? [] : [
        `Left out ${counted(leftOut.hidden.length, "hidden file")}: ${quotedNames(leftOut.hidden)}`,
      ],
      ...leftOutNotes(
        "in no folder of a class",
        stray.filter((file) => !loose.includes(file)).map(({ name }) => name),
      ),
    ],
    warnings: [
      ...leftOutNotes("in no folder of a class", loose.map(({ name }) => name)),
      ...leftOutNotes("linked to a folder, or out of this one", leftOut.linked),
      ...leftOutNotes("neither a file nor a folder", leftOut.special),
    ],
  };
}

/** Whether a name ends as those of pictures do. */
export function isNamedAsPicture(name: string): boolean {
  return /\.(png|jpe?g)$/i.test(name);
}

/**
 * A sentence about files that were left out, in a list; an empty list if there are none.
 * @param reason the end of the clause "that are …"
 */
export function leftOutNotes(reason: string, names: readonly string[]): string[] {
  return names.length === 0 ? [] : [
    `Left out ${counted(names.length, "file")} that ${names.length === 1 ? "is" : "are"} ` +
    `${reason}: ${quotedNames(names)}`,
  ];
}

/** Lists a folder and the folders in it. */
async function list(
  path: string,
  prefix: string,
  root: string,
  leftOut: LeftOut,
  depth = 0,
): Promise<Folder> {
  const folder: Folder = { name: composed(basename(path)), folders: [], files: [] };
  if (depth > MAX_DEPTH) {
    throw new Error(`Cannot read the pictures of ${path}: its folders are over ${MAX_DEPTH} deep`);
  }
  for await (const { name, isFile, isDirectory, isSymlink } of Deno.readDir(path)) {
    const inner = join(path, name);
    const shown = prefix + composed(name);
    if (isHidden(name)) {
      leftOut.hidden.push(shown);
    } else if (isSymlink) {
      if (await leadsToFileIn(inner, root)) folder.files.push({ name: shown, path: inner });
      else leftOut.linked.push(shown);
    } else if (isDirectory) {
      folder.folders.push(await list(inner, `${shown}/`, root, leftOut, depth + 1));
    } else if (isFile) folder.files.push({ name: shown, path: inner });
    else leftOut.special.push(shown);
  }
  folder.folders.sort(byName);
  folder.files.sort((a, b) => byName(a, b) || (a.path < b.path ? -1 : 1));
  for (const list of [leftOut.hidden, leftOut.linked, leftOut.special]) list.sort();
  return folder;
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}

/** A name in NFC: a letter and its accent are one character. */
function composed(name: string): string {
  return name.normalize("NFC");
}

/** Whether a link leads to a file within a folder. */
async function leadsToFileIn(path: string, root: string): Promise<boolean> {
  try {
    const target = await Deno.realPath(path);
    const inside = target.startsWith(root.endsWith("/") ? root : `${root}/`) ||
      target.startsWith(`${root}\\`);
    return inside && (await Deno.stat(target)).isFile;
  } catch {
    return false; // it leads nowhere
  }
}

/** The files in a folder and in the folders within it, sorted by name. */
function filesIn({ files, folders }: Folder): Folder["files"] {
  return [...files, ...folders.flatMap(filesIn)];
}

/** The folders of the splits; `undefined` if the folder holds none. */
function splitsOf(
  path: string,
  root: Folder,
): ({ training: Folder } & { [Part in keyof Splits]?: Folder }) | undefined {
  const splits: Partial<Record<keyof Splits, Folder>> = {};
  const others: string[] = [];
  for (const folder of root.folders) {
    const holdsClasses = folder.folders.length > 0 &&
      !folder.files.some(({ name }) => isNamedAsPicture(name));
    const part = (Object.keys(SPLIT_FOLDERS) as (keyof Splits)[]).find((part) =>
      holdsClasses && SPLIT_FOLDERS[part].includes(folder.name.toLowerCase())
    );
    if (part === undefined) others.push(`${folder.name}/`);
    else if (splits[part] !== undefined) {
      throw new Error(
        `Cannot use ${path} as pictures: ${splits[part].name}/ and ${folder.name}/ are both for ` +
          `the ${part} split`,
      );
    } else splits[part] = folder;
  }
  const names = Object.values(splits).map(({ name }) => `${name}/`);
  if (names.length === 0) return undefined;
  const { training } = splits;
  if (training === undefined || others.length > 0) {
    throw new Error(
      `Cannot use ${path} as pictures: it has ${names.join(", ")}${
        others.length > 0
          ? `, folders of splits, and ${quotedNames(others)} beside them`
          : " and no train/"
      }; expected a folder for each class, or train/, validation/ and test/ with such folders`,
    );
  }
  return { ...splits, training };
}

function checkClasses(
  path: string,
  training: Folder,
  classNames: readonly string[],
  split: boolean,
): void {
  const parent = split ? join(path, training.name) : path;
  const twice = classNames.find((name, k) => classNames.indexOf(name) !== k);
  if (twice !== undefined) {
    throw new Error(`Cannot use ${parent} as pictures: two folders are called ${twice}`);
  }
  if (classNames.length === 1) {
    const inner = training.folders[0]!.folders.length > 0
      ? `; if the classes are within it, give ${join(parent, classNames[0]!)}`
      : "";
    throw new Error(
      `Cannot use ${parent} as pictures: expected two classes or more, got ` +
        `${JSON.stringify(classNames[0])} alone${inner}`,
    );
  }
  const empty = training.folders.find((folder) => filesIn(folder).length === 0);
  if (empty !== undefined) {
    throw new Error(
      `Cannot use ${join(parent, empty.name)} as a class: it is empty; ` +
        "put pictures into it or remove it",
    );
  }
}
