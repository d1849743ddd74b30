/** The columns of a table in C: their tables, and the calls that make features of cells. @module */

import { DECIMAL, MAX_NUMBER, MISSING_TEXTS, NONE } from "../../../../lib/table/cells/cells.ts";
import type { DateColumn, NumberColumn } from "../../../../lib/table/columns/columns.ts";
import type { PairedColumn, PairedValues } from "../../../../lib/table/encode/plain_cells.ts";
import { DATE_PARTS } from "../../../../lib/table/values/date_parts.ts";
import {
  DIGITS,
  FORMS,
  MAX_DATE,
  OFFSET,
  QUARTER,
  WEEK,
} from "../../../../lib/table/values/dates.ts";
import {
  AFTER,
  BEFORE,
  CLOCK,
  CODES,
  CURRENCIES,
  type DecimalFormat,
  DECIMALS,
  MARKS,
  partsSource,
  PATTERNS,
} from "../../../../lib/table/values/number_format.ts";
import columnsCode from "./columns.c" with { type: "text" };
import dateColumnsCode from "./date_columns.c" with { type: "text" };
import datesCode from "./dates.c" with { type: "text" };
import formatsCode from "./formats.c" with { type: "text" };
import {
  arrayOf,
  doubleLiteral,
  identifiers,
  inComment,
  textLiteral,
  withTables,
} from "../literals.ts";
import numbersCode from "./numbers.c" with { type: "text" };
import patternsCode from "./patterns.c" with { type: "text" };
import textsCode from "./texts.c" with { type: "text" };

/** The largest float32 and half a step: from there on a number is rounded to infinity. */
const FLOAT_END = 2 ** 128 - 2 ** 103;

/** What a table's C has of its columns. */
interface CColumns {
  /** Definitions, which stand before the networks. */
  readonly code: string;
  /** The members of a row. */
  readonly members: string;
  /** The statements that write the features of a row, and of cells. */
  readonly ofRow: string;
  readonly ofCells: string;
}

/**
 * @param widths how many features each column becomes
 * @throws {Error} if a column cannot be written in C
 */
export function columnsInC(columns: readonly PairedColumn[], widths: readonly number[]): CColumns {
  const words = columns.find(({ kind }) => kind === "words");
  if (words !== undefined) {
    throw new Error(
      `Cannot write the column ${
        JSON.stringify(words.name)
      } in C: free text needs Unicode's tables of letters; ` +
        "leave it out in training, or use --format module",
    );
  }
  const names = identifiers(columns.map(({ name }) => name));
  const tables: string[] = [];
  const [members, ofRow, ofCells]: [string[], string[], string[]] = [[], [], []];
  let at = 0;
  for (const [c, column] of columns.entries()) {
    const marks = marksOf(column, c, tables);
    const [type, write, ofText] = column.kind === "number"
      ? ["double ", "writeNumber", "writeNumberText"]
      : column.kind === "date"
      ? ["const char *", "writeDate", "writeDate"]
      : ["const char *", "writeValue", "writeValue"];
    if (column.kind === "number") tables.push(numberTable(column, c, marks));
    else if (column.kind === "date") tables.push(dateTable(column, c, marks));
    else tables.push(valueTable(column as PairedValues, c, marks));
    members.push(`  ${type}${names[c]}; /* ${inComment(column.name)} */\n`);
    const check = (call: string) =>
      `  if ((problem = ${call}) != 0) return *column = ${c}, problem;\n`;
    ofRow.push(check(`${write}(&COLUMN_${c}, given->${names[c]}, features + ${at})`));
    ofCells.push(check(`${ofText}(&COLUMN_${c}, cells[${c}], features + ${at})`));
    at += widths[c]!;
  }
  const hasDates = columns.some(({ kind }) => kind === "date");
  const code = [
    `enum { MAX_NUMBER = ${MAX_NUMBER}, MAX_DATE = ${MAX_DATE} };\n`,
    `#define FLOAT_END ${doubleLiteral(FLOAT_END)}\n`,
    arrayOf("char *const MISSING_TEXTS[]", [...[...MISSING_TEXTS].map(textLiteral), "NULL"]),
    textsCode,
    patternsCode,
    patternOf("DECIMAL", DECIMAL),
    numbersCode,
    patternOf("CLOCK", CLOCK),
    formatsCode,
    columnsCode,
    hasDates ? withTables(datesCode, datePatterns()) + dateColumnsCode : "",
    ...tables,
  ].join("\n");
  return { code, members: members.join(""), ofRow: ofRow.join(""), ofCells: ofCells.join("") };
}

/** The column's own texts for missing values. */
function marksOf({ missingValues }: PairedColumn, c: number, tables: string[]): string {
  if (missingValues === undefined) return "NULL";
  tables.push(
    arrayOf(`char *const MARKS_${c}[]`, [...missingValues.map(textLiteral), "NULL"]),
  );
  return `MARKS_${c}`;
}

/** The function that reads its numbers. */
function readerOf({ format }: NumberColumn): string {
  if (format === undefined) return "plainNumber";
  return ({ decimal: "decimalNumber", hours: "clockTime", truth: "truth" } as const)[format.as];
}

