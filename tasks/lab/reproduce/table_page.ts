/**
 * The page with the table, and its rows as JSON beside it: `results.json` for `results.md`. Runs take hours and their folders
 * are not kept for ever: with the rows a table can be made over days and on several machines, without training a seed twice.
 *
 * @module
 */

import { exists } from "@std/fs";
import { MAX_JSON } from "../../run/run_folder.ts";
import { explain } from "../../system/explain.ts";
import { writeOutput } from "../../system/files.ts";
import { readNamed, readTextAtMost } from "../../system/read_at_most.ts";
import { insertInto, readAround } from "./insert.ts";
import { comparison, isErrorIn, publishedIn, rowHash, type RowResult } from "./result.ts";
import type { Row } from "./rows.ts";
import { reproductionText } from "./text.ts";

/** A page of Markdown with the two marks around the table. */
export class TablePage {
  readonly #path: string;
  readonly #rows: readonly Row[];
  readonly #data: string;
  #results: ReadonlyMap<string, RowResult> = new Map();

  private constructor(path: string, rows: readonly Row[], data: string) {
    this.#path = path;
    this.#rows = rows;
    this.#data = data;
  }

  get results(): ReadonlyMap<string, RowResult> {
    return this.#results;
  }

  /**
   * Reads the results of a page. Those of another config, other data or another version of the numerics are left out with a
   * note. So are those of rows that there are no longer.
   *
   * @param rows all rows, in their order
   * @param options.data the folder of the data sets
   * @throws {Error} if there is no such page, it lacks the marks, or the file of its rows is damaged
   */
  static async open(
    path: string,
    rows: readonly Row[],
    { data, print }: { readonly data: string; readonly print: (line: string) => void },
  ): Promise<TablePage> {
    await readAround(path); // before hours of training
    const page = new TablePage(path, rows, data);
    page.#results = await page.#read(print);
    return page;
  }

  async #read(print?: (line: string) => void): Promise<Map<string, RowResult>> {
    const file = rowsFile(this.#path);
    const results = new Map<string, RowResult>();
    for (const result of await readResults(file)) {
      const row = this.#rows.find(({ name }) => name === result.name);
      if (row === undefined) print?.(`${result.name}: ${file} has it, and no config, so it goes`);
      else if (await rowHash(row, this.#data) !== result.hash) {
        print?.(`${row.name}: ${file} has it of another config, data or numerics, so it goes`);
      } else results.set(row.name, asNow(result, row));
    }
    return results;
  }

  /**
   * Writes the rows and the table, with a new result of a row. The others are read again: another process may have written
   * them while this one trained for hours.
   */
  async write(result?: RowResult): Promise<void> {
    const results = await this.#read();
    if (result !== undefined) results.set(result.name, result);
    this.#results = results;
    const table = tableOf(this.#rows, results);
    if (table.length === 0) return;
    const lines = table.map((result) => JSON.stringify(result));
    await writeOutput(rowsFile(this.#path), `[\n${lines.join(",\n")}\n]\n`);
    await insertInto(this.#path, reproductionText(table));
  }
}

function rowsFile(page: string): string {
  return `${page.replace(/\.md$/, "")}.json`;
}

/** The results that there are, in the order of the rows. */
export function tableOf(
  rows: readonly Row[],
  results: ReadonlyMap<string, RowResult>,
): RowResult[] {
  return rows.flatMap(({ name }) => results.get(name) ?? []);
}

/**
 * Reads the file of a page's rows; there may be none.
 *
 * @throws {Error} if it is damaged
 */
export async function readResults(path: string): Promise<RowResult[]> {
  if (!await exists(path)) return [];
  const text = await readNamed(path, MAX_JSON, readTextAtMost);
  try {
    const rows: unknown = JSON.parse(text);
    if (!Array.isArray(rows) || !rows.every(looksLikeRow)) {
      throw new SyntaxError("expected a list of rows");
    }
    return rows;
  } catch (error) {
    throw new Error(`Cannot read ${path}, which is not the rows of a table: ${explain(error)}`, {
      cause: error,
    });
  }
}

/** Whether a value is a row. */
function looksLikeRow(value: unknown): value is RowResult {
  const { name, hash, whole, finished, runs } = Object(value) as Partial<RowResult>;
  return typeof name === "string" && typeof hash === "string" && typeof whole?.seeds === "number" &&
    typeof finished === "number" && Array.isArray(runs);
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
    ...{ source, deviations },
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
