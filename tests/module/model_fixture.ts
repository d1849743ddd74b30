/** Models for modules, their modules, and rows as people and programs write them. */

import { Network } from "../../lib/network.ts";
import { NoveltyDetector } from "../../lib/measure/novelty.ts";
import {
  type DescribedModule,
  describeTable,
  type WeightFormat,
} from "../../lib/module/describe.ts";
import { formatModule } from "../../lib/module/format.ts";
import { RandomStream } from "../../lib/numerics/random.ts";
import { fitFolds } from "../../lib/table/model/train_folds.ts";
import { TableModel } from "../../lib/table/model/table_model.ts";
import type { Row } from "../../lib/table/model/row_cells.ts";
import type { TableColumn } from "../../lib/table/columns/columns.ts";
import { tableDatasets } from "../../lib/table/encode/datasets.ts";
import type { TableOptions } from "../../lib/table/columns/options.ts";
import { moduleCode } from "../../tasks/export/module_code.ts";
import { drawOrders, ORDER_COLUMNS } from "../helpers/draw_orders.ts";
import { answeringByTrees } from "../table/folds/tree_fixture.ts";
import { tableOf } from "../table/table_fixture.ts";
import { distributionsOf } from "../table/model/distributions_fixture.ts";

// deno-lint-ignore no-explicit-any -- a module's `predict` takes anything here, and gives JSON
export type Predict = (input: any) => any;

const HEAD = { weightsSha256: "0".repeat(64), version: "1", name: "run", types: "x", notes: [] };

/** The text of the module of a model. */
export async function moduleTextOf(described: DescribedModule): Promise<string> {
  return formatModule(described, await moduleCode(described.entry), HEAD);
}

