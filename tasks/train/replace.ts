/**
 * Whether a run may be trained over: without being asked only where the same bytes come out again and no training is lost.
 *
 * @module
 */

import { isDeepStrictEqual } from "node:util";
import type { Config } from "../../lib/config.ts";
import { NUMERICS } from "../../lib/engine/engine.ts";
import { createSchedule } from "../../mod.ts";
import { UsageError } from "../cli/arguments.ts";
import { holdsRun, readRun, type Summary, type TeacherRecord } from "../run/run_folder.ts";
import { explain } from "../system/explain.ts";
import { differences, teacherMismatch } from "./resume.ts";

/** What is about to be trained. */
export interface Planned {
  readonly config: Config;
  /** The SHA-256 of what the data is read from. */
  readonly hashes: Readonly<Record<string, string>>;
  /** The engine's name. */
  readonly engine: string;
  /** Whom it learns from; absent if from the data alone. */
  readonly teacher?: TeacherRecord;
}

/**
 * Checks that training would replace no run that differs from the one planned, and none that can go on. The folder has to
 * be locked.
 *
 * @param path the folder, which may hold a run
 * @throws {UsageError} if it would; the message shows each difference, and says what to write
 */
export async function checkReplace(path: string, planned: Planned): Promise<void> {
  if (!await holdsRun(path)) return;
  let run: { readonly config: Config; readonly summary: Summary };
  try {
    run = await readRun(path);
  } catch (error) {
    throw new UsageError(
      `Cannot train over ${path}, which holds a run that cannot be read:\n  ${explain(error)}\n` +
        WAYS,
    );
  }
  const problems = whyOther(run, planned);
  const { config, summary } = run;
  if (problems.length === 0) {
    if (!UNFINISHED.includes(summary.ended)) return;
    throw new UsageError(
      `Cannot train over ${path}, which holds ${summary.epochs} of ${config.epochs} epochs: --resume goes on ` +
        `after them, to the same bytes; ${WAYS}`,
    );
  }
  const goesOn = problems.length === 1 && planned.config.epochs > summary.epochs &&
    config.epochs !== planned.config.epochs && !createSchedule(config.schedule).spansTraining;
  throw new UsageError([
    `Cannot train over ${path}, which is another run:`,
    ...problems.map((problem) => `  ${problem}`),
    WAYS + (goesOn ? "; --resume goes on with it" : ""),
  ].join("\n"));
}

/** How a training ended that goes on with `--resume`. */
const UNFINISHED: readonly Summary["ended"][] = ["interrupted", "paused", "timeLimit"];

/** What to do where a run is in the way. */
export const WAYS =
  "--name NAME trains another beside it; --replace trains it anew, and it is lost";

/** How a run differs from the one planned, a line each. */
function whyOther(
  { config, summary }: { readonly config: Config; readonly summary: Summary },
  planned: Planned,
): string[] {
  const problems = [
    ...differences(config, planned.config),
    ...teacherMismatch(summary.teacher, planned.teacher),
  ];
  if (problems.length === 0 && !isDeepStrictEqual({ ...summary.data }, { ...planned.hashes })) {
    problems.push("data: other than what the run learned from, of the same name");
  }
  const numerics = summary.versions?.numerics;
  if (numerics !== NUMERICS) {
    problems.push(`numerics: version ${numerics} in the run, ${NUMERICS} here, of other bits`);
  }
  if ((summary.engine === "blas") !== (planned.engine === "blas")) {
    problems.push(`engine: ${summary.engine} in the run, ${planned.engine} asked, of other bits`);
  }
  return problems;
}
