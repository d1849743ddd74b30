/** Splits by time: the past trains, the future tests, equal times stay together, and folds are contiguous. */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { tableDatasets } from "../../lib/table/datasets.ts";
import type { TableOptions } from "../../lib/table/options.ts";
import { timeOf } from "../../lib/table/times.ts";
import { RandomStream } from "../../mod.ts";
import { rejectsSaying } from "../helpers/says.ts";
import { tableOf } from "./table_fixture.ts";

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
  [...lines].map((line) => timeOf(rows[line - 2]![0]!, false));

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

Deno.test("dates order rows as numbers do, and the column stays an input unless it is left out", async () => {
  const dated = rowsOf(1, 100, 28).map(([day, ...rest]) => [
    `2026-02-${String(Number(day) + 1).padStart(2, "0")} 10:00`,
    ...rest,
  ]);
  const { lines } = await read(dated, { without: ["day"] });
  assert(Math.max(...timesOf(dated, lines.training)) < Math.min(...timesOf(dated, lines.test)));
  const { description } = await read(rowsOf(1, 100, 28));
  assertEquals(description.columns.map(({ name }) => name), ["day", "x"]);
});

Deno.test("rows without a time are the earliest, which is reported", async () => {
  const rows = rowsOf(1, 100, 50).map(([day, ...rest], k) => [k < 9 ? "" : day!, ...rest]);
  const { lines, warnings } = await read(rows, { gaps: "category" });
  assertEquals([...lines.training].filter((line) => line < 11).length, 9);
  assertStringIncludes(warnings.join(), '9 rows have no value in "day"');
});

Deno.test("too few times, texts, and numbers among dates are refused", async () => {
  await rejectsSaying(
    () => read(rowsOf(1, 60, 2)),
    RangeError,
    '"day"',
    "3 different times",
    "got 2",
  );
  await rejectsSaying(() => read(rowsOf(1, 60, 5), { folds: 5 }), RangeError, "6", "got 5");
  const text = rowsOf(1, 60, 9).with(7, ["soon", "1", "a"]);
  await rejectsSaying(() => read(text), SyntaxError, '"soon"', "line 9");
  const mixed = rowsOf(1, 60, 9).with(7, ["2026-01-01", "1", "a"]);
  await rejectsSaying(
    () => read(mixed, { without: ["day"] }),
    SyntaxError,
    "both numbers and dates",
  );
});

Deno.test("time is no target, and its folds are not repeated", async () => {
  await rejectsSaying(() => read(rowsOf(1, 60, 9), { target: "day" }), RangeError, '"day"');
  const repeated = () => read(rowsOf(1, 60, 9), { folds: 2, repeat: 3 });
  await rejectsSaying(repeated, RangeError, "the same each time");
});

Deno.test("as few times as there are folds and a test part are enough", async () => {
  for (let seed = 1; seed <= 20; seed++) {
    const { folds, test } = await read(rowsOf(seed, 60, 6), { folds: 5 });
    assertEquals([new Set(folds[0]).size, test.size > 0], [5, true]);
    const auto = await read(rowsOf(seed, 60, 4), { folds: "auto" });
    assert(new Set(auto.folds[0]).size <= 3);
  }
});
