/**
 * Drift: how far the distributions of new rows are from those of the training data, by the population stability index
 * PSI = Σ (q − p) ln (q / p) over bins, where p and q are the shares then and now (Lewis 1994, “An Introduction to Credit
 * Scoring”; the sum of both Kullback–Leibler divergences). Below 0.1 it is usually read as no drift, from 0.25 as a large one
 * (Siddiqi 2006, “Credit Risk Scorecards”).
 *
 * Numbers and dates have at most 10 bins, between quantiles of the training data. Texts have one each if at least 1 % of the
 * training rows have them, at most 20; other known texts share one. Missing values have a bin, and so have unknown texts, or
 * cells that are neither numbers nor dates.
 *
 * Later rows have later dates and higher running numbers, which is not drift: all their values share a bin, beside missing and
 * unread ones, and their ranges are given. @module
 */

import { log } from "../../numerics/elementary.ts";
import type { NamedAnswer } from "../../problem/answers.ts";
import {
  type CellValue,
  type ColumnDistribution,
  ValueCounts,
  type ValueKind,
  type ValueRange,
} from "./distribution.ts";
import { type Distributions, yesOrNo } from "./distributions.ts";

const { sqrt } = Math;

/** From this index on there is some drift. */
export const SOME_DRIFT = 0.1;

/** From this index on there is a large drift. */
export const LARGE_DRIFT = 0.25;

/** The quantile of the normal distribution at 99 %. */
const Z_99 = 2.326348;

/** Added to each count, so that no share is 0. */
const PSEUDO_COUNT = 0.5;

/** How the index of a column is read. An index that chance alone would exceed in 1 of 100 samples is none. */
export type DriftReading = "none" | "some" | "large";

/** The shares of values that are counted so, of all counted rows. */
export type Shares = Pick<ColumnDistribution, "counts" | "missing" | "unread">;

/** The drift of a column, or of an output. */
export interface ColumnDrift extends Pick<ColumnDistribution, "name" | "edges" | "levels"> {
  /** What its values are. */
  readonly kind: ValueKind;
  /** The population stability index; missing and unread values are bins too. `null` without rows. */
  readonly psi: number | null;
  /** The index that rows like the training data exceed by chance in 1 of 100 samples of as many rows. */
  readonly chance: number | null;
  /** How the index is read. */
  readonly reading: DriftReading;
  /** Of dates and running numbers: the least and the largest, in the training data if its file has them, and now if there are any. */
  readonly range?: {
    readonly then: ValueRange | undefined;
    readonly now: ValueRange | undefined;
  };
  /** The shares in the training data. */
  readonly then: Shares;
  /** The shares now. */
  readonly now: Shares;
}

/** The drift of rows since training. */
export interface Drift {
  /** How many rows were counted. */
  readonly rows: number;
  /** Rows that got no prediction. */
  readonly unanswered: number;
  /** Rows that are unlike the training data. */
  readonly novel: number;
  /** Each column, in the order of the table. */
  readonly columns: readonly ColumnDrift[];
  /** Each output: the predicted classes, the labels answered with yes, or the quantities. */
  readonly answers: readonly ColumnDrift[];
}

/** What of a prediction is counted. */
export interface CountedPrediction extends Pick<NamedAnswer, "label" | "values"> {
  /** What is remarkable about the row: `novel` ones are counted. */
  readonly remarks: readonly { readonly kind: string }[];
}

/** What is asked of a table's column. */
export interface CountedColumn {
  /** Its name. */
  readonly name: string;
  /** Whether rows were split by it among others. */
  readonly ofGroup?: true;
}

/**
 * Counts rows one after the other, for their drift since training. It keeps counts only: as many rows as there are.
 *
 * @example
 * ```ts
 * import { DriftCounter } from "@inkling/inkling/drift";
 * import { assertEquals } from "@std/assert";
 *
 * const age = { name: "age", kind: "number", edges: [30], counts: [50, 50], missing: 0, unread: 0 } as const;
 * const counter = new DriftCounter({ version: 1, rows: 100, columns: [age], answered: 0, answers: [] });
 * for (let row = 0; row < 100; row++) counter.add([row < 90 ? 44 : 22]); // values as `new CellValues(table)` reads them
 * const { columns: [drift] } = counter.result();
 * assertEquals(drift!.reading, "large");
 * ```
 */
export class DriftCounter {
  readonly #distributions: Distributions;
  readonly #columns: readonly ValueCounts[];
  readonly #answers: readonly ValueCounts[];
  readonly #groups: readonly string[];
  #rows = 0;
  #answered = 0;
  #unanswered = 0;
  #novel = 0;

  /**
   * Starts to count.
   * @param distributions of the training data, as a model file has them
   * @param columns of the table: those that name the groups that rows were split by have other values in new rows, which is not drift
   */
  constructor(distributions: Distributions, columns: readonly CountedColumn[] = []) {
    this.#distributions = distributions;
    this.#groups = columns.filter(({ ofGroup }) => ofGroup).map(({ name }) => name);
    this.#columns = distributions.columns.map((column) => new ValueCounts(column));
    this.#answers = distributions.answers.map((answer) => new ValueCounts(answer));
  }

