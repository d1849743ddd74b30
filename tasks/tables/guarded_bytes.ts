/** Bytes for a library that does not check what it reads. @module */

/** How often each byte may be read one by one: a header's bytes are read a few times. */
const MAX_READS = 64;

/** The length of a number of 4 bytes that a library may look for at the end of all bytes: zero means that nothing follows. */
const END = 4;

/**
 * Bytes that throw where one beyond their end is read by its index, and where they are read far too often: a damaged file may
 * give a list any length, or an end before its start.
 *
 * Parts that are cut from them, such as a message of Arrow, are guarded too; parts of these, such as the values of a column,
 * are plain bytes, as fast as any.
 */
export function guardedBytes(bytes: Uint8Array): Uint8Array {
  let left = MAX_READS * bytes.length;
  const guarded = (bytes: Uint8Array, isWhole: boolean): Uint8Array =>
    new Proxy(bytes, {
      get(target, key) {
        if (typeof key === "string" && /^-?\d/.test(key)) {
          const byte = target[Number(key)];
          if (byte === undefined && !(isWhole && Number(key) < target.length + END)) {
            throw new Error("it refers to bytes beyond its end");
          }
          if (--left < 0) throw new Error("its parts refer to each other in a circle");
          return byte ?? 0;
        }
        const value = Reflect.get(target, key, target);
        if (key !== "subarray") return typeof value === "function" ? value.bind(target) : value;
        return (start: number, end: number) => {
          const part = target.subarray(start, end);
          return isWhole ? guarded(part, false) : part;
        };
      },
    });
  return guarded(bytes, true);
}
