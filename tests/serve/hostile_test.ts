/** Requests that mean harm get a sentence each, within bounded time and memory, and nobody else waits for them. */

import { assert, assertEquals, assertLess, assertMatch } from "@std/assert";
import { createApp } from "@inkling/inkling/serve";
import { allModels, kindsModel, ROW, sender } from "./served_fixture.ts";

const KINDS = "/models/kinds/predict";
const CSV = { "content-type": "text/csv" };

/** A text of so many characters. */
const long = (characters: number) => "x".repeat(characters);

Deno.test("texts of megabytes get a sentence, and the rows beside them an answer", async () => {
  const send = sender();
  const text = long(4_000_000);
  const { status, answer } = await send(KINDS, [
    { ...ROW, sky: text },
    ROW,
    { ...ROW, age: text },
    text,
  ]);
  assertEquals([status, answer.length], [413, undefined]);
  assertEquals(answer.error, "Cannot take the body: expected 10000000 bytes at most");
  const some = await send(KINDS, [{ ...ROW, sky: text }, ROW, text]);
  const error = (r: number, length: number) =>
    `Cannot read rows[${r}]: expected 1000000 characters at most, got ${length}`;
  const { length } = JSON.stringify({ ...ROW, sky: text });
  assertEquals(some.answer[0].error, error(0, length));
  assertEquals(some.answer[1].label, (await send(KINDS, ROW)).answer.label);
  assertEquals(some.answer[2].error, error(2, 4_000_002));
  assertEquals((await send(KINDS, { ...ROW, sky: text })).status, 413);
  const cells = await send(KINDS, `age,sky\n30,${text}\n30,clear\n`, CSV);
  assertMatch(cells.answer[0].error, /^Cannot read rows\[0\]: expected 1000000 characters/);
  assertEquals(cells.answer[1].remarks.length > 0, true);
});

Deno.test("a text that is just short enough is quoted by its beginning alone", async () => {
  const { answer } = await sender()(KINDS, { ...ROW, sky: long(900_000), town: long(90_000) });
  assertLess(JSON.stringify(answer).length, 2000);
});

Deno.test("more rows than allowed get 413, as JSON and as CSV", async () => {
  const send = sender({ limits: { rows: 250 } });
  const rows = (count: number) => Array.from({ length: count }, () => ROW);
  assertEquals((await send(KINDS, rows(250))).answer.length, 250);
  const { status, answer } = await send(KINDS, rows(251));
  assertEquals([status, answer.error], [413, "Cannot answer so many rows: expected 250 at most"]);
  assertEquals((await send(KINDS, "age\n" + "30\n".repeat(251), CSV)).status, 413);
});

Deno.test("a hundred thousand rows are refused after the first ten thousand", async () => {
  const { status } = await sender()(KINDS, `[${"{},".repeat(99_999)}{}]`);
  assertEquals(status, 413);
});

Deno.test("names and values of JavaScript are data", async () => {
  const send = sender();
  const strange =
    '{"__proto__": {"age": 9}, "constructor": 1, "toString": "x", "hasOwnProperty": null, "age": 30}';
  const { answer } = await send(KINDS, `[${strange}, {"age": 30}]`);
  assertEquals(answer[0].values, answer[1].values);
  const known = answer[1].remarks.length;
  assertEquals(answer[0].remarks.slice(known).map(({ column }: { column: string }) => column), [
    "__proto__",
    "constructor",
    "toString",
    "hasOwnProperty",
  ]);
  assertEquals(({} as Record<string, unknown>)["age"], undefined);
  for (const name of ["__proto__", "constructor", "toString"]) {
    assertEquals((await send(`/models/${name}/predict`, {})).status, 404);
  }
  const classes = await send("/models/classes/predict", { time: 1e9, sky: "clear", wind: "north" });
  assertEquals(Object.keys(classes.answer.probabilities), ["warm", "__proto__", "cold"]);
});

Deno.test("lists in lists, many names in a row, and other oddities get a sentence", async () => {
  const send = sender();
  const depth = 400_000;
  const deep = await send(KINDS, `[${"[".repeat(depth)}${"]".repeat(depth)}, {"age": 30}]`);
  assertEquals(deep.status, 200);
  assertMatch(
    deep.answer[0].error,
    /^Cannot read rows\[0\]: expected lists and objects at most 500 levels deep$/,
  );
  const deepRow = await send(KINDS, `{"age":${"[".repeat(depth)}`);
  assertEquals(deepRow.status, 400);
  const names = Array.from({ length: 50_000 }, (_, k) => `"name ${k}": 1`).join();
  const many = await send(KINDS, `{${names},"sky":""}`);
  assertEquals([many.status, many.answer.remarks[0].kind], [200, "noPrediction"]);
  assertEquals(many.answer.remarks.length, 1 + 4 + 100); // so many names get a remark
  for (const text of ["\u0000", "\ud800", "-1e999", "12,5", "  ", "NaN", "١٢"]) {
    const { status } = await send(KINDS, { ...ROW, age: text, note: text, day: text });
    assertEquals(status, 200, text);
  }
});

