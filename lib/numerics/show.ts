/** What `console.log` prints of our objects in Deno and Node: their numbers, and few of many. @module */

/** What Deno and Node ask an object for before they print it. */
const [DENO, NODE] = [Symbol.for("Deno.customInspect"), Symbol.for("nodejs.util.inspect.custom")];

/** The rows and columns of a large table that are shown at each of its ends. */
const SHOWN_AT_EDGE = 3;

/** Stands for rows and columns that are left out. */
const ELLIPSIS = "…";

/** The most numbers that the least, mean and most are of. */
const MAX_MEASURED = 1 << 20;

/**
 * Has an object, or all that have it as their prototype, printed as a text, and written as JSON.
 * @param json what `JSON.stringify` takes instead. Default: the object as it is
 */
export function showAs<T extends object>(
  shown: T,
  text: (object: T) => string,
  json?: (object: T) => unknown,
): T {
  const isPrototype = Object.hasOwn(shown, "constructor");
  const define = (name: string | symbol, of: (object: T, options: unknown) => unknown) => {
    const value = function (this: T, _: unknown, options: unknown): unknown {
      return isPrototype && this === shown ? {} : of(this, options);
    };
    Object.defineProperty(shown, name, { value, configurable: true }); // no copy or clone has it
  };
  define(NODE, text); // which indents the lines itself
  define(DENO, (object, options) => {
    return text(object).replaceAll("\n", "\n".padEnd(1 + (Object(options).indentationLvl ?? 0)));
  });
  if (json !== undefined) define("toJSON", json);
  return shown;
}

/** Where the entry for notebooks sets what has a result displayed there; without it a result stays as it is. */
export const notebook: { result<T extends object>(result: T): T } = { result: (result) => result };

/** A number to four digits. */
export function short(value: number): string {
  return String(Number(value.toPrecision(4)));
}

/** The number with the fewest decimal digits that is this float32 when rounded; nine are always enough. */
export function shortest(value: number): number {
  if (value === 0) return value; // with its sign
  for (let digits = 6; digits < 9; digits++) {
    const decimal = Number(value.toPrecision(digits));
    if (Math.fround(decimal) === value) return decimal;
  }
  return Number(value.toPrecision(9));
}

/** `: least …, mean …, most …` of the finite ones, and how many others there are; nothing of no numbers. */
export function rangeOf(values: ArrayLike<number>): string {
  let [least, most, sum, finite] = [Infinity, -Infinity, 0, 0];
  const count = Math.min(values.length, MAX_MEASURED);
  for (let k = 0; k < count; k++) {
    const value = values[k]!;
    if (value - value !== 0) continue;
    least = Math.min(least, value);
    most = Math.max(most, value);
    sum += value;
    finite++;
  }
  const parts = [
    ...finite > 0
      ? [`least ${short(least)}, mean ${short(sum / finite)}, most ${short(most)}`]
      : [],
    ...finite < count ? [`${count - finite} not finite`] : [],
    ...count < values.length ? [`of the first ${count}`] : [],
  ];
  return parts.length === 0 ? "" : `: ${parts.join(", ")}`;
}

/** The indices of the rows or columns that are shown; -1 for those left out. */
export function shownIndices(count: number, edge = SHOWN_AT_EDGE): number[] {
  const indices = [...Array(Math.min(count, 2 * edge + 1)).keys()];
  if (count <= indices.length) return indices;
  return indices.map((k) => k < edge ? k : k === edge ? -1 : count - indices.length + k);
}

/**
 * Rows of cells, each line after a line end and two spaces; of many rows and columns the first and last.
 * @param edge how many columns are shown at each end
 */
export function tableOf(
  rows: number,
  columns: number,
  cell: (row: number, column: number) => string,
  head?: (column: number) => string,
  edge = SHOWN_AT_EDGE,
): string {
  const at = shownIndices(columns, edge);
  const lines = shownIndices(rows).map((r) =>
    at.map((c) => r < 0 || c < 0 ? ELLIPSIS : cell(r, c))
  );
  if (head !== undefined) lines.unshift(at.map((c) => c < 0 ? ELLIPSIS : head(c)));
  const widths = at.map((_, c) => lines.reduce((most, line) => Math.max(most, line[c]!.length), 0));
  return lines.map((line) => `\n  ${line.map((text, c) => text.padStart(widths[c]!)).join("  ")}`)
    .join("");
}
