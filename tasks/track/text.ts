/** The checks of a run for a terminal, and its badge. @module */

import type { Config } from "../../lib/config/mod.ts";
import { dataName } from "../datasets/open_data.ts";
import { resultText } from "../problem/results.ts";
import type { Check } from "./checks.ts";
import { type Entry, isWhole, resultIn } from "./entry.ts";

export const WORDS: { readonly [Outcome in Check["outcome"]]: string } = {
  ok: "ok",
  failed: "FAILED",
  slow: "slow",
  none: "–",
};

export function checkLines(checks: readonly Check[]): string {
  return checks.map(({ outcome, text }) => `${WORDS[outcome].padEnd(6)}  ${text}`).join("\n");
}

/** The badge of a run, for shields.io: green if no check failed, yellow if it was cut off, red if a check failed. */
export function badgeOf(entry: Entry, { dataset }: Pick<Config, "dataset">): object {
  const { split, result } = resultIn(entry) ?? {};
  const name = result?.accuracy === undefined ? "" : " accuracy";
  return { // as https://shields.io/badges/endpoint-badge has it
    schemaVersion: 1,
    label: `${dataName(dataset)} ${split ?? "run"}${name}`,
    message: result === undefined ? entry.ended : resultText(result),
    color: !entry.holds ? "red" : isWhole(entry) ? "brightgreen" : "yellow",
  };
}
