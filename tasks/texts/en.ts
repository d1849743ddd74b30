/** The texts of the page and of the course's figures, in English: the language that every other one is held against. @module */

/** A text for each name, in groups: what all figures share, then a group for each figure. */
export const en = {
  figure: {
    play: "Play",
    pause: "Pause",
    step: "One step",
    reset: "Start again",
    failed: "Cannot show this figure: {0}",
  },
} as const;
