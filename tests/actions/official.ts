/**
 * GitHub's own packages for workflows: what reads a workflow and what evaluates an expression on github.com and in editors.
 *
 * @module
 */

import { FIXTURE, outcomeOf, startScript } from "../helpers/run_task.ts";

/** A node of a parsed expression. */
export type Expression = unknown;

/** A value as the packages keep it; JSON turns it into ours and back. */
export interface ExpressionData {
  coerceString(): string;
}

/** A function that an expression may call. */
export interface ExpressionFunction {
  readonly name: string;
  readonly minArgs: number;
  readonly maxArgs: number;
  call(...words: ExpressionData[]): ExpressionData;
}

/** What the parser makes of a workflow's jobs: conditions in full, with `success() &&` where they name no status. */
export interface Template {
  readonly jobs: readonly {
    readonly id: { readonly value: string };
    readonly if: { readonly expression: string };
    readonly steps?: readonly { readonly if: { readonly expression: string } }[];
  }[];
}

/** What we use of the packages. */
export interface Official {
  parseWorkflow(file: { name: string; content: string }, trace: unknown): {
    readonly context: { readonly errors: { getErrors(): { readonly message: string }[] } };
    readonly value?: unknown;
  };
  convertWorkflowTemplate(context: unknown, value: unknown): Promise<Template>;
  readonly NoOperationTraceWriter: new () => unknown;
  parseYaml(text: string): unknown;
  readonly Lexer: new (expression: string) => { lex(): { readonly tokens: unknown } };
  readonly Parser: new (
    tokens: unknown,
    contexts: readonly string[],
    functions: readonly ExpressionFunction[],
  ) => { parse(): Expression };
  readonly Evaluator: new (
    expression: Expression,
    contexts: unknown,
    functions: ReadonlyMap<string, ExpressionFunction>,
  ) => { evaluate(): ExpressionData };
  readonly wellKnownFunctions: Readonly<Record<string, ExpressionFunction>>;
  readonly data: {
    readonly replacer: (key: string, value: unknown) => unknown;
    readonly reviver: (key: string, value: unknown) => unknown;
  };
}

let loaded: Promise<Official> | undefined;

/** The packages, from npm at the first call. */
export function loadOfficial(): Promise<Official> {
  return loaded ??= load();
}

async function load(): Promise<Official> {
  const { code, stdout, stderr } = await outcomeOf(
    startScript("tests/actions/official_fixture.ts", [], {
      flags: [...FIXTURE, "--allow-read", "--allow-write"],
    }),
  );
  if (code !== 0) throw new Error(`Cannot bundle GitHub's packages: ${stderr}`);
  return await import(`data:text/javascript,${encodeURIComponent(stdout)}`);
}
