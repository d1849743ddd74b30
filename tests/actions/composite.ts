/** A composite action, read from its file; GitHub's parser checks its steps as those of a workflow. @module */

import { join } from "@std/path";
import type { Mapping } from "./expressions.ts";
import { loadOfficial } from "./official.ts";
import { type Inputs, parseWorkflow, type Step } from "./workflow.ts";

/** What a composite action takes, does and gives. */
export interface CompositeAction {
  readonly inputs: Inputs;
  /** The expressions of its outputs, by name. */
  readonly outputs: Mapping;
  readonly steps: readonly Step[];
}

/** What we use of `action.yml`. */
interface ActionFile {
  readonly inputs?: Inputs;
  readonly outputs?: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

/** The workflow whose only job has the steps of an action, and whose inputs are the action's. */
export async function asWorkflow(folder: string): Promise<string> {
  const { inputs = {}, runs } = await parse(folder);
  const typed = Object.entries(inputs).map(([name, input]) => [name, { ...input, type: "string" }]);
  return JSON.stringify({
    on: { workflow_dispatch: { inputs: Object.fromEntries(typed) } },
    jobs: { action: { "runs-on": "ubuntu-latest", steps: runs.steps } },
  });
}

/**
 * Reads the action of a folder.
 *
 * @throws {SyntaxError} if GitHub would not take it, or it is not composite
 */
export async function readAction(folder: string): Promise<CompositeAction> {
  const { inputs = {}, outputs = {}, runs: { using, steps } } = await parse(folder);
  if (using !== "composite") throw new SyntaxError(`${folder}: expected composite, got ${using}`);
  if (steps.some(({ run, shell }) => run !== undefined && shell === undefined)) {
    throw new SyntaxError(`${folder}: Required property is missing: shell`);
  }
  const values = Object.entries(outputs).map(([name, { value }]) => [name, value]);
  const { jobs } = await parseWorkflow(join(folder, "action.yml"), await asWorkflow(folder));
  return { inputs, outputs: Object.fromEntries(values), steps: jobs.action!.steps };
}

async function parse(folder: string): Promise<ActionFile> {
  const { parseYaml } = await loadOfficial();
  return parseYaml(await Deno.readTextFile(join(folder, "action.yml"))) as ActionFile;
}
