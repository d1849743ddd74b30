/** What a model makes of the columns of a table: their contributions, pairs that act together, partial dependence. @module */

import type { Dataset } from "../../mod.ts";
import { type ModelExplanation, RowExplainer, type TableDescription } from "../../lib/table/mod.ts";
import { fourDigits } from "../cli/format.ts";
import { table } from "../cli/table.ts";

/** The most rows that are explained, evenly chosen. */
const MAX_ROWS = 200;

type ExplainedModel = ConstructorParameters<typeof RowExplainer>[0];

/**
 * Explains a model by rows of a split.
 * @throws {RangeError} if its file does not hold how the training data were distributed
 */
export function explainModel(
  model: ExplainedModel,
  split: Dataset,
  names: readonly string[],
): ModelExplanation {
  const { size, features } = split;
  const rows = Math.min(MAX_ROWS, size);
  const chosen = Uint32Array.from({ length: rows }, (_, k) => Math.floor(k * size / rows));
  const { inputs } = split.select(chosen);
  return new RowExplainer(model).explainModel(
    Float32Array.from(inputs.subarray(0, rows * features)),
    names[explainedOutput(split)]!,
  );
}

/** Of two classes the rarer, of more the commonest; the first quantity. */
function explainedOutput({ labels, classes }: Dataset): number {
  if (classes === 0) return 0;
  const counts = new Array<number>(classes).fill(0);
  for (const label of labels) counts[label]!++;
  if (classes === 2) return counts[1]! <= counts[0]! ? 1 : 0;
  return counts.indexOf(Math.max(...counts));
}

/** The number of an answer as text: of a probability two decimals, of a quantity four digits. */
export function answerText({ target }: Pick<TableDescription, "target">) {
  return (value: number) => target.kind === "class" ? value.toFixed(2) : fourDigits(value);
}

/** Of what the contributions are, in words. */
export function answerWords({ target }: Pick<TableDescription, "target">): string {
  return target.kind === "class" ? "the probability of the answered class" : "the answer";
}

/** The explanation for people: paragraphs. */
export function explanationTexts(
  { rows, of, columns, pairs, dependence }: ModelExplanation,
  description: TableDescription,
): string[] {
  const text = answerText(description);
  const small = (value: number) => fourDigits(Number(value.toPrecision(2)));
  return [
    `What the columns add to ${answerWords(description)}: the mean absolute Shapley value, on ${rows} rows\n\n` +
    table([
      ["column", "adds or takes"],
      ...columns.map(({ column, contribution }) => [column, small(contribution)]),
    ]),
    ...pairs.length === 0 ? [] : [
      "Pairs of columns that act together: the mean absolute Shapley interaction\n\n" +
      table([
        ["pair", "interaction"],
        ...pairs.map(({ columns, interaction }) => [columns.join(" × "), small(interaction)]),
      ]),
    ],
    ...dependence.map(({ column, values }) =>
      `${of} by ${column}: the mean answer with this value in all rows, and between what eight of ten answers are\n\n` +
      table([
        [column, "mean", "from", "to"],
        ...values.map(({ value, mean, low, high }) => [value, ...[mean, low, high].map(text)]),
      ])
    ),
  ];
}
