/** The Open Inference Protocol, version 2: every answer fits the schemas of its objects, which are written down here by its text. */

import { assertEquals, assertMatch } from "@std/assert";
import { TableModel } from "@inkling/inkling/table";
import { asker, kindsModel, ROW, sender, tensorsOf } from "./served_fixture.ts";

/** What a value is to be: a type of JSON's values, a list of such, or an object with such properties; `?` marks what may lack. */
type Shape = string | readonly [Shape] | { readonly [name: string]: Shape };

const TENSOR_INFO = { name: "string", datatype: "string", shape: ["number"] } as const;
const TENSOR = { ...TENSOR_INFO, data: ["any"], "parameters?": "object" } as const;

/** The objects that the protocol answers with. */
const SHAPES = {
  server: { name: "string", version: "string", extensions: ["string"] },
  model: {
    name: "string",
    "versions?": ["string"],
    platform: "string",
    "inputs?": [TENSOR_INFO],
    "outputs?": [TENSOR_INFO],
    "properties?": "object",
  },
  inference: {
    model_name: "string",
    "model_version?": "string",
    "id?": "string",
    "parameters?": "object",
    outputs: [TENSOR],
  },
  error: { error: "string" },
} as const;

/** Where a value is not of a shape; empty if it is. */
function misfits(value: unknown, shape: Shape, at = "$"): string[] {
  if (shape === "any") return [];
  const type = typeof value;
  if (typeof shape === "string") return type === shape ? [] : [`${at} is no ${shape}`];
  if (Array.isArray(shape)) {
    if (!Array.isArray(value)) return [`${at} is not a list`];
    return value.flatMap((item, k) => misfits(item, shape[0] as Shape, `${at}[${k}]`));
  }
  const given = value as Record<string, unknown>;
  const properties = Object.entries(shape as Record<string, Shape>);
  const known = properties.map(([name]) => name.replace("?", ""));
  const more = Object.keys(given).filter((name) => !known.includes(name));
  return [
    ...more.map((name) => `${at}.${name} is unknown`),
    ...properties.flatMap(([name, inner]) => {
      const key = name.replace("?", "");
      if (given[key] === undefined && name.endsWith("?")) return [];
      return misfits(given[key], inner, `${at}.${key}`);
    }),
  ];
}

const INFER = "/v2/models/kinds/infer";

Deno.test("the server and its models describe themselves", async () => {
  const ask = asker();
  const read = async (path: string) => await (await ask(path)).json();
  for (const path of ["/v2", "/v2/"]) assertEquals(misfits(await read(path), SHAPES.server), []);
  for (const name of ["kinds", "classes", "quantities", "digits", "tags"]) {
    const model = await read(`/v2/models/${name}`);
    assertEquals(misfits(model, SHAPES.model), [], name);
    assertEquals(await read(`/v2/models/${name}/versions/1`), model);
    const ready = await read(`/v2/models/${name}/ready`);
    assertEquals(ready, { name, ready: true });
  }
  const { inputs, outputs, properties } = await read("/v2/models/kinds");
  assertEquals(inputs[0], { name: "age", datatype: "FP64", shape: [-1, 1] });
  assertEquals(outputs[1], { name: "probabilities", datatype: "FP32", shape: [-1, 2] });
  assertEquals(properties, { classes: '["glad","sad"]' });
  assertEquals((await ask("/v2/health/live")).status, 200);
  assertEquals((await ask("/v2/health/ready")).status, 200);
});

Deno.test("tensors get the answers of rows", async () => {
  const other = { ...ROW, age: 55, sky: "cloudy", note: "bad" };
  const [first, second] = kindsModel().predict([ROW, other]);
  const send = sender();
  const { status, answer } = await send(INFER, { id: "42", inputs: tensorsOf([ROW, other]) });
  assertEquals(status, 200);
  assertEquals(misfits(answer, SHAPES.inference), []);
  assertEquals([answer.id, answer.model_name, answer.model_version], ["42", "kinds", "1"]);
  const [label, probabilities, remarks] = answer.outputs;
  assertEquals(label.data, [first!.label, second!.label]);
  assertEquals([probabilities.shape, probabilities.datatype], [[2, 2], "FP32"]);
  const values = [first, second].flatMap((row) => [row!.values["glad"], row!.values["sad"]]);
  assertEquals(probabilities.data, values);
  assertEquals(remarks.data, [first, second].map((row) => JSON.stringify(row!.remarks)));
});

