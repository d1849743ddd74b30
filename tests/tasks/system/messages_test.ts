/** The sentences about files and the system, each pinned once; other tests look for fragments. */

import { ensureDir } from "@std/fs";
import { dirname, join } from "@std/path";
import { disk } from "../../../tasks/system/disk.ts";
import { explain } from "../../../tasks/system/explain.ts";
import { FileError, writeAtomically } from "../../../tasks/system/files.ts";
import { checkLeads, LinkError } from "../../../tasks/system/links.ts";
import { checkOwnCode } from "../../../tasks/system/own_code.ts";
import { readNamed, readTextAtMost } from "../../../tasks/system/read_at_most.ts";
import { granted, ROOT, temporaryFolder } from "../../helpers/run_task.ts";
import { testMessages } from "../../helpers/says.ts";

/** Windows needs a right of its own for links. */
const ignore = !granted("read", "write") || Deno.build.os === "windows";

/** A call on a folder with a file, a link to it, one to nothing and one to itself; its error calls the folder DIR. */
function inFolder(call: (folder: string) => unknown): () => Promise<unknown> {
  return async () => {
    await using folder = await temporaryFolder();
    const { path } = folder;
    await ensureDir(dirname(join(path, "file")));
    await Deno.writeTextFile(join(path, "file"), "text");
    await Deno.symlink("file", join(path, "link"));
    await Deno.symlink("gone", join(path, "broken"));
    await Deno.symlink("circle", join(path, "circle"));
    try {
      return await call(path);
    } catch (error) {
      if (error instanceof Error) error.message = error.message.replaceAll(path, "DIR");
      throw error;
    }
  };
}

/** A check of a path in the checkout, which its error calls ROOT. */
async function inCheckout(path: string, options?: { whole: boolean }): Promise<void> {
  const root = ROOT.replace(/.$/, "");
  try {
    await checkOwnCode(join(root, path), path, options);
  } catch (error) {
    (error as Error).message = (error as Error).message.replaceAll(root, "ROOT");
    throw error;
  }
}

/** Throws what {@linkcode explain} makes of an error. */
function explained(error: unknown): never {
  throw new Error(explain(error));
}

testMessages("tasks/system", [
  [
    "a link in the place of a file",
    inFolder((folder) => writeAtomically(join(folder, "link"), "")),
    LinkError,
    "Cannot write DIR/link: it is a symbolic link, to file, and only those to folders are " +
    "followed",
  ],
  [
    "a link to nothing in a path",
    inFolder((folder) => writeAtomically(join(folder, "broken", "a"), "")),
    LinkError,
    "Cannot write to DIR/broken: it is a symbolic link to gone, which is not there",
  ],
  [
    "a link to a file in a path",
    inFolder((folder) => writeAtomically(join(folder, "link", "a"), "")),
    LinkError,
    "Cannot write to DIR/link: it is a symbolic link to file, which is no folder",
  ],
  [
    "a link to nothing that is read",
    inFolder((folder) => checkLeads(join(folder, "broken"))),
    LinkError,
    "Cannot find DIR/broken: it is a symbolic link to gone, which is not there",
  ],
  [
    "links in a circle",
    inFolder((folder) => writeAtomically(join(folder, "circle", "a"), "")),
    FileError,
    "Cannot write DIR/circle/a: its symbolic links lead in a circle",
  ],
  [
    "a file where a folder should be",
    inFolder((folder) => writeAtomically(join(folder, "file", "a"), "")),
    FileError,
    "Cannot write DIR/file/a: a file is where a folder should be",
  ],
  [
    "code that commands run",
    () => inCheckout("lib/a.ts"),
    Error,
    "Cannot write to lib/a.ts: ROOT/lib/a.ts is code that commands run, and stays " +
    "as it is",
  ],
  [
    "a folder that holds such code",
    () => inCheckout("", { whole: true }),
    Error,
    "Cannot write to : ROOT holds code that commands run, and stays as it is",
  ],
  [
    "a file that is too large",
    inFolder((folder) => readTextAtMost(join(folder, "file"), 3)),
    RangeError,
    "it is 4 bytes, at most 3 are allowed",
  ],
  [
    "a device without an end",
    () => readTextAtMost("/dev/zero", 1000),
    RangeError,
    "it does not end after 1000 bytes, the most that are allowed",
  ],
  [
    "a file that is named",
    inFolder((folder) => readNamed(join(folder, "file"), 3, readTextAtMost)),
    Error,
    "Cannot read DIR/file: it is 4 bytes, at most 3 are allowed",
  ],
  [
    "no file to read",
    inFolder((folder) => Deno.readTextFile(join(folder, "a")).catch(explained)),
    Error,
    "Cannot read DIR/a: no such file or folder",
  ],
  [
    "no file to find",
    inFolder((folder) => Deno.stat(join(folder, "a")).catch(explained)),
    Error,
    "Cannot find DIR/a: no such file or folder",
  ],
  [
    "no file to rename",
    inFolder((folder) => Deno.rename(join(folder, "a"), join(folder, "b")).catch(explained)),
    Error,
    "Cannot rename DIR/a to DIR/b: no such file or folder",
  ],
  [
    "a folder to make where a file is",
    inFolder((folder) => Deno.mkdir(join(folder, "file")).catch(explained)),
    Error,
    "Cannot make the folder DIR/file: a file is where a folder should be",
  ],
  [
    "an error without a message",
    () => explained(new Error("")),
    Error,
    "an error without a message",
  ],
  [
    "a full disk",
    () => explained(Object.assign(new Error("os error"), { code: "ENOSPC" })),
    Error,
    "Cannot go on: the disk is full",
  ],
  [
    "a folder that is not empty",
    inFolder((folder) => disk.removeFolder(folder).catch(explained)),
    Error,
    "Cannot go on: it is a folder that is not empty",
  ],
], { ignore });
