/** The part of a page that holds the table. @module */

import { writeOutput } from "../../system/files.ts";
import { readNamed, readTextAtMost } from "../../system/read_at_most.ts";

/** The largest page, in bytes. */
const MAX_PAGE = 16_777_216;

const BEGIN = "<!-- reproduce:begin -->";
const END = "<!-- reproduce:end -->";

/** The text of a page outside the two marks. */
export function outsideTable(page: string): string {
  return aroundTable(page)?.join("") ?? page;
}

function aroundTable(page: string): [before: string, after: string] | undefined {
  const begin = page.indexOf(BEGIN);
  const end = page.indexOf(END, begin);
  if (begin === -1 || end === -1) return undefined;
  return [page.slice(0, begin + BEGIN.length), page.slice(end)];
}

/**
 * Replaces the text between two marks in a file of Markdown.
 *
 * @throws {Error} if there is no such file, or it lacks the marks
 */
export async function insertInto(path: string, text: string): Promise<void> {
  const [before, after] = await readAround(path);
  await writeOutput(path, `${before}\n\n${text}\n\n${after}`);
}

/**
 * Reads a file of Markdown that has the two marks.
 *
 * @returns the text up to the first of them, and from the second on
 * @throws {Error} if there is no such file, or it lacks the marks
 */
export async function readAround(path: string): Promise<[before: string, after: string]> {
  const around = aroundTable(await readNamed(path, MAX_PAGE, readTextAtMost));
  if (around !== undefined) return around;
  throw new Error(`Cannot put the table into ${path}: it lacks ${BEGIN} and ${END} after it`);
}
