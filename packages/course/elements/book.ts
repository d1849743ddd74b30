/** The scripts of a chapter: all elements, defined. @module */

import { InkBackprop } from "./backprop.ts";
import { InkBoundary } from "./boundary.ts";
import { InkCell } from "./cell.ts";
import { InkCurves } from "./curves.ts";
import { InkDeformed } from "./deformed.ts";
import { InkExercise, showProgress } from "./exercise.ts";
import { InkGradients } from "./gradients.ts";
import { InkNetwork } from "./network.ts";
import { InkNeuron } from "./neuron.ts";
import { InkSaturation } from "./saturation.ts";
import { InkSurface } from "./surface.ts";
import { InkWeights } from "./weights.ts";
import { InkWishes } from "./wishes.ts";

const ELEMENTS: Readonly<Record<string, CustomElementConstructor>> = {
  "ink-backprop": InkBackprop,
  "ink-boundary": InkBoundary,
  "ink-cell": InkCell,
  "ink-curves": InkCurves,
  "ink-deformed": InkDeformed,
  "ink-exercise": InkExercise,
  "ink-gradients": InkGradients,
  "ink-network": InkNetwork,
  "ink-neuron": InkNeuron,
  "ink-saturation": InkSaturation,
  "ink-surface": InkSurface,
  "ink-weights": InkWeights,
  "ink-wishes": InkWishes,
};

for (const [name, element] of Object.entries(ELEMENTS)) {
  if (customElements.get(name) === undefined) customElements.define(name, element);
}

showProgress();
