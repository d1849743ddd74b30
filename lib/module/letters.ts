/** Regular expressions without `\p{…}`, which Hermes lacks: the letters, digits and currencies by their ranges. @module */

/** The last code point. */
const LAST = 0x10ffff;

/** Code as it is, with the ranges of Unicode's general categories instead of their names; these stand in brackets. */
export function letters(code: string): string {
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
  const pattern = new RegExp(`\\p{${category}}`, "u");
  const ranges: string[] = [];
  let start = -1;
  for (let point = 0; point <= LAST + 1; point++) {
    const isIn = point <= LAST && pattern.test(String.fromCodePoint(point));
    if (isIn && start < 0) start = point;
    if (isIn || start < 0) continue;
    ranges.push(start === point - 1 ? escaped(start) : `${escaped(start)}-${escaped(point - 1)}`);
    start = -1;
  }
  known.set(category, ranges.join(""));
  return ranges.join("");
}

function escaped(point: number): string {
  return `\\u{${point.toString(16)}}`;
}
