/** What a model makes of the columns of a table: their contributions, pairs that act together, partial dependence. @module */

import type { Dataset } from "../../../mod.ts";
import {
  answersForEach,
  type ModelExplanation,
  RowExplainer,
  rulesOf,
} from "../../../lib/table/mod.ts";
import {
  breakable,
  chart,
  columns,
  details,
  paragraph,
  type Section,
  table,
  terminalOnly,
} from "../../../lib/document/blocks.ts";
import { intervalChart } from "../charts/bar_chart.ts";
import { amountText, answerText, answerWords } from "../problem/answer_text.ts";
import type { Answered } from "./problem/answered.ts";

/** The most rows that are explained, evenly chosen, and the fewest that a report has. */
const [MAX_ROWS, MIN_ROWS] = [200, 50];

/** The most multiplications of a report: they take about a second. */
const MAX_MULTIPLICATIONS = 6e9;

type ExplainedModel = ConstructorParameters<typeof RowExplainer>[0];

/**
 * Explains a model by rows of a split.
 * @throws {RangeError} if its file does not hold how the training data were distributed
 */
export function explainModel(
  model: ExplainedModel,
  split: Dataset,
  most = MAX_ROWS,
): ModelExplanation {
  const { size, features } = split;
  const { outputNames } = rulesOf(model.table);
  const rows = Math.min(most, size);
  const chosen = Uint32Array.from({ length: rows }, (_, k) => Math.floor(k * size / rows));
  const { inputs } = split.select(chosen);
  return new RowExplainer(model).explainModel(
    Float32Array.from(inputs.subarray(0, rows * features)),
    outputNames[explainedOutput(split)]!,
  );
}

/**
 * Explains a model by as many rows of a split as take little time.
 * @param parameters of all networks, to which the time is proportional
 * @returns `undefined` of too large a model, and of an older file
 */
export function briefExplanation(
  model: ExplainedModel,
  parameters: number,
  split: Dataset,
): ModelExplanation | undefined {
  if (model.distributions === undefined) return undefined;
  const each = parameters * answersForEach(model.table.columns.length);
  const rows = Math.min(MAX_ROWS, Math.floor(MAX_MULTIPLICATIONS / each));
  return rows < MIN_ROWS ? undefined : explainModel(model, split, rows);
}

/** Of two classes the rarer, of more the commonest; the first quantity. */
function explainedOutput({ labels, classes }: Dataset): number {
  if (classes === 0) return 0;
  const counts = new Array<number>(classes).fill(0);
  for (const label of labels) counts[label]!++;
  if (classes === 2) return counts[1]! <= counts[0]! ? 1 : 0;
  return counts.indexOf(Math.max(...counts));
}

const MAX_SHOWN = 15;

/** What the columns add, which act together, and how answers depend on each. */
export function explanationSection(
  run: Pick<Answered, "explanation" | "table" | "split">,
): Section | undefined {
  const { explanation, table: description, split } = run;
  if (explanation === undefined || description === undefined) return undefined;
  const { rows, of, columns: worth, pairs, dependence } = explanation;
  const amount = amountText(description);
  const worthTable = (label: string, some: typeof worth) =>
    table({
      label,
      head: ["column", "adds or takes"],
      rows: some.map(({ column, contribution }) => [breakable(column), amount(contribution)]),
    });
  const text = answerText(description);
  const rest = worth.slice(MAX_SHOWN);
  return {
    id: "reasons",
    title: "What the columns add to answers",
    hint:
      `The mean absolute Shapley value of each column: how much it moves ${
        answerWords(description)
      }, up or down, on ` +
      `${rows} ${split} rows, beside the answers to rows drawn from the training data's distributions, as if columns were independent. ` +
      "Pairs are those whose columns act together most: their mean absolute Shapley interaction. In the charts, dots are the mean " +
      "answer with one value in all rows, and eight of ten answers are on the lines.",
    content: [
      columns([
        worthTable("What each column adds", worth.slice(0, MAX_SHOWN)),
        pairs.length > 0 && table({
          label: "Pairs of columns that act together",
          head: ["pair", "interaction"],
          rows: pairs.map(({ columns, interaction }) => [
            breakable(columns.join(" × ")),
            amount(interaction),
          ]),
        }),
      ]),
      rest.length > 0 &&
      details(`The other ${rest.length} columns`, worthTable("What the others add", rest)),
      terminalOnly(dependence.map(({ column, values }) => [
        paragraph(`${of} by ${column}`),
        table({
          label: `${of} by ${column}`,
          head: [column, "mean", "from", "to"],
          rows: values.map(({ value, mean, low, high }) => [value, ...[mean, low, high].map(text)]),
        }),
      ])),
      columns(dependence.map(({ column, values }) =>
        chart({
          title: `${of} by ${column}`,
          svg: intervalChart(
            values.map(({ value, mean, low, high }) => ({ name: value, value: mean, low, high })),
            {
              label: `${of} by ${column}: ` +
                values.map(({ value, mean }) => `${value} ${text(mean)}`).join("; "),
              title: of,
              oneColor: true,
            },
          ),
        })
      )),
    ],
  };
}
