/** The sentences of numbers, each pinned once. */

import { RandomStream } from "../../lib/numerics/random.ts";
import { Standardization } from "../../lib/numerics/standardization.ts";
import { pinnedIn } from "../helpers/pinned.ts";
import texts from "./messages.txt" with { type: "text" };

const pin = pinnedIn(import.meta.url, texts);

pin("numbers", [
  () => new RandomStream(-1, "weights"),
  () => new Standardization({ means: [1], deviations: [0] }),
  () => Standardization.of(new Float32Array(), 2),
]);
