import { assertEquals, assertThrows } from "@std/assert";
import { parseTableDescription } from "../../lib/table/parse_description.ts";
import {
  featureNamesOf,
  featuresOf,
  outputsOf,
  type TableDescription,
} from "../../lib/table/columns.ts";

const penguins: TableDescription = {
  version: 1,
  columns: [
    { kind: "category", name: "island", values: ["Biscoe", "Dream"], gaps: "drop" },
    { kind: "number", name: "bill", mean: 43.9, deviation: 5.4, gaps: "mean" },
  ],
  target: { kind: "class", name: "species", classes: ["Adelie", "Gentoo"] },
};
const mass: TableDescription = {
  ...penguins,
  target: {
    kind: "quantity",
    quantities: [{ name: "mass", unit: "g", mean: 4201.75, deviation: 0.1 + 0.2 }],
  },
};

Deno.test("a table's description is the same after it was written and read", () => {
  for (const description of [penguins, mass]) {
    assertEquals(parseTableDescription(JSON.stringify(description)), description);
  }
  assertEquals(featuresOf(penguins), 3);
  assertEquals([outputsOf(penguins), outputsOf(mass)], [2, 1]);
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

/** The description with an entry changed; `path` such as "columns.1.mean". */
function changed(path: string, value: unknown, from: TableDescription = penguins): string {
  const description = structuredClone(from) as unknown as Record<string, unknown>;
  const names = path.split(".");
  let place = description;
  for (const name of names.slice(0, -1)) place = place[name] as Record<string, unknown>;
  if (value === undefined) delete place[names.at(-1)!];
  else place[names.at(-1)!] = value;
  return JSON.stringify(description);
}

const WRONG: readonly [what: string, json: string, message: string][] = [
  ["no JSON", "{", "it is no JSON"],
  ["no object", "[]", "it is a list of 0, and an object is wanted"],
  ["null", "null", "it is null"],
  ["a later version", changed("version", 2), "its version is 2, and this program reads version 1"],
  ["no columns", changed("columns", []), "columns is a list of 0"],
  ["an unknown entry", changed("colums", []), 'it has an entry "colums", did you mean columns?'],
  ["an unknown kind", changed("columns.1.kind", "text"), 'columns[1].kind is "text"'],
  ["a missing mean", changed("columns.1.mean", undefined), 'columns[1] has no "mean"'],
  ["a mean that is no number", changed("columns.1.mean", "x"), 'columns[1].mean is "x"'],
  ["a deviation of 0", changed("columns.1.deviation", 0), "columns[1].deviation is 0"],
  ["a deviation below 0", changed("columns.1.deviation", -1), "a number above 0 is wanted"],
  ["an unknown rule for gaps", changed("columns.1.gaps", "fill"), "columns[1].gaps is"],
  ["a name that is no text", changed("columns.1.name", 7), "columns[1].name is 7, and no text"],
  ["two columns of one name", changed("columns.1.name", "island"), 'the name "island"'],
  ["a target among the columns", changed("target.name", "bill"), 'the name "bill"'],
  ["no categories", changed("columns.0.values", []), "columns[0].values is a list of 0"],
  ["a category twice", changed("columns.0.values", ["a", "a"]), 'of the name "a"'],
  ["a class twice", changed("target.classes", ["a", "a"]), 'of the name "a"'],
  ["classes that are no texts", changed("target.classes", [1]), "target.classes[0] is 1"],
  ["no target", changed("target", null), "target.kind is undefined"],
  ["no quantities", changed("target.quantities", [], mass), "target.quantities is a list of 0"],
  ["a unit that is no text", changed("target.quantities.0.unit", 1, mass), "unit is 1"],
  [
    "too many categories",
    changed("columns.0.values", Array.from({ length: 100_001 }, (_, k) => `${k}`)),
    "columns[0].values has 100001 entries, and at most 100000 are possible",
  ],
  ["a key of an object's own", '{"version":1,"columns":[],"target":{},"__proto__":{}}', "an entry"],
];

for (const [what, json, message] of WRONG) {
  Deno.test(`the description of a table is refused for ${what}`, () => {
    assertThrows(() => parseTableDescription(json), SyntaxError, message);
  });
}
