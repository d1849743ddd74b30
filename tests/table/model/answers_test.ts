/** The remarks on rows besides their answers. */

import { assertEquals, assertNotMatch } from "@std/assert";
import { type Row, TableModel } from "@inkling/inkling/table";
import { Dataset } from "../../../mod.ts";
import { NoveltyDetector } from "../../../lib/evaluate/mod.ts";
import { throwsSaying } from "../../helpers/says.ts";
import { CLASSES, networkFor, QUANTITIES } from "./described_fixture.ts";

/** The texts of the remarks on rows. */
function remarksOf(model: TableModel, ...rows: Row[]): string[][] {
  return model.predict(rows).map(({ remarks }) => remarks.map(({ text }) => text));
}

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
