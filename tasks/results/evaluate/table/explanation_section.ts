/** What the columns of a table add to answers, which act together, and how answers depend on each. @module */

import {
  breakable,
  chart,
  columns,
  details,
  inFiles,
  paragraph,
  type Section,
  table,
  terminalOnly,
} from "../../../../lib/document/blocks.ts";
import { intervalChart } from "../../../../lib/charts/bar_chart.ts";
import { amountText, answerText, answerWords } from "./answer_text.ts";
import type { TableDescription } from "../../../../lib/table/columns/columns.ts";
import type { ModelExplanation } from "../../../../lib/table/model/explain.ts";

const MAX_SHOWN = 15;

export function explanationSection(
  { explanation, table: description, split }: {
    readonly explanation: ModelExplanation | undefined;
    readonly table: TableDescription;
    readonly split: string;
  },
): Section | undefined {
  if (explanation === undefined) return undefined;
  const { rows, of, columns: worth, pairs, dependence } = explanation;
  const amount = amountText(description);
  const worthTable = (label: string, some: typeof worth) =>
    table({
      label,
      head: ["column", "mean effect"],
      rows: some.map(({ column, contribution }) => [breakable(column), amount(contribution)]),
    });
  const text = answerText(description);
  const rest = worth.slice(MAX_SHOWN);
  return {
    id: "reasons",
    title: "What each column adds to predictions",
    hint: [
      `The mean absolute Shapley value of each column: how much it moves ${
        answerWords(description)
      }, up or down, on ` +
      `${rows} ${split} rows. It is measured from the mean prediction for rows drawn from the training data, as if columns were independent. ` +
      "Pairs are the columns that act together most, by their mean absolute Shapley interaction. ",
      inFiles(
        "In the charts, dots are the mean prediction with one value in all rows. Lines span the middle 80 % of predictions.",
      ),
      terminalOnly(
        "Then, for some columns, come the mean prediction with one value in all rows, and the middle 80 % of predictions.",
      ),
    ],
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
