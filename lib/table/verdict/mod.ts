/** How good a model is beside simpler ones, and what makes that doubtful. @module */

export { type IndependentDifference, independentDifference } from "./independent.ts";
export { type Truth, truthOf } from "./truth.ts";
export { smallTestText } from "./verdict.ts";
