/** The worker of a cell: runs its program, and posts what it prints and shows. @module */

import { lineIn, OWN_OUTPUT } from "./cell_program.ts";
import { printed } from "./inspect.ts";

/** What the page posts: a program. */
export interface CellStart {
  /** The address of the program. */
  readonly program: string;
  /** Whether it begins with cells that print nothing. */
  readonly isContinued: boolean;
}

/** What the worker posts; `missing` if it could not be loaded. */
export type CellMessage =
  | { readonly kind: "log" | "warn" | "error"; readonly text: string }
  | { readonly kind: "show"; readonly html: string | undefined; readonly text: string }
  | { readonly kind: "failed"; readonly text: string; readonly line: number | undefined }
  | { readonly kind: "bounded" | "done" | "missing" }
  | { readonly kind: "ready" };

/** The most characters and messages of output; an endless loop prints more. */
const [MAX_CHARACTERS, MAX_MESSAGES] = [100_000, 1000];

/** Where an error was found; Firefox has the line of a syntax error, too. */
interface FoundError {
  readonly stack?: string;
  readonly fileName?: string;
  readonly lineNumber?: number;
}

/** Something that is drawn, as notebooks ask for it. */
type Displayed = { readonly [display: symbol]: () => unknown };

const scope = globalThis as unknown as { [name: symbol]: unknown };
const shows: Promise<void>[] = [];
let [isSilent, characters, messages, program] = [false, 0, 0, ""];

function post(message: CellMessage): void {
  postMessage(message);
}

function output(message: CellMessage & { readonly text: string }): void {
  if (isSilent || messages > MAX_MESSAGES) return;
  characters += message.text.length + ("html" in message ? message.html?.length ?? 0 : 0);
  messages++;
  if (characters > MAX_CHARACTERS || messages > MAX_MESSAGES) {
    messages = Infinity;
    return post({ kind: "bounded" });
  }
  post(message);
}

function failed(error: unknown): void {
  // The cell marks errors as such: only other names than that are shown.
  const text = error instanceof Error ? String(error).replace(/^Error: /, "") : printed([error]);
  const { stack, fileName, lineNumber } = Object(error) as FoundError;
  const line = fileName === program ? lineNumber : lineIn(String(stack), program);
  post({ kind: "failed", text, line });
}

async function show(displayed: Displayed): Promise<void> {
  const isShown = !isSilent; // when it was called
  const data = await displayed[Symbol.for("Jupyter.display")]!() as Record<string, string>;
  const [html, text] = [data["text/html"], data["text/plain"] ?? ""];
  if (isShown) output({ kind: "show", html, text });
}

const print = (kind: "log" | "warn" | "error") => (...values: unknown[]) =>
  output({ kind, text: printed(values) });
const [log, warn, error] = [print("log"), print("warn"), print("error")];
Object.assign(globalThis.console, { log, info: log, debug: log, warn, error });

scope[OWN_OUTPUT] = () => isSilent = false;
scope[Symbol.for("inkling.show")] = (displayed: Displayed) => {
  shows.push(show(displayed).catch(failed));
};
addEventListener("error", (event) => {
  event.preventDefault();
  failed(event.error ?? event.message);
});
addEventListener("unhandledrejection", (event) => {
  event.preventDefault();
  failed(event.reason);
});
addEventListener("message", async ({ data }: MessageEvent<CellStart>) => {
  program = data.program;
  isSilent = data.isContinued;
  try {
    await import(program);
    await Promise.all(shows);
  } catch (error) {
    failed(error);
  }
  post({ kind: "done" });
});
post({ kind: "ready" });
