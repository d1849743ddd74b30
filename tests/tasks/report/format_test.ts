import { assertEquals } from "@std/assert";
import {
  column,
  counted,
  duration,
  fourDigits,
  moment,
  percent,
} from "../../../tasks/report/format.ts";

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

Deno.test("percents, counts, durations and moments are written out", () => {
  assertEquals([percent(0.97161), percent(null), counted(1, "epoch"), counted(50000, "image")], [
    "97.16\u00a0%",
    "–",
    "1 epoch",
    "50,000 images",
  ]);
  assertEquals([8.31, 125, 3720].map(duration), [
    "8.3\u00a0s",
    "2\u00a0min 5\u00a0s",
    "1\u00a0h 2\u00a0min",
  ]);
  assertEquals(moment(new Date("2026-11-25T03:49:59Z")), "25 November 2026, 03:49 UTC");
});
