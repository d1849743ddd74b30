/** Dates, money, spellings and words in ONNX Runtime: decoded cells in, the answers of `predict` out. */

import { assert, assertEquals, assertLess } from "@std/assert";
import { Network } from "../../../mod.ts";
import { MISSING_TEXTS } from "../../../lib/table/cells/cells.ts";
import type { TableColumn, TableDescription } from "../../../lib/table/columns/columns.ts";
import { featuresOf } from "../../../lib/table/columns/features.ts";
import { tableDatasets } from "../../../lib/table/encode/datasets.ts";
import { readDate } from "../../../lib/table/values/dates.ts";
import { formattedNumber } from "../../../lib/table/values/number_format.ts";
import { wordsIn } from "../../../lib/table/values/words.ts";
import { TableModel } from "../../../lib/table/model/table_model.ts";
import { drawOrders, ORDER_COLUMNS } from "../../helpers/draw_orders.ts";
import { LONG_TESTS } from "../../helpers/long.ts";
import { onnxAnswers, onnxruntime } from "../onnx_answers.ts";
import { tableOf } from "../table_fixture.ts";

/** Others add in another order and have another exponential function. Of probabilities. */
const NEAR = 1e-6;

/** What the model takes of a cell. NaN goes as null. */
function decoded(column: TableColumn, cell: string): string | number | number[] {
  switch (column.kind) {
    case "number":
      return formattedNumber(cell, column.format, false);
    case "date":
      return readDate(cell, column.order);
    case "words": {
      if (MISSING_TEXTS.has(cell)) return column.words.map(() => NaN);
      const words = wordsIn(cell);
      return column.words.map((word) => words.has(word) ? 1 : 0);
    }
    default:
      return cell;
  }
}

/** What ONNX Runtime answers to rows. */
function answers(model: TableModel, header: readonly string[], rows: readonly string[][]) {
  const indices = model.table.columns.map(({ name }) => header.indexOf(name));
  return onnxAnswers(model, rows.map((row) => indices.map((c) => row[c]!)), decoded);
}

function modelOf(description: TableDescription): TableModel {
  const functions = { activation: "relu", outputActivation: "softmax", initializer: "he" } as const;
  const { target } = description;
  const outputs = target.kind === "class" ? target.classes.length : target.quantities.length;
  return new TableModel(
    new Network([featuresOf(description), 12, outputs], { ...functions, seed: 2 }),
    description,
  );
}

Deno.test(
  "ONNX Runtime predicts every order as the library does, dates and spellings included",
  { ignore: onnxruntime === undefined },
  async () => {
    const rows = drawOrders(LONG_TESTS ? 5000 : 800);
    const source = tableOf([ORDER_COLUMNS, ...rows], 500);
    for (const gaps of ["category", "mean"] as const) {
      const { description } = await tableDatasets(source, { target: "returned", gaps, as: {} });
      const model = modelOf(description);
      const { label, probabilities } = await answers(model, ORDER_COLUMNS, rows);
      const named = rows.map((row) =>
        Object.fromEntries(ORDER_COLUMNS.map((c, k) => [c, row[k]!]))
      );
      for (const [r, prediction] of model.predict(named).entries()) {
        assertEquals(label![r], prediction.label as string);
        for (const [k, value] of Object.values(prediction.values).entries()) {
          assertLess(Math.abs((probabilities![r] as number[])[k]! - value), NEAR);
        }
      }
    }
  },
);

Deno.test(
  "ONNX Runtime has the calendar of all days from 1900 to 2100, and rows without a date",
  { ignore: onnxruntime === undefined },
  async () => {
    const header = ["at", "y"];
    const step = LONG_TESTS ? 3 : 17; // days
    const texts = Array.from({ length: LONG_TESTS ? 24_500 : 4300 }, (_, k) => {
      const date = new Date(
        Date.UTC(1900, 0, 1, k % 24, k % 60, k % 59, 250) + k * step * 86_400_000,
      );
      return date.toISOString();
    });
    const rows = texts.map((text, k) => [text, "ab"[k % 2]!]);
    const source = tableOf([header, ...rows], 5000);
    const { description } = await tableDatasets(source, { target: "y", gaps: "drop", as: {} });
    const [column] = description.columns;
    assert(column?.kind === "date");
    assertEquals(column.parts.length, 10);
    const model = modelOf(description);
    const { probabilities } = await answers(model, header, [...rows, ["", ""]]);
    for (const [r, { values }] of model.predict(texts.map((at) => ({ at }))).entries()) {
      assertLess(Math.abs((probabilities![r] as number[])[0]! - values["a"]!), NEAR);
    }
    assertEquals<unknown>(probabilities!.at(-1), [null, null]);
  },
);
