/** When rows of a level are taken to predict each other: thresholds that a study of 1,000 draws checked, see `docs/lab/experiments.md`. @module */

import type { HeldOutResult } from "./held_out.ts";

/** The fall of R² from which on rows are split by levels or time, and from which on it is named. */
export const [MIN_SPLIT, MIN_NAMED] = [0.05, 0.03];

/** The least distance from the chance of partitions, in standard deviations. */
export const MIN_Z = 4;

/** The fewest levels that rows are split by. */
export const MIN_LEVELS = 10;

/** What levels are of: a column of texts or ids, two columns that are a key, other numbers, or an order. */
export type LevelKind = "entity" | "key" | "number" | "order";

/**
 * Whether two tests pass: the difference is beyond the chance of partitions, and beyond that of levels. The first alone would
 * pass for a harmless column where one extreme level cannot be extrapolated to.
 */
export function isSure({ z, t }: Pick<HeldOutResult, "z" | "t">, kind: LevelKind): boolean {
  if (kind === "number" || kind === "key") return z >= MIN_Z && t >= 3;
  return z >= MIN_Z && t >= 2.5 || kind === "entity" && z >= 7 && t >= 2;
}

/** Names that people and programs give to a column of persons, firms or things that come again. */
const ENTITIES = [
  /(?:^|[_.\s])(?:id|nr|no|code|key)s?$/i,
  /(?:^|[_.\s])(?:subject|patient|person|customer|client|user|member|household|family)s?$/i,
  /(?:^|[_.\s])(?:worker|employee|firm|company|school|class|clinic|hospital|site)s?$/i,
  /(?:^|[_.\s])(?:station|device|machine|sensor|vehicle|state|county|country)s?$/i,
  /[a-z](?:I[dD]|Nr|No)$/,
  /^(?:pat|cust|user|person|town|house)_?(?:id|nr|no)$/i,
];

/** Whether a column of numbers is named like one of ids. */
export function isNamedAsEntity(name: string): boolean {
  return ENTITIES.some((pattern) => pattern.test(name));
}
