import { temporaryFolder } from "./run_task.ts";

/** Calls with a new folder. Its path in the message of an error becomes `FOLDER`, so that a table can pin the sentence. */
export async function inFolder(call: (folder: string) => unknown): Promise<void> {
  await using folder = await temporaryFolder();
  try {
    await call(folder.path);
  } catch (error) {
    if (error instanceof Error) error.message = error.message.replaceAll(folder.path, "FOLDER");
    throw error;
  }
}
