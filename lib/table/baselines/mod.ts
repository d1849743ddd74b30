/**
 * What a network is compared with on a table: the best constant answer, and gradient boosted trees.
 *
 * @module
 */

export { constantAnswer, constantPhrase } from "./constant.ts";
