/**
 * For notebooks (`deno jupyter`) and for the cells of the course: networks, data sets and training, drawn as in reports.
 *
 * After this import, a cell draws its last value if that is a network, a data set, a history or an evaluation.
 * {@linkcode show} draws more than one, and pictures.
 *
 * @example
 * ```ts
 * import { Dataset, Network } from "@inkling/inkling";
 * import { show } from "@inkling/inkling/notebook";
 *
 * const data = Dataset.from({ inputs: [[0, 1], [1, 0]], labels: ["a", "b"] });
 * show(data, new Network([2, 3, 2]));
 * ```
 *
 * @module
 */

export { check, weightsHash } from "./exercise.ts";
export { loadDigits } from "./load_digits.ts";
export { type Display, show, type Shown } from "./show.ts";
