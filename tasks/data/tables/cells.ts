/**
 * The canonical text of a typed value: the same cell, whichever file it was in. A CSV file of these texts is the same table.
 * @module
 */

import { CellError, numberText } from "../../../lib/table/cells/cell_text.ts";

export { CellError, numberText, plainText } from "../../../lib/table/cells/cell_text.ts";

const NANOSECONDS = 1_000_000_000n;

const SECONDS_A_DAY = 86_400n;

/** The last second of the year 9999, and the first of the year 0, since 1970. */
const [MIN_SECOND, MAX_SECOND] = [-62_167_219_200n, 253_402_300_799n];

/** A float32 as the shortest decimal that is rounded to it: 0.1, and not 0.10000000149011612. */
export function float32Text(value: number): string {
  if (!Number.isFinite(value) || Number.isSafeInteger(value)) return numberText(value);
  for (let digits = 1; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return numberText(short);
  }
  return numberText(Number(value.toPrecision(9)));
}

/** A number of units of 10⁻ˢᶜᵃˡᵉ, exactly, without zeros at the end: 1250 with a scale of 2 is 12.5. */
export function decimalText(units: bigint, scale: number): string {
  if (scale <= 0) return String(units * 10n ** BigInt(-scale));
  const digits = String(units < 0n ? -units : units).padStart(scale + 1, "0");
  const whole = digits.slice(0, -scale);
  const fraction = digits.slice(-scale).replace(/0+$/, "");
  return `${units < 0n ? "-" : ""}${whole}${fraction === "" ? "" : `.${fraction}`}`;
}

/** Whether an instant is not at midnight. */
export function hasTime(nanoseconds: bigint): boolean {
  return nanoseconds % (SECONDS_A_DAY * NANOSECONDS) !== 0n;
}

/**
 * An instant in UTC: `2024-01-31`, or `2024-01-31T12:30:00` with a time, and with a fraction of a second where there is one.
 * @param nanoseconds since 1970
 * @param timed whether the column has times
 * @throws {CellError} if it is before the year 0 or after 9999
 */
export function instantText(nanoseconds: bigint, timed: boolean): string {
  const seconds = floorOf(nanoseconds, NANOSECONDS);
  if (seconds < MIN_SECOND || seconds > MAX_SECOND) {
    throw new CellError("a date is before the year 0 or after 9999");
  }
  const [day, time] = new Date(Number(seconds) * 1000).toISOString().split("T") as [string, string];
  return timed ? `${day}T${time.slice(0, 8)}${fractionText(nanoseconds)}` : day;
}

/**
 * A time of the day: `12:30:00`, with a fraction of a second where there is one.
 * @param nanoseconds since midnight
 */
export function clockText(nanoseconds: bigint): string {
  const seconds = floorOf(nanoseconds, NANOSECONDS) % SECONDS_A_DAY;
  const time = new Date(Number(seconds) * 1000).toISOString().slice(11, 19);
  return time + fractionText(nanoseconds);
}

function fractionText(nanoseconds: bigint): string {
  const rest = ((nanoseconds % NANOSECONDS) + NANOSECONDS) % NANOSECONDS;
  return rest === 0n ? "" : `.${String(rest).padStart(9, "0").replace(/0+$/, "")}`;
}

function floorOf(a: bigint, b: bigint): bigint {
  return (a - (((a % b) + b) % b)) / b;
}
