import { assertEquals } from "@std/assert";
import { TableModel } from "@inkling/inkling/table";
import { CLASSES, networkFor, QUANTITIES } from "./described_fixture.ts";

Deno.test("rows by the names of their columns are predicted by the names of the classes", () => {
  const network = networkFor(3, "softmax");
  const file = new TableModel(network, CLASSES).toSafetensors({ note: "mine" });
  const model = TableModel.fromSafetensors(file);
  assertEquals(model.table, CLASSES);
  assertEquals(model.network.classNames, ["warm", "__proto__", "cold"]);
  const rows = [
    { time: 1e9 + 1, sky: "clear", wind: "south", feels: "unknown yet" },
    { sky: "NA", wind: "north" },
    { time: "1e9", sky: "cloudy", wind: "north" },
    { time: 1e9, sky: "clear", wind: "noth", id: 17 },
    { sky: "clear", wind: "north", tmie: 1e9 },
    { time: undefined, sky: null, wind: "north" },
  ];
  const predictions = model.predict(rows);
  const features = [
    [2, 0, 1, 0, 0, 1],
    [0, 1, 0, 0, 1, 0],
    [0, 0, 0, 1, 1, 0],
    [0, 0, 1, 0, 0, 0],
    [0, 0, 1, 0, 1, 0],
    [0, 1, 0, 0, 1, 0],
  ];
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
  const model = new TableModel(network, QUANTITIES);
  const [prediction] = model.predict([{ time: 1e9 + 1, sky: "clear", wind: "south" }]);
  const [rain, sun] = network.feedforward([[2, 0, 1, 0, 0, 1]]).values;
  const values = { rain: rain! * 10 + 1000, sun: sun! * 2 };
  assertEquals(prediction, {
    label: undefined,
    probability: undefined,
    probabilities: undefined,
    value: undefined,
    values,
    interval: undefined,
    intervals: undefined,
    remarks: [],
    caution: "",
  });
});
