/** The sentences of networks of tables, each pinned once. */

import { type Row, TableModel } from "@inkling/inkling/table";
import { Network } from "../../mod.ts";
import { pinnedIn } from "../helpers/pinned.ts";
import { CLASSES, COLUMNS, networkFor } from "./described_fixture.ts";
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
  () => predicted([...[{}, null]]),
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
      ...{ target: "kind", delimiter: ";" },
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
