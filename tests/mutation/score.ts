/** What the tests of a file are worth: how many of its mutants they kill, and which ones live on. */

import type { Equivalent } from "./equivalent.ts";
import type { Mutant, MutatedFile } from "./stryker.ts";

/** What is told of a mutant that no test killed. */
export interface Survivor {
  /** Such as `lib/train/patience.ts:12:5`. */
  readonly place: string;
  readonly mutator: string;
  readonly before: string;
  readonly after: string;
}

/** What a file's mutants came to. */
export interface Score {
  readonly file: string;
  readonly mutants: number;
  readonly killed: number;
  /** Survivors that are named equivalent: no test can kill them. */
  readonly equivalent: number;
  readonly survivors: readonly Survivor[];
  /** Those that are named equivalent, and are no mutant that survives: there is none such any more, or a test kills it. */
  readonly stale: readonly Equivalent[];
}

/**
 * Counts what a file's mutants came to.
 *
 * @param file its path from the project's folder
 * @param equivalents the mutants that are named equivalent, of all files
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
    const before = oneLine(textAt(source, mutant.location));
    const after = oneLine(mutant.replacement);
    const line = source.split("\n")[mutant.location.start.line - 1]!.trim();
    const found = named.find((one) =>
      one.line === line && one.before === before && one.after === after
    );
    if (found !== undefined) {
      equivalent++;
      used.add(found);
      continue;
    }
    const { start } = mutant.location;
    survivors.push({
      place: `${file}:${start.line}:${start.column}`,
      mutator: mutant.mutatorName,
      before,
      after,
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

/** The text between two places, the last one not in it. */
function textAt(source: string, { start, end }: Mutant["location"]): string {
  const lines = source.split("\n").slice(start.line - 1, end.line);
  lines.push(lines.pop()!.slice(0, end.column - 1));
  return [lines[0]!.slice(start.column - 1), ...lines.slice(1)].join("\n");
}

function oneLine(text: string): string {
  return text.trim().replaceAll(/\s+/g, " ");
}
