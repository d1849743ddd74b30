/** The option of training by which each epoch shows its layers: loaded only where it is asked for. @module */

import { observer } from "../../lib/train/mod.ts";

export const observe = observer(["gradientNorms", "weightNorms", "activations"]);
