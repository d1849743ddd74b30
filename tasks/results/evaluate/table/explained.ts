/** What a model makes of the columns of a table: their contributions, pairs that act together, partial dependence. @module */

import type { Dataset } from "../../../../lib/dataset.ts";
import { rarerClass } from "../../../../lib/measure/metric/answered.ts";
import { rulesOf } from "../../../../lib/table/columns/target.ts";
import { answersForEach } from "../../../../lib/table/explain/summary.ts";
import { type ModelExplanation, RowExplainer } from "../../../../lib/table/model/explain.ts";

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
 * @returns `undefined` of too large a model, and of one without distributions
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
function explainedOutput({ labels, classes, weights }: Dataset): number {
  if (classes === 0) return 0;
  if (classes === 2) return rarerClass(labels, weights);
  const counts = new Array<number>(classes).fill(0);
  for (const label of labels) counts[label]!++;
  return counts.indexOf(Math.max(...counts));
}
