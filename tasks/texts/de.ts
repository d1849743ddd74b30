/** The texts of the page and of the figures in German. @module */

import type { Texts } from "./texts.ts";

/** What is in German; a text that is missing here is shown in English. */
export const de = {
  figure: {
    play: "Start",
    pause: "Pause",
    step: "Ein Schritt",
    reset: "Von vorn",
    failed: "Die Abbildung lässt sich nicht zeigen: {0}",
  },
} as const satisfies Texts;
