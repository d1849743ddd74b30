/** What a run of a workflow is given, and what becomes of it. @module */

import type { Mapping } from "./expressions.ts";
import type { JobEnd, Result } from "./results.ts";

/** How a workflow is run. */
export interface RunOptions {
  /** A folder for artifacts, caches and workspaces: all attempts of a run share it. */
  readonly store: string;
  /** The checkout that the workflow is from and that `actions/checkout` brings; usually this one. */
  readonly repository?: string;
  /** The inputs of `workflow_dispatch`. */
  readonly inputs?: Mapping;
  /** An attempt that did not go well: what succeeded in it, and needs nothing that did not, is not run again. */
  readonly previous?: WorkflowRun;
  /** Cancels the run. */
  readonly signal?: AbortSignal;
  /** For how many milliseconds a step may go on after it was interrupted; as long as GitHub lets it if not given. */
  readonly grace?: number;
  /** A folder of programs that scripts find before others, such as one in the place of `gh`. */
  readonly programs?: string;
  /** How many jobs run at once. */
  readonly slots?: number;
  /** Takes each line of the log. */
  readonly onLine?: (line: string) => void;
}

/** What became of a run. */
export interface WorkflowRun {
  readonly attempt: number;
  readonly result: Result;
  /** The jobs by their path, such as `plan`, `shard.2` of a matrix, or `stage-1/plan` of a workflow that is called. */
  readonly jobs: ReadonlyMap<string, JobEnd>;
  /** The paths of the jobs that this attempt ran. */
  readonly ran: readonly string[];
  /** The log, each line after the path of its job. */
  readonly lines: readonly string[];
  /** The summaries of the jobs, by their paths. */
  readonly summaries: ReadonlyMap<string, string>;
}
