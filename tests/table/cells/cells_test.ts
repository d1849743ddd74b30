import { assertEquals, assertStringIncludes } from "@std/assert";
import {
  hasComma,
  isDate,
  isMissing,
  mayBeThousands,
  numberOf,
  unitOf,
} from "../../../lib/table/cells/cells.ts";
import { unreadNumbers } from "../../../lib/table/cells/cell_problems.ts";
import { RandomStream } from "../../../mod.ts";

Deno.test("a number is read as JavaScript reads it, to the bit", () => {
  const random = new RandomStream(3, "data");
  const texts = "0|-0|5.|.5|0.1|9007199254740993|123456789012345.6|1e5|-2.5E-3".split("|");
  for (let k = 0; k < 20_000; k++) {
    const value = random.normal() * Number(`1e${random.below(30) - 15}`);
    texts.push(String(value), value.toFixed(random.below(12)), value.toExponential(3));
    texts.push(value.toPrecision(1 + random.below(17)));
  }
  for (const text of texts) assertEquals(numberOf(text), Number(text), text);
  assertEquals([numberOf(" 3.5 "), numberOf("+7")], [3.5, 7]);
});

Deno.test("a number with a decimal comma is that with a point, where commas may be", () => {
  const random = new RandomStream(4, "data");
  const texts = ["1.5", "-0.25", "12", ".5", "5.", "+7.5", " 3.5 ", "1.5e-3", "123456789012345.6"];
  for (let k = 0; k < 2000; k++) texts.push(String(random.normal() * 1000));
  for (const text of texts) {
    assertEquals(numberOf(text.replace(".", ","), true), Number(text), text);
    assertEquals(numberOf(text, true), Number(text), text);
  }
  for (const text of ["1,5,5", "1.234,5", "1,234.5", "1,234,567", ",", "-,", "1,5 kg"]) {
    assertEquals(numberOf(text, true), NaN, text);
  }
});

Deno.test("what JavaScript takes for a number and people do not is none", () => {
  const texts = "| |0x10|0b1|0o7|Infinity|-Infinity|1e400|1_000|1,5|-|.|1n|1.2.3|NaN".split("|");
  for (const text of texts) assertEquals(numberOf(text), NaN, text);
  assertEquals(numberOf("1".repeat(1_000_000) + "x"), NaN);
});

Deno.test("missing values are what programs write where there is nothing", () => {
  for (
    const text of ["", "  ", "NA", " NA ", "NaN", "nan", "null", "NULL", "None", "n/a", "#N/A", "?"]
  ) {
    assertEquals(isMissing(text), true, text);
  }
  for (const text of ["0", "-", "no", "Nana", "none of them", "N/A.", "unknown"]) {
    assertEquals(isMissing(text), false, text);
  }
});

Deno.test("dates and numbers with commas differ from other texts", () => {
  for (
    const text of ("2024-01-31|2024-01-31T12:00:00Z|2024/1/31 8:00|31/1/2024|1/31/24|31.01.2024|" +
      "12.3.25|12.03.25 14:30|2025-03|2025/12|Mar 2024|Sept. 2024|mar-24|March 3, 2025|" +
      "12-Feb-25|3 March 2025 8:00|Wed 12-Feb-25|Wednesday, February 12, 2025").split("|")
  ) {
    assertEquals(isDate(text), true, text);
  }
  for (
    const text of [
      "2024",
      "1.2.3",
      "10.0",
      "10.15.74", // no month
      "555-1234",
      "1/2",
      "2024-01-31".repeat(10),
      "2010-11", // a season
      "1920-30",
      "March",
      "May be 24",
      "Mars 2024",
      "Dec",
      "12 MARCHERS 20",
    ]
  ) {
    assertEquals(isDate(text), false, text);
  }
  for (const text of ["3,14", "-1,234,567.8", "1.234,5"]) assertEquals(hasComma(text), true, text);
  for (const text of ["3.14", "a,b", "1,", "1".repeat(100_000) + ","]) {
    assertEquals(hasComma(text), false, text.slice(0, 20));
  }
});

Deno.test("a comma or point may part thousands where three digits follow it, and one to three stand before", () => {
  for (const text of ["1,234", "-12,345", "+999,000 ", "1.172"]) {
    assertEquals(mayBeThousands(text), true, text);
  }
  for (
    const text of ["0,234", "1,23", "1,2345", "1234,567", "1,234,567", "0.172", "1.1720", "12"]
  ) {
    assertEquals(mayBeThousands(text), false, text);
  }
});

Deno.test("a unit is what stands beside a number, and clock times differ from other texts", () => {
  const units = [
    ["12 kg", "kg"],
    ["-3.5km/h", "km/h"],
    ["$3.50", "$"],
    ["-$1,234.50", "$"],
    ["3,50 €", "€"],
    ["45%", "%"],
    ["20 °C", "°C"],
    ["1,234", ","],
    ["12", undefined],
    ["kg", undefined],
    ["12 Main Street", undefined],
    ["A12", undefined],
    ["1-2", undefined],
    [`${"1".repeat(100_000)}x`, undefined],
  ] as const;
  for (const [text, unit] of units) assertEquals(unitOf(text), unit, text.slice(0, 20));
  for (const text of ["12:30", "8:05:30", "12:30 pm", "7:00AM", "23:59:59.5"]) {
    assertStringIncludes(unreadNumbers([text])!, "clock times");
  }
  for (const text of ["12:3", "1:2:3", "12.30", "noon", "123:30"]) {
    assertEquals(unreadNumbers([text])?.includes("clock times") ?? false, false, text);
  }
});
