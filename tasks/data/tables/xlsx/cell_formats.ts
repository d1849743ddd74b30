/** What the format of a cell makes of its number (ECMA-376, part 1, 18.8.30 and 18.8.31). @module */

import { XmlReader } from "./xml.ts";

/** A time has no day. A duration is the time that has passed, in hours, minutes or seconds, of any number. */
export type CellKind = "number" | "date" | "time" | "duration";

/** The formats of dates and times that have a number and no code; some are of East Asian languages. */
const isBuiltInDate = (id: number) =>
  14 <= id && id <= 22 || 27 <= id && id <= 36 || id === 45 || id === 47 || 50 <= id && id <= 58;

const BUILT_IN_TIMES: readonly number[] = [18, 19, 20, 21, 45, 47];

const BUILT_IN_DURATION = 46;

/** What a code shows as it stands: a text in quotes, an escaped character, one whose width is left free, one that fills. */
const LITERAL = /"[^"]*"|\\.|_.|\*./gs;

const ELAPSED = /\[(?:h+|m+|s+)\]/i;

/** What a code such as `yyyy-mm-dd` or `[h]:mm` makes of a number. */
export function kindOfCode(code: string): CellKind {
  const plain = code.replaceAll(LITERAL, "");
  if (ELAPSED.test(plain)) return "duration";
  const letters = plain.replaceAll(/\[[^\]]*\]|general/gi, ""); // colors, conditions and languages
  if (/[dy]/i.test(letters)) return "date";
  if (/[hs]/i.test(letters)) return "time"; // beside them m stands for minutes
  return /m/i.test(letters) ? "date" : "number";
}

/** The kinds of the cells of each style, in the order of the styles. */
export function cellKindsOf(styles: Uint8Array | undefined): CellKind[] {
  const codes = new Map<number, CellKind>();
  const kinds: CellKind[] = [];
  if (styles === undefined) return kinds;
  const xml = new XmlReader(styles);
  while (xml.next()) {
    if (xml.isEnd) continue;
    const id = Number(xml.attribute("numFmtId") ?? 0);
    if (xml.name === "numFmt" && xml.parent === "numFmts") {
      codes.set(id, kindOfCode(xml.attribute("formatCode") ?? ""));
    }
    if (xml.name === "xf" && xml.parent === "cellXfs") {
      kinds.push(codes.get(id) ?? builtInKind(id));
    }
  }
  return kinds;
}

function builtInKind(id: number): CellKind {
  if (id === BUILT_IN_DURATION) return "duration";
  if (BUILT_IN_TIMES.includes(id)) return "time";
  return isBuiltInDate(id) ? "date" : "number";
}
