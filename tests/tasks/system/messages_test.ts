/** The sentences about files and the system, each pinned once; other tests look for fragments. */

import { join } from "@std/path";
import { disk } from "../../../tasks/system/disk.ts";
import { explain } from "../../../tasks/system/explain.ts";
import { FileError, writeAtomically } from "../../../tasks/system/files.ts";
import { checkLeads, LinkError } from "../../../tasks/system/links.ts";
import { checkOwnCode } from "../../../tasks/system/own_code.ts";
import { readNamed, readTextAtMost } from "../../../tasks/system/read_at_most.ts";
import { granted, ROOT, temporaryFolder } from "../../helpers/run_task.ts";
import { type MessageRow, testMessages } from "../../helpers/says.ts";

/** Windows needs a right of its own for links. */
const ignore = !granted("read", "write") || Deno.build.os === "windows";

/** A call on a folder with a file, a link to it, one to nothing and one to itself; its error calls the folder DIR. */
function inFolder(call: (folder: string) => unknown): () => Promise<unknown> {
  return async () => {
    await using folder = await temporaryFolder();
    const { path } = folder;
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

/** What fails in the folder, or elsewhere, and its sentence, by the class of the error. */
const ROWS: readonly [MessageRow[2], ...(readonly [call: () => unknown, sentence: string])[]][] = [
  [
    LinkError,
    [
      inFolder((folder) => writeAtomically(join(folder, "link"), "")),
      "Cannot write DIR/link: it is a symbolic link, to file, and only those to folders are followed",
    ],
    [
      inFolder((folder) => writeAtomically(join(folder, "broken", "a"), "")),
      "Cannot write to DIR/broken: it is a symbolic link to gone, which is not there",
    ],
    [
      inFolder((folder) => writeAtomically(join(folder, "link", "a"), "")),
      "Cannot write to DIR/link: it is a symbolic link to file, which is no folder",
    ],
    [
      inFolder((folder) => checkLeads(join(folder, "broken"))),
      "Cannot find DIR/broken: it is a symbolic link to gone, which is not there",
    ],
  ],
  [
    FileError,
    [
      inFolder((folder) => writeAtomically(join(folder, "circle", "a"), "")),
      "Cannot write DIR/circle/a: its symbolic links lead in a circle",
    ],
    [
      inFolder((folder) => writeAtomically(join(folder, "file", "a"), "")),
      "Cannot write DIR/file/a: a file is where a folder should be",
    ],
  ],
  [
    RangeError,
    [
      inFolder((folder) => readTextAtMost(join(folder, "file"), 3)),
      "it is 4 bytes, at most 3 are allowed",
    ],
    [
      () => readTextAtMost("/dev/zero", 1000),
      "it does not end after 1000 bytes, the most that are allowed",
    ],
  ],
  [
    Error,
    [
      () => inCheckout("lib/a.ts"),
      "Cannot write to lib/a.ts: ROOT/lib/a.ts is code that commands run, and stays as it is",
    ],
    [
      () => inCheckout("", { whole: true }),
      "Cannot write to : ROOT holds code that commands run, and stays as it is",
    ],
    [
      inFolder((folder) => readNamed(join(folder, "file"), 3, readTextAtMost)),
      "Cannot read DIR/file: it is 4 bytes, at most 3 are allowed",
    ],
    [
      inFolder((folder) => Deno.rename(join(folder, "a"), join(folder, "b")).catch(explained)),
      "Cannot rename DIR/a to DIR/b: no such file or folder",
    ],
    [() => explained(new Error("")), "an error without a message"],
    [
      () => explained(Object.assign(new Error("os error"), { code: "ENOSPC" })),
      "Cannot go on: the disk is full",
    ],
    [
      inFolder((folder) => disk.removeFolder(folder).catch(explained)),
      "Cannot go on: it is a folder that is not empty",
    ],
  ],
];

testMessages(
  "tasks/system",
  ROWS.flatMap(([Class, ...rows]) =>
    rows.map(([call, sentence]): MessageRow => [sentence, call, Class, sentence])
  ),
  { ignore },
);
