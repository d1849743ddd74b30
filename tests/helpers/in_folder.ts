/** Calls whose messages differ from run to run, so that they can be pinned. @module */

import { temporaryFolder } from "./run_task.ts";

/** Makes a call in whose message a text that differs from run to run has a name instead. */
export async function naming(text: string, name: string, call: () => unknown): Promise<void> {
  try {
    await call();
  } catch (error) {
    if (error instanceof Error) error.message = error.message.replaceAll(text, name);
    throw error;
  }
}

/** Calls with a new folder, whose path is `FOLDER` in the message of an error. */
export async function inFolder(call: (folder: string) => unknown): Promise<void> {
  await using folder = await temporaryFolder();
  await naming(folder.path, "FOLDER", () => call(folder.path));
}
