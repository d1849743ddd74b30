/** The files in a tar archive. @module */

/** A header, and the unit in which files are laid out, in bytes. */
const BLOCK = 512;

/**
 * The regular files of an archive in memory, by their names: views, not copies. Folders, links and what else an archive may
 * hold are left out.
 *
 * The format is POSIX's ustar: a file is a header of 512 bytes, then its content, filled up to whole blocks; a header of
 * zeros ends the archive. Names of more than 100 bytes are not needed, and not put together.
 *
 * @throws {SyntaxError} if it is no archive, or ends within a file
 */
export function filesInTar(tar: Uint8Array): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  for (let at = 0; at < tar.length && tar[at] !== 0;) {
    const text = (from: number, to: number) =>
      new TextDecoder().decode(tar.subarray(at + from, at + to)).replace(/\0.*$/s, "");
    const [name, octal, kind] = [text(0, 100), text(124, 136).trim(), text(156, 157)];
    if (!text(257, 263).startsWith("ustar") || !/^[0-7]{1,11}$/.test(octal)) {
      throw new SyntaxError(`Cannot read tar: there is no header at byte ${at}`);
    }
    const begin = at + BLOCK;
    const end = begin + parseInt(octal, 8);
    if (end > tar.length) {
      throw new SyntaxError(`Cannot read tar: it ends before byte ${end}, where ${name} does`);
    }
    if (kind === "0" || kind === "") files.set(name, tar.subarray(begin, end));
    at = begin + Math.ceil((end - begin) / BLOCK) * BLOCK;
  }
  return files;
}
