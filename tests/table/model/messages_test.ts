/** The sentences of networks of tables, each pinned once. */

import { fitFolds, type Row, tableDatasets, TableModel, trainFolds } from "@inkling/inkling/table";
import { Network } from "../../../mod.ts";
import { pinnedIn } from "../../helpers/pinned.ts";
import { explainedModel, KINDS, ROW, sender } from "../../serve/served_fixture.ts";
import { massesTable } from "../table_fixture.ts";
import { CLASSES, COLUMNS, networkFor, QUANTITIES } from "./described_fixture.ts";
import { distributionsOf } from "./distributions_fixture.ts";
import texts from "./messages.txt" with { type: "text" };

const pin = pinnedIn(import.meta.url, texts);

const network = networkFor(3, "softmax");
const joined = (network: Network) => new TableModel(network, CLASSES);

/** A network whose classes have other names than the table's. */
function otherClasses(): TableModel {
  const named = networkFor(3, "softmax");
  named.classNames = ["warm", "cold", "__proto__"];
  return new TableModel(named, CLASSES);
}

pin("networks that do not fit their table", [
  () => joined(networkFor(2, "softmax")),
  () => joined(new Network([5, 3], { outputActivation: "softmax" })),
  () => otherClasses(),
  () =>
    joined(
      new Network([6, 3], {
        outputActivation: "softmax",
        standardization: { means: new Array(6).fill(0), deviations: new Array(6).fill(1) },
      }),
    ),
]);

const others = COLUMNS.slice(1);
const readsTable = (table: unknown) => reads({ table: JSON.stringify(table) });
const reads = (metadata: Record<string, string>) =>
  TableModel.fromSafetensors(network.toSafetensors(metadata));
pin("files of networks of tables", [
  () => reads({}),
  () => reads({ table: "{" }),
  () => readsTable({ ...CLASSES, columns: others }),
]);

const row = { time: 1e9, sky: "clear", wind: "north", feels: "warm" };
const strict = (more: Row) =>
  new TableModel(network, CLASSES).predict([row, { ...row, ...more }], { strict: true });
const predicted = (rows: unknown) => new TableModel(network, CLASSES).predict(rows as Row[]);

pin("rows that are predicted", [
  () => strict({ number: 3 }),
  () => strict({ sky: undefined }),
  () => strict({ wind: "noth" }),
  () => strict({ wind: "" }),
  () => strict({ time: "noon" }),
  () => predicted(null),
  () => predicted([{}, null]),
  () => predicted([[1, 2]]),
  () => strict({ time: {} } as unknown as Row),
]);

type Fit = Parameters<typeof TableModel.fit>;

const rows = Array.from({ length: 24 }, (_, k) => ({ x: k, kind: k % 2 ? "a" : "b" }));
const fitted = (data: unknown, options: object = { target: "kind" }) =>
  TableModel.fit(data as Fit[0], options as Fit[1]);
const withCell = (cell: unknown) => fitted([{ x: 1 }, { x: cell }]);
pin("training on rows", [
  () => fitted(5),
  () => fitted([[1, 2]]),
  () => withCell({}),
  () => fitted(rows, { tagret: "kind" }),
  () => fitted(rows, { target: "kind", drop: ["x"] }),
  () =>
    fitted(rows, {
      target: "kind",
      delimiter: ";",
    }),
  () => fitted(rows, { target: "kind", seed: "1" }),
  () => fitted([]),
  () => withCell("\0"),
  () => withCell(new Date(9e14)),
  () => fitted(rows, {}),
  () => fitted(rows, { target: "knd" }),
  () => fitted(rows, { target: "kind", folds: 1 }),
  () => fitted("iris.csv"),
  () => fitted("x,kind\n1,\0\n"),
  () => fitted("x,kind\n1\n"),
]);

const evaluated = (rows: unknown) => new TableModel(network, CLASSES).evaluate(rows as Row[]);
pin("rows that are evaluated", [
  () => evaluated(row),
  () => evaluated([row, null]),
  () => evaluated([{ ...row, feels: [] }]),
  () => evaluated([{ ...row, feels: null }, { ...row, wind: null }]),
  () => evaluated([row, { ...row, feels: "hot" }]),
]);

const classes = new TableModel(network, CLASSES);

/** The answer to a row, and each remark on it. */
const answered = (given: object, model = classes) => {
  const { label, values, caution, remarks } = model.predict([given as Row])[0]!;
  return [
    `${label} of ${Object.keys(values).length}: ${caution}`,
    ...remarks.map(({ kind, column, text }) => `${kind} ${column}: ${text}`),
  ].join("\n");
};
const { feels: _, ...usual } = row;

