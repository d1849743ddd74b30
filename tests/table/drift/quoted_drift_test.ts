/** The drift of columns as reports show it. */

import { assertEquals } from "@std/assert";
import { DriftCounter, quotedDrift } from "../../../lib/table/drift/mod.ts";
import type { TableDescription } from "../../../lib/table/columns/columns.ts";
import { distributionsOf } from "../model/distributions_fixture.ts";

Deno.test("levels that must not be quoted are among other texts, and the index stays", () => {
  const ids = Array.from({ length: 21 }, (_, k) => `C${k + 10}`);
  const table: TableDescription = {
    version: 1,
    columns: [
      { kind: "category", name: "sky", values: ["clear", "cloudy", "odd"], gaps: "mean" },
      { kind: "category", name: "customer", values: ids, gaps: "mean" },
      { kind: "number", name: "size", mean: 1, deviation: 1, gaps: "mean" },
    ],
    target: { kind: "class", name: "t", classes: ["a", "b"] },
  };
  const rows = Array.from({ length: 100 }, (_, k) => ({
    ...{ sky: k < 4 ? "odd" : k % 2 ? "clear" : "cloudy", customer: ids[k % 21]!, size: k },
  }));
  const distributions = distributionsOf(table, rows);
  const counter = new DriftCounter(distributions);
  counter.add(["odd", "C10", 3]);
  counter.add(["clear", "C11", 4]);
  const whole = counter.result();
  const [sky, customer, size] = quotedDrift(whole, table, distributions).columns;
  assertEquals([sky!.levels, sky!.then.counts, sky!.now.counts], [
    ["clear", "cloudy"],
    [0.48, 0.48, 0.04],
    [0.5, 0, 0.5],
  ]);
  assertEquals([customer!.levels, customer!.now.counts], [[], [1]]);
  assertEquals(size, whole.columns[2]);
  assertEquals([sky!.psi, customer!.psi], whole.columns.slice(0, 2).map(({ psi }) => psi));
});
