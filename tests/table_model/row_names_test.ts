/** A row that lacks columns, or has others: the library, a module, the server and the command say so, or do not answer. */

import { assertEquals, assertMatch, assertThrows } from "@std/assert";
import type { RowPrediction } from "../../lib/table_model/answers.ts";
import type { Row } from "../../lib/table_model/row_cells.ts";
import { TableModel } from "../../lib/table_model.ts";
import { granted } from "../helpers/run_task.ts";
import { exportsOf, loaded, moduleTextOf, tableModule } from "../module/model_fixture.ts";
import { describeTable } from "../../lib/module/mod.ts";
import { explainedModel, KINDS, kindsModel, ROW, sender } from "../serve/served_fixture.ts";

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

Deno.test("each column that a row lacks gets a remark, and each that the model does not know", async () => {
  const found = kindsModel().predict(RENAMED);
  assertEquals(namesIn(found), [
    ["missingColumn", "sky"],
    ["missingColumn", "town"],
    ["unknownColumn", "twon"],
    ["unknownColumn", "customer"],
  ]);
  assertEquals(found.remarks.slice(-4).map(({ text }) => text), [
    '"sky" is not in the row: it counts as a missing value',
    '"town" is not in the row: it counts as a missing value',
    '"twon" is none of the columns that it learned from, did you mean town?',
    '"customer" is none of the columns that it learned from',
  ]);
  const { answer } = await sender()("/models/kinds/predict", RENAMED);
  assertEquals(answer.remarks, JSON.parse(JSON.stringify(found.remarks)));
});

Deno.test("a column whose cell is undefined is not there, one of null is", () => {
  const row = { ...ROW, sky: undefined, town: null, more: undefined };
  assertEquals(namesIn(kindsModel().predict(row)), [["missingColumn", "sky"]]);
});

Deno.test("names of the target and of columns that were left out in training are no unknown ones", () => {
  const { network } = kindsModel();
  const model = new TableModel(network, { ...KINDS, leftOut: ["customer", "__proto__"] });
  const row = JSON.parse(JSON.stringify({ ...ROW, customer: 1, mood: "sad", more: 1 }));
  assertEquals(namesIn(model.predict([row])[0]!), [["unknownColumn", "more"]]);
});

Deno.test("a row without any column of the model gets no answer from the library", () => {
  const model = explainedModel();
  for (const row of [{}, { foo: 1 }, { mood: "sad" }, { age: undefined }] as Row[]) {
    const asks = [(rows: Row) => model.predict(rows), (rows: Row) => model.explain(rows)];
    for (const ask of asks) {
      const { message } = assertThrows(() => ask(row), TypeError);
      assertMatch(message, /^Cannot (predict|explain) the row: /);
      assertEquals(message.slice(message.indexOf(": ") + 2), NONE);
      assertThrows(() => ask([row, {}] as unknown as Row), TypeError, `rows[0]: ${NONE}`);
    }
    assertThrows(() => model.evaluate([{ ...row, mood: "sad" }]), TypeError, NONE);
  }
  assertEquals(model.predict([]), []);
});

Deno.test("a cell that cannot be read, or a row without columns, leaves the other rows their answers", () => {
  const model = explainedModel();
  const expected = model.predict(ROW);
  const rows = [ROW, { ...ROW, sky: { x: 1 } }, {}, null, ROW] as Row[];
  const found = model.predict(rows);
  assertEquals([found[0], found[4]], [expected, expected]);
  assertEquals(
    found.slice(1, 4).map(({ label, values, remarks: [remark] }) => [
      ...[label, Object.keys(values).length, remark!.kind, remark!.column, remark!.text],
    ]),
    [
      [
        undefined,
        0,
        "noPrediction",
        "sky",
        'no prediction: expected a number, a text, a date or a boolean in "sky", got an object',
      ],
      [undefined, 0, "noPrediction", undefined, `no prediction: ${NONE}`],
      [
        undefined,
        0,
        "noPrediction",
        undefined,
        "no prediction: expected an object with the cells by column, got null",
      ],
    ] as unknown[][],
  );
  assertEquals(model.predict(rows[1]!), found[1]);
  assertEquals(model.explain(rows).map((why) => typeof why), [
    ...["object", "undefined", "undefined", "undefined", "object"],
  ]);
});

Deno.test("strict refuses a missing and an unknown column", () => {
  const model = kindsModel();
  const predict = (row: Row) => () => model.predict([ROW, row], { strict: true });
  assertThrows(predict(RENAMED), RangeError, 'rows[1]: "sky" is not in the row');
  assertThrows(predict({ ...ROW, twon: 1 }), RangeError, 'rows[1]: "twon" is none of the columns');
  assertThrows(
    predict({ ...ROW, sky: {} } as unknown as Row),
    TypeError,
    "rows[1]: expected a number",
  );
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

Deno.test("the server answers 422 where no row has a column, and an error for such a row among others", async () => {
  const send = sender();
  for (const body of [{}, { foo: 1 }, [{ foo: 1 }, {}]]) {
    for (const path of ["/models/kinds/predict", "/models/kinds/predict?explain"]) {
      const served = sender({}, { kinds: explainedModel() });
      assertEquals(await served(path, body), {
        status: 422,
        answer: { error: `Cannot predict rows[0]: ${NONE}` },
      });
    }
  }
  const { status, answer } = await send("/models/kinds/predict", [ROW, { foo: 1 }]);
  assertEquals([status, answer[1]], [200, { error: `Cannot predict rows[1]: ${NONE}` }]);
  const csv = await send("/models/kinds/predict", "foo,bar\n1,2\n", { "content-type": "text/csv" });
  assertEquals(csv.status, 422);
});

Deno.test("a strict server refuses a missing and an unknown column with 422", async () => {
  const send = sender({ strict: true });
  const ask = async (body: unknown) => {
    const { status, answer } = await send("/models/kinds/predict", body);
    return [status, answer.error];
  };
  assertEquals(await ask(RENAMED), [
    422,
    'Cannot predict rows[0]: "sky" is not in the row: it counts as a missing value',
  ]);
  const strange = '"twon" is none of the columns that it learned from';
  assertEquals(await ask([ROW, { ...ROW, twon: 1 }]), [422, `Cannot predict rows[1]: ${strange}`]);
  assertEquals(await ask({ ...ROW, mood: "sad", sky: "fog" }), [200, undefined]);
  assertEquals(await ask([ROW, { ...ROW, sky: {} }]), [200, undefined]);
  assertEquals((await send("/models/digits/predict", [0, 1, 0, 1])).status, 200);
});

Deno.test("a model keeps the names of columns that were left out", { ignore }, async () => {
  const rows = Array.from({ length: 60 }, (_, k) => ({
    ...{ id: `c${k}`, temperature: k % 30, batch: 1, note: k % 2 },
    feels: k % 30 > 14 ? "warm" : "cold",
  }));
  const model = await TableModel.fit(rows, {
    ...{ target: "feels", without: ["note"], folds: 0, epochs: 5 },
  });
  const again = TableModel.load(model.save());
  assertEquals(namesIn(again.predict(rows[3]!)), []);
  const predict = await loaded(await moduleTextOf(describeTable(again, "float32")));
  assertEquals(predict({ ...rows[3]!, other: 1 }).remarks.at(-1).column, "other");
});
