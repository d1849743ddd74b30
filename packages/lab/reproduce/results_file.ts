/**
 * What is kept of `reproduce`: rows and validation runs in `FILE.json`, from which the table in `FILE.md` is made. Runs take
 * hours and their folders are not kept for ever: with the file a table can be made over days and on several machines. @module
 */

import { exists } from "@std/fs";
import { MAX_JSON } from "../../../tasks/run/run_folder.ts";
import { explain } from "../../../tasks/system/explain.ts";
import { writeOutput } from "../../../tasks/system/files.ts";
import { readNamed, readTextAtMost } from "../../../tasks/system/read_at_most.ts";
import type { ValidationRun } from "./chosen.ts";
import { comparison, isErrorIn, publishedIn, rowHash, type RowResult } from "./result.ts";
import type { Row } from "./rows.ts";
import { reproductionText } from "./text.ts";

const MAX_PAGE = 16_777_216;

const BEGIN = "<!-- reproduce:begin -->";
const END = "<!-- reproduce:end -->";

interface Kept {
  readonly validationRuns: readonly ValidationRun[];
  readonly rows: readonly RowResult[];
}

/** A page of Markdown with two marks around its table. */
interface Page {
  readonly path: string;
  readonly rows: readonly Row[];
  readonly data: string;
}

/**
 * Reads the results of a page. Those of another config, other data or another version of the numerics are left out with a
 * note. So are those of rows that there are no longer.
 * @throws {Error} if there is no such page, it lacks the marks, or the file of its rows is damaged
 */
export async function readResults(
  page: Page,
  print: (line: string) => void,
): Promise<Map<string, RowResult>> {
  await readAround(page.path); // before hours of training
  return await usableIn(await readKept(resultsPath(page.path)), page, print);
}

async function usableIn(
  kept: Kept,
  { path, rows, data }: Page,
  print?: (line: string) => void,
): Promise<Map<string, RowResult>> {
  const file = resultsPath(path);
  const results = new Map<string, RowResult>();
  for (const result of kept.rows) {
    const row = rows.find(({ name }) => name === result.name);
    if (row === undefined) print?.(`${result.name}: ${file} has it, and no config, so it goes`);
    else if (await rowHash(row, data) !== result.hash) {
      print?.(`${row.name}: ${file} has it of another config, data or numerics, so it goes`);
    } else results.set(row.name, asNow(result, row));
  }
  return results;
}

/**
 * Writes the file and the table, with new results. The others are read again: another process may have written them while
 * this one trained for hours.
 * @returns all results
 */
export async function writeResults(
  page: Page,
  { row, validationRun }: { readonly row?: RowResult; readonly validationRun?: ValidationRun } = {},
): Promise<Map<string, RowResult>> {
  const kept = await readKept(resultsPath(page.path));
  const results = await usableIn(kept, page);
  if (row !== undefined) results.set(row.name, row);
  const runs = new Map(kept.validationRuns.map((run) => [run.name, run]));
  if (validationRun !== undefined) runs.set(validationRun.name, validationRun);
  const table = inOrder(page.rows, results);
  const validationRuns = inOrder(page.rows, runs);
  if (table.length + validationRuns.length === 0) return results;
  const lines = (values: readonly object[]) =>
    values.map((value) => `\n${JSON.stringify(value)}`).join(",");
  const text = `{"validationRuns":[${lines(validationRuns)}\n],"rows":[${lines(table)}\n]}\n`;
  await writeOutput(resultsPath(page.path), text);
  if (table.length === 0) return results;
  const [before, after] = await readAround(page.path);
  const shown = reproductionText(table, validationRuns);
  await writeOutput(page.path, `${before}\n\n${shown}\n\n${after}`);
  return results;
}

/**
 * Reads a file of Markdown that has the two marks.
 * @returns the text up to the first of them, and from the second on
 * @throws {Error} if there is no such file, or it lacks the marks
 */
