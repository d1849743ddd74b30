/** How many mutants of a file its tests kill, and which ones survive. */

import type { Equivalent } from "./equivalent.ts";
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
  /** Survivors that are named equivalent: no test can kill them. */
  readonly equivalent: number;
  readonly survivors: readonly Survivor[];
  /** Entries of the list of equivalents that match no survivor: the code has changed, or a test kills the mutant. */
  readonly stale: readonly Equivalent[];
}

/**
 * Counts the mutants of a file by their fate.
 *
 * @param file its path from the project's folder
 * @param equivalents the list of equivalent mutants, of all files
 */
export function scoreOf(
  file: string,
  { source, mutants }: MutatedFile,
  equivalents: readonly Equivalent[],
): Score {
  const named = equivalents.filter((equivalent) => equivalent.file === file);
  const used = new Set<Equivalent>();
  const survivors: Survivor[] = [];
  let [equivalent, killed] = [0, 0];
  for (const mutant of mutants) {
    if (mutant.status === "Killed" || mutant.status === "Timeout") {
      killed++;
      continue;
    }
    const found = named.find((one) => isMutant(one, source, mutant));
    if (found !== undefined) {
      equivalent++;
      used.add(found);
      continue;
    }
    const { start } = mutant.location;
    survivors.push({
      position: `${file}:${start.line}:${start.column}`,
      mutator: mutant.mutatorName,
      before: oneLine(source.slice(...rangeOf(source, mutant))),
      after: oneLine(mutant.replacement),
    });
  }
  const stale = named.filter((one) => !used.has(one));
  return { file, mutants: mutants.length, killed, equivalent, survivors, stale };
}

/** Several files as one. */
export function total(scores: readonly Score[]): Score {
  const sum = (key: "mutants" | "killed" | "equivalent") =>
    scores.reduce((sum, score) => sum + score[key], 0);
  return {
    file: "all",
    mutants: sum("mutants"),
    killed: sum("killed"),
    equivalent: sum("equivalent"),
    survivors: scores.flatMap(({ survivors }) => survivors),
    stale: scores.flatMap(({ stale }) => stale),
  };
}

/** The share of mutants that are killed, among those that are not equivalent: 1 where there are none. */
export function shareKilled({ mutants, killed, equivalent }: Score): number {
  return mutants === equivalent ? 1 : killed / (mutants - equivalent);
}

/** Where the code of an entry stands in a file: the start and the end of each occurrence that it means. */
export function occurrences(
  source: string,
  { before, ordinal }: Pick<Equivalent, "before" | "ordinal">,
): [start: number, end: number][] {
  const pattern = before.split(" ").map((word) => RegExp.escape(word)).join("\\s+");
  const all = [...source.matchAll(new RegExp(pattern, "g"))]
    .map(({ 0: text, index }): [number, number] => [index, index + text.length]);
  return ordinal === undefined ? all : all.slice(ordinal - 1, ordinal);
}

/** Whether a mutant makes the code of an entry what the entry has. */
function isMutant(entry: Equivalent, source: string, mutant: Mutant): boolean {
  const [start, end] = rangeOf(source, mutant);
  return occurrences(source, entry).some(([from, to]) =>
    from <= start && end <= to &&
    oneLine(source.slice(from, start) + mutant.replacement + source.slice(end, to)) === entry.after
  );
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
