/** The files of a folder that a visitor drops or picks. @module */

import {
  composed,
  type Folder,
  isHidden,
  type LeftOut,
  type PictureFolder,
  picturesByClass,
  sortFolder,
} from "../../tasks/data/picture_classes.ts";
import type { PictureFile } from "./messages.ts";

/** A folder of pictures: its name, and the files in it. */
export interface PickedFolder {
  readonly name: string;
  readonly files: readonly PictureFile[];
}

/** What several folders that are dropped at once are called together. */
const TOGETHER = "pictures";

/** The files in what was dropped or picked. One folder gives its name; of several each is a class. */
export async function pickedFolder(
  given: readonly (FileSystemEntry | File)[],
): Promise<PickedFolder> {
  const files: PictureFile[] = [];
  for (const one of given) {
    if (one instanceof File) files.push({ path: one.webkitRelativePath || one.name, file: one });
    else await addFiles(one, "", files);
  }
  const [first = "", ...others] = new Set(files.map(({ path }) => path.split("/")[0]!));
  const isOne = others.length === 0 && files.every(({ path }) => path.includes("/"));
  if (!isOne) return { name: TOGETHER, files };
  return {
    name: first,
    files: files.map(({ path, file }) => ({ path: path.slice(first.length + 1), file })),
  };
}

async function addFiles(
  entry: FileSystemEntry,
  prefix: string,
  files: PictureFile[],
): Promise<void> {
  const path = prefix + entry.name;
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) =>
      (entry as FileSystemFileEntry).file(resolve, reject)
    );
    files.push({ path, file });
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  while (true) { // a browser lists a hundred at a time
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject)
    );
    if (some.length === 0) return;
    for (const inner of some) await addFiles(inner, `${path}/`, files);
  }
}

/** The pictures of each class in the files of a folder, as the command line lists them. */
export function folderOf(name: string, files: readonly PictureFile[]): PictureFolder {
  const root: Folder = { name, folders: [], files: [] };
  const hidden = new Set<string>();
  for (const { path } of files) {
    const names = path.split("/").map(composed);
    const depth = names.findIndex(isHidden);
    if (depth >= 0) {
      hidden.add(names.slice(0, depth + 1).join("/"));
      continue;
    }
    let folder = root;
    for (const name of names.slice(0, -1)) {
      let inner = folder.folders.find((one) => one.name === name);
      if (inner === undefined) folder.folders.push(inner = { name, folders: [], files: [] });
      folder = inner;
    }
    folder.files.push({ name: names.join("/"), path });
  }
  sortAll(root);
  const leftOut: LeftOut = { hidden: [...hidden].sort(), linked: [], special: [] };
  return picturesByClass(name, root, leftOut);
}

function sortAll(folder: Folder): void {
  sortFolder(folder);
  folder.folders.forEach(sortAll);
}
