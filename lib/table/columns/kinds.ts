/** The kinds of columns. Each is an object that owns what depends on it; nothing else asks which it is. @module */

import type { TableColumn } from "./columns.ts";
import { category, level } from "./kinds/category.ts";
import type { ColumnKind } from "./kinds/contract.ts";
import { date } from "./kinds/date.ts";
import { number } from "./kinds/number.ts";
import { words } from "./kinds/words.ts";

/** All kinds of columns by name. */
export const columnKinds: {
  readonly [Name in TableColumn["kind"]]: ColumnKind<Extract<TableColumn, { kind: Name }>>;
} = { number, level, category, date, words };

/** The kind of a column. */
export function kindOf({ kind }: Pick<TableColumn, "kind">): ColumnKind<TableColumn> {
  return columnKinds[kind] as ColumnKind<TableColumn>;
}