Deno.test("a model that decides answers by its threshold, and has a tensor of sets", async () => {
  const promised = { value: 0.9, low: 0.8, high: 0.95 };
  const decision = {
    threshold: { positive: 1, from: 0, falseAlarm: 1, miss: 9, promised },
    sets: { coverage: 0.9, bound: 1, promised, classes: [promised, promised] },
  };
  const { network, table } = kindsModel();
  const models = { kinds: new TableModel(network, table, { decision }) };
  const send = sender({}, models);
  const row = (await send("/predict", ROW)).answer;
  assertEquals([row.label, row.set], ["sad", ["glad", "sad"]]);
  const { outputs } = (await send(INFER, { inputs: tensorsOf([ROW]) })).answer;
  const [label, , set] = outputs;
  assertEquals(label.data, ["sad"]);
  assertEquals(set, { name: "set", datatype: "BOOL", shape: [1, 2], data: [true, true] });
  const document = await (await asker({}, models)("/openapi.json")).text();
  assertMatch(document, /"set":\{"type":"array","items":\{"type":"string","enum":\["glad","sad"\]/);
  const plain = await (await asker({}, { kinds: kindsModel() })("/openapi.json")).text();
  assertEquals(plain.includes('"set"'), false);
});

Deno.test("tensors may be nested or flat, in any order, of other datatypes, with values missing", async () => {
  const send = sender();
  const expected = (await send(INFER, { inputs: tensorsOf([ROW]) })).answer;
  const inputs = tensorsOf([ROW]).reverse().map((tensor) =>
    tensor.name === "age"
      ? { ...tensor, datatype: "INT64", data: [[30]] }
      : { ...tensor, shape: [1], parameters: { content_type: "str" } }
  );
  assertEquals((await send(INFER, { inputs, parameters: {} })).answer, expected);
  const missing = tensorsOf([ROW]).map((tensor) =>
    tensor.name === "sky" ? { ...tensor, data: [null] } : tensor
  );
  assertEquals((await send(INFER, { inputs: missing })).status, 200);
});

Deno.test("quantities come with intervals, and only the outputs that are asked for come", async () => {
  const send = sender();
  const inputs = [
    { name: "time", shape: [1], datatype: "FP64", data: [1e9] },
    { name: "sky", shape: [1], datatype: "BYTES", data: ["clear"] },
    { name: "wind", shape: [1], datatype: "BYTES", data: ["south"] },
  ];
  const path = "/v2/models/quantities/infer";
  const all = await send(path, { inputs });
  assertEquals(misfits(all.answer, SHAPES.inference), []);
  const [quantities, intervals] = all.answer.outputs;
  assertEquals([quantities.datatype, quantities.shape], ["FP64", [1, 2]]);
  const [rain, sun] = quantities.data;
  assertEquals(intervals.shape, [1, 2, 2]);
  assertEquals(intervals.data, [rain - 10, rain + 10, sun - 4, sun + 4]);
  const some = await send(path, { inputs, outputs: [{ name: "quantities" }] });
  assertEquals(some.answer.outputs, [quantities]);
  const none = await send(path, { inputs, outputs: [{ name: "quantity" }] });
  assertEquals(
    none.answer.error,
    'Cannot answer with the output "quantity", did you mean quantities?',
  );
});

Deno.test("arrays are one tensor, of numbers from 0 to 1 or of bytes", async () => {
  const send = sender();
  const of = (datatype: string, shape: number[], data: unknown[]) =>
    send("/v2/models/digits/infer", { inputs: [{ name: "input", datatype, shape, data }] });
  const { answer } = await of("FP32", [1, 4], [0, 1, 0, 0.2]);
  assertEquals(misfits(answer, SHAPES.inference), []);
  assertEquals((await of("UINT8", [1, 2, 2], [[[0, 255], [0, 51]]])).answer, answer);
  const wrong = await of("FP32", [4], [0, 1, 0, 0.2]);
  assertMatch(wrong.answer.error, /expected the shape \[4, 4\], got \[4\]/);
});

Deno.test("the published example is read, and its second input, of 3 elements, has one", async () => {
  const inputs = [
    { name: "input0", shape: [2, 2], datatype: "UINT32", data: [1, 2, 3, 4] },
    { name: "input1", shape: [3], datatype: "BOOL", data: [true] },
  ];
  const example = { id: "42", inputs, outputs: [{ name: "output0" }] };
  const { status, answer } = await sender()(INFER, example);
  assertEquals([status, misfits(answer, SHAPES.error)], [400, []]);
  assertEquals(answer.error, "Cannot use inputs[1]: expected 3 elements for its shape, got 1");
});
