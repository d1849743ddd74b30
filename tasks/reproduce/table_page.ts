/**
 * The page that has the table, and its rows, kept as JSON beside it: `results.json` for `results.md`. Runs take hours and their
 * folders are not kept for ever; with the rows a table is made over days and on several machines, and no seed is trained twice
 * for it.
 *
 * @module
 */

import { MAX_JSON } from "../run/run_folder.ts";
import { explain, reasonOf } from "../system/explain.ts";
import { writeOutput } from "../system/files.ts";
import { readTextAtMost } from "../system/read_at_most.ts";
import { insertInto, readAround } from "./insert.ts";
import { comparison, publishedIn, rowHash, type RowResult } from "./result.ts";
import type { Row } from "./rows.ts";
import { reproductionText } from "./text.ts";

/** A page of Markdown with the marks between which the table stands. */
export class TablePage {
  /** What it says already, by the names of the rows. */
  readonly results: ReadonlyMap<string, RowResult>;
  readonly #path: string;
  readonly #rows: readonly Row[];

  private constructor(
    path: string,
    rows: readonly Row[],
    results: ReadonlyMap<string, RowResult>,
  ) {
    this.#path = path;
    this.#rows = rows;
    this.results = results;
  }

  /**
   * Reads what a page already says of the rows. A result of another config, other data or another version of the numerics is
   * not of the row, and neither is one of a row that there is no longer: they are told and left out.
   *
   * @param rows all that there are, in their order
   * @param options.data the folder of the data sets
   * @throws {Error} if there is no such page, it lacks the marks, or the file of its rows is damaged
   */
  static async open(
    path: string,
    rows: readonly Row[],
    { data, print }: { readonly data: string; readonly print: (line: string) => void },
  ): Promise<TablePage> {
    await readAround(path); // before hours of training
    const file = rowsFile(path);
    const results = new Map<string, RowResult>();
    for (const result of await readResults(file)) {
      const row = rows.find(({ name }) => name === result.name);
      if (row === undefined) print(`${result.name}: ${file} has it, and no config, so it goes`);
      else if (await rowHash(row, data) === result.hash) results.set(row.name, asNow(result, row));
      else print(`${row.name}: ${file} has it of another config, data or numerics, so it goes`);
    }
    return new TablePage(path, rows, results);
  }

  /** Writes the rows and the table. */
  async write(results: ReadonlyMap<string, RowResult>): Promise<void> {
    const table = tableOf(this.#rows, results);
    if (table.length === 0) return;
    const lines = table.map((result) => JSON.stringify(result));
    await writeOutput(rowsFile(this.#path), `[\n${lines.join(",\n")}\n]\n`);
    await insertInto(this.#path, reproductionText(table));
  }
}

/** The file of a page's rows. */
export function rowsFile(page: string): string {
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
  let text: string;
  try {
    text = await readTextAtMost(path, MAX_JSON);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw new Error(`Cannot read ${path}: ${reasonOf(error) ?? explain(error)}`, { cause: error });
  }
  try {
    return [...JSON.parse(text) as RowResult[]];
  } catch (error) {
    throw new Error(`Cannot read ${path}, which is not the rows of a table: ${explain(error)}`, {
      cause: error,
    });
  }
}

/** A result with what the config says today of the publication. */
function asNow(result: RowResult, { reproduces }: Row): RowResult {
  const { source, deviations, chosen } = reproduces;
  return {
    ...result,
    published: publishedIn(reproduces),
    ...hasAllSeeds(result) && { verdict: comparison(reproduces, result.accuracy) },
    ...result.chosen && chosen && { chosen },
    ...{ source, deviations },
  };
}

function hasAllSeeds({ finished, whole }: RowResult): boolean {
  return finished === whole.seeds;
}

/** Whether nothing is left to train for a row of so many seeds. */
export function isEnough(result: RowResult | undefined, seeds: number): boolean {
  return result !== undefined && hasAllSeeds(result) && result.whole.seeds >= seeds;
}

/** The result of a row that tells more: of more seeds that are trained to their end or, if these are as many, of more epochs. */
export function fuller(one: RowResult | undefined, other: RowResult): RowResult {
  if (one === undefined) return other;
  return (one.finished - other.finished || one.epochs - other.epochs) > 0 ? one : other;
}
