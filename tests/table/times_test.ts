import { assertEquals } from "@std/assert";
import { timeOf } from "../../lib/table/times.ts";
import { RandomStream } from "../../mod.ts";

Deno.test("a time is a number, or the seconds since 1970 of a date", () => {
  const cases: readonly (readonly [string, number])[] = [
    ["-2.5", -2.5],
    ["20240131", 20240131],
    ["1970-01-01", 0],
    [" 2000-03-01 ", 951_868_800],
    ["1969-12-31T23:59:59.5", -0.5],
    ["2026-11-28 14:30", Date.UTC(2026, 10, 28, 14, 30) / 1000],
    ["2026-11-28T14:30:15Z", Date.UTC(2026, 10, 28, 14, 30, 15) / 1000],
    ["2026-11-28T14:30+05:30", Date.UTC(2026, 10, 28, 9, 0) / 1000],
    ["2026-11-28T14:30-0100", Date.UTC(2026, 10, 28, 15, 30) / 1000],
    ["2026-11", Date.UTC(2026, 10, 1) / 1000],
    ["2024-02-29", Date.UTC(2024, 1, 29) / 1000],
  ];
  for (const [cell, time] of cases) assertEquals(timeOf(cell, false), time, cell);
  assertEquals(timeOf("2,5", true), 2.5);
});

Deno.test("every day of 800 years is where the Gregorian calendar has it", () => {
  const random = new RandomStream(1, "data");
  for (let k = 0; k < 2000; k++) {
    const day = new Date((random.below(800 * 366) - 370 * 366) * 86_400_000);
    assertEquals(timeOf(day.toISOString().slice(0, 10), false) * 1000, day.getTime());
  }
});

Deno.test("what is no date has no time", () => {
  for (
    const cell of ["", "soon", "2023-02-29", "1900-02-29", "2026-13-01", "2026-00-01", "2026-04-31"]
      .concat("2026-01-00", "2026-01-01 24:00", "2026-01-01 10:60", "1/2/2026", "2026-01-01 10")
  ) assertEquals(timeOf(cell, false), NaN, cell);
});
