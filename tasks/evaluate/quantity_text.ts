/** The evaluation of networks that predict quantities. @module */

import { evaluate } from "../../mod.ts";
import { fourDigits } from "../cli/format.ts";
import { table } from "../cli/table.ts";
import { resultOf } from "../run/result.ts";
import { type Evaluated, importanceFor, importanceText, type Outcome } from "./evaluated.ts";
import { columnsByWorth } from "./importance.ts";
import { quantityAnswers } from "./quantities.ts";
import { farthest, worstRows } from "./worst_rows.ts";

/** Evaluates networks that predict quantities, with the errors of each in its unit. */
export async function evaluateQuantities(given: Evaluated): Promise<Outcome> {
  const { opened, ensemble, data, split, noun, locations, worst } = given;
  const networks = await given.answering(ensemble);
  const result = resultOf(evaluate(networks, split), data.quantities);
  const quantities = quantityAnswers(networks, split, data.quantities);
  const importance = importanceFor(given);
  const columns = importance && columnsByWorth({ table: data.table, importance });
  const rows = worst > 0
    ? await worstRows({ ...locations, table: data.table, importance }, farthest(quantities, worst))
    : undefined;
  const json = {
    ...opened.length > 1 ? { runs: opened.map(({ run, epoch }) => ({ run, epoch })) } : {},
    ...result,
    quantities: quantities.map(({ name, r2, mae, rmse }) => ({ name, r2, mae, rmse })),
    columns: columns?.map(({ name, mean, deviation }) => ({ name, mean, deviation })),
    worst: rows?.rows.map((row) => Object.fromEntries(row.map((cell, k) => [rows.head[k]!, cell]))),
  };
  const paragraphs = [
    table([
      [
        `${split.size} ${noun}s`,
        "R²",
        "mean absolute error",
        "root mean squared error",
        ...quantities.some(({ unit }) => unit !== undefined) ? ["unit"] : [],
      ],
      ...quantities.map(({ name, unit, r2, mae, rmse }) => [
        name,
        r2 === null ? "–" : r2.toFixed(4),
        fourDigits(mae),
        fourDigits(rmse),
        ...quantities.some((other) => other.unit !== undefined) ? [unit ?? ""] : [],
      ]),
    ]),
    ...importanceText(given, importance),
    ...rows ? [`Largest errors\n\n${table([rows.head, ...rows.rows])}`] : [],
  ];
  return { json, paragraphs };
}
