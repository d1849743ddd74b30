/** The scripts of a chapter: all elements, defined. @module */

import { InkBackprop } from "./backprop.ts";
import { InkCell } from "./cell.ts";
import { InkExercise } from "./exercise.ts";
import { InkNetwork } from "./network.ts";
import { InkNeuron } from "./neuron.ts";

customElements.define("ink-backprop", InkBackprop);
customElements.define("ink-cell", InkCell);
customElements.define("ink-exercise", InkExercise);
customElements.define("ink-network", InkNetwork);
customElements.define("ink-neuron", InkNeuron);
