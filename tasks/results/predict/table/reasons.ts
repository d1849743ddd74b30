/** Why a row was answered so, in a cell of CSV. @module */

import type { Explanation } from "../../../../lib/table/model/explanation.ts";
import { fourDigits } from "../../../cli/format.ts";

/** The most columns that are named. */
const MAX_REASONS = 3;

/**
 * The answer, the columns that add or take most of it, and the mean answer that they are added to:
 * `returned 0.81: price +0.21, article +0.12, delivered −0.05 (base 0.38)`.
 * @param isProbability whether it is one, which has two decimals, and no quantity
 */
export function reasonsText(explanation: Explanation, isProbability: boolean): string {
  const { of, answer, base, contributions } = explanation;
  const text = (value: number) => isProbability ? value.toFixed(2) : fourDigits(value);
  const reasons = contributions.slice(0, MAX_REASONS).flatMap(({ column, contribution }) => {
    const size = text(Math.abs(contribution));
    return Number(size) === 0 ? [] : [`${column} ${contribution < 0 ? "\u2212" : "+"}${size}`];
  });
  const why = reasons.length === 0 ? "" : `: ${reasons.join(", ")}`;
  return `${of} ${text(answer)}${why} (base ${text(base)})`;
}
