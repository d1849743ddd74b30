/** Rows in, answers out: one or many, as JSON or CSV, with the rows that cannot be read between. */

import { assert, assertEquals, assertMatch } from "@std/assert";
import { createApp, type ServedModel } from "@inkling/inkling/serve";
import { TableModel } from "@inkling/inkling/table";
import { asker, kindsModel, ROW, sender } from "./served_fixture.ts";

Deno.test("a row gets the library's answer as JSON", async () => {
  const { caution: _, ...expected } = kindsModel().predict(ROW);
  const send = sender();
  const { status, answer } = await send("/models/kinds/predict", ROW);
  assertEquals(status, 200);
  assertEquals(answer, JSON.parse(JSON.stringify(expected)));
  assertEquals(await send("/models/kinds/predict", [ROW, ROW]), {
    status: 200,
    answer: [answer, answer],
  });
  assertEquals((await send("/models/kinds/predict", [])).answer, []);
});

Deno.test("an only model answers at /predict too", async () => {
  const alone = sender({}, { kinds: kindsModel() });
  assertEquals((await alone("/predict", ROW)).status, 200);
});

Deno.test("CSV is read by the names on its first line, whatever is between its cells", async () => {
  const send = sender();
  const csv = { "content-type": "text/csv; charset=utf-8" };
  const expected = (await send("/models/kinds/predict", [ROW])).answer[0];
  for (
    const text of [
      "age,sky,town,day,note\n30,clear,Bath,2022-01-20,a good day\n",
      '\ufeffage;sky;town;day;note;mood\r\n30,0;clear;Bath;2022-01-20;"a good; day";x',
      "day\tnote\ttown\tsky\tage\n2022-01-20\ta good day\tBath\tclear\t3e1\n\n",
    ]
  ) {
    const { status, answer } = await send("/models/kinds/predict", text, csv);
    assertEquals(status, 200, text);
    assertEquals(answer, [expected]);
  }
});

Deno.test("arrays are lists of numbers, one or many", async () => {
  const send = sender();
  const { answer: one } = await send("/models/digits/predict", [0, 1, 0.5, 0]);
  assertEquals(Object.keys(one.probabilities), ["a", "b", "c"]);
  assertEquals(one.probabilities[one.label], one.probability);
  const { answer } = await send("/models/digits/predict", [[0, 1, 0.5, 0], [1]]);
  assertEquals(answer[0], one);
  const { answer: tags } = await send("/models/tags/predict", [1, 1]);
  assertEquals([tags.label, Object.keys(tags.probabilities)], [undefined, ["red", "round"]]);
});

Deno.test("quantities have values in their units, and intervals", async () => {
  const { answer } = await sender()("/models/quantities/predict", {
    time: 1e9,
    sky: "clear",
    wind: "south",
  });
  const { values, intervals: { rain, sun } } = answer;
  assertEquals(rain, { low: values.rain - 10, high: values.rain + 10 });
  assertEquals(sun, { low: values.sun - 4, high: values.sun + 4 });
});

Deno.test("a model that decides answers by its threshold, and has a set", async () => {
  const promised = { value: 0.9, low: 0.8, high: 0.95 };
  const decision = {
    threshold: { positive: 1, from: 0, falseAlarm: 1, miss: 9, promised },
    sets: { coverage: 0.9, bound: 1, promised, classes: [promised, promised] },
  };
  const { network, table } = kindsModel();
  const models = { kinds: new TableModel(network, table, { decision }) };
  const { answer } = await sender({}, models)("/predict", ROW);
  assertEquals([answer.label, answer.set], ["sad", ["glad", "sad"]]);
  const document = await (await asker({}, models)("/openapi.json")).text();
  assertMatch(document, /"set":\{"type":"array","items":\{"type":"string","enum":\["glad","sad"\]/);
  const plain = await (await asker({}, { kinds: kindsModel() })("/openapi.json")).text();
  assertEquals(plain.includes('"set"'), false);
});

Deno.test("a token is needed where there is one, but for probes and the page without its models", async () => {
  const ask = asker({ token: "s3cret" });
  const headers = { authorization: "Bearer s3cret", "content-type": "application/json" };
  const row = { method: "POST", body: JSON.stringify(ROW) };
  const predict = "/models/kinds/predict";
  assertEquals((await ask(predict, { ...row, headers })).status, 200);
  for (const authorization of ["", "Bearer s3cre", "Bearer s3crets", "s3cret", "Basic s3cret"]) {
    const refused = await ask(predict, { ...row, headers: { ...headers, authorization } });
    assertEquals([refused.status, refused.headers.get("www-authenticate")], [401, "Bearer"]);
  }
  for (const path of ["/metrics", "/openapi.json"]) {
    assertEquals((await ask(path)).status, 401);
  }
  assertEquals((await ask("/openapi.json", { headers })).status, 200);
  for (const path of ["/", "/page.js", "/health"]) {
    const response = await ask(path);
    assertEquals(response.status, 200, path);
    assertEquals((await response.text()).includes("s3cret"), false);
  }
});

Deno.test("pages of the origins that are named may ask, and no others", async () => {
  const ask = asker({ origins: ["https://shop.example"] });
  const preflight = (origin: string) =>
    ask("/models/kinds/predict", {
      method: "OPTIONS",
      headers: { origin, "access-control-request-method": "POST" },
    });
  const allowed = "access-control-allow-origin";
  assertEquals(
    (await preflight("https://shop.example")).headers.get(allowed),
    "https://shop.example",
  );
  assertEquals((await preflight("https://other.example")).headers.get(allowed), null);
  const none = await asker()("/health", { headers: { origin: "https://shop.example" } });
  assertEquals(none.headers.get(allowed), null);
});

Deno.test("a model that is replaced answers from the next request on", async () => {
  const models = new Map<string, ServedModel>([["m", { model: kindsModel(1), version: "one" }]]);
  const app = createApp(models);
  const ask = async () => {
    const init = { method: "POST", headers: { "content-type": "application/json" } };
    const response = await app.request("/predict", { ...init, body: JSON.stringify(ROW) });
    return (await response.json()).probability;
  };
  const first = await ask();
  models.set("m", { model: kindsModel(2), version: "two", problem: "Cannot read three" });
  assert(await ask() !== first);
  const health = await (await app.request("/health")).json();
  assertEquals(health.models, { m: { version: "two", problem: "Cannot read three" } });
});

Deno.test("a server that stops is not ready", async () => {
  let stops = false;
  const ask = asker({ isReady: () => !stops });
  assertEquals((await ask("/health")).status, 200);
  stops = true;
  assertEquals((await ask("/health")).status, 503);
});
