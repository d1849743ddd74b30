/** The scripts of a chapter: all elements, defined. @module */

import { InkBoundary } from "./boundary.ts";
import { InkCurves } from "./curves.ts";
import { InkGradients } from "./gradients.ts";
import { InkSaturation } from "./saturation.ts";
import { InkSurface } from "./surface.ts";
import { InkWeights } from "./weights.ts";

customElements.define("ink-boundary", InkBoundary);
customElements.define("ink-curves", InkCurves);
customElements.define("ink-gradients", InkGradients);
customElements.define("ink-saturation", InkSaturation);
customElements.define("ink-surface", InkSurface);
customElements.define("ink-weights", InkWeights);
