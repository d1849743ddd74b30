/** The end of a command by its user: Ctrl-C, SIGTERM, the end of the terminal. @module */

const controller = new AbortController();

/** Aborted when the user interrupts the command. */
export const interruption: AbortSignal = controller.signal;

/** Aborts what the command does. */
export function interrupt(): void {
  controller.abort(new DOMException("Interrupted", "AbortError"));
}
