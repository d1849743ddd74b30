/** When tests kill commands: what fails after a kill names its moment, so that the same kills can be repeated. @module */

import { granted } from "./run_task.ts";

/** The environment variable of the delays that are taken before any is drawn, such as `23,5`, in milliseconds. */
const DELAYS = "INKLING_KILL_DELAYS";

/** Draws the next delay, in whole milliseconds below `longest`: timers have no finer ones. */
export type DrawDelay = (longest: number) => number;

/**
 * Kills after drawn delays. An error of `kill` becomes the cause of one that lists the delays so far, and the variable that
 * repeats them.
 *
 * @param what the command that is killed
 * @param given delays that are taken first, such as `23,5`
 */
export async function killAtRandom<T>(
  what: string,
  kill: (drawDelay: DrawDelay) => Promise<T>,
  given: string | undefined = granted("env") ? Deno.env.get(DELAYS) : undefined,
): Promise<T> {
  const first = delaysIn(given);
  const delays: number[] = [];
  const drawDelay = (longest: number) => {
    delays.push(first[delays.length] ?? Math.floor(longest * Math.random()));
    return delays.at(-1)!;
  };
  try {
    return await kill(drawDelay);
  } catch (cause) {
    const last = delays.length === 0 ? "before the first kill" : `after ${delays.at(-1)} ms`;
    const repeat = delays.length === 0 ? "" : `: ${DELAYS}=${delays} repeats its kills`;
    throw new Error(`${what} failed ${last}${repeat}`, { cause });
  }
}

/**
 * Does what kills at a known moment, and checks what is left. An error becomes the cause of one that names the moment.
 *
 * @param moment such as `SIGTERM 500 ms after epoch 1`
 */
export async function killAt<T>(moment: string, kill: () => Promise<T>): Promise<T> {
  try {
    return await kill();
  } catch (cause) {
    throw new Error(`The command failed: ${moment}`, { cause });
  }
}

function delaysIn(text: string | undefined): readonly number[] {
  if (text === undefined || text === "") return [];
  if (/^\d+(,\d+)*$/.test(text)) return text.split(",").map(Number);
  throw new RangeError(
    `Cannot read ${DELAYS}: expected milliseconds such as 23,5, got ${JSON.stringify(text)}`,
  );
}
