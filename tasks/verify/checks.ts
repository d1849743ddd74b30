/** What `verify` finds: claims that hold or do not, and claims that nothing can tell. @module */

import { hash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { explain } from "../system/explain.ts";

/** A claim of a run, and what is true. */
export interface Check {
  /** What is claimed. */
  readonly claim: string;
  /** What the run says. */
  readonly claimed: unknown;
  /** What was found. */
  readonly found: unknown;
  /** Whether the two are the same. */
  readonly holds: boolean;
}

/** Longer texts are compared whole, and shown by their hash. */
const MAX_TEXT = 500;

/** The checks of a run, in the order in which they were made. */
export class Checks {
  /** Every claim that was compared. */
  readonly all: Check[] = [];
  /** What cannot be told, each as `KEY in FILE` or the name of a file. */
  unverified: string[] = [];
  /** Whether files of the run are of different epochs. */
  mixed = false;

  /** Those that do not hold. */
  get problems(): Check[] {
    return this.all.filter(({ holds }) => !holds);
  }

  /** Compares what a run says with what was found, as JSON has them; returns whether they are the same. */
  check(claim: string, claimed: unknown, found: unknown): boolean {
    const holds = same(claimed, found);
    this.all.push({ claim, claimed: shown(claimed), found: shown(found), holds });
    return holds;
  }

  /** Checks something of every line of the metrics; the first that is wrong stands for all. */
  checkLines<Line>(
    claim: string,
    lines: readonly Line[],
    of: (line: Line, k: number) => readonly [claimed: unknown, found: unknown],
  ): void {
    const pairs = lines.map(of);
    const wrong = pairs.findIndex(([claimed, found]) => !same(claimed, found));
    this.check(wrong === -1 ? claim : `${claim}: line ${wrong + 1}`, ...pairs[Math.max(wrong, 0)]!);
  }

  /** Checks that an object of a file has no keys but these. */
  checkKeys(file: string, value: object, known: readonly string[]): void {
    const others = Object.keys(value).filter((key) => !known.includes(key));
    this.check(`${file} has no other keys than a run's`, others, []);
  }

  /** Notes keys of a file that nothing can tell. */
  leave(file: string, ...keys: readonly string[]): void {
    this.unverified.push(...keys.map((key) => `${key} in ${file}`));
  }

  /** Takes back what was noted of a file, but for these keys: it has been told since. */
  settle(file: string, ...but: readonly string[]): void {
    const left = but.map((key) => `${key} in ${file}`);
    this.unverified = this.unverified.filter((entry) =>
      !entry.endsWith(` in ${file}`) || left.includes(entry)
    );
  }

  /** Compares the epochs that two files are of. */
  checkEpoch(claim: string, claimed: unknown, found: unknown): void {
    if (!this.check(claim, claimed, found)) this.mixed = true;
  }

  /** Makes the checks of one file: what they cannot be made of, since it is of another shape, is a problem itself. */
  async of(file: string, make: () => void | Promise<void>): Promise<void> {
    try {
      await make();
    } catch (error) {
      this.check(`${file} can be compared`, "yes", explain(error));
    }
  }
}

/** Whether two values are the same in a JSON file: the order of keys makes no difference, nor does what JSON cannot hold. */
export function same(a: unknown, b: unknown): boolean {
  return isDeepStrictEqual(inFile(a), inFile(b));
}

function inFile(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value) ?? "null");
}

function shown(value: unknown): unknown {
  return typeof value === "string" && value.length > MAX_TEXT
    ? `${value.length} characters of the SHA-256 ${hash("sha256", value)}`
    : value;
}
