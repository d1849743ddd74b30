/** A folder of pictures on the disk: what is in it, by class. A Mac may list decomposed names. @module */

import { basename, join, SEPARATOR } from "@std/path";
import { reasonOf } from "../system/explain.ts";
import {
  composed,
  type Folder,
  isHidden,
  type LeftOut,
  MAX_DEPTH,
  type PictureFolder,
  picturesByClass,
  sortFolder,
} from "./picture_classes.ts";

/** Lists the files of each class; throws if it is no such folder. */
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
  return picturesByClass(path, root, leftOut);
}

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
    if (isHidden(name)) leftOut.hidden.push(shown);
    else if (isFile || isSymlink && await leadsToFileIn(inner, root)) {
      folder.files.push({ name: shown, path: inner });
    } else if (isSymlink) leftOut.linked.push(shown);
    else if (isDirectory) {
      folder.folders.push(await list(inner, `${shown}/`, root, leftOut, depth + 1));
    } else leftOut.special.push(shown);
  }
  sortFolder(folder);
  for (const names of Object.values(leftOut)) names.sort();
  return folder;
}

async function leadsToFileIn(path: string, root: string): Promise<boolean> {
  try {
    const target = await Deno.realPath(path);
    const inside = target.startsWith(root.endsWith(SEPARATOR) ? root : root + SEPARATOR);
    return inside && (await Deno.stat(target)).isFile;
  } catch {
    return false; // it leads nowhere
  }
}
