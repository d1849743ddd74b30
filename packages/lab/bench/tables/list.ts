/**
 * The tables of the comparison with boosted trees, as `write_tables.R` writes them, and the results of whoever learned
 * from them. @module
 */

import { join } from "@std/path";

/** A split and a first network each. */
export const SEEDS = [1, 2, 3];

/** Constants are chosen on `tuned` tables. The `kept` and the `new` ones are looked at once, at the end. */
export const DIVISIONS = ["tuned", "kept", "new"] as const;

export interface BenchTable {
  readonly name: string;
  readonly source: string;
  readonly target: string;
  readonly kind: "class" | "quantity";
  readonly rows: number;
  /** The columns but the target. */
  readonly columns: number;
  /** The most levels of a column of texts. */
  readonly levels: number;
  readonly missing: boolean;
  /** Whether the data are made up. */
  readonly made: boolean;
  readonly division: typeof DIVISIONS[number];
}

/** The result on the test rows of a table that a seed splits off. */
export interface Score {
  readonly table: string;
  readonly seed: number;
  readonly peer: string;
  /** Of classes. */
  readonly accuracy?: number;
  /** Of classes. */
  readonly logLoss?: number;
  /** Of quantities. */
  readonly r2?: number;
  /** Processor seconds to learn and to answer the test rows. */
  readonly seconds: number;
}

export async function readTables(folder: string): Promise<BenchTable[]> {
  return JSON.parse(await Deno.readTextFile(join(folder, "tables.json")));
}

/** Reads the results of a peer on a table, as `measure_tables.py` writes them; none if there is no such file. */
export async function readScores(folder: string, peer: string, table: string): Promise<Score[]> {
  try {
    return JSON.parse(await Deno.readTextFile(join(folder, "results", peer, `${table}.json`)));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}
