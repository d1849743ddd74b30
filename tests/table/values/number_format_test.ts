/** Numbers as people write them: their formats are found, and read. */

import { assertEquals } from "@std/assert";
import { numberOf } from "../../../lib/table/cells/cells.ts";
import { NumberGuess } from "../../../lib/table/values/guess_number.ts";
import {
  formattedNumber,
  type NumberFormat,
  plainNumber,
} from "../../../lib/table/values/number_format.ts";
import { writtenNumber } from "../../../lib/table/cells/cell_text.ts";

/** What a column of these cells is found to be. */
function guessOf(cells: readonly string[]): NumberGuess {
  const guess = new NumberGuess();
  for (const cell of cells) {
    if (Number.isNaN(numberOf(cell))) guess.addText(cell);
    else guess.addPlain(cell);
  }
  return guess;
}

/** Cells of a column, and the numbers that they are. */
const READ: readonly (readonly [cells: string[], numbers: number[]])[] = [
  [["€143.04", "€1,234.50", "12"], [143.04, 1234.5, 12]],
  [["12,50 €", "1.234,00 €", "3 €"], [12.5, 1234, 3]],
  [["$1,234.50", "-$5", "$-6", "($7.25)"], [1234.5, -5, -6, -7.25]],
  [["EUR 12.50", "7 EUR", "€3"], [12.5, 7, 3]],
  [["US$ 5", "$6.5", "USD 7"], [5, 6.5, 7]],
  [["20%", "12.5 %", "0.3%", "143%"], [0.2, 0.125, 0.003, 1.43]],
  [["20%", "0", "0.0"], [0.2, 0, 0]],
  [["5‰", "12 ‰"], [0.005, 0.012]],
  [["12 kg", "3.5 kg", "4kg", "0.1\u00a0kg"], [12, 3.5, 4, 0.1]],
  [["5 constructor", "6 constructor"], [5, 6]],
  [["1,234", "950", "12,345,678"], [1234, 950, 12345678]],
  [["1.234", "12.345.678", "9"], [1234, 12345678, 9]],
  [["1'234.5", "12", "1\u2019000"], [1234.5, 12, 1000]],
  [["1 234,5", "12", "1\u2009234\u202f567,25"], [1234.5, 12, 1234567.25]],
  [["1,5", "2,25", "-0,5"], [1.5, 2.25, -0.5]],
  [["1,23,456", "12,34,567.5"], [123456, 1234567.5]],
  [["12.50-", "1,234.00-", "3"], [-12.5, -1234, 3]],
  [["(12.50)", "\u22123", "5", "\u20134", "+6"], [-12.5, -3, 5, -4, 6]],
  [["8:05 pm", "20:05", "8 am", "12:30 a.m.", "0:00:36", "24:00"], [
    20 + 5 / 60,
    20 + 5 / 60,
    8,
    0.5,
    0.01,
    24,
  ]],
  [["yes", "No", "1", "TRUE", "n", "0"], [1, 0, 1, 1, 0, 0]],
];

Deno.test("money, per cents, thousands, units, brackets, signs, times and yes or no are numbers", () => {
  for (const [cells, numbers] of READ) {
    const format = guessOf(cells).format(undefined, ".")!;
    assertEquals(cells.map((cell) => formattedNumber(cell, format, false)), numbers, cells[0]);
  }
});

/** Cells of columns that stay what they are. */
const NOT_READ: readonly string[][] = [
  ["1", "2.5", "1e5", "-3"], // plain numbers
  ["$5", "€6"],
  ["12 kg", "3 lb"],
  ["20%", "12"],
  ["2WD", "4WD"], // few, with a letter behind: names
  ["1,5", "1.5"], // two decimal marks
  ["yes", "no", "perhaps"],
  ["8:05", "25:99"],
  ["8:05", "8"],
  ["5", "room 6"],
  ["A12", "B13"],
  ["030 123 456", "030 123 457"], // telephone numbers begin with a zero
  ["+49 170 123 456", "+49 170 123 457"],
  ["192.168.0.1", "10.0.0.1"],
  ["1,2,3", "4"],
  ["(5", "6)"],
  ["(-5)", "6"],
  ["--5", "6"],
  ["-5-", "6"],
  ["(5-", "6"],
  ["€5 kg", "6"],
  ["north", "south"],
];

Deno.test("numbers of several units, names with digits and plain numbers have no format", () => {
  for (const cells of NOT_READ) {
    assertEquals(guessOf(cells).format(undefined, "."), undefined, cells.join());
  }
  assertEquals(guessOf(["$5", "€6", "$7"]).mixedUnits, ["$", "€"]);
  assertEquals(guessOf(["20%", "12"]).mixedUnits, ["%", ""]);
  assertEquals(guessOf(["5 kg", "12"]).mixedUnits, undefined);
  assertEquals(guessOf(["$5", "€6", "none"]).mixedUnits, undefined);
});

