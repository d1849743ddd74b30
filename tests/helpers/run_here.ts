/** Commands in the process of the tests: a start of Deno takes a third of a second, and most tests are not about it. @module */

import type { Command } from "../../tasks/cli/arguments.ts";
import { execute, type Task } from "../../tasks/cli/main.ts";
import { type Outcome, runTask, WIDE, wordsOf } from "./run_task.ts";

interface Script {
  readonly command: Command;
}

/** The scripts of the commands that run here; each exports its `command` and the task of it, such as `trainTask`. */
const SCRIPTS: { readonly [name: string]: () => Promise<Script> } = {
  evaluate: () => import("../../tasks/evaluate.ts"),
  export: () => import("../../tasks/export.ts"),
  init: () => import("../../tasks/init.ts"),
  predict: () => import("../../tasks/predict.ts"),
  report: () => import("../../tasks/report.ts"),
  reproduce: () => import("../../packages/lab/reproduce.ts"),
  runs: () => import("../../tasks/runs.ts"),
  train: () => import("../../tasks/train.ts"),
  verify: () => import("../../tasks/verify.ts"),
};

/** Whether a command runs here. */
export function canRunHere(name: string): boolean {
  return Object.hasOwn(SCRIPTS, name);
}

/** Settled when the command before has ended: two at once would print into each other. */
let before: Promise<unknown> = Promise.resolve();

/**
 * Runs a command to its end as `runTask` does, with the permissions of the tests. Where a test is about permissions,
 * signals, the environment or several commands at once, it takes `runTask`, and so do commands that are not in the table.
 * @param options.atTerminal whether it prints to a terminal, of 80 columns. Default: false
 * @param options.columns how wide lines are, by default as at a terminal or of any length
 */
export function runHere(
  [name, ...words]: readonly [string, ...string[]],
  options: { readonly atTerminal?: boolean; readonly columns?: string } = {},
): Promise<Outcome> {
  const { atTerminal = false } = options;
  const { columns = atTerminal ? "80" : WIDE } = options;
  const load = SCRIPTS[name];
  if (load === undefined) return runTask([name, ...words], { env: { COLUMNS: columns } });
  const outcome = before.then(async () => {
    const script = await load();
    const task = Reflect.get(script, `${name}Task`) as Task<Command>;
    using _ = words.includes("native") ? undefined : withoutFfi();
    using _columns = withColumns(columns);
    using output = captureOutput(atTerminal);
    const code = await execute(
      script.command,
      task,
      wordsOf(name, words),
      new AbortController().signal,
    );
    return { code, ...output.texts() };
  });
  before = outcome.catch(() => {});
  return outcome;
}

/** Gives lines another width until the end of the scope: here alone, since other isolates have the same environment. */
function withColumns(columns: string): Disposable {
  const get = Deno.env.get.bind(Deno.env);
  return replace(Deno.env, "get", (name: string) => name === "COLUMNS" ? columns : get(name));
}

/** Everything that is printed from now to the end of the scope. It keeps `Deno.permissions.revoke` off the tests, too. */
function captureOutput(atTerminal: boolean): Disposable & { texts(): Omit<Outcome, "code"> } {
  const stdout = captured(Deno.stdout, atTerminal);
  const stderr = captured(Deno.stderr, atTerminal);
  const replaced = [
    replace(console, "log", (text: string) => stdout.write(`${text}\n`)),
    replace(console, "error", (text: string) => stderr.write(`${text}\n`)),
    replace(Deno, "noColor", false),
    replace(Deno.permissions, "revoke", Deno.permissions.query),
  ];
  return {
    texts: () => ({ stdout: stdout.text(), stderr: stderr.text() }),
    [Symbol.dispose]() {
      for (const one of [...replaced, stdout, stderr]) one[Symbol.dispose]();
    },
  };
}

/** Native kernels are not taken by themselves until the end of the scope, as in a command without the permission. */
function withoutFfi(): Disposable {
  const { querySync } = Deno.permissions;
  return replace(
    Deno.permissions,
    "querySync",
    (asked: Deno.PermissionDescriptor) =>
      asked.name === "ffi" ? { state: "denied" } : querySync.call(Deno.permissions, asked),
  );
}

/** What is written to a stream of the process, which is a terminal meanwhile or none. */
function captured(
  stream: typeof Deno.stdout,
  isTerminal: boolean,
): Disposable & { text(): string; write(text: string): void } {
  const decoder = new TextDecoder();
  let text = "";
  const write = (bytes: Uint8Array) => {
    text += decoder.decode(bytes, { stream: true });
    return bytes.length;
  };
  const replaced = [
    replace(stream, "isTerminal", () => isTerminal),
    replace(stream, "writeSync", write),
    replace(stream, "writable", new WritableStream({ write: (bytes) => void write(bytes) })),
  ];
  return {
    text: () => text,
    write: (more) => void (text += more),
    [Symbol.dispose]: () => replaced.forEach((one) => one[Symbol.dispose]()),
  };
}

/** Gives an object another property until the end of the scope. */
function replace(object: object, key: string, value: unknown): Disposable {
  const own = Object.getOwnPropertyDescriptor(object, key);
  Object.defineProperty(object, key, { value, configurable: true, writable: true });
  return {
    [Symbol.dispose]() {
      Reflect.deleteProperty(object, key);
      if (own !== undefined) Object.defineProperty(object, key, own);
    },
  };
}
