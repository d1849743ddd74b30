/** A run beside those before it: for a terminal, in Markdown, and as a badge. @module */

import type { Config } from "../../lib/config/mod.ts";
import { duration } from "../cli/format.ts";
import { markdownTable } from "../cli/table.ts";
import { dataName } from "../datasets/open_data.ts";
import { resultText } from "../problem/results.ts";
import type { Result } from "../run/run_folder.ts";
import type { Check } from "./checks.ts";
import { type Entry, isAlike, isWhole, resultIn } from "./entry.ts";

const WORDS: { readonly [Outcome in Check["outcome"]]: string } = {
  ok: "ok",
  failed: "FAILED",
  slow: "slow",
  none: "–",
};

export function checkLines(checks: readonly Check[]): string {
  return checks.map(({ outcome, text }) => `${WORDS[outcome].padEnd(6)}  ${text}`).join("\n");
}

const MAX_ROWS = 14;

/** The checks and the runs before, for the job summary of GitHub Actions; it quotes no texts of files. */
export function markdownOf(
  entry: Entry,
  checks: readonly Check[],
  before: readonly Entry[],
): string {
  const result = resultIn(entry);
  const score = result === undefined ? "a run" : `${resultText(result.result)} on ${result.split}`;
  const runs = [...before.filter((other) => isAlike(other, entry)), entry];
  return [
    `## History: ${score}, ${entry.holds ? "all is well" : "**a check failed**"}`,
    checks.map(({ outcome, text }) => `- ${WORDS[outcome]}: ${text}`).join("\n"),
    markdownTable([HEAD, ...runs.slice(-MAX_ROWS).reverse().map(cellsOf)], {
      numbers: true,
      padded: false,
    }),
  ].join("\n\n");
}

export const HEAD = ["date, UTC", "commit", "validation", "test", "time", "weights", ""];

export function cellsOf(entry: Entry): string[] {
  const { date, commit, validation, test, seconds, weightsSha256, ended } = entry;
  const words = (result: Result | undefined) => result === undefined ? "–" : resultText(result);
  return [
    new Date(date).toISOString().slice(0, 16).replace("T", " "),
    commit?.slice(0, 7) ?? "–",
    words(validation),
    words(test),
    duration(seconds, 1),
    weightsSha256.slice(0, 12),
    ...[[entry.holds ? "" : "failed", ended === "done" ? "" : ended].filter(Boolean).join(", ")],
  ];
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
