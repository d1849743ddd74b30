/** @module */

/**
 * Makes a folder, and those that it is in, unless it is there.
 * @throws {Error} if something else has its name
 */
export async function ensureDir(dir: string | URL): Promise<void> {
  try {
    await Deno.mkdir(dir, { recursive: true });
  } catch (error) {
    // Another process may have made it in between; Windows reports this for the root of a drive too.
    if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
    if (!(await Deno.stat(dir)).isDirectory) throw error;
  }
}
