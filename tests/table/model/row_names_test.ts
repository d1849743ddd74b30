/** A row that lacks columns, or has others: the library, a module, the server and the command say so, or do not answer. */

import { assertEquals, assertThrows } from "@std/assert";
import type { RowPrediction } from "../../../lib/table/model/row_answerer.ts";
import type { Row } from "../../../lib/table/model/row_cells.ts";
import { TableModel } from "../../../lib/table/model/table_model.ts";
import { granted } from "../../helpers/run_task.ts";
import { exportsOf, loaded, moduleTextOf, tableModule } from "../../module/model_fixture.ts";
import { describeTable } from "../../../lib/module/describe.ts";
import { explainedModel, KINDS, kindsModel, ROW, sender } from "../../serve/served_fixture.ts";

const ignore = !granted("read");

/** That no column of the model is there. */
const NONE = "it has none of the columns age, sky, town, day, note";

/** The kinds and columns of the remarks on names. */
function namesIn({ remarks }: RowPrediction) {
  return remarks.filter(({ kind }) => kind.endsWith("Column")).map(({ kind, column }) => [
    kind,
    column,
  ]);
}

const { sky: _, town: __, ...rest } = ROW;

/** A row with two columns too few, and two that the model does not know. */
const RENAMED: Row = { ...rest, twon: "Bath", customer: 17 };

Deno.test("the server has the remarks of the library", async () => {
  const { answer } = await sender()("/models/kinds/predict", RENAMED);
  assertEquals(answer.remarks, JSON.parse(JSON.stringify(kindsModel().predict(RENAMED).remarks)));
});

Deno.test("a cell that cannot be read, or a row without columns, leaves the other rows their answers", () => {
  const model = explainedModel();
  const expected = model.predict(ROW);
  const rows = [ROW, { ...ROW, sky: { x: 1 } }, {}, null, ROW] as Row[];
  const found = model.predict(rows);
  assertEquals([found[0], found[4]], [expected, expected]);
  assertEquals(model.predict(rows[1]!), found[1]);
  assertEquals(model.explain(rows).map((why) => typeof why), [
    "object",
    "undefined",
    "undefined",
    "undefined",
    "object",
  ]);
  assertEquals(model.predict([]), []);
});

Deno.test(
  "a module has the same remarks, and throws where no column is there",
  { ignore },
  async () => {
    const model = explainedModel();
    const { predict, explain } = await exportsOf(
      await moduleTextOf(describeTable(model, "float32", true)),
    );
    const { caution: _, ...expected } = model.predict(RENAMED);
    assertEquals(predict(RENAMED), expected);
    const { caution: __, ...unread } = model.predict({ ...ROW, sky: { x: 1 } } as unknown as Row);
    assertEquals(predict({ ...ROW, sky: { x: 1 } }), unread);
    assertEquals(explain!({ ...ROW, sky: { x: 1 } }), undefined);
    for (const row of [{}, { foo: 1 }, { mood: "sad" }]) {
      assertThrows(() => predict(row), TypeError, `Cannot predict the row: ${NONE}`);
      assertThrows(() => explain!(row), TypeError, `Cannot explain the row: ${NONE}`);
    }
    const known = new TableModel(model.network, { ...KINDS, leftOut: ["customer"] });
    assertEquals(
      (await tableModule(known))({ ...ROW, customer: 3 }).remarks,
      model.predict(ROW).remarks,
    );
  },
);

Deno.test("a model keeps the names of columns that were left out", { ignore }, async () => {
  const rows = Array.from({ length: 60 }, (_, k) => ({
    id: `c${k}`,
    temperature: k % 30,
    batch: 1,
    note: k % 2,
    feels: k % 30 > 14 ? "warm" : "cold",
  }));
  const model = await TableModel.fit(rows, {
    target: "feels",
    without: ["note"],
    folds: 0,
    epochs: 5,
  });
  const again = TableModel.load(model.save());
  assertEquals(namesIn(again.predict(rows[3]!)), []);
  const predict = await loaded(await moduleTextOf(describeTable(again, "float32")));
  assertEquals(predict({ ...rows[3]!, other: 1 }).remarks.at(-1).column, "other");
});
