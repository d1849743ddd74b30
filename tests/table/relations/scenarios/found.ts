/** What is found in a made table. @module */

import { relationsIn } from "../../../../lib/table/model/choose_split.ts";
import type { Relation } from "../../../../lib/table/relations/relations.ts";
import { CsvTable } from "../../../../tasks/data/tables/csv/table.ts";

/** A table as CSV, and what is right. */
export interface MadeTable {
  readonly name: string;
  readonly target: string;
  readonly right: readonly string[];
  readonly csv: string;
}

export function csvOf(rows: readonly Readonly<Record<string, string | number>>[]): string {
  return [Object.keys(rows[0]!), ...rows.map((row) => Object.values(row))].join("\n");
}

/** The relations that `train` finds. */
export async function foundIn(
  { name, target, csv }: Omit<MadeTable, "right">,
): Promise<readonly Relation[]> {
  const open = () => Promise.resolve(new Blob([csv]).stream());
  return await relationsIn(await CsvTable.from({ name, open }, {}, [target]), { target, as: {} });
}

/** By what a table is split, as {@linkcode MadeTable.right} has it. */
export function splitOf([first]: readonly Relation[]): string {
  if (!first?.isSplit) return "random";
  if (first.kind === "order" || first.columns.length === 0) return "order";
  const names = first.columns.join(",");
  return first.kind === "time" ? `time:${names}` : `groups:${names}${first.staysInput ? "+" : ""}`;
}
