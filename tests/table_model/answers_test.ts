/** The remarks on rows besides their answers. */

import { assertEquals, assertNotMatch } from "@std/assert";
import { type Row, TableModel } from "@inkling/inkling/table";
import { Dataset } from "../../mod.ts";
import { NoveltyDetector } from "../../lib/evaluate/mod.ts";
import { throwsSaying } from "../helpers/says.ts";
import { CLASSES, networkFor, QUANTITIES } from "./described_fixture.ts";

/** The texts of the remarks on rows. */
function remarksOf(model: TableModel, ...rows: Row[]): string[][] {
  return model.predict(rows).map(({ remarks }) => remarks.map(({ text }) => text));
}

Deno.test("each row has its answer and its remarks: extra columns, new categories, missing values", () => {
  const model = new TableModel(networkFor(3, "softmax"), CLASSES);
  const row = { time: 1e9, sky: "clear", wind: "north" };
  const rows = [
    row,
    { ...row, id: 17, feels: "cold", constructor: "x" },
    { ...row, wind: "noth" },
    { ...row, wind: true },
    { ...row, wind: null },
    { ...row, time: "noon" },
    { ...row, time: false },
    { sky: "clear", wind: "north", tmie: 1e9 },
    { ...row, time: Infinity, sky: "cloudly" },
    { ...row, time: undefined, sky: null },
  ];
  const predictions = model.predict(rows);
  const none = "no prediction: ";
  const unknown = (value: string, column: string) =>
    `"${value}" in "${column}" is none of the categories that it learned from`;
  const strange = (name: string) => `"${name}" is none of the columns that it learned from`;
  const missing = '"time" is not in the row: it counts as a missing value';
  assertEquals(
    predictions.map(({ remarks }) =>
      remarks.filter(({ kind }) => kind !== "unsure").map(({ text }) => text)
    ),
    [
      [],
      [strange("id"), strange("constructor")],
      [`${unknown("noth", "wind")}, did you mean north?`],
      [unknown("true", "wind")],
      [`${none}"wind" is missing`],
      [`${none}"noon" in "time" is no number`],
      [`${none}"false" in "time" is no number`],
      [missing, `${strange("tmie")}, did you mean time?`],
      [`${none}"Infinity" in "time" is infinite`],
      [missing],
    ],
  );
  const columns = predictions.map(({ remarks }) => remarks[0]?.column);
  assertEquals(columns.slice(2, 9), ["wind", "wind", "wind", "time", "time", "time", "time"]);
  const network = model.network;
  const answers = network.predict([[0, 0, 1, 0, 1, 0], [0, 0, 1, 0, 0, 0], [0, 1, 0, 0, 1, 0]]);
  for (const [r, k] of [[0, 0], [1, 0], [2, 1], [3, 1], [7, 0], [9, 2]] as const) {
    assertEquals([predictions[r]!.label, predictions[r]!.probability], [
      answers[k]!.label,
      answers[k]!.probability,
    ]);
  }
  for (const r of [4, 5, 6, 8]) {
    const { label, probability, values, caution } = predictions[r]!;
    assertEquals([label, probability, values], [undefined, undefined, {}]);
    assertEquals(caution, predictions[r]!.remarks[0]!.text);
  }
  assertEquals(predictions[2]!.caution.split(", ")[0], 'unlike the training data: "wind"');
});

Deno.test("answers may be unsure, or none where the network answers NaN", () => {
  const network = networkFor(3, "softmax");
  const model = new TableModel(network, CLASSES);
  for (const weights of network.weights) weights.values.fill(0);
  const row = { time: 1e9, sky: "clear", wind: "north" };
  assertEquals(remarksOf(model, row), [["not sure"]]);
  assertEquals(model.predict([row])[0]!.caution, "not sure");
  network.biases[0]!.values.fill(NaN);
  assertEquals(remarksOf(model, row), [["no prediction: the network answers NaN"]]);
});

Deno.test("strict refuses no row for a missing value that the model file replaces", () => {
  const model = new TableModel(networkFor(3, "softmax"), CLASSES);
  const row = { time: 1e9, sky: "clear", wind: "north", feels: "warm" };
  assertEquals(model.predict([row, { ...row, time: "" }], { strict: true }).length, 2);
});

