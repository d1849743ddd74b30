/** What the condition, the matrix and the inputs of a job may name. @module */

import type { Mapping, Scope } from "./expressions.ts";
import type { Result } from "./results.ts";

/** What is to be known of a run for the context `github`. */
export interface RunFacts {
  readonly workflow: string;
  readonly attempt: number;
  readonly inputs: Mapping;
}

/** The context `github` of a job, of a run that was started by hand. */
export function githubContext({ workflow, attempt, inputs }: RunFacts, job: string): Mapping {
  return {
    actor: "someone",
    event: { inputs },
    event_name: "workflow_dispatch",
    job,
    ref: "refs/heads/main",
    ref_name: "main",
    repository: "someone/inkling",
    run_attempt: String(attempt),
    run_id: "1234567890",
    run_number: "1",
    sha: "0".repeat(40),
    token: "token",
    workflow,
  };
}

/**
 * The scope of a job before it runs.
 *
 * @param before the results of all that it needs, directly or not
 * @param cancelled whether the run is cancelled
 */
export function jobScope(
  contexts: Mapping,
  before: readonly Result[],
  cancelled: () => boolean,
): Scope {
  return {
    contexts,
    functions: {
      success: () => !cancelled() && before.every((result) => result === "success"),
      failure: () => !cancelled() && before.includes("failure"),
      cancelled,
      always: () => true,
    },
  };
}
