/** What is reported of rows that belong together, in sentences. @module */

import { quoted } from "../../checks/texts.ts";
import type { OptionText } from "../columns/options.ts";
import type { Relation } from "./relations.ts";

/** A sentence or two on a relation: what was found, what follows, and the option that changes it. */
export function relationText(relation: Relation, option: OptionText): string {
  const { kind, columns, levels, isSplit } = relation;
  const [random, others] = scoresOf(relation);
  const [first = ""] = columns;
  const names = columns.map(quoted).join(" and ");
  if (kind === "time") {
    return isSplit
      ? `Test on the latest rows by ${names}: ${random} for random rows, ${others} for those after ` +
        `the training rows. ${option("split", "random")} ignores this.`
      : `${names} counts: ${random} for random rows, ${others} for later ones. ` +
        `${option("splitAfter", first)} tests on the latest.`;
  }
  if (kind === "order") {
    const found = "rows that follow each other in the file predict each other";
    const scores = `${random} for random rows, ${others} for others`;
    return isSplit
      ? `Test on the last rows of the file: ${found}, as rows of one day or one person do ` +
        `(${scores}). ${option("split", "random")} ignores this.`
      : `Maybe ${found}: ${scores}. ${option("split", "order")} tests on the last.`;
  }
  if (isSplit) {
    const like = kind === "key" ? ", as rows of one person do" : "";
    return `Split by ${names}: rows with the same ${names} predict each other${like} (${random}, ` +
      `for new ones ${others}). ${option("split", "random")} ignores this.`;
  }
  if (kind === "fewLevels") {
    return `${names} has ${levels} values, too few to test on new ones: ${random} for these, ` +
      `${others} for new ones. ${option("splitBy", first)} tests on new ones.`;
  }
  const scores = `${random} for the ${levels} in the table, about ${others} for new ones`;
  if (kind === "key") {
    return `Rows with the same ${names} predict each other: ${scores}. ` +
      `${option("splitBy", ...columns)} keeps them together.`;
  }
  return `${names} counts: ${scores}. If new ones come, use ${option("splitBy", first)}.`;
}

/** Accuracy for classes if it falls, and otherwise R²; the second one without its name. */
function scoresOf({ random, heldOut }: Relation): readonly [random: string, heldOut: string] {
  if (random.accuracy !== undefined && random.accuracy > heldOut.accuracy!) {
    return [`accuracy ${percent(random.accuracy)}`, percent(heldOut.accuracy!)];
  }
  return [`R² ${random.r2.toFixed(2)}`, heldOut.r2 >= 0.005 ? heldOut.r2.toFixed(2) : "none"];
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`;
}
