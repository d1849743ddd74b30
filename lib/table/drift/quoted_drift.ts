/** The drift of a table's rows, as people may see it who need not own the table. @module */

import type { Distributions } from "../../measure/drift/distributions.ts";
import type { ColumnDrift, Drift, Shares } from "../../measure/drift/drift_counter.ts";
import { quotableLevels } from "../cells/quotable.ts";
import type { TableDescription } from "../columns/columns.ts";

/**
 * The drift of a table's rows, in which levels that must not be quoted are among other texts; the indices stay.
 * @param distributions those that the drift was counted from
 */
export function quotedDrift(
  drift: Drift,
  { columns }: Pick<TableDescription, "columns">,
  { columns: distributions }: Pick<Distributions, "columns">,
): Drift {
  const quoted = (found: ColumnDrift, c: number): ColumnDrift => {
    const { levels, then, now } = found;
    const column = columns.find(({ name }) => name === found.name);
    if (levels === undefined || column === undefined) return found;
    const quotable = quotableLevels(column, distributions[c]);
    const kept = levels.map((level) => quotable.includes(level));
    return {
      ...found,
      levels: quotable,
      then: withOthers(then, kept),
      now: withOthers(now, kept),
    };
  };
  return { ...drift, columns: drift.columns.map(quoted) };
}

/** Shares of the levels that are kept; those of the others are added to the last, of other texts. */
function withOthers(shares: Shares, kept: readonly boolean[]): Shares {
  const { counts } = shares;
  const others = counts.filter((_, k) => !kept[k]).reduce((sum, share) => sum + share, 0);
  return { ...shares, counts: [...counts.filter((_, k) => kept[k]), others] };
}
