/** Regular expressions without `\p{…}`, which Hermes lacks: a category of Unicode by the ranges of its characters. @module */

/** Code with the ranges of each general category instead of its name, which stands in brackets. */
export function withUnicodeRanges(code: string): string {
  return code.replaceAll(
    /(\\?)\\p\{(\w+)\}/g,
    (_, escape, category) => rangesOf(category).replaceAll("\\", `${escape}\\`),
  );
}

const known = new Map<string, string>();

/** The characters of a category, as they stand in the brackets of a regular expression with the flag `u`. */
function rangesOf(category: string): string {
  const found = known.get(category);
  if (found !== undefined) return found;
  const ranges = Array.from(
    everyCharacter().matchAll(new RegExp(`\\p{${category}}+`, "gu")),
    ([characters]) => {
      const points = Array.from(characters, (character) => character.codePointAt(0)!);
      const [first, last] = [points[0]!, points.at(-1)!];
      return first === last ? escaped(first) : `${escaped(first)}-${escaped(last)}`;
    },
  ).join("");
  known.set(category, ranges);
  return ranges;
}

/** The code points of half a pair, which no text has by themselves. */
const [FIRST_SURROGATE, LAST_SURROGATE] = [0xd800, 0xdfff];

let every: string | undefined;

/** All characters of Unicode in their order. */
function everyCharacter(): string {
  if (every !== undefined) return every;
  const parts: string[] = [];
  for (let point = 0; point <= 0x10ffff; point++) {
    if (point < FIRST_SURROGATE || point > LAST_SURROGATE) parts.push(String.fromCodePoint(point));
  }
  return every = parts.join("");
}

function escaped(point: number): string {
  return `\\u{${point.toString(16)}}`;
}
