/** What was read of a table's columns. @module */

import { type Blocks, hint, list, paragraph, table } from "../../../lib/document/blocks.ts";
import { quoted } from "../../../lib/checks/texts.ts";
import type { ColumnProfile } from "../../../lib/table/columns/profile.ts";
import { counted, percent } from "../../cli/format.ts";

/** The most columns that are shown in brief. */
const MAX_BRIEF = 30;

/** Each column: what it was taken for, and what becomes of it. */
export function columnsInBrief(profile: readonly ColumnProfile[]): Blocks {
  const rows = profile.slice(0, MAX_BRIEF).map(({ name, kind, becomes }) => [name, kind, becomes]);
  const more = profile.length - MAX_BRIEF;
  return [
    table({ layout: "left", label: "Columns", head: ["column", "read as", "becomes"], rows }),
    more > 0 && hint(`… and ${more} more: --describe lists all`),
  ];
}

/** What is predicted, and from how many columns of which kinds, in a line. */
export function columnsInALine(profile: readonly ColumnProfile[], rows: number): string {
  const isTarget = ({ becomes }: ColumnProfile) => becomes === "the target";
  const targets = profile.filter(isTarget).map(({ name, kind }) => `${quoted(name)} (${kind})`);
  const inputs = profile.filter((column) => column.kind !== "" && !isTarget(column));
  const kinds = Map.groupBy(inputs, ({ kind }) => kind.replace(/ \(.*/, ""));
  const kindsText = [...kinds].map(([kind, { length }]) => `${length} ${kind}`).join(", ");
  return `Predicts ${targets.join(" and ")} from ${
    counted(inputs.length, "column")
  } (${kindsText}) ` +
    `of ${counted(rows, "row")}; --describe shows each column`;
}

/** All that is known of the columns, and what may be wrong with them or by these notes. */
export function columnsInFull(
  profile: readonly ColumnProfile[],
  notes: readonly string[],
): Blocks {
  const wrong = [...profile.flatMap(({ wrong }) => wrong), ...notes];
  return [
    table({
      layout: "left",
      label: "Columns",
      head: ["column", "read as", "missing", "levels", "range", "becomes"],
      rows: profile.map(({ name, kind, missing, levels, range, becomes }) => [
        name,
        kind,
        percent(missing, 1),
        levels === undefined ? "many" : String(levels),
        range,
        becomes,
      ]),
    }),
    wrong.length === 0
      ? paragraph("Nothing looks wrong")
      : [paragraph("What may be wrong:"), list(wrong)],
  ];
}