Deno.test("the other columns decide what 1,234 and 1.234 are, else numbers without a mark, else the table", () => {
  const decimals = (cells: string[], mark: "." | "," | undefined, usual: "." | ",") => {
    const format = guessOf(cells).format(mark, usual);
    return cells.map((cell) => formattedNumber(cell, format, usual === ","));
  };
  const commas = ["1,234", "2,500"];
  assertEquals(decimals(commas, ".", ","), [1234, 2500]);
  assertEquals(decimals(commas, ",", "."), [1.234, 2.5]);
  assertEquals(decimals(commas, undefined, "."), [1234, 2500]);
  assertEquals(decimals(commas, undefined, ","), [1.234, 2.5]);
  assertEquals(decimals([...commas, "950"], undefined, ","), [1234, 2500, 950]);
  const points = ["1.234", "2.500"];
  assertEquals(decimals(points, undefined, "."), [1.234, 2.5]);
  assertEquals(decimals(points, ",", ","), [1234, 2500]);
  assertEquals(decimals(["1.234", "2.5"], ",", ","), [1.234, 2.5]);
  assertEquals(guessOf(commas).decimalMark, undefined);
  assertEquals(guessOf(["1,23"]).decimalMark, ",");
  assertEquals(guessOf(["1.23"]).decimalMark, ".");
  assertEquals(guessOf(["12"]).decimalMark, undefined);
});

/** Whole cents, of a few digits and of many. */
const VALUES = Array.from({ length: 300 }, (_, k) => ((k * 7919) % 10_007) ** (1 + k % 3) / 100);

Deno.test("money is read as every country writes it", () => {
  const countries = [
    ["en-US", "USD"],
    ["de-DE", "EUR"],
    ["de-CH", "CHF"],
    ["fr-FR", "EUR"],
    ["en-IN", "INR"],
    ["ja-JP", "JPY"],
    ["en-GB", "GBP"],
    ["es-ES", "EUR"],
    ["pl-PL", "PLN"],
    ["sv-SE", "SEK"],
    ["cs-CZ", "CZK"],
    ["tr-TR", "TRY"],
    ["pt-BR", "BRL"],
    ["nb-NO", "NOK"],
    ["it-IT", "EUR"],
  ] as const;
  for (const [country, currency] of countries) {
    const minimumFractionDigits = 2;
    const { format: write } = new Intl.NumberFormat(country, {
      style: "currency",
      currency,
      minimumFractionDigits,
      maximumFractionDigits: 2,
    });
    const values = VALUES.map((value, k) => k % 5 ? value : -value).map((value) =>
      Number(value.toFixed(2))
    );
    const cells = values.map((value) => write(value));
    const format = guessOf(cells).format(undefined, ".");
    assertEquals(format?.as, "decimal", `${country}: ${cells[4]}`);
    for (const [k, cell] of cells.entries()) {
      assertEquals(formattedNumber(cell, format, false), values[k], `${country}: ${cell}`);
    }
  }
});

Deno.test("an odd text is not a number, and takes no time", () => {
  const pieces = [
    "1",
    ",",
    ".",
    " ",
    "€",
    "%",
    "(",
    ")",
    "-",
    "kg",
    "'",
    "e",
    "\u2212",
    "EUR",
    "a",
  ];
  let seed = 1;
  for (let k = 0; k < 20_000; k++) {
    let text = "";
    for (let length = 0; length < k % 12; length++) {
      seed = (seed * 16_807) % 2_147_483_647;
      text += pieces[seed % pieces.length];
    }
    const format = guessOf([text]).format(undefined, ".");
    const value = formattedNumber(text, format, false);
    assertEquals(Number.isNaN(value) || Number.isFinite(value), true);
    if (format !== undefined) assertEquals(Number.isNaN(value), false, text);
  }
  for (const piece of pieces) guessOf([piece.repeat(399), `1${piece.repeat(398)}`]);
});

const GERMAN: NumberFormat = { as: "decimal", decimal: ",", thousands: ".", unit: "€" };

Deno.test("a per cent is the nearest float64 to its decimal fraction, as a spreadsheet holds it", () => {
  const format = { as: "decimal", decimal: ".", unit: "%" } as const;
  for (let k = 0; k < 2000; k++) {
    const percent = (k / 10).toFixed(1);
    const fraction = Number(`${(k / 1000).toFixed(3)}`);
    assertEquals(formattedNumber(`${percent}%`, format, false), fraction);
  }
});

Deno.test("a program's number is read back whatever the format, and what is not a number stays NaN", () => {
  const formats: NumberFormat[] = [
    GERMAN,
    { as: "decimal", decimal: ".", thousands: "," },
    { as: "decimal", decimal: ".", unit: "%" },
    { as: "hours" },
    { as: "truth" },
  ];
  for (const format of formats) {
    for (const value of [0, 1.234, -1234.5, 1234567, 1.5e-7, 2.5e300, 0.1 + 0.2]) {
      assertEquals(formattedNumber(writtenNumber(value, format), format, false), value);
    }
    for (const text of ["abc", "", "$5", "1.2.3"]) {
      assertEquals(formattedNumber(text, format, false), NaN);
    }
  }
  assertEquals(plainNumber("$5", GERMAN), "$5"); // another unit
  assertEquals(formattedNumber("1.234", GERMAN, false), 1234);
});
