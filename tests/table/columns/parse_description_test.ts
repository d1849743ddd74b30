import { assertEquals } from "@std/assert";
import { parseTableDescription } from "../../../lib/table/columns/parse_description.ts";
import { featureNamesOf, featuresOf } from "../../../lib/table/columns/features.ts";
import { rulesOf } from "../../../lib/table/columns/target.ts";
import { mass, penguins } from "../table_fixture.ts";

Deno.test("a table's description is the same after it was written and read", () => {
  for (const description of [penguins, mass]) {
    assertEquals(parseTableDescription(JSON.stringify(description)), description);
  }
  assertEquals(featuresOf(penguins), 3);
  assertEquals([penguins, mass].map((table) => rulesOf(table).outputNames.length), [2, 1]);
  assertEquals(featureNamesOf(penguins), ["island=Biscoe", "island=Dream", "bill"]);
});

Deno.test("features have different names even where a column is called like a category", () => {
  const names = featureNamesOf({
    columns: [
      { kind: "category", name: "a", values: ["b"], gaps: "drop" },
      { kind: "number", name: "a=b", mean: 0, deviation: 1, gaps: "drop" },
    ],
  });
  assertEquals(names, ["a=b", "a=b (feature 1)"]);
});