/** What a module exports. */
export async function exportsOf(
  text: string,
): Promise<{ readonly predict: Predict; readonly explain?: Predict }> {
  const url = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  try {
    return await import(url);
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** `predict` of the text of a module. */
export async function loaded(text: string): Promise<Predict> {
  return (await exportsOf(text)).predict;
}

/** The same model with how such rows of it are distributed, by which its answers are explained. */
export function withDistributions(model: TableModel, rows = 200): TableModel {
  const random = new RandomStream(2, "data");
  const drawn = Array.from({ length: rows }, () => drawRow(random, model.table.columns));
  const distributions = distributionsOf(model.table, drawn);
  const { network, table, detector, intervals, decision } = model;
  return new TableModel(network, table, { detector, intervals, decision, distributions });
}

/** `predict` of the module of a table. */
export async function tableModule(
  model: TableModel,
  weights: WeightFormat = "float32",
): Promise<Predict> {
  return await loaded(await moduleTextOf(describeTable(model, weights)));
}

const ARTICLE = ORDER_COLUMNS.indexOf("article");

/** A shop's orders: dates, money, per cents, times, notes, yes and no, missing values, and 40 kinds of articles. */
const orders = tableOf([
  ORDER_COLUMNS,
  ...drawOrders(400).map((cells) => cells.with(ARTICLE, cells[ARTICLE]!.slice(0, "A-100".length))),
], 500);

/** What was made before, by what it was made of: a room trains its models once. */
const made = new Map<string, Promise<TableModel>>();

function once(make: () => Promise<TableModel>, ...of: unknown[]): Promise<TableModel> {
  const key = JSON.stringify(of);
  if (!made.has(key)) made.set(key, make());
  return made.get(key)!;
}

/** An ensemble over folds that learned a little from the orders. */
export function ensembleOf(options: TableOptions): Promise<TableModel> {
  return once(async () => {
    const table = await tableDatasets(orders, { gaps: "category", as: {}, folds: 2, ...options });
    return await fitFolds(table, { epochs: 2, hidden: [6, 5] });
  }, options);
}

/** Boosted trees that learned a little from the orders. */
export function treesOfOrders(options: TableOptions): Promise<TableModel> {
  return once(
    async () => {
      const table = await tableDatasets(orders, { gaps: "category", as: {}, folds: 2, ...options });
      return answeringByTrees(await fitFolds(table, { epochs: 1, hidden: [2] }), table);
    },
    options,
    "trees",
  );
}

/** One network with random parameters for the orders. */
export function networkOf(
  options: TableOptions,
  activation: "relu" | "gelu" | "tanh" | "selu" = "relu",
): Promise<TableModel> {
  return once(
    async () => {
      const { description, training } = await tableDatasets(orders, {
        gaps: "category",
        as: {},
        ...options,
      });
      const { features, classes, outputs, problem } = training;
      const isClass = problem.hasAccuracy;
      const network = new Network([features, 9, 7, isClass ? classes : outputs], {
        activation,
        seed: 3,
        ...isClass
          ? { outputActivation: "softmax", cost: "logLikelihood" } as const
          : { outputActivation: "linear", cost: "quadratic" } as const,
      });
      const detector = NoveltyDetector.fit(training);
      const intervals = isClass
        ? undefined
        : { coverage: 0.9, halfWidths: Array.from({ length: outputs }, (_, k) => 0.5 + k) };
      return new TableModel(network, description, { detector, intervals });
    },
    options,
    activation,
  );
}

const RETURNED = { target: "returned", without: ["refund"] };

/** What numbers and categories alone leave out. */
export const PLAIN =
  "order_id ordered delivered time price discount article weight balance gift note refund".split(
    " ",
  );

/** Models of the messy orders: every way to read a column, to answer and to leave a row out. */
export const MODELS: { readonly [what: string]: () => Promise<TableModel> } = {
  "folds, two families, a class": () => ensembleOf(RETURNED),
  "folds, two quantities": () => ensembleOf({ target: ["price", "balance"] }),
  "one network, a class": () => networkOf(RETURNED),
  "a quantity, rows without gaps": () => networkOf({ target: "price", gaps: "drop" }, "gelu"),
  "numbers and categories": () => networkOf({ target: "payment", without: PLAIN }, "selu"),
  "trees, a class": () => treesOfOrders(RETURNED),
  "trees, two quantities": () => treesOfOrders({ target: ["price", "balance"] }),
};

/** Cells that are odd in some column. */
const ODD: readonly unknown[] = [
  "",
  "NA",
  " na ",
  "x",
  "12",
  "1e400",
  "-0",
  "0x10",
  "(5)",
  "\u22123",
  "1 000",
  "inf",
  "2024-01-31",
  "31.1.2024",
  "€1,234.50",
  "1.234,5",
  "20%",
  "8:05 pm",
  "yes",
  "No",
  "true",
  "\ud800",
  "__proto__",
  "toString",
  "4WD",
  "Ünï the quick brown fox",
  "jan 3 2020",
  NaN,
  Infinity,
  -0,
  -1e300,
  1e-7,
  3.5,
  1e21,
  1234567.25,
  null,
  undefined,
  true,
  false,
  new Date(0),
  new Date(NaN),
  new Date(1_700_000_000_123),
  10n,
  "a".repeat(500),
];

/** A cell of a column: mostly one that it may have. */
function drawCell(random: RandomStream, column: TableColumn): unknown {
  const pick = <T>(items: readonly T[]) => items[random.below(items.length)]!;
  const chance = random.uniform();
  if (chance < 0.02) return pick(ODD);
  switch (column.kind) {
    case "number": {
      const number = column.mean + column.deviation * (random.uniform() * 5 - 2.5);
      return chance < 0.6 ? number : String(Math.round(100 * number) / 100);
    }
    case "date":
      return chance < 0.5
        ? new Date(1.6e12 + 1e8 * random.below(1000))
        : `${2020 + random.below(9)}-${1 + random.below(13)}-${1 + random.below(31)}`;
    case "words":
      return Array.from({ length: 6 }, () => pick(column.words)).join(" ");
    default:
      return chance < 0.97 ? pick(column.values) : `${pick(column.values)}e`;
  }
}

/** A row of a table; some have no cell of a column, or another name for it. */
export function drawRow(random: RandomStream, columns: readonly TableColumn[]): Row {
  const row: Record<string, unknown> = {};
  for (const column of columns) {
    const { name } = column;
    const chance = random.below(100);
    if (chance === 0) continue;
    row[chance === 1 ? `${name}s` : name] = drawCell(random, column);
  }
  return row as Row;
}
