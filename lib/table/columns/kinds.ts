/** The kinds of columns. Each is an object that owns what depends on it; nothing else asks which it is. @module */

import type { TableColumn } from "./columns.ts";
import { category, level } from "./kinds/category.ts";
import type { ColumnKind } from "./kinds/contract.ts";
import type { ColumnReading } from "../values/readings.ts";
import type { ReadAs } from "../../options/table.ts";
import { date } from "./kinds/date.ts";
import { number } from "./kinds/number.ts";
import { words } from "./kinds/words.ts";

/** All kinds of columns by name. */
export const columnKinds: {
  readonly [Name in TableColumn["kind"]]: ColumnKind<Extract<TableColumn, { kind: Name }>>;
} = { number, level, category, date, words };

/** The kinds that the first pass over a table decides between: whether texts are levels is known after the second. */
export const plannedKinds = (Object.keys(columnKinds) as TableColumn["kind"][])
  .filter((kind) => kind !== "level");

/** How a column is read of which the user states this, if that alone decides. */
export function statedReading(as: ReadAs | undefined): ColumnReading | undefined {
  if (as === undefined) return undefined;
  return plannedKinds.map((kind) => columnKinds[kind].stated?.[as]).find((one) =>
    one !== undefined
  );
}

/** The kind of a column. */
export function kindOf({ kind }: Pick<TableColumn, "kind">): ColumnKind<TableColumn> {
  return columnKinds[kind] as ColumnKind<TableColumn>;
}
