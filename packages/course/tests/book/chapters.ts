/** The chapters of the course as tests read them: programs, what is printed below them, exercises. @module */

import { join } from "@std/path";
import { pathToFileURL } from "node:url";
import settings from "../../../../deno.json" with { type: "json" };
import type { Page } from "../../../../tests/helpers/markdown.ts";
import { ROOT, temporaryFolder } from "../../../../tests/helpers/run_task.ts";

/** A program of a chapter. */
export interface Cell {
  readonly code: string;
  /** Whether it goes on from the one before it. */
  readonly isContinued: boolean;
  /** What the chapter shows as printed by it, if something. */
  readonly printed: string;
}

/** An exercise: its attributes. */
export interface Exercise {
  readonly answer: string;
  readonly tolerance: number;
}

/** The pages of a folder that are Markdown, in the order of their names. */
export async function markdownIn(folder: string): Promise<Page[]> {
  const names: string[] = [];
  for await (const { name } of Deno.readDir(join(ROOT, folder))) {
    if (name.endsWith(".md")) names.push(name);
  }
  return await Promise.all(
    names.sort().map(async (name) => {
      const path = `${folder}/${name}`;
      return { path, text: await Deno.readTextFile(join(ROOT, path)) };
    }),
  );
}

/** The programs of a chapter, each with the block of text right below it. */
export function cellsOf({ text }: Page): Cell[] {
  const cells = text.matchAll(
    /^```js cell( continued)?\n([^]*?)^```$(?:\n\n```text\n([^]*?)^```$)?/gm,
  );
  return [...cells].map(([, continued, code = "", printed = ""]) => {
    return { code, isContinued: continued !== undefined, printed };
  });
}

/** The exercises of a chapter. */
export function exercisesOf({ text }: Page): Exercise[] {
  return [...text.matchAll(/^<ink-exercise ([^>]*)>$/gm)].map(([, attributes = ""]) => {
    const value = (name: string) => new RegExp(`\\b${name}="([^"]*)"`).exec(attributes)?.[1];
    return { answer: value("answer")!, tolerance: Number(value("tolerance") ?? 0) };
  });
}

/**
 * Runs programs one after the other, as one module, and returns what each printed.
 * @param programs those of a cell and all that continue it
 */
export async function printedBy(programs: readonly string[]): Promise<string[]> {
  const printed = programs.map(() => "");
  let current = 0;
  const log = console.log;
  const key = `cell_${crypto.randomUUID().replaceAll("-", "")}`;
  const scope = globalThis as unknown as Record<string, unknown>;
  scope[key] = (k: number) => current = k;
  const source = programs.map((code, k) => `globalThis.${key}(${k});\n${code}`).join("\n");
  await using folder = await temporaryFolder();
  const path = join(folder.path, "cells.js");
  await Deno.writeTextFile(path, source.replaceAll(/ from "(@inkling[^"]*)"/g, resolved));
  console.log = (...values: unknown[]) => printed[current] += `${values.map(String).join(" ")}\n`;
  try {
    await import(pathToFileURL(path).href);
  } finally {
    console.log = log;
    delete scope[key];
  }
  return printed;
}

/** An import of the package as one of this checkout. */
function resolved(_: string, specifier: string): string {
  const exports: Readonly<Record<string, string>> = settings.exports;
  const file = exports[specifier.replace(settings.name, ".")];
  if (file === undefined) throw new Error(`Cannot import ${specifier}: deno.json exports none`);
  return ` from "${pathToFileURL(join(ROOT, file)).href}"`;
}
