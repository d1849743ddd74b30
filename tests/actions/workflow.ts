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
  readonly "working-directory"?: string;
  readonly "continue-on-error"?: Value;
  readonly "timeout-minutes"?: Value;
}

/** A job, or a call of another workflow. */
export interface Job {
  readonly name?: string;
  readonly needs?: string | readonly string[];
  /** The condition in full, an expression without `${{` and `}}`. */
  readonly if: string;
  /** The path of the workflow that it calls; it has no steps then. */
  readonly uses?: string;
  readonly with?: Mapping;
  readonly steps: readonly Step[];
  readonly env?: Mapping;
  readonly defaults?: { readonly run?: Mapping };
  readonly outputs?: Mapping;
  readonly strategy?: {
    readonly matrix?: Value;
    readonly "fail-fast"?: Value;
    readonly "max-parallel"?: Value;
  };
  readonly "timeout-minutes"?: Value;
  readonly "continue-on-error"?: Value;
}

/** An input of a workflow. */
export interface Input {
  readonly type?: "string" | "choice" | "boolean" | "number" | "environment";
  readonly required?: boolean;
  readonly default?: Value;
}

/** What starts a workflow, as far as that has inputs and outputs. */
export interface Trigger {
  readonly inputs?: Readonly<Record<string, Input>>;
  readonly outputs?: Readonly<Record<string, { readonly value: string }>>;
}

/** A workflow. */
export interface Workflow {
  readonly name?: string;
  readonly on: Readonly<Record<string, Trigger | null>>;
  readonly permissions?: Mapping | string;
  readonly env?: Mapping;
  readonly defaults?: { readonly run?: Mapping };
  readonly jobs: Readonly<Record<string, Job>>;
}

/**
 * Reads a workflow.
 *
 * @throws {SyntaxError} with all that GitHub finds wrong in it
 */
export async function readWorkflow(path: string): Promise<Workflow> {
  const official = await loadOfficial();
  const content = await Deno.readTextFile(path);
  const trace = new official.NoOperationTraceWriter();
  const { context, value } = official.parseWorkflow({ name: path, content }, trace);
  const template = value === undefined
    ? undefined
    : await official.convertWorkflowTemplate(context, value);
  const errors = context.errors.getErrors().map(({ message }) => message);
  if (errors.length > 0 || template === undefined) throw new SyntaxError(errors.join("\n"));
  // The parser is an editor's and keeps the indentation of scripts; the values themselves are those of YAML.
  const workflow = official.parseYaml(content) as Omit<Workflow, "on"> & { on: Value };
  const jobs = template.jobs.map(({ id, if: condition, steps = [] }): [string, Job] => {
    const job = workflow.jobs[id.value]!;
    const own = job.steps ?? [];
    return [id.value, {
      ...job,
      if: condition.expression,
      steps: own.map((step, k) => ({ ...step, if: steps[k]!.if.expression })),
    }];
  });
  return { ...workflow, on: triggersOf(workflow.on), jobs: Object.fromEntries(jobs) };
}

/** `on: push` and `on: [push, pull_request]` are short for a mapping. */
function triggersOf(on: Value): Record<string, Trigger | null> {
  if (typeof on === "string") return { [on]: null };
  if (Array.isArray(on)) return Object.fromEntries(on.map((name) => [name, null]));
  return on as Record<string, Trigger | null>;
}

/**
 * The inputs of a workflow: what was given, or the defaults.
 *
 * @throws {TypeError} if one is not declared, or is required and not given
 */
export function inputsOf(trigger: Trigger | null | undefined, given: Mapping): Mapping {
  const declared = trigger?.inputs ?? {};
  const unknown = Object.keys(given).filter((name) => !(name in declared));
  if (unknown.length > 0) throw new TypeError(`The workflow has no input ${unknown.join(", ")}`);
  const inputs = Object.entries(declared).map(([name, { type, required, default: usual }]) => {
    const value = given[name] ?? usual;
    if (required && (value === undefined || value === "")) {
      throw new TypeError(`The input ${name} is required`);
    }
    if (type === "boolean") return [name, String(value) === "true"];
    if (type === "number") return [name, Number(value ?? 0)];
    return [name, value ?? ""];
  });
  return Object.fromEntries(inputs);
}
