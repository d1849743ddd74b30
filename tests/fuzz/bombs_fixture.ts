/** Reads each bomb in a process of its own, and prints how much memory that took: `Deno.test` would count the other tests too. */

import { BOMBS } from "./bombs.ts";

/** What was measured of a bomb. */
export interface Blast {
  readonly name: string;
  /** In bytes. */
  readonly file: number;
  /** The most memory beyond what there was before, in bytes. */
  readonly taken: number;
  readonly milliseconds: number;
  /** The error's name and message. */
  readonly error: string;
}

/** The most memory that the process has held since it was last asked to forget, in bytes (Linux). */
async function peak(): Promise<number> {
  const [, kibibytes] = /VmHWM:\s*(\d+)/.exec(await Deno.readTextFile("/proc/self/status"))!;
  return 1024 * Number(kibibytes);
}

const blasts: Blast[] = [];
for (const { name, file, read } of BOMBS) {
  const bytes = await file();
  await Deno.writeTextFile("/proc/self/clear_refs", "5"); // forgets the peak
  const before = await peak();
  const began = performance.now();
  let error = "none";
  try {
    await read(bytes);
  } catch (thrown) {
    error = String(thrown);
  }
  const milliseconds = Math.round(performance.now() - began);
  const taken = await peak() - before;
  blasts.push({ name, file: bytes.length, taken, milliseconds, error: error.slice(0, 200) });
}
console.log(JSON.stringify(blasts));
