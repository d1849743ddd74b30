/** A workflow, read from its file and checked by GitHub's own parser. @module */

import type { Mapping, Value } from "./expressions.ts";
import { loadOfficial } from "./official.ts";

/** What both kinds of steps have, those that run a script and those that use an action. */
export interface Step {
  readonly id?: string;
  readonly name?: string;
  /** The condition in full, an expression without `${{` and `}}`. */
  readonly if: string;
  readonly uses?: string;
  readonly with?: Mapping;
  readonly run?: string;
  readonly shell?: string;
  readonly env?: Mapping;
  readonly "timeout-minutes"?: Value;
}

/** A job. */
export interface Job {
  readonly name?: string;
  readonly needs?: string | readonly string[];
  /** The condition in full, an expression without `${{` and `}}`. */
  readonly if: string;
  readonly permissions?: Mapping;
  readonly steps: readonly Step[];
  readonly env?: Mapping;
  readonly outputs?: Mapping;
  readonly strategy?: { readonly matrix?: Value; readonly "fail-fast"?: Value };
  readonly "timeout-minutes"?: Value;
}

/** The inputs of a workflow or an action, by name. */
export type Inputs = Readonly<
  Record<string, { readonly required?: boolean; readonly default?: Value }>
>;

/** What starts a workflow, by the names of events. */
type Triggers = Readonly<Record<string, { readonly inputs?: Inputs } | null>>;

/** A workflow. */
export interface Workflow {
  readonly name?: string;
  readonly on: Triggers;
  readonly permissions?: Mapping;
  readonly env?: Mapping;
  readonly jobs: Readonly<Record<string, Job>>;
}

/** Keys of workflows that GitHub takes, and that are not run here. */
const UNKNOWN =
  /^ *(?:- )?(continue-on-error|defaults|exclude|include|max-parallel|working-directory):/m;

/**
 * Reads a workflow.
 *
 * @throws {SyntaxError} with all that GitHub finds wrong in it
 */
export async function readWorkflow(path: string): Promise<Workflow> {
  return await parseWorkflow(path, await Deno.readTextFile(path));
}

/**
 * Parses the text of a workflow.
 *
 * @param path of its file, for errors
 * @throws {SyntaxError} with all that GitHub finds wrong in it
 */
export async function parseWorkflow(path: string, content: string): Promise<Workflow> {
  const official = await loadOfficial();
  const unknown = UNKNOWN.exec(content)?.[1];
  if (unknown !== undefined) throw new SyntaxError(`${path}: ${unknown} is not known here`);
  const trace = new official.NoOperationTraceWriter();
  const { context, value } = official.parseWorkflow({ name: path, content }, trace);
  const template = value === undefined
    ? undefined
    : await official.convertWorkflowTemplate(context, value);
  const errors = context.errors.getErrors().map(({ message }) => message);
  if (errors.length > 0 || template === undefined) throw new SyntaxError(errors.join("\n"));
  // The parser is an editor's and keeps the indentation of scripts; the values themselves are those of YAML.
  const workflow = official.parseYaml(content) as Workflow;
  const jobs = template.jobs.map(({ id, if: condition, steps = [] }): [string, Job] => {
    const job = workflow.jobs[id.value]!;
    return [id.value, {
      ...job,
      if: condition.expression,
      steps: job.steps.map((step, k) => ({ ...step, if: steps[k]!.if.expression })),
    }];
  });
  return { ...workflow, jobs: Object.fromEntries(jobs) };
}

/**
 * The inputs of a workflow that is started by hand: what was given, or the defaults.
 *
 * @throws {TypeError} if one is not declared, or is required and not given
 */
export function inputsOf(on: Triggers, given: Mapping): Mapping {
  return valuesOf(on.workflow_dispatch?.inputs ?? {}, given, "workflow");
}

/**
 * The values of declared inputs: what was given, or the defaults.
 *
 * @param what has them, for errors
 * @throws {TypeError} if one is not declared, or is required and not given
 */
export function valuesOf(declared: Inputs, given: Mapping, what: string): Mapping {
  const unknown = Object.keys(given).filter((name) => !(name in declared));
  if (unknown.length > 0) throw new TypeError(`The ${what} has no input ${unknown.join(", ")}`);
  const inputs = Object.entries(declared).map(([name, { required, default: usual }]) => {
    const value = given[name] ?? usual ?? "";
    if (required && value === "") throw new TypeError(`The input ${name} is required`);
    return [name, value];
  });
  return Object.fromEntries(inputs);
}

/**
 * All combinations of the values of a job's matrix, the first axis slowest.
 *
 * @throws {RangeError} if there are none, or more than GitHub allows
 */
export function combinations(matrix: Mapping): Mapping[] {
  let all: Mapping[] = [{}];
  for (const [axis, values] of Object.entries(matrix)) {
    all = all.flatMap((one) => (values as Value[]).map((value) => ({ ...one, [axis]: value })));
  }
  if (all.length === 0) throw new RangeError("The matrix has no combination");
  if (all.length > 256) throw new RangeError(`The matrix has ${all.length} jobs, more than 256`);
  return all;
}
