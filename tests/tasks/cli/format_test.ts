import { assertEquals } from "@std/assert";
import {
  bytes,
  column,
  count,
  counted,
  duration,
  fourDigits,
  inPercent,
  moment,
  percent,
} from "../../../tasks/cli/format.ts";

Deno.test("percent() and inPercent() write a fraction with two decimals by default", () => {
  assertEquals([percent(0.97161), percent(0.5, 0), percent(null)], ["97.16 %", "50 %", "–"]);
  assertEquals([inPercent(0.97161), inPercent(1, 1)], ["97.16", "100.0"]);
});

Deno.test("count() and counted() separate thousands and distinguish one from many", () => {
  assertEquals(count(50_000), "50,000");
  assertEquals([0, 1, 1234].map((n) => counted(n, "epoch")), [
    "0 epochs",
    "1 epoch",
    "1,234 epochs",
  ]);
});

Deno.test("bytes() writes kB and MB", () => {
  assertEquals([0, 999, 60_008, 47_040_016].map(bytes), ["0 B", "999 B", "60 kB", "47 MB"]);
});

Deno.test("duration() writes seconds, minutes and hours", () => {
  assertEquals([0, 59, 59.7, 61, 3661].map((seconds) => duration(seconds)), [
    "0 s",
    "59 s",
    "1 min 0 s",
    "1 min 1 s",
    "1 h 1 min",
  ]);
  assertEquals([8.31, 59.96, 125.4].map((seconds) => duration(seconds, 1)), [
    "8.3 s",
    "1 min 0 s",
    "2 min 5 s",
  ]);
});

Deno.test("numbers have four digits, and an exponent only where they are very small or large", () => {
  const written = [0.123456, 12345.6, 0, 1e-7, -2.5e9, null].map(fourDigits);
  assertEquals(written, ["0.1235", "12350", "0", "1.00e-7", "-2.50e+9", "–"]);
});

Deno.test("numbers in a column have as many decimals, but for those with an exponent", () => {
  assertEquals(column([0.053731, 0.0496, 0.1634123]), ["0.05373", "0.04960", "0.16341"]);
  assertEquals(column([3, 3, 3]), ["3", "3", "3"]);
  assertEquals(column([-1.5, 0, 12, null, undefined, 1e-8, 0.25]), [
    "-1.50",
    "0.00",
    "12.00",
    "–",
    "–",
    "1.00e-8",
    "0.25",
  ]);
  assertEquals(column([]), []);
});

Deno.test("moment() writes the day and the minute, in UTC", () => {
  assertEquals(moment(new Date("2026-11-25T03:49:59Z")), "25 November 2026, 03:49 UTC");
});
