import { assertEquals } from "@std/assert";
import { isWrittenTime, timesAmong } from "../../../lib/table/relations/times.ts";
import { columnOf } from "./made_tables.ts";

const of = (value: (k: number) => number, name = "x") =>
  isWrittenTime(Float64Array.from({ length: 40 }, (_, k) => value(k)), name);

Deno.test("numbers that write a time are found: seconds, their parts, 20240131, 202401, days of spreadsheets", () => {
  const seconds = (k: number) => 1_700_000_000 + 86_400 * k;
  assertEquals([
    of(seconds),
    of((k) => 1e3 * seconds(k)),
    of((k) => 1e9 * seconds(k)),
    of((k) => 20_240_101 + 100 * (k % 12) + k % 28),
    of((k) => 20_240_101_120_000 + k),
    of((k) => 202_401 + k % 12),
    of((k) => 2020 + k / 12),
    of((k) => 45_000 + k / 4),
  ], Array(8).fill(true));
});

Deno.test("years, weeks and whole days of spreadsheets are times if they are named so", () => {
  assertEquals([
    of((k) => 1980 + k, "year"),
    of((k) => 1980 + k, "built"),
    of((k) => 45_000 + k, "date"),
    of((k) => 45_000 + k, "zip"),
    of((k) => 202_401 + k % 53, "week"),
    of((k) => 202_401 + k % 53, "plz"),
  ], [true, false, true, false, true, false]);
});

Deno.test("other numbers are not times", () => {
  assertEquals([
    of((k) => 20_241_301 + k), // no month
    of((k) => 1_700_000_000 + 8e8 * (k % 2)), // after 2050
    of((k) => k < 30 ? NaN : 1_700_000_000 + k), // hardly any
    of((k) => 1_700_000_000 + k % 9), // a few
  ], [false, false, false, false]);
});

Deno.test("dates are the surest times, then written ones, then those that are named or number the rows", () => {
  const rising = Float64Array.from({ length: 40 }, (_, k) => k);
  const columns = [
    columnOf("week", "number", rising.toReversed()),
    columnOf("row", "number", rising),
    columnOf("seconds", "number", rising.map((k) => 1_700_000_000 + k)),
    columnOf("stamp", "date", rising),
    columnOf("weeks", "number", rising.toReversed()),
  ];
  const names = (takesRunning: boolean) =>
    timesAmong(columns, takesRunning).map(({ column: { name }, isCalendar }) =>
      `${name}${isCalendar ? " of the calendar" : ""}`
    );
  assertEquals(names(true), ["stamp of the calendar", "seconds of the calendar", "week"]);
  assertEquals(timesAmong(columns.slice(0, 2), true).length, 2);
  assertEquals(timesAmong(columns.slice(0, 2), false).length, 1);
});
