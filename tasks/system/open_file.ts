/** Files that are opened once they are known to be files: whoever opens a named pipe waits for its other end. @module */

/** A path leads to something that is not a file. The message names the path, `reason` does not. */
export class NotAFileError extends Error {
  override readonly name = "NotAFileError";
  readonly reason: string;

  constructor(verb: "read" | "write", path: string, kind: string) {
    const reason = `it is ${kind}, not a file`;
    super(`Cannot ${verb} ${path}: ${reason}`);
    this.reason = reason;
  }
}

/**
 * Checks that a path leads to what can be read to its end: a file, a device of characters such as `/dev/null`, or a pipe that is
 * open already, such as a shell's `<(…)`. A folder passes, since the system's own error names it.
 * @throws {NotAFileError} if it is a named pipe, a socket or a disk
 */
export async function checkReadable(path: string): Promise<Deno.FileInfo> {
  const found = await Deno.stat(path);
  const kind = kindOf(found);
  if (kind !== undefined && !found.isCharDevice && await hasName(path)) {
    throw new NotAFileError("read", path, kind);
  }
  return found;
}

/**
 * Checks that a path leads to a file, to a folder, or nowhere.
 * @throws {NotAFileError} if it is a named pipe, a socket or a device
 */
export async function checkWritable(path: string): Promise<void> {
  const found = await Deno.stat(path).catch(() => undefined);
  const kind = found && kindOf(found);
  if (kind !== undefined) throw new NotAFileError("write", path, kind);
}

/** Opens a file to read it; see {@linkcode checkReadable}. */
export async function openFile(path: string): Promise<Deno.FsFile> {
  await checkReadable(path);
  return await Deno.open(path);
}

/** What a path leads to, if it is neither a file nor a folder. */
function kindOf({ isFifo, isSocket, isBlockDevice, isCharDevice }: Deno.FileInfo) {
  if (isFifo) return "a named pipe";
  if (isSocket) return "a socket";
  return isBlockDevice || isCharDevice ? "a device" : undefined;
}

/** Whether the system has a path without links: it has none for a pipe that is open already. */
async function hasName(path: string): Promise<boolean> {
  return await Deno.realPath(path).then(() => true, () => false);
}
