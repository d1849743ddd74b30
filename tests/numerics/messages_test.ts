/** The sentences of numbers, each pinned once. */

import { RandomStream } from "../../lib/numerics/random.ts";
import { Standardization } from "../../lib/numerics/standardization.ts";
import { each, pinnedIn } from "../helpers/pinned.ts";
import texts from "./messages.txt" with { type: "text" };

const pin = pinnedIn(import.meta.url, texts);

pin("numbers", [
  ...each("a seed of", [-1, 0.5, NaN, 2 ** 53], (seed) => new RandomStream(seed, "weights")),
  () => new Standardization({ means: [1], deviations: [0] }),
  () => Standardization.of(new Float32Array(), 2),
]);
