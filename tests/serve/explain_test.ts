/** Rows with `?explain`: the library's explanations, within limits, one row at a time. */

import { assertEquals, assertMatch } from "@std/assert";
import { createApp } from "@inkling/inkling/serve";
import { explainedModel, ROW, sender } from "./served_fixture.ts";

const PATH = "/models/m/predict?explain";

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

Deno.test("fifty rows are explained, within the time of a request", async () => {
  const send = sender({}, { m: explainedModel() });
  const { answer } = await send(PATH, Array(50).fill(ROW));
  assertEquals([answer.length, answer[0].explanation.contributions.length], [50, 5]);
  assertEquals((await send(PATH, [])).answer, []);
  const slow = sender({ limits: { seconds: 1e-9 } }, { m: explainedModel() });
  assertEquals((await slow(PATH, [ROW, ROW])).status, 503);
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
