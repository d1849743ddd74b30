/** The functions of a network in words, for the terminal and reports. @module */

import type { Config } from "../../lib/config/mod.ts";

/** `relu, softmax outputs, logLikelihood cost`; a network without hidden layers has only the last two. */
export function functionsOf(
  { sizes, activation, outputActivation, cost }: Pick<
    Config,
    "sizes" | "activation" | "outputActivation" | "cost"
  >,
): string {
  const hidden = sizes.length > 2 ? [activation] : [];
  return [...hidden, `${outputActivation} outputs`, `${cost} cost`].join(", ");
}