export async function readAround(path: string): Promise<[before: string, after: string]> {
  const page = await readNamed(path, MAX_PAGE, readTextAtMost);
  const begin = page.indexOf(BEGIN);
  const end = page.indexOf(END, begin);
  if (begin !== -1 && end !== -1) return [page.slice(0, begin + BEGIN.length), page.slice(end)];
  throw new Error(`Cannot put the table into ${path}: it lacks ${BEGIN} and ${END} after it`);
}

/** The path of what a page is made from: `results.json` for `results.md`. */
export function resultsPath(page: string): string {
  return `${page.replace(/\.md$/, "")}.json`;
}

export function inOrder<T>(rows: readonly Row[], values: ReadonlyMap<string, T>): T[] {
  return rows.flatMap(({ name }) => values.get(name) ?? []);
}

/**
 * Reads what is kept; there may be nothing. Earlier files are a list of rows.
 * @throws {Error} if the file is damaged
 */
export async function readKept(path: string): Promise<Kept> {
  if (!await exists(path)) return { validationRuns: [], rows: [] };
  const text = await readNamed(path, MAX_JSON, readTextAtMost);
  try {
    const json: unknown = JSON.parse(text);
    const { validationRuns, rows } = Array.isArray(json)
      ? { validationRuns: [], rows: json }
      : Object(json) as Partial<Kept>;
    if (!Array.isArray(rows) || !rows.every(looksLikeRow)) {
      throw new SyntaxError("expected a list of rows");
    }
    if (!Array.isArray(validationRuns) || !validationRuns.every(looksLikeValidationRun)) {
      throw new SyntaxError("expected a list of validation runs");
    }
    return { validationRuns, rows };
  } catch (error) {
    throw new Error(`Cannot read ${path}, which is not the rows of a table: ${explain(error)}`, {
      cause: error,
    });
  }
}

function looksLikeRow(value: unknown): value is RowResult {
  const { name, hash, whole, finished, runs } = Object(value) as Partial<RowResult>;
  return typeof name === "string" && typeof hash === "string" && typeof whole?.seeds === "number" &&
    typeof finished === "number" && Array.isArray(runs);
}

function looksLikeValidationRun(value: unknown): value is ValidationRun {
  const { name, trial, validation, weightsSha256 } = Object(value) as Partial<ValidationRun>;
  return typeof name === "string" && typeof trial === "string" &&
    typeof validation?.correct === "number" && typeof validation.size === "number" &&
    typeof weightsSha256 === "string";
}

/** A result with the config's present keys on the publication. */
function asNow(result: RowResult, { reproduces }: Row): RowResult {
  const { source, deviations, chosen, copies } = reproduces;
  const { figure, overCopies } = result;
  return {
    ...result,
    published: publishedIn(reproduces),
    figure: { ...figure, isError: isErrorIn(reproduces) },
    ...overCopies && copies && { overCopies: { ...copies, test: overCopies.test } },
    ...hasAllSeeds(result) && { verdict: comparison(reproduces, result.accuracy) },
    ...result.chosen && chosen && { chosen },
    source,
    deviations,
  };
}

/** Whether every seed that was asked for is trained to its end. */
export function hasAllSeeds({ finished, whole }: RowResult): boolean {
  return finished === whole.seeds;
}

/** Whether nothing is left to train for a row of so many seeds. */
export function isEnough(result: RowResult | undefined, seeds: number): boolean {
  return result !== undefined && hasAllSeeds(result) && result.whole.seeds >= seeds;
}

/**
 * The result of a row that is whole, else that of more seeds trained to their end, else that of more epochs; of equals the
 * second one.
 */
export function fuller(one: RowResult | undefined, other: RowResult): RowResult {
  if (one === undefined) return other;
  const more = Number(hasAllSeeds(one)) - Number(hasAllSeeds(other)) ||
    one.finished - other.finished || one.epochs - other.epochs;
  return more > 0 ? one : other;
}
