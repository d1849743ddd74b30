/** A module that explains its answers explains them as the library does, to the bit, and predicts as one that does not. */

import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { formatDeclaration } from "../../lib/module/declare.ts";
import { describeTable } from "../../lib/module/describe.ts";
import { RandomStream } from "../../lib/numerics/random.ts";
import { LONG_TESTS } from "../helpers/long.ts";
import { granted } from "../helpers/run_task.ts";
import {
  drawRow,
  exportsOf,
  MODELS,
  moduleTextOf,
  networkOf,
  PLAIN,
  withDistributions,
} from "./model_fixture.ts";

const ignore = !granted("read");

/** How many times as many rows. */
const MANY = LONG_TESTS ? 20 : 1;

/** How many rows of the models are explained: over folds it takes long. */
const ROWS = [2, 2, 10, 10, 30, 4, 4];

Deno.test("rows of messy tables get the library's answers and reasons", { ignore }, async () => {
  const kinds = new Set<string>();
  for (const [m, [name, make]] of Object.entries(MODELS).entries()) {
    const model = withDistributions(await make());
    const described = describeTable(model, "float32", true);
    const expected = name.startsWith("trees")
      ? "explained_trees_table"
      : PLAIN.length > model.table.columns.length
      ? "explained_plain_table"
      : "explained_table";
    assertEquals(described.entry, expected);
    const { predict, explain } = await exportsOf(await moduleTextOf(described));
    const random = new RandomStream(1, "data", m);
    for (let r = 0; r < MANY * ROWS[m]!; r++) {
      const row = drawRow(random, model.table.columns);
      const { caution: _, ...answer } = model.predict([row])[0]!;
      assertEquals(predict(row), answer, name);
      const [found, expected] = [explain!(row), model.explain([row])[0]];
      assertEquals(JSON.stringify(found), JSON.stringify(expected), `${name}: ${r}`);
      assertEquals(predict(row), answer, name); // what explains leaves nothing behind
      for (const { kind } of answer.remarks) kinds.add(kind);
      if (answer.remarks.length === 0) kinds.add("none");
    }
  }
  for (const kind of ["none", "noPrediction", "novel", "unknownCategory"]) {
    assert(kinds.has(kind), kind);
  }
});

Deno.test("what is no row gets the library's sentence", {
  ignore,
}, async () => {
  const model = withDistributions(await networkOf({ target: "returned" }));
  const { explain } = await exportsOf(await moduleTextOf(describeTable(model, "float32", true)));
  assertEquals(explain!({ price: {} }), undefined);
  for (const row of [null, 3, "text", [1], {}, { returned: 3 }]) {
    const { message } = assertThrows(() => explain!(row), TypeError);
    const library = assertThrows(() => model.explain([row as never]), TypeError).message;
    assertEquals(message, library.replace("rows[0]", "the row"));
  }
});

Deno.test("the types of a module have explain where the module has it", { ignore }, async () => {
  const model = withDistributions(await networkOf({ target: "returned" }));
  const [without, declared] = [false, true].map((explains) =>
    formatDeclaration(describeTable(model, "float32", explains))
  );
  assertStringIncludes(declared!, "export function explain(row: Row): Explanation | undefined;\n");
  assert(declared!.startsWith(without!));
  assertEquals(without!.includes("xplain"), false);
});
