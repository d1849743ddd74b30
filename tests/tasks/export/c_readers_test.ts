/** The C of a table reads numbers, dates and missing values as the library does, to the bit. */

import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import { describeTable } from "../../../lib/module/describe.ts";
import { Network } from "../../../lib/network.ts";
import { RandomStream } from "../../../lib/numerics/random.ts";
import { isMissing } from "../../../lib/table/cells/cells.ts";
import type { DateColumn, NumberColumn } from "../../../lib/table/columns/columns.ts";
import { TableModel } from "../../../lib/table/model/table_model.ts";
import { readDate } from "../../../lib/table/values/dates.ts";
import { formattedNumber, type NumberFormat } from "../../../lib/table/values/number_format.ts";
import { formatC } from "../../../tasks/export/c.ts";
import { QUICK_TESTS } from "../../helpers/long.ts";
import { testsWhere } from "../../helpers/tests_with.ts";
import { answersOf, compilers, HEAD, reason, SANITIZERS } from "./c_fixture.ts";

/** How numbers may be written. */
const FORMATS: readonly NumberFormat[] = [
  { as: "hours" },
  { as: "truth" },
  { as: "decimal", decimal: ".", thousands: ",", unit: "€" },
  { as: "decimal", decimal: ",", thousands: ".", unit: "€" },
  { as: "decimal", decimal: ".", unit: "%" },
  { as: "decimal", decimal: ",", thousands: " ", unit: "‰" },
  { as: "decimal", decimal: ".", thousands: "'", unit: "CHF" },
  { as: "decimal", decimal: ".", unit: "kr" },
  { as: "decimal", decimal: ".", unit: "AUD" },
  { as: "decimal", decimal: ",", unit: "m²" },
  { as: "decimal", decimal: "." },
];

/** Cells as people write them; the others are mixed of these. */
const CELLS = [
  ..."€1,234.50|EUR 1.234,50|1 234,5 €|(5)|\u22123.20|12.5%|5 %|3‰|8:05 pm|20:05:30,25|8 pm|12:00 a.m.|24:00|yes|No|TRUE"
    .split("|"),
  ..."2024-01-31T20:05:00.5+01:00|31.1.2024|1/31/24|Jan 3, 2020|3rd March 2021 at 8:05 pm|mon, 3 feb 1999|2024-Jan-31"
    .split("|"),
  ..."20240131|20240131T200506Z|1/2024|2024-W05-3|2024W53|Q1 2024|2024-Q3|2024-02-30|2000-12-31 23:59:60|0099-01-01"
    .split("|"),
  ..."1e400|0x10|1.5e-3|.5|5.|-.5|+49 123|1'234.5|1\u2019234|12 kg|Fr. 12|kr.5|Fr.5|US$ 5|A$5|AU$ 5|5 m²|5 m2|1-|$ -3"
    .split("|"),
  ..."NA| na |None|?|12,34,567.8|1,234|1.234|1.234,5|0.1|9007199254740993|4.35|000123|1e-400|100%|0.05%|-\u00a05 %"
    .split("|"),
];

const ALPHABET = [
  ..."0123456789 .,-/:+()%$€'aempTZWQkg\t\u00a0\u2009\u2212\u3000\u2019‰²",
  "EUR",
  "jan",
  "pm",
  "+01:00",
];

function mixedCells(count: number): string[] {
  const random = new RandomStream(1, "data");
  const pick = <T>(items: readonly T[]) => items[random.below(items.length)]!;
  return Array.from({ length: count }, () => {
    const cell = [...pick(CELLS)];
    for (let changes = random.below(4); changes > 0; changes--) {
      const [at, kind] = [random.below(cell.length + 1), random.below(4)];
      if (kind === 3) cell.splice(at, Infinity, ...[...pick(CELLS)].slice(random.below(4)));
      else cell.splice(at, kind === 0 ? 0 : 1, ...kind === 1 ? [] : [pick(ALPHABET)]);
    }
    return cell.join("");
  });
}

/** The number that `%a` of C prints. */
function numberIn(text: string): number {
  const [, sign, whole, fraction = "", exponent] =
    /^(-?)0x([01])\.?([\da-f]*)p([-+]\d+)$/.exec(text) ?? [];
  if (whole === undefined) return NaN;
  const digits = parseInt(whole + fraction, 16) * 2 ** (-4 * fraction.length);
  return (sign === "-" ? -1 : 1) * digits * 2 ** Number(exponent);
}

testsWhere(compilers.length > 0)(
  `cells are read as the library reads them${reason}`,
  async ({ path }) => {
    const facts = { mean: 0, deviation: 1, gaps: "mean" } as const;
    const columns: (NumberColumn | DateColumn)[] = [
      ...FORMATS.map((format, k) => ({ kind: "number", name: `n${k}`, ...facts, format }) as const),
      {
        kind: "date",
        name: "date",
        order: "dmy",
        first: 0,
        gaps: "mean",
        parts: [{ part: "days", mean: 0, deviation: 1 }],
      },
    ];
    const target = { kind: "class", name: "class", classes: ["a", "b"] } as const;
    const network = new Network([columns.length, 2], { outputActivation: "softmax" });
    const described = describeTable(
      new TableModel(network, { version: 2, columns, target }),
      "float32",
    );
    const readers = ["clockTime(t, NULL)", "truth(t, NULL)"].concat(
      FORMATS.slice(2).map((_, k) => `decimalNumber(t, &FORMAT_${k + 2})`),
      ["numberOf(t)", "readDate(t, 0)", "readDate(t, 1)", "isMissing(t, NULL, 0)"],
    );
    await Deno.writeTextFile(join(path, "part.c"), formatC(described, HEAD));
    const program = `#define WITHOUT_MAIN
#include "part.c"
int main(void) {
  static char t[100000];
  size_t length = 0;
  for (int c; (c = getchar()) != EOF;) {
    t[length++] = (char)c;
    if (c != 0) continue;
    length = 0;
${readers.map((call) => `    printf("%a ", (double)${call});`).join("\n")}
    putchar('\\n');
  }
  return 0;
}
`;
    const cells = [
      ...CELLS,
      ...mixedCells(QUICK_TESTS ? 5_000 : 20_000),
      ...[
        "1".repeat(400),
        "1".repeat(401),
        " ".repeat(5000) + "5",
        "9".repeat(5000),
        "é".repeat(300),
      ],
    ];
    const input = cells.map((cell) => `${cell}\0`).join("");
    const [compiler] = compilers;
    const flags = compiler === "gcc" ? SANITIZERS : [];
    const printed = (await answersOf(path, program, input, [compiler!, ...flags])).trimEnd().split(
      "\n",
    );
    for (const [k, cell] of cells.entries()) {
      const found = printed[k]!.trim().split(" ").map(numberIn);
      const expected = [
        ...FORMATS.map((format) => formattedNumber(cell, format, undefined)),
        formattedNumber(cell, undefined, undefined),
        readDate(cell, "mdy"),
        readDate(cell, "dmy"),
        Number(isMissing(cell)),
      ];
      const areSame = expected.every((value, r) => Object.is(value, found[r]));
      if (!areSame) assertEquals(found, expected, JSON.stringify(cell));
    }
  },
);
