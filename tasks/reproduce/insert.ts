/** Puts the table into a page. @module */

import { explain, reasonOf } from "../system/explain.ts";
import { writeAtomically } from "../system/files.ts";

const BEGIN = "<!-- reproduce:begin -->";
const END = "<!-- reproduce:end -->";

/** What stands in a page outside the two marks. */
export function outsideTable(page: string): string {
  const begin = page.indexOf(BEGIN);
  const end = page.indexOf(END, begin);
  return begin === -1 || end === -1 ? page : page.slice(0, begin) + page.slice(end);
}

/**
 * Replaces the text between two marks in a file of Markdown.
 *
 * @throws {Error} if there is no such file, or it lacks the marks
 */
export async function insertInto(path: string, text: string): Promise<void> {
  let page: string;
  try {
    page = await Deno.readTextFile(path);
  } catch (error) {
    throw new Error(`Cannot read ${path}: ${reasonOf(error) ?? explain(error)}`, { cause: error });
  }
  const begin = page.indexOf(BEGIN);
  const end = page.indexOf(END, begin);
  if (begin === -1 || end === -1) {
    throw new Error(`Cannot put the table into ${path}: it lacks ${BEGIN} and ${END} after it`);
  }
  const whole = `${page.slice(0, begin + BEGIN.length)}\n\n${text}\n\n${page.slice(end)}`;
  await writeAtomically(path, whole);
}
