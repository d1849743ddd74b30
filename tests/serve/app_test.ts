/** Rows in, answers out: one or many, as JSON or CSV, with the rows that cannot be read between. */

import { assert, assertEquals, assertMatch, assertThrows } from "@std/assert";
import { createApp, type Models, type ServedModel } from "@inkling/inkling/serve";
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

Deno.test("an only model answers at /predict too, and several have to be named", async () => {
  const alone = sender({}, { kinds: kindsModel() });
  assertEquals((await alone("/predict", ROW)).status, 200);
  const { status, answer } = await sender()("/predict", ROW);
  assertEquals(status, 404);
  assertMatch(answer.error, /expected \/models\/NAME\/predict, of kinds, classes/);
  const missing = await sender()("/models/kind/predict", ROW);
  assertEquals(missing, {
    status: 404,
    answer: { error: 'Cannot find the model "kind", did you mean kinds?' },
  });
});

Deno.test("rows that cannot be read have an error, and the others are answered", async () => {
  const text = `[${JSON.stringify(ROW)}, 5, {"age": NaN}, {"age": {}}, [1], null, "row",
    {"age": "old"}, {"__proto__": {"age": 1}, "age": 30, "town": "Yorck"}, {"sky": ""}]`;
  const { status, answer } = await sender()("/models/kinds/predict", text);
  assertEquals(status, 200);
  const errors = answer.map(({ error }: { error?: string }) => error);
  const expected = "expected an object with the cells by column, got";
  assertEquals(errors.length, 10);
  assertEquals(errors[1], `Cannot predict rows[1]: ${expected} 5`);
  assertMatch(errors[2], /^Cannot read rows\[2\]: it is no JSON/);
  assertMatch(errors[3], /^Cannot predict rows\[3\]: expected a number.* in "age", got an object$/);
  assertEquals(errors.slice(4, 7), [
    `Cannot predict rows[4]: ${expected} a list of 1`,
    `Cannot predict rows[5]: ${expected} null`,
    `Cannot predict rows[6]: ${expected} a text`,
  ]);
  const remarksOn = (r: number) => answer[r].remarks.map(({ text }: { text: string }) => text);
  assertEquals(remarksOn(7)[0], 'no prediction: "old" in "age" is no number');
  assertMatch(remarksOn(8)[0], /^"Yorck" in "town" is none .* did you mean York\?$/);
  assertEquals(remarksOn(9)[0], 'no prediction: "age" is missing');
});

Deno.test("one row that cannot be read gets 400 and a sentence", async () => {
  const send = sender();
  for (
    const [body, error] of [
      ["{", /^Cannot read the body: it is no JSON/],
      ['{"age": Infinity}', /^Cannot read the body: it is no JSON/],
      ["[{}, {}", /^Cannot read the body: the list of rows does not end$/],
      ["[{}] {}", /^Cannot read the body: expected nothing behind the list/],
      ["[] {}", /^Cannot read the body: expected nothing behind the list/],
      ["[ ]x", /^Cannot read the body: expected nothing behind the list/],
      [`[]${" ".repeat(200)}x`, /^Cannot read the body: expected nothing behind the list/],
      ["5", /^Cannot predict rows\[0\]: expected an object/],
      ['{"age": []}', /^Cannot predict rows\[0\]: expected a number/],
      ["", /^Cannot read the body: it is no JSON/],
    ] as const
  ) {
    const { status, answer } = await send("/models/kinds/predict", body);
    assertEquals(status, 400, body);
    assertMatch(answer.error, error);
  }
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
  const { answer } = await send("/models/kinds/predict", 'age,sky\n30\n31,"a ""b"""\n', csv);
  assertEquals(answer[0], { error: "Cannot read rows[0]: expected 2 cells, got 1" });
  assertMatch(answer[1].remarks[0].text, /^"a \\"b\\"" in "sky" is none/);
});

Deno.test("CSV without names, or with a quotation mark that stays open, is refused", async () => {
  const send = sender();
  const csv = { "content-type": "text/csv" };
  const none = await send("/models/kinds/predict", "30,clear\n", csv);
  assertEquals(none.status, 422);
  assertMatch(none.answer.error, /expected the names of columns on the first line, such as age, /);
  const open = await send("/models/kinds/predict", 'age,sky\n30,"clear\n', csv);
  assertEquals(open.answer.error, "Cannot read the CSV: the quote on line 2 is never closed");
  const arrays = await send("/models/digits/predict", "1,2,3,4\n", csv);
  assertEquals(arrays.status, 415);
});

Deno.test("a content type that is neither JSON nor CSV gets 415", async () => {
  const { status, answer } = await sender()("/models/kinds/predict", ROW, {
    "content-type": "application/x-www-form-urlencoded",
  });
  assertEquals(status, 415);
  assertMatch(answer.error, /expected the content type application\/json/);
});

Deno.test("arrays are lists of numbers, one or many", async () => {
  const send = sender();
  const { answer: one } = await send("/models/digits/predict", [0, 1, 0.5, 0]);
  assertEquals(Object.keys(one.probabilities), ["a", "b", "c"]);
  assertEquals(one.probabilities[one.label], one.probability);
  const { answer } = await send("/models/digits/predict", [[0, 1, 0.5, 0], [1], [0, 1, "2", 0]]);
  assertEquals(answer[0], one);
  assertEquals(
    answer[1].error,
    "Cannot predict rows[1]: expected a list of 4 numbers, got a list of 1",
  );
  assertEquals(answer[2].error, "Cannot predict rows[2]: expected numbers alone");
  const large = await send("/models/digits/predict", "[[1e300, 0, 0, 0]]");
  assertMatch(large.answer[0].error, /float32, which ends at 3.4e\+38, cannot hold number 0/);
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
  for (const path of ["/metrics", "/v2/models/kinds", "/openapi.json"]) {
    assertEquals((await ask(path)).status, 401);
  }
  assertEquals((await ask("/openapi.json", { headers })).status, 200);
  for (const path of ["/", "/page.js", "/health", "/v2", "/v2/health/ready"]) {
    const response = await ask(path);
    assertEquals(response.status, 200, path);
    assertEquals((await response.text()).includes("s3cret"), false);
  }
  assertThrows(() => createApp({}, { token: "a b" }), RangeError);
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
  const statuses = async () => [
    (await ask("/health")).status,
    (await ask("/v2/health/ready")).status,
    (await ask("/v2/models/kinds/ready")).status,
    (await ask("/v2/health/live")).status,
  ];
  assertEquals(await statuses(), [200, 200, 200, 200]);
  stops = true;
  assertEquals(await statuses(), [503, 503, 503, 200]);
});

Deno.test("what is no model, and options that do not exist, are refused", () => {
  const wrong = { m: {} } as unknown as Models;
  assertThrows(() => createApp(wrong), TypeError, "Cannot serve an object: expected a TableModel");
  const options = { tokens: "" } as object;
  assertThrows(() => createApp({}, options), TypeError, "token");
  assertThrows(() => createApp({}, { limits: { rows: 0 } }), RangeError, "Cannot limit");
});

Deno.test("a path that is not there gets 404 and a sentence, as does a wrong method", async () => {
  const ask = asker();
  for (const path of ["/nothing", "/models/kinds/predict"]) {
    const response = await ask(path);
    assertEquals(response.status, 404);
    assertMatch((await response.json()).error, /^Cannot find "/);
  }
});
