/** The cells of a sheet that hold something (ECMA-376, part 1, 18.3). @module */

import { quoted } from "../../../../lib/checks/texts.ts";
import { clockText } from "../cells.ts";
import { MAX_CELLS, refused } from "../typed_table.ts";
import type { CellKind } from "./cell_formats.ts";
import { XmlReader } from "./xml.ts";

/** A value; a duration is its hours, a time without a day its text. */
export type Cell = string | number | boolean | Date;

/** A row with a value at least. */
export interface SheetRow {
  /** From 1. */
  readonly line: number;
  /** By the indices of their columns, from 0. */
  readonly cells: readonly (Cell | undefined)[];
}

/** What a sheet's cells refer to. */
export interface Workbook {
  /** The name of the file, for errors. */
  readonly path: string;
  /** The texts that cells share. */
  readonly texts: readonly string[];
  /** What each style makes of a number. */
  readonly kinds: readonly CellKind[];
  /** Whether days count from 1904. */
  readonly is1904: boolean;
}

const DAY = 86_400_000;

/** The days that the first day of the calendar is before 1970. */
const [DAYS_1900, DAYS_1904] = [25_569, 24_107];

/** The day 60 is 29 February 1900 in Excel, which never was; those before it are a day later than they count. */
const FIRST_OF_MARCH_1900 = 60;

/**
 * The rows of a sheet.
 * @throws {SyntaxError} if it is no sheet, or has more cells than are read
 */
export function sheetRows(bytes: Uint8Array, workbook: Workbook): SheetRow[] {
  const rows: SheetRow[] = [];
  const columns = new Set<number>();
  let [line, column] = [0, 0]; // of the last cell
  let cells: Cell[] = [];
  const xml = new XmlReader(bytes);
  while (xml.next()) {
    if (xml.isEnd) continue;
    if (xml.name === "row") {
      line = rowOf(workbook.path, xml.attribute("r")) ?? line + 1;
      [column, cells] = [0, []];
    } else if (xml.name === "c") {
      const address = xml.attribute("r");
      column = address === undefined ? column + 1 : columnOf(workbook.path, address);
      if (xml.isEmpty) continue;
      const value = valueOf(xml, workbook, address ?? `column ${column} of row ${line}`);
      if (value === undefined || value === "") continue;
      if (rows.at(-1)?.cells !== cells) rows.push({ line, cells });
      cells[column - 1] = value;
      columns.add(column);
      if (columns.size * rows.length > MAX_CELLS) {
        throw refused(workbook.path, `it has over ${MAX_CELLS} cells, the most of a sheet`);
      }
    }
  }
  return rows;
}

function rowOf(path: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text);
  throw refused(path, `${quoted(text)} is not a row number`);
}

function columnOf(path: string, address: string): number {
  const [, letters] = /^([A-Z]{1,3})[1-9]\d{0,6}$/.exec(address) ?? [];
  if (letters === undefined) throw refused(path, `${quoted(address)} is not a cell address`);
  let column = 0;
  for (let k = 0; k < letters.length; k++) column = 26 * column + letters.charCodeAt(k) - 64;
  return column;
}

/** The value of the cell that begins; `undefined` if it is empty or an error. */
function valueOf(xml: XmlReader, workbook: Workbook, address: string): Cell | undefined {
  const [type, style] = [xml.attribute("t"), xml.attribute("s")];
  let value: string | undefined;
  while (xml.next() && !(xml.isEnd && xml.name === "c")) {
    if (xml.isEnd) continue;
    if (xml.name === "v") value = xml.readText();
    if (xml.name === "is") value = textIn(xml);
  }
  if (value === undefined || type === "e") return undefined;
  if (type === "inlineStr" || type === "str") return value;
  const plain = value.trim();
  if (type === "b") return plain === "1" || plain === "true";
  if (type === "d") return isoValue(plain);
  if (plain === "") return undefined;
  const number = Number(plain);
  if (type === "s") {
    const text = workbook.texts[number];
    if (text !== undefined) return text;
    throw refused(workbook.path, `the cell ${address} has the text ${plain}, which it lacks`);
  }
  if (Number.isNaN(number)) {
    throw refused(workbook.path, `the cell ${address} has ${quoted(plain)}, which is not a number`);
  }
  const kind = workbook.kinds[Number(style ?? 0)] ?? "number";
  if (kind === "number") return number;
  return kind === "duration" ? hoursOf(number) : instantOf(number, kind, workbook.is1904);
}

/** The text of the element that begins: that of its runs, without how they are spoken. */
export function textIn(xml: XmlReader): string {
  const { name } = xml;
  let text = "";
  while (xml.next() && !(xml.isEnd && xml.name === name)) {
    if (!xml.isEnd && xml.name === "t" && xml.parent !== "rPh") text += xml.readText();
  }
  return text;
}

/** The hours of days, to a millisecond. */
function hoursOf(days: number): number {
  return Math.round(days * DAY) / (DAY / 24);
}

/** The instant of a number of days, to a millisecond. Of less than a day it is a time, but for a date in 1904's calendar. */
function instantOf(days: number, kind: "date" | "time", is1904: boolean): Cell {
  const milliseconds = Math.round(days * DAY);
  const hasDay = milliseconds < 0 || milliseconds >= DAY || is1904 && kind === "date";
  if (!hasDay) return clockText(BigInt(milliseconds) * 1_000_000n);
  const first = is1904 ? DAYS_1904 : DAYS_1900 - (0 < days && days < FIRST_OF_MARCH_1900 ? 1 : 0);
  return new Date(milliseconds - first * DAY);
}

/** A date as ISO 8601 has it; another text stays as it is. */
function isoValue(text: string): Cell {
  const [, day, time = "00:00"] =
    /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d(?::\d\d(?:\.\d+)?)?)Z?)?$/.exec(text) ?? [];
  const date = new Date(`${day}T${time}Z`);
  return Number.isNaN(date.getTime()) ? text : date;
}
