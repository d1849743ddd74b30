/**
 * Bytes as printable text that compresses as well as they do: the frequent bytes are a character each, the others two, and
 * equal bytes are equal text wherever they stand, which they are not in base64. @module
 */

/** What text in double quotes may hold as it is: printable ASCII but for `"` and `\`. */
const PRINTABLE: readonly string[] = Array.from(
  { length: 95 },
  (_, k) => String.fromCharCode(32 + k),
)
  .filter((character) => !`"\\`.includes(character));

/** The last characters stand before another one. */
const PREFIXES = PRINTABLE.slice(-2);
const SINGLES = PRINTABLE.slice(0, -2);

/** The text of the byte that is as frequent as only so many others. */
function charactersOf(rank: number): string {
  const { length } = SINGLES;
  if (rank < length) return SINGLES[rank]!;
  return PREFIXES[Math.floor(rank / length) - 1]! + SINGLES[rank % length]!;
}

/** The 256 bytes in hexadecimal, from the most frequent on, and then the text of each byte. */
export function formatText(bytes: Uint8Array): string {
  const counts = new Uint32Array(256);
  for (const byte of bytes) counts[byte]!++;
  const order = Array.from(counts.keys()).sort((a, b) => counts[b]! - counts[a]! || a - b);
  const texts: string[] = [];
  for (const [rank, byte] of order.entries()) texts[byte] = charactersOf(rank);
  const table = order.map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return table + Array.from(bytes, (byte) => texts[byte]!).join("");
}

/** The bytes of {@linkcode formatText}'s text. */
export function parseText(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Map<string, number>();
  for (let rank = 0; rank < 256; rank++) {
    bytes.set(charactersOf(rank), parseInt(text.slice(2 * rank, 2 * rank + 2), 16));
  }
  const result: number[] = [];
  for (let k = 512; k < text.length; k++) {
    const first = text[k]!;
    result.push(bytes.get(PREFIXES.includes(first) ? first + text[++k] : first)!);
  }
  return Uint8Array.from(result);
}
