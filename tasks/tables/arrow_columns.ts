/** The columns of an Arrow file, and the texts of their values. @module */

import { type DataType, Precision, Type } from "npm:@uwdata/flechette@2.6.0";
import { clockText, decimalText, float32Text, numberText, plainText } from "./cells.ts";

/** How the cells of a column become texts. */
export interface ArrowColumn {
  readonly leftOut?: string;
  /** The text of a value that is not missing. */
  readonly text?: (value: unknown) => string;
  /** The nanoseconds since 1970 of a value, of a column of instants. */
  readonly instant?: (value: unknown) => bigint;
}

/** The decimals of a unit of time in seconds, by its number: seconds, milliseconds, microseconds, nanoseconds. */
const DECIMALS = [0, 3, 6, 9];

const big = (value: unknown): bigint => BigInt(value as number | bigint);

/** Of a number of units of time. */
const nanosecondsOf = (unit: number) => {
  const factor = 10n ** BigInt(9 - DECIMALS[unit]!);
  return (value: unknown) => big(value) * factor;
};

/** The column of a type. */
export function arrowColumn(type: DataType): ArrowColumn {
  switch (type.typeId) {
    case Type.Dictionary:
      return arrowColumn(type.dictionary);
    case Type.RunEndEncoded:
      return arrowColumn(type.children[1].type);
    case Type.Null:
    case Type.Bool:
    case Type.Int:
      return { text: String };
    case Type.Float:
      return type.precision === Precision.SINGLE
        ? { text: (value) => float32Text(value as number) }
        : { text: (value) => numberText(value as number) };
    case Type.Utf8:
    case Type.LargeUtf8:
    case Type.Utf8View:
      return { text: (value) => plainText(value as string) };
    case Type.Decimal:
      return { text: (value) => decimalText(big(value), type.scale) };
    case Type.Date: // milliseconds, whatever the unit of the file
      return { instant: (value) => big(value) * 1_000_000n };
    case Type.Timestamp:
      return { instant: nanosecondsOf(type.unit) };
    case Type.Time: {
      const nanoseconds = nanosecondsOf(type.unit);
      return { text: (value) => clockText(nanoseconds(value)) };
    }
    case Type.Duration: // in seconds
      return { text: (value) => decimalText(big(value), DECIMALS[type.unit]!) };
    case Type.Binary:
    case Type.LargeBinary:
    case Type.BinaryView:
    case Type.FixedSizeBinary:
      return { leftOut: "bytes" };
    case Type.Interval:
      return { leftOut: "intervals of time" };
  }
  return { leftOut: "lists or objects" };
}
