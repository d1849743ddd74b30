/**
 * Everything that commands print passes through here, so that a terminal only shows names, cells and addresses and never
 * obeys them. Rows and JSON for programs are cleaned for a terminal only: a pipe gets them as they are. @module
 */

import { printableJson, printableRows } from "../system/printable.ts";
import { columnsOf, laidOut } from "./layout.ts";
import { terminalText, type Text } from "./styled.ts";

/** Prints text for people, in the width of the terminal, and a line end, on stdout. */
export function printText(text: Text): void {
  console.log(laidOut(terminalText(text), columnsOf(Deno.stdout)));
}

/** Prints text for people, and a line end, on stderr: notes, warnings, errors. */
export function printNote(text: Text): void {
  console.error(laidOut(terminalText(text), columnsOf(Deno.stderr)));
}

/** Prints a value as JSON, and a line end, on stdout. */
export function printJson(value: unknown, indent?: number): void {
  const json = JSON.stringify(value, null, indent);
  console.log(Deno.stdout.isTerminal() ? printableJson(json) : json);
}

/** Prints a document that may also go into a file, such as Markdown, and a line end, on stdout. */
export function printDocument(text: string): void {
  console.log(Deno.stdout.isTerminal() ? printableRows(text) : text);
}

/** Prints JSON that comes in parts, and its line end as the last, on stdout. */
export async function printJsonParts(parts: AsyncIterable<string>): Promise<void> {
  await printRows(parts, printableJson);
}

/** Prints lines that end with their line ends, such as rows of CSV, on stdout. */
export async function printRows(
  parts: Iterable<string> | AsyncIterable<string>,
  printable = printableRows,
): Promise<void> {
  const clean = Deno.stdout.isTerminal() ? printable : (part: string) => part;
  await ReadableStream.from(parts)
    .pipeThrough(new TransformStream({ transform: (part, output) => output.enqueue(clean(part)) }))
    .pipeThrough(new TextEncoderStream())
    .pipeTo(Deno.stdout.writable, { preventClose: true });
}

/** Sends a line of JSON to the process that started this one; throws if that has ended. */
export function sendJson(value: unknown): void {
  writeWhole(Deno.stdout, `${JSON.stringify(value)}\n`);
}

export function showsColors(): boolean {
  return Deno.stdout.isTerminal() && !Deno.noColor;
}

/** How many characters a line of stdout has room for. */
export function lineWidth(): number {
  return columnsOf(Deno.stdout);
}

export interface Terminal {
  /** Whether a line can be drawn over again. */
  readonly redraws: boolean;
  /** The width in characters; 0 if it is not known. */
  columns(): number;
  /** Milliseconds on any clock that does not go back. */
  now(): number;
  write(text: Text): void;
}

export const stderr: Terminal = {
  get redraws() {
    return Deno.stderr.isTerminal();
  },
  columns: () => columnsOf(Deno.stderr),
  now: () => performance.now(),
  write(text) {
    try {
      writeWhole(Deno.stderr, terminalText(text));
    } catch {
      // The terminal, or the reader of a pipe, is gone. The work continues.
    }
  },
};

function writeWhole(stream: typeof Deno.stdout, text: string): void {
  const bytes = new TextEncoder().encode(text);
  for (let written = 0; written < bytes.length;) {
    written += stream.writeSync(bytes.subarray(written));
  }
}
