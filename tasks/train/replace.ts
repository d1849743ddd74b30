/** Whether training may replace a run: without `--replace` only if it gives the same bytes and no training is lost. @module */

import { isDeepStrictEqual } from "node:util";
import type { Config } from "../../lib/config.ts";
import { NUMERICS } from "../../lib/engine/engine.ts";
import { createSchedule } from "../../lib/train/schedules.ts";
import { UsageError } from "../cli/arguments.ts";
import { differences } from "../run/config.ts";
import { readRun, type Summary } from "../run/run_folder.ts";
import { explain } from "../system/explain.ts";

interface Planned {
  readonly config: Config;
  /** The SHA-256 of what the data is read from. */
  readonly hashes: Readonly<Record<string, string>>;
}

/**
 * Checks that training would replace no run that differs from the one planned, and none that can continue. The folder holds a
 * run, and has to be locked.
 * @throws {UsageError} if it would; the message lists the differences, and suggests what to write
 */
export async function checkReplace(path: string, planned: Planned): Promise<void> {
  let run: { readonly config: Config; readonly summary: Summary };
  try {
    run = await readRun(path);
  } catch (error) {
    throw new UsageError(
      `Cannot train over ${path}, which holds a run that cannot be read:\n  ${explain(error)}\n` +
        REPLACE_HINT,
    );
  }
  const problems = replaceProblems(run, planned);
  const { config, summary } = run;
  if (problems.length === 0) {
    if (!RESUMABLE_ENDS.includes(summary.ended)) return;
    throw new UsageError(
      `Cannot train over ${path}, which holds ${summary.epochs} of ${config.epochs} epochs: --resume ` +
        `continues after them, with identical results; ${REPLACE_HINT}`,
    );
  }
  const goesOn = problems.length === 1 && planned.config.epochs > summary.epochs &&
    config.epochs !== planned.config.epochs && !createSchedule(config.schedule).spansTraining;
  throw new UsageError([
    `Cannot train over ${path}, which is another run:`,
    ...problems.map((problem) => `  ${problem}`),
    REPLACE_HINT + (goesOn ? "; --resume continues it" : ""),
  ].join("\n"));
}

const RESUMABLE_ENDS: readonly Summary["ended"][] = ["interrupted", "paused", "timeLimit"];

export const REPLACE_HINT = "--name NAME trains a new run; --replace overwrites this one";

/** How a run differs from the one planned, a line each. */
function replaceProblems(
  { config, summary }: { readonly config: Config; readonly summary: Summary },
  planned: Planned,
): string[] {
  const problems = differences(config, planned.config);
  if (problems.length === 0 && !isDeepStrictEqual({ ...summary.data }, { ...planned.hashes })) {
    problems.push("data: changed since the run, under the same name");
  }
  const numerics = summary.versions?.numerics;
  if (numerics !== NUMERICS) {
    problems.push(
      `numerics: version ${numerics} in the run, ${NUMERICS} here, which gives other bits`,
    );
  }
  return problems;
}
