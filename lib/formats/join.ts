/** Bytes one after the other. @module */

/** Bytes, and lists of them, since the stack bounds the arguments of a call. */
export type ByteParts = readonly (Uint8Array | ByteParts)[];

/** Bytes one after the other. */
export function join(...parts: ByteParts): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(lengthOf(parts));
  write(parts, joined, 0);
  return joined;
}

/** How many bytes there are. */
export function lengthOf(parts: ByteParts): number {
  let length = 0;
  for (const part of parts) {
    length += part instanceof Uint8Array ? part.length : lengthOf(part);
  }
  return length;
}

/** Writes them, and returns where they end. */
function write(parts: ByteParts, target: Uint8Array, start: number): number {
  let end = start;
  for (const part of parts) {
    if (part instanceof Uint8Array) {
      target.set(part, end);
      end += part.length;
    } else end = write(part, target, end);
  }
  return end;
}
