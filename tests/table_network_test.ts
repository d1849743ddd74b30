import { assert, assertEquals, assertThrows } from "@std/assert";
import { TableNetwork } from "@inkling/inkling/table";
import { Network } from "../mod.ts";
import type { TableDescription } from "../lib/table/columns.ts";

const COLUMNS: TableDescription["columns"] = [
  { kind: "number", name: "time", mean: 1e9, deviation: 0.5, gaps: "mean" },
  { kind: "category", name: "sky", values: ["", "clear", "cloudy"], gaps: "category" },
  { kind: "category", name: "wind", values: ["north", "south"], gaps: "drop" },
];
const CLASSES: TableDescription = {
  version: 1,
  columns: COLUMNS,
  target: { kind: "class", name: "feels", classes: ["warm", "__proto__", "cold"] },
};
const QUANTITIES: TableDescription = {
  version: 1,
  columns: COLUMNS,
  target: {
    kind: "quantity",
    quantities: [
      { name: "rain", unit: "mm", mean: 1000, deviation: 10 },
      { name: "sun", mean: 0, deviation: 2 },
    ],
  },
};

function networkFor(outputs: number, outputActivation: string): Network {
  return new Network([6, 4, outputs], { activation: "tanh", outputActivation, seed: 3 });
}

Deno.test("rows by the names of their columns are predicted by the names of the classes", () => {
  const network = networkFor(3, "softmax");
  const file = new TableNetwork(network, CLASSES).toSafetensors({ note: "mine" });
  const model = TableNetwork.fromSafetensors(file);
  assertEquals(model.table, CLASSES);
  assertEquals(model.network.classNames, ["warm", "__proto__", "cold"]);
  const rows = [
    { time: 1e9 + 1, sky: "clear", wind: "south", feels: "unknown yet" },
    { sky: "NA", wind: "north" },
    { time: "1e9", sky: "cloudy", wind: "north" },
  ];
  const predictions = model.predict(rows);
  const features = [[2, 0, 1, 0, 0, 1], [0, 1, 0, 0, 1, 0], [0, 0, 0, 1, 1, 0]];
  const { values } = network.feedforward(features);
  for (const [r, { label, probability, values: found }] of predictions.entries()) {
    const outputs = [...values.subarray(3 * r, 3 * r + 3)];
    assertEquals(Object.entries(found), [
      ["warm", outputs[0]],
      ["__proto__", outputs[1]],
      ["cold", outputs[2]],
    ]);
    assertEquals(probability, Math.max(...outputs));
    assertEquals(label, ["warm", "__proto__", "cold"][outputs.indexOf(probability!)]);
  }
  assertEquals(model.predict([]), []);
});

Deno.test("quantities come out by the names of their columns, in their units", () => {
  const network = networkFor(2, "linear");
  const model = new TableNetwork(network, QUANTITIES);
  const [prediction] = model.predict([{ time: 1e9 + 1, sky: "clear", wind: "south" }]);
  const [rain, sun] = network.feedforward([[2, 0, 1, 0, 0, 1]]).values;
  const values = { rain: rain! * 10 + 1000, sun: sun! * 2 };
  assertEquals(prediction, {
    label: undefined,
    probability: undefined,
    values,
    intervals: undefined,
    remarks: [],
    caution: "",
  });
});

Deno.test("a network and a table that do not fit each other are refused", () => {
  const joins = (network: Network, message: string) =>
    assertThrows(() => new TableNetwork(network, CLASSES), TypeError, message);
  joins(
    networkFor(2, "softmax"),
    "Cannot use a network of 6 inputs and 2 outputs for a table of 6 features and 3 classes",
  );
  joins(
    new Network([5, 3], { outputActivation: "softmax" }),
    "Cannot use a network of 5 inputs and 3 outputs for a table of 6 features and 3 classes",
  );
  const named = networkFor(3, "softmax");
  named.classNames = ["warm", "cold", "__proto__"];
  joins(named, 'whose class 1 is "cold" for a table whose class 1 is "__proto__"');
  const scale = { means: new Array(6).fill(0), deviations: new Array(6).fill(1) };
  joins(
    new Network([6, 3], { outputActivation: "softmax", standardization: scale }),
    "Cannot use a network that standardizes its inputs for a table",
  );
});

Deno.test("a file that says nothing of a table, or nothing true, is refused in a sentence", () => {
  const network = networkFor(3, "softmax");
  const reads = (metadata: Record<string, string>, message: string) => {
    const error = assertThrows(
      () => TableNetwork.fromSafetensors(network.toSafetensors(metadata)),
      Error,
      message,
    );
    assert(!error.message.includes("\n"));
  };
  reads({}, 'metadata has no "table"');
  reads({ table: "{" }, "Cannot read the description of a table: it is no JSON");
  reads({ table: "[]" }, "an object is wanted");
  reads(
    { table: JSON.stringify({ ...CLASSES, colums: [] }) },
    'it has an entry "colums", did you mean columns?',
  );
  const long = { ...CLASSES, version: "1".repeat(1e6) };
  reads({ table: JSON.stringify(long) }, `its version is "${"1".repeat(60)}…", and this`);
  const [time, ...others] = COLUMNS;
  const broken = { ...CLASSES, columns: [{ ...time, deviation: 0 }, ...others] };
  reads({ table: JSON.stringify(broken) }, "columns[0].deviation is 0");
  reads({ table: JSON.stringify({ ...CLASSES, columns: others }) }, "a table of 5 features");
});
