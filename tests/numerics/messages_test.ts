/** The sentences of numbers, each pinned once. */

import { RandomStream } from "../../lib/numerics/random.ts";
import { Standardization } from "../../lib/numerics/standardization.ts";
import { testMessages } from "../helpers/says.ts";

testMessages("numbers", {
  RangeError: {
    "Cannot use -1 as a seed: expected a whole number from 0 to 2^53 - 1": () =>
      new RandomStream(-1, "weights"),
    [
      "Cannot standardize features with these means and deviations: expected as many " +
      "finite numbers of both, and deviations above 0"
    ]: () => new Standardization({ means: [1], deviations: [0] }),
    "Cannot standardize a data set of no examples": () => Standardization.of(new Float32Array(), 2),
  },
});
