/** @module */

/** What a path has to be, besides there. */
export interface ExistsOptions {
  /** Whether it is a folder, or a link to one; not together with `isFile`. */
  isDirectory?: boolean;
  /** Whether it is a file, or a link to one; not together with `isDirectory`. */
  isFile?: boolean;
}

/**
 * Whether something is at a path; a link that leads nowhere is nothing.
 *
 * Between this answer and the next step another process may change it: where the step itself reports whether it is there,
 * ask that instead.
 * @throws {TypeError} if both a folder and a file are expected
 * @throws {Deno.errors.NotCapable} if the task may not look there
 */
export async function exists(path: string | URL, options: ExistsOptions = {}): Promise<boolean> {
  const { isDirectory = false, isFile = false } = options;
  if (isDirectory && isFile) {
    throw new TypeError(
      "Cannot look for a path that is both: isDirectory and isFile exclude each other",
    );
  }
  try {
    const found = await Deno.stat(path);
    return !(isDirectory && !found.isDirectory || isFile && !found.isFile);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    // The system refuses to open it, so it is there.
    if (error instanceof Deno.errors.PermissionDenied) return true;
    throw error;
  }
}
