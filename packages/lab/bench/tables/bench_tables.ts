/** `bench --tables FOLDER`: measures ours and its peers on equal rows of tables, and compares them. @module */

import { join } from "@std/path";
import { UsageError } from "../../../../tasks/cli/arguments.ts";
import { printDocument, printJson } from "../../../../tasks/cli/print.ts";
import { PEERS as PROGRAMS } from "../programs.ts";
import { compare, comparisonText, PEERS } from "./compare.ts";
import { DIVISIONS, readTables } from "./list.ts";

export interface TablesOptions {
  readonly tables: string;
  readonly division: string;
  /** What is measured; the comparison is of all that have results. */
  readonly only: string | undefined;
  readonly seeds: string;
  readonly checkout: string | undefined;
  readonly name: string;
  readonly words: string;
  readonly json: boolean | undefined;
}

/** Debian's, which has its XGBoost and scikit-learn. */
const PYTHON = "/usr/bin/python3";

export async function benchTables(options: TablesOptions, signal: AbortSignal): Promise<void> {
  const { tables: folder, name, only, json } = options;
  const division = DIVISIONS.find((division) => division === options.division);
  if (division === undefined) throw new UsageError(`--division takes ${DIVISIONS.join(", ")}`);
  const tables = (await readTables(folder)).filter((table) => table.division === division);
  if (tables.length === 0) throw new Error(`Cannot measure: ${folder} has no ${division} tables`);
  const names = [name, ...PEERS];
  const child = new Deno.Command(PYTHON, {
    args: [
      join(PROGRAMS, "measure_tables.py"),
      folder,
      ...["--peers", only ?? names.join(), "--seeds", options.seeds, "--name", name],
      ...["--tables", tables.map((table) => table.name).join(), `--words=${options.words}`],
      ...options.checkout === undefined ? [] : ["--checkout", options.checkout],
    ],
    stdout: "piped",
    stderr: "inherit",
    signal,
  }).spawn();
  await child.stdout.pipeTo(Deno.stderr.writable, { preventClose: true });
  if (!(await child.status).success) throw new Error("Cannot measure all: see above");
  const seeds = options.seeds.split(",").map(Number);
  const comparison = await compare(folder, tables, names, seeds);
  if (json) printJson(comparison);
  else printDocument(`${comparisonText(comparison)}\n`);
}
