import { assertEquals, assertThrows } from "@std/assert";
import {
  CellError,
  clockText,
  decimalText,
  float32Text,
  hasTime,
  instantText,
  numberText,
  plainText,
} from "../../../tasks/tables/cells.ts";

Deno.test("a number is its shortest decimal; NaN is missing, and there is one zero", () => {
  const cases: [number, string][] = [
    [1.5, "1.5"],
    [0.1 + 0.2, "0.30000000000000004"],
    [-0, "0"],
    [NaN, ""],
    [1e21, "1e+21"],
    [Infinity, "Infinity"],
  ];
  for (const [value, text] of cases) assertEquals(numberText(value), text);
});

Deno.test("a float32 is the shortest decimal that is rounded to it", () => {
  for (
    const text of ["0.1", "3.14", "16777216", "0.3", "0.30000004", "1e-45", "3.4028235e+38", "-2.5"]
  ) {
    assertEquals(float32Text(Math.fround(Number(text))), text);
  }
  assertEquals(float32Text(NaN), "");
});

Deno.test("a decimal is exact, without zeros at its end", () => {
  const cases: [bigint, number, string][] = [
    [1250n, 2, "12.5"],
    [-5n, 2, "-0.05"],
    [100n, 2, "1"],
    [12345678901234567890123n, 3, "12345678901234567890.123"],
    [7n, 0, "7"],
    [7n, -2, "700"],
    [0n, 4, "0"],
  ];
  for (const [units, scale, text] of cases) assertEquals(decimalText(units, scale), text);
});

Deno.test("text is as a CSV file gives it: lines end with a line feed, and all of it is Unicode", () => {
  assertEquals(plainText("a\r\nb\rc\nd"), "a\nb\nc\nd");
  assertEquals(plainText("a\ud800"), "a\ufffd");
  assertThrows(() => plainText("a\0"), CellError, "a character of zero");
});

Deno.test("an instant is an ISO date, with its time where the column has times", () => {
  const DAY = 86_400_000_000_000n;
  assertEquals([0n, DAY, -DAY, 1n, DAY + 1n].map(hasTime), [false, false, false, true, true]);
  assertEquals(instantText(19753n * DAY, false), "2024-01-31");
  assertEquals(instantText(19753n * DAY, true), "2024-01-31T00:00:00");
  assertEquals(instantText(19753n * DAY + 45_000_000_000_000n, true), "2024-01-31T12:30:00");
  assertEquals(instantText(-1_500_000_000n, true), "1969-12-31T23:59:58.5");
  assertEquals(instantText(1n, true), "1970-01-01T00:00:00.000000001");
  assertThrows(() => instantText(10n ** 30n, false), CellError, "after 9999");
});

Deno.test("a time of the day has seconds, and a fraction where there is one", () => {
  assertEquals(clockText(45_000_000_000_000n), "12:30:00");
  assertEquals(clockText(3_723_004_000_000n), "01:02:03.004");
});