pin("remarks on rows", [
  () => answered(usual),
  () => answered({ ...usual, id: 17, feels: "cold", constructor: "x" }),
  () => answered({ ...usual, wind: "noth" }),
  () => answered({ ...usual, wind: true }),
  () => answered({ ...usual, wind: null }),
  () => answered({ ...usual, time: "noon" }),
  () => answered({ ...usual, time: false }),
  () => answered({ sky: "clear", wind: "north", tmie: 1e9 }),
  () => answered({ ...usual, time: Infinity, sky: "cloudly" }),
  () => answered({ ...usual, time: undefined, sky: null }),
  () => classes.predict([], { strct: true } as never),
]);

const { sky: __, town: ___, ...rest } = ROW;

/** A row with two columns too few, and two that the model does not know. */
const RENAMED = { ...rest, twon: "Bath", customer: 17 };
const kinds = explainedModel();
const leaving = (...leftOut: string[]) => new TableModel(kinds.network, { ...KINDS, leftOut });
const asStrict = (more: object) =>
  kinds.predict([ROW, { ...rest, ...more } as Row], { strict: true });
const asRow = (row: unknown) => kinds.predict(row as Row);
const asRows = (...rows: unknown[]) => kinds.predict(rows as Row[]);
const explained = (row: unknown) => kinds.explain(row as Row);

pin("columns that a row lacks, or has besides", [
  () => answered(RENAMED, kinds),
  () => answered({ ...ROW, sky: undefined, town: null, more: undefined }, kinds),
  () => answered({ ...ROW, customer: 1, mood: "sad", more: 1 }, leaving("customer", "__proto__")),
  () => asRow({}),
  () => asRow({ foo: 1 }),
  () => asRow({ mood: "sad" }),
  () => asRow({ age: undefined }),
  () => explained({}),
  () => explained({ foo: 1 }),
  () => explained({ mood: "sad" }),
  () => explained({ age: undefined }),
  () => asRows({ foo: 1 }, {}),
  () => kinds.explain([{ foo: 1 }, {}] as Row[]),
  () => kinds.evaluate([{ foo: 1, mood: "sad" }]),
  () =>
    asRows(ROW, { ...ROW, sky: { x: 1 } }, {}, null, ROW).map(({ caution }) => caution).join("\n"),
  () => asStrict({ twon: "Bath", customer: 17 }),
  () => asStrict({ sky: "clear", town: "Bath", twon: 1 }),
  () => asStrict({ sky: {}, town: "Bath" }),
]);

/** The status and the error of a server for a body. */
const served = async (body: unknown, path = "predict", strict = false, type = "json") => {
  const send = sender({ strict }, { kinds, digits: { network: networkFor(3, "softmax") } });
  const name = path.includes("/") ? path : `kinds/${path}`;
  const headers = { "content-type": type === "json" ? "application/json" : type };
  const { status, answer } = await send(`/models/${name}`, body, headers);
  return `${status}: ${JSON.stringify(answer.error ?? answer[1]?.error)}`;
};

pin("rows that a server is sent", [
  () => served({}),
  () => served({ foo: 1 }),
  () => served([{ foo: 1 }, {}]),
  () => served({}, "predict?explain"),
  () => served({ foo: 1 }, "predict?explain"),
  () => served([{ foo: 1 }, {}], "predict?explain"),
  () => served([ROW, { foo: 1 }]),
  () => served("foo,bar\n1,2\n", "predict", false, "text/csv"),
  () => served([0, 1, 0, 1, 0, 1], "digits/predict", true),
  () => served(RENAMED, "predict", true),
  () => served([ROW, { ...ROW, twon: 1 }], "predict", true),
  () => served({ ...ROW, mood: "sad", sky: "fog" }, "predict", true),
  () => served([ROW, { ...ROW, sky: {} }], "predict", true),
]);

const quantities = (intervals: unknown) =>
  TableModel.fromSafetensors(
    new TableModel(networkFor(2, "linear"), QUANTITIES)
      .toSafetensors({ intervals: JSON.stringify(intervals) }),
  );
const clear = { sky: "clear", wind: "north" };
const withRows = new TableModel(network, CLASSES, {
  distributions: distributionsOf(CLASSES, [row, { ...row, sky: "cloudy" }]),
});

pin("intervals and explanations", [
  () => quantities({}),
  () => quantities({ coverage: 0.9, halfWidths: [1] }),
  () => classes.explain(clear),
  () => withRows.explain(clear, { of: "wram" }),
  () => withRows.explain(clear, { seed: -1 }),
  () => withRows.explain([null] as never),
]);

const masses = (options: object = { folds: 2 }) =>
  tableDatasets(massesTable(), { target: "mass", ...options });

pin("training over folds", [
  async () => fitFolds(await masses({})),
  async () => fitFolds(await masses(), { epoch: 3 } as object),
  async () => fitFolds(await masses(), { keep: "last" } as object),
  async () => fitFolds(await masses(), { batchSize: 0 }),
  async () => {
    const rounds = trainFolds(await masses(), { epochs: 2, hidden: [] });
    const { value } = await rounds.next();
    await rounds.next();
    await value!.model();
  },
  () => fitted(rows, { target: "kind", positive: "a" }),
  () => fitted(rows, { target: "kind", coverage: 1 }),
]);
