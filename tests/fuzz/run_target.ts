/** Calls a reader with damaged files, many times, and finds the least damage that it does not bear. */

import fc from "fast-check";
import { type Case, cases, damageBytes, damageJson } from "./damage.ts";
import type { Target } from "./targets.ts";

/** What fuzzing a reader came to. */
export interface Outcome {
  readonly target: string;
  readonly cases: number;
  /** How many of them were refused; the others were read. */
  readonly refused: number;
  readonly seconds: number;
  /** What went wrong, if anything did. */
  readonly failure?: { readonly file: Uint8Array<ArrayBuffer>; readonly why: string };
}

/** The longest that reading one file may take, in milliseconds; the files are small, so this is a hang or a bomb. */
const LONGEST = 5000;

/** Messages of the engine where a program uses a value that it did not check. */
const STUMBLES =
  /\(reading '|Cannot destructure|Cannot convert|[\w)\]]\.\w+ is not a function|is not (iterable|a constructor|defined)|Invalid (array|typed array|string|DataView|code point)|call stack|circular|out of (bounds|memory)|outside the bounds/i;

/**
 * Reads a file as a reader should: it reads it, or refuses it with an error of its documentation.
 *
 * @returns whether it was refused
 * @throws {Error} if it does anything else; the message names it
 */
export async function readOrRefuse(
  { read, errors }: Target,
  file: Uint8Array<ArrayBuffer>,
  folder: string,
): Promise<boolean> {
  const began = performance.now();
  let refused = false;
  try {
    await read(file, folder);
  } catch (error) {
    refused = true;
    const stack = error instanceof Error ? error.stack : String(error);
    if (!errors.some((documented) => (error as Error)?.constructor === documented)) {
      throw new Error(`the error is none of the documented: ${stack}`);
    }
    const { message } = error as Error;
    if (STUMBLES.test(message) || message.length < 8) {
      throw new Error(`the error is not for people: ${stack}`);
    }
  }
  const took = performance.now() - began;
  if (took > LONGEST) throw new Error(`it took ${Math.round(took)} ms`);
  for (const key in {}) throw new Error(`every object has the key ${key} now`);
  return refused;
}

/** Fuzzes a reader: the same files for the same seed. */
export async function fuzzTarget(
  target: Target,
  { cases: count, seed }: { readonly cases: number; readonly seed: number },
): Promise<Outcome> {
  const files = await target.seeds();
  const words = (target.words ?? []).map((word) =>
    typeof word === "string" ? new TextEncoder().encode(word) : new Uint8Array(word)
  );
  const folder = target.disk ? await Deno.makeTempDir({ prefix: "inkling-fuzz-" }) : "";
  const fileOf = async ({ seed, way, damages }: Case): Promise<Uint8Array<ArrayBuffer>> => {
    const whole = files[seed % files.length]!;
    if (target.json && way > 0) {
      const json = damageJson(new TextDecoder().decode(whole), damages);
      return new TextEncoder().encode(json);
    }
    const damaged = damageBytes(whole, damages, files, words);
    if (target.seal === undefined || way === 0) return damaged;
    try {
      return new Uint8Array(await target.seal(damaged));
    } catch {
      return damaged; // there is nothing left to seal
    }
  };
  let [done, refused] = [0, 0];
  let why = "";
  const began = performance.now();
  try {
    for (const whole of files) await target.read(whole.slice(), folder); // they are read
    const details = await fc.check(
      fc.asyncProperty(cases, async (drawn) => {
        done++;
        const file = await fileOf(drawn);
        try {
          if (await readOrRefuse(target, file, folder)) refused++;
        } catch (error) {
          why = (error as Error).message;
          throw error;
        }
      }),
      { numRuns: count, seed },
    );
    const seconds = (performance.now() - began) / 1000;
    const outcome = { target: target.name, cases: done, refused, seconds };
    if (!details.failed) return outcome;
    const file = await fileOf(details.counterexample![0]);
    return { ...outcome, failure: { file, why } };
  } finally {
    if (folder !== "") await Deno.remove(folder, { recursive: true });
  }
}
