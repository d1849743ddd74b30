/** The answers to rows of a table in reports: a probability, or a quantity. @module */

import type { TableDescription } from "../../../../lib/table/columns/columns.ts";
import { fourDigits } from "../../../cli/format.ts";

/** The number of an answer as text: of a probability two decimals, of a quantity four digits. */
export function answerText({ target }: Pick<TableDescription, "target">) {
  return (value: number) => target.kind === "class" ? value.toFixed(2) : fourDigits(value);
}

/** How far an answer is moved, as text: a probability with three decimals. */
export function amountText({ target }: Pick<TableDescription, "target">) {
  return (value: number) => target.kind === "class" ? value.toFixed(3) : fourDigits(value);
}

/** Of what the contributions are, in words. */
export function answerWords({ target }: Pick<TableDescription, "target">): string {
  return target.kind === "class" ? "the probability of the predicted class" : "the prediction";
}
