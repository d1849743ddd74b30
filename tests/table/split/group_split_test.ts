/** Splits by groups: their rows stay together, parts have nearly their fractions, and too few groups are refused. */

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
