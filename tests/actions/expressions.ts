/** Expressions of workflows, such as `${{ needs.plan.outputs.shards }}`. @module */

import { type ExpressionData, type ExpressionFunction, loadOfficial } from "./official.ts";
import type { Official } from "./official.ts";

/** What an expression may be. */
export type Value = null | boolean | number | string | Value[] | { [key: string]: Value };

/** A mapping of a workflow. */
export type Mapping = { [key: string]: Value };

/** What an expression may name. */
export interface Scope {
  /** Such as `github`, `inputs` and `matrix`; one that is not there is empty. */
  readonly contexts: Mapping;
  /** Such as `success` and `hashFiles`, by their names; they take texts. */
  readonly functions: Readonly<Record<string, (...words: string[]) => boolean | string>>;
}

const CONTEXTS = "env github inputs job matrix needs runner secrets steps strategy vars".split(" ");

/** `${{ … }}`, where braces in a text between single quotes do not count. */
const EXPRESSION = /\$\{\{((?:[^'}]|'[^']*'|\}(?!\}))*)\}\}/g;

/** Evaluates expressions as GitHub does. */
export class Expressions {
  readonly #official: Official;

  private constructor(official: Official) {
    this.#official = official;
  }

  /** Brings GitHub's packages. */
  static async load(): Promise<Expressions> {
    return new Expressions(await loadOfficial());
  }

  /** The value of an expression, without `${{` and `}}`. */
  evaluate(expression: string, scope: Scope): Value {
    const { data } = this.#official;
    const value = JSON.stringify(this.#evaluate(expression, scope), data.replacer);
    return JSON.parse(value ?? "null");
  }

  /** Whether a condition holds. */
  holds(condition: string, scope: Scope): boolean {
    return Boolean(this.evaluate(condition, scope));
  }

  /** A value of a workflow with its expressions evaluated: a text that is one expression takes the type of that. */
  expand(value: Value | undefined, scope: Scope): Value {
    if (typeof value === "string") {
      const [whole] = value.matchAll(EXPRESSION);
      if (whole?.[0] === value) return this.evaluate(whole[1]!.trim(), scope);
      return value.replaceAll(
        EXPRESSION,
        (_, expression: string) => this.#evaluate(expression.trim(), scope).coerceString(),
      );
    }
    if (Array.isArray(value)) return value.map((item) => this.expand(item, scope));
    if (typeof value === "object" && value !== null) {
      const entries = Object.entries(value).map(([key, item]) => [key, this.expand(item, scope)]);
      return Object.fromEntries(entries);
    }
    return value ?? null;
  }

  /** A mapping as texts: environment variables, inputs of an action, outputs. */
  texts(mapping: Value | undefined, scope: Scope): Record<string, string> {
    const entries = Object.entries(this.expand(mapping, scope) ?? {});
    return Object.fromEntries(entries.map(([key, value]) => [key, text(value)]));
  }

  #evaluate(expression: string, { contexts, functions }: Scope): ExpressionData {
    const { Lexer, Parser, Evaluator, wellKnownFunctions } = this.#official;
    const own = Object.entries(functions).map(([name, run]): ExpressionFunction => ({
      name,
      minArgs: run.length,
      maxArgs: 255,
      call: (...words) =>
        this.#toData(run(...words.map((word) => word.coerceString()))) as ExpressionData,
    }));
    const named = CONTEXTS.map((name) => [name, contexts[name] ?? {}]);
    const tree = new Parser(new Lexer(expression).lex().tokens, CONTEXTS, own).parse();
    const all = new Map(Object.entries(wellKnownFunctions));
    for (const one of own) all.set(one.name.toLowerCase(), one);
    return new Evaluator(tree, this.#toData(Object.fromEntries(named)), all).evaluate();
  }

  #toData(value: Value): unknown {
    return JSON.parse(JSON.stringify(value), this.#official.data.reviver);
  }
}

/** A value as a text, as an expression within a text gives it. */
export function text(value: Value | undefined): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "object") return Array.isArray(value) ? "Array" : "Object";
  return String(value);
}
