/** The columns of a Parquet file, and the texts of their values as they are stored. @module */

import type { SchemaElement } from "npm:hyparquet@1.33.0";
import { toHex } from "../../../lib/formats/bytes.ts";
import {
  CellError,
  clockText,
  decimalText,
  float32Text,
  instantText,
  numberText,
  plainText,
} from "./cells.ts";

/** How the cells of a column become texts. */
export interface ParquetColumn {
  readonly name: string;
  readonly element: SchemaElement;
  readonly leftOut?: string;
  /** The text of a value that is not missing. */
  readonly text?: (value: unknown) => string;
  /** The nanoseconds since 1970 of a value, of a column of instants. */
  readonly instant?: (value: unknown) => bigint;
}

/** The columns of the first level, in their order. */
export function columnsOf(schema: readonly SchemaElement[]): ParquetColumn[] {
  const columns: ParquetColumn[] = [];
  let k = 1; // the first element is the table
  const next = (): SchemaElement => {
    const element = schema[k++];
    if (element === undefined) throw new Error("its list of columns breaks off");
    return element;
  };
  const skip = (left = 0): void => {
    for (; left > 0; left--) skip(next().num_children);
  };
  for (let left = schema[0]?.num_children ?? 0; left > 0; left--) {
    const element = next();
    columns.push({ name: element.name, element, ...columnOf(element) });
    skip(element.num_children);
  }
  return columns;
}

const big = (value: unknown): bigint => BigInt(value as number | bigint);

const NESTED = "lists or objects";

/** The most decimals of a decimal number: those of 256 bits. */
const MAX_SCALE = 76;

function columnOf(element: SchemaElement): Omit<ParquetColumn, "name" | "element"> {
  const { type, converted_type: converted, logical_type: logical, num_children: children } =
    element;
  const meaning = logical?.type;
  if (children !== undefined && children > 0 || element.repetition_type === "REPEATED") {
    return { leftOut: NESTED };
  }
  if (converted === "DECIMAL" || meaning === "DECIMAL") {
    const { scale = 0 } = element;
    if (scale < 0 || scale > MAX_SCALE) throw new Error(`decimals of a scale of ${scale}`);
    return { text: (value) => decimalText(unscaled(value), scale) };
  }
  switch (type) {
    case "BOOLEAN":
      return { text: String };
    case "FLOAT":
      return { text: (value) => float32Text(value as number) };
    case "DOUBLE":
      return { text: (value) => numberText(value as number) };
    case "INT96": // nanoseconds, by the parser of `groups`
      return { instant: big };
    case "INT32":
    case "INT64":
      return integerOf(element);
  }
  if (isText(element)) return { text: (value) => value as string }; // by the parser of `groups`
  if (meaning === "UUID") return { text: (value) => uuidText(value as Uint8Array) };
  if (converted === "JSON" || meaning === "JSON") return { leftOut: NESTED };
  return { leftOut: "bytes" };
}

/** The nanoseconds of the units of times. */
const UNITS: { readonly [unit: string]: bigint } = {
  MILLIS: 1_000_000n,
  MICROS: 1000n,
  NANOS: 1n,
  TIMESTAMP_MILLIS: 1_000_000n,
  TIMESTAMP_MICROS: 1000n,
  TIME_MILLIS: 1_000_000n,
  TIME_MICROS: 1000n,
};

function integerOf(element: SchemaElement): Omit<ParquetColumn, "name" | "element"> {
  const { type, converted_type: converted = "", logical_type: logical } = element;
  const meaning = logical?.type;
  if (converted === "DATE" || meaning === "DATE") {
    return { text: (value) => instantText(big(value) * 86_400_000_000_000n, false) };
  }
  const unit = UNITS[logical !== undefined && "unit" in logical ? logical.unit : converted];
  if (unit !== undefined && (meaning === "TIMESTAMP" || converted.startsWith("TIMESTAMP"))) {
    return { instant: (value) => big(value) * unit };
  }
  if (unit !== undefined) return { text: (value) => clockText(big(value) * unit) };
  const isUnsigned = converted.startsWith("UINT_") ||
    meaning === "INTEGER" && !(logical as { isSigned: boolean }).isSigned;
  const bits = type === "INT64" ? 64 : 32;
  return { text: (value) => String(isUnsigned ? BigInt.asUintN(bits, big(value)) : value) };
}

function isText(
  { type, converted_type: converted, logical_type: logical }: SchemaElement,
): boolean {
  return type === "BYTE_ARRAY" &&
    [converted, logical?.type].some((name) => ["UTF8", "STRING", "ENUM"].includes(name ?? ""));
}

/** An element as it is stored; texts, of which a dictionary is decoded once, and what is not read keep their meaning. */
export function withoutMeaning(element: SchemaElement): SchemaElement {
  const { num_children: children = 0, repetition_type: repetition, type } = element;
  const isRead = children === 0 && repetition !== "REPEATED" && type !== undefined;
  if (!isRead) return element;
  const { converted_type: _, logical_type: __, ...bare } = element;
  return isText(element) ? { ...bare, converted_type: "UTF8" } : bare;
}

/** A whole number of bytes in two's complement, the highest first. */
function unscaled(value: unknown): bigint {
  if (!(value instanceof Uint8Array)) return big(value);
  const text = toHex(value);
  return text === "" ? 0n : BigInt.asIntN(8 * value.length, BigInt(`0x${text}`));
}

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** @throws {CellError} if it is not text in UTF-8 */
export function textOfBytes(bytes: Uint8Array): string {
  let text: string;
  try {
    text = decoder.decode(bytes);
  } catch {
    throw new CellError("a text is not UTF-8");
  }
  return plainText(text);
}

function uuidText(bytes: Uint8Array): string {
  return toHex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
