/** Files read whole, if they are not too large: a few bytes of disk can hold a file of terabytes. @module */

/**
 * Reads a file.
 *
 * @param most how many bytes it may have
 * @throws {RangeError} if it has more, before any is read
 */
export async function readAtMost(path: string, most: number): Promise<Uint8Array<ArrayBuffer>> {
  const { size } = await Deno.stat(path);
  if (size > most) throw new RangeError(`it is ${size} bytes, at most ${most} are allowed`);
  return await Deno.readFile(path);
}

/** Reads a file of text in UTF-8, as {@linkcode readAtMost} does. */
export async function readTextAtMost(path: string, most: number): Promise<string> {
  return new TextDecoder().decode(await readAtMost(path, most));
}
