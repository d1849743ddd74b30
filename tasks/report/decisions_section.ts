/** What mistakes cost at several thresholds, and sets of classes: promised out of fold, and kept. @module */

import { fourDigits, percent } from "../cli/format.ts";
import { hint, type Section, table } from "../document/blocks.ts";
import { THRESHOLD_NAMES } from "../evaluate/mistake_costs.ts";
import { intervalText } from "../evaluate/out_of_fold.ts";
import type { ReportedRun } from "./problem/runs.ts";

export function decisionsSection({ decided, split }: ReportedRun): Section | undefined {
  const { costs, sets } = decided;
  if ((costs ?? sets) === undefined) return undefined;
  const share = (value: number) => percent(value);
  return {
    id: "decisions",
    title: "What the model decides",
    hint: "What is promised is chosen on four fifths of the rows out of fold and measured on the " +
      `others; beside it is what the ${split} rows had, with intervals at 95 % confidence.`,
    content: [
      ...(costs ?? []).flatMap(({ positive, falseAlarm, miss, thresholds }) => [
        table({
          label: `What mistakes about “${positive}” cost at several thresholds`,
          head: ["threshold", "from", "promised", `on ${split}`, "false alarms", "misses"],
          rows: thresholds.map((row) => [
            THRESHOLD_NAMES[row.name],
            row.threshold === Infinity ? "never" : row.threshold.toFixed(4),
            ...[row.promised, row.kept].map((cost) => intervalText(cost, fourDigits)),
            ...[String(row.falseAlarms), String(row.misses)],
          ]),
        }),
        hint(
          `“${positive}” is answered from the threshold of least cost out of fold on. A false ` +
            `alarm costs ${falseAlarm}, a miss ${miss}; the table has the cost of a row.`,
        ),
      ]),
      sets !== undefined && hint(
        `Sets are to hold the class of about ${percent(sets.coverage, 0)} of rows: promised ` +
          `${intervalText(sets.promised, share)}, on ${split} ${intervalText(sets.kept, share)}.`,
      ),
    ],
  };
}