function numberTable(
  column: NumberColumn,
  c: number,
  marks: string,
): string {
  const { mean, deviation, gaps, indicator, format } = column;
  const isDecimal = format?.as === "decimal";
  const facts = [
    doubleLiteral(mean),
    doubleLiteral(deviation),
    Number(gaps === "drop"),
    Number(indicator ?? false),
    readerOf(column),
    isDecimal ? `&FORMAT_${c}` : "NULL",
    marks,
  ];
  return (isDecimal ? formatTable(format, c) : "") +
    `static const numberColumn COLUMN_${c} = {${facts.join(", ")}};\n`;
}

/** How the numbers of a column are written: the unit as it may be written, and the ways to write digits. */
function formatTable(format: DecimalFormat, c: number): string {
  const { decimal, thousands, unit } = format;
  const units = unit === undefined
    ? []
    : [unit, ...CURRENCIES.keys()].filter((text) => (CURRENCIES.get(text) ?? text) === unit)
      .sort((a, b) => b.length - a.length);
  const fitting = (source: string) =>
    units.filter((text) => new RegExp(`^(?:${source})$`, "u").test(text));
  const symbols = fitting(BEFORE).filter((text) => !new RegExp(`^(?:${CODES})$`).test(text));
  const before = [...symbols.map(escaped), CODES].join("|");
  const after = fitting(AFTER).map(escaped).join("|") || "\\u0001"; // which no number has
  const own = MARKS.findIndex((way) => way.decimal === decimal && way.thousands === thousands);
  const others = [...MARKS.keys()].filter((way) => MARKS[way]!.decimal === decimal);
  const ways = [own, ...others].map((way) => {
    const separator = MARKS[way]!.thousands;
    return `{${patternLiteral(PATTERNS[way]!)}, ${separator?.charCodeAt(0) ?? 0}}`;
  });
  return arrayOf(`char *const UNITS_${c}[]`, [...units.map(textLiteral), "NULL"]) +
    arrayOf(`way WAYS_${c}[]`, ways) +
    `static const decimal FORMAT_${c} = {${
      patternLiteral(new RegExp(partsSource(before, after)))
    }, UNITS_${c}, ${DECIMALS.get(unit ?? "") ?? 0}, WAYS_${c}};\n`;
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}

function valueTable(
  { kind, values, spellings, gaps }: PairedValues,
  c: number,
  marks: string,
): string {
  const indices = new Map(values.map((value, k) => [value, k]));
  for (const [text, value] of spellings) indices.set(text, indices.get(value)!);
  const sorted = [...indices].map(([text, index]) => ({
    text,
    index,
    bytes: new TextEncoder().encode(text),
  }))
    .sort((a, b) => byBytes(a.bytes, b.bytes));
  const items = sorted.map(({ text, index }) => `{${textLiteral(text)}, ${index}}`);
  const width = kind === "level" ? 0 : values.length;
  const facts = [
    `VALUES_${c}`,
    items.length,
    width,
    Number(gaps === "drop"),
    Number(indices.has(NONE)),
    marks,
  ];
  return arrayOf(`value VALUES_${c}[]`, items, "{NULL, 0}") +
    `static const valueColumn COLUMN_${c} = {${facts.join(", ")}};\n`;
}

function byBytes(a: Uint8Array, b: Uint8Array): number {
  for (let k = 0; k < a.length && k < b.length; k++) if (a[k] !== b[k]) return a[k]! - b[k]!;
  return a.length - b.length;
}

function dateTable({ order, first, parts, gaps }: DateColumn, c: number, marks: string): string {
  const list = (name: string, type: string, items: readonly string[]) =>
    arrayOf(`${type} ${name}_${c}[]`, items);
  const facts = [
    Number(order === "dmy"),
    parts.length,
    Number(gaps === "drop"),
    doubleLiteral(first),
    `PARTS_${c}`,
    `MEANS_${c}`,
    `DEVIATIONS_${c}`,
    marks,
  ];
  return list("PARTS", "int", parts.map(({ part }) => String(DATE_PARTS.indexOf(part)))) +
    list("MEANS", "double", parts.map(({ mean }) => doubleLiteral(mean))) +
    list("DEVIATIONS", "double", parts.map(({ deviation }) => doubleLiteral(deviation))) +
    `static const dateColumn COLUMN_${c} = {${facts.join(", ")}};\n`;
}

/** The patterns of dates by their names in `dates.c`. */
function datePatterns(): string {
  const named = Object.entries({ OFFSET, DIGITS, QUARTER, WEEK });
  const forms = FORMS.map(([pattern, ...groups]) =>
    `{${patternLiteral(pattern)}, ${groups.join(", ")}}`
  );
  return named.map(([name, pattern]) => patternOf(name, pattern)).join("") +
    arrayOf("form FORMS[]", forms);
}

function patternOf(name: string, pattern: RegExp): string {
  return `static const pattern ${name} = ${patternLiteral(pattern)};\n`;
}

/** An expression for `patterns.c`, which has its characters beyond ASCII as they are. */
function patternLiteral({ source, flags }: RegExp): string {
  const plain = source.replaceAll(
    /\\u([\da-f]{4})/gi,
    (_, code) => String.fromCharCode(parseInt(code, 16)),
  );
  return `{${textLiteral(plain)}, ${Number(flags.includes("i"))}}`;
}
