/** Splits by groups and by times: their rows stay together, parts have nearly their fractions, folds of time are contiguous, and too few are refused. */

import { assert, assertEquals, assertNotEquals, assertStringIncludes } from "@std/assert";
import { tableDatasets } from "../../../lib/table/encode/datasets.ts";
import type { TableOptions } from "../../../lib/table/columns/options.ts";
import { RandomStream, shuffle } from "../../../mod.ts";
import { tableOf } from "../table_fixture.ts";

const HEADER = ["x", "customer", "class"];
const PARTS = ["training", "validation", "test"] as const;

/** Rows of customers, of which some have many. */
function orders(seed: number, rows: number, customers: number): string[][] {
  const random = new RandomStream(seed, "data");
  return Array.from({ length: rows }, (_, k) => [
    random.normal().toFixed(4),
    `c${k < customers ? k : Math.min(random.below(customers), random.below(customers))}`,
    ["a", "b"][random.below(2)]!,
  ]);
}

const read = (rows: string[][], options: Partial<TableOptions> = {}) =>
  tableDatasets(tableOf([HEADER, ...rows]), {
    target: "class",
    splitBy: "customer",
    recipe: 2,
    ...options,
  });

/** The rows of each part, each with its fold if there are folds. */
async function partsOf(rows: string[][], options?: Partial<TableOptions>) {
  const { folds, lines } = await read(rows, options);
  return PARTS.flatMap((part) =>
    part === "validation" && folds.length > 0 ? [] : [...lines[part]].map((line, k) => ({
      row: rows[line - 2]!,
      part: part === "training" ? `${part} ${folds[0]?.[k] ?? ""}` : part,
    }))
  );
}

Deno.test("the rows of a group are in one part and one fold, in random tables, and each row is in one", async () => {
  for (let seed = 1; seed <= 10; seed++) {
    for (const folds of [0, 2, 5]) {
      const rows = orders(seed, 120, 20 + seed);
      const found = await partsOf(rows, { splitSeed: seed, folds });
      assertEquals(found.map(({ row }) => row.join()).sort(), rows.map(String).sort());
      const byGroup = Map.groupBy(found, ({ row }) => row[1]);
      for (const of of byGroup.values()) assertEquals(new Set(of.map(({ part }) => part)).size, 1);
      assertEquals(new Set(found.map(({ part }) => part)).size, folds === 0 ? 3 : folds + 1);
    }
  }
});

Deno.test("the order of rows changes no part and no fold, and another seed does", async () => {
  const rows = orders(1, 200, 40);
  const order = Uint32Array.from(rows, (_, k) => k);
  shuffle(order, new RandomStream(1, "data"));
  for (const folds of [0, 5]) {
    const textsOf = async (rows: string[][], splitSeed = 1) =>
      (await partsOf(rows, { folds, splitSeed })).map(({ row, part }) => `${row} ${part}`).sort();
    const found = await textsOf(rows);
    assertEquals(await textsOf(Array.from(order, (k) => rows[k]!)), found);
    assertNotEquals(await textsOf(rows, 2), found);
  }
});

Deno.test("of many groups each part has nearly its fraction of the rows, and the test part is the same with folds", async () => {
  const rows = orders(2, 2000, 300);
  const { counts, lines, description } = await read(rows);
  for (const [part, share] of [["training", .7], ["validation", .15], ["test", .15]] as const) {
    assert(Math.abs(counts[part] / 2000 - share) < 0.02, `${part} ${counts[part]}`);
  }
  assertEquals((await read(rows, { folds: 5 })).lines.test, lines.test);
  assertEquals(description.columns.map(({ name }) => name), ["x"]);
});

Deno.test("a row without a group is one of its own, which is reported", async () => {
  const rows = orders(3, 60, 3).map(([x, customer, label], k) =>
    k < 30 ? [x!, customer!, label!] : [x!, "", label!]
  );
  const { warnings, folds, lines } = await read(rows, { folds: 5 });
  assertStringIncludes(warnings.join(), '30 rows have no value in "customer"');
  const alone = [...folds[0]!].filter((_, k) => lines.training[k]! >= 32);
  assert(new Set(alone).size > 1);
});

