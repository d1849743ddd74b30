/** The meaning of networks' outputs: a class, several labels, or quantities. @module */

import type { QuantityScale } from "../../../lib/problem/quantities.ts";
import { entryOf, userDatasetOf } from "../../../lib/config/user_data.ts";
import { mnist } from "../../../lib/digits/mnist.ts";
import type { Ensemble } from "../../../lib/ensemble.ts";
import type { PredictionIntervals } from "../../../lib/measure/intervals.ts";
import { parseMetadata } from "../../../lib/measure/metadata.ts";
import { problemOfKind, problemOfOutputs } from "../../../lib/problem.ts";
import type { Problem } from "../../../lib/problem/contract.ts";
import type { Decision } from "../../../lib/measure/decide/decide.ts";
import {
  type Answerer,
  answerer,
  type AnswererFacts,
} from "../../../lib/measure/answer/answerer.ts";
import { numbered } from "../problem/numbered.ts";
import type { PredictionFacts } from "../problem/predictions.ts";
import { decisionOfRuns } from "../../run/saved_decision.ts";
import type { OpenNetwork } from "../../run/open_network.ts";
import { inFile } from "../../run/run_folder.ts";

/** The meaning of outputs. */
export interface Answers extends PredictionFacts {
  readonly problem: Problem;
  /** The quantities, if the outputs are standardized quantities. */
  readonly quantities: readonly QuantityScale[] | undefined;
  /** What one network decides by its probabilities; several decide nothing. */
  readonly decision: Decision | undefined;
}

/** The meaning of the outputs of networks that learned from the same data. */
export function answersOf(
  opened: readonly OpenNetwork[],
  { predictsClasses: areProbabilities }: Pick<Ensemble, "predictsClasses">,
): Answers {
  const [first] = opened as [OpenNetwork];
  const { network, labels, target } = first;
  const dataset = datasetOf(first);
  const quantities = target?.quantities ?? first.quantities;
  const intervals = widest(opened.map((network) => metadataOf(network).intervals));
  const kind = userDatasetOf(dataset)?.kind;
  const classNames = network.classNames ?? entryOf(dataset)?.classes;
  const facts = { areProbabilities, quantities, intervals };
  const problem = target?.problem ??
    (kind === undefined ? problemOfOutputs({ labels, classNames, ...facts }) : problemOfKind(kind));
  const names = labels ?? target?.outputNames ?? classNames ??
    quantities?.map(({ name }) => name) ??
    numbered(problem, network.sizes.at(-1)!);
  const decision = decisionOfRuns(opened);
  const { labels: typed } = target ?? {};
  return { problem, names, labels: typed, ofTable: target !== undefined, decision, ...facts };
}

/** Answers inputs that are no rows of a table; what is decided of their labels, is not decided here. */
export function answererOf(
  { problem, names, areProbabilities, quantities, intervals }: Answers,
  detector: AnswererFacts["detector"],
): Answerer {
  const facts = { areProbabilities, quantities, intervals, detector };
  return answerer({ ...facts, problem: problem.name, names });
}

/** What the metadata in the file of a network hold for answers. */
export function metadataOf(opened: OpenNetwork) {
  const { path, metadata, network } = opened;
  return inFile(path, () => ({
    ...parseMetadata(metadata, network),
    decision: decisionOfRuns([opened]),
  }));
}

/** The data set that a network learned from; MNIST, if its weights name nothing. */
export function datasetOf(
  { dataset, table, input }: Pick<OpenNetwork, "dataset" | "table" | "input">,
): OpenNetwork["dataset"] {
  return dataset ?? ((table ?? input) === undefined ? mnist.name : undefined);
}

/** The widest intervals of several networks; none if one has none. */
function widest(
  all: readonly (PredictionIntervals | undefined)[],
): PredictionIntervals | undefined {
  return all.reduce((a, b) =>
    a && b && {
      coverage: Math.min(a.coverage, b.coverage),
      halfWidths: a.halfWidths.map((half, k) => Math.max(half, b.halfWidths[k]!)),
    }
  );
}
