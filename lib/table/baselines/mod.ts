/**
 * What a network is compared with on a table: the best constant answer, the last known value, and gradient boosted trees.
 *
 * @module
 */

export { constantAnswer, constantPhrase, persistence, persistencePhrase } from "./constant.ts";