  /**
   * Counts a row.
   * @param values a value for each column of the distributions
   * @param prediction its prediction, if there was one to be made
   */
  add(values: readonly CellValue[], prediction?: CountedPrediction): void {
    this.#rows++;
    for (const [c, column] of this.#columns.entries()) column.add(values[c]);
    if (prediction === undefined) return;
    const { label, values: outputs, remarks } = prediction;
    if (remarks.some(({ kind }) => kind === "novel")) this.#novel++;
    if (Object.keys(outputs).length === 0) {
      this.#unanswered++;
      return;
    }
    this.#answered++;
    for (const [k, { name, kind, levels }] of this.#distributions.answers.entries()) {
      const value = kind !== "category" ? outputs[name] : classOf(label) ?? yesOrNo(outputs[name]!);
      this.#answers[k]!.add(levels === undefined || value !== undefined ? value : null);
    }
  }

  /** The drift of the rows so far. */
  result(): Drift {
    const { columns, answers, rows, answered } = this.#distributions;
    const drift =
      (counts: readonly ValueCounts[], now: number, of: number) =>
      (then: ColumnDistribution, k: number): ColumnDrift => {
        const { name, kind, edges, levels } = then;
        const { found, range } = counts[k]!;
        const isLater = kind === "date" || then.range !== undefined; // files of earlier versions have dates without it
        const bins = this.#groups.includes(name) ? allTexts : isLater ? allInOne : binsIn;
        return {
          name,
          kind,
          ...edges && { edges },
          ...levels && { levels },
          ...isLater && { range: { then: then.range, now: range } },
          ...stabilityOf(bins(then), bins(found)),
          then: sharesOf(then, of),
          now: sharesOf(found, now),
        };
      };
    return {
      rows: this.#rows,
      unanswered: this.#unanswered,
      novel: this.#novel,
      columns: columns.map(drift(this.#columns, this.#rows, rows)),
      answers: answers.map(drift(this.#answers, this.#answered, answered)),
    };
  }
}

function classOf(label: CountedPrediction["label"]): string | undefined {
  return label === undefined ? undefined : String(label);
}

/**
 * The population stability index of counts, and the one that chance alone exceeds in 1 of 100 samples: if both are of one
 * distribution, the index over 1/n + 1/m is of χ² with bins − 1 degrees of freedom (Yurdakul and Naranjo 2020, “Statistical
 * properties of the population stability index”), whose quantile is Wilson and Hilferty's (1931). Bins that are empty in both
 * do not count; half a count is added to each of the others.
 * @param then [bins]
 * @param now [bins]
 */
export function stabilityOf(
  then: readonly number[],
  now: readonly number[],
): Pick<ColumnDrift, "psi" | "chance" | "reading"> {
  const bins = [...then.keys()].filter((k) => then[k]! + now[k]! > 0);
  const totals = [then, now].map((counts) => counts.reduce((sum, count) => sum + count, 0));
  const [before, rows] = totals as [number, number];
  if (before === 0 || rows === 0) return { psi: null, chance: null, reading: "none" };
  let psi = 0;
  for (const k of bins) {
    const [p, q] = [[then[k]!, before], [now[k]!, rows]].map(([count, total]) =>
      (count! + PSEUDO_COUNT) / (total! + PSEUDO_COUNT * bins.length)
    ) as [number, number];
    psi += (q - p) * log(q / p);
  }
  const chance = bins.length < 2 ? 0 : chiSquareQuantile(bins.length - 1) * (1 / before + 1 / rows);
  const isDrift = psi >= SOME_DRIFT && psi > chance;
  return { psi, chance, reading: !isDrift ? "none" : psi >= LARGE_DRIFT ? "large" : "some" };
}

/** The quantile of χ² at 99 % (Wilson and Hilferty 1931, “The distribution of chi-square”). */
function chiSquareQuantile(degrees: number): number {
  const part = 2 / (9 * degrees);
  const root = 1 - part + Z_99 * sqrt(part);
  return degrees * root * root * root;
}

function binsIn({ counts, missing, unread }: Shares): number[] {
  return [...counts, missing, unread];
}

/** Values in one bin, beside missing and unread ones. */
function allInOne({ counts, missing, unread }: Shares): number[] {
  return [counts.reduce((sum, count) => sum + count, 0), missing, unread];
}

/** Known and unknown texts in one bin, beside missing values. */
function allTexts({ counts, missing, unread }: Shares): number[] {
  return [counts.reduce((sum, count) => sum + count, unread), missing];
}

function sharesOf({ counts, missing, unread }: Shares, rows: number): Shares {
  const share = (count: number) => rows === 0 ? 0 : count / rows;
  return { counts: counts.map(share), missing: share(missing), unread: share(unread) };
}
