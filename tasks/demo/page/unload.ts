/** A warning before the page is left or loaded again, which would lose what was trained. @module */

/** Asks the visitor while there is something to lose. */
export function warnBeforeLoss(wouldLose: () => boolean): void {
  addEventListener("beforeunload", (event) => {
    if (wouldLose()) event.preventDefault(); // the browser asks, in its own words
  });
}
