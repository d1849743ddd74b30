/** Apps of small models, and what is sent to them. */

import { Network } from "@inkling/inkling";
import { type AppOptions, createApp, type Model } from "@inkling/inkling/serve";
import { TableModel } from "@inkling/inkling/table";
import type { TableDescription } from "../../lib/table/columns/columns.ts";
import type { Row } from "../../lib/table/model/row_cells.ts";
import { distributionsOf } from "../table/model/distributions_fixture.ts";
import { CLASSES, networkFor, QUANTITIES } from "../table/model/described_fixture.ts";

/** A table with a column of each kind, of which the number must be there. */
export const KINDS: TableDescription = {
  version: 2,
  columns: [
    { kind: "number", name: "age", mean: 40, deviation: 10, gaps: "drop" },
    { kind: "category", name: "sky", values: ["", "clear", "cloudy"], gaps: "category" },
    { kind: "level", name: "town", values: ["Bath", "York"], gaps: "mean" },
    {
      kind: "date",
      name: "day",
      order: "dmy",
      first: 19_000,
      parts: [{ part: "days", mean: 10, deviation: 5 }],
      gaps: "category",
    },
    { kind: "words", name: "note", words: ["good", "bad"], gaps: "mean" },
  ],
  target: { kind: "class", name: "mood", classes: ["glad", "sad"] },
};

/** A model of {@linkcode KINDS}. */
export function kindsModel(seed = 1): TableModel {
  const network = new Network([8, 4, 2], { outputActivation: "softmax", seed });
  return new TableModel(network, KINDS);
}

/** A model of every kind of column that holds how its rows were distributed. */
export function explainedModel(): TableModel {
  const { network, table } = kindsModel();
  const rows: readonly Row[] = Array.from({ length: 100 }, (_, k) => ({
    age: 20 + k % 50,
    sky: ["clear", "cloudy", null][k % 3],
    town: ["Bath", "York"][k % 2],
    day: `2022-01-${10 + k % 20}`,
    note: ["a good day", "bad", ""][k % 3],
  }));
  return new TableModel(network, table, { distributions: distributionsOf(table, rows) });
}

/** A row of them. */
export const ROW = { age: 30, sky: "clear", town: "Bath", day: "2022-01-20", note: "a good day" };

/** Models of classes, of quantities, of every kind of column, and of arrays. */
export function allModels(): Record<string, Model> {
  const digits = new Network([4, 3], { outputActivation: "softmax", seed: 2 });
  digits.classNames = ["a", "b", "c"];
  const intervals = { coverage: 0.9, halfWidths: [1, 2] };
  return {
    kinds: kindsModel(),
    classes: new TableModel(networkFor(3, "softmax"), CLASSES),
    quantities: new TableModel(networkFor(2, "linear"), QUANTITIES, { intervals }),
    digits: { network: digits },
    tags: {
      network: new Network([2, 2], { outputActivation: "sigmoid", seed: 3 }),
      labels: ["red", "round"],
    },
  };
}

/** Sends a body to an app of {@linkcode allModels}, or of others. */
export function sender(options: AppOptions = {}, models = allModels()) {
  const app = createApp(models, options);
  return async (
    path: string,
    body: unknown,
    headers: Record<string, string> = { "content-type": "application/json" },
  ) => {
    const text = typeof body === "string" ? body : JSON.stringify(body);
    const response = await app.request(path, { method: "POST", headers, body: text });
    return { status: response.status, answer: await response.json() };
  };
}

/** Asks an app of {@linkcode allModels}, or of others. */
export function asker(options: AppOptions = {}, models = allModels()) {
  const app = createApp(models, options);
  return async (path: string, init: RequestInit = {}) => await app.request(path, init);
}
