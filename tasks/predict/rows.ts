/** What networks say of the rows of a table and of the examples of an array, as cells of CSV and as JSON. @module */

import type { Caution } from "../../lib/evaluate/caution.ts";
import type { Interval } from "../../lib/table_network/answers.ts";
import { cellsWithout, classCells } from "./csv.ts";
import { perClass } from "./text.ts";

/** A quantity in its unit, to the digits that are told, and between what it is. */
export interface QuantityAnswer {
  readonly name: string;
  readonly value: number;
  /** `undefined` where nothing says between what. */
  readonly ends: Interval | undefined;
}

/** The class, or the labels, of a row. */
export interface ClassAnswer {
  /** The name of the class; of several labels the names of all that it has. */
  readonly prediction: string | readonly string[];
  /** The output layer as it is. */
  readonly outputs: readonly number[];
}

/** An answer, and what to be careful about. */
export interface AnsweredResult extends Caution {
  readonly answer: ClassAnswer | readonly QuantityAnswer[];
  /** What to be careful about in a few words; empty if there is nothing. */
  readonly caution: string;
  /** The column of a table by which a row is most unlike the training data. */
  readonly unfamiliarColumn?: string | undefined;
}

/** What is said of a row: an answer, or why there is none. */
export type RowResult = AnsweredResult | { readonly problem: string };

/** Results, each with what tells its row from others in JSON. */
export interface ResultBatch {
  readonly results: readonly RowResult[];
  /** Such as the number of its line. */
  readonly keys: readonly object[];
}

/**
 * The cells of a result.
 *
 * @param columns how many there are, that of what to be careful about among them
 */
export function cellsOf(result: RowResult, columns: number): string[] {
  if ("problem" in result) return cellsWithout(columns, result.problem);
  const { answer, caution } = result;
  const cells = isOfClass(answer)
    ? classCells([answer.prediction].flat().join(" "), perClass(answer.outputs))
    : answer.flatMap(({ value, ends }) =>
      (ends === undefined ? [value] : [value, ends.low, ends.high]).map(String)
    );
  return [...cells, caution];
}

/**
 * One JSON object: what holds of all rows, and `rows` with a line for each, so that it is never in memory as a whole.
 *
 * @param head what holds of all rows; at least one key
 * @param probabilities whether the outputs are such
 */
export async function* asJson(
  head: object,
  batches: AsyncIterable<ResultBatch>,
  probabilities: boolean,
): AsyncGenerator<string, void, void> {
  const start = `${JSON.stringify(head).slice(0, -1)},"rows":[\n`;
  let before = start;
  for await (const { results, keys } of batches) {
    if (results.length === 0) continue;
    const rows = results.map((result, r) =>
      JSON.stringify({ ...keys[r], ...inJson(result, probabilities) })
    );
    yield before + rows.join(",\n");
    before = ",\n";
  }
  yield before === start ? `${start}]}\n` : "\n]}\n";
}

function inJson(result: RowResult, probabilities: boolean): object {
  if ("problem" in result) return { error: result.problem };
  const { answer, unsure, unfamiliar, unfamiliarColumn } = result;
  const caution = { unsure, unfamiliar, unfamiliarColumn };
  if (isOfClass(answer)) {
    const { prediction, outputs } = answer;
    return { prediction, [probabilities ? "probabilities" : "outputs"]: outputs, ...caution };
  }
  const byName = (of: (quantity: QuantityAnswer) => number | undefined) =>
    Object.fromEntries(answer.map((quantity) => [quantity.name, of(quantity)]));
  const ends = answer.some(({ ends }) => ends !== undefined) &&
    { low: byName(({ ends }) => ends?.low), high: byName(({ ends }) => ends?.high) };
  return { prediction: byName(({ value }) => value), ...ends, ...caution };
}

function isOfClass(answer: AnsweredResult["answer"]): answer is ClassAnswer {
  return "prediction" in answer;
}

/**
 * A quantity as it is told: to seven digits, or to as many as a hundred-thousandth of the deviation takes.
 *
 * @param ends between what it is
 * @param deviation of the training data
 */
export function quantityAnswer(
  name: string,
  value: number,
  ends: Interval | undefined,
  deviation?: number,
): QuantityAnswer {
  const told = (number: number) => inDigits(number, deviation);
  return { name, value: told(value), ends: ends && { low: told(ends.low), high: told(ends.high) } };
}

function inDigits(value: number, deviation = Infinity): number {
  const place = (number: number) => Math.floor(Math.log10(Math.abs(number)));
  const digits = Math.max(7, place(value) - place(deviation) + 6);
  return Number(value.toPrecision(Math.min(digits, 17) || 7));
}
