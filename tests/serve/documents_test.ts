/** What a server shows of itself: OpenAPI, the page, metrics. */

import { assert, assertEquals, assertLess, assertMatch } from "@std/assert";
import { createApp } from "@inkling/inkling/serve";
import { type ColumnDistribution, TableModel } from "@inkling/inkling/table";
import { distributionsOf } from "../table/model/distributions_fixture.ts";
import { CLASSES, networkFor, QUANTITIES } from "../table/model/described_fixture.ts";
import { allModels, asker, explainedModel, kindsModel, ROW, sender } from "./served_fixture.ts";

Deno.test("the document quotes no text that few training rows have, nor those of many", async () => {
  const { network, table } = kindsModel();
  const rows = Array.from({ length: 100 }, (_, k) => ({
    age: 20 + k % 50,
    sky: k < 3 ? "clear" : "cloudy",
    town: `C174${k % 2}`,
    day: "2022-01-10",
    note: "call Ann Smith",
  }));
  const columns = table.columns.map((column) =>
    column.kind === "level"
      ? { ...column, values: Array.from({ length: 21 }, (_, k) => `C17${k + 20}`) }
      : column
  );
  const described = { ...table, columns };
  const distributions = distributionsOf(described, rows);
  const known = new TableModel(network, described, { distributions });
  for (const [model, quoted] of [[known, ["cloudy"]], [kindsModel(), []]] as const) {
    const text = await (await asker({}, { m: model })("/openapi.json")).text();
    const found = ["clear", "cloudy", "C17", "Bath", "good", "Ann"].filter((word) =>
      text.includes(JSON.stringify(word).slice(1, -1))
    );
    assertEquals(found, [...quoted]);
  }
});

Deno.test("the example of each model is a row that it answers without remarks on its columns", async () => {
  const rows = Array.from({ length: 30 }, (_, k) => ({
    time: 1e9 + k % 3,
    sky: ["clear", "cloudy", null][k % 3]!,
    wind: ["north", "south"][k % 2]!,
  }));
  const known = { distributions: distributionsOf(CLASSES, rows) };
  const app = createApp({
    ...allModels(),
    kinds: explainedModel(),
    classes: new TableModel(networkFor(3, "softmax"), CLASSES, known),
    quantities: new TableModel(networkFor(2, "linear"), QUANTITIES, known),
  });
  const api = await (await app.request("/openapi.json")).json();
  for (const path of Object.keys(api.paths)) {
    const { examples } = api.paths[path].post.requestBody.content["application/json"];
    const body = JSON.stringify(examples.row.value);
    const headers = { "content-type": "application/json" };
    const response = await app.request(path, { method: "POST", headers, body });
    assertEquals(response.status, 200, path);
    const { remarks } = await response.json();
    const kinds = remarks.map(({ kind }: { kind: string }) => kind);
    assertEquals(kinds.filter((kind: string) => kind !== "unsure" && kind !== "novel"), [], path);
  }
});

Deno.test("the page loads its own files alone", async () => {
  const ask = asker();
  const page = await ask("/");
  const policy = page.headers.get("content-security-policy")!;
  assertMatch(policy, /^default-src 'none'; script-src 'self';/);
  const html = await page.text();
  for (const [, path] of html.matchAll(/(?:src|href)="(?!data:)([^"]+)"/g)) {
    assertEquals((await ask(`/${path}`)).status, 200, path);
  }
  const script = await (await ask("/page.js")).text();
  assertEquals([html, script].map((text) => /https?:|innerHTML| on\w+="/.test(text)), [
    false,
    false,
  ]);
});

Deno.test("metrics count requests, rows and remarks, in a text that Prometheus reads", async () => {
  const app = createApp({ 'a "model"\n': allModels()["kinds"]! });
  const headers = { "content-type": "application/json" };
  const post = (body: unknown) =>
    app.request("/predict", { method: "POST", headers, body: JSON.stringify(body) });
  await post([ROW, { ...ROW, sky: "green" }, 5]);
  await post({ ...ROW, town: "Paris" });
  await post(5);
  await app.request("/nothing/at/all");
  const response = await app.request("/metrics");
  assertMatch(response.headers.get("content-type")!, /^text\/plain; version=0\.0\.4/);
  const lines = (await response.text()).trimEnd().split("\n");
  const model = 'model="a \\"model\\"\\n"';
  for (
    const line of [
      'inkling_requests_total{path="/predict",status="200"} 2',
      'inkling_requests_total{path="/predict",status="400"} 1',
      'inkling_requests_total{path="other",status="404"} 1',
      'inkling_request_seconds_bucket{path="/predict",le="+Inf"} 3',
      'inkling_request_seconds_count{path="/predict"} 3',
      `inkling_rows_total{${model}} 5`,
      `inkling_row_errors_total{${model}} 2`,
      `inkling_remarks_total{${model},kind="unknownCategory"} 2`,
      `inkling_model_info{${model},version="1",problem="classification"} 1`,
    ]
  ) {
    assert(lines.includes(line), line);
  }
  const odd = lines.filter((line) =>
    !/^(?:# (?:HELP|TYPE) \w+ .*|\w+\{(?:\w+="(?:[^"\\]|\\.)*",?)*\} [\d.e+-]+)$/.test(line)
  );
  assertEquals(odd, []);
  const counts = lines.flatMap((line) =>
    /_bucket\{path="\/predict".* (\d+)$/.exec(line)?.[1] ?? []
  );
  assertEquals(counts, counts.toSorted((a, b) => Number(a) - Number(b)));
});

Deno.test("metrics have the drift of inputs and answers since the model was opened", async () => {
  const age = { name: "age", kind: "number", edges: [35], counts: [500, 500] } as const;
  const [none, shares] = [{ missing: 0, unread: 0 }, { kind: "category", levels: ["glad", "sad"] }];
  const { network, table } = kindsModel();
  const model = new TableModel(network, table, {
    distributions: {
      version: 1,
      rows: 1000,
      answered: 1000,
      columns: [{ ...age, ...none }],
      answers: [{ name: "mood", ...shares, counts: [500, 500, 0], ...none } as ColumnDistribution],
    },
  });
  const models = new Map([["m", { model }]]);
  const app = createApp(models);
  const headers = { "content-type": "application/json" };
  const driftOf = async (metric: string, column: string) => {
    const text = await (await app.request("/metrics")).text();
    return Number(text.split(`${metric}{model="m",column="${column}"} `)[1]?.split("\n")[0]);
  };
  assertEquals(await driftOf("inkling_input_drift", "age"), NaN);
  const send = async (ages: readonly number[]) => {
    const body = JSON.stringify(ages.map((age) => ({ ...ROW, age })));
    assertEquals((await app.request("/predict", { method: "POST", headers, body })).status, 200);
  };
  await send(Array.from({ length: 100 }, (_, k) => k % 2 === 0 ? 20 : 50));
  assertLess(await driftOf("inkling_input_drift", "age"), 0.01);
  assertEquals(await driftOf("inkling_answer_drift", "mood") >= 0, true);
  await send(Array.from({ length: 900 }, () => 50));
  assert(await driftOf("inkling_input_drift", "age") > 0.25);
  models.set("m", { model: new TableModel(network, table, model) });
  assertEquals(await driftOf("inkling_input_drift", "age"), NaN);
});

Deno.test("what a request holds is in no metric: paths are patterns", async () => {
  const send = sender();
  const ask = asker();
  await send("/models/secret/predict", { a: "secret" });
  await ask("/v2/models/secret");
  assertEquals((await (await ask("/metrics")).text()).includes("secret"), false);
});
