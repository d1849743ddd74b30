/** `POST /predict`: rows as JSON or CSV, answers as JSON. @module */

import type { Context, Hono } from "hono";
import { quoted } from "../table/cells.ts";
import type { Answerer, RowAnswer } from "./answerer.ts";
import { bodyTypeOf } from "./body_type.ts";
import { csvRows } from "./csv_rows.ts";
import { isList, jsonRows, parseOneRow } from "./json_rows.ts";
import { Refusal } from "./refusal.ts";
import type { Server } from "./server.ts";
import { UnreadableRow } from "./unreadable_row.ts";

const HEADERS = { "content-type": "application/json" };

/** Adds the routes to an app. */
export function addPredictRoutes(
  app: Hono,
  { models, guard, bodies, work, metrics }: Server,
): void {
  const predict = async ({ req }: Context): Promise<Response> => {
    guard.check(req.raw);
    const { name, answerer } = models.choose(req.param());
    const explains = isAsked(req.query("explain"));
    const type = bodyTypeOf(req.raw);
    if (type !== "json" && !(type === "csv" && answerer.columns.length > 0)) {
      throw new Refusal(
        415,
        "Cannot read the body: expected the content type application/json or, of tables, text/csv",
      );
    }
    return await bodies.use(req.raw, async (text) => {
      const { isOne, rows } = type === "csv"
        ? { isOne: false, rows: csvRows(text, answerer.columns) }
        : rowsIn(text, answerer);
      const parts: string[] = [];
      const refused: UnreadableRow[] = []; // if no row is left, the request is refused
      let count = 0;
      const take = (answers: readonly RowAnswer[]) => {
        metrics.addAnswers(name, answers);
        count += answers.length;
        refused.push(
          ...answers.filter((answer) =>
            answer instanceof UnreadableRow && (isOne || answer.status === 422)
          ) as UnreadableRow[],
        );
        if (answers.length > 0) parts.push(JSON.stringify(answers).slice(1, -1));
      };
      await (explains ? work.explain(answerer, rows, take) : work.answer(answerer, rows, take));
      if (count > 0 && refused.length === count) {
        throw new Refusal(refused[0]!.status, refused[0]!.error);
      }
      return new Response(isOne ? parts[0]! : `[${parts.join()}]`, { headers: HEADERS });
    });
  };
  app.post("/predict", predict);
  app.post("/models/:name/predict", predict);
}

/**
 * Whether a path ends in `?explain`.
 * @throws {Refusal} if it has another value
 */
function isAsked(value: string | undefined): boolean {
  if (value === undefined || value === "false") return false;
  if (value === "" || value === "true") return true;
  throw new Refusal(400, `Cannot use explain=${quoted(value)}: expected ?explain alone`);
}

/** The rows of a JSON text, and whether it is one row: an object, or a list of numbers where rows are such lists. */
function rowsIn(text: string, { columns }: Answerer) {
  const isOne = !isList(text) || columns.length === 0 && isListOfNumbers(text);
  return { isOne, rows: isOne ? [parseOneRow(text)] : jsonRows(text) };
}

function isListOfNumbers(text: string): boolean {
  return /^\s*\[\s*[^\s[\]{"]/.test(text);
}
