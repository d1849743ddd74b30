/** The scripts of a chapter: all elements, defined. @module */

import { InkBoundary } from "./boundary.ts";
import { InkCurves } from "./curves.ts";
import { InkGradients } from "./gradients.ts";
import { InkSaturation } from "./saturation.ts";
import { InkSurface } from "./surface.ts";
import { InkWeights } from "./weights.ts";

const ELEMENTS: Readonly<Record<string, CustomElementConstructor>> = {
  "ink-boundary": InkBoundary,
  "ink-curves": InkCurves,
  "ink-gradients": InkGradients,
  "ink-saturation": InkSaturation,
  "ink-surface": InkSurface,
  "ink-weights": InkWeights,
};

for (const [name, element] of Object.entries(ELEMENTS)) {
  if (customElements.get(name) === undefined) customElements.define(name, element);
}
