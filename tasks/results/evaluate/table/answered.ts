/** What answers to rows of a table have besides: how much its columns matter, what they add, and the worst rows. @module */

import type { Distributions } from "../../../../lib/measure/drift/distributions.ts";
import { quotableLevels } from "../../../../lib/table/cells/quotable.ts";
import { type TableDescription, targetNamesOf } from "../../../../lib/table/columns/columns.ts";
import { kindOf } from "../../../../lib/table/columns/kinds.ts";
import { parametersOf } from "../../../../lib/ensemble/trained_model.ts";
import type { Asked, TableAnswered } from "../problem/answered.ts";
import { briefExplanation, explainModel } from "./explained.ts";
import { explanationSection } from "./explanation_section.ts";
import { columnImportance, columnsByWorth, importanceSection } from "./importance.ts";
import { worstRows } from "./worst_rows.ts";

/** @throws {RangeError} if answers are to be explained, and the file does not hold the training data's distributions */
export function tableAnswered(table: TableDescription, asked: Asked): TableAnswered {
  const { model, trained, names, decision, data, split, metric, positive, distributions, changed } =
    asked;
  const parameters = trained.reduce((sum, network) => sum + parametersOf(network), 0);
  const importance = columnImportance(model, parameters, data, table, {
    ...decision,
    metric,
    answer: changed,
    facts: { ...names, positive },
  });
  const explained = { network: model, table, distributions };
  const explanation = asked.explains === "briefly"
    ? briefExplanation(explained, parameters, data)
    : asked.explains && explainModel(explained, data);
  const run = { table, importance, explanation, split };
  const mayShow = asked.isForOthers ? quotableTexts(table, distributions) : undefined;
  const { whereIs, rowsOf } = asked;
  return {
    targets: targetNamesOf(table),
    columns: table.columns.map(({ name }) => name),
    weights: table.weights,
    explanation,
    importance: importance && {
      importance: {
        metric: importance.metric,
        score: importance.score,
        rows: importance.examples,
      },
      columns: columnsByWorth(run),
    },
    sections: () => [importanceSection(run), explanationSection(run)],
    worstRows: (chosen) => worstRows({ ...run, whereIs, rowsOf, mayShow }, chosen),
  };
}

/** Whether a text may stand in a report, which others read: a level that names nobody, or what is no level. */
function quotableTexts(
  table: TableDescription,
  distributions: Distributions | undefined,
): (name: string, text: string) => boolean {
  const known = new Map(distributions?.columns.map((column) => [column.name, column]));
  const texts = new Map(
    table.columns.filter((column) => ["category", "words"].includes(kindOf(column).values))
      .map((column) => [column.name, quotableLevels(column, known.get(column.name))]),
  );
  return (name, text) => texts.get(name)?.includes(text.trim()) ?? true;
}
