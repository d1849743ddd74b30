/** Splits by time: the past trains, the future tests, equal times stay together, and folds are contiguous. */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { tableDatasets } from "../../../lib/table/encode/datasets.ts";
import type { TableOptions } from "../../../lib/table/columns/options.ts";
import { RandomStream } from "../../../mod.ts";
import { tableOf } from "../table_fixture.ts";

const HEADER = ["day", "x", "class"];
const PARTS = ["training", "validation", "test"] as const;

/** Rows of some days, in no order. */
function rowsOf(seed: number, rows: number, days: number): string[][] {
  const random = new RandomStream(seed, "data");
  return Array.from({ length: rows }, (_, k) => [
    String(k < days ? k : random.below(days)),
    random.normal().toFixed(4),
    ["a", "b"][random.below(2)]!,
  ]);
}

const read = (rows: string[][], options: Partial<TableOptions> = {}) =>
  tableDatasets(tableOf([HEADER, ...rows]), { target: "class", splitAfter: "day", ...options });

const timesOf = (rows: string[][], lines: Iterable<number>) =>
  [...lines].map((line) => Number(rows[line - 2]![0]));

Deno.test("parts follow each other in time, with equal times together, near their fractions", async () => {
  for (let seed = 1; seed <= 20; seed++) {
    const rows = rowsOf(seed, 200, 60);
    const { lines, counts } = await read(rows);
    const [training, validation, test] = PARTS.map((part) => timesOf(rows, lines[part]));
    assert(Math.max(...training!) < Math.min(...validation!));
    assert(Math.max(...validation!) < Math.min(...test!));
    assertEquals(counts.training + counts.validation + counts.test, 200);
    assert(Math.abs(counts.test - 30) <= 5 && Math.abs(counts.validation - 30) <= 5);
  }
});

Deno.test("where all times differ, the latest 15 % test and other fractions are kept too", async () => {
  const rows = rowsOf(1, 100, 100);
  const { counts } = await read(rows);
  assertEquals([counts.training, counts.validation, counts.test], [70, 15, 15]);
  const other = (await read(rows, { split: [0.6, 0.1, 0.3] })).counts;
  assertEquals([other.training, other.validation, other.test], [60, 10, 30]);
});

Deno.test("folds are contiguous blocks of the past, and the test part is the same as without", async () => {
  for (let seed = 1; seed <= 10; seed++) {
    const rows = rowsOf(seed, 200, 50);
    const { lines } = await read(rows);
    const folded = await read(rows, { folds: 4 });
    assertEquals(folded.lines.test, lines.test);
    const times = timesOf(rows, folded.lines.training);
    const blocks = [0, 1, 2, 3].map((fold) => times.filter((_, k) => folded.folds[0]![k] === fold));
    for (const [k, block] of blocks.entries()) {
      assert(Math.abs(block.length - times.length / 4) <= 10);
      if (k > 0) assert(Math.max(...blocks[k - 1]!) < Math.min(...block));
    }
  }
});

/** The ways to write a day and an hour after 1 January 2026. */
const FORMS: { readonly [name: string]: (date: Date) => string } = {
  ISO: (date) => date.toISOString(),
  "ISO, by a clock of another zone": (date) =>
    `${new Date(date.getTime() + 7_200_000).toISOString().slice(0, 19)}+02:00`,
  "the day first": (date) =>
    `${date.getUTCDate()}/${date.getUTCMonth() + 1}/${date.getUTCFullYear()} ${timeOf(date)}`,
  "the month first": (date) =>
    `${date.getUTCMonth() + 1}/${date.getUTCDate()}/${date.getUTCFullYear()} ${timeOf(date)}`,
  "the month's name": (date) => `${date.toUTCString().slice(5, 16)} ${timeOf(date)}`,
  "a number with a unit": (date) => `${date.getTime() / 3_600_000} h`,
};

const timeOf = (date: Date) => date.toISOString().slice(11, 16);

for (const [name, write] of Object.entries(FORMS)) {
  Deno.test(`times order rows as numbers do: ${name}`, async () => {
    const rows = rowsOf(1, 200, 180);
    const written = rows.map(([hours, ...rest]) => [
      write(new Date(Date.UTC(2026, 0, 1) + Number(hours) * 7 * 3_600_000)),
      ...rest,
    ]);
    for (const options of [{}, { folds: 4 }]) {
      const expected = await read(rows, options);
      for (const others of [{ as: {} }, { as: { day: "out" } }, { without: ["day"] }] as const) {
        const { lines, folds } = await read(written, { ...options, ...others });
        assertEquals([lines, folds], [expected.lines, expected.folds]);
      }
    }
  });
}

Deno.test("which number is the day may be stated, and the column of times is an input", async () => {
  const random = new RandomStream(1, "data");
  const rows = rowsOf(1, 100, 1).map(([, ...rest]) => [
    `${1 + random.below(12)}/${1 + random.below(12)}/2026`,
    ...rest,
  ]);
  for (const order of [undefined, "dmy", "mdy"] as const) {
    const as = order === undefined ? {} : { day: order };
    const { lines, description } = await read(rows, { as });
    const [training, test] = [lines.training, lines.test].map((part) =>
      [...part].map((line) => {
        const [first, second] = rows[line - 2]![0]!.split("/").map(Number);
        return order === "mdy" ? first! * 31 + second! : second! * 31 + first!;
      })
    );
    assert(Math.max(...training!) < Math.min(...test!));
    assertEquals(description.columns.map(({ name }) => name), ["day", "x"]);
  }
});

Deno.test("rows without a time are the earliest, which is reported", async () => {
  const rows = rowsOf(1, 100, 50).map(([day, ...rest], k) => [k < 9 ? "" : day!, ...rest]);
  const { lines, warnings } = await read(rows, { gaps: "category" });
  assertEquals([...lines.training].filter((line) => line < 11).length, 9);
  assertStringIncludes(warnings.join(), '9 rows have no value in "day"');
});

Deno.test("few texts among dates are no times", async () => {
  const rows = rowsOf(1, 60, 20).map(([day, ...rest], k) => [
    k === 7 ? "0000-00-00" : `2026-05-${Number(day) + 1}`,
    ...rest,
  ]);
  const { warnings, lines } = await read(rows, { as: {}, without: ["day"] });
  assertStringIncludes(warnings.join(), '1 row has no value in "day"');
  assert(lines.training.includes(9));
});

Deno.test("as few times as there are folds and a test part are enough", async () => {
  for (let seed = 1; seed <= 20; seed++) {
    const { folds, test } = await read(rowsOf(seed, 60, 6), { folds: 5 });
    assertEquals([new Set(folds[0]).size, test.size > 0], [5, true]);
    const auto = await read(rowsOf(seed, 60, 4), { folds: "auto" });
    assert(new Set(auto.folds[0]).size <= 3);
  }
});
