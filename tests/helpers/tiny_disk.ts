/**
 * A disk that is full after a few kilobytes, for the tests of what happens then.
 *
 * @module
 */

import { granted, temporaryFolder } from "./run_task.ts";

/** A tmpfs of the given size, such as `64k`; `undefined` where this user or system cannot mount. */
export async function tinyDisk(
  path: string,
  size: string,
): Promise<AsyncDisposable | undefined> {
  if (Deno.build.os !== "linux") return undefined;
  try {
    const mount = new Deno.Command("mount", {
      args: ["-t", "tmpfs", "-o", `size=${size}`, "tmpfs", path],
      stderr: "null",
    });
    if (!(await mount.output()).success) return undefined;
    return {
      async [Symbol.asyncDispose](): Promise<void> {
        await new Deno.Command("umount", { args: [path] }).output();
      },
    };
  } catch {
    return undefined;
  }
}

/** Whether `tinyDisk` works, found out beforehand so that the test is visibly ignored where it does not. */
export async function canMount(): Promise<boolean> {
  if (!granted("read", "write", "run")) return false;
  await using folder = await temporaryFolder();
  await using disk = await tinyDisk(folder.path, "64k");
  return disk !== undefined;
}
