import { assertEquals } from "@std/assert";
import type { TableDescription } from "../../../../lib/table/columns.ts";
import { Dataset, NoveltyDetector } from "../../../../mod.ts";
import { typicalRow } from "../../../../tasks/demo/page/typical_row.ts";

const description: TableDescription = {
  version: 1,
  columns: [
    { kind: "category", name: "island", values: ["Biscoe", "Dream"], gaps: "drop" },
    { kind: "number", name: "mass", mean: 4000, deviation: 1000, gaps: "drop" },
  ],
  target: { kind: "class", name: "species", classes: ["Adelie", "Gentoo"] },
};

Deno.test("the fields of a table start with what is typical of its first class", () => {
  const inputs = [[0, 1, -1], [0, 1, -0.5], [1, 0, -0.75], [1, 0, 1], [1, 0, 2]];
  const detector = NoveltyDetector.fit(Dataset.from({ inputs, labels: [0, 0, 0, 1, 1] }));
  assertEquals(typicalRow(description, detector), { island: "Dream", mass: 3250 });
  assertEquals(typicalRow(description, undefined), { island: "Biscoe", mass: 4000 });
});