Deno.test("bytes that are not UTF-8 get 400", async () => {
  const app = createApp(allModels());
  const body = new Uint8Array([0x5b, 0xff, 0x5d]);
  const response = await app.request(KINDS, { method: "POST", headers: CSV, body });
  assertEquals(await response.json(), { error: "Cannot read the body: expected text in UTF-8" });
});

Deno.test("a body that stops coming gets 408, and one without a length is counted", async () => {
  const app = createApp(allModels(), { limits: { seconds: 0.05, bytes: 100_000 } });
  const headers = { "content-type": "application/json" };
  const send = async (body: ReadableStream<Uint8Array<ArrayBuffer>>) => {
    const response = await app.request(
      KINDS,
      { method: "POST", headers, body, duplex: "half" } as RequestInit,
    );
    return [response.status, (await response.json()).error];
  };
  const half = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start: (controller) => controller.enqueue(new TextEncoder().encode("[{")),
  });
  assertEquals(await send(half), [408, "Cannot wait for the body: expected it in 0.05 s"]);
  const endless = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull: (controller) => controller.enqueue(new Uint8Array(10_000).fill(32)),
  });
  assertEquals(await send(endless), [413, "Cannot take the body: expected 100000 bytes at most"]);
});

Deno.test("bodies that come in at the same time have at most ten times the bytes of one", async () => {
  const app = createApp(allModels(), { limits: { seconds: 0.2, bytes: 1000 } });
  const headers = { "content-type": "application/json" };
  const statuses = await Promise.all(Array.from({ length: 15 }, async () => {
    const body = new ReadableStream<Uint8Array<ArrayBuffer>>(); // which never comes
    const init = { method: "POST", headers, body, duplex: "half" } as RequestInit;
    return (await app.request(KINDS, init)).status;
  }));
  assertEquals(statuses.toSorted(), [...Array(10).fill(408), ...Array(5).fill(503)]);
  const body = JSON.stringify(ROW);
  assertEquals((await app.request(KINDS, { method: "POST", headers, body })).status, 200);
});

Deno.test("a short request is answered while a long one is, and two long ones one after the other", async () => {
  const app = createApp({ kinds: kindsModel() });
  const headers = { "content-type": "application/json" };
  const post = (body: unknown) =>
    app.request("/predict", { method: "POST", headers, body: JSON.stringify(body) });
  const ended: string[] = [];
  const many = Array.from(
    { length: 10_000 },
    (_, k) => ({ ...ROW, age: k, sky: `sky ${k % 300}` }),
  );
  const long = ["first", "second"].map(async (name) => {
    assertEquals((await post(many)).status, 200);
    ended.push(name);
  });
  await new Promise((resolve) => setTimeout(resolve, 0));
  assertEquals((await post(ROW)).status, 200);
  ended.push("short");
  await Promise.all(long);
  assertEquals(ended, ["short", "first", "second"]);
});

Deno.test("what earlier requests held does not change later answers", async () => {
  const send = sender();
  const before = await send(KINDS, { ...ROW, town: "Yorck", agee: 1 });
  for (let k = 0; k < 3; k++) {
    const rows = Array.from(
      { length: 200 },
      (_, r) => ({ age: 1, town: `${k} ${r}`, [`n${k}${r}`]: 1 }),
    );
    await send(KINDS, rows);
  }
  assertEquals(await send(KINDS, { ...ROW, town: "Yorck", agee: 1 }), before);
  assert(before.answer.remarks[0].text.endsWith("did you mean York?"));
});

Deno.test("a name that an object has twice is refused, with where it is", async () => {
  const send = sender();
  const one = await send(KINDS, '{"age": 30, "sky": "clear", "age": 31}');
  assertEquals(
    [one.status, one.answer.error],
    [400, 'Cannot read the body: "age" occurs twice; remove one of them'],
  );
  const long = JSON.stringify({ ...ROW, note: "x".repeat(100_000) }).slice(0, -1);
  const { status, answer } = await send(
    KINDS,
    `[{"age": 30}, {"age": 1, "\\u0061ge": 2}, ${long}, "sky": ""}]`,
  );
  assertEquals([status, answer[0].error], [200, undefined]);
  for (const [r, name] of [[1, "age"], [2, "sky"]] as const) {
    const error = `Cannot read rows[${r}]: "${name}" occurs twice; remove one of them`;
    assertEquals(answer[r].error, error);
  }
  assertEquals(
    (await send(KINDS, '{"age": [{"unit": "a", "unit": "b"}]}')).answer.error,
    'Cannot read the body: "unit" occurs twice in age[0]; remove one of them',
  );
});

Deno.test("a request with two hosts gets 400", async () => {
  const app = createApp(allModels());
  const headers = new Headers([["host", "localhost"], ["host", "evil.example"]]);
  const response = await app.fetch(new Request("http://localhost/health", { headers }));
  assertEquals(response.status, 400);
  assertEquals(await response.json(), {
    error: "Cannot answer: expected one header Host, got several",
  });
});
