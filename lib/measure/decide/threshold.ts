/** From which probability on the answer is yes, where one mistake costs more than the other. @module */

const { abs } = Math;

/** What the two mistakes cost, in any unit. */
export interface MistakeCosts {
  /** Of a yes to a row that is none. */
  readonly falseAlarm: number;
  /** Of a no to a row that is one. */
  readonly miss: number;
}

export interface Mistakes {
  readonly falseAlarms: number;
  readonly misses: number;
}

/**
 * The threshold of least expected cost where probabilities hold: c₁ / (c₁ + c₂) (Elkan 2001, “The Foundations of
 * Cost-Sensitive Learning”, section 2).
 * @throws {RangeError} if a cost is not a number above 0
 */
export function expectedThreshold(costs: MistakeCosts): number {
  const { falseAlarm, miss } = costs;
  if (!(falseAlarm > 0 && miss > 0 && falseAlarm + miss < Infinity)) {
    throw new RangeError(
      `Cannot choose a threshold: expected costs above 0, got ${falseAlarm} of a false alarm and ` +
        `${miss} of a miss`,
    );
  }
  return falseAlarm / (falseAlarm + miss);
}

/**
 * The threshold that costs least on rows (Sheng and Ling 2006, “Thresholding for Making Classifiers Cost-sensitive”): one of
 * their scores, or Infinity for never; of equals the one nearest to {@linkcode expectedThreshold}.
 * @param scores [rows] the probability of yes
 * @param positives [rows] whether each row is one
 * @param rows which rows decide; all of them if left out
 * @param weights [rows] How much each counts. Default: 1 each
 * @throws {RangeError} if a cost is not a number above 0
 */
export function fitThreshold(
  scores: ArrayLike<number>,
  positives: ArrayLike<boolean>,
  costs: MistakeCosts,
  rows: ArrayLike<number> = Array.from(scores, (_, row) => row),
  weights: ArrayLike<number> | undefined = undefined,
): number {
  const expected = expectedThreshold(costs);
  const order = Array.from(rows).sort((a, b) => scores[b]! - scores[a]!);
  const weightOf = (row: number) => weights?.[row] ?? 1;
  let [falseAlarms, misses] = [0, 0];
  for (const row of order) if (positives[row]) misses += weightOf(row);
  let [best, least] = [Infinity, misses * costs.miss];
  for (const [k, row] of order.entries()) {
    const score = scores[row]!;
    if (positives[row]) misses -= weightOf(row);
    else falseAlarms += weightOf(row);
    const next = order[k + 1];
    if (next !== undefined && scores[next] === score) continue; // equals get the same answer
    const cost = costOf({ falseAlarms, misses }, costs);
    const isNearer = abs(score - expected) < abs(best - expected);
    if (cost < least || cost === least && isNearer) [best, least] = [score, cost];
  }
  return best;
}

export function costOf({ falseAlarms, misses }: Mistakes, costs: MistakeCosts): number {
  return falseAlarms * costs.falseAlarm + misses * costs.miss;
}

/** @param threshold of each row */
export function mistakesAt(
  scores: ArrayLike<number>,
  positives: ArrayLike<boolean>,
  threshold: (row: number) => number,
): Mistakes {
  let [falseAlarms, misses] = [0, 0];
  for (let row = 0; row < scores.length; row++) {
    const isYes = scores[row]! >= threshold(row);
    if (isYes && !positives[row]) falseAlarms++;
    if (!isYes && positives[row]) misses++;
  }
  return { falseAlarms, misses };
}

/** @param threshold of each row */
export function rowCosts(
  scores: ArrayLike<number>,
  positives: ArrayLike<boolean>,
  { falseAlarm, miss }: MistakeCosts,
  threshold: (row: number) => number,
): Float64Array {
  return Float64Array.from(scores, (score, row) => {
    const isYes = score >= threshold(row);
    return isYes === positives[row] ? 0 : isYes ? falseAlarm : miss;
  });
}
