/** Ours beside the peers on equal rows, as `measure_tables.py` measured them: who has which rank, wins and seconds. @module */

import { markdownTable } from "../../../../tasks/cli/table.ts";
import {
  averageOf,
  goodness,
  meanOf,
  ranksOf,
  type Result,
  type Wins,
  winsOf,
} from "./averages.ts";
import { type BenchTable, readScores } from "./list.ts";

/** What is compared, beside ours. */
export const PEERS = [
  "XGBoost",
  "bagged XGBoost",
  "tuned XGBoost",
  "HistGradientBoosting",
  "tuned HistGradientBoosting",
  "random forest",
  "tuned MLP",
];

/** A table and the results of everybody, in the order of their names. */
interface Row {
  readonly table: BenchTable;
  readonly results: readonly Result[];
}

/** One of those compared, on all tables. */
interface Summary {
  readonly name: string;
  /** By log loss or R². */
  readonly meanRank: number;
  /** Processor seconds on all tables, each as the mean over its seeds. */
  readonly seconds: number;
  /** Of ours against it, by log loss or R²; ours has none against itself. */
  readonly against?: Wins & { readonly lostOn: readonly string[] };
  /** Of ours against it by accuracy or R². */
  readonly byAccuracy?: Wins;
}

export interface Comparison {
  readonly seeds: readonly number[];
  readonly summaries: readonly Summary[];
  readonly tables: readonly (BenchTable & { readonly results: Record<string, Result> })[];
  /** Tables without all results. */
  readonly leftOut: readonly string[];
}

/** Compares on the tables for which everybody has all seeds; the first name is ours. */
export async function compare(
  folder: string,
  tables: readonly BenchTable[],
  names: readonly string[],
  seeds: readonly number[],
): Promise<Comparison> {
  const rows: Row[] = [];
  for (const table of tables) {
    const results = await Promise.all(
      names.map(async (name) =>
        averageOf(await readScores(folder, name, table.name), table, name, seeds)
      ),
    );
    if (!results.includes(undefined)) rows.push({ table, results: results as Result[] });
  }
  const ranks = rows.map(({ results }) => ranksOf(results.map(goodness)));
  const summaries = names.map((name, k): Summary => {
    const common = {
      name,
      meanRank: meanOf(ranks.map((row) => row[k]!)),
      seconds: rows.reduce((sum, { results }) => sum + results[k]!.seconds, 0),
    };
    if (k === 0) return common;
    const differencesOf = (of: (result: Result) => number) =>
      rows.map(({ results }) => of(results[0]!) - of(results[k]!));
    const differences = differencesOf(goodness);
    const lostOn = rows.filter((_, row) => differences[row]! < 0).map(({ table }) => table.name);
    return {
      ...common,
      against: { ...winsOf(differences), lostOn },
      byAccuracy: winsOf(differencesOf(({ accuracy, r2 }) => accuracy ?? r2!)),
    };
  });
  const known = rows.map(({ table }) => table.name);
  return {
    seeds,
    summaries,
    tables: rows.map(({ table, results }) => ({
      ...table,
      results: Object.fromEntries(names.map((name, k) => [name, results[k]!])),
    })),
    leftOut: tables.map(({ name }) => name).filter((name) => !known.includes(name)),
  };
}

/** The losses first, then ranks, wins and seconds. */
export function comparisonText({ seeds, summaries, tables, leftOut }: Comparison): string {
  const winsText = (wins: Wins | undefined) =>
    wins === undefined
      ? ""
      : `${wins.wins}–${wins.ties}–${wins.losses}, p = ${wins.p.toPrecision(2)}`;
  const losses = summaries.flatMap(({ name, against }) =>
    against === undefined ? [] : [`- ${name}: ${against.lostOn.join(", ") || "none"}`]
  );
  const lines = summaries.toSorted((a, b) => a.meanRank - b.meanRank).map((summary) => [
    summary.name,
    summary.meanRank.toFixed(2),
    winsText(summary.against),
    winsText(summary.byAccuracy),
    summary.seconds.toFixed(0),
  ]);
  return [
    `${tables.length} tables, seeds ${seeds.join(", ")}; worse than`,
    ...losses,
    "",
    markdownTable([
      ["", "mean rank", "won–tied–lost", "by accuracy or R²", "processor seconds"],
      ...lines,
    ]),
    ...leftOut.length > 0 ? ["", `Left out, without all results: ${leftOut.join(", ")}`] : [],
  ].join("\n");
}
