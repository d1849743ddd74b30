/**
 * Workbooks of Excel as tables, by the library read-excel-file: the values of cells, and not how they are shown. The whole
 * sheet is held in memory.
 *
 * We unpack the archive, since our reader checks sizes first, and give the library one whose files are stored. @module
 */

import { readSheet } from "npm:read-excel-file@9.3.17/universal";
import { joinNames } from "../../lib/checks/mod.ts";
import { formatZip, readZip, type ZipEntry } from "../../lib/formats/mod.ts";
import { MAX_COLUMNS, quoted } from "../../lib/table/mod.ts";
import { clockText, hasTime, instantText, numberText, plainText } from "./cells.ts";
import {
  batches,
  columnNames,
  type FileBytes,
  MAX_BYTES,
  MAX_CELLS,
  refused,
  type TypedOptions,
  type TypedTable,
} from "./typed_table.ts";

/** The digits that Excel shows; it rounds the others away when a number is entered. */
const EXACT_DIGITS = 15;

/** Instants of the first day of the calendar are times without a day. Milliseconds since 1970. */
const FIRST_DAY = Date.UTC(1899, 11, 30);
const DAY = 86_400_000;

type Cell = string | number | boolean | null;

/** Opens a workbook. */
export async function openXlsx(
  file: FileBytes,
  { sheet: asked }: TypedOptions,
): Promise<TypedTable> {
  const { name: path } = file;
  const entries = entriesOf(path, await file.whole());
  const texts = new Map<string, Uint8Array>();
  for (const entry of entries) {
    if (isRead(entry.name)) texts.set(entry.name, await entry.read());
  }
  const sheets = sheetNames(path, texts);
  const sheet = asked ?? sheets[0]!;
  if (!sheets.includes(sheet)) {
    throw refused(
      path,
      `it has no sheet ${quoted(sheet)}; its sheets are ${joinNames(sheets)}`,
    );
  }
  for (const [name, bytes] of texts) {
    if (/^xl\/worksheets\//.test(name)) checkExtent(path, bytes);
  }
  const all = await readSheet(formatZip([...texts]).buffer, sheet, {
    trim: false,
  }) as (Cell | Date)[][];
  const first = all.findIndex((row) => row.some((cell) => cell !== null));
  if (first === -1) throw refused(path, `its sheet ${quoted(sheet)} is empty`);
  const header = all[first]!.map((cell) => cell === null ? "" : textOfCell(cell, false));
  const rows = all.slice(first + 1);
  const used = header.flatMap((name, c) =>
    name.trim() !== "" || rows.some(({ [c]: cell }) => isFull(cell)) ? [c] : []
  );
  const names = columnNames(path, used.map((c) => header[c]!));
  const timed = new Set(
    names.filter((_, k) =>
      rows.some(({ [used[k]!]: cell }) => cell instanceof Date && isTimed(cell))
    ),
  );
  const lines: number[] = [];
  const kept: (Cell | Date)[][] = [];
  for (const [r, row] of rows.entries()) {
    if (!row.some(isFull)) continue; // as Excel's own CSV files end
    kept.push(row);
    lines.push(first + r + 2);
  }
  const others = sheets.filter((name) => name !== sheet);
  return {
    columns: names,
    timed,
    warnings: [
      ...others.length > 0 && asked === undefined
        ? [`The sheet ${quoted(sheet)} is read; there are others: ${joinNames(others)}`]
        : [],
      ...roundedColumns(names, used, kept),
    ],
    *rows(timed) {
      const withTime = names.map((name) => timed.has(name));
      yield* batches(
        kept.map((row) =>
          used.map((c, k) => isFull(row[c]) ? textOfCell(row[c]!, withTime[k]!) : "")
        ),
        lines,
      );
    },
  };
}

/** @throws {SyntaxError} if it is no archive of a workbook, or more than is read */
function entriesOf(path: string, bytes: Uint8Array): ZipEntry[] {
  let entries: ZipEntry[];
  try {
    entries = readZip(bytes, { maxBytes: MAX_BYTES });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw refused(path, `a workbook may have ${MAX_BYTES / 1024 ** 2} MiB at most, unpacked`);
  }
  if (entries.some(({ name }) => name === "xl/workbook.xml")) return entries;
  throw refused(path, "it is a ZIP file, and no workbook in XLSX; save it as XLSX or CSV");
}

/** The files that hold what we read; pictures and macros are left out. */
function isRead(name: string): boolean {
  return /^(?:\[Content_Types\]\.xml|_rels\/.*|xl\/[^/]*\.xml|xl\/_rels\/.*|xl\/worksheets\/[^/]*\.xml)$/
    .test(name);
}

/** The names of the sheets, in their order. */
function sheetNames(path: string, texts: ReadonlyMap<string, Uint8Array>): string[] {
  const text = new TextDecoder().decode(texts.get("xl/workbook.xml"));
  const names = [...text.matchAll(/<(?:\w+:)?sheet\s[^>]*?\bname\s*=\s*(?:"([^"]*)"|'([^']*)')/g)]
    .map(([, double, single]) => unescaped(double ?? single ?? ""));
  if (names.length === 0) throw refused(path, "it has no sheets");
  return names;
}

const ENTITIES: { readonly [name: string]: string } = {
  ...{ lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" },
};

function unescaped(text: string): string {
  return text.replaceAll(/&(?:#x([\da-f]{1,6})|#(\d{1,7})|(\w+));/gi, (all, hex, decimal, name) => {
    const code = hex === undefined ? Number(decimal) : parseInt(hex, 16);
    if (name !== undefined) return ENTITIES[name] ?? all;
    return code <= 0x10ffff ? String.fromCodePoint(code) : all;
  });
}

/**
 * Checks how far a sheet reaches before it is read: one cell at its end would make a row of empty cells for each before it.
 * @throws {SyntaxError} if that is too far, or a cell's address is no address
 */
function checkExtent(path: string, bytes: Uint8Array): void {
  const text = new TextDecoder().decode(bytes);
  let [rows, columns] = [0, 0];
  for (const [, double, single] of text.matchAll(/\sr\s*=\s*(?:"([^"]*)"|'([^']*)')/g)) {
    const address = double ?? single!;
    const [, letters, digits] = /^([A-Z]{0,3})(\d{1,7})$/.exec(address) ?? [];
    if (digits === undefined) throw refused(path, `${quoted(address)} is no address of a cell`);
    let column = 0;
    for (const letter of letters!) column = 26 * column + letter.charCodeAt(0) - 64;
    rows = Math.max(rows, Number(digits));
    columns = Math.max(columns, column);
  }
  if (columns > MAX_COLUMNS || rows * columns > MAX_CELLS) {
    throw refused(
      path,
      `a sheet reaches to row ${rows}, column ${columns}: it may have ${MAX_CELLS} cells at most`,
    );
  }
}

function isFull(cell: Cell | Date | undefined): cell is string | number | boolean | Date {
  return cell !== null && cell !== undefined && cell !== "";
}

/** Milliseconds since 1970; the library rounds down, so that a whole second may lack one. */
function instantOf(cell: Date): number {
  const milliseconds = cell.getTime();
  return ((milliseconds % 1000) + 1000) % 1000 === 999 ? milliseconds + 1 : milliseconds;
}

function isTimed(cell: Date): boolean {
  const instant = instantOf(cell);
  return hasTime(BigInt(instant) * 1_000_000n) && !isClock(instant);
}

function isClock(instant: number): boolean {
  return instant >= FIRST_DAY && instant < FIRST_DAY + DAY;
}

function textOfCell(cell: NonNullable<Cell> | Date, timed: boolean): string {
  if (typeof cell === "string") return plainText(cell);
  if (typeof cell === "number") return numberText(cell);
  if (!(cell instanceof Date)) return String(cell);
  const instant = instantOf(cell);
  const nanoseconds = BigInt(instant) * 1_000_000n;
  return isClock(instant) ? clockText(nanoseconds) : instantText(nanoseconds, timed);
}

/** A sentence on columns of whole numbers of more digits than Excel keeps. */
function roundedColumns(
  names: readonly string[],
  used: readonly number[],
  rows: readonly (Cell | Date)[][],
): string[] {
  const rounded = names.filter((_, k) =>
    rows.some(({ [used[k]!]: cell }) =>
      typeof cell === "number" && Number.isInteger(cell) && Math.abs(cell) >= 10 ** EXACT_DIGITS
    )
  );
  return rounded.length === 0 ? [] : [
    `Numbers of over ${EXACT_DIGITS} digits are rounded in the workbook itself: ${
      joinNames(rounded)
    }; ` +
    "store them as text",
  ];
}
