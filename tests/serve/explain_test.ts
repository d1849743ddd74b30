/** Rows with `?explain`: the library's explanations, within limits, one row at a time. */

import { assert, assertEquals, assertMatch } from "@std/assert";
import { createApp } from "@inkling/inkling/serve";
import { allModels, asker, explainedModel, ROW, sender } from "./served_fixture.ts";

const [PATH, CSV] = ["/models/m/predict?explain", { "content-type": "text/csv" }];

Deno.test("each answer has the library's explanation, of JSON and CSV, to the byte", async () => {
  const model = explainedModel();
  const app = createApp({ m: model });
  const texts = async (path: string, body: string, type = "application/json") => {
    const headers = { "content-type": type };
    return await (await app.request(path, { method: "POST", headers, body })).text();
  };
  const rows = [ROW, { ...ROW, sky: "green" }, { sky: "clear" }];
  const expected = rows.map((row) => {
    const { caution: _, ...answer } = model.predict(row);
    return JSON.stringify({ ...answer, explanation: model.explain(row) });
  });
  assertMatch(expected[0]!, /"explanation":\{"of":.*"contributions":\[\{"column":/);
  assertEquals(expected[2]!.includes('"explanation"'), false); // its age is missing
  assertEquals(await texts("/predict?explain", JSON.stringify(rows)), `[${expected}]`);
  assertEquals(await texts("/predict?explain=true", JSON.stringify(ROW)), expected[0]);
  const csv = "age,sky,town,day,note\n30,clear,Bath,2022-01-20,a good day\n";
  assertEquals(await texts("/predict?explain", csv, "text/csv"), `[${expected[0]}]`);
  for (const path of ["/predict", "/predict?explain=false"]) {
    assertEquals((await texts(path, JSON.stringify(ROW))).includes("explanation"), false);
  }
  const metrics = await (await app.request("/metrics")).text();
  assertMatch(metrics, /^inkling_rows_total\{model="m"\} 7$/m);
  assertMatch(metrics, /^inkling_input_drift\{model="m",column="age"\} /m);
});

Deno.test("rows that cannot be read have an error, and the others are explained", async () => {
  const send = sender({}, { m: explainedModel() });
  const { status, answer } = await send(
    PATH,
    `[${JSON.stringify(ROW)}, 5, {"age": {}}, {"age": NaN}]`,
  );
  assertEquals([status, answer.length], [200, 4]);
  assertEquals(answer[0].explanation.contributions.length, 5);
  assertMatch(answer[1].error, /^Cannot predict rows\[1\]: /);
  assertMatch(answer[3].error, /^Cannot read rows\[3\]: /);
  assertEquals((await send(PATH, "5")).status, 400);
  assertEquals((await send(PATH, [])).answer, []);
});

Deno.test("what cannot be explained, or is too much, is refused in a sentence", async () => {
  const old = await sender()("/models/kinds/predict?explain", ROW);
  assertEquals(old.status, 400);
  assertMatch(old.answer.error, /^Cannot explain answers: the model file does not hold how /);
  const array = await sender()("/models/digits/predict?explain", [0, 1, 0.5, 0]);
  assertEquals([array.status, array.answer.error], [
    400,
    "Cannot explain answers to arrays: expected a model of a table, whose columns are the reasons",
  ]);
  const send = sender({}, { m: explainedModel() });
  const lines = Array.from({ length: 51 }, () => "30,clear").join("\n");
  for (
    const [body, headers] of [[Array(51).fill(ROW)], [`age,sky\n${lines}`, CSV]] as const
  ) {
    assertEquals(await send(PATH, body, headers), {
      status: 413,
      answer: { error: "Cannot explain answers to so many rows: expected 50 at most" },
    });
  }
  assertEquals((await send(PATH, Array(50).fill(ROW))).answer.length, 50);
  const few = sender({ limits: { rows: 2 } }, { m: explainedModel() });
  assertMatch((await few(PATH, Array(3).fill(ROW))).answer.error, /expected 2 at most$/);
  const slow = sender({ limits: { seconds: 1e-9 } }, { m: explainedModel() });
  assertEquals((await slow(PATH, [ROW, ROW])).status, 503);
  assertEquals(await send("/models/m/predict?explain=3", ROW), {
    status: 400,
    answer: { error: 'Cannot use explain="3": expected ?explain alone' },
  });
});

Deno.test("a short request is answered between the rows of one with reasons", async () => {
  const send = sender({}, { m: explainedModel() });
  const order: string[] = [];
  const long = send(PATH, Array(50).fill(ROW)).then(() => order.push("long"));
  await new Promise((resolve) => setTimeout(resolve, 1));
  await send("/models/m/predict", ROW).then(() => order.push("short"));
  await long;
  assertEquals(order, ["short", "long"]);
});

Deno.test("the OpenAPI document has ?explain of models that can", async () => {
  const api = await (await asker({}, { ...allModels(), m: explainedModel() })("/openapi.json"))
    .json();
  const { post } = api.paths["/models/m/predict"];
  const [{ name, in: position, description }] = post.parameters;
  assertEquals([name, position], ["explain", "query"]);
  assertMatch(description, /Of 50 rows at most\.$/);
  const [answer] = post.responses[200].content["application/json"].schema.oneOf;
  const { of, contributions } = answer.properties.explanation.properties;
  assertEquals(of.enum, ["glad", "sad"]);
  assertEquals(contributions.items.properties.column.enum, ["age", "sky", "town", "day", "note"]);
  const { post: other } = api.paths["/models/kinds/predict"];
  const [plain] = other.responses[200].content["application/json"].schema.oneOf;
  assert(!("parameters" in other) && !("explanation" in plain.properties));
});