Deno.test("what a terminal would obey is in no error and in no remark on a row", () => {
  const escape = "\u001b[2J\u009b2J\u202e";
  const table = {
    ...CLASSES,
    columns: CLASSES.columns.map((column) =>
      column.kind === "category" && column.name === "wind"
        ? { ...column, name: `wi${escape}nd`, values: column.values.map((v) => `${v}${escape}`) }
        : column
    ),
  };
  const model = new TableModel(networkFor(3, "softmax"), table);
  const row = { time: 12, sky: "clear", [`wi${escape}nd`]: `north${escape}` };
  for (
    const wrong of [
      { sky: `${escape}fog` },
      { [`wi${escape}nd`]: `noth${escape}` },
      { [`${escape}number`]: 3 },
      { time: `${escape}noon` },
    ]
  ) {
    const rows = [{ ...row, ...wrong } as Row];
    const message = throwsSaying(() => model.predict(rows, { strict: true }), RangeError);
    // deno-lint-ignore no-control-regex
    assertNotMatch(message, /[\u0000-\u001f\u007f-\u009f\u202e]/);
    for (const { text } of model.predict(rows)[0]!.remarks) {
      // deno-lint-ignore no-control-regex
      assertNotMatch(text, /[\u0000-\u001f\u007f-\u009f\u202e]/);
    }
  }
});

Deno.test("the detector of novel rows and the intervals are kept in the file", () => {
  const network = networkFor(2, "linear");
  const inputs = Array.from({ length: 40 }, (_, k) => [k % 7 / 7, 0, 1, 0, k % 2, 1 - k % 2]);
  const detector = NoveltyDetector.fit(Dataset.from({ inputs, labels: inputs.map(() => 0) }))!;
  const intervals = { coverage: 0.9, halfWidths: [0.5, 0.25] };
  const file = new TableModel(network, QUANTITIES, { detector, intervals }).toSafetensors();
  const model = TableModel.fromSafetensors(file);
  const row = { time: 1e9, sky: "clear", wind: "south" };
  const [usual, far] = model.predict([row, { ...row, time: 2e9 }]);
  assertEquals(usual!.remarks, []);
  assertEquals(usual!.intervals, {
    rain: { low: usual!.values["rain"]! - 5, high: usual!.values["rain"]! + 5 },
    sun: { low: usual!.values["sun"]! - 0.5, high: usual!.values["sun"]! + 0.5 },
  });
  const text = 'unlike the training data, most by "time" (2000000000)';
  assertEquals(far!.remarks, [{ kind: "novel", column: "time", text }]);
  assertEquals(far!.caution, 'unlike the training data: "time"');
  const reads = (intervals: unknown) => () =>
    TableModel.fromSafetensors(model.toSafetensors({ intervals: JSON.stringify(intervals) }));
  throwsSaying(reads({}), SyntaxError, "intervals are not");
  const one = { coverage: 0.9, halfWidths: [1] };
  throwsSaying(reads(one), SyntaxError, "intervals are of 1 quantities");
});

Deno.test("probabilities are by class; the value and the interval are those of the one quantity", () => {
  const row = { time: 1e9, sky: "clear", wind: "south" };
  const [known] = new TableModel(networkFor(3, "softmax"), CLASSES).predict([row]);
  assertEquals(known!.probabilities, known!.values);
  assertEquals([known!.value, known!.interval], [undefined, undefined]);
  const target = {
    kind: "quantity",
    quantities: [{ name: "rain", mean: 9, deviation: 2 }],
  } as const;
  const intervals = { coverage: 0.9, halfWidths: [0.5] };
  const model = new TableModel(networkFor(1, "linear"), { ...QUANTITIES, target }, { intervals });
  const [one, none] = model.predict([row, { ...row, wind: null }]);
  assertEquals(one!.probabilities, undefined);
  assertEquals({ rain: one!.value! }, one!.values);
  assertEquals({ rain: one!.interval! }, one!.intervals!);
  assertEquals([none!.value, none!.interval], [undefined, undefined]);
});

Deno.test("an unknown option of predict is refused", () => {
  const model = new TableModel(networkFor(3, "softmax"), CLASSES);
  const options = { strct: true };
  throwsSaying(() => model.predict([], options as never), TypeError, '"strct"', "strict");
});
