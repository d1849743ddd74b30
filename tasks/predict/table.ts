/** The rows of a CSV file with what a network says of each, as CSV: streamed, so that a file may be larger than memory. @module */

import { targetNamesOf } from "../../lib/table/columns.ts";
import { decodeQuantities } from "../../lib/table/target.ts";
import type { Committee } from "../../mod.ts";
import { listed } from "../../lib/dataset/lists.ts";
import { readRows } from "../datasets/csv.ts";
import type { OpenNetwork } from "../run/open_network.ts";

/** How sure a prediction is at least, or it is called unsure. */
const UNSURE = 0.5;

/**
 * Predicts the rows of a table.
 *
 * @param opened the networks, which learned from tables of the same columns
 * @param print takes a line of CSV
 * @param tell takes what a user should know, in sentences
 * @throws {Error} if the networks did not learn from a table, or a column is missing
 */
export async function predictTable(
  opened: readonly OpenNetwork[],
  committee: Committee,
  path: string,
  { print, tell }: { print: (line: string) => void; tell: (sentence: string) => void },
): Promise<void> {
  const without = opened.find(({ table }) => table === undefined);
  if (without !== undefined) {
    throw new Error(`Cannot predict rows with ${without.run}: it did not learn from a table`);
  }
  const table = opened[0]!.table!;
  if (opened.some((other) => JSON.stringify(other.table) !== JSON.stringify(table))) {
    throw new Error("Cannot predict rows with networks of different tables together");
  }
  const { classNames = [] } = committee;
  const known = new Set<string>();
  let [rows, unsure, gaps] = [0, 0, 0];
  const isClass = table.target.kind === "class";
  let [headed, width] = [false, 0];
  for await (const batch of readRows(path, table)) {
    if (!headed) {
      const added = isClass
        ? ["prediction", ...classNames.map((name) => `probability ${name}`)]
        : targetNamesOf(table).map((name) => `predicted ${name}`);
      width = added.length;
      print(lineOf([...batch.columns, ...added]));
      const targets = targetNamesOf(table);
      const unused = batch.unused.filter((name) => !targets.includes(name));
      if (unused.length > 0) tell(`Columns that the network does not know: ${listed(unused)}`);
      headed = true;
    }
    const { columns: _, lines, inputs } = batch;
    const count = batch.rows.length;
    const { values, columns } = committee.feedforward({
      kind: "dense",
      rows: count,
      columns: count === 0 ? committee.features : inputs.length / count,
      values: inputs,
    });
    for (const [r, cells] of batch.rows.entries()) {
      rows++;
      const gap = batch.gaps[r];
      if (gap !== undefined) {
        gaps++;
        tell(`Line ${lines[r]}: no prediction, since "${gap}" is missing`);
        print(lineOf([...cells, ...new Array<string>(width).fill("")]));
        continue;
      }
      const outputs = values.slice(r * columns, (r + 1) * columns);
      if (table.target.kind === "quantity") {
        const quantities = decodeQuantities(table.target, outputs);
        print(
          lineOf([...cells, ...Array.from(quantities, (x) => String(Number(x.toPrecision(7))))]),
        );
        continue;
      }
      const best = outputs.indexOf(Math.max(...outputs));
      if (!(outputs[best]! >= UNSURE)) unsure++;
      const probabilities = Array.from(outputs, (output) => String(Number(output.toFixed(6))));
      print(lineOf([...cells, classNames[best] ?? String(best), ...probabilities]));
    }
    for (const { column, value, line } of batch.unknown) {
      const key = JSON.stringify([column, value]);
      if (known.has(key)) continue;
      known.add(key);
      tell(
        `Line ${line}: "${value}" in "${column}" is none of the categories that it learned from`,
      );
    }
  }
  const parts = [
    `${rows} rows`,
    ...gaps > 0 ? [`${gaps} without a prediction`] : [],
    ...unsure > 0 ? [`${unsure} that the network is not sure of (below ${100 * UNSURE} %)`] : [],
  ];
  tell(parts.join(", "));
}

/** A line of CSV (RFC 4180). */
function lineOf(cells: readonly string[]): string {
  return cells.map((cell) => /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)
    .join(",");
}
