/**
 * Ours beside boosted trees, a forest and linear models, table by table:
 *
 *     deno run -A packages/lab/bench/tables/compare.ts FOLDER "one network" tuned
 *
 * prints Markdown: who has which mean rank, and the results of each table. The words are the folder, the name of ours and
 * `tuned` or `kept`. The seeds are averaged first, so that a table counts once. FOLDER/comparison_DIVISION.json gets the
 * results, a row to a line.
 * @module
 */

import { join } from "@std/path";
import { markdownTable } from "../../../../tasks/cli/table.ts";
import { averageOf, goodness, meanOf, medianOf, ranksOf, type Result, winsOf } from "./averages.ts";
import { type BenchTable, readScores, readTables, writeRows } from "./list.ts";

const PEERS = ["bagged XGBoost", "XGBoost", "HistGradientBoosting", "random forest", "linear"];

/** A table and the results of each peer, ours first. */
interface Row {
  readonly table: BenchTable;
  readonly results: readonly Result[];
  /** By accuracy or R². */
  readonly ranks: readonly number[];
}

const [folder, ours, division] = Deno.args;
if (folder === undefined || ours === undefined || division === undefined) {
  throw new Error("Cannot compare: expected a folder, the name of ours, and tuned or kept");
}
const names = [ours, ...PEERS];
const rows = await readComparison();
if (rows.length === 0) {
  throw new Error(`Cannot compare: no table has all seeds of ${names.join(", ")}`);
}
await writeRows(
  join(folder, `comparison_${division}.json`),
  rows.map(({ table, results, ranks }) => ({
    ...table,
    peers: Object.fromEntries(names.map((name, k) => [name, { ...results[k], rank: ranks[k] }])),
  })),
);
const quantities = rows.filter(({ table }) => table.kind === "quantity");
const classes = rows.filter(({ table }) => table.kind === "class");
console.log(
  `${rows.length} tables: ${classes.length} of classes, ${quantities.length} of quantities\n`,
);
console.log(markdownTable([
  ["", "mean rank", "accuracy", "log loss", "R²", "ours against it", "by log loss", "seconds"],
  ...names.map(summaryOf),
]));
console.log();
console.log(markdownTable([
  ["table", "source", "rows", "columns", "metric", ...names],
  ...rows.flatMap(tableRows),
]));

async function readComparison(): Promise<Row[]> {
  const own = division === "kept" ? "ours_kept.json" : "ours.json";
  const scores = (await Promise.all(
    ["peers.json", own].map((name) => readScores(join(folder!, name))),
  )).flat();
  return (await readTables(folder!)).flatMap((table) => {
    if (table.division !== division) return [];
    const results = names.map((name) => averageOf(scores, table, name));
    if (results.includes(undefined)) {
      console.error(`Left out ${table.name}: results are missing`);
      return [];
    }
    const known = results as Result[];
    return [{ table, results: known, ranks: ranksOf(known.map(goodness)) }];
  });
}

/** A line of the first table. */
function summaryOf(name: string, k: number): string[] {
  const mean = (of: readonly Row[], result: (results: Result) => number) =>
    of.length === 0 ? "" : meanOf(of.map(({ results }) => result(results[k]!))).toFixed(4);
  return [
    name,
    meanOf(rows.map(({ ranks }) => ranks[k]!)).toFixed(2),
    mean(classes, ({ accuracy }) => accuracy!),
    mean(classes, ({ logLoss }) => logLoss!),
    mean(quantities, ({ r2 }) => r2!),
    k === 0 ? "" : against(rows, (results) => goodness(results[0]!) - goodness(results[k]!)),
    k === 0 ? "" : against(classes, (results) => results[k]!.logLoss! - results[0]!.logLoss!),
    medianOf(rows.map(({ results }) => results[k]!.seconds)).toFixed(1),
  ];
}

/** `13 won, 4 tied, 9 lost, p = 0.52` */
function against(of: readonly Row[], difference: (results: readonly Result[]) => number): string {
  const { wins, ties, losses, p } = winsOf(of.map(({ results }) => difference(results)));
  return `${wins} won, ${ties} tied, ${losses} lost, p = ${p.toPrecision(2)}`;
}

/** The lines of a table: accuracy and log loss, or R²; the best in bold. */
function tableRows({ table, results }: Row): string[][] {
  const line = (metric: string, values: readonly number[], best: number) => [
    table.name,
    table.source,
    table.rows.toLocaleString("en"),
    String(table.columns),
    metric,
    ...values.map((value) => value === best ? `**${value.toFixed(3)}**` : value.toFixed(3)),
  ];
  const good = results.map(goodness);
  const first = line(table.kind === "class" ? "accuracy" : "R²", good, Math.max(...good));
  if (table.kind === "quantity") return [first];
  const losses = results.map(({ logLoss }) => logLoss!);
  return [first, line("log loss", losses, Math.min(...losses))];
}
