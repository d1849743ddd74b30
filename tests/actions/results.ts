/** How steps, jobs and workflows end. @module */

/** How a step, a job or a workflow ended. */
export type Result = "success" | "failure" | "cancelled" | "skipped";

/** How a job ended, and what it leaves for those that need it. */
export interface JobEnd {
  readonly result: Result;
  readonly outputs: Readonly<Record<string, string>>;
}

/** The result of several together: the worst of them; skipped if all are. */
export function worstOf(results: readonly Result[]): Result {
  const worst = (["failure", "cancelled", "success"] as const).find((one) => results.includes(one));
  return worst ?? "skipped";
}

/** The outputs of the jobs of a matrix together: of each the last that is not empty. */
export function outputsOf(ends: readonly JobEnd[]): Record<string, string> {
  const outputs: Record<string, string> = {};
  for (const end of ends) {
    for (const [name, value] of Object.entries(end.outputs)) {
      if (value !== "" || !(name in outputs)) outputs[name] = value;
    }
  }
  return outputs;
}
