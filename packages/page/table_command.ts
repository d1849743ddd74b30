/** The command that makes a run on a table at a terminal, to the same bytes. @module */

import { quote } from "../../lib/checks/mod.ts";
import { DEFAULT_MISSING_VALUE_RULE } from "../../lib/table/model/mod.ts";
import type { TableSettings } from "./messages.ts";
import { type Fields, SEEDS } from "./settings.ts";
import type * as texts from "./texts.ts";

/** The fields of a run on a table, besides its columns; sentences name them by their labels. */
export const TABLE_FIELDS = {
  kind: ["auto", "class", "quantity"],
  gaps: ["category", "mean", "drop"],
  seed: SEEDS,
} satisfies Fields<keyof typeof texts.table>;

/** @param stopped after how many epochs the run was stopped, if it was */
export function tableCommand(
  file: string,
  { target, without, kind, gaps, weights, seed }: TableSettings,
  stopped?: number,
): string {
  return [
    "deno task train",
    option("csv", file),
    option("target", target),
    ...without.map((name) => option("without", name)),
    ...kind === undefined ? [] : [`--kind ${kind}`],
    ...gaps === DEFAULT_MISSING_VALUE_RULE ? [] : [`--gaps ${gaps}`],
    ...weights === undefined ? [] : [option("weights", weights)],
    ...seed === 1 ? [] : [`--seed ${seed}`],
    ...stopped === undefined ? [] : [`--set epochs=${stopped}`],
  ].join(" ");
}

/** An option with its value, which would be read as another option if it began with a hyphen. */
function option(name: string, value: string): string {
  return value.startsWith("-") ? quote(`--${name}=${value}`) : `--${name} ${quote(value)}`;
}