Deno.test("rows that are equal in two columns stay together, and the columns are inputs", async () => {
  const random = new RandomStream(4, "data");
  const rows = orders(4, 300, 20).map(([x, customer, label]) => [
    x!,
    customer!,
    `${random.below(4)}`,
    label!,
  ]);
  const table = tableOf([["x", "customer", "year", "class"], ...rows]);
  for (const without of [undefined, ["customer"]]) {
    const { lines, folds, description } = await tableDatasets(table, {
      target: "class",
      splitBy: ["customer", "year"],
      folds: 5,
      test: 0.15,
      without,
    });
    const partOf = new Map<string, Set<string>>();
    for (const part of ["training", "test"] as const) {
      lines[part].forEach((line, k) => {
        const group = rows[line - 2]!.slice(1, 3).join();
        const own = part === "test" ? part : `fold ${folds[0]![k]}`;
        partOf.set(group, (partOf.get(group) ?? new Set()).add(own));
      });
    }
    assertEquals([...partOf.values()].filter(({ size }) => size > 1), []);
    assertEquals(new Set([...partOf.values()].flatMap((parts) => [...parts])).size, 6);
    assertEquals(
      description.columns.map(({ name }) => name),
      without ? ["x", "year"] : ["x", "customer", "year"],
    );
  }
});

Deno.test("a column of groups stays an input if it is a list of one", async () => {
  const table = tableOf([["x", "customer", "class"], ...orders(4, 300, 20)]);
  const columnsBy = async (splitBy: string | string[]) => {
    const { description, training } = await tableDatasets(table, { target: "class", splitBy });
    return [new Set(training.units).size, ...description.columns.map(({ name }) => name)];
  };
  const [groups, ...names] = await columnsBy("customer");
  assertEquals(names, ["x"]);
  assertEquals(await columnsBy(["customer"]), [groups, "x", "customer"]);
});

Deno.test("as few groups as there are folds and a test part are enough", async () => {
  for (let seed = 1; seed <= 20; seed++) {
    const rows = orders(seed, 60, 6);
    const found = await partsOf(rows, { folds: 5, splitSeed: seed });
    assertEquals(new Set(found.map(({ part }) => part)).size, 6);
    const three = await read(orders(seed, 60, 3), { splitSeed: seed });
    assert(PARTS.every((part) => three[part].size > 0));
  }
});

Deno.test("without a given number there are no more folds than groups, and the parts are those with that number", async () => {
  const column = { group: "splitBy", time: "splitAfter" } as const;
  for (let seed = 1; seed <= 60; seed++) {
    for (const key of ["group", "time"] as const) {
      const groups = 3 + seed % 7;
      const rows = orders(seed, 60, groups).map(([x, customer, label]) => [
        x!,
        customer!.slice(1),
        label!,
      ]);
      const options = { splitBy: undefined, [column[key]]: "customer", splitSeed: seed };
      const auto = await read(rows, { ...options, folds: "auto" });
      const count = new Set(auto.folds[0]).size;
      assert(count === 0 || count >= 2 && count < groups);
      if (count < 5) assertStringIncludes(auto.warnings.join(), " folds");
      const again = await read(rows, { ...options, folds: count });
      assertEquals([again.lines, again.folds], [auto.lines, auto.folds]);
    }
  }
});

const DAY_HEADER = ["day", "x", "class"];

/** Rows of some days, in no order. */
function rowsOf(seed: number, rows: number, days: number): string[][] {
  const random = new RandomStream(seed, "data");
  return Array.from({ length: rows }, (_, k) => [
    String(k < days ? k : random.below(days)),
    random.normal().toFixed(4),
    ["a", "b"][random.below(2)]!,
  ]);
}

const readByDay = (rows: string[][], options: Partial<TableOptions> = {}) =>
  tableDatasets(tableOf([DAY_HEADER, ...rows]), { target: "class", splitAfter: "day", ...options });

const timesOf = (rows: string[][], lines: Iterable<number>) =>
  [...lines].map((line) => Number(rows[line - 2]![0]));

