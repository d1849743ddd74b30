/** The result of `verify`: claims that hold, claims that do not, and claims that cannot be verified. @module */

import { hash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { explain } from "../system/explain.ts";

export interface Check {
  readonly claim: string;
  readonly claimed: unknown;
  readonly found: unknown;
  readonly holds: boolean;
}

/** The most characters of a text that is shown; longer texts are shown by their hash, and compared whole. */
const MAX_SHOWN_TEXT = 500;

export class Checks {
  readonly all: Check[] = [];
  /** What cannot be verified, each as `KEY in FILE` or the name of a file. */
  unverified: string[] = [];
  /** Whether files of the run are of different epochs. */
  mixed = false;

  get problems(): Check[] {
    return this.all.filter(({ holds }) => !holds);
  }

  /** Compares a claimed value with what was found, as JSON; returns whether they are the same. */
  check(claim: string, claimed: unknown, found: unknown): boolean {
    const holds = same(claimed, found);
    this.all.push({ claim, claimed: shown(claimed), found: shown(found), holds });
    return holds;
  }

  /** Makes one check of all lines of the metrics; it shows the first line that is wrong. */
  checkLines(claim: string, pairs: readonly (readonly [claimed: unknown, found: unknown])[]): void {
    const wrong = pairs.findIndex(([claimed, found]) => !same(claimed, found));
    this.check(wrong === -1 ? claim : `${claim}: line ${wrong + 1}`, ...pairs[Math.max(wrong, 0)]!);
  }

  checkKeys(file: string, value: object, keys: readonly string[]): void {
    const others = Object.keys(value).filter((key) => !keys.includes(key));
    this.check(`${file} has no other keys than a run's`, others, []);
  }

  leave(file: string, ...keys: readonly string[]): void {
    this.unverified.push(...keys.map((key) => `${key} in ${file}`));
  }

  /** Takes back the notes on a file, except these keys: the others have been verified since. */
  settle(file: string, ...except: readonly string[]): void {
    const left = except.map((key) => `${key} in ${file}`);
    this.unverified = this.unverified.filter((entry) =>
      !entry.endsWith(` in ${file}`) || left.includes(entry)
    );
  }

  /** Takes back the notes on these keys of a file, which have been verified since. */
  settleKeys(file: string, ...keys: readonly string[]): void {
    const settled = keys.map((key) => `${key} in ${file}`);
    this.unverified = this.unverified.filter((entry) => !settled.includes(entry));
  }

  checkEpoch(claim: string, claimed: unknown, found: unknown): void {
    if (!this.check(claim, claimed, found)) this.mixed = true;
  }

  /** Makes the checks of one file; a file of another shape, on which they fail, is a problem itself. */
  async of(file: string, make: () => void | Promise<void>): Promise<void> {
    try {
      await make();
    } catch (error) {
      this.check(`${file} can be compared`, "yes", explain(error));
    }
  }
}

/** Whether two values are the same as JSON, whatever the order of their keys. */
export function same(a: unknown, b: unknown): boolean {
  return isDeepStrictEqual(inFile(a), inFile(b));
}

function inFile(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value) ?? "null");
}

function shown(value: unknown): unknown {
  return typeof value === "string" && value.length > MAX_SHOWN_TEXT
    ? `${value.length} characters of the SHA-256 ${hash("sha256", value)}`
    : value;
}
