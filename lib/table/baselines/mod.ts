/**
 * What a network is compared with on a table: the best constant answer, the last known value, and gradient boosted trees.
 *
 * @module
 */

export { constantAnswer, constantPhrase } from "./constant.ts";
export { persistence, persistencePhrase } from "./persistence.ts";
