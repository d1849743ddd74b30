/** The functions of networks, and how many networks there are, in words for the terminal and reports. @module */

import type { Config } from "../../lib/config.ts";
import { weightDecaysOf } from "../../lib/config/recipe.ts";
import type { FamilySummary } from "./run_folder.ts";

/** The cost functions in words, by their keys in files. */
const COSTS: { readonly [key: string]: string } = {
  quadratic: "quadratic cost",
  crossEntropy: "cross-entropy",
  logLikelihood: "log loss",
};

/** A cost function in words. */
export function costName(key: string): string {
  return COSTS[key] ?? key;
}

/** `relu, softmax outputs, log loss`; a network without hidden layers has only the last two. */
export function functionsOf(
  { sizes, activation, outputActivation, cost }: Pick<
    Config,
    "sizes" | "activation" | "outputActivation" | "cost"
  >,
): string {
  const hidden = sizes.length > 2 ? [activation] : [];
  return [...hidden, `${outputActivation} outputs`, costName(cost)].join(", ");
}

/**
 * How many networks of a run over folds were trained, are kept, and answer; a sentence without a full stop. By the second
 * recipe the number of those trained depends on the first fold.
 */
export function networksText(
  families: readonly FamilySummary[],
  { optimizer, recipe = 1 }: Pick<Config, "optimizer" | "recipe">,
): string {
  const isLinear = ({ name }: FamilySummary) => name === "linear";
  const others = families.filter((family) => !isLinear(family));
  const countOf = (some: readonly FamilySummary[]) =>
    some.reduce((sum, { members }) => sum + members, 0);
  const kept = countOf(others);
  const trained = kept * weightDecaysOf(optimizer).length;
  const answering = countOf(others.filter(({ weight }) => weight > 0));
  const saved = recipe === 1
    ? `${trained} networks were trained and ${kept} saved`
    : `${kept} networks are saved`;
  const use = answering === kept
    ? "all of them make the predictions"
    : `of which ${answering} make the predictions`;
  return `${saved}${answering === kept ? "; " : ", "}${use}; ` +
    `${countOf(families.filter(isLinear))} linear models are saved for comparison`;
}
