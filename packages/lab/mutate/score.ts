/** How many mutants of a file its tests kill, and which ones survive. */

import type { Mutant, MutatedFile } from "./stryker.ts";

/** A mutant that no test killed. */
export interface Survivor {
  /** File, line and column, such as `lib/train/averaging.ts:12:5`. */
  readonly position: string;
  readonly mutator: string;
  readonly before: string;
  readonly after: string;
}

/** How many of a file's mutants were killed. */
export interface Score {
  readonly file: string;
  readonly mutants: number;
  readonly killed: number;
  readonly survivors: readonly Survivor[];
}

/**
 * Counts the mutants of a file by their fate.
 *
 * @param file its path from the project's folder
 */
export function scoreOf(file: string, { source, mutants }: MutatedFile): Score {
  const survivors = mutants.filter(({ status }) => status !== "Killed" && status !== "Timeout");
  return {
    file,
    mutants: mutants.length,
    killed: mutants.length - survivors.length,
    survivors: survivors.map((mutant) => {
      const { mutatorName: mutator, replacement, location: { start } } = mutant;
      return {
        position: `${file}:${start.line}:${start.column}`,
        mutator,
        before: oneLine(source.slice(...rangeOf(source, mutant))),
        after: oneLine(replacement),
      };
    }),
  };
}

/** Several files as one. */
export function total(scores: readonly Score[]): Score {
  const sum = (key: "mutants" | "killed") => scores.reduce((sum, score) => sum + score[key], 0);
  return {
    file: "all",
    mutants: sum("mutants"),
    killed: sum("killed"),
    survivors: scores.flatMap(({ survivors }) => survivors),
  };
}

/** The share of mutants that are killed: 1 where there are none. */
export function shareKilled({ mutants, killed }: Score): number {
  return mutants === 0 ? 1 : killed / mutants;
}

/** The start and the end of what a mutant changes, as offsets in the file. */
function rangeOf(source: string, { location }: Pick<Mutant, "location">): [number, number] {
  const lines = source.split("\n");
  const offset = ({ line, column }: Mutant["location"]["start"]) =>
    lines.slice(0, line - 1).reduce((sum, { length }) => sum + length + 1, column - 1);
  return [offset(location.start), offset(location.end)];
}

/** The text with single spaces for all white space. */
function oneLine(text: string): string {
  return text.trim().replaceAll(/\s+/g, " ");
}
