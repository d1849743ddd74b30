/** What a server refuses, with the status of each answer, and its OpenAPI document. */

import { type AppOptions, createApp } from "@inkling/inkling/serve";
import { each, pinnedIn } from "../helpers/pinned.ts";
import { allModels, asker, explainedModel, kindsModel, ROW, sender } from "./served_fixture.ts";
import texts from "./messages.txt" with { type: "text" };

const pin = pinnedIn(import.meta.url, texts);

const send = sender();
const explain = sender({}, { m: explainedModel() });
const few = sender({ limits: { rows: 2 } }, { m: explainedModel() });
const [JSON_TYPE, CSV] = ["application/json", "text/csv"].map((type) => ({ "content-type": type }));
const [KINDS, DIGITS] = ["kinds/predict", "digits/predict"];
const EXPLAIN = "m/predict?explain";

interface Row {
  readonly error?: string;
  readonly remarks?: readonly { readonly text: string }[];
}

/** What an answer holds of errors, or its first remark, a line a row. */
const shown = (answer: Row | readonly Row[]) =>
  [answer].flat().map(({ error, remarks = [] }) => error ?? remarks[0]?.text ?? "answered").join(
    "\n",
  );

/** The status of the answer to a body, and its errors. */
async function refused(path: string, body: unknown, headers = JSON_TYPE, ask = send) {
  const where = path.startsWith("/") ? path : `/models/${path}`;
  const { status, answer } = await ask(where, body, headers);
  return `${status} ${shown(answer).replaceAll(/ \(.* JSON.*\)$/gm, "")}`; // the engine's words
}

/** Rows of which only the first can be read, and the last three have remarks. */
const MIXED = `[${JSON.stringify(ROW)}, 5, {"age": NaN}, {"age": {}}, [1], null, "row",
  {"age": "old"}, {"__proto__": {"age": 1}, "age": 30, "town": "Yorck"}, {"sky": ""}]`;

pin("a server of rows", [
  () => refused("/predict", ROW),
  () => refused("kind/predict", ROW),
  () => refused(KINDS!, MIXED),
  ...each(
    "the body",
    [
      "{",
      '{"age": Infinity}',
      "[{}, {}",
      "[{}] {}",
      "[] {}",
      "[ ]x",
      `[]${" ".repeat(200)}x`,
      "5",
      '{"age": []}',
      "",
    ],
    (body) => refused(KINDS!, body),
  ),
  ...each(
    "the CSV",
    ["30,clear\n", 'age,sky\n30,"clear\n', 'age,sky\n30\n31,"a ""b"""\n'],
    (body) => refused(KINDS!, body, CSV),
  ),
  () => refused(DIGITS!, "1,2,3,4\n", CSV),
  () => refused(KINDS!, ROW, { "content-type": "application/x-www-form-urlencoded" }),
  () => refused(DIGITS!, [[0, 1, 0.5, 0], [1], [0, 1, "2", 0]]),
  () => refused(DIGITS!, "[[1e300, 0, 0, 0]]"),
  ...each("a path:", ["/nothing", "/models/kinds/predict"], async (path) => {
    const response = await asker()(path);
    return `${response.status} ${(await response.json()).error}`;
  }),
  ...each(
    "the Open Inference Protocol:",
    ["/v2", "/v2/health/ready", "/v2/models/kinds/infer"],
    (path) => refused(path, {}),
  ),
  () => createApp({ m: {} } as never),
  () => createApp({}, { tokens: "" } as object),
  () => createApp({}, { token: "a b" }),
  () => createApp({}, { limits: { rows: 0 } }),
]);

pin("explained rows", [
  () => refused("kinds/predict?explain", ROW),
  () => refused("digits/predict?explain", [0, 1, 0.5, 0]),
  () =>
    refused(EXPLAIN, `[${JSON.stringify(ROW)}, 5, {"age": {}}, {"age": NaN}]`, JSON_TYPE, explain),
  () => refused(EXPLAIN, "5", JSON_TYPE, explain),
  () => refused(EXPLAIN, Array(51).fill(ROW), JSON_TYPE, explain),
  () => refused(EXPLAIN, `age,sky\n${"30,clear\n".repeat(51)}`, CSV, explain),
  () => refused(EXPLAIN, Array(3).fill(ROW), JSON_TYPE, few),
  () => refused("m/predict?explain=3", ROW, JSON_TYPE, explain),
]);

/** What the OpenAPI document holds of the paths and of one of them, a line a part. */
async function documented(path: string, options: AppOptions, models = allModels()) {
  const headers = { authorization: "Bearer x" };
  const { paths, security, openapi } =
    await (await asker(options, models)("/openapi.json", { headers })).json();
  const { parameters, requestBody, responses } = paths[path].post;
  const parts = {
    openapi,
    paths: Object.keys(paths),
    security,
    parameters,
    requestBody,
    responses,
  };
  return Object.entries(parts).map(([name, part]) => `${name}: ${JSON.stringify(part)}`).join("\n");
}

pin("OpenAPI", [
  () => documented("/models/m/predict", { token: "x" }, { ...allModels(), m: explainedModel() }),
  () => documented("/models/kinds/predict", {}),
  () => documented("/predict", {}, { m: kindsModel() }),
]);