Deno.test("parts follow each other in time, with equal times together, near their fractions", async () => {
  for (let seed = 1; seed <= 20; seed++) {
    const rows = rowsOf(seed, 200, 60);
    const { lines, counts } = await readByDay(rows);
    const [training, validation, test] = PARTS.map((part) => timesOf(rows, lines[part]));
    assert(Math.max(...training!) < Math.min(...validation!));
    assert(Math.max(...validation!) < Math.min(...test!));
    assertEquals(counts.training + counts.validation + counts.test, 200);
    assert(Math.abs(counts.test - 30) <= 5 && Math.abs(counts.validation - 30) <= 5);
  }
});

Deno.test("where all times differ, the latest 15 % test and other fractions are kept too", async () => {
  const rows = rowsOf(1, 100, 100);
  const { counts } = await readByDay(rows);
  assertEquals([counts.training, counts.validation, counts.test], [70, 15, 15]);
  const other = (await readByDay(rows, { split: [0.6, 0.1, 0.3] })).counts;
  assertEquals([other.training, other.validation, other.test], [60, 10, 30]);
});

Deno.test("folds are contiguous blocks of the past, and the test part is the same as without", async () => {
  for (let seed = 1; seed <= 10; seed++) {
    const rows = rowsOf(seed, 200, 50);
    const { lines } = await readByDay(rows);
    const folded = await readByDay(rows, { folds: 4 });
    assertEquals(folded.lines.test, lines.test);
    const times = timesOf(rows, folded.lines.training);
    const blocks = [0, 1, 2, 3].map((fold) => times.filter((_, k) => folded.folds[0]![k] === fold));
    for (const [k, block] of blocks.entries()) {
      assert(Math.abs(block.length - times.length / 4) <= 10);
      if (k > 0) assert(Math.max(...blocks[k - 1]!) < Math.min(...block));
    }
  }
});

Deno.test("in the order of the rows the last test, and folds are blocks", async () => {
  const rows = rowsOf(1, 100, 100).map((row, k) => k === 7 ? [...row.slice(0, -1), ""] : row);
  const { lines, counts } = await readByDay(rows, { splitAfter: true });
  assertEquals(counts, { ...counts, training: 69, validation: 15, test: 15 });
  assertEquals([...lines.test].toSorted((a, b) => a - b), range(87, 15));
  const folded = await readByDay(rows, { splitAfter: true, folds: 4 });
  assertEquals(folded.lines.test, lines.test);
  const order = [...folded.lines.training.keys()]
    .sort((a, b) => folded.lines.training[a]! - folded.lines.training[b]!);
  const foldOf = order.map((k) => folded.folds[0]![k]!);
  assertEquals(foldOf, foldOf.toSorted((a, b) => a - b));
  assertEquals(new Set(foldOf).size, 4);
});

const range = (from: number, length: number) => Array.from({ length }, (_, k) => from + k);

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
      const expected = await readByDay(rows, options);
      for (const others of [{ as: {} }, { as: { day: "out" } }, { without: ["day"] }] as const) {
        const { lines, folds } = await readByDay(written, { ...options, ...others });
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
    const { lines, description } = await readByDay(rows, { as });
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
  const { lines, warnings } = await readByDay(rows, { gaps: "category" });
  assertEquals([...lines.training].filter((line) => line < 11).length, 9);
  assertStringIncludes(warnings.join(), '9 rows have no value in "day"');
});

Deno.test("few texts among dates are no times", async () => {
  const rows = rowsOf(1, 60, 20).map(([day, ...rest], k) => [
    k === 7 ? "0000-00-00" : `2026-05-${Number(day) + 1}`,
    ...rest,
  ]);
  const { warnings, lines } = await readByDay(rows, { as: {}, without: ["day"] });
  assertStringIncludes(warnings.join(), '1 row has no value in "day"');
  assert(lines.training.includes(9));
});

Deno.test("as few times as there are folds and a test part are enough", async () => {
  for (let seed = 1; seed <= 20; seed++) {
    const { folds, test } = await readByDay(rowsOf(seed, 60, 6), { folds: 5 });
    assertEquals([new Set(folds[0]).size, test.size > 0], [5, true]);
    const auto = await readByDay(rowsOf(seed, 60, 4), { folds: "auto" });
    assert(new Set(auto.folds[0]).size <= 3);
  }
});
