/** What a run comes to beside those before it, for a terminal and in Markdown. @module */

import { duration } from "../cli/format.ts";
import { markdownTable } from "../cli/table.ts";
import { resultText } from "../problem/results.ts";
import type { Result } from "../run/run_folder.ts";
import type { Check } from "./checks.ts";
import { type Entry, isAlike, resultIn } from "./entry.ts";

const WORDS: { readonly [Outcome in Check["outcome"]]: string } = {
  ok: "ok",
  failed: "FAILED",
  slow: "slow",
  none: "–",
};

/** A line for each check. */
export function checkLines(checks: readonly Check[]): string {
  return checks.map(({ outcome, text }) => `${WORDS[outcome].padEnd(6)}  ${text}`).join("\n");
}

/** More runs than this make a job's summary long. */
const MAX_ROWS = 14;

/** The checks and the runs before, for the job summary of GitHub Actions; it quotes nothing from a file but figures. */
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

/** The head of a table of runs. */
export const HEAD = ["date, UTC", "commit", "validation", "test", "time", "weights", ""];

/** A run in such a table. */
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
