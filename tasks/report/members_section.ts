/** The families of an ensemble over folds: how their inputs are made, and how much they count. @module */

import { networksOf } from "../../lib/fold_ensemble/mod.ts";
import { count, fourDigits, percent } from "../cli/format.ts";
import { columnTable, type Section } from "../document/blocks.ts";
import type { ReportedRun } from "./problem/runs.ts";

/** The families, a row for each; `undefined` for one network. */
export function membersSection(
  { network, summary: { epoch, families }, config }: ReportedRun,
): Section | undefined {
  if (families === undefined || typeof epoch === "number") return undefined;
  if (networksOf(network).length !== epoch.length) return undefined; // of other weights
  let start = 0;
  const kept = families.map(({ members }) => {
    const own = epoch.slice(start, start += members);
    return [Math.min(...own), Math.max(...own)] as const;
  });
  return {
    id: "members",
    title: "Members",
    hint:
      `Networks that learned from all of ${config.folds} folds but one. The two encodings of numbers are mixed ` +
      "by the weights that cost least out of fold, and weight decay is chosen so as well; the linear model, " +
      "whose weight decay is its ridge, is solved, and there to compare with.",
    content: columnTable("The families of members", [
      { head: "family", cells: families.map(({ name }) => name) },
      { head: "layers", cells: families.map(({ sizes }) => sizes.join("-")) },
      { head: "members", cells: families.map(({ members }) => count(members)) },
      { head: "weight decay", cells: families.map(({ weightDecay }) => fourDigits(weightDecay)) },
      { head: "weight", cells: families.map(({ weight }) => percent(weight, 0)) },
      {
        head: "epochs kept",
        cells: kept.map(([least, most]) =>
          most === 0 ? "solved" : least === most ? count(least) : `${least} to ${most}`
        ),
      },
    ]),
  };
}
